// The issuers' widget with a wallet: another wallet of the browser, whose accounts the demo chain signs for. And what a page may not do to its buttons.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { getAddress } from "ethers";
import { eventually } from "../harness/browser.mjs";
import { balance, contracts, cut, decimal, grouped, people, read, send } from "../harness/chain.mjs";
import { OtherWallet, unlockedHolder } from "../harness/injected.mjs";
import { faults, pageOf, site, tag } from "../harness/issuer_site.mjs";
import { short } from "../harness/redeem.mjs";
import { issuers, payNextRent } from "../harness/issuers.mjs";
import { visit } from "../harness/visit.mjs";
import { DEMO_PASSWORD, Wallet } from "../harness/wallet.mjs";

/** Alice's wallet of the demo is open in the profile: the window asks for its password, and for consent. */
async function consent(popup) {
  await popup.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  await popup.getByRole("button", { name: "Unlock", exact: true }).click();
  await popup.getByRole("heading", { name: /^Connect to / }).waitFor();
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
}

const SHARE = 10n ** 18n;
const of = (name, view) => tag({ asset: `{{chain}}/erc20:{{${name}}}`, view, wallet: null });

const address = await site({
  "/fund": pageOf(of("fund", "holding") + of("fund", "redeem")),
  "/house": pageOf(of("property", "holding")),
  "/assay": pageOf(tag({ asset: "{{chain}}/erc20:{{property}}", view: "holding" })),
  "/note": pageOf(of("note", "holding")),
  "/gold": pageOf(of("gold", "redeem")),
});

/** Connects the other wallet, and waits until all is read: what is drawn above a button moves it, and one that moves does not act. */
async function connectOther(page) {
  await page.getByRole("button", { name: "Connect Unlocked" }).first().click();
  await page.getByRole("button", { name: "Disconnect" }).first().waitFor();
  await eventually("all is read", async () => (await page.locator(".panel[aria-busy]").count()) === 0);
}

/** Opens a page with another wallet in it and connects that. */
async function connected(page, path, account) {
  const other = await OtherWallet.into(page, account);
  await page.goto(address + path);
  await connectOther(page);
  return other;
}

const frame = (page, at = 0) => page.locator(".frame").nth(at);
const way = (page, title) => page.locator(".way").filter({ has: page.getByRole("heading", { name: title }) });

test("a position: what is held, whether more may be, and one connection for all of the page", visit(async ({ page }) => {
  const other = await connected(page, "/fund", people.alice);
  await page.getByText("You may hold it").waitFor();
  const text = await frame(page).innerText();
  const held = grouped(cut(decimal(await balance(contracts.fund, people.alice), 18), 4));
  assert.ok(text.includes(held), `${held} is in ${text}`);
  await page.getByLabel("Amount (dTBILL)").waitFor();
  assert.deepEqual(other.asked.map(({ method }) => method), ["eth_requestAccounts", "eth_chainId"], "one question for both elements");
  await page.getByLabel("Amount (dTBILL)").fill("1");
  await page.getByText("This will pass").first().waitFor();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await faults(page), [], colorScheme);
  }
  other.account = people.bob;
  await page.evaluate((account) => window.otherWalletSays("accountsChanged", [account]), people.bob);
  const bobs = grouped(cut(decimal(await balance(contracts.fund, people.bob), 18), 4));
  await frame(page).getByText(bobs, { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Disconnect" }).first().click();
  await eventually("both have let go", async () => (await page.getByRole("button", { name: "Connect Unlocked" }).count()) === 2);
}));

test("nothing moves down as the asset's head arrives", visit(async ({ page }) => {
  await OtherWallet.into(page, people.alice);
  let held;
  await page.route("**/tokenlist.json", async (route) => {
    await held;
    await route.continue();
  });
  await page.addInitScript(() => {
    window.moved = [];
    new PerformanceObserver((list) => window.moved.push(...list.getEntries().map(({ value, sources }) => ({ value, of: sources.map(({ node }) => node?.textContent) })))).observe({ type: "layout-shift", buffered: true });
  });
  const button = page.getByRole("button", { name: "Connect Unlocked" });
  const name = page.getByText("Demo House Kastanienallee 41").first();
  for (const width of [1280, 360, 280]) {
    let hand;
    held = new Promise((resolve) => { hand = resolve; });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}/house`);
    await page.getByText("Reading", { exact: true }).waitFor();
    // What is below the head when it is first seen, and once all is there.
    const places = page.evaluate(() => new Promise((resolve) => {
      const root = document.querySelector("assay-asset").shadowRoot;
      const seen = [];
      const look = () => {
        const first = root.querySelector(".offers .button");
        if (first !== null) seen.push(first.getBoundingClientRect().top);
        if (first !== null && root.querySelector(".head") !== null) requestAnimationFrame(() => requestAnimationFrame(() => resolve([...seen, first.getBoundingClientRect().top])));
        else requestAnimationFrame(look);
      };
      look();
    }));
    hand();
    await Promise.all([name.waitFor(), button.waitFor()]);
    const tops = await places;
    assert.deepEqual([...new Set(tops)], [tops[0]], `${width} px: its button stands still`);
    assert.deepEqual(await page.evaluate(() => window.moved), [], `${width} px`);
  }
}));

test("who may not hold is told which rule says so, and a wallet on another chain is asked to change", visit(async ({ page }) => {
  const other = await OtherWallet.into(page, people.carol);
  const home = other.chain;
  other.chain = "0x1";
  await page.goto(`${address}/fund`);
  await page.getByRole("button", { name: "Connect Unlocked" }).first().click();
  await frame(page).getByText("Unlocked is on another chain").waitFor();
  await frame(page).getByRole("button", { name: "Ask it to switch to eip155:31337" }).click();
  await page.getByText("The rules would refuse you").waitFor();
  assert.equal(other.chain, home);
  await frame(page).getByText("Where this is written").first().click();
  assert.match(await frame(page).innerText(), /isVerified\(address\)|contains|identity/i);
}));

test("income is claimed: the wallet gets the very call, and the block is followed", visit(async ({ page }) => {
  await payNextRent();
  const other = await connected(page, "/house", people.alice);
  const claims = frame(page).getByRole("button", { name: /^Claim / });
  await claims.first().waitFor();
  const before = await balance(contracts.cash, other.account);
  const name = await claims.first().innerText();
  other.refusal = { code: 4001, message: "User rejected the request." };
  await claims.first().click();
  await page.getByText("You said no in your wallet. Nothing was sent.").waitFor();
  await claims.first().click();
  await page.getByText(/^Done in block/).first().waitFor();
  const paid = (await balance(contracts.cash, other.account)) - before;
  assert.ok(name.includes(grouped(cut(decimal(paid, 6), 4))), `${name}: ${paid}`);
  const { from, to, data } = other.transactions.at(-1);
  assert.equal(from, other.account);
  assert.ok(data.startsWith("0x2e7ba6ef"), `claim(uint256,address,uint256,bytes32[]) at ${to}`);
}));

test("dividends that a token pays its holders are claimed in the same manner", visit(async ({ page }) => {
  await issuers.payDividend("1700");
  await connected(page, "/note", people.bob);
  const due = await read(contracts.note, "withdrawableFundsOf", people.bob);
  assert.ok(due > 0n);
  const before = await balance(contracts.cash, people.bob);
  await frame(page).getByRole("button", { name: /^Claim .* dUSD$/ }).click();
  await page.getByText(/^Done in block/).first().waitFor();
  assert.ok((await balance(contracts.cash, people.bob)) - before >= due);
  await page.getByText("Nothing is waiting for you.").waitFor();
}));

test("redeemed on request: allowed, asked for, fulfilled by the issuer, claimed", visit(async ({ page }) => {
  const account = getAddress(await unlockedHolder());
  const other = await connected(page, "/fund", account);
  const panel = frame(page, 1);
  await panel.getByLabel("Amount (dTBILL)").fill("0");
  await panel.getByText("A number above zero").waitFor();
  await panel.getByRole("button", { name: "All" }).click();
  const all = decimal(await balance(contracts.fund, account), 18);
  await eventually("all of it", async () => (await panel.getByLabel("Amount (dTBILL)").inputValue()) === all);
  await panel.getByLabel("Amount (dTBILL)").fill("2");
  const request = way(page, "On request");
  await request.getByText("This will pass").waitFor();
  await request.getByRole("button", { name: "Allow it to be taken: 2 dTBILL" }).click();
  await request.getByText("Step 2 of 2").waitFor();
  await request.getByRole("button", { name: "Ask for redemption: 2 dTBILL" }).click();
  await request.getByText(/^Done in block/).waitFor();
  await panel.getByText("With the issuer").first().waitFor();
  // The demo's desk fulfils it within ten seconds or so.
  await eventually("it can be claimed", async () => (await read(contracts.fundRedemption, "claimableRedeemRequest", 0, account)) === 2n * SHARE);
  await page.getByRole("button", { name: "Disconnect" }).first().click();
  await connectOther(page);
  const before = await balance(contracts.cash, account);
  await panel.getByRole("button", { name: /^Claim .* dUSD$/ }).click();
  await eventually("it is paid", async () => (await balance(contracts.cash, account)) > before);
  await panel.getByText("Claimed").first().waitFor();
  assert.equal(other.transactions.length, 3);
}));

test("a request that waits is asked back, and its shares are taken back", visit(async ({ page }) => {
  const account = getAddress(await unlockedHolder());
  const vault = contracts.fundRedemption;
  // The issuer has no money at hand: its desk leaves what is asked for alone.
  await short(async () => {
    // What an earlier run may have left.
    if ((await read(vault, "claimableCancelRedeemRequest", 0n, account)) > 0n) await send(account, vault, "claimCancelRedeemRequest", 0n, account, account);
    await send(account, contracts.fund, "approve", vault, 2n * SHARE);
    await send(account, vault, "requestRedeem", 2n * SHARE, account, account);
    const other = await connected(page, "/fund", account);
    const panel = frame(page, 1);
    const held = await balance(contracts.fund, account);
    const cancel = panel.getByRole("button", { name: "Cancel the request: 2 dTBILL" });
    await cancel.waitFor();
    assert.match(await panel.innerText(), /A cancellation asks back all that still waits/);
    other.refusal = { code: 4001, message: "User rejected the request." };
    await cancel.click();
    await page.getByText("You said no in your wallet. Nothing was sent.").waitFor();
    await cancel.click();
    const back = panel.getByRole("button", { name: "Take it back: 2 dTBILL" });
    await back.waitFor();
    assert.equal(await read(vault, "pendingRedeemRequest", 0n, account), 0n);
    assert.equal(await read(vault, "claimableCancelRedeemRequest", 0n, account), 2n * SHARE);
    await back.click();
    await eventually("its shares are back", async () => (await balance(contracts.fund, account)) - held === 2n * SHARE);
    await back.waitFor({ state: "hidden" });
    await panel.getByText("Cancelled", { exact: true }).first().waitFor();
    assert.equal(await cancel.count(), 0);
  });
}));

test("what the rules would refuse is not offered", visit(async ({ page }) => {
  await connected(page, "/gold", people.dave);
  await page.getByLabel("Amount (dXAU)").fill("1");
  const sent = way(page, "Sent to the issuer");
  await sent.getByText("This would be refused").waitFor();
  assert.equal(await sent.getByRole("button", { name: /Send to the issuer/ }).count(), 0);
  await page.setViewportSize({ width: 280, height: 900 });
  assert.deepEqual(await faults(page), [], "240 px wide");
  assert.match(await sent.innerText(), /5 business days[\s\S]*Tell the issuer[\s\S]*your name/);
}));

test("a wallet that sends something else is found out", visit(async ({ page }) => {
  const account = getAddress(await unlockedHolder());
  const other = await connected(page, "/fund", account);
  await page.getByLabel("Amount (dTBILL)").fill("1");
  other.touch = (transaction) => ({ ...transaction, data: transaction.data.replace(/.$/, (last) => (last === "0" ? "1" : "0")), gas: "0xf4240" });
  await way(page, "On request").getByRole("button", { name: /^Allow it to be taken|^Ask for redemption/ }).click();
  await page.getByText("The wallet sent something else than it was handed").waitFor();
}));

test("announcements that are none are passed over, and a wallet that answers nonsense is told", visit(async ({ page }) => {
  await page.addInitScript(() => {
    const request = async ({ method }) => (method === "eth_requestAccounts" ? ["0x12"] : "0xzz");
    const info = { uuid: "1", name: "Nonsense", icon: "", rdns: "org.example" };
    const throws = { get info() { throw new Error("no"); } };
    const details = [null, 7, "x", {}, { info }, { info: { ...info, name: "" }, provider: { request } }, throws, { info: { ...info, name: "N".repeat(500), uuid: "2" }, provider: { request } }, { info, provider: { request } }, { info: { ...info, name: "Again" }, provider: { request } }];
    addEventListener("eip6963:requestProvider", () => details.forEach((detail) => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }))));
  });
  await page.goto(`${address}/house`);
  const offered = page.getByRole("button", { name: /^Connect / });
  await offered.first().waitFor();
  assert.deepEqual(await offered.allInnerTexts(), [`Connect ${"N".repeat(60)}`, "Connect Nonsense"]);
  await page.getByRole("button", { name: "Connect Nonsense" }).click();
  await page.getByText("The wallet did not do it").waitFor();
  await page.getByText("Details").first().click();
  await page.getByText(/got \["0x12"\], expected a list that begins with an address/).waitFor();
}));

test("Assay in a window of its own: consent, position, a claim that it reviews again, a reload", visit(async ({ context, wallet }) => {
  await payNextRent();
  await wallet.openDemo("Alice");
  const tab = await context.newPage();
  await tab.goto(`${address}/assay`);
  const opening = context.waitForEvent("page");
  await tab.getByRole("button", { name: "Connect Assay" }).click();
  const popup = await opening;
  await consent(popup);
  await tab.getByText("You hold", { exact: true }).waitFor();
  assert.match(await frame(tab).innerText(), new RegExp(`${people.alice.slice(0, 8)}….* by Assay`));
  const before = await balance(contracts.cash, people.alice);
  const claim = tab.getByRole("button", { name: /^Claim / }).first();
  await claim.click();
  const review = new Wallet(popup).review;
  assert.match(await review.text(), /dUSD/);
  await review.signButton.click();
  await tab.getByText(/^Done in block/).first().waitFor();
  assert.ok((await balance(contracts.cash, people.alice)) > before);
  // The provider's session outlives a reload; ended here, it does not.
  await tab.reload();
  await tab.getByText("You hold", { exact: true }).waitFor();
  await tab.getByRole("button", { name: "Disconnect" }).click();
  await tab.reload();
  await tab.getByRole("button", { name: "Connect Assay" }).waitFor();
}));

/** What a page may put over, around or onto the widget's button; each lets the pointer through to it. */
const tricks = {
  covered: (host, box) => {
    const cover = document.createElement("div");
    Object.assign(cover.style, { position: "fixed", left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px`, background: "white", pointerEvents: "none", zIndex: "9" });
    document.body.append(cover);
  },
  "half covered": (host, box) => {
    const cover = document.createElement("div");
    Object.assign(cover.style, { position: "fixed", left: `${box.x}px`, top: `${box.y}px`, width: `${box.width / 2}px`, height: `${box.height}px`, background: "white", pointerEvents: "none", zIndex: "9" });
    document.body.append(cover);
  },
  "see-through": (host) => { host.style.opacity = "0.01"; },
  "under a filter": (host) => { host.style.filter = "opacity(0)"; },
};

test("a button that cannot really be seen asks nothing of the wallet", visit(async ({ page }) => {
  const other = await OtherWallet.into(page, people.alice);
  for (const [name, trick] of Object.entries(tricks)) {
    await page.goto(`${address}/house`);
    const button = page.getByRole("button", { name: "Connect Unlocked" });
    await button.waitFor();
    const box = await button.boundingBox();
    await page.locator("assay-asset").evaluate(trick, box);
    await eventually(`${name}: it is out of action`, async () => (await button.getAttribute("aria-disabled")) === "true");
    await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
    await page.getByText("This button is covered, moved or see-through").waitFor({ state: "attached" });
    assert.deepEqual(other.asked, [], name);
    await button.press("Enter");
    assert.deepEqual(other.asked, [], `${name}, by keyboard`);
  }
}));

test("a cover that is lifted under the pointer does not make the click count", visit(async ({ page }) => {
  const other = await OtherWallet.into(page, people.alice);
  await page.goto(`${address}/house`);
  const button = page.getByRole("button", { name: "Connect Unlocked" });
  await button.waitFor();
  const box = await button.boundingBox();
  await page.locator("assay-asset").evaluate(tricks.covered, box);
  await page.evaluate(() => addEventListener("pointerdown", () => document.body.lastElementChild.remove(), { capture: true, once: true }));
  await eventually("it is covered", async () => (await button.getAttribute("aria-disabled")) === "true");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(200);
  await page.mouse.up();
  await page.getByText("This button is covered, moved or see-through").waitFor();
  await page.waitForTimeout(700);
  assert.deepEqual(other.asked, []);
  // Seen for a while, it acts.
  await button.click();
  await page.getByText("You hold", { exact: true }).waitFor();
}));

/** A page of another site that shows an issuer's page to nobody. */
async function framing(style) {
  const framable = await site({ "/house": pageOf(of("property", "holding")) }, { headers: { "content-security-policy": "" } });
  const hostile = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" })
    .end(`<link rel="icon" href="data:,"><style>iframe { ${style}; border: 0; width: 600px; height: 700px }</style><p>Win a prize</p><iframe src="${framable}/house"></iframe>`));
  await new Promise((listening) => hostile.listen(0, "127.0.0.1", listening));
  after(() => hostile.close());
  return `http://127.0.0.1:${hostile.address().port}/`;
}

/** Clicks the framed button where it is, whatever is seen of it. */
async function clickFramed(page, address) {
  await page.goto(address);
  const inner = page.frameLocator("iframe");
  const button = inner.getByRole("button", { name: "Connect Unlocked" });
  await button.waitFor();
  const box = await button.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  return inner;
}

const REFUSED = "This button is covered, moved or see-through";

test("framed by another site that makes it see-through, it asks nothing", visit(async ({ page }) => {
  const other = await OtherWallet.into(page, people.alice);
  const inner = await clickFramed(page, await framing("opacity: 0.02"));
  await inner.getByText(REFUSED).waitFor({ state: "attached" });
  assert.deepEqual(other.asked, []);
}));

test("a browser that cannot tell what is seen: see-through and framed buttons do not act, others do", visit(async ({ page }) => {
  await page.addInitScript(() => delete IntersectionObserverEntry.prototype.isVisible);
  const other = await OtherWallet.into(page, people.alice);
  const inner = await clickFramed(page, await framing("opacity: 1"));
  await inner.getByText(REFUSED).waitFor();
  for (const name of ["see-through", "under a filter"]) {
    await page.goto(`${address}/house`);
    const button = page.getByRole("button", { name: "Connect Unlocked" });
    await button.waitFor();
    await page.locator("assay-asset").evaluate(tricks[name]);
    await button.click();
    await page.getByText(REFUSED).waitFor({ state: "attached" });
  }
  assert.deepEqual(other.asked, []);
  await page.goto(`${address}/house`);
  await page.getByRole("button", { name: "Connect Unlocked" }).click();
  await page.getByText("You hold", { exact: true }).waitFor();
}));

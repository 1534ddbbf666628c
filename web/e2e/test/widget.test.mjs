// The issuers' widget without a wallet: on a site of another origin, under a strict policy, on the real chain.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { eventually } from "../harness/browser.mjs";
import { contracts, cut, decimal, grouped, read } from "../harness/chain.mjs";
import { change } from "../harness/endpoint.mjs";
import { rpc } from "../harness/env.mjs";
import { faults, pageOf, site, tag } from "../harness/issuer_site.mjs";
import { during, issuers } from "../harness/issuers.mjs";
import { visit } from "../harness/visit.mjs";

const root = resolve(import.meta.dirname, "../../..");
/** A module of the widget by itself. */
async function moduleOf(file) {
  const { build } = createRequire(join(root, "xtask/npm/package.json"))("esbuild");
  const { outputFiles } = await build({ entryPoints: [join(root, "web/widget/src", file)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const FUND = { asset: "{{chain}}/erc20:{{fund}}" };
const far = `<div class="far">${"<p>Something else.</p>".repeat(60)}</div>`;

const address = await site({
  "/backing": pageOf(tag({})),
  "/yield": pageOf(tag({ ...FUND, view: "yield" })),
  "/credit": pageOf(tag({ asset: "{{chain}}/erc20:{{credit}}", view: "yield" })),
  "/german": pageOf(tag({ ...FUND, view: "yield" }), 'lang="de"'),
  "/arabic": pageOf(tag({}) + tag({ ...FUND, view: "yield" }), 'lang="ar" dir="rtl"'),
  "/far": pageOf(far + tag({})),
  "/all": pageOf(["backing", "holding", "redeem"].map((view) => tag({ view })).join("") + tag({ ...FUND, view: "yield" })),
  "/mixed": pageOf(tag({ id: "wrong", asset: "{{chain}}/erc20:0x0000000000000000000000000000000000000001" }) + tag({ id: "right" })),
  "/tags": pageOf([{ asset: "gold" }, { list: null }, { rpc: "http://example.org" }, { wallet: "javascript:alert(1)" }, { view: "all" }].map(tag).join("")),
  "/dead": pageOf(tag({ rpc: "http://127.0.0.1:9/" }), 'lang="en"'),
  "/nolist": pageOf(tag({ list: "/files/none.json" })),
  "/notlist": pageOf(tag({ list: "/files/demo.json" })),
});

/** Of what a page loaded, the widget's own files, in their order. */
function watched(page) {
  const files = [];
  page.on("request", (request) => {
    const { pathname, origin } = new URL(request.url());
    if (origin === address && pathname.startsWith("/widget/")) files.push(pathname.slice("/widget/".length));
  });
  return files;
}

/** The feed's newest answer as it is shown. */
async function answerOf(feed, most, least) {
  const [, answer] = await read(feed, "latestRoundData");
  return grouped(cut(decimal(answer, Number(await read(feed, "decimals"))), most, least));
}

const host = (page) => page.locator("assay-asset").first();
/** What it shows: in its shadow. */
const shown = (page) => page.locator(".frame").first();
const ready = (page) => page.getByText(/^(Read at block|Gelesen bei Block)/).first().waitFor();

test("numbers are exact text in the reader's language, cut and never rounded up", async () => {
  const { amount, decimal: shown, percent } = await moduleOf("views/number.ts");
  const huge = `${"9".repeat(40)}.${"9".repeat(18)}`;
  assert.equal(amount(huge, "en").text, `9${",999".repeat(13)}.9999`, "no digit of it is lost");
  assert.deepEqual(shown("1234.5", 2, 4, "de"), { text: "1.234,50", full: "1.234,5", cut: false });
  assert.equal(amount("1234.56789", "de").text, "1.234,5678");
  assert.deepEqual(amount("0.0000001", "en"), { text: "< 0.000001", full: "0.0000001", cut: true });
  assert.equal(amount("-2.50", "en").text, "-2.5");
  assert.deepEqual(amount("12.0000001", "en"), { text: "12.0000", full: "12.0000001", cut: true }, "as in the wallet");
  assert.equal(shown("no number", 0, 4, "en").text, "no number");
  assert.equal(percent({ numerator: "4275", denominator: "100000" }, true, "en").text, "−4.27 %");
  assert.equal(percent({ numerator: "88145", denominator: "1000000000" }, false, "de").text, "0,0088 %");
  assert.equal(percent({ numerator: "0", denominator: "7" }, false, "en").text, "0.00 %");
  const { typed } = await moduleOf("views/typed.ts");
  const read = { en: ["1.5", "1,5", "0", "1.0000001", "1e3", " 2 "], de: ["1,5", "1.5", "-1", "", ",5", "007"] };
  assert.deepEqual(read.en.map((text) => typed(text, 6, "en")), ["1.5", undefined, undefined, undefined, undefined, "2"]);
  assert.deepEqual(read.de.map((text) => typed(text, 6, "de")), ["1.5", undefined, undefined, undefined, undefined, "007"]);
});

test("its frame is there at once; the rest comes when it comes into view", visit(async ({ page }) => {
  const files = watched(page);
  await page.goto(`${address}/far`);
  const element = host(page);
  await eventually("it is painted", () => element.evaluate((one) => one.shadowRoot?.querySelector(".bone") !== null));
  await page.waitForTimeout(600);
  assert.deepEqual([...new Set(files)], ["widget.js"], "no wasm, no second file before it is near");
  await element.scrollIntoViewIfNeeded();
  await ready(page);
  assert.ok(files.includes("assay_bg.wasm") && files.includes("views.js"), `then the rest: ${files}`);
  assert.ok(!files.some((name) => /evm|wallet/.test(name)), `but not what checks or connects: ${files}`);
}));

test("backing: price, reserves and statement are those of the chain, each with where it comes from", visit(async ({ page }) => {
  const elsewhere = [];
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (![address, new URL(rpc).origin].includes(origin) && !request.url().startsWith("data:")) elsewhere.push(request.url());
  });
  await page.goto(`${address}/backing`);
  await ready(page);
  const text = await shown(page).innerText();
  assert.ok(text.includes(await answerOf(contracts.goldPrice, 4, 2)), text);
  const reserve = await answerOf(contracts.goldReserves, 4);
  const supply = grouped(cut(decimal(await read(contracts.gold, "totalSupply"), 18), 4));
  assert.ok(text.includes(`Reserves of ${reserve} troy ounce cover the ${supply} dXAU issued.`), text);
  assert.match(text, /Signed by\s+0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc/);
  await page.getByRole("button", { name: "Attested: where this figure comes from" }).click();
  const slip = page.getByRole("dialog", { name: "Where this figure comes from" });
  assert.match(await slip.innerText(), /A statement signed by[\s\S]*0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc[\s\S]*Block/);
  await page.keyboard.press("Escape");
  await slip.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Claimed: where this figure comes from" }).first().press("Enter");
  assert.match(await slip.innerText(), new RegExp(`The answer of one endpoint\\s+\\(Claimed\\)\\s+${rpc}`));
  assert.deepEqual(elsewhere, [], "nobody else is asked");
  const kept = await page.evaluate(async () => ({ cookies: document.cookie, local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length }));
  assert.deepEqual(kept, { cookies: "", local: 0, session: 0, databases: 0 }, "nothing is stored");
}));

test("the example's own page: each of its elements has what it is for", visit(async ({ page }) => {
  await page.goto(address);
  for (const [at, expected] of [/Reserves of .* cover/, /Your position[\s\S]*Connect Assay/, /Redemption[\s\S]*Connect Assay/, /Realised in a year/, /Redemption/].entries()) {
    const frame = page.locator(".frame").nth(at);
    await page.locator("assay-asset").nth(at).scrollIntoViewIfNeeded();
    await eventually(`element ${at + 1}: ${expected}`, async () => expected.test(await frame.innerText()));
  }
  // The page's style sets the widget's accent, and may reach its parts.
  const colour = (expression) => page.evaluate((source) => { const probe = document.body.appendChild(document.createElement("i")); probe.style.color = source; const { color } = getComputedStyle(probe); probe.remove(); return color; }, expression);
  const connect = page.getByRole("button", { name: "Connect Assay" }).first();
  assert.equal(await connect.evaluate((button) => getComputedStyle(button).backgroundColor), await colour("var(--gold)"));
  await page.evaluate(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("assay-asset::part(button-primary) { border-radius: 17px }"); document.adoptedStyleSheets = [sheet]; });
  assert.equal(await connect.evaluate((button) => getComputedStyle(button).borderRadius), "17px");
  // The keyboard reads again, and stays where it was.
  const again = page.getByRole("button", { name: "Read again" }).first();
  await again.press("Enter");
  await eventually("it was read again", () => page.locator(".panel[aria-busy]").count().then((busy) => busy === 0));
  assert.equal(await again.evaluate((button) => button.getRootNode().activeElement === button), true);
}));

test("two endpoints that agree make it attested, and the check too", visit(async ({ page }) => {
  const policy = (await fetch(address)).headers.get("content-security-policy").replace(rpc, `${rpc} ${rpc.replace("127.0.0.1", "localhost")}`);
  const two = await site({ "/two": pageOf(tag({ rpc: `${rpc} ${rpc.replace("127.0.0.1", "localhost")}` })) }, { headers: { "content-security-policy": policy } });
  await page.goto(`${two}/two`);
  const attested = page.getByRole("button", { name: "Attested: where this figure comes from" });
  await attested.first().waitFor();
  await attested.first().click();
  await page.getByText(/^The same answer from 2 endpoints/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Check it now" }).click();
  const step = page.locator("li").filter({ hasText: "What is issued follows by proof" });
  assert.equal(await step.getByRole("button").getAttribute("aria-label"), "Attested: where this figure comes from");
}));

test("check it now: proven and verified in the browser, and what does not hold is said", visit(async ({ page }) => {
  const files = watched(page);
  await page.goto(`${address}/backing`);
  const button = page.getByRole("button", { name: "Check it now" });
  await button.click();
  await page.getByText("Everything that was checked holds").waitFor();
  assert.ok(files.includes("evm.js") && files.includes("assay_evm_bg.wasm"), "loaded by the click");
  const step = page.locator("li").filter({ hasText: "What the reserve feed says follows by proof" });
  assert.ok((await step.innerText()).includes(await answerOf(contracts.goldReserves, 4)));
  await step.getByRole("button").click();
  assert.match(await step.getByRole("dialog").innerText(), /A Merkle proof under the root\s+\(Proven\)\s+0x[0-9a-f]{64}/);
  await page.keyboard.press("Escape");
  const [, before] = await read(contracts.goldReserves, "latestRoundData");
  await during(() => issuers.setReserves("1000"), () => issuers.setReserves(decimal(before, Number(18))), async () => {
    await button.click();
    await page.getByText("Something does not hold").waitFor();
    const covers = page.locator("li").filter({ hasText: "The reserves cover what is issued" });
    assert.match(await covers.textContent(), /Does not hold/);
    await page.getByRole("button", { name: "Read again" }).click();
    await page.getByText(/^Reserves of 1,000 troy ounce do not cover/).first().waitFor();
  });
}));

test("an endpoint that lies is found out by the check, and one without proofs is not taken for proof", visit(async ({ page, context }) => {
  const lie = (method, answer) => (method === "eth_getProof" && answer.result ? { ...answer, result: { ...answer.result, storageProof: answer.result.storageProof.map((slot) => ({ ...slot, value: "0x1" })) } } : answer);
  await change(context, `${rpc}/`, lie);
  await page.goto(`${address}/backing`);
  await page.getByRole("button", { name: "Check it now" }).click();
  await page.getByText("A proof does not hold").waitFor();
  await context.unroute(`${rpc}/`);
  await change(context, `${rpc}/`, (method, answer) => (method === "eth_getProof" ? { jsonrpc: "2.0", id: answer.id, error: { code: -32601, message: "no proofs here" } } : answer));
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Not everything could be proven").waitFor();
}));

test("yield: realised beside stated, in English and in German", visit(async ({ page }) => {
  await page.goto(`${address}/yield`);
  await ready(page);
  const english = await shown(page).innerText();
  const nav = await answerOf(contracts.fundNav, 4, 2);
  assert.match(english, /Realised in a year, by net asset value\s+4\.\d\d\u00a0?.?%/);
  assert.ok(english.includes(`became USD ${nav}`) && english.includes("4.25"), english);
  // A share of a vault is worth what the vault converts it to, at the price of that.
  await page.goto(`${address}/credit`);
  await ready(page);
  const [, dollar] = await read(contracts.cashPrice, "latestRoundData");
  const worth = ((await read(contracts.credit, "convertToAssets", 10n ** 12n)) * dollar) / 10n ** 6n;
  const credit = await shown(page).innerText();
  assert.ok(credit.includes(`USD\n${cut(decimal(worth, 8), 4, 2)}`) || credit.includes(`USD ${cut(decimal(worth, 8), 4, 2)}`), credit);
  await page.goto(`${address}/german`);
  await ready(page);
  const german = await shown(page).innerText();
  assert.match(german, /Im Jahr erzielt, nach Nettoinventarwert\s+4,\d\d/);
  assert.ok(german.includes(`wurde USD ${nav.replace(".", ",")}`), german);
}));

test("light, dark, from right to left, and 240 px wide: axe finds nothing, and nothing sticks out", visit(async ({ page }) => {
  for (const [path, width] of [["/all", 1280], ["/arabic", 1280], ["/all", 280]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address + path);
    await ready(page);
    await page.locator("assay-asset").last().scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      assert.deepEqual(await faults(page), [], `${path} at ${width} px, ${colorScheme}`);
    }
  }
  const ground = () => shown(page).evaluate((frame) => getComputedStyle(frame).backgroundColor);
  const dark = await ground();
  await page.emulateMedia({ colorScheme: "light" });
  assert.notEqual(await ground(), dark, "it follows the system");
  await host(page).evaluate((one) => one.setAttribute("theme", "dark"));
  assert.equal(await ground(), dark, "but for a theme of its own");
}));

test("what is wrong is said in the element, and the rest of the page stays", visit(async ({ page }) => {
  await page.goto(`${address}/mixed`);
  await page.locator("#wrong").getByText("This asset is not in the issuer’s list").waitFor();
  await ready(page);
  await page.goto(`${address}/tags`);
  const expected = [/asset: expected a token as eip155/, /list: expected the address of a token list.*got nothing/, /rpc: expected one or more addresses.*“http:\/\/example.org”/, /wallet: expected/, /view: expected backing, yield, holding or redeem; got “all”/];
  for (const [at, pattern] of expected.entries()) await page.locator(".frame").nth(at).filter({ hasText: pattern }).waitFor();
  await page.goto(`${address}/nolist`);
  await page.getByText("The issuer’s list could not be read").waitFor();
  await page.goto(`${address}/notlist`);
  await page.getByText("The issuer’s list is not a token list").waitFor();
  // A tag that is put right is drawn anew.
  await host(page).evaluate((one) => one.setAttribute("list", "/files/tokenlist.json"));
  await ready(page);
}, { excuse: [/status of 404/] }));

test("endpoints that are dead, talk nonsense or serve another chain", visit(async ({ page, context }) => {
  await page.goto(`${address}/dead`);
  await page.getByText("The endpoint could not be reached").waitFor();
  const answers = [["<html>busy</html>", "The endpoint’s answer makes no sense"], [null, "The endpoint serves another chain"]];
  for (const [body, sentence] of answers) {
    await context.unroute(`${rpc}/`);
    if (body === null) await change(context, `${rpc}/`, (method, answer) => (method === "eth_chainId" ? { ...answer, result: "0x1" } : answer));
    else await context.route(`${rpc}/`, (route) => route.fulfill({ body, headers: { "access-control-allow-origin": "*", "content-type": "text/html" } }));
    await page.goto(`${address}/backing`);
    await page.getByText(sentence).waitFor();
  }
}, { excuse: [/ERR_|policy/i, /Connecting to/] }));

test("a file that is not the published one is not run", visit(async ({ page, context }) => {
  for (const file of ["views.js", "engine.js", "assay_bg.wasm"]) {
    const tampered = async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: Buffer.concat([await response.body(), Buffer.from("\n;globalThis.tampered = 1;")]) });
    };
    await context.route(`**/widget/${file}`, tampered);
    await page.goto(`${address}/backing`);
    await page.getByText(/could not be loaded/).first().waitFor();
    assert.equal(await page.evaluate(() => globalThis.tampered ?? null), null, file);
    await context.unroute(`**/widget/${file}`, tampered);
  }
}, { excuse: [/integrity/i, /digest/i, /Failed to fetch/, /preload/] }));

test("without a worker the page does the work itself; without wasm it says what the policy lacks", visit(async ({ page }) => {
  const policy = (await (await fetch(`${address}/backing`)).headers.get("content-security-policy")).replace("worker-src 'self'", "worker-src 'none'");
  const pages = { "/backing": pageOf(tag({})) };
  const noWorker = await site(pages, { headers: { "content-security-policy": policy } });
  await page.goto(`${noWorker}/backing`);
  await ready(page);
  assert.deepEqual(page.workers(), []);
  const noWasm = await site(pages, { headers: { "content-security-policy": policy.replace(" 'wasm-unsafe-eval'", "") } });
  await page.goto(`${noWasm}/backing`);
  await page.getByText("Its content security policy lacks").waitFor();
}, { excuse: [/policy/i, /Content Security Policy/i] }));

test("its files may come from another origin than the page", visit(async ({ page }) => {
  const files = await site({}, { headers: { "access-control-allow-origin": "*" } });
  const policy = (await fetch(address)).headers.get("content-security-policy").replace("script-src 'self'", `script-src ${files}`).replace("connect-src 'self'", `connect-src 'self' ${files}`);
  const pages = { "/backing": pageOf(tag({})).replace('src="/widget/', `src="${files}/widget/`) };
  const there = await site(pages, { headers: { "content-security-policy": policy } });
  await page.goto(`${there}/backing`);
  await ready(page);
  await page.getByRole("button", { name: "Check it now" }).click();
  await page.getByText("Everything that was checked holds").waitFor();
  assert.deepEqual(page.workers(), [], "browsers start no worker from there");
}, { excuse: [/worker/i] }));

test("an element that is taken away asks no more", visit(async ({ page }) => {
  await page.goto(`${address}/backing`);
  await ready(page);
  await host(page).evaluate((one) => one.remove());
  await eventually("its worker has ended", () => page.workers().length === 0);
  assert.equal(await page.locator("assay-asset").count(), 0);
}));

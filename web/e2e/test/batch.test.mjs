// Several calls as one in another wallet of the browser (EIP-5792): reviewed call by call and in sum, carried out on the real chain by a
// published batch executor, and its outcome read back from there. Where the other wallet cannot or will not: one after the other, and why.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { getAddress } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { balance, call, contracts, people, read, send } from "../harness/chain.mjs";
import { unclaimed } from "../harness/claims.mjs";
import { demo } from "../harness/env.mjs";
import { release } from "../harness/executor.mjs";
import { connect, unlockedHolder } from "../harness/injected.mjs";
import { issuers, payNextRent } from "../harness/issuers.mjs";
import { assertVisibleFocus, focused, tabTo } from "../harness/keyboard.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, cash } = assets;
const SHARE = 10n ** 18n;
const MINUTE = 60_000;
/** Which of anvil's accounts these tests act for. */
const FREE = 14;
const { fundRedemption: vault } = contracts;
const ROUTE = "Redemption on request";

const allowance = (owner) => read(contracts.fund, "allowance", owner, vault);
/** What was asked back and not paid yet: the demo's issuer may have fulfilled it meanwhile. */
async function asked(owner) {
  const pending = await read(vault, "pendingRedeemRequest", 0n, owner);
  const claimable = await read(vault, "claimableRedeemRequest", 0n, owner);
  // What is fulfilled between the two would count twice.
  return (await read(vault, "pendingRedeemRequest", 0n, owner)) === pending ? pending + claimable : asked(owner);
}

let holder;
before(async () => {
  holder = getAddress(await unlockedHolder(FREE));
});
/** What a test has allowed and not used. */
beforeEach(async () => {
  if ((await allowance(holder)) > 0n) await send(holder, contracts.fund, "approve", vault, 0n);
});
after(async () => {
  for (const account of [holder, people.alice]) {
    if ((await call("eth_getCode", account, "latest")) !== "0x") await release(account);
  }
});

/** From the open wallet to the review of both steps of a redemption on request. */
async function propose({ wallet }, amount = "2") {
  await wallet.redeem.open(fund.name);
  await wallet.redeem.amount.fill(amount);
  await wallet.redeem.choose(ROUTE);
  await wallet.button("Review all steps").click();
}

/** The part of the review that is about one call. */
const part = (wallet, place) => wallet.review.sheet.getByRole("listitem").filter({ has: wallet.page.getByRole("heading", { name: `Call ${place} of` }) });

/** What the review says once it has failed. */
async function failure(wallet, title) {
  await wallet.review.sheet.getByText(title, { exact: true }).waitFor();
  return wallet.review.sheet.innerText();
}

test("approval and request go as one: each call reviewed, the sum shown, done, and nothing allowed is left over", visit(async (opened) => {
  const { wallet, page } = opened;
  const other = await connect(opened, holder);
  other.atomic = "supported";
  const shares = await balance(fund.token, holder);
  const wasAsked = await asked(holder);
  await propose(opened);
  const text = await wallet.review.text();
  assert.match(text, /2 calls, carried out as one by the other wallet: all of them happen, or none/);
  assert.match(await part(wallet, 1).innerText(), /Allow .* to take up to 2 dTBILL/);
  assert.match(await part(wallet, 2).innerText(), /Ask to redeem 2 dTBILL/);
  assert.match(await part(wallet, 2).innerText(), /At block \d+ this passes/, "the verdict of the issuer's rules");
  assert.doesNotMatch(text, /Nobody gets permission/);
  // What each comes to, and all of them together, over proven state.
  const sum = wallet.review.sheet.getByRole("region", { name: "Proven simulation" });
  await sum.getByText("You have 2 dTBILL less", { exact: true }).waitFor({ timeout: MINUTE });
  assert.match(await sum.innerText(), /one after the other: all pass/);
  await part(wallet, 1).getByText(/may take of you: 2 dTBILL/).waitFor();
  await part(wallet, 2).getByText(/2 dTBILL goes from you to/).waitFor();
  assert.deepEqual(other.batches, [], "nothing was asked before the approval");
  const shown = [];
  for (const place of [1, 2]) {
    await part(wallet, place).getByText("Technical details and raw bytes").click();
    shown.push((await part(wallet, place).innerText()).match(/0x(095ea7b3|[0-9a-f]{8})[0-9a-f]{128,}/)[0]);
  }
  await wallet.review.sign();

  const [batch, ...more] = other.batches;
  assert.deepEqual([more, other.transactions], [[], []]);
  assert.equal(getAddress(batch.from), holder);
  assert.equal(batch.atomicRequired, true);
  assert.deepEqual(batch.calls.map(({ to }) => getAddress(to)), [getAddress(contracts.fund), getAddress(vault)]);
  assert.deepEqual(batch.calls.map(({ data }) => data), shown, "what was handed over is what was shown");
  await eventually("both happened", async () => (await asked(holder)) === wasAsked + 2n * SHARE);
  assert.equal(await balance(fund.token, holder), shares - 2n * SHARE);
  assert.equal(await allowance(holder), 0n, "what was allowed was used up");
  await wallet.goTo("Activity");
  const entry = wallet.entry("Ask to redeem 2 dTBILL");
  await entry.filter({ hasText: "Done" }).waitFor();
  assert.match(await entry.innerText(), /Allow .*; Ask to redeem 2 dTBILL/);
  // Remembered, and told the same after a reload.
  await wallet.reload();
  await wallet.button("Open", { exact: true }).click();
  await wallet.isOpen();
  await wallet.goTo("Activity");
  await wallet.entry("Ask to redeem 2 dTBILL").filter({ hasText: "Done" }).waitFor();
  assert.equal(await page.getByText("Refused by the contract").count(), 0);
}), { timeout: 3 * MINUTE });

test("all income at once by keyboard alone; what somebody else claimed meanwhile stops it before anything is asked", visit(async (opened) => {
  const { wallet, page } = opened;
  await payNextRent();
  await payNextRent();
  await issuers.payDividend("600");
  const leaves = await unclaimed(people.alice);
  const count = leaves.length + 1;
  const other = await connect(opened, people.alice);
  other.atomic = "supported";
  await wallet.heading("Portfolio").waitFor();
  await tabTo(page, /^Yields$/);
  await page.keyboard.press("Enter");
  await page.getByText(`${count} claims, shown together`).waitFor();
  await tabTo(page, /^Claim all$/);
  await page.keyboard.press("Enter");
  const { sheet, signButton } = wallet.review;
  await signButton.waitFor();
  assert.equal(await sheet.getByText(/At block \d+ this is due/).count(), count, "each is checked");
  // Anybody may send a claim: it pays the same account.
  const [taken, ...rest] = leaves;
  await send(demo().accounts.propertyRegistrar, taken.contract, "claim", taken.index, people.alice, taken.amount, taken.proof);
  await tabTo(page, /^Sign and send$/);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");
  assert.match(await failure(wallet, "This claim is no longer due"), new RegExp(`Of call \\d+ of ${count}`));
  assert.deepEqual(other.batches, []);
  await tabTo(page, /^Close$/);
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "hidden" });

  await page.getByText(`${count - 1} claims, shown together`).waitFor();
  const dividend = await read(contracts.note, "withdrawableFundsOf", people.alice);
  const before = await balance(cash.token, people.alice);
  const owed = rest.reduce((sum, { amount }) => sum + amount, dividend);
  // The figures above it changed meanwhile, so it was drawn anew.
  if (!/^Claim all$/.test(await focused(page))) await tabTo(page, /^Claim all$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await signButton.waitFor();
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("dialog"))), true, "the focus is in the sheet");
  await tabTo(page, /^Sign and send$/);
  await page.keyboard.press("Enter");
  await sheet.getByText("Signed and sent").waitFor();
  await eventually("the focus is where the sheet begins", async () => /^Review$/.test(await focused(page)));
  await tabTo(page, /^Done$/);
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "hidden" });
  await eventually("everything arrived, to the unit", async () => (await balance(cash.token, people.alice)) === before + owed);
  assert.deepEqual(await unclaimed(people.alice), []);
  assert.equal(other.batches.length, 1);
  assert.equal(other.transactions.length, 0);
}), { timeout: 3 * MINUTE });

test("a wallet that does not do it: one after the other, and why", visit(async (opened) => {
  const { wallet } = opened;
  const other = await connect(opened, holder);
  await propose(opened, "1");
  const text = await wallet.review.text();
  assert.match(text, /one after the other: the other wallet does not say that it carries out several calls as one/);
  assert.match(text, /Allow .* to take up to 1 dTBILL/);
  assert.doesNotMatch(text, /Ask to redeem/);
  await wallet.review.sign();
  await eventually("it is allowed", async () => (await allowance(holder)) === SHARE);
  assert.equal(other.batches.length, 0);
  const was = await asked(holder);
  await wallet.button("Review the request").click();
  assert.match(await wallet.review.text(), /Ask to redeem 1 dTBILL/);
  await wallet.review.sign();
  await eventually("it is asked for", async () => (await asked(holder)) === was + SHARE);
}), { timeout: 2 * MINUTE });

test("an account that would have to be upgraded: said beforehand, refused there, and signed one after the other instead", visit(async (opened) => {
  const { wallet } = opened;
  const other = await connect(opened, holder);
  other.atomic = "ready";
  await propose(opened, "1");
  assert.match(await wallet.review.text(), /lets your account run code that it chose \(EIP-7702\)/);
  other.refusal = { code: 5750, message: "The user rejected the upgrade." };
  await wallet.review.signButton.click();
  await failure(wallet, "You did not sign");
  await wallet.review.sheet.getByRole("button", { name: "One after the other" }).click();
  assert.match(await wallet.review.text(), /Allow .* to take up to 1 dTBILL/);
  assert.equal(await part(wallet, 1).count(), 0);
  await wallet.review.sheet.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await allowance(holder), 0n);
}), { timeout: 2 * MINUTE });

test("a part of what was to happen as one is told as such, and stays in Activity", visit(async (opened) => {
  const { wallet } = opened;
  const other = await connect(opened, holder);
  other.atomic = "supported";
  other.said = { status: 600 };
  await propose(opened, "1");
  await wallet.review.text();
  await wallet.review.signButton.click();
  assert.match(await failure(wallet, "Only a part was done"), /only a part of what was to happen as one/);
  assert.equal(await wallet.review.sheet.getByRole("button", { name: "One after the other" }).count(), 0);
  await wallet.review.sheet.getByRole("button", { name: "Close" }).last().click();
  await wallet.goTo("Activity");
  await wallet.entry("Ask to redeem 1 dTBILL").filter({ hasText: "Only a part was done" }).waitFor();
}), { timeout: 2 * MINUTE });

test("one that names another transaction is found out: its contracts said nothing there", visit(async (opened) => {
  const { wallet } = opened;
  const other = await connect(opened, holder);
  other.atomic = "supported";
  const { transactionHash } = await send(people.alice, contracts.cash, "transfer", people.bob, 1n);
  other.said = { status: 200, atomic: true, receipts: [{ transactionHash }] };
  await propose(opened, "1");
  await wallet.review.text();
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByText(/Its transaction holds no event of .*, which was to be called/).first().waitFor();
}), { timeout: 2 * MINUTE });

test("on another network: said, changed by an act of its own, and the same review stands again", visit(async (opened) => {
  const { wallet } = opened;
  const other = await connect(opened, holder);
  other.atomic = "supported";
  const home = other.chain;
  await propose(opened, "1");
  await wallet.review.text();
  other.chain = "0x1";
  await wallet.review.signButton.click();
  assert.match(await failure(wallet, "The other wallet is on another network"), /eip155:1, and this transaction is for eip155:31337/);
  assert.deepEqual(other.batches, []);
  await other.goTo(home);
  await wallet.review.signButton.waitFor();
  assert.equal(await part(wallet, 2).count(), 1);
  const was = await asked(holder);
  await wallet.review.sign();
  await eventually("both happened", async () => (await asked(holder)) === was + SHARE);
}), { timeout: 2 * MINUTE });

// Sends: one inside the rules arrives; those outside are denied before the signature, in words, and the chain refuses them too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Transaction, keccak256 } from "ethers";
import { assets } from "../harness/assets.mjs";
import { balance, decimal, largestHolding, people, refusal } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { cancel } from "../harness/funds.mjs";
import { during, issuers } from "../harness/issuers.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, gold, property, cash } = assets;

/** One share of the fund in raw units. */
const SHARE = 10n ** 18n;

/** What Bob may still receive before he holds the most that one investor may. */
const roomOfBob = async () => (await largestHolding()) - (await balance(fund.token, people.bob));

/** Fills the form and asserts that it is refused before any signature, for this reason and no other, and that the chain agrees. */
async function assertDenied(wallet, { asset, from, to, amount, decimals, reason }) {
  await wallet.send.fill(to, decimal(amount, decimals));
  const text = await wallet.send.refusal();
  assert.match(text, reason);
  assert.equal(await wallet.send.isOffered(), false, "the review is not offered");
  await wallet.send.button.click({ force: true });
  assert.equal(await wallet.review.sheet.isVisible(), false, "and pressing it opens nothing");
  assert.notEqual(await refusal(from, asset.token, "transfer", to, amount), null, "the chain refuses the same transfer");
  return text;
}

test("a send inside the rules arrives", visit(async ({ wallet }) => {
  const amount = SHARE + SHARE / 4n;
  const before = { alice: await balance(fund.token, people.alice), bob: await balance(fund.token, people.bob) };
  assert.equal(await refusal(people.alice, fund.token, "transfer", people.bob, amount), null, "the chain would take it");
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, decimal(amount, 18));
  assert.match(await wallet.send.answer(), /This will pass/);
  await wallet.send.button.click();
  const review = await wallet.review.text();
  assert.match(review, /Send 1\.25 dTBILL to/);
  assert.match(review, /Nobody gets permission/);
  const payload = (await wallet.review.payload()) ?? "";
  assert.ok(payload.includes(people.bob.slice(2).toLowerCase()), `the bytes name the receiver: ${payload}`);
  await wallet.review.sign();
  await eventually("Bob has it", async () => (await balance(fund.token, people.bob)) === before.bob + amount);
  assert.equal(await balance(fund.token, people.alice), before.alice - amount);
  await wallet.goTo("Activity");
  await wallet.entry("Send 1.25 dTBILL").filter({ hasText: "Done" }).waitFor();
}));

test("a send that another transaction took the place of says so, and no longer waits", visit(async ({ wallet, page, context }) => {
  const before = await balance(fund.token, people.bob);
  // The endpoint says that it has it, and keeps it to itself.
  const swallowed = [];
  await context.route("**/rpc", async (route) => {
    const request = JSON.parse(route.request().postData());
    if (request.method !== "eth_sendRawTransaction") return route.fallback();
    swallowed.push(request.params[0]);
    return route.fulfill({ json: { jsonrpc: "2.0", id: request.id, result: keccak256(request.params[0]) } });
  });
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1.5");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.text();
  await wallet.review.sign();
  await wallet.goTo("Activity");
  const entry = wallet.entry("Send 1.5 dTBILL");
  await entry.filter({ hasText: "Waiting for a block" }).waitFor();
  // Cancelled in another wallet with the same phrase: nothing is sent to oneself, under the same nonce.
  const { nonce } = Transaction.from(swallowed[0]);
  await cancel(people.alice, nonce);
  await entry.filter({ hasText: "Replaced" }).waitFor({ timeout: 60_000 });
  assert.match(await entry.innerText(), /It will not happen/);
  assert.equal(await balance(fund.token, people.bob), before);
}));

test("denied: the receiver is not verified", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await assertDenied(wallet, {
    asset: fund, from: people.alice, to: people.carol, amount: SHARE, decimals: 18,
    reason: /The receiver is not in the token's identity registry|The receiver has not been verified/,
  });
}));

test("denied: one raw unit above what the receiver may hold, and what would pass is one press away", visit(async ({ wallet }) => {
  const room = await roomOfBob();
  assert.equal(await refusal(people.alice, fund.token, "transfer", people.bob, room), null, "the chain takes the room itself");
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  const text = await assertDenied(wallet, {
    asset: fund, from: people.alice, to: people.bob, amount: room + 1n, decimals: 18, reason: /One investor may hold 250,?000/,
  });
  assert.match(text, /Up to .* dTBILL would pass/);
  await wallet.send.verdict.getByRole("button", { name: "Use this amount" }).click();
  assert.equal(await wallet.send.amount.inputValue(), decimal(room, 18));
  await wallet.send.verdict.getByRole("status").filter({ hasText: "This will pass" }).waitFor();
  assert.equal(await wallet.send.isOffered(), true);
}));

test("denied: a frozen holder can send nothing", visit(async ({ wallet }) => {
  await wallet.openDemo("Dave");
  await wallet.send.open(fund.name);
  await assertDenied(wallet, {
    asset: fund, from: people.dave, to: people.alice, amount: SHARE, decimals: 18, reason: /sender's wallet is frozen/i,
  });
  await wallet.send.open(gold.name);
  await assertDenied(wallet, {
    asset: gold, from: people.dave, to: people.alice, amount: 1n, decimals: 18, reason: /issuer has blacklisted the sender/i,
  });
  await wallet.send.open(property.name);
  await assertDenied(wallet, {
    asset: property, from: people.dave, to: people.alice, amount: 1n, decimals: 0, reason: /refuses with code|locked/i,
  });
}));

test("denied: a frozen receiver", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await assertDenied(wallet, {
    asset: fund, from: people.alice, to: people.dave, amount: SHARE, decimals: 18, reason: /receiver's wallet is frozen/i,
  });
}));

test("denied: while the issuer has paused everything; and it passes again afterwards", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await during(() => issuers.pause("fund"), () => issuers.unpause("fund"), async () => {
    await wallet.send.open(fund.name);
    await assertDenied(wallet, {
      asset: fund, from: people.alice, to: people.bob, amount: SHARE, decimals: 18, reason: /paused all transfers/i,
    });
  });
  await wallet.send.verdict.getByRole("status").filter({ hasText: "This will pass" }).waitFor();
  assert.equal(await wallet.send.isOffered(), true, "the verdict follows the chain without a key pressed");
}));

test("denied: paused between the review and the signature is said, and nothing wrong is sent", visit(async ({ wallet, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  // The page hears of no block until the review is asked for, so it still says that it will pass; the last look before the review does not.
  let hears;
  const heard = new Promise((resolve) => { hears = resolve; });
  await context.route("**/rpc", async (route) => {
    await heard;
    await route.continue().catch(() => {}); // the page may have given it up
  });
  await during(() => issuers.pause("fund"), () => issuers.unpause("fund"), async () => {
    await wallet.send.button.click();
    await wallet.review.sheet.waitFor();
    hears();
    await wallet.review.sheet.getByRole("alert").waitFor();
    assert.match(await wallet.review.sheet.innerText(), /paused/i);
    assert.equal(await wallet.review.signButton.count(), 0);
  });
}));

test("denied: more than one has, and an amount that is none", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Carol");
  const held = await balance(cash.token, people.carol);
  await wallet.send.open(cash.name);
  await assertDenied(wallet, {
    asset: cash, from: people.carol, to: people.alice, amount: held + 1n, decimals: 6, reason: /less than is to be sent/,
  });
  await wallet.send.amount.fill("1.2345678");
  assert.equal(await wallet.send.amount.getAttribute("aria-invalid"), "true", "too many decimals");
  assert.equal(await wallet.send.isOffered(), false);
  await wallet.send.receiver.fill("0x1234");
  assert.equal(await wallet.send.receiver.getAttribute("aria-invalid"), "true", "no address");
  // One letter in the other case: the checksum of EIP-55 no longer holds.
  const typo = people.alice.replace(/[a-f]/, (letter) => letter.toUpperCase());
  await wallet.send.receiver.fill(typo === people.alice ? people.alice.replace(/[A-F]/, (letter) => letter.toLowerCase()) : typo);
  assert.equal(await wallet.send.receiver.getAttribute("aria-invalid"), "true", "a mistyped letter");
  await page.getByText("Correct what is marked above").waitFor();
}));

test("Max fills in the most that would pass", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  const room = await roomOfBob();
  await page.getByRole("button", { name: /^Max/ }).click();
  assert.equal(await wallet.send.amount.inputValue(), decimal(room, 18));
  assert.match(await wallet.send.answer(), /This will pass/);
}));

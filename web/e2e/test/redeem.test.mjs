// The ways out: compared, on request with its whole life, at once, back to the issuer, and for good.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { balance, contracts, decimal, people, read, send } from "../harness/chain.mjs";
import { eventually, freshPage } from "../harness/browser.mjs";
import { Clock, DAY } from "../harness/clock.mjs";
import { tokenList } from "../harness/env.mjs";
import { assertVisibleFocus, tabTo } from "../harness/keyboard.mjs";
import { short } from "../harness/redeem.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, credit, carbon, cash, gold, property } = assets;
const SHARE = 10n ** 18n;
const MINUTE = 60_000;
const REQUEST = "Redemption on request";
const INSTANT = "Instant redemption at the issuer";

const vault = contracts.fundRedemption;
const pending = () => read(vault, "pendingRedeemRequest", 0n, people.alice);
const claimable = () => read(vault, "claimableRedeemRequest", 0n, people.alice);

/** Ends what another file left behind, so that the requests of this one stand alone. */
before(async () => {
  if ((await pending()) > 0n) await send(people.alice, vault, "cancelRedeemRequest", 0n, people.alice);
  if ((await read(vault, "claimableCancelRedeemRequest", 0n, people.alice)) > 0n) {
    await send(people.alice, vault, "claimCancelRedeemRequest", 0n, people.alice, people.alice);
  }
  const rest = await claimable();
  if (rest > 0n) await send(people.alice, vault, "redeem", rest, people.alice, people.alice);
});

test("two ways out are compared along the same rows, and chosen by keyboard alone", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.redeem.open(fund.name);
  await wallet.redeem.amount.focus();
  await page.keyboard.type("2");
  await wallet.redeem.route(INSTANT).waitFor();
  const terms = async (name) => wallet.redeem.route(name).getByRole("term").allInnerTexts();
  assert.deepEqual(await terms(REQUEST), await terms(INSTANT), "the same rows in the same order");
  const [, nav] = await read(contracts.fundNav, "latestRoundData");
  const worth = (2n * SHARE * nav) / 10n ** 20n;
  await wallet.redeem.row(REQUEST, "You get").getByText("Estimated at the present price").waitFor();
  await wallet.redeem.row(INSTANT, "You get").getByText("Quoted by the contract").waitFor();
  const [out] = await read(contracts.fundInstant, "calculateUsdcOut", 2n * SHARE);
  assert.ok(out < worth, "the second keeps a fee");
  const shown = async (name) => (await wallet.redeem.row(name, "You get").innerText()).match(/[\d,.]+/)[0].replaceAll(",", "");
  assert.ok(decimal(worth, 6).startsWith(await shown(REQUEST)), "the shares at the published value");
  assert.ok(decimal(out, 6).startsWith(await shown(INSTANT)), "what the contract says that it pays");
  assert.match(await wallet.redeem.row(INSTANT, "Fee").innerText(), /0\.15/);
  assert.match(await wallet.redeem.row(REQUEST, "When").innerText(), /business day by the issuer's terms: by .*ask before 16:00 Europe\/Zurich: .* by your clock/s);
  assert.match(await wallet.redeem.row(INSTANT, "Would it pass").innerText(), /Yes/);

  await tabTo(page, new RegExp(REQUEST));
  await assertVisibleFocus(page);
  await page.keyboard.press("ArrowDown");
  await page.getByRole("radio", { name: INSTANT, checked: true }).waitFor();
  await page.getByRole("region", { name: INSTANT }).getByText("This will pass").waitFor();
  await tabTo(page, /^Review step 1/);
  await page.keyboard.press("Enter");
  assert.match(await wallet.review.text(), /Allow .* to take up to 2 dTBILL/);
}), { timeout: MINUTE });

test("fund: asked for, overdue, filled in part, claimed, the rest claimed; and a new profile tells the same", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  const shares = 2n * SHARE;
  const before = { shares: await balance(fund.token, people.alice), cash: await balance(cash.token, people.alice) };
  await short(async ({ fulfil }) => {
    const reviews = await wallet.redeem.ask(fund.name, shares);
    assert.match(reviews.at(-1), /Ask to redeem/);
    assert.ok(reviews.every((review) => !/every .* you will ever hold/.test(review)), "no more is allowed than is needed");
    await wallet.redeem.step("Pending", "waiting").waitFor();
    assert.equal(await pending(), shares);
    assert.equal(await balance(fund.token, people.alice), before.shares - shares, "the shares left with the request");
    await wallet.redeem.requests.getByText(/The issuer fulfils it, by its own terms by/).waitFor();

    // The issuer finds money for a part.
    await fulfil(SHARE / 2n);
    await wallet.redeem.step("Claimable", "ready for you").waitFor();
    await wallet.redeem.requests.getByText("A part is fulfilled; the rest still waits.").waitFor();
    const review = await wallet.redeem.take(/^Claim /);
    assert.match(review, /Claim the payout of 0\.5 dTBILL redeemed/);
    await eventually("the first part is paid", async () => (await balance(cash.token, people.alice)) > before.cash);
    await wallet.redeem.requests.getByText(/dUSD for 0\.5 dTBILL/).waitFor();
    await wallet.redeem.step("Pending", "waiting").waitFor();

    await fulfil(shares - SHARE / 2n);
  });
  await wallet.redeem.step("Claimable", "ready for you").waitFor();
  await wallet.redeem.take(/^Claim /);
  await wallet.redeem.step("Claimed", "done").waitFor();
  assert.equal(await page.getByRole("main").getByRole("button", { name: /^Claim / }).count(), 0, "nothing is left to claim");
  const [, nav] = await read(contracts.fundNav, "latestRoundData");
  const paid = (await balance(cash.token, people.alice)) - before.cash;
  // Shares at the NAV feed's 8 decimals, in cash of 6: two parts, each rounded down.
  const part = (amount) => (amount * nav) / 10n ** 20n;
  assert.equal(paid, part(SHARE / 2n) + part(shares - SHARE / 2n), "what was paid is the shares at the published NAV");

  const told = async (of) => of.requests.getByRole("article").first().innerText();
  const here = await told(wallet.redeem);
  const fresh = await freshPage();
  const other = fresh.wallet;
  try {
    await other.openDemo("Alice");
    await other.redeem.open(fund.name);
    await other.redeem.step("Claimed", "done").waitFor();
    await eventually("the same line from the chain alone", async () => (await told(other.redeem)) === here);
  } finally {
    await fresh.context.close();
  }
}), { timeout: 2 * MINUTE });

test("fund: what waits too long is said to, is cancelled and taken back; an operator is shown and stopped", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  const operator = people.bob;
  await send(people.alice, vault, "setOperator", operator, true);
  await short(async () => {
    const before = await balance(fund.token, people.alice);
    await wallet.redeem.ask(fund.name, SHARE);
    await wallet.redeem.step("Pending", "waiting").waitFor();
    const clock = new Clock(page);
    await clock.advance(10 * DAY); // which locks it
    await wallet.unlock();
    await wallet.redeem.open(fund.name);
    await wallet.redeem.requests.getByText(/should have fulfilled it by/).waitFor();
    const review = await wallet.redeem.take("Cancel the request of 1 dTBILL");
    assert.match(review, /Cancel|Ask .* back|cancel/);
    await wallet.redeem.step("To be taken back", "ready for you").waitFor();
    await wallet.redeem.take("Take 1 dTBILL back");
    await wallet.redeem.step("Cancelled", "done").waitFor();
    assert.equal(await balance(fund.token, people.alice), before, "the shares are back");
    await wallet.redeem.take("Stop this operator");
    await eventually("the operator is none any more", async () => !(await read(vault, "isOperator", people.alice, operator)));
  });
}, { excuse: [/stale/i] }), { timeout: 2 * MINUTE });

test("credit: redeemed at once, for what the vault quotes", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  const before = { shares: await balance(credit.token, people.alice), cash: await balance(cash.token, people.alice) };
  const shares = before.shares / 100n;
  await wallet.redeem.open(credit.name);
  await wallet.redeem.amount.fill(decimal(shares, 12));
  await wallet.redeem.route("Instant redemption from the vault").waitFor();
  const review = await wallet.redeem.take("Review the redemption");
  assert.match(review, /Redeem .* dCREDIT/);
  await eventually("the shares are gone", async () => (await balance(credit.token, people.alice)) === before.shares - shares);
  assert.ok((await balance(cash.token, people.alice)) > before.cash, "and the cash is there");
  await wallet.goTo("Activity");
  await wallet.entry("Redeem ").filter({ hasText: "Done" }).waitFor();
}));

test("carbon: retired for good after a warning, with a certificate", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  const before = { alice: await balance(carbon.token, people.alice), supply: await read(carbon.token, "totalSupply") };
  await wallet.redeem.open(carbon.name);
  await wallet.redeem.amount.fill("1");
  await wallet.redeem.route("Retirement").waitFor();
  await page.getByRole("checkbox", { name: /With a certificate/ }).check();
  const review = () => page.getByRole("main").getByRole("button", { name: "Review the retirement" });
  assert.equal(await review().getAttribute("aria-disabled"), "true", "not without a name");
  await page.getByLabel("Retired for, by name").fill("Kastanie & Söhne");
  await page.getByLabel(/^Reason/).fill("Flights of 2026\u202e");
  await page.getByText("There is a character in it that cannot be seen").waitFor();
  await page.getByLabel(/^Reason/).fill("Flights of 2026");
  const text = await wallet.redeem.take("Review the retirement");
  assert.match(text, /Retire 1 dCO2 for good, for Kastanie & Söhne/);
  assert.match(text, /Flights of 2026/, "every word is seen before it is signed");
  assert.match(text, /cannot be undone/);
  await eventually("the credit is used up", async () => (await balance(carbon.token, people.alice)) === before.alice - SHARE);
  assert.equal(await read(carbon.token, "totalSupply"), before.supply - SHARE);
  const [by, , beneficiary, name, reason, amount] = await read(carbon.token, "certificates", await read(carbon.token, "retirements"));
  assert.deepEqual([by, beneficiary, name, reason, amount], [people.alice, people.alice, "Kastanie & Söhne", "Flights of 2026", SHARE]);
}));

test("gold: returned to the published address, with what the issuer has to be told; Send knows it for what it is", visit(async ({ wallet, page }) => {
  const { to, memo } = [tokenList().tokens.find(({ symbol }) => symbol === "dXAU").extensions.assay.redemption].flat()[0];
  await wallet.openDemo("Alice");
  await wallet.send.open(gold.name);
  await wallet.send.fill(to, "0.01");
  await page.getByText("This transfer is a redemption").waitFor();
  await page.getByRole("link", { name: "See it beside the other ways out" }).click();
  assert.equal(await wallet.redeem.amount.inputValue(), "0.01");
  await wallet.redeem.route("Return to the issuer").waitFor();
  await page.getByText(memo).waitFor();
  await page.getByText(to, { exact: true }).first().waitFor();
  const before = await balance(gold.token, to);
  const review = await wallet.redeem.take("Review the return");
  assert.match(review, /Redeem 0\.01 dXAU; the issuer pays or delivers off the chain/);
  await eventually("the issuer has it", async () => (await balance(gold.token, to)) === before + SHARE / 100n);
}));

test("what has no redemption is not offered one", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Redeem");
  await page.getByRole("main").getByRole("link", { name: fund.name }).waitFor();
  assert.equal(await page.getByRole("main").getByRole("link", { name: property.name }).count(), 0);
}));

test("more than one holds is refused before anything is signed", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.redeem.open(credit.name);
  await wallet.redeem.amount.fill(decimal((await balance(credit.token, people.alice)) + 1n, 12));
  await page.getByText("This would be refused").first().waitFor();
  assert.equal(await page.getByRole("button", { name: /^Review the redemption/ }).count(), 0);
}));

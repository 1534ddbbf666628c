// The ways out: on request for the fund, at once for the credit vault, for good for carbon.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { balance, contracts, decimal, people, read } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { visit } from "../harness/visit.mjs";

const { fund, credit, carbon, cash } = assets;
const SHARE = 10n ** 18n;
const MINUTE = 60_000;

const pending = () => read(contracts.fundRedemption, "pendingRedeemRequest", 0n, people.alice);
const claimable = () => read(contracts.fundRedemption, "claimableRedeemRequest", 0n, people.alice);

/** Claims what an earlier test left behind, so that this request stands alone. */
async function claimRest(wallet) {
  if ((await claimable()) === 0n) return;
  await wallet.redeem.take(/^Claim /);
  await eventually("the rest is claimed", async () => (await claimable()) === 0n);
}

/** Approves where the vault may not yet take the shares, then asks. */
async function request(wallet, shares) {
  await wallet.redeem.amount.fill(decimal(shares, 18));
  const route = wallet.redeem.route("Redemption on request");
  await route.waitFor();
  if ((await read(fund.token, "allowance", people.alice, contracts.fundRedemption)) < shares) {
    const review = await wallet.redeem.take("Review step 1: allow the vault");
    assert.match(review, /Allow .* to take up to/);
    assert.doesNotMatch(review, /every .* you will ever hold/, "no more than is needed");
  }
  const review = await wallet.redeem.take("Review the request");
  assert.match(review, /Ask to redeem/);
}

test("fund: allowed, requested, pending, fulfilled by the issuer, claimed; the cash arrives", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.redeem.open(fund.name);
  await claimRest(wallet);
  const shares = 2n * SHARE;
  const before = { shares: await balance(fund.token, people.alice), cash: await balance(cash.token, people.alice) };
  await request(wallet, shares);
  await eventually("the chain has the request", async () => (await pending()) + (await claimable()) === shares);
  await wallet.redeem.step("Pending", "waiting").waitFor();
  assert.equal(await balance(fund.token, people.alice), before.shares - shares, "the shares left with the request");

  // The issuer's desk fulfils it about ten seconds later.
  await wallet.redeem.step("Claimable", "ready for you").waitFor({ timeout: MINUTE });
  assert.equal(await claimable(), shares);
  const review = await wallet.redeem.take(/^Claim /);
  assert.match(review, /Claim the payout of 2 dTBILL redeemed/);
  await eventually("the cash arrived", async () => (await balance(cash.token, people.alice)) > before.cash);
  await wallet.redeem.step("Claimed", "done").or(page.getByText(/paid .* dUSD in block/)).first().waitFor();
  assert.equal(await page.getByRole("main").getByRole("button", { name: /^Claim / }).count(), 0, "nothing is left to claim");

  const [, nav] = await read(contracts.fundNav, "latestRoundData");
  const paid = (await balance(cash.token, people.alice)) - before.cash;
  // Shares at the NAV feed's 8 decimals, in cash of 6.
  assert.equal(paid, (shares * nav) / 10n ** 20n, "what was paid is the shares at the published NAV");
}), { timeout: 4 * MINUTE });

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

test("carbon: retired for good, after a warning", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  const before = { alice: await balance(carbon.token, people.alice), supply: await read(carbon.token, "totalSupply") };
  await wallet.redeem.open(carbon.name);
  await wallet.redeem.amount.fill("1");
  await wallet.redeem.route("Retirement").waitFor();
  const review = await wallet.redeem.take("Review the retirement");
  assert.match(review, /Retire 1 dCO2 for good/);
  assert.match(review, /cannot be undone/);
  await eventually("the credit is used up", async () => (await balance(carbon.token, people.alice)) === before.alice - SHARE);
  assert.equal(await read(carbon.token, "totalSupply"), before.supply - SHARE);
}));

test("what has no redemption is not offered one", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Redeem");
  await page.getByRole("main").getByRole("link", { name: fund.name }).waitFor();
  assert.equal(await page.getByRole("main").getByRole("link", { name: assets.property.name }).count(), 0);
}));

test("more than one holds is refused before anything is signed", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.redeem.open(credit.name);
  await wallet.redeem.amount.fill(decimal((await balance(credit.token, people.alice)) + 1n, 12));
  await page.getByText("This would be refused").first().waitFor();
  assert.equal(await page.getByRole("button", { name: /^Review the redemption/ }).count(), 0);
}));

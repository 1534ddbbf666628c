// Rent is claimed once and not twice.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { balance, people, read, refusal } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { demo, files } from "../harness/env.mjs";
import { payNextRent } from "../harness/issuers.mjs";
import { visit } from "../harness/visit.mjs";

const { cash } = assets;

/** Someone's leaf of a month's published tree, and the distributor. */
function leafOf(period, who) {
  const { contract, tree } = demo().distributions.find((one) => one.period === period);
  const { claims } = JSON.parse(readFileSync(join(files, tree), "utf8"));
  const [, { index, amount, proof }] = Object.entries(claims).find(([address]) => address.toLowerCase() === who.toLowerCase());
  return { contract, index: BigInt(index), amount: BigInt(amount), proof };
}

test("rent is claimed once, arrives, and cannot be claimed twice", visit(async ({ wallet, page }) => {
  const period = await payNextRent();
  const { contract, index, amount, proof } = leafOf(period, people.alice);
  const claim = () => refusal(people.alice, contract, "claim", index, people.alice, amount, proof);
  assert.equal(await read(contract, "isClaimed", index), false);
  assert.equal(await claim(), null, "the chain would take the claim");

  await wallet.openDemo("Alice");
  await wallet.goTo("Yields");
  const line = page.getByRole("list", { name: "Payments" }).getByRole("listitem").filter({ hasText: `Rent ${period}` });
  const button = line.getByRole("button", { name: `Claim Rent ${period}` });
  const before = await balance(cash.token, people.alice);
  await button.click();
  assert.match(await wallet.review.text(), /Claim .* dUSD for yourself/);
  await wallet.review.sign();
  await eventually("the rent arrived", async () => (await balance(cash.token, people.alice)) === before + amount);

  await line.getByText("Claimed", { exact: true }).waitFor();
  assert.equal(await button.count(), 0, "there is nothing left to press");
  assert.equal(await read(contract, "isClaimed", index), true);
  assert.notEqual(await claim(), null, "the chain refuses the second claim");
  await wallet.goTo("Activity");
  await wallet.entry("Claim ").filter({ hasText: "Done" }).waitFor();

  await wallet.reload();
  await wallet.unlock();
  await wallet.goTo("Yields");
  await line.getByText("Claimed", { exact: true }).waitFor();
  assert.equal(await button.count(), 0, "nor after a reload");
}));

test("who holds no share of the house is told so, and offered nothing", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Carol");
  await wallet.goTo("Yields");
  const payments = page.getByRole("list", { name: "Payments" });
  await payments.getByText("You had no share in this payment").first().waitFor();
  assert.equal(await payments.getByRole("button", { name: /^Claim Rent/ }).count(), 0);
}));

// A reload in the middle of anything loses nothing that was worth keeping, and says what it forgot.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { balance, call, contracts, people, read } from "../harness/chain.mjs";
import { CUT_OFF, eventually } from "../harness/browser.mjs";
import { visit } from "../harness/visit.mjs";

const { cash, fund } = assets;

test("while a phrase waits to be confirmed: nothing was stored, as the page had said", visit(async ({ wallet, page }) => {
  await wallet.makePhrase(12);
  await page.getByText("Nothing is stored yet").waitFor();
  await wallet.button("I have written them down").click();
  await page.getByRole("textbox", { name: /^Word \d+$/ }).first().waitFor();
  await wallet.reload();
  await page.getByRole("group", { name: "Length of the phrase" }).waitFor();
  await wallet.visit("/");
  await wallet.heading(/wallet for assets/i).waitFor();
}));

test("while a send is typed: the form is as it was after unlocking, with its verdict", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1.5");
  await wallet.send.answer();
  await wallet.reload();
  await wallet.unlock();
  await wallet.send.receiver.waitFor();
  assert.equal(await wallet.send.receiver.inputValue(), people.bob);
  assert.equal(await wallet.send.amount.inputValue(), "1.5");
  assert.match(await wallet.send.answer(), /This will pass/);
}));

test("while a review is open: it is gone, and nothing was signed", visit(async ({ wallet }) => {
  const nonce = await call("eth_getTransactionCount", people.alice, "latest");
  await wallet.openDemo("Alice");
  await wallet.send.open(cash.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.text();
  await wallet.reload();
  await wallet.unlock();
  assert.match(await wallet.send.answer(), /This will pass/);
  assert.equal(await wallet.review.sheet.isVisible(), false);
  assert.equal(await call("eth_getTransactionCount", people.alice, "latest"), nonce);
}));

test("right after signing, the connection cut: the transaction goes out after the reload", visit(async ({ wallet, page, context }) => {
  const before = await balance(cash.token, people.bob);
  await wallet.openDemo("Alice");
  await wallet.send.open(cash.name);
  await wallet.send.fill(people.bob, "3.25");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.text();
  // What is signed cannot leave; before it is signed the wallet still hears that the transfer passes.
  await context.route("**/rpc", (route) =>
    route.request().postData()?.includes("eth_sendRawTransaction") ? route.abort() : route.continue(),
  );
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByRole("alert").waitFor({ timeout: 60_000 });
  assert.equal(await balance(cash.token, people.bob), before, "it could not leave");
  await wallet.reload();
  await context.unroute("**/rpc");
  await wallet.unlock();
  await wallet.goTo("Activity");
  await wallet.entry("Send 3.25 dUSD").filter({ hasText: "Done" }).waitFor({ timeout: 60_000 });
  await eventually("it arrived, once", async () => (await balance(cash.token, people.bob)) === before + 3_250_000n);
}, { excuse: CUT_OFF }));

test("cut off before the signature: the verdict cannot be asked again, so nothing is signed", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(cash.name);
  await wallet.send.fill(people.bob, "2.75");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.text();
  await context.route("**/rpc", (route) => route.abort());
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByRole("alert").waitFor({ timeout: 60_000 });
  await context.unroute("**/rpc");
  await wallet.reload();
  await wallet.unlock();
  await wallet.goTo("Activity");
  assert.equal(await wallet.entry("Send 2.75 dUSD").count(), 0, "nothing was signed, so nothing is remembered");
}, { excuse: CUT_OFF }));

test("sent and the tab closed before a block has it: Activity tells how it ended", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(cash.name);
  await wallet.send.fill(people.bob, "0.75");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.text();
  // The answer to the broadcast is lost on its way back: the chain has it, the wallet does not know.
  await context.route("**/rpc", async (route) => {
    if (!route.request().postData()?.includes("eth_sendRawTransaction")) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByRole("alert").waitFor({ timeout: 60_000 });
  await page.close();
  await context.unroute("**/rpc");
  const again = await context.newPage();
  const other = new wallet.constructor(again);
  await other.visit("/activity");
  await other.unlock();
  await other.entry("Send 0.75 dUSD").filter({ hasText: "Done" }).waitFor({ timeout: 60_000 });
}, { excuse: CUT_OFF }));

test("while a redemption is pending: it is found again on the chain", visit(async ({ wallet }) => {
  const held = () => read(contracts.fundRedemption, "pendingRedeemRequest", 0n, people.bob);
  await wallet.openDemo("Bob");
  await wallet.redeem.open(fund.name);
  await wallet.redeem.amount.fill("1");
  await wallet.redeem.route("Redemption on request").waitFor();
  if ((await read(fund.token, "allowance", people.bob, contracts.fundRedemption)) < 10n ** 18n) {
    await wallet.redeem.take("Review step 1: allow the contract");
  }
  await wallet.redeem.take("Review the request");
  await eventually("the chain has the request", async () => (await held()) > 0n);
  await wallet.reload();
  await wallet.unlock();
  await wallet.redeem.steps.waitFor();
  await wallet.redeem.step("Claimable", "ready for you").waitFor({ timeout: 60_000 });
  await wallet.redeem.take(/^Claim /);
  await wallet.redeem.step("Claimed", "done").waitFor();
  assert.match(await wallet.redeem.requests.innerText(), /Paid\s+[\d.]+ dUSD for 1 dTBILL/);
}), { timeout: 240_000 });

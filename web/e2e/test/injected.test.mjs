// An account whose key is in another wallet of the browser: connected, seen, and sent from, through the same verdict and the same
// review. The other wallet is real in what matters: the demo chain's unlocked accounts sign.
import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddress } from "ethers";
import { assets } from "../harness/assets.mjs";
import { eventually } from "../harness/browser.mjs";
import { balance, people } from "../harness/chain.mjs";
import { connect as connectWith, unlockedHolder } from "../harness/injected.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;
const SHARE = 10n ** 18n;

/** Connects the other wallet's account and opens it. */
async function connect(opened) {
  const account = getAddress(await unlockedHolder());
  return { account, other: await connectWith(opened, account) };
}

/** Proposes to send a share of the fund to Bob, up to the review. */
async function propose(wallet) {
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1");
  assert.match(await wallet.send.answer(), /This will pass/);
  await wallet.send.button.click();
  return wallet.review.text();
}

/** What the review says once it has failed. */
async function failure(wallet, title) {
  await wallet.review.sheet.getByText(title, { exact: true }).waitFor();
  return wallet.review.sheet.innerText();
}

test("connected, seen, sent, and done", visit(async ({ page, wallet }) => {
  const { account, other } = await connect({ page, wallet });
  await wallet.asset(fund.name).getByText(/^20/).first().waitFor();
  const before = await balance(fund.token, people.bob);
  const review = await propose(wallet);
  assert.match(review, /Send 1 dTBILL to/);
  assert.match(review, /in another wallet of this browser/);
  assert.deepEqual(other.transactions, [], "nothing was asked before the approval");
  const payload = await wallet.review.payload();
  await wallet.review.sign();
  const [asked, ...more] = other.transactions;
  assert.deepEqual(more, []);
  assert.equal(getAddress(asked.from), account);
  assert.equal(getAddress(asked.to), getAddress(fund.token));
  assert.equal(asked.type, "0x2");
  assert.ok(payload.includes(asked.data.slice(2)), "what was asked for is in the reviewed bytes");
  await eventually("Bob has it", async () => (await balance(fund.token, people.bob)) === before + SHARE);
  await wallet.goTo("Activity");
  await wallet.entry("Send 1 dTBILL").filter({ hasText: "Done" }).waitFor();
  // After a reload the wallet finds the other one again, and remembers what it sent.
  await wallet.reload();
  await wallet.button("Open", { exact: true }).click();
  await wallet.isOpen();
  await wallet.goTo("Activity");
  await wallet.entry("Send 1 dTBILL").filter({ hasText: "Done" }).waitFor();
}));

test("the user says no there", visit(async ({ page, wallet }) => {
  const { other } = await connect({ page, wallet });
  const before = await balance(fund.token, people.bob);
  await propose(wallet);
  other.refusal = { code: 4001, message: "User rejected the request." };
  await wallet.review.signButton.click();
  assert.match(await failure(wallet, "You did not sign"), /Start again/);
  await wallet.review.sheet.getByRole("button", { name: "Close" }).last().click();
  await wallet.goTo("Activity");
  await wallet.page.getByText("Nothing yet").waitFor();
  assert.equal(await balance(fund.token, people.bob), before);
}));

test("the other wallet is on another network: said, and changed by an act of its own", visit(async ({ page, wallet }) => {
  const { other } = await connect({ page, wallet });
  const home = other.chain;
  await propose(wallet);
  other.chain = "0x1";
  await wallet.review.signButton.click();
  const text = await failure(wallet, "The other wallet is on another network");
  assert.match(text, /eip155:1, and this transaction is for eip155:31337/);
  assert.deepEqual(other.transactions, []);
  // By its user's own hand: the same review stands again.
  await other.goTo(home);
  await wallet.review.signButton.waitFor();
  // By Assay's asking.
  other.chain = "0x1";
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByRole("button", { name: "Ask it to switch to eip155:31337" }).click();
  await wallet.review.signButton.waitFor();
  assert.deepEqual(other.asked.filter(({ method }) => method.startsWith("wallet_")).map(({ params }) => params), [[{ chainId: home }]]);
  await wallet.review.sign();
  assert.equal(other.transactions.length, 1);
}));

test("a wallet that sends something else than was reviewed is found out", visit(async ({ page, wallet }) => {
  const { other } = await connect({ page, wallet });
  const before = await balance(fund.token, people.alice);
  await propose(wallet);
  // To Alice instead of Bob, signed by the account's own key.
  const [bob, alice] = [people.bob, people.alice].map((address) => address.slice(2).toLowerCase());
  other.touch = (transaction) => ({ ...transaction, data: transaction.data.replace(bob, alice), gas: "0xf4240" });
  await wallet.review.signButton.click();
  const text = await failure(wallet, "The other wallet sent something else");
  assert.match(text, new RegExp(`got 0xa9059cbb0+${alice}`), "what was sent");
  assert.match(text, new RegExp(`expected 0xa9059cbb0+${bob}`), "what was reviewed");
  await eventually("it was really sent", async () => (await balance(fund.token, people.alice)) === before + SHARE);
  await wallet.review.sheet.getByRole("button", { name: "Close" }).last().click();
  await wallet.goTo("Activity");
  await wallet.entry("Send 1 dTBILL").filter({ hasText: "Not what you reviewed" }).waitFor();
}));

test("other fees are told, and a hash that the chain does not show yet is asked about again", visit(async ({ page, wallet }) => {
  const { other } = await connect({ page, wallet });
  const before = await balance(fund.token, people.bob);
  await propose(wallet);
  other.touch = (transaction) => ({ ...transaction, gas: "0xf4240" });
  // The endpoint behind: it does not know the transaction at first.
  let hidden = true;
  await page.route(/\/rpc|:\d+\/?$/, async (route) => {
    const body = route.request().postData() ?? "";
    if (!hidden || !body.includes("eth_getTransactionByHash")) return route.fallback();
    const { id } = JSON.parse(body);
    return route.fulfill({ json: { jsonrpc: "2.0", id, result: null }, headers: { "access-control-allow-origin": "*" } });
  });
  await wallet.review.signButton.click();
  await wallet.review.sheet.getByText("The network does not show it yet").waitFor();
  await wallet.review.sheet.getByRole("button", { name: "Done", exact: true }).click();
  await eventually("Bob has it", async () => (await balance(fund.token, people.bob)) === before + SHARE);
  await wallet.goTo("Activity");
  await wallet.entry("The network does not show it yet").waitFor();
  hidden = false;
  const entry = wallet.entry("The other wallet chose otherwise: at most 1000000 gas");
  await entry.filter({ hasText: "Done" }).waitFor();
}));

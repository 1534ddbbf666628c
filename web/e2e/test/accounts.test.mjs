// Several accounts in one wallet: of its phrase, brought, and watched; and which of them is in use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic, Wallet as Key } from "ethers";
import { assets } from "../harness/assets.mjs";
import { people } from "../harness/chain.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
const at = (phrase, index) => HDNodeWallet.fromPhrase(phrase, undefined, `m/44'/60'/0'/0/${index}`).address;

/** The address in a line of the list of accounts. */
async function addressOf(wallet, name) {
  await wallet.accounts.open();
  const whole = await wallet.accounts.row(name).evaluate((row) => row.outerHTML);
  return whole.match(/0x[0-9a-fA-F]{40}/)[0];
}

test("accounts of the phrase, of a key, and watched: added, named, used, removed, and there after the lock", visit(async ({ wallet }) => {
  const phrase = newPhrase();
  const key = Key.createRandom();
  await wallet.import(phrase, { label: "Mine" });
  await wallet.accounts.addNext("Savings");
  await wallet.accounts.bring(key.privateKey, "Brought");
  await wallet.accounts.watch(people.alice, "Alice");
  await wallet.accounts.rename("Savings", "Rainy days");
  await wallet.lock();
  await wallet.unlock(PASSWORD);
  assert.equal(await addressOf(wallet, "Rainy days"), at(phrase, 1));
  assert.equal(await addressOf(wallet, "Brought"), key.address);
  assert.equal(await addressOf(wallet, "Alice"), people.alice);
  await wallet.accounts.use("Rainy days");
  await wallet.reload();
  await wallet.unlock(PASSWORD);
  await wallet.accounts.menu.filter({ hasText: "Rainy days" }).waitFor();
  await wallet.accounts.remove("Brought");
  await wallet.accounts.row("Brought").waitFor({ state: "detached" });
}));

test("an address that is watched: its holdings are shown, and nothing is signed", visit(async ({ wallet, page }) => {
  await wallet.visit("/welcome/watch");
  await page.getByLabel("Address").fill(people.alice.replace(/[A-F]/, (letter) => letter.toLowerCase()));
  await page.getByLabel("Name of this wallet").fill("Looked at");
  await wallet.button("Watch it").click();
  await page.getByText(/its capitals do not fit \(EIP-55\)/).waitFor();
  await page.getByLabel("Address").fill(people.alice);
  await wallet.button("Watch it").click();
  await wallet.isOpen();
  await wallet.asset(assets.fund.name).waitFor();
  await wallet.send.open(assets.cash.name);
  await page.getByText(/You watch this account: its key is not in this wallet/).waitFor();
  await wallet.lock();
  await wallet.button("Open", { exact: true }).click();
  await wallet.isOpen();
  await wallet.security.open();
  await page.getByText("There is nothing secret in this wallet").waitFor();
}));

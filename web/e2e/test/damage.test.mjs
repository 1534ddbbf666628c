// Stored bytes that were changed: one generation, both, or only the ways in. What can be saved is saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic } from "ethers";
import { freshPage } from "../harness/browser.mjs";
import { people } from "../harness/chain.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;

/** Runs in the page: gives each of the slots of the one stored wallet to `change`, and writes what it makes of it. */
async function spoil({ slots, from, to }) {
  const settled = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
  const database = await settled(indexedDB.open("assay-keys"));
  const store = database.transaction("records", "readwrite").objectStore("records");
  const keys = (await settled(store.getAllKeys())).filter((key) => /\/[ab]$/.test(key));
  const read = await Promise.all(keys.map(async (key) => ({ key, text: await settled(store.get(key)) })));
  const counter = ({ text }) => JSON.parse(text).vault.counter;
  read.sort((one, other) => counter(other) - counter(one)); // the newest first
  for (const place of slots) {
    const { key, text } = read[place];
    const changed = text.replace(new RegExp(from), to);
    if (changed === text) throw new Error(`${from} is not in ${text}`);
    await settled(store.put(changed, key));
  }
  database.close();
}

const CUT = { from: "^([^]{300})[^]*$", to: "$1" };

async function locked({ wallet }) {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "First name" });
  await wallet.accounts.addNext("Savings");
  await wallet.lock();
  return phrase;
}

test("the newest generation is torn: the one before it opens, and says so", visit(async (opened) => {
  const { wallet, page } = opened;
  const phrase = await locked(opened);
  await page.evaluate(spoil, { slots: [0], ...CUT });
  await wallet.reload();
  await page.getByText("The newest copy of this wallet could not be read").waitFor();
  await wallet.unlock(PASSWORD);
  assert.equal(await wallet.address("First name"), HDNodeWallet.fromPhrase(phrase).address);
  await wallet.accounts.addNext("Again");
  await wallet.lock();
  await wallet.unlock(PASSWORD);
  await wallet.accounts.open();
  await wallet.accounts.row("Again").waitFor();
}));

test("both generations are changed in their checksums: what is readable is saved, and the wallet is rescued", visit(async (opened) => {
  const { wallet, page } = opened;
  const phrase = await locked(opened);
  await page.evaluate(spoil, { slots: [0, 1], from: '("checksum":"0x)(.{32})(.{32})', to: "$1$3$2" });
  await wallet.reload();
  await page.getByText("This wallet's file is damaged").waitFor();
  const { text } = await wallet.security.salvage();
  assert.ok(text.includes("assay-vault") && !text.includes(phrase), "what is left, encrypted as it was");
  await wallet.button("Try with its password").click();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await wallet.button("Rescue", { exact: true }).click();
  await wallet.isOpen();
  assert.equal(await wallet.security.showPhrase(), phrase);
}));

test("what was saved of a damaged wallet is restored and rescued in another browser, which says what could not be saved", visit(async (opened) => {
  const { wallet, page } = opened;
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "First name" });
  await wallet.accounts.addNext("Savings");
  await wallet.accounts.watch(people.alice, "Friend");
  await wallet.lock();
  await page.evaluate(spoil, { slots: [0, 1], from: '"label":"First name"', to: '"label":"Worse name"' });
  await wallet.reload();
  await page.getByText("This wallet's file is damaged").waitFor();
  const { text } = await wallet.security.salvage();
  const other = await freshPage();
  try {
    await other.wallet.restore(text, /^What is left of the damaged Assay wallet “Worse name”: 3 accounts/);
    await other.page.getByText("This wallet's file is damaged").waitFor();
    await other.wallet.button("Try with its password").click();
    await other.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.wallet.button("Rescue", { exact: true }).click();
    await other.wallet.isOpen();
    const lost = other.page.getByRole("status").filter({ hasText: "Some accounts could not be saved" });
    await lost.getByText("Friend").waitFor();
    assert.equal(await lost.getByRole("listitem").count(), 1, "the accounts of the phrase are saved");
    assert.ok((await lost.innerHTML()).includes(people.alice), "the whole address is there to be compared");
    assert.equal(await other.wallet.address("Rescued wallet"), HDNodeWallet.fromPhrase(phrase).address, "what nothing vouches for is not taken: the name neither");
    await other.wallet.accounts.row("Savings").waitFor();
    assert.equal(await other.wallet.security.showPhrase(), phrase);
    await other.wallet.security.putAway();
    // Watched again, it is lost no more.
    await other.wallet.accounts.watch(people.alice, "Friend");
    await lost.waitFor({ state: "detached" });
  } finally {
    await other.context.close();
  }
}));

test("both generations are cut off: it is told, nothing is deleted, and the phrase brings the wallet back", visit(async (opened) => {
  const { wallet, page } = opened;
  const phrase = await locked(opened);
  await page.evaluate(spoil, { slots: [0, 1], ...CUT });
  await wallet.reload();
  await page.getByText("This wallet's file is damaged").waitFor();
  await wallet.import(phrase, { label: "Back again" });
  assert.equal(await wallet.address("Back again"), HDNodeWallet.fromPhrase(phrase).address);
  await wallet.lock();
  await page.getByText("Damaged", { exact: true }).waitFor();
}));

test("a name that was changed in the file is noticed", visit(async (opened) => {
  const { wallet, page } = opened;
  await locked(opened);
  await page.evaluate(spoil, { slots: [0, 1], from: '"label":"First name"', to: '"label":"Worse name"' });
  await wallet.reload();
  await page.getByText("This wallet's file is damaged").waitFor();
}));

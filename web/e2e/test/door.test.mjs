// The way in: a new wallet, the same one from its phrase elsewhere, the lock, the wrong password.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic } from "ethers";
import { freshPage } from "../harness/browser.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

/** The account that another implementation derives from a phrase: BIP-39, BIP-44's first Ethereum account. */
const derived = (phrase) => HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(phrase)).address;

test("a new wallet: made, confirmed, locked, opened again", visit(async ({ wallet }) => {
  const phrase = await wallet.makePhrase(12);
  assert.equal(phrase.split(" ").length, 12, `twelve words are on the screen: ${phrase}`);
  assert.ok(Mnemonic.isValidMnemonic(phrase), "its checksum holds for another implementation");
  await wallet.confirmPhrase(phrase, { label: "Savings" });
  assert.equal(await wallet.address("Savings"), derived(phrase), "the account is the phrase's");
  await wallet.lock();
  await wallet.unlock(PASSWORD);
  assert.equal(await wallet.address("Savings"), derived(phrase));
}));

test("24 words make a wallet too", visit(async ({ wallet }) => {
  const phrase = await wallet.makePhrase(24);
  assert.equal(phrase.split(" ").length, 24);
  await wallet.confirmPhrase(phrase, { label: "Long" });
  assert.equal(await wallet.address("Long"), derived(phrase));
}));

test("a wallet comes back from its phrase in another browser profile", visit(async ({ wallet }) => {
  const phrase = await wallet.makePhrase(12);
  await wallet.confirmPhrase(phrase, { label: "First" });
  const first = await wallet.address("First");
  const other = await freshPage();
  try {
    await other.wallet.import(phrase, { label: "Second" });
    assert.equal(await other.wallet.address("Second"), first);
  } finally {
    await other.context.close();
  }
}));

test("a wrong password is said to be wrong, and changes nothing", visit(async ({ wallet, page }) => {
  const phrase = Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
  await wallet.import(phrase, { label: "Mine" });
  await wallet.lock();
  await wallet.tryPassword("not the password");
  await page.getByText("This password does not open the wallet.").waitFor();
  assert.equal(await wallet.button("Lock", { exact: true }).count(), 0, "it stays locked");
  await wallet.unlock(PASSWORD);
  assert.equal(await wallet.address("Mine"), derived(phrase));
}));

test("a wrong word in the confirmation is named, and nothing is stored", visit(async ({ wallet, page }) => {
  await wallet.makePhrase(12);
  await wallet.button("I have written them down").click();
  const asked = page.getByRole("textbox", { name: /^Word \d+$/ });
  await asked.first().waitFor();
  for (const field of await asked.all()) await field.fill("zebra");
  await wallet.typeNewWallet({ label: "Savings" });
  await wallet.button("Create the wallet").click();
  await page.getByText(/Words? [\d, ]+ (is|are) not (that|those) of your phrase/).waitFor();
  await wallet.visit("/");
  await wallet.heading(/wallet for assets/i).waitFor();
}));

test("faults of a new wallet stand at their fields", visit(async ({ wallet, page }) => {
  await wallet.visit("/welcome/import");
  await page.getByLabel("What you bring").fill("legal winner thank year wave sausage worth useful legal winner thank zebra");
  await wallet.typeNewWallet({ label: "Mine", password: "short", again: "shorter" });
  await wallet.button("Store and open").click();
  await page.getByText(/has 5 characters; at least 8 are needed/).waitFor();
  await wallet.typeNewWallet({ label: "Mine" });
  await wallet.button("Store and open").click();
  await page.getByText(/together they are not a phrase/).waitFor();
  const field = page.getByLabel("What you bring");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
}));

test("several wallets on one device: the chosen one opens", visit(async ({ wallet, page }) => {
  const phrases = ["One", "Two"].map((label) => ({ label, phrase: Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase }));
  for (const { label, phrase } of phrases) await wallet.import(phrase, { label });
  await wallet.lock();
  await page.getByRole("radio", { name: /One/ }).check();
  await wallet.unlock(PASSWORD);
  assert.equal(await wallet.address("One"), derived(phrases[0].phrase));
}));

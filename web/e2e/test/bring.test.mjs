// Whatever a person brings: phrases as they are pasted, keys, keystores, shares, files; and what is wrong with the rest is said.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic, Wallet as Key, encryptKeystoreJson } from "ethers";
import { eventually } from "../harness/browser.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(randomBytes(16)).phrase;
const numbered = (phrase) => phrase.split(" ").map((word, place) => `${place + 1}. ${word}`).join("\n");

/** Pastes as mail, paper and other programs make them. */
const MESSY = {
  "with numbers and line breaks": numbered,
  "in capitals, with tabs and double spaces": (phrase) => `\t ${phrase.toUpperCase().replaceAll(" ", " \t ")}\n\n`,
  "with commas": (phrase) => phrase.replaceAll(" ", ", "),
  "with hard spaces and invisible signs": (phrase) => `\ufeff${phrase.replaceAll(" ", "\u00a0\u200b")}\r\n`,
};

for (const [how, spoil] of Object.entries(MESSY)) {
  test(`a phrase ${how}`, visit(async ({ wallet }) => {
    const phrase = newPhrase();
    await wallet.import(spoil(phrase), { label: "Mine" });
    assert.equal(await wallet.address("Mine"), HDNodeWallet.fromPhrase(phrase).address);
  }));
}

test("a phrase with a passphrase, on a path of one's own", visit(async ({ wallet, page }) => {
  const phrase = newPhrase();
  await wallet.paste(phrase);
  await page.getByText("Advanced: passphrase and path").click();
  await page.getByLabel("Passphrase (BIP-39)").fill("TREZOR");
  await page.getByLabel("Numbering of its accounts").selectOption("A path of my own");
  await page.getByLabel("Path of the first account").fill("m/44'/60'/7'/0/3");
  await wallet.storeNew({ label: "Mine" });
  assert.equal(await wallet.address("Mine"), HDNodeWallet.fromPhrase(phrase, "TREZOR", "m/44'/60'/7'/0/3").address);
}));

test("a private key, with and without 0x, and with what was copied around it", visit(async ({ wallet }) => {
  for (const [label, spoil] of Object.entries({ Plain: (key) => key, Bare: (key) => key.slice(2), Quoted: (key) => ` "${key.toUpperCase().replace("0X", "0x")}"\n` })) {
    const key = `0x${randomBytes(32).toString("hex")}`;
    await wallet.import(spoil(key), { label });
    assert.equal(await wallet.address(label), new Key(key).address);
  }
}));

test("a keystore of another program: a wrong password is said at its field, the right one brings the account", visit(async ({ wallet, page }) => {
  const key = Key.createRandom();
  const text = await encryptKeystoreJson(key, "the file's own password", { scrypt: { N: 8192 } });
  await wallet.visit("/welcome/import");
  await page.getByLabel("What you bring").fill(text);
  await page.getByText(/^A keystore file for 0x/).waitFor();
  await page.getByLabel("Password of the file").fill("not this one");
  await wallet.typeNewWallet({ label: "From file" });
  await wallet.button("Store and open").click();
  await page.getByText(/password/i).filter({ hasText: /wrong|does not open/i }).first().waitFor({ timeout: 60_000 });
  await page.getByLabel("Password of the file").fill("the file's own password");
  await wallet.button("Store and open").click();
  await wallet.enter();
  assert.equal(await wallet.address("From file"), key.address);
}));

test("a file that is chosen is read", visit(async ({ wallet, page }) => {
  const phrase = newPhrase();
  await wallet.visit("/welcome/import");
  await page.locator("input[type=file]").setInputFiles({ name: "phrase.txt", mimeType: "text/plain", buffer: Buffer.from(numbered(phrase)) });
  await page.getByText(/^A phrase of 12 English words/).waitFor();
  await wallet.storeNew({ label: "Read" });
  assert.equal(await wallet.address("Read"), HDNodeWallet.fromPhrase(phrase).address);
}));

test("what is wrong is said: a mistyped word with the nearest ones, a phrase that does not fit, nonsense", visit(async ({ wallet, page }) => {
  await wallet.visit("/welcome/import");
  const field = page.getByLabel("What you bring");
  for (const [text, words] of [
    [`${"abandon ".repeat(11)}abaut`, /about/],
    ["abandon ".repeat(12), /together they are not a phrase|mistaken/],
    ["abandon abandon abandon", /3 words|12/],
    ["{\"version\": 3}", /keystore|file/i],
    [`0x${"f".repeat(64)}`, /key/i],
    ["the quick brown fox", /word|known/i],
  ]) {
    await field.fill(text);
    await wallet.typeNewWallet({ label: "Mine" });
    await wallet.button("Store and open").click();
    await eventually(`what is wrong with ${text.slice(0, 30)}`, async () => {
      const ids = await field.getAttribute("aria-describedby");
      const told = await page.evaluate((all) => all.split(" ").map((one) => document.getElementById(one)?.textContent ?? "").join(" "), ids);
      if (!words.test(told)) throw new Error(told);
      return (await field.getAttribute("aria-invalid")) === "true";
    });
    assert.equal(await wallet.button("Lock", { exact: true }).count(), 0);
  }
}));

test("shares of the wallet's own making bring the phrase back, any two of three", visit(async ({ wallet, page }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Split" });
  const shares = await wallet.security.shares();
  assert.equal(new Set(shares).size, 3);
  for (const share of shares) assert.ok(share.split(" ").length >= 20, "a share has 20 words or more");
  await wallet.lock();
  await wallet.visit("/welcome/import");
  await page.getByLabel("What you bring").fill(shares[2]);
  await page.getByText(/^1 of 2 shares/).waitFor();
  await page.getByLabel("What you bring").fill(`${shares[2]}\n\n${shares[0]}`);
  await page.getByText(/^2 recovery shares, which is enough/).waitFor();
  await wallet.storeNew({ label: "Joined" });
  assert.equal(await wallet.address("Joined"), HDNodeWallet.fromPhrase(phrase).address);
  assert.equal(await wallet.security.showPhrase(PASSWORD), phrase);
}));

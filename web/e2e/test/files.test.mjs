// Files that the wallet hands out, read by others and by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic, Wallet as Key } from "ethers";
import { freshPage } from "../harness/browser.mjs";
import { openFile } from "../harness/vault.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;

test("a wallet's file: saved, the wallet removed, restored from it with its names and its password", visit(async ({ wallet, page }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Kept" });
  await wallet.accounts.addNext("Rent");
  const { name, text } = await wallet.security.saveWallet();
  assert.match(name, /\.json$/);
  for (const secret of [phrase, HDNodeWallet.fromPhrase(phrase).privateKey.slice(2), PASSWORD]) assert.ok(!text.includes(secret), "nothing of it is in the clear");
  await wallet.remove("Kept");
  await wallet.heading(/wallet for assets/i).waitFor();
  await wallet.restore(text);
  await wallet.unlock(PASSWORD);
  assert.equal(await wallet.address("Kept"), HDNodeWallet.fromPhrase(phrase).address);
  await wallet.accounts.row("Rent").waitFor();
  assert.equal(await wallet.security.showPhrase(), phrase);
}));

test("a wallet's file opens in another browser, with the password of the day it was saved", visit(async ({ wallet }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Moved" });
  const { text } = await wallet.security.saveWallet();
  await wallet.security.changePassword("entirely other lamps");
  const other = await freshPage();
  try {
    await other.wallet.restore(text);
    await other.wallet.unlock(PASSWORD);
    assert.equal(await other.wallet.address("Moved"), HDNodeWallet.fromPhrase(phrase).address);
  } finally {
    await other.context.close();
  }
}));

test("another implementation opens the wallet's file with its password, and with no other", visit(async ({ wallet }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Read elsewhere" });
  const file = JSON.parse((await wallet.security.saveWallet()).text);
  const { secrets } = await openFile(file, PASSWORD);
  const entropy = Buffer.from(Mnemonic.fromPhrase(phrase).entropy.slice(2), "hex");
  assert.ok(secrets.includes(entropy) || secrets.includes(entropy.toString("hex")) || secrets.includes(phrase), "the phrase is in it");
  await assert.rejects(openFile(file, "wrong lamps"), /no password method/);
  const [{ method }] = file.vault.locked.methods;
  assert.ok(method.by.kdf.memoryKib >= 64 * 1024 && method.by.kdf.passes >= 3, `no weaker than the floor: ${JSON.stringify(method.by.kdf)}`);
}));

test("an account's keystore is read by another library, with its own password", visit(async ({ wallet }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Mine" });
  const { text } = await wallet.security.saveKeystore("a password for the file");
  const key = await Key.fromEncryptedJson(text, "a password for the file");
  assert.equal(key.privateKey, HDNodeWallet.fromPhrase(phrase).privateKey);
}));

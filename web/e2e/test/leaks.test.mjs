// Keys leave for nobody: after the lock nothing of a secret is left in memory, in storage, on the disk, or in what was sent.
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic, encryptKeystoreJson } from "ethers";
import { assets } from "../harness/assets.mjs";
import { people } from "../harness/chain.mjs";
import { fund } from "../harness/funds.mjs";
import { Scan, assertNothing, watchClipboard } from "../harness/leaks.mjs";
import { ofKey, ofPhrase, typed } from "../harness/spellings.mjs";
import { areas } from "../harness/storage.mjs";
import { ofFile, vaultFiles } from "../harness/vault.mjs";
import { visit } from "../harness/visit.mjs";

const profile = { before: [watchClipboard] };

/** A password that stands nowhere else. */
const newPassword = () => `lamps ${randomBytes(9).toString("base64url")}`;

const newPhrase = () => Mnemonic.fromEntropy(randomBytes(16)).phrase;

/** The password, the key that it gives, and the data key of the newest stored vault. */
async function ofVault(page, password) {
  const newest = vaultFiles(await areas(page)).at(-1);
  return [...typed("the password", password), ...(await ofFile(newest, password))];
}

test("made, signed with, locked: nothing is left", visit(async (opened) => {
  const { page, wallet } = opened;
  const password = newPassword();
  const phrase = await wallet.makePhrase(12);
  const { address } = HDNodeWallet.fromPhrase(phrase);
  await wallet.confirmPhrase(phrase, { label: "Mine", password });
  const needles = [...ofPhrase(phrase), ...(await ofVault(page, password))];
  const scan = new Scan(opened, needles);
  assertNothing(await scan.inPage(), "the page, once the phrase is put away");
  await fund(address, 5_000_000n);
  await wallet.send.open(assets.cash.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  await wallet.send.button.click();
  await wallet.review.sign();
  assertNothing(await scan.inPage(), "the page, after signing");
  await wallet.lock();
  assertNothing(await scan.everywhere(), "after the lock");
  await wallet.unlock(password);
  assertNothing(await scan.inPage(), "the page, while the wallet is open");
}, { profile }));

test("locked in another tab: nothing is left in either", visit(async (opened) => {
  const { wallet, profile: own } = opened;
  const [password, phrase] = [newPassword(), newPhrase()];
  await wallet.import(phrase, { label: "Mine", password });
  const needles = [...ofPhrase(phrase), ...(await ofVault(opened.page, password))];
  const other = await own.tab();
  await other.wallet.visit("/");
  await other.wallet.unlock(password);
  await other.wallet.lock();
  await wallet.heading("Unlock").waitFor();
  assertNothing(await new Scan(opened, needles).everywhere(), "the tab that was told");
  assertNothing(await new Scan(other, needles).everywhere(), "the tab that told");
}, { profile }));

for (const [what, make] of Object.entries({
  "a phrase": () => {
    const phrase = newPhrase();
    return { text: phrase, needles: ofPhrase(phrase) };
  },
  "a private key": () => {
    const key = randomBytes(32).toString("hex");
    return { text: `0x${key}`, needles: ofKey(key) };
  },
  "a keystore": async () => {
    const node = HDNodeWallet.fromPhrase(newPhrase());
    const filePassword = newPassword();
    const text = await encryptKeystoreJson(node, filePassword, { scrypt: { N: 8192 } });
    return { text, filePassword, needles: [...ofKey(node.privateKey), ...typed("the file's password", filePassword)] };
  },
})) {
  test(`${what} that was brought: nothing is left after the lock`, visit(async (opened) => {
    const password = newPassword();
    const { text, filePassword, needles } = await make();
    await opened.wallet.import(text, { label: "Mine", password, filePassword });
    const all = [...needles, ...(await ofVault(opened.page, password))];
    const scan = new Scan(opened, all);
    assertNothing(await scan.inPage(), "the page, while the wallet is open");
    await opened.wallet.lock();
    assertNothing(await scan.everywhere(), "after the lock");
  }, { profile }));
}

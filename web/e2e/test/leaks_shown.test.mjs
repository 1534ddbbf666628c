// What was on the screen for a while is gone from the page once it is put away; and what the wallet locks by itself, it wipes as well.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Mnemonic } from "ethers";
import { Clock, MINUTE } from "../harness/clock.mjs";
import { Authenticator } from "../harness/passkeys.mjs";
import { Scan, assertNothing, watchClipboard } from "../harness/leaks.mjs";
import { binary, ofPhrase, typed, words } from "../harness/spellings.mjs";
import { areas } from "../harness/storage.mjs";
import { ofFile, vaultFiles } from "../harness/vault.mjs";
import { visit } from "../harness/visit.mjs";

const profile = { before: [watchClipboard] };

/** An open wallet with a phrase and a password that stand nowhere else, and what to look for. */
async function opened({ page, wallet }) {
  const phrase = Mnemonic.fromEntropy(randomBytes(16)).phrase;
  const password = `lamps ${randomBytes(9).toString("base64url")}`;
  await wallet.import(phrase, { label: "Mine", password });
  const file = vaultFiles(await areas(page)).at(-1);
  return { phrase, password, needles: [...ofPhrase(phrase), ...typed("the password", password), ...(await ofFile(file, password))] };
}

test("the phrase was shown and put away; then the wallet locked itself", visit(async (visited) => {
  const { wallet, page } = visited;
  const { phrase, password, needles } = await opened(visited);
  assert.equal(await wallet.security.showPhrase(password), phrase);
  const scan = new Scan(visited, needles);
  assert.notDeepEqual(await scan.inPage(), [], "it is found while it is shown");
  await wallet.security.putAway();
  assertNothing(await scan.inPage(), "the page, once it is put away");
  await new Clock(page).advance(11 * MINUTE);
  await page.getByText("The wallet locked itself").waitFor({ timeout: 60_000 });
  assertNothing(await scan.everywhere(), "after it locked itself");
}, { profile }));

test("the wallet is locked while the phrase is on the screen", visit(async (visited) => {
  const { wallet, page } = visited;
  const { phrase, password, needles } = await opened(visited);
  assert.equal(await wallet.security.showPhrase(password), phrase);
  await page.evaluate(() => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Lock").click());
  await wallet.heading("Unlock").waitFor();
  assertNothing(await new Scan(visited, needles).everywhere(), "after the lock");
}, { profile }));

test("the phrase was split into shares and its backup checked", visit(async (visited) => {
  const { wallet } = visited;
  const { phrase, password, needles } = await opened(visited);
  const shares = await wallet.security.shares(password);
  const sheet = await wallet.security.act("Check the backup", "Check the backup");
  await wallet.security.answer(sheet, phrase);
  await sheet.getByText("Your backup is at hand").waitFor();
  await sheet.getByRole("button", { name: "Done" }).click();
  const scan = new Scan(visited, [...needles, ...shares.flatMap((share, place) => words(`share ${place + 1}`, share))]);
  assertNothing(await scan.inPage(), "the page, once the shares are put away");
  await wallet.lock();
  assertNothing(await scan.everywhere(), "after the lock");
}, { profile }));

/** Runs in the page before its scripts: what a passkey derives is told to the test, and kept nowhere in the page. */
function tellDerived() {
  const plain = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = async (options) => {
    const used = await plain(options);
    const secret = used.getClientExtensionResults().prf?.results?.first;
    if (secret) await globalThis.derived(new Uint8Array(secret).toBase64());
    return used;
  };
}

test("the wallet was opened by a passkey: what the passkey derives stays nowhere", visit(async (visited) => {
  const { wallet, page, context } = visited;
  const secrets = [];
  await context.exposeFunction("derived", (secret) => void secrets.push(secret));
  await Authenticator.plug(page);
  const { password, needles } = await opened(visited);
  await wallet.security.addPasskey("My key", password);
  await wallet.lock();
  await wallet.button("Unlock with a passkey").click();
  await wallet.isOpen();
  assert.equal(secrets.length, 2, "once when it was added, once when it opened");
  assert.equal(secrets[0], secrets[1]);
  const scan = new Scan(visited, [...needles, ...binary("the passkey's secret", Buffer.from(secrets[0], "base64"))]);
  assertNothing(await scan.inPage(), "the page, while the wallet is open");
  await wallet.lock();
  assertNothing(await scan.everywhere(), "after the lock");
}, { profile: { before: [watchClipboard, tellDerived] } }));

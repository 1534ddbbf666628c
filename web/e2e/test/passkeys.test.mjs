// Passkeys open a wallet, by the secret that an authenticator derives: with authenticators that the browser plays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Mnemonic } from "ethers";
import { Authenticator } from "../harness/passkeys.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
const BUTTON = "Unlock with a passkey";
const NOT_USED = /The passkey was not used: you cancelled, took too long, or it is not on this device/;

async function withPasskey({ page, wallet }) {
  const authenticator = await Authenticator.plug(page);
  await wallet.import(newPhrase(), { label: "Mine" });
  await wallet.security.addPasskey("My key");
  return authenticator;
}

test("a passkey is added, opens the wallet, is removed, and opens it no more", visit(async (opened) => {
  const { wallet, page } = opened;
  const authenticator = await withPasskey(opened);
  assert.equal((await authenticator.credentials()).length, 1);
  await wallet.lock();
  await wallet.button(BUTTON).click();
  await wallet.isOpen();
  // As on another day: nothing is left of the page that made it.
  await wallet.reload();
  await wallet.button(BUTTON).click();
  await wallet.isOpen();
  await wallet.security.removeMethod("My key");
  await wallet.security.method("My key").waitFor({ state: "detached" });
  await wallet.lock();
  await page.getByLabel("Password", { exact: true }).waitFor();
  assert.equal(await wallet.button(BUTTON).count(), 0, "no passkey is asked for");
  await wallet.unlock(PASSWORD);
}));

test("an authenticator that derives nothing is told so, and nothing changes", visit(async ({ page, wallet }) => {
  await Authenticator.plug(page, { derives: false });
  await wallet.import(newPhrase(), { label: "Mine" });
  const sheet = await wallet.security.makePasskey("My key");
  await sheet.getByText(/this passkey cannot open a wallet: its keeper has no PRF extension/i).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await wallet.security.method("My key").count(), 0);
}));

test("the user refuses: said so, and the password still opens", visit(async (opened) => {
  const { wallet, page } = opened;
  const authenticator = await withPasskey(opened);
  await wallet.lock();
  await authenticator.refuse();
  await wallet.button(BUTTON).click();
  await page.getByText(NOT_USED).waitFor({ timeout: 60_000 });
  await wallet.unlock(PASSWORD);
}));

test("the passkey was deleted on the device: said so, and the password still opens", visit(async (opened) => {
  const { wallet, page } = opened;
  const authenticator = await withPasskey(opened);
  await wallet.lock();
  const [credential] = await authenticator.credentials();
  await authenticator.forget(credential);
  await wallet.button(BUTTON).click();
  await page.getByText(NOT_USED).waitFor({ timeout: 60_000 });
  await wallet.unlock(PASSWORD);
}));

test("a passkey of another site, of the same number, is not taken", visit(async (opened) => {
  const { wallet, page } = opened;
  const authenticator = await withPasskey(opened);
  await wallet.lock();
  const [credential] = await authenticator.credentials();
  await authenticator.forget(credential);
  await authenticator.add({ ...credential, rpId: "example.org" });
  await wallet.button(BUTTON).click();
  await page.getByText(NOT_USED).waitFor({ timeout: 60_000 });
}));

test("the same authenticator is not added twice", visit(async (opened) => {
  await withPasskey(opened);
  const sheet = await opened.wallet.security.makePasskey("My key again");
  await sheet.getByText(/This passkey opens the wallet already/).waitFor();
}));

test("another passkey that was put in place of the wallet's derives another secret and does not open it", visit(async (opened) => {
  const { wallet, page } = opened;
  const authenticator = await withPasskey(opened);
  await wallet.lock();
  const [credential] = await authenticator.credentials();
  await authenticator.unplug();
  // The same credential in another authenticator: it has the key pair, and not the secret that the PRF is computed with.
  const other = await Authenticator.plug(page);
  await other.add({ ...credential, largeBlob: undefined });
  await wallet.button(BUTTON).click();
  await page.getByText(/That did not work|The passkey did not open it/).first().waitFor({ timeout: 60_000 });
  assert.equal(await wallet.button("Lock", { exact: true }).count(), 0);
}));

test("a passkey alone opens a wallet whose password was removed, and a password can be added again", visit(async (opened) => {
  const { wallet, page } = opened;
  await withPasskey(opened);
  await wallet.security.removeMethod("Password");
  assert.equal(await wallet.security.method("My key").getByRole("button", { name: /Remove/ }).count(), 0, "the last way stays");
  await wallet.lock();
  await wallet.button(BUTTON).waitFor();
  assert.equal(await page.getByLabel("Password", { exact: true }).count(), 0);
  await wallet.button(BUTTON).click();
  await wallet.isOpen();
  const sheet = await wallet.security.act("Add a password", "Password");
  await sheet.getByLabel("New password", { exact: true }).fill("other lamps entirely");
  await sheet.getByLabel("The same password again").fill("other lamps entirely");
  await sheet.getByRole("button", { name: "Continue" }).click();
  await sheet.getByRole("button", { name: "Confirm with a passkey" }).click();
  await sheet.waitFor({ state: "hidden" });
  await wallet.lock();
  await wallet.unlock("other lamps entirely");
}));

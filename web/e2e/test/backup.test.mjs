// The backup is asked for again: after it was made, and as a drill after 90 days; and the wallet that is left alone locks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Mnemonic } from "ethers";
import { Clock, DAY, MINUTE, SECOND } from "../harness/clock.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
const DUE = /Take the paper and check a few words/;

test("91 days later the backup is asked for: wrong words do not count, the right ones do, for 90 days more", visit(async ({ wallet, page }) => {
  const phrase = newPhrase();
  const clock = new Clock(page);
  await wallet.import(phrase, { label: "Mine" });
  assert.equal(await page.getByText(DUE).count(), 0);
  await wallet.lock();
  await clock.advance(91 * DAY);
  await wallet.unlock(PASSWORD);
  await wallet.goTo("Portfolio");
  await page.getByText(DUE).waitFor();
  const sheet = await wallet.security.act("Check the backup", "Check the backup");
  await wallet.security.answer(sheet, newPhrase());
  await sheet.getByText("That is not what the phrase says").waitFor();
  await wallet.security.answer(sheet, phrase);
  await sheet.getByText("Your backup is at hand").waitFor();
  await sheet.getByRole("button", { name: "Done" }).click();
  await wallet.goTo("Portfolio");
  await page.getByText(DUE).waitFor({ state: "hidden" });
  await wallet.lock();
  await clock.advance(89 * DAY);
  await wallet.unlock(PASSWORD);
  await wallet.goTo("Portfolio");
  assert.equal(await page.getByText(DUE).count(), 0, "89 days later it holds");
  await wallet.lock();
  await clock.advance(2 * DAY);
  await wallet.unlock(PASSWORD);
  await wallet.goTo("Portfolio");
  await page.getByText(DUE).waitFor();
}));

test("the set time without input locks, and not before; in every tab", visit(async ({ wallet, page, context }) => {
  await wallet.import(newPhrase(), { label: "Mine" });
  await wallet.security.open();
  await page.getByLabel("Lock after").selectOption("1");
  const clock = new Clock(page);
  // Together more than the minute, and each so much less that a slow machine does not make it one.
  await clock.advance(35 * SECOND);
  await page.keyboard.press("Shift"); // somebody is there
  await clock.advance(35 * SECOND);
  await wallet.goTo("Portfolio");
  assert.equal(await wallet.button("Lock", { exact: true }).count(), 1);
  await clock.advance(2 * MINUTE);
  await page.getByText("The wallet locked itself").waitFor({ timeout: 60_000 });
  const other = await context.newPage();
  const second = new wallet.constructor(other);
  await second.visit("/");
  await second.heading("Unlock").waitFor();
}));

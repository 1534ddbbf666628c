// The key screens with the keyboard alone: a wallet is made, its phrase shown and put away, its password changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../harness/browser.mjs";
import { assertVisibleFocus, focused, tabTo } from "../harness/keyboard.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

/** Goes on to something and presses it. */
async function press(page, name) {
  await tabTo(page, name);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");
}

async function type(page, name, text) {
  const label = await tabTo(page, name);
  await page.keyboard.type(text);
  return label;
}

async function shownPhrase(page) {
  const lines = await page.getByRole("list", { name: "Recovery phrase" }).getByRole("listitem").allInnerTexts();
  return lines.map((line) => line.replace(/[\d\s]/g, ""));
}

async function make(wallet, page) {
  await wallet.visit("/welcome/create");
  await press(page, /^Make the phrase$/);
  await page.getByRole("button", { name: "Show the words" }).waitFor();
  await press(page, /^Show the words$/);
  await page.getByRole("button", { name: "Hide the words" }).waitFor();
  const words = await shownPhrase(page);
  await press(page, /^I have written them down$/);
  const asked = page.getByRole("textbox", { name: /^Word \d+$/ });
  await asked.first().waitFor();
  for (let count = await asked.count(); count > 0; count -= 1) {
    const label = await tabTo(page, /^Word \d+/);
    await page.keyboard.type(words[Number(label.match(/\d+/)[0]) - 1]);
  }
  await type(page, /^Name of this wallet/, "By hand");
  await type(page, /^Password/, PASSWORD);
  await type(page, /^The same password again/, PASSWORD);
  await press(page, /^Create the wallet$/);
  await wallet.button("Open the wallet").waitFor();
  await press(page, /^Open the wallet$/);
  await wallet.isOpen();
  return words.join(" ");
}

/** From the navigation to the Security part of the settings, by its tabs and the arrows. */
async function toSecurity(wallet, page) {
  await press(page, /^Settings$/);
  await wallet.heading("Settings").waitFor();
  await tabTo(page, /^Wallet$/);
  for (const part of ["Contacts", "Connections", "Security"]) {
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: part, selected: true }).waitFor();
  }
}

test("made, locked, opened; the phrase shown and put away; Escape leaves a sheet where it was opened", visit(async ({ wallet, page }) => {
  const phrase = await make(wallet, page);
  await toSecurity(wallet, page);
  await press(page, /^Show the phrase$/);
  const sheet = wallet.security.sheet("Recovery phrase");
  await sheet.waitFor();
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("dialog"))), true, "the focus is in the sheet");
  if (!/^Password/.test(await focused(page))) await tabTo(page, /^Password/);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: "Show the words" }).waitFor();
  await press(page, /^Show the words$/);
  await sheet.getByRole("button", { name: "Hide the words" }).waitFor();
  assert.equal((await shownPhrase(page)).join(" "), phrase);
  await press(page, /^Put it away$/);
  await sheet.waitFor({ state: "hidden" });
  await eventually("the focus is back", async () => /^Show the phrase$/.test(await focused(page)));
  await press(page, /^Split into shares$/);
  await wallet.security.sheet("Recovery shares").waitFor();
  await page.keyboard.press("Escape");
  await wallet.security.sheet("Recovery shares").waitFor({ state: "hidden" });
  await eventually("and here", async () => /^Split into shares$/.test(await focused(page)));
}));

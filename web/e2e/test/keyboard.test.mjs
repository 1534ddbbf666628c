// Everything can be done with the keyboard alone: no click in these tests after the wallet is loaded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { balance, people } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { assertVisibleFocus, focused, tabTo } from "../harness/keyboard.mjs";
import { DEMO_PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;
test("a whole send by Tab, Enter and typing", visit(async ({ wallet, page }) => {
  const before = await balance(fund.token, people.bob);
  await wallet.visit("/welcome/demo");
  await wallet.button("Open as Alice").waitFor();
  await tabTo(page, /^Open as Alice/);
  await page.keyboard.press("Enter");
  await wallet.isOpen();
  await wallet.heading("Portfolio").waitFor();
  await tabTo(page, /^Send$/);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");
  await wallet.heading("Send").waitFor();
  await page.getByRole("main").getByRole("link", { name: fund.name }).waitFor();
  await tabTo(page, new RegExp(fund.name));
  await page.keyboard.press("Enter");
  await wallet.send.receiver.waitFor();
  await tabTo(page, /^Receiver/);
  await assertVisibleFocus(page);
  await page.keyboard.type(people.bob);
  await tabTo(page, /^Amount/);
  await page.keyboard.type("0.5");
  assert.match(await wallet.send.answer(), /This will pass/);
  await tabTo(page, /^Review$/);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");
  await wallet.review.signButton.waitFor();
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("dialog"))), true, "the focus is in the sheet");
  await tabTo(page, /Sign and send/);
  await assertVisibleFocus(page);
  await page.keyboard.press("Enter");
  await wallet.review.sheet.getByText("Signed and sent").waitFor();
  await tabTo(page, /^Done$/);
  await page.keyboard.press("Enter");
  await wallet.review.sheet.waitFor({ state: "hidden" });
  await eventually("Bob has it", async () => (await balance(fund.token, people.bob)) === before + 5n * 10n ** 17n);
}));

test("Escape closes the review, signs nothing, and the focus is back on the button", visit(async ({ wallet, page }) => {
  const before = await balance(fund.token, people.bob);
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "0.5");
  await wallet.send.answer();
  await wallet.send.button.focus();
  await page.keyboard.press("Enter");
  await wallet.review.signButton.waitFor();
  await page.keyboard.press("Escape");
  await wallet.review.sheet.waitFor({ state: "hidden" });
  await eventually("the focus is back", async () => /^Review$/.test(await focused(page)));
  assert.equal(await balance(fund.token, people.bob), before);
}));

test("Enter in the form of a refused send opens nothing", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.carol, "1");
  assert.match(await wallet.send.answer(), /would be refused/);
  await wallet.send.amount.press("Enter");
  await page.waitForTimeout(500);
  assert.equal(await wallet.review.sheet.isVisible(), false);
}));

test("unlocking: the password has the focus, Enter opens, and the skip link leads to the content", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.lock();
  await eventually("the password has the focus", async () => /Password/.test(await focused(page)));
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await wallet.isOpen();
  await wallet.visit("/");
  await wallet.heading("Unlock").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  assert.match(await tabTo(page, /To the content/), /To the content/);
}));

test("tabs of an asset are one stop, and the arrows turn them", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  await wallet.asset(fund.name).getByRole("link", { name: fund.name }).click();
  const first = page.getByRole("tab", { name: "Holding" });
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Yield", selected: true }).waitFor();
  await eventually("the focus went with it", async () => /^Yield$/.test(await focused(page)));
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("tab", { name: "Holding", selected: true }).waitFor();
}));

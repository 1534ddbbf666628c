// No violation of WCAG that axe can find, on any screen, in either theme; and each screen has one main heading and fits a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeViolations } from "../harness/axe.mjs";
import { closed, elsewhere, open } from "../harness/screens.mjs";
import { visit } from "../harness/visit.mjs";

const THEMES = ["light", "dark"];
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

/** How many pixels the page is wider than its window, and what sticks out. */
function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return wide.slice(-4).map((element) => `${element.tagName}.${element.className} reaches ${Math.round(element.getBoundingClientRect().right)} of ${width}`);
  });
}

/** Looks at one screen in both themes and both widths; returns what is wrong. */
async function examine(page, name, faults) {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const violation of await axeViolations(page)) faults.push(`${name}, ${theme}: ${violation}`);
  }
  await page.setViewportSize(PHONE);
  for (const line of await overflow(page)) faults.push(`${name}, 360 px wide: ${line}`);
  await page.setViewportSize(DESK);
  // A dialog is in front of the page: its own heading is of the second level.
  if (name === "gallery") return;
  const headings = await page.locator("h1").count();
  if (headings !== 1) faults.push(`${name}: ${headings} main headings, expected one`);
}

async function examineAll(screens, { wallet, page }) {
  const faults = [];
  for (const [name, go] of Object.entries(screens)) {
    try {
      // One of them is as printed.
      await page.emulateMedia({ media: "screen" });
      await go(wallet, page);
      await examine(page, name, faults);
      if (await wallet.review.sheet.isVisible()) await wallet.review.sheet.getByRole("button", { name: "Cancel" }).click();
      await page.keyboard.press("Escape");
    } catch (error) {
      faults.push(`${name} could not be looked at: ${error.message.split("\n")[0]}`);
      await wallet.visit("/");
      if (await wallet.heading("Unlock").isVisible()) await wallet.unlock();
    }
  }
  assert.deepEqual(faults, [], faults.join("\n"));
}

test("the screens before a wallet is open", visit((opened) => examineAll(closed, opened)), { timeout: 240_000 });

test("the screens of an open wallet", visit(async (opened) => {
  await opened.wallet.openDemo("Alice");
  await examineAll(open, opened);
}), { timeout: 480_000 });

test("the screens of an account of another wallet", visit((opened) => examineAll(elsewhere, opened)), { timeout: 120_000 });

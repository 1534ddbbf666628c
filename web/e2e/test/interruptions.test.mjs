// Whatever is under way when the wallet is locked or a page is left: nothing breaks, and nothing of the open wallet shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { people } from "../harness/chain.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;

/** From now on every answer of the endpoint takes this long. */
const slow = (context, delay) =>
  context.route("**/rpc", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    await route.continue().catch(() => {}); // the page may have given it up
  });

async function assertAlive(wallet, page) {
  await page.waitForTimeout(4_000);
  assert.equal(await page.getByText("Assay stopped").count(), 0, "the page's program is alive");
}

for (const name of ["Portfolio", "Yields", "Activity"]) {
  test(`locked while ${name} asks the chain`, visit(async ({ wallet, page, context }) => {
    await wallet.openDemo("Alice");
    await slow(context, 1_500);
    await wallet.goTo(name);
    await page.waitForTimeout(5_000); // by now a round of questions is under way
    await wallet.lock();
    await assertAlive(wallet, page);
    await context.unroute("**/rpc");
    await wallet.unlock();
    await wallet.goTo("Portfolio");
    await wallet.asset(fund.name).getByRole("button", { name: /where this figure/ }).first().waitFor();
  }));
}

test("locked while a verdict is asked for, and left for another page while it is", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await slow(context, 1_500);
  await wallet.send.fill(people.bob, "1");
  await page.waitForTimeout(600);
  await wallet.goTo("Activity");
  await assertAlive(wallet, page);
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "2");
  await page.waitForTimeout(600);
  await wallet.lock();
  await assertAlive(wallet, page);
}));

test("locked while a review is being built: nothing is signed, and the sheet is gone", visit(async ({ wallet, page, context }) => {
  await wallet.openDemo("Alice");
  await wallet.send.open(fund.name);
  await wallet.send.fill(people.bob, "1");
  await wallet.send.answer();
  await slow(context, 1_000);
  await wallet.send.button.click();
  await wallet.review.sheet.waitFor();
  await page.evaluate(() => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Lock").click());
  await wallet.heading("Unlock").waitFor();
  await assertAlive(wallet, page);
  assert.equal(await wallet.review.sheet.count(), 0);
}));

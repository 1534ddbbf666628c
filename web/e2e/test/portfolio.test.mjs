// The portfolio's figures are those of the chain, computed here with integers from plain reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountShown, assets, holding, moneyShown, worth } from "../harness/assets.mjs";
import { decimal, grouped, people } from "../harness/chain.mjs";
import { eventually } from "../harness/browser.mjs";
import { visit } from "../harness/visit.mjs";

/** A line shows this figure: as it is set, and with every digit for whoever looks closer. */
function assertShows(text, exact, shown, what) {
  assert.ok(text.includes(shown), `${what} is shown as ${shown}: ${text}`);
  if (grouped(exact).length > shown.length) assert.ok(text.includes(grouped(exact)), `${what} has every digit (${exact}): ${text}`);
}

test("Alice's assets: balances and worths equal the chain's", visit(async ({ wallet }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  for (const asset of Object.values(assets)) {
    // Compared again until they agree: interest may be paid between our read and the wallet's.
    await eventually(`${asset.name} as on the chain`, async () => {
      const { raw, decimals } = await holding(asset, people.alice);
      assert.ok(raw > 0n, `${asset.name} is held on the chain`);
      const amount = decimal(raw, decimals);
      const text = await wallet.asset(asset.name).innerText();
      const money = await worth(asset, raw);
      assertShows(text, amount, amountShown(amount), `the balance of ${asset.name}`);
      assertShows(text, money, moneyShown(money), `the worth of ${asset.name}`);
      return true;
    });
  }
}));

test("the total is the sum of the worths", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.goTo("Portfolio");
  // Added up again until they agree, as above.
  await eventually("the total as on the chain", async () => {
    const exact = [];
    for (const asset of Object.values(assets)) exact.push(await worth(asset, (await holding(asset, people.alice)).raw));
    const scale = Math.max(...exact.map((text) => (text.split(".")[1] ?? "").length));
    const raw = exact.reduce((sum, text) => {
      const [whole, fraction = ""] = text.split(".");
      return sum + BigInt(whole + fraction.padEnd(scale, "0"));
    }, 0n);
    const total = moneyShown(decimal(raw, scale));
    assert.ok((await page.getByRole("main").innerText()).includes(total), `the total is shown as ${total}`);
    return true;
  });
}));

test("who holds little is shown little: Carol has cash and carbon only", visit(async ({ wallet }) => {
  await wallet.openDemo("Carol");
  await wallet.goTo("Portfolio");
  for (const key of ["cash", "carbon"]) {
    const { raw, decimals } = await holding(assets[key], people.carol);
    assert.ok(raw > 0n);
    const shown = amountShown(decimal(raw, decimals));
    await wallet.asset(assets[key].name).filter({ hasText: shown }).waitFor();
  }
}));

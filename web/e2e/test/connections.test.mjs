// What the browser keeps of sites, where it is not as it should be: no wallet yet, damaged records, two windows that write at the same time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../harness/browser.mjs";
import { people } from "../harness/chain.mjs";
import { agree, ask, connect, connected, Site } from "../harness/site.mjs";
import { visit } from "../harness/visit.mjs";
import { withSite } from "../harness/visit_site.mjs";

test("a site comes before there is a wallet: its user is told what to do, and then what it asks", visit(async ({ context }) => {
  const site = await new Site().start();
  try {
    const tab = await site.visit(context);
    const popup = await connect(tab);
    const asked = ask(tab, "eth_requestAccounts");
    await popup.getByText("There is no wallet in this browser yet").waitFor();
    await popup.getByText(site.origin).waitFor();
    await popup.getByRole("link", { name: "Try the demo chain" }).click();
    await popup.getByRole("button", { name: "Open as Alice" }).click();
    await agree(popup);
    assert.deepEqual((await asked).result, [people.alice]);
  } finally {
    await site.stop();
  }
}));

/** Runs in the wallet's page: the records of one of its databases as `[key, text]`; `more` are written to it first. */
async function records({ database: name, more = [] }) {
  const settled = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
  const database = await settled(indexedDB.open(name));
  const store = database.transaction("records", "readwrite").objectStore("records");
  for (const [key, text] of more) await settled(store.put(text, key));
  const [keys, texts] = [await settled(store.getAllKeys()), await settled(store.getAll())];
  database.close();
  return keys.map((key, place) => [key, texts[place]]);
}

test("a damaged connection is told and allows nothing, the others stay; all are taken back at once", withSite(async ({ tab, site, wallet, page }) => {
  const popup = await connected(tab);
  const database = "assay-connections";
  const [[key, text]] = await page.evaluate(records, { database });
  const other = (origin, end) => [key.replace(site.origin, origin), text.replace(site.origin, origin).slice(0, end)];
  await page.evaluate(records, { database, more: [other("https://one.example"), other("https://two.example", 40)] });
  await wallet.settings("Connections");
  const main = page.getByRole("main");
  const row = (origin) => main.getByRole("listitem").filter({ hasText: origin }).filter({ hasText: "Allowed" });
  await row("https://one.example").waitFor();
  await row(site.origin).waitFor();
  const damaged = main.getByRole("listitem").filter({ hasText: "https://two.example" });
  await page.getByText("A connection is damaged").waitFor();
  assert.match(await damaged.innerText(), /^https:\/\/two\.example \S+ 0x/);
  assert.match(await damaged.innerText(), /is damaged/);

  await page.getByRole("button", { name: "Take all back" }).click();
  const sheet = page.getByRole("dialog", { name: "Take all connections back" });
  await sheet.getByText("2 connections end").waitFor();
  await sheet.getByRole("button", { name: "Keep them" }).click();
  await sheet.waitFor({ state: "hidden" });
  await row(site.origin).waitFor();
  await page.getByRole("button", { name: "Take all back" }).click();
  await sheet.getByRole("button", { name: "Take all back" }).click();
  await page.getByText("No site sees an account of yours").waitFor();
  await damaged.waitFor();
  assert.equal((await ask(tab, "personal_sign", ["hello", people.alice])).error.code, 4100);
  await popup.getByRole("heading", { name: "Not connected" }).waitFor();
  const stored = await page.evaluate(records, { database });
  assert.deepEqual(stored, [other("https://two.example", 40)], "as it was");
  await page.getByRole("button", { name: /^Remove the damaged record https:\/\/two\.example/ }).click();
  await page.getByText("A connection is damaged").waitFor({ state: "detached" });
}));

test("what a site's window saves leaves what another tab saved meanwhile", withSite(async ({ tab, wallet, page }) => {
  await wallet.accounts.watch(people.bob, "Savings");
  const popup = await connected(tab);
  await wallet.settings("Appearance");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.locator("html[data-theme=dark]").waitFor();
  // The window was there before, and has the settings of then.
  const other = ask(tab, "wallet_requestPermissions", [{ eth_accounts: {} }]);
  await popup.getByRole("radio", { name: /Savings/ }).check();
  await agree(popup);
  assert.deepEqual((await other).result[0].caveats[0].value, [people.bob]);
  await eventually("both are stored", async () => {
    const text = new Map(await page.evaluate(records, { database: "assay-wallet" })).get("settings");
    return text.toLowerCase().includes(people.bob.toLowerCase()) && text.includes('"appearance":"dark"');
  });
}));

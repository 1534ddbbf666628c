// A site connects to the wallet by the protocol of docs/connection.md: the good ways, by pointer and by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { people } from "../harness/chain.mjs";
import { ask, connect, Site } from "../harness/site.mjs";
import { visit } from "../harness/visit.mjs";
import { DEMO_PASSWORD, Wallet } from "../harness/wallet.mjs";

/** A test's body with a site, its tab, and Alice's wallet in the profile. */
const withSite = (body, options) => visit(async (opened) => {
  const site = await new Site().start();
  try {
    await opened.wallet.openDemo("Alice");
    opened.tab = await site.visit(opened.context);
    await body({ ...opened, site });
  } finally {
    await site.stop();
  }
}, options);

/** Opens the wallet in the site's window. */
async function unlock(popup) {
  await popup.getByRole("heading", { name: "Unlock" }).waitFor({ timeout: 60_000 });
  await popup.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  await popup.getByRole("button", { name: "Unlock", exact: true }).click();
}

test("a site asks, its user unlocks and agrees, and the site learns the account", withSite(async ({ tab, site }) => {
  const popup = await connect(tab);
  const asked = ask(tab, "eth_requestAccounts");
  await popup.getByText(site.origin).waitFor();
  await unlock(popup);
  await popup.getByRole("heading", { name: `Connect to ${new URL(site.origin).host}?` }).waitFor();
  await popup.getByText("It calls itself “A little site”").waitFor();
  assert.equal(await popup.getByRole("navigation").count(), 0);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  assert.deepEqual(await asked, { id: 1, result: [people.alice] });
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  assert.deepEqual(await ask(tab, "eth_accounts"), { id: 2, result: [people.alice] });
  assert.deepEqual(await ask(tab, "eth_chainId"), { id: 3, result: "0x7a69" });
}));

// A site connects to the wallet by the protocol of docs/connection.md: the good ways, by pointer and by keyboard, in a window and by redirect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeInBothThemes } from "../harness/axe.mjs";
import { people } from "../harness/chain.mjs";
import { rpc } from "../harness/env.mjs";
import { assertVisibleFocus, tabTo } from "../harness/keyboard.mjs";
import { agree, ask, connect, connected, events, redirect, returned, told, unlock } from "../harness/site.mjs";
import { withSite } from "../harness/visit_site.mjs";

test("a site asks, its user unlocks and agrees, and the site learns the account", withSite(async ({ tab, site }) => {
  const popup = await connect(tab);
  const asked = ask(tab, "eth_requestAccounts");
  await popup.getByText(site.origin).waitFor();
  assert.deepEqual(await tab.evaluate(() => site.messages), [], "nothing is answered before the wallet is open");
  await unlock(popup);
  await popup.getByRole("heading", { name: `Connect to ${new URL(site.origin).host}?` }).waitFor();
  await popup.getByText("It calls itself “A little site”").waitFor();
  await popup.getByText("You have not connected to this site before").waitFor();
  assert.equal(await popup.getByRole("navigation").count(), 0);
  assert.deepEqual(await tab.evaluate(() => site.messages), [], "nothing is answered before its user agrees");
  await agree(popup);
  assert.deepEqual(await asked, { id: 1, result: [people.alice] });
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  assert.deepEqual(await ask(tab, "eth_accounts"), { id: 2, result: [people.alice] });
  assert.deepEqual(await ask(tab, "eth_chainId"), { id: 3, result: "0x7a69" });
  assert.deepEqual(await ask(tab, "net_version"), { id: 4, result: "31337" });
  const { result: [permission] } = await ask(tab, "wallet_getPermissions");
  assert.deepEqual(permission, {
    invoker: site.origin, parentCapability: "eth_accounts", caveats: [{ type: "restrictReturnedAccounts", value: [people.alice] }],
  });
  assert.deepEqual(await events(tab), [{ event: "accountsChanged", data: [people.alice] }]);
}));

test("who says no is 4001, and what needs consent is 4100 before", withSite(async ({ tab }) => {
  const popup = await connect(tab);
  const first = ask(tab, "personal_sign", ["hello", people.alice]);
  const second = ask(tab, "eth_accounts");
  const third = ask(tab, "eth_requestAccounts");
  await unlock(popup);
  assert.equal((await first).error.code, 4100);
  assert.deepEqual(await second, { id: 2, result: [] });
  await popup.getByRole("button", { name: "Do not connect" }).click();
  assert.equal((await third).error.code, 4001);
  await popup.getByRole("heading", { name: "Not connected" }).waitFor();
  assert.deepEqual(await events(tab), []);
}));

test("a consent is kept for the account, shown under Connections, and taken back there or by the site", withSite(async ({ tab, site, wallet, page }) => {
  const popup = await connected(tab);
  await popup.close();
  const again = await connect(tab);
  const asked = ask(tab, "eth_requestAccounts");
  await unlock(again);
  assert.deepEqual((await asked).result, [people.alice], "without being asked again");
  await wallet.settings("Connections");
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: site.origin });
  assert.match(await row.innerText(), /It calls itself “A little site”[^]*Allowed/);
  await page.getByRole("button", { name: `Take back what ${site.origin} may see` }).click();
  await page.getByText("No site sees an account of yours").waitFor();
  assert.equal((await ask(tab, "personal_sign", ["hello", people.alice])).error.code, 4100);
  await told(tab, "accountsChanged", []);
  const anew = ask(tab, "eth_requestAccounts");
  await agree(again);
  assert.deepEqual((await anew).result, [people.alice]);
  assert.equal((await ask(tab, "wallet_revokePermissions", [{ eth_accounts: {} }])).result, null);
  assert.deepEqual((await ask(tab, "eth_accounts")).result, []);
  await again.getByRole("heading", { name: "Not connected" }).waitFor();
}));

test("another account is chosen, and what waited for the first is void", withSite(async ({ tab, wallet }) => {
  await wallet.accounts.watch(people.bob, "Savings");
  const popup = await connected(tab);
  const other = ask(tab, "wallet_requestPermissions", [{ eth_accounts: {} }]);
  const waits = ask(tab, "personal_sign", ["hello", people.alice]);
  await popup.getByRole("radio", { name: /Savings/ }).check();
  await agree(popup);
  assert.deepEqual((await other).result[0].caveats[0].value, [people.bob]);
  assert.equal((await waits).error.code, 4100);
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  await told(tab, "accountsChanged", [people.bob]);
  assert.equal((await ask(tab, "personal_sign", ["hello", people.alice])).error.code, 4100, "it sees that one no more");
}));

test("a message is signed after it was read, and locking voids what waits", withSite(async ({ tab, page, wallet }) => {
  const popup = await connected(tab);
  const signed = ask(tab, "personal_sign", ["I like reading.", people.alice]);
  const sheet = popup.getByRole("dialog");
  await sheet.getByText("I like reading.").waitFor();
  await sheet.getByRole("button", { name: /^Sign/ }).click();
  assert.match((await signed).result, /^0x[0-9a-f]{130}$/);
  await popup.keyboard.press("Escape");
  const waits = [ask(tab, "personal_sign", ["One more.", people.alice]), ask(tab, "eth_chainId")];
  await sheet.getByText("One more.").waitFor();
  // Another tab of the wallet locks them all.
  await wallet.lock();
  await popup.getByRole("heading", { name: "Unlock" }).waitFor();
  for (const { error } of await Promise.all(waits)) assert.equal(error.code, 4100);
  assert.equal(await popup.getByText("One more.").count(), 0);
  const later = ask(tab, "eth_chainId");
  await unlock(popup);
  assert.equal((await later).result, "0x7a69");
  await page.bringToFront();
}));

/** The demo chain under another number, at an endpoint of another name. */
async function otherChain(context, endpoint) {
  await context.route(`${endpoint}/**`, async (route) => {
    const asked = JSON.parse(route.request().postData());
    const answered = await (await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body: route.request().postData() })).json();
    const methods = new Map([asked].flat().map((request) => [request.id, request.method]));
    const changed = [answered].flat().map((answer) => (methods.get(answer.id) === "eth_chainId" ? { ...answer, result: "0x7a6a" } : answer));
    await route.fulfill({ json: Array.isArray(answered) ? changed : changed[0], headers: { "access-control-allow-origin": "*" } });
  });
}

test("a network is added once its endpoint was tried, used once its user agrees, and the user's own is never changed", withSite(async ({ tab, page, wallet, context }) => {
  const endpoint = "https://other-chain.example";
  const chain = { chainId: "0x7a6a", chainName: "Other chain", nativeCurrency: { name: "Coin", symbol: "COIN", decimals: 18 }, rpcUrls: [`${endpoint}/`] };
  const popup = await connected(tab);
  assert.equal((await ask(tab, "wallet_switchEthereumChain", [{ chainId: "0x7a6a" }])).error.code, 4902);
  assert.equal((await ask(tab, "wallet_addEthereumChain", [{ ...chain, chainId: "0x7a69" }])).error.code, -32602);
  assert.equal((await ask(tab, "wallet_switchEthereumChain", [{ chainId: "0x7a69" }])).result, null, "it is on that one");
  const wrong = ask(tab, "wallet_addEthereumChain", [{ ...chain, rpcUrls: [rpc] }]);
  await popup.getByRole("heading", { name: "Add Other chain?" }).waitFor();
  await popup.getByText("The endpoint is the site's choice").waitFor();
  await popup.getByRole("button", { name: "Test, add and use it" }).click();
  await popup.getByText("Not added: the endpoint did not pass").waitFor();
  await popup.getByRole("button", { name: "Do not add it" }).click();
  assert.equal((await wrong).error.code, 4001);
  await otherChain(context, endpoint);
  const right = ask(tab, "wallet_addEthereumChain", [chain]);
  const waits = ask(tab, "personal_sign", ["hello", people.alice]);
  await popup.getByRole("button", { name: "Test, add and use it" }).click();
  assert.equal((await right).result, null);
  assert.equal((await waits).error.code, 4901, "what waited for the other chain is void");
  assert.equal((await ask(tab, "eth_chainId")).result, "0x7a6a");
  await told(tab, "chainChanged", "0x7a6a");
  const back = ask(tab, "wallet_switchEthereumChain", [{ chainId: "0x7a69" }]);
  await popup.getByRole("heading", { name: "Use Demo chain?" }).waitFor();
  await popup.getByRole("button", { name: "Change the network" }).click();
  assert.equal((await back).result, null);
  await told(tab, "chainChanged", "0x7a69");
  assert.equal((await ask(tab, "wallet_addEthereumChain", [chain])).error.code, -32602, "it is known by now");
  await wallet.reload();
  await wallet.unlock();
  await wallet.settings("Network");
  await page.getByText("Chain 31338, through other-chain.example").waitFor();
  await page.getByRole("button", { name: "Forget Other chain" }).click();
  await page.getByRole("heading", { name: "Other networks" }).waitFor({ state: "detached" });
}, { excuse: [/other-chain/] }));

test("the whole way by keyboard alone", withSite(async ({ tab }) => {
  const popup = await connect(tab);
  const asked = ask(tab, "eth_requestAccounts");
  await unlock(popup, { keyboard: true });
  await popup.getByRole("heading", { name: /^Connect to/ }).waitFor();
  assert.deepEqual(await axeInBothThemes(popup), []);
  await tabTo(popup, /^Connect$/);
  await assertVisibleFocus(popup);
  await popup.getByRole("button", { name: "Connect", exact: true, disabled: false }).waitFor();
  await popup.keyboard.press("Enter");
  assert.deepEqual((await asked).result, [people.alice]);
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  assert.deepEqual(await axeInBothThemes(popup), []);
  await tabTo(popup, /^End the session$/);
  await popup.keyboard.press("Enter");
  await popup.getByRole("heading", { name: "The session is over" }).waitFor();
  await told(tab, "disconnect", 4900);
  assert.deepEqual(await axeInBothThemes(popup), []);
}));

test("a site that keeps apart from its windows leaves for the wallet and comes back with the answer", withSite(async ({ tab, site }) => {
  await redirect(tab, { method: "eth_requestAccounts" });
  await tab.getByText(site.origin).waitFor();
  await unlock(tab);
  await agree(tab);
  assert.deepEqual(await returned(tab, site), { id: 1, result: [people.alice] });
  await redirect(tab, { method: "eth_sign", id: 2 });
  assert.equal((await returned(tab, site)).error.code, 4200, "what is refused for its method needs no open wallet");
  await redirect(tab, { method: "wallet_requestPermissions", params: [{ eth_accounts: {} }], id: 3 });
  await unlock(tab);
  await tab.getByRole("button", { name: "Do not connect" }).click();
  assert.equal((await returned(tab, site)).error.code, 4001);
}, { headers: { "cross-origin-opener-policy": "same-origin" } }));

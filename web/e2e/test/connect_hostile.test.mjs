// Pages that mean harm, of origins of their own. Nothing is signed, nothing leaks from one site to another, and every case ends in a clear state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../harness/browser.mjs";
import { people } from "../harness/chain.mjs";
import { url } from "../harness/env.mjs";
import { agree, ask, connect, connected, events, redirect, Site, told, unlock } from "../harness/site.mjs";
import { withSite } from "../harness/visit_site.mjs";

const MOST_UNITS = 131_072;
const NOTHING = { messages: [], heard: [] };

/** What a page has heard of the wallet in any way. */
const heard = (page) => page.evaluate(() => ({ messages: site.messages, heard: site.heard }));

/** A second site, with its tab. */
async function another(context, body) {
  const site = await new Site().start({ title: "Another site" });
  try {
    await body(await site.visit(context), site);
  } finally {
    await site.stop();
  }
}

/** The session is over in the window, and no review stands there. */
async function over(popup, title) {
  await popup.getByRole("heading", { name: "The session is over" }).waitFor();
  await popup.getByText(title).waitFor();
  assert.equal(await popup.getByRole("dialog").filter({ visible: true }).count(), 0);
}

/** Opens a review of a message; `answer` is the site's promise of one. */
async function reviewed(tab, popup, text) {
  const answer = ask(tab, "personal_sign", [text, people.alice]).catch(() => "the page is gone");
  await popup.getByRole("dialog").getByText(text).waitFor();
  return { answer };
}

test("a site that says it is another hears nothing, whatever it posts", withSite(async ({ tab, site, context }) => {
  await another(context, async (hostile) => {
    const popup = await connect(hostile, { origin: site.origin, silent: true });
    await popup.getByText(site.origin).waitFor();
    await hostile.evaluate(() => site.answer());
    await unlock(popup);
    await popup.getByRole("heading", { name: "Waiting for the site" }).waitFor();
    assert.deepEqual(await heard(hostile), NOTHING);
    assert.deepEqual(await heard(tab), NOTHING);
  });
}));

test("only the window that opened it is heard: not a frame, nor another window, of the very same origin", withSite(async ({ tab, site, context }) => {
  const popup = await connect(tab, { silent: true });
  const nonce = await tab.evaluate(() => site.nonce);
  // A frame of the site, and a window that it opened, both with the right nonce.
  const posts = `const { port1, port2 } = new MessageChannel(); port1.onmessage = ({ data }) => { (window.opener ?? parent).stolen.push(data); };
    (window.opener ?? parent).site.popup.postMessage(JSON.stringify({ assay: 1, kind: "open", nonce: "${nonce}" }), "${url}", [port2]);
    port1.postMessage(JSON.stringify({ id: 1, method: "eth_requestAccounts", params: [] }));`;
  await tab.evaluate((posts) => {
    window.stolen = [];
    const frame = document.createElement("iframe");
    frame.srcdoc = `<script>${posts}</scr` + "ipt>";
    document.body.append(frame);
  }, posts);
  const opened = context.waitForEvent("page");
  await tab.evaluate((origin) => { window.open(origin); }, site.origin);
  const third = await opened;
  await third.waitForLoadState();
  await third.evaluate(posts);
  await unlock(popup);
  await popup.getByRole("heading", { name: "Waiting for the site" }).waitFor();
  assert.deepEqual(await tab.evaluate(() => window.stolen), []);
  // The window that opened it is heard all the same.
  await tab.evaluate(() => site.answer());
  const asked = ask(tab, "eth_requestAccounts");
  await agree(popup);
  assert.deepEqual((await asked).result, [people.alice]);
}));

test("what is no handshake is passed over: wrong nonce, other fields, giants, cycles", withSite(async ({ tab }) => {
  const popup = await connect(tab, { silent: true });
  await tab.evaluate(({ wallet, most }) => {
    site.answer({ nonce: "0".repeat(32) });
    site.answer({ more: { extra: 1 } });
    site.answer({ name: "x".repeat(61) });
    site.answer({ name: "\u202eevil" });
    const post = (data, ports = 1) => site.popup.postMessage(data, wallet, Array.from({ length: ports }, () => new MessageChannel().port1));
    const open = { assay: 1, kind: "open", nonce: site.nonce };
    post(open);
    post(JSON.stringify(open), 0);
    post(JSON.stringify(open), 2);
    post(`{"__proto__":{"polluted":1},"assay":1,"kind":"open","nonce":"${site.nonce}"}`);
    post("x".repeat(most + 1));
    const cycle = {};
    cycle.cycle = cycle;
    post(cycle);
    post(new Blob(["x"]));
  }, { wallet: url, most: MOST_UNITS });
  await unlock(popup);
  await popup.getByRole("heading", { name: "Waiting for the site" }).waitFor();
  assert.equal(await popup.evaluate(() => ({}).polluted ?? null), null);
  await tab.evaluate(() => site.answer({ name: "After all that" }));
  await popup.getByText("It calls itself “After all that”").waitFor();
}));

test("a number that was used ends the session, with all that waits", withSite(async ({ tab }) => {
  const popup = await connected(tab);
  const { answer } = await reviewed(tab, popup, "Sign this, please.");
  await tab.evaluate(() => site.say(JSON.stringify({ id: 1, method: "eth_accounts", params: [] })));
  assert.equal((await answer).error.code, 4900);
  await over(popup, "The wallet ended the session");
  await told(tab, "disconnect", 4900);
  await tab.evaluate(() => site.say(JSON.stringify({ id: 99, method: "eth_accounts", params: [] })));
  assert.equal(await tab.evaluate(() => site.answers.has(99)), false);
}));

test("what is no message on the port ends the session: objects, cycles, giants, fields of the prototype", withSite(async ({ tab }) => {
  const says = {
    "an object": () => site.say({ id: 9, method: "eth_accounts", params: [] }),
    "a cycle": () => { const cycle = {}; cycle.cycle = cycle; site.say(cycle); },
    "a giant": () => site.say(JSON.stringify({ id: 9, method: "personal_sign", params: ["x".repeat(131_072), "0x"] })),
    "a field of the prototype": () => site.say('{"id":9,"method":"eth_accounts","params":[],"__proto__":{"consented":true}}'),
  };
  for (const [what, say] of Object.entries(says)) {
    const popup = await connect(tab);
    await tab.evaluate(say);
    await unlock(popup);
    await over(popup, "The wallet ended the session");
    await told(tab, "disconnect", 4900);
    assert.equal(await popup.evaluate(() => ({}).consented ?? null), null, what);
    await popup.close();
  }
}));

test("fields of the prototype in parameters are refused by name", withSite(async ({ tab }) => {
  const popup = await connected(tab);
  for (const [method, param] of [
    ["eth_sendTransaction", `{"from":"${people.alice}","__proto__":{"to":"${people.carol}"}}`],
    ["eth_sendTransaction", `{"from":"${people.alice}","constructor":{"prototype":{}}}`],
    ["wallet_switchEthereumChain", '{"chainId":"0x1","__proto__":{}}'],
  ]) {
    const id = await tab.evaluate(() => site.nextId++);
    await tab.evaluate(({ id, method, param }) => site.say(`{"id":${id},"method":"${method}","params":[${param}]}`), { id, method, param });
    const { error } = await eventually("an answer", () => tab.evaluate((id) => site.answers.get(id), id));
    assert.equal(error.code, -32602);
    assert.match(error.message, /__proto__|constructor/);
  }
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
}));

test("a flood: sixteen wait, the others are refused, and the user is asked once", withSite(async ({ tab }) => {
  const popup = await connect(tab);
  const codes = await tab.evaluate(async () => {
    const all = Array.from({ length: 500 }, () => site.ask("eth_requestAccounts"));
    const refused = await Promise.all(all.slice(16));
    window.waiting = all.slice(0, 16);
    return refused.map(({ error }) => error?.code);
  });
  assert.deepEqual([...new Set(codes)], [-32005]);
  await unlock(popup);
  await agree(popup);
  const answers = await tab.evaluate(() => Promise.all(window.waiting));
  assert.ok(answers.every(({ result }) => result?.[0] === people.alice));
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
}));

test("a site that is closed while something waits for a signature: the review goes with it", withSite(async ({ tab }) => {
  const popup = await connected(tab);
  await reviewed(tab, popup, "You will not sign this.");
  await tab.close();
  await over(popup, "The site left");
}));

test("a site that goes elsewhere while something waits: whoever comes after it learns nothing, even of what is signed", withSite(async ({ tab, site }) => {
  const popup = await connected(tab);
  await reviewed(tab, popup, "Asked before it left.");
  await tab.goto(`${site.origin}/elsewhere`);
  await popup.getByRole("dialog").getByRole("button", { name: /^Sign/ }).click();
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  await tab.goto(`${site.origin.replace("localhost", "127.0.0.1")}/`);
  assert.deepEqual(await heard(tab), NOTHING);
}));

test("a window that is closed while something waits says that nothing was signed", withSite(async ({ tab }) => {
  const popup = await connected(tab);
  const { answer } = await reviewed(tab, popup, "Not signed.");
  await popup.close({ runBeforeUnload: false });
  assert.equal((await answer).error.code, 4001);
}));

test("two sites at once: neither learns of the other, nor can ask in its name", withSite(async ({ tab, context, wallet, page }) => {
  const popup = await connected(tab);
  await another(context, async (other, site) => {
    const second = await connect(other);
    await unlock(second);
    await second.getByRole("heading", { name: "Not connected" }).waitFor();
    assert.deepEqual((await ask(other, "eth_accounts")).result, []);
    assert.deepEqual((await ask(other, "wallet_getPermissions")).result, []);
    assert.equal((await ask(other, "personal_sign", ["hello", people.alice])).error.code, 4100);
    assert.equal((await ask(other, "wallet_switchEthereumChain", [{ chainId: "0x7a69" }])).error.code, 4100);
    const asked = ask(other, "eth_requestAccounts");
    await second.getByText("You have not connected to this site before").waitFor();
    await agree(second);
    assert.deepEqual((await asked).result, [people.alice]);
    await wallet.settings("Connections");
    await page.getByRole("button", { name: `Take back what ${site.origin} may see` }).click();
    assert.deepEqual((await ask(other, "eth_accounts")).result, []);
    assert.deepEqual((await ask(tab, "eth_accounts")).result, [people.alice]);
    assert.equal((await events(tab)).length, 1, "what the other does is not told");
  });
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
}));

test("the wallet is not shown inside another page", withSite(async ({ tab }) => {
  const shown = await tab.evaluate(async (wallet) => {
    const frame = document.createElement("iframe");
    frame.src = `${wallet}/connect#v=1&origin=${encodeURIComponent(location.origin)}&nonce=${"0".repeat(32)}`;
    document.body.append(frame);
    await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3_000); });
    return { reachable: frame.contentDocument !== null, heard: site.heard.length };
  }, url);
  assert.equal(shown.heard, 0);
  const inside = tab.frames().filter((frame) => frame !== tab.mainFrame());
  for (const frame of inside) assert.equal(await frame.getByText("Assay").count(), 0);
}));

test("a redirect in another site's name is told as an attempt to deceive, and goes nowhere", withSite(async ({ tab, site, context }) => {
  await another(context, async (hostile) => {
    await redirect(hostile, { method: "eth_requestAccounts", back: `${site.origin}/` });
    await hostile.getByText("Somebody may be trying to deceive you").waitFor({ timeout: 60_000 });
    assert.ok(hostile.url().startsWith(url));
    assert.equal(await hostile.getByLabel("Password", { exact: true }).count(), 0, "it does not even ask to unlock");
  });
  // Nor without the browser's word for where it came from.
  await redirect(tab, { method: "eth_requestAccounts", policy: "no-referrer" });
  await tab.getByText("it came from nowhere that it may tell").waitFor({ timeout: 60_000 });
}));

test("names that look like a known one are warned of, in sight of the question", withSite(async ({ context }) => {
  const known = await new Site().pretend(context, "https://gold-vault.example");
  const popup = await connected(await known.visit(context));
  await popup.close();
  for (const [origin, warning] of [
    ["https://gold-vau1t.example", /one letter away from gold-vault\.example/],
    ["https://gold-vault.example.evil.test", /The name of gold-vault\.example, which you know, stands in this one/],
    ["https://xn--gold-vult-1fi.example", /Letters of different alphabets|Written with its own letters/],
  ]) {
    const tab = await (await new Site().pretend(context, origin)).visit(context);
    const second = await connect(tab);
    const asked = ask(tab, "eth_requestAccounts");
    await unlock(second);
    await second.getByRole("alert").filter({ hasText: warning }).waitFor();
    await second.getByRole("button", { name: "Do not connect" }).click();
    assert.equal((await asked).error.code, 4001);
    await second.close();
  }
}));

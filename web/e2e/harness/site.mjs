// A site of its own origin: a page of a few lines that opens the wallet's /connect and speaks its protocol by hand (docs/connection.md), so that
// a test can say anything a real or a hostile site could say.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { eventually } from "./browser.mjs";
import { url } from "./env.mjs";
import { tabTo } from "./keyboard.mjs";
import { DEMO_PASSWORD } from "./wallet.mjs";

/** What runs in the site's page. It knows the wallet's origin and nothing else. */
function siteScript(walletOrigin) {
  const state = { messages: [], heard: [], events: [], answers: new Map(), waiting: new Map(), nextId: 1 };
  const hex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Opens the window. It is answered as the protocol says, unless `silent`. */
  state.open = ({ silent = false, name = "A little site", origin = location.origin, version = 1, nonce = hex(), target = "_blank", features = "popup,width=420,height=720" } = {}) => {
    Object.assign(state, { nonce, name, silent });
    state.popup = window.open(`${walletOrigin}/connect#v=${version}&origin=${encodeURIComponent(origin)}&nonce=${nonce}`, target, features);
    return state.popup !== null;
  };

  /** Answers `ready` with a port. */
  state.answer = ({ nonce = state.nonce, name = state.name, more = {} } = {}) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => state.onPort(data);
    state.port = channel.port1;
    state.popup.postMessage(JSON.stringify({ assay: 1, kind: "open", nonce, name, ...more }), walletOrigin, [channel.port2]);
  };

  /** Says something on the port, as it is. */
  state.say = (data) => state.port.postMessage(data);

  state.onPort = (data) => {
    state.messages.push(data);
    const message = JSON.parse(data);
    if (message.event) state.events.push(message);
    else {
      state.answers.set(message.id, message);
      state.waiting.get(message.id)?.(message);
    }
  };

  /** Asks, and resolves with the whole answer. */
  state.ask = (method, params = []) => new Promise((resolve) => {
    const id = state.nextId++;
    state.waiting.set(id, resolve);
    state.port.postMessage(JSON.stringify({ id, method, params }));
  });

  addEventListener("message", (event) => {
    if (event.origin !== walletOrigin) return;
    state.heard.push(event.data);
    const { kind, nonce } = JSON.parse(event.data);
    if (kind === "ready" && nonce === state.nonce && !state.silent) state.answer();
  });
  window.site = state;
}

const html = (title, script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>
<button id="connect">Connect Assay</button><div id="said" role="status"></div><script>${script}
document.getElementById("connect").addEventListener("click", () => site.open());</script></body></html>`;

/** A site on a port of its own, under a name of this computer. */
export class Site {
  headers = {};

  async start({ host = "localhost", title = "A little site", headers = {}, script = "" } = {}) {
    this.headers = headers;
    const wallet = new URL(url).origin;
    this.server = createServer((request, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...this.headers });
      response.end(html(title, `(${siteScript})(${JSON.stringify(wallet)});${script}`));
    });
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.origin = `http://${host}:${this.server.address().port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** A site under any encrypted name, answered by the browser itself. */
  async pretend(context, origin) {
    const body = html("A little site", `(${siteScript})(${JSON.stringify(new URL(url).origin)});`);
    await context.route(`${origin}/**`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
    this.origin = origin;
    return this;
  }

  /** The site in a tab of this profile. */
  async visit(context, path = "/") {
    const page = await context.newPage();
    await page.goto(`${this.origin}${path}`);
    return page;
  }
}

/** Presses the site's button, and returns the wallet's window. */
export async function connect(page, options) {
  const opened = page.context().waitForEvent("page");
  if (options) await page.evaluate((options) => { site.open(options); }, options);
  else await page.getByRole("button", { name: "Connect Assay" }).click();
  const popup = await opened;
  page.walletLog?.listen(popup);
  await popup.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
  if (!options?.silent) await page.waitForFunction(() => site.port);
  return popup;
}

/** Asks in the site's page; a promise of the answer, which may take its user's word. */
export const ask = (page, method, params = []) => page.evaluate(({ method, params }) => site.ask(method, params), { method, params });

/** What the site has heard that it did not ask for. */
export const events = (page) => page.evaluate(() => site.events);

/** Waits until the last of it is this event, with these data or with the code of an error: it comes a moment after what the wallet's window shows. */
export const told = (page, event, data) => eventually(`the site is told: ${event}`, async () => {
  const last = (await events(page)).at(-1);
  assert.deepEqual([last?.event, last?.data?.code ?? last?.data], [event, data]);
  return true;
});

/** Opens the wallet in a window that a site opened. */
export async function unlock(popup, { keyboard = false } = {}) {
  await popup.getByRole("heading", { name: "Unlock" }).waitFor({ timeout: 60_000 });
  if (keyboard) {
    await tabTo(popup, /^Password$/);
    await popup.keyboard.type(DEMO_PASSWORD);
    await popup.keyboard.press("Enter");
    return;
  }
  await popup.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  await popup.getByRole("button", { name: "Unlock", exact: true }).click();
}

/** Agrees that the site sees the account that is chosen. */
export async function agree(popup) {
  await popup.getByRole("heading", { name: /^Connect to/ }).waitFor();
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
}

/** Connects a site for the first time, and returns the wallet's window. */
export async function connected(page) {
  const popup = await connect(page);
  const asked = ask(page, "eth_requestAccounts");
  await unlock(popup);
  await agree(popup);
  await asked;
  await popup.getByRole("heading", { name: "Connected" }).waitFor();
  return popup;
}

/** Leaves the site for the wallet with one request, by a link that tells the origin it comes from. */
export async function redirect(page, { method, params = [], id = 1, back = page.url().split("#")[0], policy = "origin" }) {
  const nonce = "0123456789abcdef".repeat(2);
  const request = Buffer.from(JSON.stringify({ id, method, params })).toString("base64url");
  const href = `${url}/connect#v=1&return=${encodeURIComponent(back)}&nonce=${nonce}&request=${request}`;
  await page.evaluate(({ href, policy }) => {
    const link = Object.assign(document.createElement("a"), { href, textContent: "Go to the wallet", referrerPolicy: policy });
    document.body.append(link);
    // The answer before this one is taken.
    history.replaceState(null, "", location.pathname);
    link.click();
  }, { href, policy });
  await page.waitForURL(/\/connect#|#assay=/);
}

/** The answer that a site finds in its address. */
export async function returned(page, site) {
  await eventually("the answer comes home", () => page.url().startsWith(site.origin) && page.url().includes("#assay="));
  const { nonce, ...answer } = JSON.parse(Buffer.from(page.url().split("#assay=")[1], "base64url").toString());
  if (nonce !== "0123456789abcdef".repeat(2)) throw new Error(`the answer has the nonce ${nonce}`);
  const { chainId, ...rest } = answer;
  if (("result" in answer) !== (chainId === "0x7a69")) throw new Error(`the answer has the chain ${chainId}`);
  return rest;
}

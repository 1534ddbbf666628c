// A site of its own origin: a page of a few lines that opens the wallet's /connect and speaks its protocol by hand (docs/connection.md), so that
// a test can say anything a real or a hostile site could say.
import { createServer } from "node:http";
import { once } from "node:events";
import { url } from "./env.mjs";

/** What runs in the site's page. It knows the wallet's origin and nothing else. */
function siteScript(walletOrigin) {
  const state = { messages: [], heard: [], events: [], answers: new Map(), waiting: new Map(), nextId: 1 };
  const hex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Opens the window. It is answered as the protocol says, unless `silent`. */
  state.open = ({ silent = false, name = "A little site", origin = location.origin, version = 1, nonce = hex(), features = "popup,width=420,height=720" } = {}) => {
    Object.assign(state, { nonce, name, silent });
    state.popup = window.open(`${walletOrigin}/connect#v=${version}&origin=${encodeURIComponent(origin)}&nonce=${nonce}`, "_blank", features);
    return state.popup !== null;
  };

  /** Answers `ready` with a port. */
  state.answer = ({ nonce = state.nonce, name = state.name, more = {} } = {}) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => state.onPort(data);
    state.port = channel.port1;
    state.popup.postMessage(JSON.stringify({ assay: 1, kind: "open", nonce, name, ...more }), walletOrigin, [channel.port2]);
  };

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
  await popup.locator("#boot").waitFor({ state: "detached", timeout: 60_000 });
  return popup;
}

/** Asks in the site's page; a promise of the answer, which may take its user's word. */
export const ask = (page, method, params = []) => page.evaluate(({ method, params }) => site.ask(method, params), { method, params });

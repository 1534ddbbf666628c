// A site and a wallet of different origins, in Chromium: `http://localhost` with the provider, and `http://127.0.0.1` with a wallet's page that does
// as a test tells it. Popups are blocked as they are for people.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const PATIENCE_MS = 60_000;
const provider = join(dirname(createRequire(import.meta.url).resolve('@assay/sdk/package.json')), 'provider');

if (!process.env.ASSAY_CHROMIUM) throw new Error('ASSAY_CHROMIUM must name a Chromium; `cargo xtask test --only release` sets it');
let running;
const browser = () =>
  (running ??= chromium.launch({
    executablePath: process.env.ASSAY_CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'], ignoreDefaultArgs: ['--disable-popup-blocking'],
  }));
export const closeBrowser = async () => (await running)?.close();

/** In the site's page. `?load` asks as the page loads, which is no click. */
const site = (wallet) => `
import { createProvider } from './provider/index.js';
const provider = createProvider({ wallet: ${JSON.stringify(wallet)}, name: 'Example Funds' });
const asked = [];
const ask = (method, params) => {
  const one = { method };
  asked.push(one);
  provider.request({ method, params }).then((result) => { one.result = result; }, ({ code, message }) => { one.error = { code, message }; });
};
const events = [];
for (const name of ['connect', 'disconnect', 'accountsChanged', 'chainChanged']) provider.on(name, (value) => events.push([name, value instanceof Error ? value.code : value]));
Object.assign(globalThis, { provider, ask, asked, events });
document.querySelector('button').onclick = () => ask('eth_requestAccounts');
if (location.search === '?load') ask('eth_requestAccounts');
`;

/** In the wallet's page: says that it is ready, answers what needs nobody, and keeps the rest for the test. */
const wallet = `
const told = new URLSearchParams(location.hash.slice(1));
const [nonce, origin] = [told.get('nonce'), told.get('origin')];
const heard = [];
const asked = [];
const answers = { eth_accounts: ['0x1111111111111111111111111111111111111111'], eth_chainId: '0x1' };
let port;
const post = (message) => port.postMessage(typeof message === 'string' ? message : JSON.stringify(message));
const answer = (method, result) => post({ id: asked.findLast((request) => request.method === method).id, result });
addEventListener('message', ({ data, origin, source, ports }) => {
  heard.push({ data, origin, fromOpener: source === opener, ports: ports.length });
  [port] = ports;
  port.onmessage = ({ data }) => {
    const request = JSON.parse(data);
    asked.push(request);
    if (request.method in answers) post({ id: request.id, result: answers[request.method] });
  };
});
Object.assign(globalThis, { told, heard, asked, answers, post, answer });
if (origin !== null) opener?.postMessage(JSON.stringify({ assay: 1, kind: 'ready', nonce }), origin);
`;

const POLICY = "default-src 'none'; script-src 'self'; frame-src http:; require-trusted-types-for 'script'; trusted-types 'none'";
const page = (body) => `<!doctype html><html lang="en"><title>Test</title><main><h1>Test</h1>${body}</main>`;

const listen = async (pages) => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const [type, body, headers = {}] = pages(pathname) ?? [];
    if (body === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': type, ...headers }).end(body);
  }).listen(0);
  await once(server, 'listening');
  return { port: server.address().port, close: () => server.close() };
};

/** Both, and a page of the site. `opener` is the site's Cross-Origin-Opener-Policy. */
export async function origins({ opener = 'unsafe-none' } = {}) {
  const walletServer = await listen((path) => {
    if (path === '/connect') return ['text/html', page('<script src="wallet.js"></script>')];
    if (path === '/wallet.js') return ['text/javascript', wallet];
    // Speaks as the wallet would, from a frame of the site: the right origin, and not the window.
    if (path === '/frame') return ['text/html', page('')];
    return undefined;
  });
  const walletUrl = `http://127.0.0.1:${walletServer.port}`;
  const siteServer = await listen((path) => {
    const headers = { 'content-security-policy': POLICY, 'cross-origin-opener-policy': opener };
    if (path === '/' || path === '/elsewhere') return ['text/html', page('<button>Connect</button><script type="module" src="site.js"></script>'), headers];
    if (path === '/site.js') return ['text/javascript', site(walletUrl)];
    const file = normalize(path);
    return file.startsWith('/provider/') ? ['text/javascript', readFileSync(join(provider, file.slice('/provider/'.length)))] : undefined;
  });
  const context = await (await browser()).newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  context.on('page', (opened) => {
    opened.on('pageerror', (error) => complaints.push(error.stack));
    opened.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && complaints.push(message.text()));
  });
  const opened = await context.newPage();
  const siteUrl = `http://localhost:${siteServer.port}`;
  return {
    page: opened, context, complaints, siteUrl, walletUrl,
    async close() {
      await context.close();
      siteServer.close();
      walletServer.close();
    },
  };
}

/** Waits until a function of the page gives something. */
export const until = (page, look, argument) => page.waitForFunction(look, argument).then((handle) => handle.jsonValue());

/** Clicks what opens the wallet's window, and gives the window once its page runs. */
export async function windowOf(page, click) {
  const [popup] = await Promise.all([page.waitForEvent('popup'), click()]);
  await popup.waitForFunction(() => globalThis.heard !== undefined);
  return popup;
}

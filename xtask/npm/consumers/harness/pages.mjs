// Serves a project as a site of the strictest policy that the package's README asks for, and opens it in Chromium.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { question } from './question.mjs';

const PATIENCE_MS = 60_000;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

if (!process.env.ASSAY_CHROMIUM) throw new Error('ASSAY_CHROMIUM must name a Chromium; `cargo xtask test --only release` sets it');
let running;
const browser = () => (running ??= chromium.launch({ executablePath: process.env.ASSAY_CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] }));
export const close = async () => (await running)?.close();

/** Inline scripts, of which an import map is one, are allowed by their hashes. */
const policy = (html) => {
  const inline = [...html.matchAll(/<script(?![^>]* src=)[^>]*>([^]*?)<\/script>/g)].map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const scripts = ["'self'", "'wasm-unsafe-eval'", ...inline].join(' ');
  const ours = ["'self'", question.rpc, question.redirecting].join(' ');
  return `default-src 'none'; script-src ${scripts}; connect-src ${ours}`;
};

/** What was built, and beside it what needs no building. */
export async function serve(...folders) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = normalize(pathname === '/' ? '/index.html' : pathname);
    for (const folder of folders) {
      let body;
      try {
        body = readFileSync(join(folder, name));
      } catch {
        continue;
      }
      const headers = { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' };
      if (name.endsWith('.html')) headers['content-security-policy'] = policy(body.toString());
      response.writeHead(200, headers).end(body);
      return;
    }
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Opens a page that tells its answer on the console. Gives it, with the WebAssembly that was loaded; any complaint of the page is thrown. */
export async function opened(url) {
  const page = await (await browser()).newPage();
  try {
    const loaded = [];
    await page.route('**/question.json', (route) => route.fulfill({ json: question }));
    page.on('response', (response) => new URL(response.url()).pathname.endsWith('.wasm') && loaded.push(response.url()));
    const complaint = new Promise((_, reject) => {
      const complain = (text) => reject(new Error(`${url} complains: ${text}`));
      page.on('pageerror', (error) => complain(error.stack ?? error.message));
      page.on('console', (message) => message.type() === 'error' && complain(`${message.text()} (${message.location().url})`));
    });
    const told = page.waitForEvent('console', { predicate: (message) => message.type() === 'info', timeout: PATIENCE_MS });
    told.catch(() => {});
    await page.goto(url);
    const answer = JSON.parse((await Promise.race([told, complaint])).text());
    return { answer, loaded };
  } finally {
    await page.close();
  }
}

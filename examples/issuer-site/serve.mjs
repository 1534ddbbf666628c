// Serves the page with the headers that a careful issuer sends. Everything that the demo's addresses decide is filled in here.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

const TYPES = { '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm' };

/** The policy: nothing but this site's own files, and the chain's endpoints. */
export const policy = (endpoints) => [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "worker-src 'self'", `connect-src 'self' ${endpoints.join(' ')}`,
  "img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types assay-widget',
].join('; ');

/** A file below a folder, if that is where the path leads. */
function below(folder, path) {
  const root = resolve(folder);
  const file = normalize(join(root, path));
  if (!file.startsWith(root + sep)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/**
 * Starts the site. `widget`: the folder of the bundled widget; `files`: the demo chain's folder; `wallet`: the wallet's address; `pages`: further pages
 * by their path, as text. Gives its address and a way to stop it.
 */
export async function serve({ widget, files, wallet, port = 0, pages = {}, headers = {} }) {
  const { rpc, chainId, contracts } = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));
  const { 'widget.js': integrity } = JSON.parse(readFileSync(join(widget, 'integrity.json'), 'utf8'));
  const filled = { ...contracts, integrity, rpc, wallet, chain: `eip155:${chainId}`, list: '/files/tokenlist.json' };
  const fill = (text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => filled[name]);
  const sent = { 'content-security-policy': policy([new URL(rpc).origin]), 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache', ...headers };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = pathname === '/' ? '/index.html' : decodeURIComponent(pathname);
    const text = pages[path] ?? (path === '/index.html' ? readFileSync(join(import.meta.dirname, 'index.html'), 'utf8') : undefined);
    if (text !== undefined) {
      response.writeHead(200, { ...sent, 'content-type': TYPES['.html'] }).end(fill(text));
      return;
    }
    const [, folder, ...rest] = path.split('/');
    const file = { widget: () => below(widget, rest.join('/')), files: () => below(files, rest.join('/')) }[folder]?.() ?? (path === '/site.css' ? join(import.meta.dirname, 'site.css') : undefined);
    if (file === undefined) {
      response.writeHead(404, sent).end();
      return;
    }
    response.writeHead(200, { ...sent, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  const stop = () => new Promise((stopped) => {
    server.close(stopped);
    server.closeAllConnections();
  });
  return { address: `http://localhost:${server.address().port}`, stop };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { widget: { type: 'string' }, files: { type: 'string' }, wallet: { type: 'string' }, port: { type: 'string', default: '8430' } } });
  for (const name of ['widget', 'files', 'wallet']) {
    if (!values[name]) throw new Error(`--${name} is missing; README.md says what it is`);
  }
  const { address } = await serve({ ...values, port: Number(values.port) });
  console.log(`the issuer's page is at ${address}`);
}

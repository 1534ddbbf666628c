// How long it takes from the start of a navigation to the first verdict on a page that has nothing of it yet: @assay/sdk, and viem and ethers,
// which only simulate. In Chromium, a fresh profile for each round, bundles and WebAssembly compressed by brotli as they are served.
// `cargo xtask bench --only npm` calls this with
//   ASSAY_SDK        the folder of the assembled package, a release build
//   ASSAY_DEVNET     the line of JSON that the demo chain prints when it is ready
//   ASSAY_CHROMIUM   the browser
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from 'playwright-core';
import { bundled } from './sizes.mjs';

const ROUNDS = 9;
const PATIENCE_MS = 60_000;
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const { ASSAY_SDK: folder, ASSAY_CHROMIUM: executablePath, ASSAY_DEVNET: devnet } = process.env;
const { rpc, chainId, files } = JSON.parse(devnet);
const { investors, contracts } = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));
const given = JSON.stringify({ rpc, chain: `eip155:${chainId}`, token: contracts.fund, from: investors.alice.address, to: investors.carol.address });

// `performance.now()` counts from the start of the navigation.
const tells = (body) => `const given = ${given};\n${body}\nglobalThis.told = { passes, took: performance.now() };`;
const PAGES = {
  'Assay: verdict with reasons': [folder, tells(`
    import { Client, init } from './browser.js';
    await init();
    const assay = new Client({ chain: given.chain, rpc: given.rpc });
    const passes = (await assay.checkTransfer({ asset: given.token, from: given.from, to: given.to, amount: { raw: '1000' } })).verdict === 'allow';`)],
  'viem and ethers: whether a simulation passes': [here, tells(`
    import { Contract, JsonRpcProvider } from 'ethers';
    import { createPublicClient, http, parseAbi } from 'viem';
    const viem = createPublicClient({ transport: http(given.rpc) });
    const abi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)']);
    const call = { address: given.token, abi, functionName: 'transfer', args: [given.to, 1000n], account: given.from };
    const ethers = new Contract(given.token, ['function transfer(address,uint256) returns (bool)'], new JsonRpcProvider(given.rpc));
    const answers = await Promise.allSettled([viem.simulateContract(call), ethers.transfer.staticCall(given.to, 1000n, { from: given.from })]);
    const passes = answers.every(({ status }) => status === 'fulfilled');`)],
};

const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const HTML = packed(Buffer.from('<!doctype html><title>first</title><script type="module" src="page.js"></script>'));

const serve = async (script) => {
  const bodies = { '/': ['text/html', HTML], '/page.js': ['text/javascript', packed(Buffer.from(script))] };
  const wasm = script.match(/assay_bg\.wasm/) ? packed(readFileSync(join(folder, 'assay_bg.wasm'))) : undefined;
  if (wasm) bodies['/assay_bg.wasm'] = ['application/wasm', wasm];
  const server = createServer(({ url }, response) => {
    const [type, body] = bodies[url] ?? [];
    response.writeHead(body ? 200 : 404, { 'content-type': type ?? 'text/plain', 'content-encoding': body ? 'br' : 'identity' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bytes = Object.values(bodies).reduce((sum, [, body]) => sum + body.length, 0);
  return { url: `http://127.0.0.1:${server.address().port}/`, bytes, close: () => server.close() };
};

// What a page's visitors have: no limit, and a mobile connection.
const LINKS = { 'this machine': undefined, '10 Mbit/s, 40 ms': { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 } };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const measured = async (url, link) => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (link) {
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', link);
    }
    await page.goto(url);
    await page.waitForFunction(() => globalThis.told, undefined, { timeout: PATIENCE_MS });
    const { passes, took } = await page.evaluate(() => globalThis.told);
    assert.equal(passes, false, 'nobody has verified Carol');
    return took;
  } finally {
    await context.close();
  }
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const sites = await Promise.all(Object.entries(PAGES).map(async ([name, [from, script]]) => ({ name, took: {}, ...(await serve((await bundled(script, from)).toString())) })));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [link, limits] of Object.entries(LINKS)) {
    for (const site of round % 2 ? sites.toReversed() : sites) (site.took[link] ??= []).push(await measured(site.url, limits));
  }
}
console.log(`| from navigation to the first answer, cold | bytes | ${Object.keys(LINKS).join(' | ')} |`);
console.log(`| --- | ---: | ${Object.keys(LINKS).map(() => '---:').join(' | ')} |`);
for (const { name, bytes, took } of sites) console.log(`| ${name} | ${bytes.toLocaleString('en')} | ${Object.values(took).map((each) => `${median(each).toFixed(0)} ms`).join(' | ')} |`);
await browser.close();
sites.forEach(({ close }) => close());

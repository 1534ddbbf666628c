// The example as its users get it: built, served by Vite, and opened in Chromium.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { createPublicClient, erc20Abi, http } from 'viem';
import { preview } from 'vite';

const root = resolve(import.meta.dirname, '..');
for (const name of ['ASSAY_URL', 'ASSAY_DEVNET', 'ASSAY_CHROMIUM']) {
  if (!process.env[name]) throw new Error(`${name} is not set; \`cargo xtask test --only release\` sets it`);
}
export const wallet = process.env.ASSAY_URL.replace(/\/$/, '');
const { files } = JSON.parse(process.env.ASSAY_DEVNET);
export const demo = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));

const chain = createPublicClient({ transport: http(demo.rpc) });
/** Shares of the fund, in its smallest units. */
export const balance = (holder) => chain.readContract({ address: demo.contracts.fund, abi: erc20Abi, functionName: 'balanceOf', args: [holder] });

export async function start() {
  const built = promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: root, env: { ...process.env, WALLET: wallet } });
  await built.catch(({ message, stdout, stderr }) => {
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  });
  const server = await preview({ root, configFile: false, logLevel: 'warn', preview: { host: 'localhost', port: 0 } });
  const browser = await chromium.launch({ executablePath: process.env.ASSAY_CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  return {
    url: server.resolvedUrls.local[0], browser,
    async stop() {
      await browser.close();
      await server.close();
    },
  };
}

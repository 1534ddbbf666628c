// What a dApp loads for each entry point of @assay/sdk, beside what it loads for the same job from others: bundled and minified by esbuild from
// only what the job needs, the WebAssembly included, compressed by brotli as it is served. `cargo xtask bench --only npm` calls this with
//   ASSAY_SDK   the folder of the assembled package, a release build
//
// viem and ethers say nothing of why a transfer is refused, nothing of yields, and prove nothing: where they do less, the table says what.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled, JOBS as KEYS, weigh } from './sizes.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = process.env.ASSAY_SDK;
if (!folder) throw new Error('ASSAY_SDK must name the folder of the assembled package; `cargo xtask bench --only npm` sets it');

const READ_AND_SIMULATE = {
  'viem: balances, and whether a simulation passes': "export { createPublicClient, custom, erc20Abi, http } from 'viem';",
  'ethers: balances, and whether a simulation passes': "export { BrowserProvider, Contract, JsonRpcProvider } from 'ethers';",
  'viem and ethers, in one page':
    "export { createPublicClient, custom, erc20Abi, http } from 'viem'; export { BrowserProvider, Contract, JsonRpcProvider } from 'ethers';",
};
const CALL_UNPROVEN = {
  'viem: a call, by the word of the endpoint': "export { createPublicClient, http } from 'viem';",
  'ethers: a call, by the word of the endpoint': "export { JsonRpcProvider } from 'ethers';",
};
const HELIOS = { 'helios: follows the chain and proves calls': "export { createHeliosProvider } from '@a16z/helios';" };

// Of the package, what the job takes; which WebAssembly it loads, and which only where a call needs it.
const ENTRIES = [
  { from: '@assay/sdk', job: 'verdicts, holdings, yields, redemption', names: 'Client, init, isAssayError', wasm: ['assay'], peers: READ_AND_SIMULATE },
  { from: '@assay/sdk/keys', job: 'phrases, signatures, keystores, vaults', names: 'init, Seed', wasm: ['assay_keys'], peers: KEYS },
  { from: '@assay/sdk/records', job: 'bonds, returns, books', names: 'bondYield, init, movements', wasm: ['assay_records'], peers: {} },
  { from: '@assay/sdk/evm', job: 'proven calls', names: 'init, provenCall', wasm: ['assay_evm'], later: ['assay_evm_full'], peers: { ...CALL_UNPROVEN, ...HELIOS } },
  { from: '@assay/sdk/light-client', job: 'proven blocks', names: 'init, LightClient', wasm: ['assay_lc'], peers: HELIOS },
  { from: '@assay/sdk/zk', job: 'zero-knowledge proofs', names: 'Groth16Key, init', wasm: ['assay_zk'], peers: { 'snarkjs: verifies Groth16': "export { groth16 } from 'snarkjs';" } },
  { from: '@assay/sdk/range', job: 'range proofs', names: 'init, verifyInclusion', wasm: ['assay_range'], peers: {} },
];

const fileOf = (from) => `./${from === '@assay/sdk' ? '' : `${from.split('/')[2]}.`}browser.js`;
const weighed = new Map();
const weighPeer = async (contents) => {
  if (!weighed.has(contents)) weighed.set(contents, weigh([await bundled(contents, here)]));
  return weighed.get(contents);
};
const number = (bytes) => bytes.toLocaleString('en');
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

row('entry point, or its peer', 'JavaScript', 'WebAssembly', 'together, brotli', 'as it is', '÷ Assay');
row('---', '---:', '---:', '---:', '---:', '---:');
for (const { from, job, names, wasm, later = [], peers } of ENTRIES) {
  const [script, ...modules] = [await bundled(`export { ${names} } from '${fileOf(from)}';`, folder), ...wasm.map((name) => readFileSync(join(folder, `${name}_bg.wasm`)))];
  const [js, compiled, all] = [weigh([script]), weigh(modules), weigh([script, ...modules])];
  row(`**${from}**: ${job}`, number(js.brotli), number(compiled.brotli), `**${number(all.brotli)}**`, number(all.raw), '1');
  for (const name of later) row(`  where a call needs it, ${name}`, '', number(weigh([readFileSync(join(folder, `${name}_bg.wasm`))]).brotli), '', '', '');
  for (const [name, contents] of Object.entries(peers)) {
    const theirs = await weighPeer(contents);
    row(name, number(theirs.brotli), '', number(theirs.brotli), number(theirs.raw), (theirs.brotli / all.brotli).toFixed(2));
  }
}

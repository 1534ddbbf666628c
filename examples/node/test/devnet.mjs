// The running demo chain, told by `ASSAY_DEVNET`, and plain JSON-RPC to it: what the package says is compared with what the chain says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

if (!process.env.ASSAY_DEVNET) {
  throw new Error('ASSAY_DEVNET must hold the line of JSON that `node devnet.mjs start` prints; `cargo xtask test --only release` sets it');
}
export const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
export const chain = `eip155:${chainId}`;
export const text = (name) => readFileSync(join(files, name), 'utf8');
export const { investors, contracts } = JSON.parse(text('demo.json'));
export const list = JSON.parse(text('tokenlist.json'));
export const token = (symbol) => list.tokens.find((entry) => entry.symbol === symbol);

export async function ask(method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = await answer.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

const word = (value) => BigInt(value).toString(16).padStart(64, '0');

/** Calls a function that answers one integer, at the block of a result. Given by its selector. */
export async function integer(to, selector, argument, at) {
  const call = { to, data: `0x${selector}${word(argument)}` };
  return BigInt(await ask('eth_call', call, { blockHash: at.hash }));
}

export const BALANCE_OF = '70a08231';
export const CONVERT_TO_ASSETS = '07a2d13a';
export const PREVIEW_REDEEM = '4cdad506';
export const PRINCIPAL_OF = '61e20a1c';

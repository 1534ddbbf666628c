// What the examples of the documentation are about: the demo chain's assets and people, and recorded proofs. By entry point, and `all` for each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, init } from '@assay/sdk';
import { init as initEvm } from '@assay/sdk/evm';
import { init as initKeys } from '@assay/sdk/keys';
import { init as initRange } from '@assay/sdk/range';
import { init as initRecords, movements } from '@assay/sdk/records';
import { init as initZk, keyHash } from '@assay/sdk/zk';
import { createPublicClient, defineChain, http } from 'viem';
import * as ssz from './ssz.mjs';

const { rpc, chainId, files: folder } = JSON.parse(process.env.ASSAY_DEVNET ?? '{}');
const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const vector = (name) => JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS ?? '', name), 'utf8'));
await Promise.all([init(), initEvm(), initKeys(), initRange(), initRecords(), initZk()]);

const { investors, contracts } = json('demo.json');
const list = json('tokenlist.json');
const entry = (symbol) => list.tokens.find((token) => token.symbol === symbol);
const { attestations } = entry('dXAU').extensions.assay;
const [chain, holder, token] = [`eip155:${chainId}`, investors.alice.address, entry('dUSD').address];
/** @type {(...told: any[]) => void} */
const nothing = () => {};

const publicClient = createPublicClient({
  chain: defineChain({ id: chainId, name: 'demo', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpc] } } }),
  transport: http(rpc),
});
const provider = { request: ({ method, params }) => publicClient.request({ method, params }) };
await provider.request({ method: 'anvil_impersonateAccount', params: [holder] });

// Money that came, so that there is something to keep books of.
const cash = entry('dUSD');
const client = new Client({ chain, rpc });
const send = async (from, to) => {
  await provider.request({ method: 'anvil_impersonateAccount', params: [from] });
  const data = `0xa9059cbb${to.slice(2).padStart(64, '0')}${(3_000_000).toString(16).padStart(64, '0')}`;
  await publicClient.waitForTransactionReceipt({ hash: await provider.request({ method: 'eth_sendTransaction', params: [{ from, to: token, data }] }), pollingInterval: 50 });
};
await send(holder, investors.bob.address);
const { number } = await publicClient.getBlock();
await send(investors.bob.address, holder);
const logs = [];
for await (const page of client.history({ holder, assets: [token], from: Number(number) + 1 })) {
  logs.push(...page.logs);
}
const moved = movements({ chain, holder, decimals: { [token]: cash.decimals }, logs }).movements;
const balance = async (block) => {
  const { assets } = await client.holdings({ holder, list: { ...list, tokens: [cash] }, block });
  return assets[0].holding.balance;
};
const [opening, closing] = [await balance(Number(number)), await balance(moved.at(-1).at.number)];
/** @type {import('@assay/sdk/records').BondTerms} */
const bond = { couponRate: '0.0525', dayCount: 'thirty360', frequency: 'semiannual', issue: '2025-01-15', maturity: '2030-01-15' };
const cents = (raw) => ({ raw, decimals: 2 });
const flows = /** @type {const} */ ([{ date: '2027-01-15', kind: 'coupon', amount: cents('100') }]);
const flow = /** @type {const} */ ({ direction: 'paid', amount: cents('100') });
const asset = `${chain}/erc20:${token}`;

const [bootstrap, finality] = ['bootstrap', 'finality'].map((name) => vector(`beacon/mainnet-2023-${name}.json`).data);
const published = vector('range/published.json');
const own = vector('range/holder.json');
const key = vector('groth16/verification_key.json');

const all = { list, holder, token, chain, rpc };
const core = {
  ...all, client, provider, logs, asset: `${chain}/erc20:${contracts.gold}`, from: holder, to: investors.bob.address, assets: [token],
  stored: undefined, second: rpc.replace('127.0.0.1', 'localhost'), third: rpc.replace('127.0.0.1', '127.0.0.2'), store: nothing, show: nothing,
  files: Object.fromEntries(attestations.map((file) => [file, readFileSync(join(folder, file), 'utf8')])), vault: contracts.fundRedemption, operator: investors.bob.address,
};
for await (const page of client.history({ holder, assets: core.assets, from: 0 })) core.stored = page.checkpoint;

export const given = {
  '@assay/sdk': core,
  '@assay/sdk/viem': { ...core, publicClient, amount: 1n },
  '@assay/sdk/evm': { ...all, blockHash: (await publicClient.getBlock()).hash, data: '0x18160ddd' },
  '@assay/sdk/keys': { phrase: 'test test test test test test test test test test test junk' },
  '@assay/sdk/light-client': { checkpoint: ssz.beaconRoot(bootstrap.header.beacon), bootstrap: ssz.bootstrap(bootstrap), update: ssz.finality(finality), updates: ssz.updates(vector('beacon/mainnet-2023-updates.json').map(({ data }) => data)) },
  '@assay/sdk/range': { ...published, ...own, reserves: published.adequacy.reserves, liabilities: published.adequacy.liabilities, adequacy: published.adequacy.proof },
  '@assay/sdk/records': {
    ...all, logs, moved, asset, opening, closing, balances: { [asset]: { opening, closing } }, distributor: investors.bob.address, currency: token,
    bond, flows: [...flows], flow, worth: cents('10000'), later: cents('10500'),
    prices: Object.fromEntries(moved.map(({ id }) => [id, { ...cents('100'), currency: 'USD' }])), symbols: { [asset]: 'dUSD' },
  },
  '@assay/sdk/zk': { verificationKey: key, hash: keyHash({ key }), proof: vector('groth16/proof.json'), inputs: vector('groth16/public.json') },
};

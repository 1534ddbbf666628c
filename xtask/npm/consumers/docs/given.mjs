// What the examples of the documentation are about: the demo chain's assets and people, and recorded proofs. By entry point, and `all` for each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, init } from '@assay/sdk';
import { init as initEvm } from '@assay/sdk/evm';
import { init as initKeys, Seed } from '@assay/sdk/keys';
import { createProvider } from '@assay/sdk/provider';
import { init as initRange } from '@assay/sdk/range';
import { init as initRecords, movements } from '@assay/sdk/records';
import { init as initZk, keyHash } from '@assay/sdk/zk';
import { createPublicClient, defineChain, http, parseAbi } from 'viem';
import * as ssz from './ssz.mjs';

const { rpc, chainId, files: folder } = JSON.parse(process.env.ASSAY_DEVNET ?? '{}');
const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const vector = (name) => JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS ?? '', name), 'utf8'));
await Promise.all([init(), initEvm(), initKeys(), initRange(), initRecords(), initZk()]);

const { investors, contracts } = json('demo.json');
const list = json('tokenlist.json');
const entry = (symbol) => list.tokens.find((token) => token.symbol === symbol);
const { attestations, attesters } = entry('dXAU').extensions.assay;
const { distributions } = entry('dHOUSE').extensions.assay;
const [rent] = distributions;
const [chain, holder, token] = [`eip155:${chainId}`, investors.alice.address, entry('dUSD').address];
/** @type {(...told: any[]) => void} */
const nothing = () => {};

const publicClient = createPublicClient({
  chain: defineChain({ id: chainId, name: 'demo', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpc] } } }),
  transport: http(rpc),
});
/** @type {{ request(asked: any): Promise<any> }} */
const provider = { request: ({ method, params }) => publicClient.request({ method, params }) };
await provider.request({ method: 'anvil_impersonateAccount', params: [holder] });

// Money that came, so that there is something to keep books of.
const cash = entry('dUSD');
const client = new Client({ chain, rpc });
const transferTo = (to) => `0xa9059cbb${to.slice(2).padStart(64, '0')}${(3_000_000).toString(16).padStart(64, '0')}`;
const send = async (from, to) => {
  await provider.request({ method: 'anvil_impersonateAccount', params: [from] });
  const data = transferTo(to);
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

const [bootstrap, finality, optimistic] = ['bootstrap', 'finality', 'optimistic'].map((name) => vector(`beacon/mainnet-2023-${name}.json`).data);
// The time of that session, a week after its bootstrap: twelve seconds a slot from the genesis of mainnet's beacon chain.
const recorded = 1_606_824_023 + 12 * 7_109_432;
const published = vector('range/published.json');
const own = vector('range/holder.json');
const verificationKey = vector('groth16/verification_key.json');

const phrase = 'test test test test test test test test test test test junk';
const key = new Seed({ phrase }).key({ path: "m/44'/60'/0'/0/0" });
// What a site may want signed.
const document = {
  types: { EIP712Domain: [{ name: 'name', type: 'string' }, { name: 'chainId', type: 'uint256' }], Terms: [{ name: 'text', type: 'string' }] },
  primaryType: 'Terms', domain: { name: 'Example Funds', chainId }, message: { text: 'I have read the terms of 2026.' },
};
const { text: keystore, password } = vector('keystores.json').files.find(({ origin }) => origin === 'web3-eth-accounts 4.3.1, pbkdf2');
const sealed = readFileSync(join(process.env.ASSAY_VECTORS ?? '', 'vault/version-2-other-software.json'), 'utf8'); // under the same password
const button = /** @type {HTMLButtonElement} */ (/** @type {unknown} */ ({ onclick: null }));

const all = { list, holder, token, chain, rpc, show: nothing, blockHash: (await publicClient.getBlock()).hash };
const core = {
  ...all, client, provider, logs, asset: `${chain}/erc20:${contracts.gold}`, from: holder, to: investors.bob.address, assets: [token],
  stored: undefined, second: rpc.replace('127.0.0.1', 'localhost'), third: rpc.replace('127.0.0.1', '127.0.0.2'), store: nothing,
  files: Object.fromEntries(attestations.map((file) => [file, readFileSync(join(folder, file), 'utf8')])), vault: contracts.fundRedemption, operator: investors.bob.address,
  fund: contracts.fund, property: contracts.property, pool: contracts.credit, attestation: json(attestations[0]), attesters,
  trees: Object.fromEntries(distributions.map(({ tree }) => [tree, json(tree)])), tree: json(rent.tree),
  root: await publicClient.readContract({ address: rent.contract, abi: parseAbi(['function merkleRoot() view returns (bytes32)']), functionName: 'merkleRoot' }),
};
for await (const page of client.history({ holder, assets: core.assets, from: 0 })) core.stored = page.checkpoint;

export const given = {
  '@assay/sdk': core,
  '@assay/sdk/viem': { ...core, publicClient, amount: 1n },
  '@assay/sdk/evm': { ...all, data: '0x18160ddd', transfer: transferTo(investors.bob.address) },
  '@assay/sdk/keys': {
    phrase, password, key, document, token, code: contracts.fund, data: transferTo(holder), file: keystore, sealed, account: key.address,
    signature: key.signTypedData({ chain, document }), show: nothing,
  },
  '@assay/sdk/light-client': {
    checkpoint: ssz.beaconRoot(bootstrap.header.beacon), bootstrap: ssz.bootstrap(bootstrap), now: recorded, store: nothing, show: nothing,
    update: ssz.finality(finality), finality: ssz.finality(finality), optimistic: ssz.optimistic(optimistic),
    updates: ssz.updates(vector('beacon/mainnet-2023-updates.json').map(({ data }) => data)),
  },
  '@assay/sdk/provider': { provider: createProvider({ wallet: 'https://wallet.example' }), account: holder, button, show: nothing },
  '@assay/sdk/range': {
    ...published, ...own, reserves: published.adequacy.reserves, liabilities: published.adequacy.liabilities, adequacy: published.adequacy.proof,
    // RFC 9496: the generator of Ristretto, which without a blinding is the commitment to one.
    commitment: '0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76', blinding: `0x${'00'.repeat(32)}`,
    commitments: [published.adequacy.reserves], ranges: published.adequacy.proof,
  },
  '@assay/sdk/records': {
    ...all, logs, moved, asset, opening, closing, balances: { [asset]: { opening, closing } }, distributor: investors.bob.address, currency: token,
    bond, flows: [...flows], flow, worth: cents('10000'), later: cents('10500'),
    prices: Object.fromEntries(moved.map(({ id }) => [id, { ...cents('100'), currency: 'USD' }])), symbols: { [asset]: 'dUSD' },
  },
  '@assay/sdk/zk': { verificationKey, hash: keyHash({ key: verificationKey }), proof: vector('groth16/proof.json'), inputs: vector('groth16/public.json') },
};

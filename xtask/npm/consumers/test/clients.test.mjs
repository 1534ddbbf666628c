// Clients that a dApp has already, as they are: of viem, of wagmi, of ethers. Each is asked as an endpoint is, with its own ways to fail.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, init, isAssayError } from '@assay/sdk';
import { init as initEvm, provenCall } from '@assay/sdk/evm';
import { checkTransfer, checkTransferQueryOptions } from '@assay/sdk/viem';
import { QueryClient } from '@tanstack/react-query';
import { BrowserProvider, JsonRpcProvider } from 'ethers';
import { createPublicClient, createWalletClient, custom, defineChain, http, parseUnits } from 'viem';
import { createConfig } from 'wagmi';

const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const { investors, contracts } = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));
const chain = defineChain({ id: chainId, name: 'demo', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpc] } } });
const transfer = (to) => ({ asset: `eip155:${chainId}/erc20:${contracts.fund}`, from: investors.alice.address, to: investors[to].address });
const publicClient = createPublicClient({ chain, transport: http(rpc) });
const wagmi = createConfig({ chains: [chain], transports: { [chainId]: http(rpc) } });
const eip1193 = { request: (asked) => publicClient.request(asked) };
const ethers = new JsonRpcProvider(rpc, chainId, { staticNetwork: true });
const wrapped = new BrowserProvider(eip1193, chainId);

// An endpoint of which the address holds a key, and which refuses everything.
const refusing = createServer((_, response) => response.writeHead(403).end('{"error":"no"}'));
before(async () => {
  await Promise.all([init(), initEvm(), new Promise((ready) => { refusing.listen(0, '127.0.0.1', ready); })]);
});
after(() => {
  refusing.close();
  ethers.destroy();
  wrapped.destroy();
});

for (const [name, client] of Object.entries({
  'viem, a public client': publicClient,
  'viem, a wallet client over a provider': createWalletClient({ chain, transport: custom(eip1193) }),
  'viem, in batches': createPublicClient({ chain, transport: http(rpc, { batch: true }) }),
  'wagmi': wagmi.getClient({ chainId }),
  'ethers, over HTTP': ethers,
  'ethers, over a provider': wrapped,
})) {
  test(`${name}: a verdict, a refusal and a proven call are those of the address`, async () => {
    const options = { chain: `eip155:${chainId}` };
    for (const [to, expected] of [['bob', 'allow'], ['carol', 'deny']]) {
      const [own, theirs] = await Promise.all([rpc, client].map((given) => new Client({ ...options, rpc: given }).checkTransfer({ ...transfer(to), amount: '10' })));
      assert.equal(theirs.verdict, expected);
      assert.deepEqual([theirs.reasons, theirs.simulation, theirs.headroom.amount], [own.reasons, own.simulation, own.headroom.amount], 'reverts are understood alike');
    }
    const { end, value, evidence } = await provenCall({ ...options, rpc: client, to: contracts.fund, data: '0x18160ddd' });
    assert.deepEqual([end, BigInt(value) > 0n, evidence.sources.map(({ kind }) => kind)], ['returned', true, ['endpoint', 'merkleProof']]);
  });
}

test('what their transports say of a failure is told, and no address of theirs', async () => {
  const address = `http://127.0.0.1:${refusing.address().port}/v3/SECRET`;
  const viem = createPublicClient({ chain, transport: http(address, { retryCount: 0 }) });
  const provider = new JsonRpcProvider(address, chainId, { staticNetwork: true });
  for (const client of [viem, provider]) {
    const error = await new Client({ chain: `eip155:${chainId}`, rpc: client }).checkTransfer({ ...transfer('bob'), amount: '1' }).catch((thrown) => thrown);
    assert.ok(isAssayError(error), error);
    assert.equal(error.blame, 'endpoint');
    assert.doesNotMatch(JSON.stringify([error.message, error.details]), /SECRET/);
  }
  provider.destroy();
});

test('a send form of viem has its verdict in one call, in its own units', async () => {
  const verdict = await checkTransfer(publicClient, { ...transfer('carol'), amount: parseUnits('10', 18) });
  assert.equal(verdict.verdict, 'deny');
  assert.ok(verdict.reasons.length > 0);
  const text = await checkTransfer(publicClient, { ...transfer('carol'), amount: '10' });
  assert.deepEqual(verdict.reasons, text.reasons, 'a bigint counts in the smallest unit');
  const bare = { ...transfer('bob'), asset: contracts.fund, amount: 1n };
  assert.equal((await checkTransfer(wagmi.getClient({ chainId }), bare)).verdict, 'allow');
  await assert.rejects(checkTransfer({ request: eip1193.request }, bare), (error) => isAssayError(error, 'argument-invalid') && /CAIP-19/.test(error.message));
  await assert.rejects(checkTransfer(undefined, bare), (error) => isAssayError(error, 'argument-invalid'));
  const elsewhere = { ...transfer('bob'), asset: `eip155:1/erc20:${contracts.fund}`, amount: 1n };
  await assert.rejects(checkTransfer(publicClient, elsewhere), (error) => isAssayError(error, 'argument-invalid') && /eip155:1/.test(error.message));
});

test('TanStack Query asks once a form is filled in, keeps what it has, and repeats nothing that cannot succeed', async () => {
  const queries = new QueryClient();
  const full = { ...transfer('bob'), amount: 5n };
  const options = checkTransferQueryOptions(wagmi.getClient({ chainId }), full);
  assert.equal(options.enabled, true);
  const { verdict } = await queries.fetchQuery(options);
  assert.equal(verdict, 'allow');
  assert.equal(queries.getQueryData(checkTransferQueryOptions(publicClient, { ...full }).queryKey).verdict, 'allow', 'the same question has the same key');
  assert.equal(queries.getQueryData(checkTransferQueryOptions(publicClient, { ...full, amount: 6n }).queryKey), undefined);
  for (const missing of ['asset', 'from', 'to', 'amount']) assert.equal(checkTransferQueryOptions(publicClient, { ...full, [missing]: undefined }).enabled, false);
  assert.equal(checkTransferQueryOptions(undefined, full).enabled, false);
  assert.equal(checkTransferQueryOptions(publicClient, { ...full, to: '' }).enabled, false);

  const wrong = checkTransferQueryOptions(publicClient, { ...full, amount: '1.0000000000000000001' });
  let failures = 0;
  const counting = { ...wrong, retry: (count, error) => { failures += 1; return wrong.retry(count, error); } };
  await assert.rejects(queries.fetchQuery(counting), (error) => isAssayError(error, 'too-many-decimals'));
  assert.equal(failures, 1);

  // A component that is gone ends its question.
  const slow = { ...publicClient, request: () => new Promise(() => {}) };
  const gone = checkTransferQueryOptions(slow, { ...full, amount: 7n });
  const asked = queries.fetchQuery(gone);
  await queries.cancelQueries({ queryKey: gone.queryKey });
  await assert.rejects(asked, { name: 'CancelledError' }).catch(() => assert.rejects(asked));
  queries.clear();
});

test('it is CommonJS too', async () => {
  const required = createRequire(import.meta.url)('@assay/sdk/viem');
  assert.equal((await required.checkTransfer(publicClient, { ...transfer('bob'), amount: 1n })).verdict, 'allow');
});

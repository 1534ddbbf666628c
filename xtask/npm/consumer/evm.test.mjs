// Proven calls: over a recorded state of mainnet, and on the demo chain, where the node itself says what is right.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import * as imported from '@assay/sdk/evm';

const required = createRequire(import.meta.url)('@assay/sdk/evm');
const vector = (name) => JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS, `mainnet-${name}.json`), 'utf8'));
const [BLOCK, CONTRACT, CODE, MINER] = ['block', 'deposit-contract', 'deposit-contract-code', 'miner'].map(vector);
const { rpc: ENDPOINT, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const DEMO = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));

const refusal = (promise) => promise.then(() => assert.fail('nothing was thrown'), (error) => error);

// An endpoint that has one block of mainnet and what was recorded of it.
const recorded = (change = (_method, answer) => answer) => ({
  async request({ method, params }) {
    const proofs = { [CONTRACT.address.toLowerCase()]: CONTRACT, [MINER.address.toLowerCase()]: MINER };
    const answers = {
      eth_chainId: () => '0x1',
      eth_getBlockByHash: () => BLOCK,
      eth_getProof: ([address, slots]) => {
        const proof = proofs[address.toLowerCase()];
        if (!proof || slots.length > 0) throw Object.assign(new Error('not recorded'), { code: -32000 });
        return { ...proof, storageProof: [] };
      },
      eth_getCode: ([address]) => (address.toLowerCase() === CONTRACT.address.toLowerCase() ? CODE : '0x'),
      eth_call: () => `0x${'77'.repeat(32)}`,
    };
    if (!answers[method]) throw Object.assign(new Error('no such method'), { code: -32601 });
    return change(method, structuredClone(answers[method](params)));
  },
});
const MAINNET = { chain: 'eip155:1', blockHash: BLOCK.hash, from: MINER.address, to: CONTRACT.address };
const SUPPORTS = `0x01ffc9a701ffc9a7${'00'.repeat(28)}`;

const node = async (method, ...params) => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await (await fetch(ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
  if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer.result;
};

// An endpoint that passes on to the demo chain, and changes its answers as it is told to.
const passing = async (host) => {
  const one = { change: (answer) => answer };
  one.server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const answers = await (await fetch(ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
    response.end(JSON.stringify(Array.isArray(answers) ? answers.map((answer) => ({ ...one.change(answer), id: answer.id })) : one.change(answers)));
  });
  await new Promise((ready) => { one.server.listen(0, host, ready); });
  one.url = `http://${host}:${one.server.address().port}`;
  return one;
};

// A busy machine mines a little after it has answered.
const mined = async (hash) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const receipt = await node('eth_getTransactionReceipt', hash);
    if (receipt) return receipt;
    await new Promise((later) => setTimeout(later, 100));
  }
  return assert.fail('it was not mined');
};

for (const [way, { init, provenCall, simulateTransaction, AssayError }] of [['imported', imported], ['required', required]]) {
  const loaded = init();
  const each = (name, run) => test(`${way}: ${name}`, async () => {
    await loaded;
    await run();
  });

  each('under a trusted block hash an answer is proven', async () => {
    const answer = await provenCall({ ...MAINNET, rpc: recorded(), data: SUPPORTS });
    assert.deepEqual([answer.end, BigInt(answer.value), answer.dependsOnBlock], ['returned', 1n, false]);
    assert.deepEqual(answer.at, { number: Number(BLOCK.number), hash: BLOCK.hash, timestamp: Number(BLOCK.timestamp) });
    assert.deepEqual(answer.evidence, {
      level: 'proven',
      sources: [{ kind: 'checkpoint', hash: BLOCK.hash }, { kind: 'merkleProof', root: BLOCK.stateRoot }],
    });
  });

  each('what is not proven is the word of the endpoint, and says why', async () => {
    const answer = await provenCall({ ...MAINNET, rpc: recorded(), data: '0x621fd130' });
    assert.deepEqual([answer.value, answer.evidence.level], [`0x${'77'.repeat(32)}`, 'claimed']);
    assert.match(answer.evidence.sources.find(({ kind }) => kind === 'unproven').why, /no proof of it: not recorded/);
    const simulated = await simulateTransaction({
      ...MAINNET, rpc: recorded(), data: '0x621fd130', gasLimit: 100_000, maxFeePerGas: '100000000000', maxPriorityFeePerGas: '0',
    });
    assert.equal(simulated.end, 'unproven');
  });

  each('whatever an endpoint changes is refused', async () => {
    const lies = {
      'proof-header-mismatch': (method, answer) => (method === 'eth_getBlockByHash' ? { ...answer, stateRoot: answer.receiptsRoot } : answer),
      'wrong-chain': (method, answer) => (method === 'eth_chainId' ? '0x2' : answer),
      'block-unknown': (method, answer) => (method === 'eth_getBlockByHash' ? null : answer),
      'proof-root-mismatch': (method, answer) => (method === 'eth_getProof' ? { ...answer, balance: '0x1' } : answer),
      'proof-malformed': (method, answer) => (method === 'eth_getProof' ? { ...answer, accountProof: 'none' } : answer),
      'proof-other': (method, answer) => (method === 'eth_getProof' ? { ...answer, storageProof: CONTRACT.storageProof } : answer),
    };
    for (const [code, lie] of Object.entries(lies)) {
      const error = await refusal(provenCall({ ...MAINNET, rpc: recorded(lie), data: SUPPORTS }));
      assert.ok(error instanceof AssayError, String(error));
      assert.equal(error.code, code, error.message);
    }
    const code = await refusal(provenCall({ ...MAINNET, rpc: recorded((method, answer) => (method === 'eth_getCode' ? '0x00' : answer)), data: SUPPORTS }));
    assert.equal(code.code, 'proof-root-mismatch');
  });

  each('a hint decides nothing, whatever it is', async () => {
    for (const accessList of ['none', [null, { address: 5, storageKeys: {} }], [{ address: CONTRACT.address, storageKeys: ['0x1', 7] }]]) {
      const provider = recorded();
      const asked = provider.request;
      provider.request = (request) => (request.method === 'eth_createAccessList' ? Promise.resolve({ accessList }) : asked(request));
      assert.equal((await provenCall({ ...MAINNET, rpc: provider, data: SUPPORTS })).evidence.level, 'proven');
    }
  });

  each('arguments are checked before anything is asked', async () => {
    for (const [options, code] of [
      [{ to: undefined }, 'argument-invalid'], [{ data: '0x1' }, 'argument-invalid'], [{ chain: '1' }, 'identifier-malformed'],
      [{ to: MINER.address.replace(/[a-f]/, (digit) => digit.toUpperCase()) }, 'address-checksum'], [{ rpc: undefined }, 'argument-invalid'],
    ]) {
      const error = await refusal(provenCall({ ...MAINNET, rpc: recorded(), data: SUPPORTS, ...options }));
      assert.ok(error instanceof AssayError && error.code === code, JSON.stringify(options));
    }
  });

  each('on the demo chain calls answer as the node does, and transactions come to what their receipts say', async () => {
    const demo = { chain: `eip155:${chainId}`, rpc: ENDPOINT };
    const alice = DEMO.investors.alice.address;
    for (const to of Object.values(DEMO.contracts).filter((value) => /^0x[0-9a-f]{40}$/i.test(value)).slice(0, 8)) {
      for (const data of [`0x70a08231${'00'.repeat(12)}${alice.slice(2)}`, '0x18160ddd']) {
        const answer = await provenCall({ ...demo, to, data });
        const at = { blockHash: answer.at.hash };
        const said = await node('eth_call', { to, data }, at).then((value) => ['returned', value], (error) => ['reverted', error.data ?? '0x']);
        assert.deepEqual([answer.end, answer.value], said);
        assert.deepEqual(answer.evidence.sources.map(({ kind }) => kind), ['endpoint', 'merkleProof'], JSON.stringify(answer.evidence));
      }
    }
    const to = DEMO.contracts.usdc ?? Object.values(DEMO.contracts)[0];
    const transaction = { from: alice, to, data: `0x095ea7b3${'00'.repeat(12)}${alice.slice(2)}${'00'.repeat(31)}07` };
    const fees = { maxFeePerGas: '100000000000', maxPriorityFeePerGas: '1000000000' };
    const simulated = await simulateTransaction({ ...demo, ...transaction, ...fees, gasLimit: 200_000 });
    assert.equal(simulated.end, 'returned', JSON.stringify(simulated));
    await node('anvil_impersonateAccount', alice);
    const hash = await node('eth_sendTransaction', { ...transaction, gas: '0x30d40', maxFeePerGas: '0x174876e800', maxPriorityFeePerGas: '0x3b9aca00' });
    const receipt = await mined(hash);
    assert.deepEqual([receipt.status, BigInt(receipt.gasUsed)], ['0x1', BigInt(simulated.gasUsed)]);
    assert.deepEqual(receipt.logs.map(({ topics, data }) => ({ topics, data })), simulated.logs.map(({ topics, data }) => ({ topics, data })));
  });

  each('a precompiled contract that is not built in brings the full set', async () => {
    // 3 ** 5 mod 7 = 5, by MODEXP (EIP-198).
    const word = (value) => value.toString(16).padStart(64, '0');
    const data = `0x${word(1)}${word(1)}${word(1)}030507`;
    const answer = await provenCall({ chain: `eip155:${chainId}`, rpc: ENDPOINT, to: '0x0000000000000000000000000000000000000005', data });
    assert.deepEqual([answer.end, answer.value, answer.evidence.sources.length], ['returned', '0x05', 2], JSON.stringify(answer));
  });

  each('an endpoint that takes no batches is asked one by one, and one that fails says how', async () => {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      if (request.url === '/status') return response.writeHead(503).end();
      if (request.url === '/text') return response.end('<html>');
      if (body.startsWith('[')) return response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}');
      return response.end(await (await fetch(ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text());
    });
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    const endpoint = `http://127.0.0.1:${server.address().port}`;
    const call = { chain: `eip155:${chainId}`, to: Object.values(DEMO.contracts)[0], data: '0x18160ddd' };
    try {
      const answer = await provenCall({ ...call, rpc: endpoint });
      assert.equal(answer.evidence.sources.at(0).origin, endpoint);
      for (const [path, code] of [['/status', 'endpoint-status'], ['/text', 'endpoint-malformed']]) {
        const error = await refusal(provenCall({ ...call, rpc: endpoint + path }));
        assert.deepEqual([error.code, error.details.origin], [code, endpoint]);
      }
    } finally {
      server.close();
    }
    const error = await refusal(provenCall({ ...call, rpc: endpoint }));
    assert.equal(error.code, 'endpoint-refused');
  });

  each('of several endpoints the first is read, the others vouch for its block, and the next takes over', async () => {
    const call = { chain: `eip155:${chainId}`, to: Object.values(DEMO.contracts)[0], data: '0x18160ddd' };
    // Of hosts of their own: all of 127/8 is this machine.
    const [first, second] = await Promise.all(['127.0.0.2', '127.0.0.3'].map(passing));
    try {
      const rpc = [first.url, second.url];
      const attested = await provenCall({ ...call, rpc });
      const [quorum, proof] = attested.evidence.sources;
      assert.deepEqual([attested.evidence.level, quorum, proof.kind], ['attested', { kind: 'quorum', origins: rpc }, 'merkleProof']);

      second.change = (answer) => (answer.result?.stateRoot ? { ...answer, result: { ...answer.result, hash: `0x${'11'.repeat(32)}` } } : answer);
      assert.equal((await refusal(provenCall({ ...call, rpc }))).code, 'quorum-disagreement');

      second.change = () => ({ jsonrpc: '2.0', id: 0, error: { code: -32000, message: 'busy' } });
      const claimed = await provenCall({ ...call, rpc });
      assert.equal(claimed.evidence.level, 'claimed');
      assert.match(claimed.evidence.sources.at(-1).why, /1 independent endpoints agree, expected 2/);

      first.change = second.change;
      second.change = (answer) => answer;
      assert.equal((await provenCall({ ...call, rpc })).evidence.sources[0].origin, second.url);
    } finally {
      first.server.close();
      second.server.close();
    }
  });

  each('a call tells what it reads, and ends when it is told to', async () => {
    const call = { chain: `eip155:${chainId}`, rpc: ENDPOINT, to: Object.values(DEMO.contracts)[0], data: '0x18160ddd' };
    const seen = [];
    await provenCall({ ...call, onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(seen.map(({ roundTrips }) => roundTrips), seen.map((_, at) => at));
    assert.deepEqual(seen[0], { roundTrips: 0, origin: ENDPOINT, methods: ['eth_chainId', 'eth_getBlockByNumber', 'eth_createAccessList'] });
    assert.ok(seen.some(({ methods }) => methods.includes('eth_getProof')));

    const reason = { why: 'the page was left' };
    const thrown = (options) => provenCall({ ...call, ...options }).then(() => 'an answer', (error) => error);
    assert.equal(await thrown({ signal: AbortSignal.abort(reason) }), reason);
    const aborter = new AbortController();
    let asked = 0;
    const rpc = { request: () => new Promise(() => { asked += 1; setTimeout(() => aborter.abort(reason), 10); }) };
    assert.equal(await thrown({ rpc, signal: aborter.signal }), reason);
    assert.equal(asked, 3, 'one round trip');
    assert.equal(await thrown({ onProgress() { throw reason; } }), reason);
    for (const options of [{ signal: {} }, { onProgress: 5 }, { rpc: [] }, { rpc: [5] }]) assert.equal((await thrown(options)).code, 'argument-invalid');
    assert.equal((await thrown({ rpc: ['no address'] })).code, 'endpoint-address');
  });
}

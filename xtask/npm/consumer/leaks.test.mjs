// A page that stays open: thousands of calls, of which most fail or are given up, take no more memory than the first hundreds did.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// The memory of the module, which the package does not hand out.
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  const { exports } = made.instance ?? made;
  // Node's own `fetch` has a module too.
  if (Object.keys(exports).some((name) => name.startsWith('__wbindgen'))) memories.push(exports.memory);
  return made;
};
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const { investors, contracts } = JSON.parse(readFileSync(join(files, 'demo.json'), 'utf8'));
const list = JSON.parse(readFileSync(join(files, 'tokenlist.json'), 'utf8'));
const chain = `eip155:${chainId}`;

// The demo chain as it was when it was first asked: each question goes to it once, so that what is measured is not the network.
const known = new Map();
const remembered = {
  async request({ method, params }) {
    const key = JSON.stringify([method, params]);
    if (!known.has(key)) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
      known.set(key, fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then((answer) => answer.json()));
    }
    const { result, error } = await known.get(key);
    if (error) throw error;
    return structuredClone(result);
  },
};
const failing = { request: async ({ method }) => { throw Object.assign(new Error(`no ${method}`), { code: -32_000 }); } };
const nonsense = { request: async () => ({ not: 'an answer' }) };

const ROUNDS = 16;
const WARM = 4;
// In each round, of each kind: a call that fails is quick, one that answers takes its time. Few at the same time: what they need together is
// what a leak could hide in.
const TIMES = { answers: 2, fails: 18 };
const AT_ONCE = 3;
const KEPT = 10_000;
// Of WebAssembly's memory. What runs at the same time is another mix each round, and may need one more, once; a leak goes on and on.
const PAGE = 65_536;

test('memory is flat over thousands of calls that answer, fail, and are given up', async () => {
  const { Client, init, verifyAttestation } = await import('@assay/sdk');
  const { init: initEvm, provenCall } = await import('@assay/sdk/evm');
  await Promise.all([init(), initEvm()]);
  assert.equal(memories.length, 2);
  const shared = new Client({ chain, rpc: remembered });
  const lasting = new AbortController();
  const transfer = { asset: contracts.fund, from: investors.alice.address, to: investors.bob.address, amount: '1', signal: lasting.signal };
  const aborted = (delay) => {
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(new Error('given up')), delay);
    return aborter.signal;
  };
  const proven = { chain, rpc: remembered, to: contracts.fund, data: '0x18160ddd', signal: lasting.signal };
  const kinds = [
    ['answers', () => shared.checkTransfer(transfer)],
    ['answers', () => shared.checkTransfer({ ...transfer, to: investors.carol.address, onProgress: () => {} })],
    ['answers', () => new Client({ chain, rpc: remembered }).checkHolder({ ...transfer, holder: investors.bob.address })],
    ['answers', () => provenCall(proven)],
    ['fails', () => shared.checkTransfer({ ...transfer, amount: '1e9' })],
    ['fails', () => shared.backing({ asset: contracts.gold, list: '{' })],
    ['fails', () => new Client({ chain, rpc: failing }).checkTransfer(transfer)],
    ['fails', () => new Client({ chain, rpc: nonsense }).checkTransfer(transfer)],
    ['fails', () => provenCall({ ...proven, rpc: failing })],
    ['fails', () => provenCall({ ...proven, data: 'none' })],
    ['fails', async () => verifyAttestation({ attestation: '{}', asset: `${chain}/erc20:${contracts.gold}`, attesters: [] })],
    ['fails', async () => new Client({ chain, rpc: 5 })],
    ['fails', () => shared.checkTransfer({ ...transfer, onProgress: () => { throw new Error('of the callback'); } })],
    ['fails', () => shared.checkTransfer({ ...transfer, signal: AbortSignal.abort() })],
    ['fails', () => shared.checkTransfer({ ...transfer, signal: aborted(1), onProgress: () => {} })],
    ['fails', () => new Client({ chain, rpc: { request: () => new Promise(() => {}) }, timeoutSeconds: 1 }).checkTransfer({ ...transfer, signal: aborted(1) })],
    ['fails', () => provenCall({ ...proven, rpc: { request: () => new Promise(() => {}) }, timeoutSeconds: 1, signal: aborted(1) })],
  ];
  const seen = { answers: 0, fails: 0 };
  const one = async ([expected, call]) => {
    const ended = await Promise.resolve().then(call).then(() => 'answers', () => 'fails');
    // What is given up after a moment may have been quicker than that.
    if (!(expected === 'fails' && ended === 'answers')) assert.equal(ended, expected, String(call));
    seen[ended] += 1;
  };
  const sizes = [];
  const bytes = () => memories.map(({ buffer }) => buffer.byteLength);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of kinds) {
      for (let made = 0; made < TIMES[kind[0]]; made += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, () => one(kind)));
    }
    collect();
    // Memory of objects that were collected is given back in a turn of its own.
    await new Promise((later) => { setTimeout(later, 1); });
    sizes.push(bytes());
  }
  const warm = sizes[WARM];
  const grown = sizes.at(-1).map((size, at) => size - warm[at]);
  assert.ok(grown.every((more) => more <= PAGE), `it grew: ${sizes.map((each) => each.join('+')).join(' ')}`);
  assert.ok(seen.answers > 100 && seen.fails > 3_000, JSON.stringify(seen));
  assert.deepEqual(getEventListeners(lasting.signal, 'abort'), [], 'nothing listens any more');

  const kept = Array.from({ length: KEPT }, () => new Client({ chain, rpc: remembered }));
  assert.ok(bytes().some((size, at) => size > warm[at] + PAGE), 'what is kept is seen');
  kept.forEach((client) => client.free());
});

// Whom a client asks: several endpoints, providers; and how a call is ended and watched.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, init, isAssayError } from '@assay/sdk';
import { ask, chain, contracts, investors, list, rpc } from './devnet.mjs';
import { proxy } from './proxy.mjs';

const closing = [];
after(() => closing.forEach((close) => close()));
before(() => init());

const endpoints = async (...each) => {
  const proxies = await Promise.all(each.map((one, at) => proxy({ host: `127.0.0.${at + 2}`, ...one })));
  closing.push(...proxies.map(({ close }) => close));
  return proxies;
};
const addresses = (proxies) => proxies.map((one) => one.rpc);
const transfer = { asset: contracts.fund, from: investors.alice.address, to: investors.bob.address, amount: '1' };
const refused = async (call, code) => {
  const error = await call.then(() => assert.fail('it succeeded'), (thrown) => thrown);
  assert.ok(isAssayError(error, code), `${error.code}: ${error.message}`);
  return error;
};
const sources = ({ evidence }) => evidence.sources.map(({ kind, origin, origins }) => [kind, ...(origins ?? [origin])]);

test('what several endpoints answer alike is attested, and says by whom', async () => {
  const three = await endpoints({}, {}, {});
  const verdict = await new Client({ chain, rpc: addresses(three) }).checkTransfer(transfer);
  assert.equal(verdict.evidence.level, 'attested', JSON.stringify(verdict.evidence));
  assert.deepEqual(sources(verdict), [['quorum', ...three.map(({ origin }) => origin)]]);
  assert.equal(verdict.verdict, (await new Client({ chain, rpc }).checkTransfer(transfer)).verdict);
  assert.ok(three.every(({ seen }) => seen.methods.includes('eth_call')));
  const { assets } = await new Client({ chain, rpc: addresses(three) }).holdings({ holder: investors.alice.address, list });
  assert.ok(assets.every(({ holding }) => holding.balance.evidence.level !== 'claimed'));
});

test('endpoints of one host are one, whatever their ports', async () => {
  const host = '127.0.0.2';
  const two = await endpoints({ host }, { host });
  const { evidence } = await new Client({ chain, rpc: addresses(two) }).checkTransfer(transfer);
  assert.equal(evidence.level, 'claimed');
  assert.ok(evidence.sources.some(({ kind, why }) => kind === 'unproven' && /1 independent endpoints agree, expected 2/.test(why)), JSON.stringify(evidence));
});

test('where the first does not answer the next takes over, and the evidence says so', async () => {
  const [first, second] = await endpoints({ down: true }, {});
  const client = new Client({ chain, rpc: [first.rpc, second.rpc] });
  const { verdict, evidence } = await client.checkTransfer(transfer);
  assert.equal(verdict, 'allow');
  assert.equal(evidence.level, 'claimed');
  assert.ok(evidence.sources.some(({ kind, origin }) => kind === 'endpoint' && origin === second.origin));
  const { why } = evidence.sources.find(({ kind }) => kind === 'unproven');
  assert.match(why, new RegExp(`${first.origin} could not be reached`));
  assert.doesNotMatch(JSON.stringify(evidence), /SECRET/);

  // It is asked again with each call: when it is back, it is the first.
  first.seen.down = false;
  assert.equal((await client.checkTransfer(transfer)).evidence.level, 'attested');
  first.seen.down = second.seen.down = true;
  assert.equal((await refused(client.checkTransfer(transfer), 'endpoint-refused')).details.origin, second.origin);
});

test('one that serves another chain is passed over', async () => {
  const [first, second] = await endpoints({ change: ({ method }, answer) => (method === 'eth_chainId' ? { ...answer, result: '0x1' } : answer) }, {});
  const { evidence } = await new Client({ chain, rpc: [first.rpc, second.rpc] }).checkTransfer(transfer);
  assert.ok(sources({ evidence }).flat().includes(second.origin));
});

// The answer of a contract, with one bit of it turned.
const lie = ({ method }, answer) => {
  if (method !== 'eth_call' || typeof answer.result !== 'string') return answer;
  const last = answer.result.length - 1;
  return { ...answer, result: `${answer.result.slice(0, last)}${answer.result[last] === '1' ? '0' : '1'}` };
};

test('where endpoints contradict each other nobody takes over', async () => {
  for (const each of [[{}, { change: lie }], [{ change: lie }, {}]]) {
    const two = await endpoints(...each);
    const error = await refused(new Client({ chain, rpc: addresses(two) }).checkTransfer(transfer), 'quorum-disagreement');
    assert.deepEqual([error.details.first, error.details.second], two.map(({ origin }) => origin));
    assert.equal(typeof error.details.read, 'string');
  }
});

test('one liar among three changes nothing, unless it is the one that is read', async () => {
  const honest = await endpoints({}, { change: lie }, {});
  const { evidence } = await new Client({ chain, rpc: addresses(honest) }).checkTransfer(transfer);
  assert.equal(evidence.level, 'attested');
  const [first, liar, third] = honest.map(({ origin }) => origin);
  assert.ok(evidence.sources.every(({ kind, origins }) => kind === 'quorum' && origins.includes(first) && origins.includes(third)));
  assert.ok(evidence.sources.some(({ origins }) => !origins.includes(liar)), JSON.stringify(evidence));
  await refused(new Client({ chain, rpc: addresses(await endpoints({ change: lie }, {}, {})) }).checkTransfer(transfer), 'quorum-disagreement');
});

test('a history goes on through the next endpoint from where it was', async () => {
  const [first, second] = await endpoints({}, {});
  const options = { holder: investors.alice.address, assets: [contracts.fund], from: 0 };
  const pages = [];
  for await (const page of new Client({ chain, rpc: addresses([first, second]) }).history(options)) {
    pages.push(page);
    first.seen.down = true;
  }
  const expected = [];
  for await (const page of new Client({ chain, rpc }).history(options)) expected.push(page);
  const logs = (all) => all.flatMap((page) => page.logs.map(({ at, value }) => `${at.number}/${value.index}`));
  assert.ok(logs(expected).length > 0);
  assert.deepEqual(logs(pages), logs(expected));
});

test('a provider is asked like an endpoint: `request` of EIP-1193, `send` of ethers', async () => {
  const expected = await new Client({ chain, rpc }).checkTransfer(transfer);
  const asked = new Set();
  const provider = {
    request({ method, params }) {
      assert.equal(this, provider, 'it is called as a method');
      asked.add(method);
      return ask(method, ...params);
    },
  };
  for (const given of [provider, { send: (method, params) => ask(method, ...params) }]) {
    const verdict = await new Client({ chain, rpc: given }).checkTransfer(transfer);
    assert.deepEqual([verdict.verdict, verdict.reasons, verdict.headroom], [expected.verdict, expected.reasons, expected.headroom]);
    assert.deepEqual(verdict.evidence, { level: 'claimed', sources: [{ kind: 'endpoint', origin: 'the EIP-1193 provider' }] });
  }
  assert.ok(asked.has('eth_chainId') && asked.has('eth_call'));
});

test('what a provider throws is told, without what is behind an address', async () => {
  const broken = (error) => new Client({ chain, rpc: { request: async () => { throw error; } }, timeoutSeconds: 1 }).checkTransfer(transfer);
  const wrapped = Object.assign(new Error('URL: https://rpc.example.org/v3/SECRET'), { cause: { code: -32_000, message: 'no luck at https://user:SECRET@rpc.example.org/v3/SECRET' } });
  const error = await refused(broken(wrapped), 'endpoint-error');
  assert.match(error.message, /no luck at https:\/\/rpc\.example\.org$/);
  assert.match((await refused(broken('no reason'), 'endpoint-error')).message, /no reason/);
  await refused(broken(null), 'endpoint-error');
  const silent = new Client({ chain, rpc: { request: () => new Promise(() => {}) }, timeoutSeconds: 1 });
  await refused(silent.checkTransfer(transfer), 'endpoint-timed-out');
  await refused(new Client({ chain, rpc: { request: async () => 5 } }).checkTransfer(transfer), 'endpoint-malformed');
});

test('`rpc` is refused by name where it is something else', () => {
  for (const wrong of [undefined, null, 5, {}, [], [5], ['http://a', {}], { request: 'no' }]) {
    assert.throws(() => new Client({ chain, rpc: wrong }), (error) => isAssayError(error, 'argument-invalid') && /rpc/.test(error.message), JSON.stringify(wrong));
  }
});

test('a call tells what it is reading, before it does', async () => {
  const seen = [];
  await new Client({ chain, rpc }).checkTransfer({ ...transfer, onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(seen.map(({ roundTrips }) => roundTrips), seen.map((_, at) => at));
  assert.ok(seen.length > 1 && seen.every(({ origin }) => origin === new URL(rpc).origin));
  assert.deepEqual(seen[0].methods, ['eth_chainId', 'eth_getBlockByNumber']);
  assert.ok(seen.some(({ methods }) => methods.includes('eth_call')));
  const reason = new TypeError('of the callback');
  await assert.rejects(new Client({ chain, rpc }).checkTransfer({ ...transfer, onProgress: () => { throw reason; } }), reason);
  await refused(new Client({ chain, rpc }).checkTransfer({ ...transfer, onProgress: 5 }), 'argument-invalid');
  await refused(new Client({ chain, rpc }).checkTransfer({ ...transfer, signal: {} }), 'argument-invalid');
});

test('an aborted call rejects with the reason, and asks nobody any more', async () => {
  const [slow, quicker] = await endpoints({ delay: 1_000 }, { delay: 300 });
  const client = new Client({ chain, rpc: slow.rpc });
  const aborter = new AbortController();
  const reason = { why: 'the page was left' };
  const call = client.checkTransfer({ ...transfer, signal: aborter.signal });
  setTimeout(() => aborter.abort(reason), 100);
  await assert.rejects(call, (thrown) => thrown === reason);
  assert.deepEqual(slow.seen.methods, [], 'it does not wait for the answer');
  while (slow.seen.open > 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
  assert.equal(slow.seen.requests, 1, 'the request is given up, and none follows');
  await assert.rejects(client.checkTransfer({ ...transfer, signal: AbortSignal.abort(reason) }), (thrown) => thrown === reason);
  assert.equal(slow.seen.requests, 1);
  // Two calls at a time: one that ends leaves the other alone.
  const other = new AbortController();
  const shared = new Client({ chain, rpc: quicker.rpc });
  const both = [shared.checkTransfer({ ...transfer, signal: other.signal }), shared.checkTransfer(transfer)];
  setTimeout(() => other.abort(), 450);
  const [ended, done] = await Promise.allSettled(both);
  assert.deepEqual([ended.reason?.name, done.value?.verdict], ['AbortError', 'allow']);
});

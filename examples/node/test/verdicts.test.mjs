import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, init } from '@assay/sdk';
import { ask, chain, contracts, files, investors, list, rpc, text } from './devnet.mjs';

const { alice, bob, carol } = investors;
let client;
before(async () => {
  await init();
  client = new Client({ chain, rpc });
});

const transfer = (to, amount, more) =>
  client.checkTransfer({ asset: contracts.fund, list, from: alice.address, to: to.address, amount, ...more });

/** What the chain itself does with ERC-20 `transfer`, at the same block. */
const passes = async (to, raw, at) => {
  const data = `0xa9059cbb${to.slice(2).padStart(64, '0')}${BigInt(raw).toString(16).padStart(64, '0')}`;
  const call = { from: alice.address, to: contracts.fund, data };
  return ask('eth_call', call, { blockHash: at.hash }).then(() => true, () => false);
};

test('a transfer inside the rules is allowed, and the chain lets it pass', async () => {
  const answer = await transfer(bob, '10');
  assert.equal(answer.verdict, 'allow', JSON.stringify(answer.gaps));
  assert.deepEqual([answer.reasons, answer.gaps], [[], []]);
  assert.deepEqual(answer.simulation, { outcome: 'passes' });
  assert.equal(answer.receives.text, '10');
  assert.deepEqual(answer.evidence, { level: 'claimed', sources: [{ kind: 'endpoint', origin: new URL(rpc).origin }] });
  assert.equal((await ask('eth_getBlockByHash', answer.at.hash, false)).number, `0x${answer.at.number.toString(16)}`);
  assert.equal(await passes(bob.address, 10n ** 19n, answer.at), true);
});

test('a transfer to somebody unverified is denied with the reason, and the chain refuses it', async () => {
  const answer = await transfer(carol, '10');
  assert.equal(answer.verdict, 'deny', JSON.stringify(answer.gaps));
  const reason = answer.reasons.find(({ code }) => code === 'receiver-not-registered');
  assert.equal(reason.party, 'receiver');
  assert.equal(reason.rule.contract.toLowerCase(), contracts.identityRegistry.toLowerCase());
  assert.equal(reason.remedy.by, 'issuer');
  assert.equal(answer.simulation.outcome, 'reverts');
  assert.equal(await passes(carol.address, 10n ** 19n, answer.at), false);
});

test('the headroom passes, and one unit more does not', async () => {
  const { headroom, at } = await transfer(bob, '10');
  assert.equal(headroom.most, 'atMost');
  const most = BigInt(headroom.amount.raw);
  assert.equal(await passes(bob.address, most, at), true);
  assert.equal(await passes(bob.address, most + 1n, at), false);
  const [within, above] = await Promise.all([most, most + 1n].map((raw) => transfer(bob, { raw: `${raw}` })));
  assert.deepEqual([within.verdict, above.verdict], ['allow', 'deny']);
  assert.deepEqual(above.reasons.map(({ rule }) => rule), [headroom.binding]);
});

test('a list as text and no list at all give the same answer', async () => {
  const answers = await Promise.all([text('tokenlist.json'), undefined].map((given) => transfer(bob, '10', { list: given })));
  assert.deepEqual(answers.map(({ verdict }) => verdict), ['allow', 'allow']);
});

test('every result is plain JSON', async () => {
  const answer = await transfer(carol, '10');
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
});

test('the package can be required', async () => {
  const sdk = createRequire(import.meta.url)('@assay/sdk');
  await sdk.init();
  const required = new sdk.Client({ chain, rpc });
  const answer = await required.checkTransfer({
    asset: `${chain}/erc20:${contracts.fund}`,
    from: alice.address,
    to: carol.address,
    amount: '1',
  });
  assert.equal(answer.verdict, 'deny');
  assert.throws(() => new sdk.Client({ chain: 'mainnet', rpc }), (error) => sdk.isAssayError(error, 'identifier-malformed'));
});

test('the example says what the verdict is and why', () => {
  const example = fileURLToPath(new URL('../check-transfer.mjs', import.meta.url));
  const said = execFileSync(process.execPath, [example, files], { encoding: 'utf8' });
  assert.match(said, /^deny at block \d+\n- .*identity registry/);
});

// What an issuer's page shows without a wallet.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Client, init, isAssayError } from '@assay/sdk';
import { chain, contracts, integer, investors, list, rpc, text, token } from './devnet.mjs';

const TOTAL_SUPPLY = '18160ddd';
const DAY = 86_400;
let client;
before(async () => {
  await init();
  client = new Client({ chain, rpc });
});

const { attestations, reserves } = token('dXAU').extensions.assay;
const statements = Object.fromEntries(attestations.map((file) => [file, text(file)]));
const finding = (points, of) => points.find(({ point }) => point === of).finding;
const number = ({ numerator, denominator }) => Number(numerator) / Number(denominator);

test('reserves by the feed are held against the supply of the same block', async () => {
  const { at, supply, feed, price, summary, points } = await client.backing({ asset: contracts.gold, list });
  assert.equal(BigInt(supply.known.value.raw), await integer(contracts.gold, TOTAL_SUPPLY, 0, at));
  const { value, evidence } = feed.known;
  assert.deepEqual([value.supply, value.covered, value.method.kind, evidence.level], [supply.known.value, true, 'feed', 'claimed']);
  assert.equal(feed.known.at.hash, at.hash);
  assert.ok(number(value.ratio) >= 1);
  assert.equal(price.kind, 'priced');
  assert.deepEqual([price.value.value.currency, price.value.value.raw], ['USD', price.price.value.raw], 'the worth of one is the price');
  assert.match(summary.sentence, /^Reserves of .* cover the .* issued/);
  assert.equal(points.length, 10);
  assert.ok(points.every(({ demand, reason, finding: found }) => demand && reason && found !== 'broken'));
  assert.equal(finding(points, 'control'), 'unknown', 'without a statement nobody vouches for it');
  assert.equal(reserves.unit, 'troy ounce');
});

test('a signed statement counts where it is given and holds, and says what is wrong where it does not', async () => {
  const whole = await client.backing({ asset: contracts.gold, list, statements });
  const [stated] = whole.statements;
  assert.deepEqual([stated.kind, stated.file, stated.contract], ['stated', attestations[0], undefined]);
  assert.deepEqual([stated.reserve.value.unit, stated.reserve.evidence.level], ['troy ounce', 'attested']);
  assert.equal(stated.reserve.value.amount.raw, JSON.parse(statements[attestations[0]]).message.reserves);
  assert.equal(stated.backing.known.value.method.attesters[0], stated.reserve.value.attester);
  assert.deepEqual([finding(whole.points, 'control'), finding(whole.points, 'offChain')], ['attested', 'attested']);
  assert.equal(whole.summary.auditInterval.standing, 'within');

  const [missing] = (await client.backing({ asset: contracts.gold, list })).statements;
  assert.deepEqual(missing, { kind: 'missing', file: attestations[0] });

  const altered = JSON.parse(statements[attestations[0]]);
  altered.message.reserves = `${BigInt(altered.message.reserves) + 1n}`;
  const refused = await client.backing({ asset: contracts.gold, list, statements: { [attestations[0]]: altered } });
  assert.deepEqual([refused.statements[0].kind, refused.statements[0].why.code], ['refused', 'attestation-signer']);
  assert.equal(finding(refused.points, 'control'), 'unknown');
  const nonsense = await client.backing({ asset: contracts.gold, list, statements: { [attestations[0]]: '{' } });
  assert.equal(nonsense.statements[0].why.code, 'attestation-malformed');
});

test('who looks is asked about only where they are named', async () => {
  const point = async (options) => (await client.backing({ asset: contracts.gold, list, ...options })).points[0];
  assert.match((await point({})).reason, /was not looked for/);
  assert.match((await point({ holder: investors.alice.address })).reason, /one endpoint's word/);
});

test('a feed is overdue for somebody who looks later', async () => {
  const now = Math.floor(Date.now() / 1000) + 400 * DAY;
  const { feed, points, summary } = await client.backing({ asset: contracts.gold, list, statements, now });
  assert.equal(feed.known.value.method.stale, true);
  assert.equal(finding(points, 'freshness'), 'broken');
  assert.equal(summary.oracleLatency.standing, 'beyond');
});

// Both at the same block: the chain goes on meanwhile.
async function atOneBlock(asset, holder) {
  for (;;) {
    const [backing, held] = await Promise.all([client.backing({ asset, list }), client.yields({ holder, asset, list })]);
    if (backing.at.hash === held.at.hash) return { ...backing, held };
  }
}

test('what it brought is what holders earn, whoever they are', async () => {
  const holder = investors.alice.address;
  for (const [asset, part] of [[contracts.credit, 'sharePrice'], [contracts.fund, 'nav']]) {
    const { returns, statements: none, held } = await atOneBlock(asset, holder);
    if (held[part]) assert.deepEqual(returns[part], held[part]);
    assert.deepEqual(returns.gaps, held.gaps);
    assert.deepEqual(none, []);
  }
  const { returns } = await client.backing({ asset: contracts.credit, list });
  assert.ok(number(returns.sharePrice.known.value.ratio) > 1);
});

test('it is refused by name what is not in the list', async () => {
  await assert.rejects(client.backing({ asset: investors.bob.address, list }), (error) => isAssayError(error, 'asset-not-listed'));
  await assert.rejects(client.backing({ asset: contracts.gold }), (error) => isAssayError(error, 'argument-invalid'));
});

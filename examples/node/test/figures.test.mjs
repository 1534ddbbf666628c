import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Client, init, parseTokenList } from '@assay/sdk';
import { BALANCE_OF, CONVERT_TO_ASSETS, PREVIEW_REDEEM, PRINCIPAL_OF, chain, contracts, integer, investors, list, rpc, text, token } from './devnet.mjs';

const holder = investors.alice.address;
let client;
before(async () => {
  await init();
  client = new Client({ chain, rpc });
});

/** The published files of an asset's distributions, by the address that the list gives them. */
const trees = (symbol) => {
  const files = token(symbol).extensions.assay.distributions.map(({ tree }) => tree).filter(Boolean);
  return Object.fromEntries(files.map((file) => [file, text(file)]));
};

test('balances are those of the chain, and each has its evidence', async () => {
  const { at, assets } = await client.holdings({ holder, list });
  assert.deepEqual(assets.map(({ symbol }) => symbol), list.tokens.map(({ symbol }) => symbol));
  for (const { asset, holding, unread } of assets) {
    assert.equal(unread, undefined, asset);
    const { value, evidence } = holding.balance;
    assert.equal(BigInt(value.raw), await integer(asset.split('erc20:')[1], BALANCE_OF, holder, at), asset);
    assert.ok(BigInt(value.raw) > 0n, `Alice holds something of ${asset}`);
    assert.equal(evidence.level, 'claimed');
  }
});

test('a worth is price times balance, rounded down', async () => {
  const { assets } = await client.holdings({ holder, list });
  const gold = assets.find(({ symbol }) => symbol === 'dXAU').holding;
  const { value, price, stale } = gold.worth;
  const expected = (BigInt(gold.balance.value.raw) * BigInt(price.value.raw)) / 10n ** BigInt(gold.balance.value.decimals);
  assert.equal(value.value.raw, `${expected}`);
  assert.deepEqual([value.value.currency, stale], ['USD', false]);
});

test('prices are stale for somebody who looks years later', async () => {
  const { assets } = await client.holdings({ holder, list, now: Math.floor(Date.now() / 1000) + 10 * 31_556_952 });
  assert.equal(assets.find(({ symbol }) => symbol === 'dXAU').holding.worth.stale, true);
});

test('a token that is none keeps its place, with its error', async () => {
  const nobody = { ...token('dUSD'), address: '0x00000000000000000000000000000000000000aa' };
  const { assets } = await client.holdings({ holder, list: { ...list, tokens: [nobody, token('dXAU')] } });
  assert.equal(assets[0].unread.code, 'read-malformed');
  assert.equal(assets[1].unread, undefined);
});

test('shares are worth what their vault says', async () => {
  const { at, since, worth, accrued, sharePrice, nav, claims } = await client.yields({ holder, asset: contracts.credit, list });
  const { shares, assets } = worth.known.value;
  assert.equal(BigInt(shares.raw), await integer(contracts.credit, BALANCE_OF, holder, at));
  assert.equal(BigInt(assets.raw), await integer(contracts.credit, CONVERT_TO_ASSETS, shares.raw, at));
  const before = await integer(contracts.credit, CONVERT_TO_ASSETS, shares.raw, since);
  assert.equal(accrued.known.value.loss, false);
  assert.equal(BigInt(accrued.known.value.amount.raw), BigInt(assets.raw) - before);
  const { from, to, ratio } = sharePrice.known.value;
  assert.ok(to - from >= 30 * 86_400, 'the window is at least a month');
  assert.ok(BigInt(ratio.numerator) > BigInt(ratio.denominator));
  assert.deepEqual([nav, claims], [undefined, []]);
});

test('rent can be claimed for the newest month only', async () => {
  const asset = contracts.property;
  const published = trees('dHOUSE');
  const files = Object.keys(published);
  const { claims } = await client.yields({ holder, asset, list, trees: published });
  const kinds = claims.map(({ known }) => known.value.kind);
  assert.deepEqual(kinds, files.map((_, index) => (index === files.length - 1 ? 'claimable' : 'alreadyClaimed')));
  const { claim } = claims.at(-1).known.value;
  const lines = JSON.parse(published[files.at(-1)]).claims;
  const own = Object.entries(lines).find(([account]) => account.toLowerCase() === holder.toLowerCase())[1];
  assert.equal(BigInt(claim.amount.raw), BigInt(own.amount));
  assert.deepEqual(claim.proof, own.proof);
});

test('a bond of the list has its face, its interest and its payments by its terms', async () => {
  const { at, bond, bondPrice } = await client.yields({ holder, asset: contracts.bond, list, trees: trees('dBOND') });
  const { currency, face, figures, day } = bond.known.value;
  assert.deepEqual([currency, figures.life], [token('dUSD').address, 'running']);
  assert.equal(BigInt(face.raw), await integer(contracts.bond, PRINCIPAL_OF, holder, at));
  const { couponRate, payments, nextCoupon, accrued } = figures;
  assert.equal(BigInt(couponRate.numerator) * 20n, BigInt(couponRate.denominator), 'five per cent');
  assert.equal(day, new Date(at.timestamp * 1000).toISOString().slice(0, 10));
  assert.ok(payments.every(({ date }, place) => date > day && (place === 0 || date >= payments[place - 1].date)));
  assert.deepEqual(payments.at(-1), { date: payments.at(-2).date, kind: 'redemption', amount: face });
  assert.deepEqual(nextCoupon, payments[0]);
  assert.ok(BigInt(accrued.raw) < BigInt(nextCoupon.amount.raw));
  const { quoted, price, clean, dirty, yieldToMaturity } = bondPrice.known.value;
  assert.deepEqual([quoted, price.currency], ['clean', 'USD']);
  const interest = (100 * Number(accrued.raw)) / Number(face.raw);
  assert.ok(Math.abs(Number(dirty) - Number(clean) - interest) < 1e-6, 'what lies between both prices is the interest');
  assert.equal(Number(clean) < 100, Number(yieldToMaturity) > 0.05, 'below the face a bond yields more than its coupon');
});

test('a stated rate stands beside the realised one, with the gap between them', async () => {
  const { gaps } = await client.yields({ holder, asset: contracts.credit, list });
  assert.equal(gaps.length, 1);
  const { measuredBy, stated, realised, gap } = gaps[0].known.value;
  assert.deepEqual([measuredBy, stated.compounding, stated.yearSeconds], ['sharePrice', 'annual', 365 * 86_400]);
  const number = ({ numerator, denominator }) => Number(numerator) / Number(denominator);
  const signed = ({ loss, rate }) => (loss ? -number(rate) : number(rate));
  assert.equal(number(stated.rate), 0.09);
  assert.ok(Math.abs(signed(realised.change) - 0.09 - signed(gap)) < 1e-12);
});

test('income to come is in its months, in totals without repaid faces, and nothing is invented', async () => {
  const files = { ...trees('dHOUSE'), ...trees('dBOND') };
  const [from, to] = ['2020-01-01', '2035-12-31'];
  const { months, unread } = await client.comingIncome({ holder, list, from, to, trees: files });
  assert.deepEqual(unread, []);
  const payments = months.flatMap((month) => month.payments.map(({ value }) => ({ ...value, month })));
  const { figures } = (await client.yields({ holder, asset: contracts.bond, list, trees: files })).bond.known.value;
  const promised = payments.filter(({ kind }) => kind === 'coupon' || kind === 'redemption');
  assert.deepEqual(promised.map(({ date, kind, amount }) => ({ date, kind, amount })), figures.payments);
  for (const { date, kind, amount, month } of payments) {
    assert.ok(date.startsWith(`${month.year}-${String(month.month).padStart(2, '0')}`), date);
    assert.equal(amount === undefined, kind === 'expected', 'of what is expected nobody knows how much');
  }
  for (const { totals, payments: of } of months) {
    const sums = new Map();
    for (const { value: { kind, currency, amount } } of of) {
      if (amount && kind !== 'redemption') sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount.raw));
    }
    assert.deepEqual(totals.map(({ currency, amount }) => [currency, BigInt(amount.value.raw)]), [...sums]);
  }
  const [{ next, every, label }] = (await client.yields({ holder, asset: contracts.note, list })).expected.map(({ value }) => value);
  const named = payments.filter(({ kind }) => kind === 'expected');
  assert.deepEqual([named[0].date, named[0].title, every], [next, label, 'monthly']);
  assert.ok(named.length > 12);
});

test('every asset has its way out', async () => {
  const plan = (asset, amount) => client.redemptionPlan({ holder, asset, list, amount });
  const credit = await plan(contracts.credit, '100');
  const [{ kind, open, payout, timing, steps }] = credit.routes;
  assert.deepEqual([kind, open, timing, steps.map((step) => step.kind)], ['erc4626', true, 'atOnce', ['redeem']]);
  const quoted = await integer(contracts.credit, PREVIEW_REDEEM, credit.amount.raw, credit.at);
  assert.deepEqual([payout.value.kind, BigInt(payout.value.amount.raw)], ['quoted', quoted]);

  const [fund] = (await plan(contracts.fund, '5')).routes;
  assert.deepEqual([fund.kind, fund.timing, fund.payout.value.kind], ['erc7540', 'afterFulfilment', 'estimated']);
  assert.deepEqual(fund.steps.map((step) => step.kind), ['approve', 'request', 'claim']);
  assert.equal(fund.contract.toLowerCase(), contracts.fundRedemption.toLowerCase());

  const [carbon] = (await plan(contracts.carbon, '1')).routes;
  assert.deepEqual([carbon.kind, carbon.timing], ['retirement', 'atOnceForGood']);
  assert.deepEqual((await plan(contracts.property, '1')).routes, []);
});

test('more than there is cannot be redeemed', async () => {
  const { routes } = await client.redemptionPlan({ holder, asset: contracts.credit, list, amount: '999999999999' });
  assert.equal(routes[0].open, false);
  assert.equal(routes[0].obstacles[0].code, 'balance');
});

test('nothing was asked to be redeemed yet', async () => {
  const { requests } = await client.redemptions({ holder: investors.bob.address, asset: contracts.fund, list });
  assert.deepEqual([requests.value.pending.raw, requests.value.claimable.raw, requests.value.requests], ['0', '0', []]);
  assert.equal((await client.redemptions({ holder, asset: contracts.credit, list })).requests, undefined);
});

test('a token list is read strictly', () => {
  const { name, version, tokens } = parseTokenList({ list, chain });
  assert.deepEqual([name, version, tokens.length], [list.name, '1.0.0', list.tokens.length]);
  assert.equal(tokens.find(({ symbol }) => symbol === 'dXAU').kind, 'commodity');
});

// `@assay/sdk/records`: a few of the figures of QuantLib and pyxirr, and books that can be reckoned by hand.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { before } from 'node:test';
import {
  accruedInterest, bondCashFlows, bondDuration, bondPrice, bondYield, cashFlowsByMonth, countDays, couponSchedule, gainsTable, incomeByDay,
  init, isAssayError, lots, moneyWeightedReturn, presentValue, recordTable, timeWeightedReturn,
} from '@assay/sdk/records';

const vectors = (name) => JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS, 'finance', name), 'utf8'));
const refused = (code) => (error) => isAssayError(error, code);
const near = (got, expected, tolerance) => {
  const [a, b] = [Number(got), Number(expected)];
  assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `got ${got}, expected ${expected}`);
};
const ratio = ({ numerator, denominator }) => Number(numerator) / Number(denominator);
const units = (raw) => ({ raw: String(raw), decimals: 2 });

const library = vectors('quantlib.json');
const bondOf = ({ terms: { convention, ...terms }, dayCount, basisPoints }) => (
  { ...terms, businessDays: convention, dayCount, couponRate: `${Math.floor(basisPoints / 10_000)}.${String(basisPoints % 10_000).padStart(4, '0')}` }
);

before(() => init());

test('days, coupons, prices, yields and durations are those of QuantLib', () => {
  const counted = library.dayCounts.filter((_, at) => at % 7 === 0);
  assert.ok(new Set(counted.map(({ dayCount }) => dayCount)).size >= 5);
  for (const { dayCount, from, to, days, fraction } of counted) {
    const found = countDays({ dayCount, from, to });
    assert.equal(found.days, days);
    near(ratio(found.yearFraction), fraction, 1e-12);
  }
  for (const { terms: { convention, ...terms }, dates, payments } of library.schedules.slice(0, 25)) {
    const bond = { ...terms, businessDays: convention, holidays: library.holidays, couponRate: '0', dayCount: 'act360' };
    const { coupons } = couponSchedule({ bond });
    assert.deepEqual([coupons[0].start, ...coupons.map(({ end }) => end)], dates);
    assert.deepEqual(coupons.map(({ payment }) => payment), payments);
  }
  for (const { terms, dayCount, basisPoints, settlement, convention, ...expected } of library.bonds.slice(0, 40)) {
    const bond = bondOf({ terms, dayCount, basisPoints });
    const price = bondPrice({ bond, settlement, yield: expected.yield, convention });
    near(price.clean, expected.clean, 1e-12);
    near(price.accrued, expected.accrued, 1e-12);
    near(ratio(accruedInterest({ bond, settlement })) * 100, expected.accrued, 1e-12);
    near(bondYield({ bond, settlement, clean: expected.quoted, convention }).yield, expected.solved, 1e-10);
    near(bondDuration({ bond, settlement, yield: expected.yield, convention }).modified, expected.modified, 1e-12);
  }
});

test('present values under bent curves are those of QuantLib', () => {
  for (const { valuation, days, rates, shift, spread, delay, value, ...of } of library.curves.slice(0, 25)) {
    const curve = days.map((after, at) => ({ days: after, rate: rates[at] }));
    const bond = { ...bondOf(of), holidays: library.holidays };
    const bent = { rateShift: shift, creditSpread: spread, settlementDelay: delay };
    near(presentValue({ bond, valuation, curve, ...bent }).value, value, 1e-12);
  }
});

test('rates of return are those of pyxirr, or none', () => {
  const amount = (text) => {
    const [whole, part = ''] = text.replace('-', '').split('.');
    return { raw: String(BigInt(whole + part.padEnd(6, '0'))), decimals: 6 };
  };
  for (const { flows, rate } of vectors('pyxirr.json').irr.slice(0, 40)) {
    const given = flows.map(([date, size]) => ({ date, direction: size.startsWith('-') ? 'paid' : 'received', amount: amount(size) }));
    near(moneyWeightedReturn({ flows: given }).rate, rate, 1e-9);
  }
  const flows = [{ date: '2026-01-01', direction: 'paid', amount: units(1) }];
  assert.throws(() => moneyWeightedReturn({ flows }), refused('rate-none'));
  // 100 became 110, then 100 more were paid in; 210 became 189: 1.1 times 0.9.
  const valuations = [
    { date: '2025-01-01', worth: units(0), flow: { direction: 'paid', amount: units(10_000) } },
    { date: '2025-07-01', worth: units(11_000), flow: { direction: 'paid', amount: units(10_000) } },
    { date: '2026-01-01', worth: units(18_900) },
  ];
  const { total, annual, periods } = timeWeightedReturn({ valuations });
  assert.deepEqual([total, periods.map(({ ratio: of }) => ratio(of))], ['-0.01', [1.1, 0.9]]);
  near(annual, -0.01, 1e-12);
});

test('a bond pays what it promises, month by month', () => {
  const bond = { couponRate: '0.06', dayCount: 'thirty360', frequency: 'semiannual', issue: '2025-01-15', maturity: '2026-01-15' };
  const { flows } = bondCashFlows({ bond, face: units(100_000), after: '2025-01-15' });
  assert.deepEqual(flows.map(({ date, kind, amount }) => [date, kind, amount.text]), [
    ['2025-07-15', 'coupon', '30'], ['2026-01-15', 'coupon', '30'], ['2026-01-15', 'redemption', '1000'],
  ]);
  const [asset, currency] = [`0x${'11'.repeat(20)}`, `0x${'22'.repeat(20)}`];
  const { months } = cashFlowsByMonth({ holdings: [{ asset, currency, flows }, { asset, currency, flows }], from: '2025-02-01', to: '2026-12-31' });
  assert.deepEqual(months.map(({ year, month, totals }) => [year, month, totals[0].amount.text]), [[2025, 7, '60'], [2026, 1, '2060']]);
  assert.throws(() => couponSchedule({ bond: { ...bond, maturity: '2024-01-15' } }), refused('terms-invalid'));
  assert.throws(() => couponSchedule({ bond: { ...bond, issue: '2025-02-30' } }), refused('argument-invalid'));
});

const evidence = { level: 'claimed', sources: [{ kind: 'endpoint', origin: 'https://rpc.example.org' }] };
const gold = `eip155:1/erc20:0x${'60'.repeat(20)}`;
const id = (block) => `eip155:1/${block}/0 (0x${'ab'.repeat(32)})`;
const movement = (block, direction, raw, kind = 'transfer') => (
  { id: id(block), at: 1_704_110_400 + block * 86_400, asset: gold, direction, kind, amount: units(raw), evidence }
);
const usd = (raw) => ({ ...units(raw), currency: 'USD' });
// Three purchases at 10, 30 and 20 dollars a unit, then 15 of 30 units sold at 25 dollars: the proceeds are $375.
const held = [movement(1, 'in', 1_000), movement(2, 'in', 1_000), movement(3, 'in', 1_000), movement(4, 'out', 1_500)];
const prices = { [id(1)]: usd(1_000), [id(2)]: usd(3_000), [id(3)]: usd(2_000), [id(4)]: usd(2_500) };
const symbols = { [gold]: '=GOLD' };

test('a sale gains by the lots that it is taken from', () => {
  const gain = (method) => {
    const [{ gain: { loss, value } }] = lots({ movements: held, prices, method }).disposals;
    return `${loss ? '-' : ''}${value.text} ${value.currency}`;
  };
  assert.equal(gain('fifo'), '125 USD');
  assert.equal(gain('hifo'), '-25 USD');
  const pick = (lot, raw) => ({ lot: id(lot), amount: units(raw) });
  assert.equal(gain({ specific: { [id(4)]: [pick(3, 1_000), pick(1, 500)] } }), '125 USD');
  assert.throws(() => gain({ specific: { [id(4)]: [pick(3, 1_001)] } }), refused('lots-insufficient'));
  assert.throws(() => gain('lifo'), refused('argument-invalid'));
  const missing = { ...prices };
  delete missing[id(4)];
  assert.throws(() => lots({ movements: held, prices: missing, method: 'fifo' }), refused('records-incomplete'));
  assert.throws(() => lots({ movements: [...held, ...held], prices, method: 'fifo' }), refused('records-repeated'));
  // What is left is handed over to the next year.
  const opening = lots({ movements: held, prices, method: 'fifo' }).lots;
  const later = lots({ movements: [movement(5, 'out', 1_500)], prices: { [id(5)]: usd(2_000) }, opening, method: 'fifo' });
  assert.deepEqual([later.disposals[0].gain.value.text, later.disposals[0].gain.loss], ['50', true]);
});

test('tables do nothing in a spreadsheet, and each has its columns', () => {
  const { header, rows, csv } = gainsTable({ lots: { movements: held, prices, method: 'fifo' }, symbols });
  assert.deepEqual([header.length, rows.length], [12, 2]);
  assert.ok(csv.includes(",'=GOLD,") && csv.endsWith('\r\n'));
  const rent = [movement(1, 'in', 250, 'income-rent')];
  assert.deepEqual(incomeByDay({ movements: rent, prices }).lines.map(({ date, kind, value }) => [date, kind, value.text]), [['2024-01-02', 'rent', '25']]);
  for (const [table, column] of [['movements', 'counterparty'], ['income', 'kind'], ['koinly', 'Net Worth Amount'], ['cointracking', 'Tx-ID'], ['cointracker', 'Tag']]) {
    assert.ok(recordTable({ table, movements: rent, symbols }).header.includes(column), table);
  }
});

test('evidence is not better than its sources', () => {
  const lie = { ...held[0], evidence: { ...evidence, level: 'proven' } };
  assert.throws(() => recordTable({ table: 'movements', movements: [lie], symbols }), refused('argument-invalid'));
  const none = { ...held[0], evidence: { level: 'claimed', sources: [] } };
  assert.throws(() => recordTable({ table: 'movements', movements: [none], symbols }), refused('argument-invalid'));
});

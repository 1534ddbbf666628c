// What the feeds say in each month since the start. Made up, but smooth, and the same on every run: integers only.

const DOLLAR = 10n ** 8n;
const OUNCE = 10n ** 18n;
/** Monthly moves in hundredths of a percent, repeated after a year. */
const GOLD_MOVES = [118n, -74n, 203n, 41n, -122n, 167n, 88n, -35n, 152n, 66n, -51n, 94n];
const CARBON_MOVES = [-140n, 85n, 210n, -60n, 175n, -95n, 45n, 130n, -20n, 240n, -110n, 70n];
const DOLLAR_MOVES = [2n, -3n, 1n, 1n, -2n, 3n, -1n, -2n, 2n, 0n, 1n, -2n];
const RESERVE_MOVES = [3n, 0n, -2n, 5n, 0n, 0n, -3n, 4n, 0n, 2n, -4n, 0n];
/** The note's principal is worth a little less when borrowers are late; the bond nears its face. */
const NOTE_MOVES = [3n, -5n, 2n, 4n, -2n, -1n, 3n, -6n, 2n, 1n, 0n, 2n];
const BOND_MOVES = [12n, -20n, 25n, 7n, -15n, 18n, 9n, -8n, 14n, 3n, -11n, 6n];
/** The fund earns 0.345 % a month; the house gains 0.62 % a quarter. */
const NAV_STEP = [100_345n, 100_000n];
const VALUATION_STEP = [10_062n, 10_000n];

/** A value after `month` moves. */
function moved(start, moves, month) {
  let value = start;
  for (let i = 0; i < month; i += 1) value = (value * (10_000n + moves[i % moves.length])) / 10_000n;
  return value;
}

/** A value after `steps` steps of a fixed ratio. */
function grown(start, [up, down], steps) {
  let value = start;
  for (let i = 0; i < steps; i += 1) value = (value * up) / down;
  return value;
}

/** Every feed with its answer at the start of month 0, 1, 2 … as a list of `[feed, answer]`. */
export function figures({ cash, gold, fund, property, carbon, treasury, note, bond }, month) {
  return [
    [cash.price, moved((9_998n * DOLLAR) / 10_000n, DOLLAR_MOVES, month)],
    [gold.price, moved(4_188n * DOLLAR + 35_000_000n, GOLD_MOVES, month)],
    [gold.reserves, moved((1_851_294n * OUNCE) / 1_000n, RESERVE_MOVES, month)],
    [fund.nav, grown(100_420_000n, NAV_STEP, month)],
    [property.valuation, grown((625n * DOLLAR) / 10n, VALUATION_STEP, Math.floor(month / 3))],
    [carbon.price, moved((1_482n * DOLLAR) / 100n, CARBON_MOVES, month)],
    // One note is one dollar: what it earns is in the balances.
    [treasury.nav, DOLLAR],
    [note.nav, moved((9_964n * DOLLAR) / 10_000n, NOTE_MOVES, month)],
    [bond.price, moved((98_840n * DOLLAR) / 100n, BOND_MOVES, month)],
  ];
}

/** The same in the middle of a month: `elapsed` of `length` seconds on the way to the next. */
export function figuresWithin(contracts, month, elapsed, length) {
  const next = figures(contracts, month + 1);
  return figures(contracts, month).map(([feed, answer], i) => [
    feed,
    answer + ((next[i][1] - answer) * BigInt(elapsed)) / BigInt(length),
  ]);
}

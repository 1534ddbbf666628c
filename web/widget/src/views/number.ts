// Numbers, dates and ages in the reader's language. Amounts are exact decimal text: nothing here is ever a floating-point number.

/** A number ready to be set: what is shown of it, and all of it. */
export interface Shown {
  readonly text: string;
  readonly full: string;
  /** Whether digits were left out; they are cut, never rounded up. */
  readonly cut: boolean;
}

interface Ratio {
  readonly numerator: string;
  readonly denominator: string;
}

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

function parts(locale: string): { readonly point: string; readonly integer: Intl.NumberFormat } {
  const options: Intl.NumberFormatOptions & { numberingSystem: string } = { numberingSystem: 'latn' };
  const point = new Intl.NumberFormat(locale, options).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return { point, integer: new Intl.NumberFormat(locale, options) };
}

/** A whole number: digits of any number, grouped. */
export function grouped(digits: string | number, locale: string): string {
  return parts(locale).integer.format(BigInt(digits));
}

/** Plain decimal text such as `1234.5`, with no fewer than `least` and no more than `most` decimals: zeros that are
 * left of a longer number stay, as in the wallet. What is no number is left as it is. */
export function decimal(exact: string, least: number, most: number, locale: string): Shown {
  const found = PLAIN.exec(exact);
  if (found === null) return { text: exact, full: exact, cut: false };
  const [, sign = '', whole = '0', written = ''] = found;
  const fraction = written.replace(/0+$/, '');
  const { point, integer } = parts(locale);
  const join = (decimals: string) => `${sign}${integer.format(BigInt(whole))}${decimals === '' ? '' : point + decimals}`;
  const kept = fraction.slice(0, most).padEnd(least, '0');
  const isCut = fraction.length > most;
  const full = join(fraction);
  const nothingLeft = isCut && !/[1-9]/.test(whole + kept);
  if (nothingLeft) return { text: `< ${most === 0 ? '1' : `0${point}${'1'.padStart(most, '0')}`}`, full, cut: true };
  return { text: join(kept), full, cut: isCut };
}

/** An amount of a token: four decimals, six below one unit. */
export const amount = (exact: string, locale: string): Shown => decimal(exact, 0, exact.startsWith('0.') ? 6 : 4, locale);

/** Money: two decimals. */
export const money = (exact: string, locale: string): Shown => decimal(exact, 2, 2, locale);

/** The price of one unit, of which the small digits count: two decimals, up to four. */
export const unitPrice = (exact: string, locale: string): Shown => decimal(exact, 2, 4, locale);

const SCALE = 10n;

/** An exact fraction in per cent, cut to two decimals, or to as many as show two digits of a small one. */
export function percent({ numerator, denominator }: Ratio, loss: boolean, locale: string): Shown {
  const scaled = (BigInt(numerator) * 10n ** (SCALE + 2n)) / BigInt(denominator);
  const digits = scaled.toString().padStart(Number(SCALE) + 1, '0');
  const [whole, fraction] = [digits.slice(0, -Number(SCALE)), digits.slice(-Number(SCALE))];
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const most = whole === '0' && zeros >= 2 && zeros < Number(SCALE) ? Math.min(zeros + 2, 8) : 2;
  const { text, full, cut } = decimal(`${whole}.${fraction}`, 2, most, locale);
  const sign = loss ? '−' : '';
  return { text: `${sign}${text} %`, full: `${sign}${full} %`, cut };
}

/** A day of the calendar, UTC. */
export const date = (seconds: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(seconds * 1000));

/** A day and the time of day, UTC. */
export const moment = (seconds: number, locale: string): string =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(seconds * 1000))} UTC`;

const SPANS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const;

/** How long ago, or how far ahead, in its largest unit. */
export function age(then: number, now: number, locale: string): string {
  const apart = then - now;
  const [unit, size] = SPANS.find(([, seconds]) => Math.abs(apart) >= seconds) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(apart / size), unit);
}

/** An address with its middle left out. */
export const short = (address: string): string => (address.length > 20 ? `${address.slice(0, 8)}…${address.slice(-6)}` : address);

// An amount as it is typed: with the reader's own decimal sign and no other, since the other one groups thousands.

const pointOf = (locale: string): string => new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** What was typed, as the SDK takes it. Nothing where it is no number above zero with at most so many decimals. */
export function typed(text: string, decimals: number, locale: string): string | undefined {
  const [whole = '', fraction, ...more] = text.trim().split(pointOf(locale));
  if (more.length > 0 || !/^\d{1,60}$/.test(whole) || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const plain = fraction === undefined ? whole : `${whole}.${fraction}`;
  return (fraction ?? '').length <= decimals && /[1-9]/.test(plain) ? plain : undefined;
}

/** An exact amount as one would type it. */
export const written = (exact: string, locale: string): string => exact.replace('.', pointOf(locale));

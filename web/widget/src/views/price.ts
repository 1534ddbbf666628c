// What one unit is worth, by the issuer's own feed.
import type { AssetBacking } from '@assay/sdk';
import { type Child, make } from '../element/paint.ts';
import type { About } from '../engine/operations.ts';
import { type Context, now } from './context.ts';
import { age, unitPrice } from './number.ts';
import { figure, section } from './parts.ts';
import { partProblem } from './problem.ts';

/** The net asset value of a unit, or its price. */
export function price(context: Context, { price: worth }: AssetBacking, { nav }: About): Child {
  const { texts, locale } = context;
  const title = nav ? texts.nav : texts.price;
  if (worth.kind === 'unpriced') return null;
  if (worth.kind === 'unknown') return section(title, partProblem(context, worth.why));
  // Of one whole token: `price` is that of a vault's own asset, where the token is a share of one.
  const { value: fact, updatedAt, stale } = worth;
  const shown = figure(context, unitPrice(fact.value.text, locale), fact, { unit: fact.value.currency, unitFirst: true, grand: true, stale });
  const published = texts.published(age(updatedAt, now(), locale));
  return section(title, shown, make('p', { class: 'soft small' }, stale ? `${published}. ${texts.overdue}.` : published));
}

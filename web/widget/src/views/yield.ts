// What the asset yields: realised over a window, stated by the issuer, and the difference.
import type { Fact, Money, RateGap, RateOfChange, Returns, AnnualRate } from '@assay/sdk';
import { type Child, make } from '../element/paint.ts';
import type { Operations } from '../engine/operations.ts';
import type { Context } from './context.ts';
import { foot, head } from './head.ts';
import { date, percent, unitPrice } from './number.ts';
import { Panel } from './panel.ts';
import { facts, figure, notice, pairs, section } from './parts.ts';
import { price } from './price.ts';
import { partProblem } from './problem.ts';

type Found = Awaited<ReturnType<Operations['backing']>>;

/** What the kinds of return have in common. */
interface Back {
  readonly from: number;
  readonly to: number;
  readonly change: RateOfChange;
  readonly annual?: AnnualRate;
}

/** One return, by what it was measured, and from what to what its price went. */
interface Measured {
  readonly by: string;
  readonly fact: Fact<Back>;
  readonly moved: string | undefined;
}

interface Part<T> {
  readonly known?: Fact<T>;
  readonly unread?: { readonly code: string; readonly message: string };
}

/** All that could be measured, and what could not be read. */
function measured({ texts, locale }: Context, returns: Returns): { readonly found: Measured[]; readonly unread: { code: string; message: string }[] } {
  const found: Measured[] = [];
  const unread: { code: string; message: string }[] = [];
  const take = <T extends Back>(part: Part<T> | undefined, by: string, moved: (value: T) => string | undefined) => {
    if (part?.known !== undefined) found.push({ by, fact: part.known, moved: moved(part.known.value) });
    else if (part?.unread !== undefined) unread.push(part.unread);
  };
  const inMoney = ({ text, currency }: Money) => `${currency} ${unitPrice(text, locale).text}`;
  take(returns.nav, texts.byNav, ({ then, now }) => texts.thenNow(inMoney(then), inMoney(now)));
  take(returns.sharePrice, texts.bySharePrice, () => undefined);
  take(returns.index, texts.byIndex, () => undefined);
  take(returns.multiplier, texts.byIndex, () => undefined);
  return { found, unread };
}

function realised(context: Context, { by, fact, moved }: Measured): HTMLElement {
  const { texts, locale } = context;
  const { annual, change, from, to } = fact.value;
  const main = annual?.change ?? change;
  const window = texts.overWindow(date(from, locale), date(to, locale));
  const changed = percent(change.rate, change.loss, locale).text;
  return section(`${annual === undefined ? texts.change : texts.realised}, ${by}`,
    figure(context, percent(main.rate, main.loss, locale), fact, { grand: true }),
    make('p', { class: 'soft small' }, annual === undefined ? `${window}. ${texts.tooShort}` : window),
    annual !== undefined && pairs([texts.change, moved === undefined ? changed : `${changed}: ${moved}`], [texts.formulaTitle, make('span', { class: 'exact' }, annual.formula)]));
}

/** The realised yield in one figure, for views that are about something else. */
export function headline(context: Context, returns: Returns): Child {
  const { texts, locale } = context;
  const [first] = measured(context, returns).found;
  if (first?.fact.value.annual === undefined) return null;
  const { annual, from, to } = first.fact.value;
  return section(`${texts.realised}, ${first.by}`, figure(context, percent(annual.change.rate, annual.change.loss, locale), first.fact), make('p', { class: 'soft small' }, texts.overWindow(date(from, locale), date(to, locale))));
}

function gap(context: Context, fact: Fact<RateGap>): HTMLElement {
  const { texts, locale } = context;
  const { stated, realised: found, gap: difference } = fact.value;
  return section(texts.stated, pairs(
    [texts.statedRate, `${percent(stated.rate, false, locale).text} ${texts.statedOn(date(Date.parse(stated.asOf) / 1000, locale), URL.canParse(stated.source) ? new URL(stated.source).host : stated.source)}`],
    [texts.realisedAlike, percent(found.change.rate, found.change.loss, locale).text],
    [texts.gap, figure(context, percent(difference.rate, difference.loss, locale), fact)]));
}

function drawn(context: Context, { about, backing }: Found, again: () => void): Child[] {
  const { texts } = context;
  const { returns, at } = backing;
  const { found, unread } = measured(context, returns);
  const gaps = returns.gaps.map(({ known, unread: why }) => (known !== undefined ? gap(context, known) : why !== undefined && partProblem(context, why)));
  return [
    head(context, about), ...unread.map((why) => partProblem(context, why)), found.length + unread.length === 0 && notice('plain', texts.noYield),
    facts(...found.map((one) => realised(context, one)), ...gaps, price(context, backing, about)), foot(context, at, again),
  ];
}

export async function yieldView(context: Context, body: HTMLElement): Promise<void> {
  const { engine, settings, signal } = context;
  const panel: Panel<Found> = new Panel(context, () => engine.ask('backing', settings, signal), (found) => drawn(context, found, () => void panel.reload()));
  body.append(panel.element);
  await panel.reload();
}

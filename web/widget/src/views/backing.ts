// What stands behind the asset: its price, reserves against what is issued, signed statements, and a way to check them here and now.
import type { AssetBacking, Fact, ReserveComparison, ReserveStatement } from '@assay/sdk';
import { type Child, draw, make } from '../element/paint.ts';
import type { About, Operations } from '../engine/operations.ts';
import { checkNow } from './checking.ts';
import { type Context, now } from './context.ts';
import { foot, head } from './head.ts';
import { age, amount, date, percent } from './number.ts';
import { Panel } from './panel.ts';
import { facts, figure, notice, pairs, section } from './parts.ts';
import { price } from './price.ts';
import { partProblem } from './problem.ts';
import { headline } from './yield.ts';

type Found = Awaited<ReturnType<Operations['backing']>>;

/** The bars are so wide and high, in their own units. */
const [WIDTH, BAR, GAP] = [300, 7, 3];

/** Reserve over supply as two bars. What is longer fills the width. */
function bars(reserve: bigint, supply: bigint): SVGElement | null {
  const most = reserve > supply ? reserve : supply;
  if (most === 0n) return null;
  const width = (part: bigint) => String(Number((part * BigInt(WIDTH)) / most));
  const bar = (style: string, y: number, part: bigint) => draw('rect', { class: style, x: '0', y: String(y), height: String(BAR), width: width(part), rx: '1' });
  return draw('svg', { class: 'bars', viewBox: `0 0 ${WIDTH} ${2 * BAR + GAP}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
    bar(reserve < supply ? 'bars__reserve bars__reserve--short' : 'bars__reserve', 0, reserve), bar('bars__issued', BAR + GAP, supply));
}

const scaled = ({ raw, decimals }: { raw: string; decimals: number }, to: number): bigint => BigInt(raw) * 10n ** BigInt(to - decimals);

function comparison(context: Context, fact: Fact<ReserveComparison>, { symbol, reserveUnit }: About): HTMLElement {
  const { texts, locale } = context;
  const { reserve, supply, ratio, covered, reserveAsOf, method } = fact.value;
  const unit = reserveUnit ?? symbol;
  const [held, issued] = [`${amount(reserve.text, locale).text} ${unit}`, `${amount(supply.text, locale).text} ${symbol}`];
  const scale = Math.max(reserve.decimals, supply.decimals);
  const stale = method.kind === 'feed' && method.stale;
  const sentence = ratio === undefined ? texts.nothingIssued(held) : covered ? texts.covered(held, issued) : texts.short(held, issued);
  const by = method.kind === 'feed' ? `${texts.byFeed}, ${age(reserveAsOf, now(), locale)}` : texts.byStatement(date(reserveAsOf, locale));
  return section(texts.reserves,
    ratio !== undefined && figure(context, percent(ratio, false, locale), fact, { grand: true, stale }),
    make('p', {}, sentence),
    !covered && notice('error', texts.short(held, issued), texts.doNotRely),
    bars(scaled(reserve, scale), scaled(supply, scale)),
    pairs(
      [texts.reserves, figure(context, amount(reserve.text, locale), fact, { unit, stale })],
      [texts.issued, figure(context, amount(supply.text, locale), fact, { unit: symbol })],
      [texts.source, stale ? `${by}. ${texts.overdue}.` : by]));
}

function statement(context: Context, stated: ReserveStatement): HTMLElement {
  const { texts, locale, settings } = context;
  if (stated.kind === 'missing') return section(texts.statement, notice('warn', texts.statementMissing, new URL(stated.file, settings.list).href));
  if (stated.kind === 'refused') return section(texts.statement, partProblem(context, stated.why));
  const { reserve, contract } = stated;
  const { amount: held, unit, asOf, expires, attester, documentHash } = reserve.value;
  return section(texts.statement, pairs(
    [texts.reserves, figure(context, amount(held.text, locale), reserve, { unit })],
    [texts.signedBy, make('span', { class: 'exact' }, contract ?? attester)],
    [texts.asOf, date(asOf, locale)],
    [texts.validUntil, date(expires, locale)],
    [texts.document, make('span', { class: 'exact' }, documentHash)]));
}

function reserves(context: Context, backing: AssetBacking, about: About): Child[] {
  const { summary, feed, statements } = backing;
  const leading = summary !== undefined ? comparison(context, summary.backing, about) : null;
  const unread = feed?.unread !== undefined ? section(context.texts.reserves, partProblem(context, feed.unread)) : null;
  const none = leading === null && unread === null && statements.length === 0;
  return [leading, unread, ...statements.map((stated) => statement(context, stated)), none && notice('plain', context.texts.noReserves)];
}

function drawn(context: Context, { about, backing }: Found, again: () => void): Child[] {
  const supply = backing.supply.unread !== undefined ? partProblem(context, backing.supply.unread) : null;
  return [
    head(context, about), supply, facts(price(context, backing, about), headline(context, backing.returns), ...reserves(context, backing, about)),
    checkNow(context), foot(context, backing.at, again),
  ];
}

export async function backingView(context: Context, body: HTMLElement): Promise<void> {
  const { engine, settings, signal } = context;
  const panel: Panel<Found> = new Panel(context, () => engine.ask('backing', settings, signal), (found) => drawn(context, found, () => void panel.reload()));
  body.append(panel.element);
  await panel.reload();
}

// The way out: an amount, the ways side by side, and what was asked for before.
import type { RoutePlan } from '@assay/sdk';
import { type Child, make } from '../element/paint.ts';
import type { About, Operations, Symbols, Way } from '../engine/operations.ts';
import type { Session } from '../wallet/session.ts';
import { underHead } from './connect.ts';
import type { Context } from './context.ts';
import { amount, grouped, percent } from './number.ts';
import { Panel } from './panel.ts';
import { button, figure, notice, pairs } from './parts.ts';
import { partProblem, problem } from './problem.ts';
import { requests } from './requests.ts';
import { sending, stepLabel } from './sending.ts';
import { typed, written } from './typed.ts';
import { transferVerdict } from './verdict.ts';

type Planned = Awaited<ReturnType<Operations['plan']>>;

/** Between the last key and the question. */
const PAUSE_MS = 400;

function payout(context: Context, { payout: fact }: RoutePlan, symbols: Symbols, { symbol }: About): readonly [string, Child] | null {
  const { texts, locale } = context;
  if (fact === undefined) return null;
  const { value } = fact;
  if (value.kind === 'retired') return [texts.pays, texts.retired];
  const unit = 'asset' in value ? (symbols[value.asset.toLowerCase()] ?? value.asset) : symbol;
  const shown = figure(context, amount(value.amount.text, locale), fact, { unit });
  const note = { offChain: texts.offChain, estimated: texts.estimated, quoted: undefined, atPar: undefined }[value.kind];
  // What is paid off the chain nobody can quote: the figure is what goes in.
  const title = value.kind === 'offChain' ? texts.goesIn : texts.pays;
  return [title, note === undefined ? shown : make('span', {}, shown, make('span', { class: 'soft small below' }, note))];
}

function when({ texts, locale }: Context, { timing, businessDays, cutOff }: RoutePlan): string {
  const days = businessDays === undefined ? [] : [texts.days(grouped(businessDays, locale), businessDays === 1)];
  return [texts.timings[timing], ...days, ...(cutOff === undefined ? [] : [texts.cutOff(cutOff)])].join(', ');
}

/** One way out. It can be gone only where nothing known stands in its way, and the rules of the transfer do not refuse it. */
function way(context: Context, session: Session, { route, verdict }: Way, { symbols, about }: { symbols: Symbols; about: About }, done: () => void): HTMLElement {
  const { texts, locale } = context;
  const paid = payout(context, route, symbols, about);
  const { feeBasisPoints } = route;
  const fee = feeBasisPoints !== undefined && feeBasisPoints !== '0' && texts.fee(percent({ numerator: feeBasisPoints, denominator: '10000' }, false, locale).text);
  const judged = verdict === undefined ? null : 'found' in verdict ? transferVerdict(context, verdict.found) : partProblem(context, verdict.trouble);
  const allowed = route.open && (verdict === undefined || ('found' in verdict && verdict.found.verdict !== 'deny'));
  const obstacles = route.obstacles.map(({ message, unknown }) => notice(unknown ? 'warn' : 'error', message.charAt(0).toUpperCase() + message.slice(1)));
  // A claim comes when the issuer has fulfilled the request: among the requests, below.
  const acts = route.steps.flatMap((step, at) => {
    const call = route.calls[at];
    return call === undefined || step.kind === 'claim' ? [] : [{ label: stepLabel(context, step, about.symbol), call }];
  });
  return make('li', { class: 'way', part: 'way' },
    make('h4', { class: 'way__title' }, texts.routes[route.kind]),
    pairs(paid, [texts.whenTitle, when(context, route)], fee !== false && [texts.feeTitle, fee], route.memo !== undefined && [texts.tell, route.memo]),
    ...obstacles, judged,
    allowed && acts.length > 0 && make('p', { class: 'soft small' }, texts.walletShowsAgain),
    allowed && acts.length > 0 && sending(context, session, acts, done));
}

function form(context: Context, session: Session, about: About, done: () => void): Node[] {
  const { texts, locale, engine, settings, signal } = context;
  const plans = make('div', { class: 'panel' });
  const hint = make('p', { class: 'small wrong', id: 'amount-hint', role: 'status' });
  const field = make('input', { class: 'field', part: 'field', id: 'amount', inputmode: 'decimal', autocomplete: 'off', 'aria-describedby': 'amount-hint' });
  let asking = new AbortController();
  const drawn = ({ ways, symbols }: Planned): Child[] => (ways.length === 0
    ? [notice('plain', texts.noWays)]
    : [make('ul', { class: 'ways' }, ...ways.map((one) => way({ ...context, signal: AbortSignal.any([signal, asking.signal]) }, session, one, { symbols, about }, done)))]);
  const ask = () => {
    asking.abort();
    asking = new AbortController();
    const wanted = typed(field.value, about.decimals, locale);
    const wrong = wanted === undefined && field.value.trim() !== '';
    hint.textContent = wrong ? texts.amountWrong(grouped(about.decimals, locale)) : '';
    field.setAttribute('aria-invalid', String(wrong));
    if (wanted === undefined) {
      plans.replaceChildren();
      return;
    }
    const own = AbortSignal.any([signal, asking.signal]);
    const panel = new Panel({ ...context, signal: own }, () => engine.ask('plan', { ...settings, holder: session.account, amount: wanted }, own), drawn);
    plans.replaceChildren(panel.element);
    void panel.reload();
  };
  let pause: ReturnType<typeof setTimeout>;
  field.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS);
  }, { signal });
  const all = button(texts.most, () => {
    engine.ask('holding', { ...settings, holder: session.account }, signal).then(({ holding }) => {
      field.value = written(holding?.holding?.balance.value.text ?? '', locale);
      ask();
    }, (error: unknown) => signal.aborted || plans.replaceChildren(problem(context, error)));
  });
  const label = make('label', { class: 'label', for: 'amount' }, `${texts.amount} (${about.symbol})`);
  return [make('div', { class: 'amount' }, label, make('div', { class: 'amount__row' }, field, all), hint), plans];
}

export const redeemView = (context: Context, body: HTMLElement): Promise<void> => underHead(context, body, (inner, session, about) => {
  const asked = requests(inner, session, about.symbol);
  void asked.reload();
  return [...form(inner, session, about, () => void asked.reload()), asked.element];
});

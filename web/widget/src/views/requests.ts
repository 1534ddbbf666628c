// Redemptions that were asked for: each on its line from the request to the payment.
import type { Redemptions, Request, RequestBook } from '@assay/sdk';
import { type Child, draw, make } from '../element/paint.ts';
import type { Operations, Symbols } from '../engine/operations.ts';
import type { Session } from '../wallet/session.ts';
import type { Context } from './context.ts';
import { amount, grouped } from './number.ts';
import { Panel } from './panel.ts';
import { figure, icon, section } from './parts.ts';
import { sending } from './sending.ts';

type Found = Awaited<ReturnType<Operations['redemptions']>>;
type StepState = 'done' | 'waiting' | 'ready' | 'ahead';

const STEPS = ['requested', 'pending', 'claimable', 'claimed'] as const;
/** How far each state is: steps before it are done. */
const REACHED: Readonly<Partial<Record<Request['state'], number>>> = { pending: 1, claimable: 2, claimed: 4 };

function stepLine({ texts }: Context, state: Request['state']): HTMLElement {
  const reached = REACHED[state] ?? 1;
  const stateOf = (at: number): StepState => (at < reached ? 'done' : at > reached ? 'ahead' : STEPS[at] === 'claimable' ? 'ready' : 'waiting');
  return make('ol', { class: 'steps' }, ...STEPS.map((name, at) => {
    const standing = stateOf(at);
    const mark = standing === 'done' ? icon('check') : standing === 'waiting' ? icon('clock') : draw('svg', { viewBox: '0 0 8 8' }, draw('circle', { cx: '4', cy: '4', r: '3' }));
    return make('li', { class: `step step--${standing}`, 'aria-current': standing === 'waiting' || standing === 'ready' ? 'step' : null },
      make('span', { class: 'step__mark', 'aria-hidden': 'true' }, mark),
      make('span', {}, texts.states[name], make('span', { class: 'visually-hidden' }, ` (${texts.stepStates[standing]})`)));
  }));
}

function book(context: Context, session: Session, { value, at, evidence }: NonNullable<Redemptions['requests']>, { symbols, unit }: { symbols: Symbols; unit: string }, reload: () => void): Child[] {
  const { texts, locale } = context;
  const lines = [...(value.requests ?? [])].reverse().map((request) => make('li', { class: 'request' },
    make('div', { class: 'line' }, figure(context, amount(request.shares.text, locale), { at, evidence }, { unit }), make('span', { class: 'soft small' }, `${texts.block} ${grouped(request.block, locale)}`)),
    REACHED[request.state] === undefined ? make('p', { class: 'soft small' }, texts.states[request.state]) : stepLine(context, request.state)));
  const claim = claimOf(context, value, symbols);
  if (lines.length === 0 && claim === undefined) return [make('p', { class: 'soft small' }, texts.noRequests)];
  return [claim !== undefined && sending(context, session, [claim], reload), make('ul', { class: 'lines' }, ...lines)];
}

function claimOf({ texts, locale }: Context, { next, claimableAssets, asset }: RequestBook, symbols: Symbols) {
  if (next === undefined) return undefined;
  const unit = symbols[asset.toLowerCase()] ?? asset;
  return { label: texts.claim(`${amount(claimableAssets.text, locale).text} ${unit}`), call: next.call };
}

/** What waits in a pool's queue. */
function queued(context: Context, { value: { place }, at, evidence }: NonNullable<Redemptions['queue']>, unit: string): Child {
  const { texts, locale } = context;
  if (place === undefined) return make('p', { class: 'soft small' }, texts.noRequests);
  const before = make('span', { class: 'soft small' }, texts.ahead(grouped(place.ahead, locale)));
  return make('div', { class: 'line' }, figure(context, amount(place.shares.text, locale), { at, evidence }, { unit }), before);
}

/** The requests of the wallet's account; nothing where the asset has no way out that is asked for. */
export function requests(context: Context, session: Session, unit: string): Panel<Found> {
  const { engine, settings, signal, texts } = context;
  const panel: Panel<Found> = new Panel(context, () => engine.ask('redemptions', { ...settings, holder: session.account }, signal), ({ redemptions, symbols }) => {
    const { requests: asked, queue } = redemptions;
    const children = [...(asked === undefined ? [] : book(context, session, asked, { symbols, unit }, () => void panel.reload())), queue !== undefined && queued(context, queue, unit)];
    return asked === undefined && queue === undefined ? [] : [section(texts.requests, ...children)];
  });
  return panel;
}

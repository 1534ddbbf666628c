// Redemptions that were asked for: each on its line from the request to the payment.
import type { Redemptions, Request, RequestBook, RouteStep, Transaction } from '@assay/sdk';
import { type Child, draw, make } from '../element/paint.ts';
import type { Operations, Symbols } from '../engine/operations.ts';
import type { Session } from '../wallet/session.ts';
import type { Context } from './context.ts';
import { amount, grouped } from './number.ts';
import { Panel } from './panel.ts';
import { figure, icon, section } from './parts.ts';
import { sending, stepLabel } from './sending.ts';

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
  const { next, cancellations } = value;
  const acts = [
    next !== undefined && sending(context, session, [{ label: nextLabel(context, next.step, value, symbols, unit), call: next.call }], reload),
    ...cancellations.map((cancellation) => takenBack(context, session, cancellation, unit, reload)),
    cancellations.length > 0 && make('p', { class: 'soft small' }, texts.cancelNote),
  ];
  if (lines.length === 0 && next === undefined && cancellations.length === 0) return [make('p', { class: 'soft small' }, texts.noRequests)];
  return [...acts, make('ul', { class: 'lines' }, ...lines)];
}

/** A claim by what it pays; shares of a cancelled request by how many come back. */
function nextLabel(context: Context, step: RouteStep, { claimableAssets, asset }: RequestBook, symbols: Symbols, unit: string): string {
  if (step.kind !== 'claim') return stepLabel(context, step, unit);
  return context.texts.claim(`${amount(claimableAssets.text, context.locale).text} ${symbols[asset.toLowerCase()] ?? asset}`);
}

/** What waits is asked back, or taken back. */
const takenBack = (context: Context, session: Session, { step, call }: Transaction, unit: string, reload: () => void): HTMLElement =>
  sending(context, session, [{ label: stepLabel(context, step, unit), call }], reload, 'plain');

/** What waits in a pool's queue, and the way out of it. */
function queued(context: Context, session: Session, { value: { place, removal }, at, evidence }: NonNullable<Redemptions['queue']>, unit: string, reload: () => void): Child[] {
  const { texts, locale } = context;
  if (place === undefined) return [make('p', { class: 'soft small' }, texts.noRequests)];
  const before = make('span', { class: 'soft small' }, texts.ahead(grouped(place.ahead, locale)));
  const line = make('div', { class: 'line' }, figure(context, amount(place.shares.text, locale), { at, evidence }, { unit }), before);
  return [line, removal !== undefined && takenBack(context, session, removal, unit, reload)];
}

/** The requests of the wallet's account; nothing where the asset has no way out that is asked for. */
export function requests(context: Context, session: Session, unit: string): Panel<Found> {
  const { engine, settings, signal, texts } = context;
  const panel: Panel<Found> = new Panel(context, () => engine.ask('redemptions', { ...settings, holder: session.account }, signal), ({ redemptions, symbols }) => {
    const { requests: asked, queue } = redemptions;
    const reload = () => void panel.reload();
    const children = [
      ...(asked === undefined ? [] : book(context, session, asked, { symbols, unit }, reload)),
      ...(queue === undefined ? [] : queued(context, session, queue, unit, reload)),
    ];
    return asked === undefined && queue === undefined ? [] : [section(texts.requests, ...children)];
  });
  return panel;
}

// The wallet's place in a view: the ways to connect one, and then what the view makes of it.
import { make } from '../element/paint.ts';
import type { About } from '../engine/operations.ts';
import { announced, assayWallet, connect, disconnect, onSession, type Session, session, switchTo, type Wallet } from '../wallet/session.ts';
import type { Context } from './context.ts';
import { guard } from './guard.ts';
import { head } from './head.ts';
import { short } from './number.ts';
import { Panel } from './panel.ts';
import { button, details, notice, waiting } from './parts.ts';
import { problem } from './problem.ts';

const REJECTED = 4001;

/** A button that leads to a wallet: it acts only while it can be seen, and says so where it cannot. */
export function act(context: Context, text: string, run: () => void, kind: 'plain' | 'primary' = 'primary'): HTMLElement {
  const { texts, signal } = context;
  const place = make('div', { class: 'act' });
  const pressed = button(text, () => {}, kind);
  guard(pressed, signal, run, () => place.replaceChildren(pressed, alerting(notice('error', texts.hidden, texts.hiddenText))));
  place.append(pressed);
  return place;
}

/** What is told at once to whoever listens. */
export function alerting(box: HTMLElement): HTMLElement {
  box.setAttribute('role', 'alert');
  return box;
}

/** What a wallet refused or failed at. That its user said no is no fault. */
export function refusal({ texts }: Context, error: unknown): HTMLElement {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code === REJECTED) return alerting(notice('plain', texts.rejected));
  const exact = `${typeof message === 'string' ? message.slice(0, 300) : String(error)}${typeof code === 'number' ? ` (${code})` : ''}`;
  return alerting(notice('error', texts.walletFailed, details(texts.details, make('p', { class: 'exact' }, exact))));
}

/**
 * Fills a place by the connection: without one, the ways to it; on another chain, the way back; else what `draw` makes. Drawn anew whenever
 * the connection changes, and what was drawn before is told by its signal.
 */
function withWallet(context: Context, place: HTMLElement, draw: (session: Session, signal: AbortSignal) => readonly Node[]): void {
  let drawn = new AbortController();
  let before: Session | undefined;
  const redraw = () => {
    const now = session();
    if (now !== undefined && now === before) return;
    before = now;
    drawn.abort();
    drawn = new AbortController();
    const signal = AbortSignal.any([context.signal, drawn.signal]);
    const inner = { ...context, signal };
    if (now === undefined) place.replaceChildren(...offers(inner));
    else if (now.chain !== context.settings.chain) place.replaceChildren(bar(context, now), ...elsewhere(inner, now));
    else place.replaceChildren(bar(context, now), ...draw(now, signal));
  };
  onSession(redraw, context.signal);
  redraw();
}

/**
 * The asset's head, and what a wallet leads to below it. Nothing stands there before the head does: its lines are the list's, as many as
 * they are, and a button that they push down would move away under a pointer.
 */
export async function underHead(context: Context, body: HTMLElement, draw: (inner: Context, session: Session, about: About) => readonly Node[]): Promise<void> {
  const { engine, settings, signal } = context;
  const place = make('div', { class: 'panel' });
  const title = new Panel(context, () => engine.ask('about', settings, signal), (about) => {
    queueMicrotask(() => withWallet(context, place, (session, own) => draw({ ...context, signal: own }, session, about)));
    return [head(context, about)];
  });
  body.append(title.element, place);
  await title.reload();
}

function bar({ texts }: Context, { account, wallet }: Session): HTMLElement {
  return make('div', { class: 'bar' }, make('p', { class: 'bar__who' }, make('span', { class: 'exact', title: account }, short(account)), ` ${texts.connected(wallet.name)}`), button(texts.disconnect, disconnect, 'quiet'));
}

function elsewhere(context: Context, now: Session): Node[] {
  const { texts, settings } = context;
  const told = make('div', {});
  const ask = act(context, texts.switchChain(settings.chain), () => void switchTo(now, settings.chain).catch((error: unknown) => told.replaceChildren(refusal(context, error))), 'plain');
  return [notice('warn', texts.wrongChain(now.wallet.name), `${now.chain} → ${settings.chain}`, ask), told];
}

function offers(context: Context): Node[] {
  const { texts, settings, signal } = context;
  const list = make('div', { class: 'offers' });
  const told = make('div', { role: 'status' });
  const none = make('p', { class: 'soft small' }, texts.noWallets);
  const known = new Map<string, HTMLElement>();
  const offer = (wallet: Wallet, first: boolean) => {
    if (signal.aborted || known.has(wallet.id)) return;
    none.remove();
    const way = act(context, texts.connectTo(wallet.name), () => {
      told.replaceChildren(waiting(texts.connecting(wallet.name)));
      connect(wallet).catch((error: unknown) => {
        if (!signal.aborted) told.replaceChildren(refusal(context, error));
      });
    }, first ? 'primary' : 'plain');
    known.set(wallet.id, way);
    if (first) list.prepend(way);
    else list.append(way);
  };
  list.append(none);
  const failed = (error: unknown) => {
    if (!signal.aborted) told.replaceChildren(problem(context, error));
  };
  // The first comes first: what is offered below it does not move away under a pointer.
  void assayWallet(settings).then((wallet) => wallet && offer(wallet, true), failed).then(() => announced((wallet) => offer(wallet, false), signal));
  return [make('p', { class: 'soft small' }, texts.connectText), list, told];
}

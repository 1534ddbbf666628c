// From a button to a block: each call is handed to the wallet by a click of its own, and followed on the page's own endpoint.
import type { ContractCall, RouteStep } from '@assay/sdk';
import { make } from '../element/paint.ts';
import { send, type Session } from '../wallet/session.ts';
import { act, alerting, refusal } from './connect.ts';
import type { Context } from './context.ts';
import { amount, grouped, short } from './number.ts';
import { notice, waiting } from './parts.ts';
import { problem } from './problem.ts';

/** One transaction. */
export interface Act {
  /** What its button says. */
  readonly label: string;
  readonly call: ContractCall;
}

/** What a step's button says: what is done, and with how much. `unit` is the asset's symbol. */
export function stepLabel({ texts, locale }: Context, step: RouteStep, unit: string): string {
  const how = 'amount' in step ? step.amount : 'shares' in step ? step.shares : undefined;
  return how === undefined ? texts.steps[step.kind] : `${texts.steps[step.kind]}: ${amount(how.text, locale).text} ${unit}`;
}

/** How long it is said that all is done, before what was read is read again. */
const SAID_MS = 2_500;

/** Buttons for calls in their order, one at a time. `done` runs when the last is in a block. What takes something back is `plain`. */
export function sending(context: Context, session: Session, acts: readonly Act[], done: () => void, kind: 'plain' | 'primary' = 'primary'): HTMLElement {
  const { texts, locale, engine, settings, signal, announce } = context;
  const place = make('div', { class: 'sending' });

  const ready = (index: number) => {
    const next = acts[index];
    if (next === undefined) return;
    const step = acts.length > 1 && make('p', { class: 'label' }, texts.stepOf(grouped(index + 1, locale), grouped(acts.length, locale)));
    const told = make('div', {});
    const go = act(context, next.label, () => void hand(index, next, told), kind);
    place.replaceChildren(...[step, go, told].filter((child) => child !== false));
  };

  // Nothing is awaited before the wallet is asked: it opens its window within the click or not at all.
  const hand = async (index: number, { call }: Act, told: HTMLElement): Promise<void> => {
    const asked = send(session, call);
    told.replaceChildren(waiting(texts.inWallet));
    announce(texts.inWallet);
    let hash: string;
    try {
      hash = await asked;
    } catch (error) {
      if (!signal.aborted) told.replaceChildren(refusal(context, error));
      return;
    }
    if (signal.aborted) return;
    const sent = make('p', { class: 'exact', title: hash }, short(hash));
    place.replaceChildren(waiting(texts.sent), sent);
    announce(texts.sent);
    try {
      const { rpc } = settings;
      const outcome = await engine.ask('outcome', { rpc, hash, from: session.account, to: call.to, data: call.data }, signal);
      ended(index, outcome, sent);
    } catch (error) {
      if (!signal.aborted) place.replaceChildren(problem(context, error), sent);
    }
  };

  const ended = (index: number, outcome: Awaited<ReturnType<typeof engine.ask<'outcome'>>>, sent: HTMLElement) => {
    if (outcome.state === 'waiting') {
      place.replaceChildren(notice('warn', texts.stillWaiting), sent);
    } else if (outcome.state === 'done') {
      const text = texts.done(grouped(outcome.block, locale));
      announce(text);
      if (index + 1 < acts.length) {
        ready(index + 1);
        return;
      }
      place.replaceChildren(notice('success', text), sent);
      setTimeout(() => signal.aborted || done(), SAID_MS);
    } else {
      place.replaceChildren(alerting(notice('error', outcome.state === 'other' ? texts.otherSent : texts.reverted)), sent);
    }
  };

  ready(0);
  return place;
}

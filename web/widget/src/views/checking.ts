// "Check it now": what was proven and verified in this browser, step by step.
import { make } from '../element/paint.ts';
import type { Step } from '../engine/check.ts';
import { type Context, now } from './context.ts';
import { amount, date, moment } from './number.ts';
import { button, figure, type Glyph, icon, notice, section, waiting } from './parts.ts';
import { problem } from './problem.ts';

const GLYPHS: Readonly<Record<Step['outcome'], Glyph>> = { holds: 'check', fails: 'stop', noted: 'info' };

function line(context: Context, { what, outcome, figure: found, unit, why, signed, at, evidence }: Step): HTMLElement {
  const { texts, locale } = context;
  const shown = found === undefined ? null : amount(found, locale);
  const known = at !== undefined && evidence !== undefined ? { at, evidence } : undefined;
  const value = shown && (known ? figure(context, shown, known, unit === undefined ? {} : { unit }) : `${shown.text} ${unit ?? ''}`);
  const by = signed && texts.signedAsOf(signed.attester, date(signed.asOf, locale));
  return make('li', { class: `check check--${outcome}` }, icon(GLYPHS[outcome]), make('div', {},
    make('p', { class: 'check__what' }, make('span', { class: 'visually-hidden' }, `${texts.outcomes[outcome]}: `), texts.checks[what]),
    value && make('p', {}, value), by !== undefined && make('p', { class: 'exact' }, by), why !== undefined && make('p', { class: 'exact' }, why)));
}

function told(context: Context, steps: readonly Step[]): Node[] {
  const { texts, locale } = context;
  const when = texts.checkedHere(moment(now(), locale));
  const failed = steps.some(({ outcome }) => outcome === 'fails');
  const noted = steps.some(({ outcome }) => outcome === 'noted');
  const sum = failed ? notice('error', texts.checkFails, when, texts.doNotRely) : noted ? notice('warn', texts.checkUndecided, when) : notice('success', texts.checkHolds, when);
  return [sum, make('ol', { class: 'checks' }, ...steps.map((step) => line(context, step)))];
}

/** The button, and the steps once they are taken. What runs contracts is loaded by it, and not before. */
export function checkNow(context: Context): HTMLElement {
  const { texts, engine, settings, signal } = context;
  const place = make('div', { class: 'panel', 'aria-live': 'polite' });
  const pressed = button(texts.checkNow, () => void run());
  const run = async (): Promise<void> => {
    if (pressed.getAttribute('aria-disabled') === 'true') return;
    pressed.setAttribute('aria-disabled', 'true');
    place.replaceChildren(waiting(texts.checking));
    try {
      place.replaceChildren(...told(context, await engine.ask('check', settings, signal)));
    } catch (error) {
      if (!signal.aborted) place.replaceChildren(problem(context, error, () => void run()));
    } finally {
      pressed.removeAttribute('aria-disabled');
    }
  };
  return section(texts.checkTitle, make('p', { class: 'soft small' }, texts.checkExplained), make('div', {}, pressed), place);
}

// The small things that views are made of.
import { type Child, draw, make } from '../element/paint.ts';
import type { Context } from './context.ts';
import { hallmark, type Known } from './hallmark.ts';
import type { Shown } from './number.ts';

const GLYPHS = {
  alert: 'M12 4 L21 19.5 H3 Z M12 10 V14.5 M12 17 V17.1',
  check: 'M4.5 12.5 L10 18 L19.5 7',
  clock: 'M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M12 7.5 V12.5 L15.5 14.5',
  info: 'M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M12 11 V16.5 M12 7.6 V7.7',
  question: 'M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M9.5 9.6 A2.6 2.6 0 1 1 12 12.4 V13.8 M12 16.6 V16.7',
  retry: 'M19.5 12 A7.5 7.5 0 1 1 17 6.4 M17.5 3 V7 H13.5',
  stop: 'M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M6.5 6.5 L17.5 17.5',
} as const;

export type Glyph = keyof typeof GLYPHS;

/** A picture beside the text that says the same. */
export const icon = (glyph: Glyph): SVGElement =>
  draw('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, draw('path', { d: GLYPHS[glyph] }));

/** A number; where digits were cut, all of them are there on focus or under the pointer. */
export function number({ text, full, cut }: Shown): HTMLElement {
  if (!cut) return make('span', { class: 'number' }, text);
  return make('span', { class: 'number number--cut', tabindex: '0' },
    make('span', { 'aria-hidden': 'true' }, text), make('span', { class: 'visually-hidden' }, full), make('span', { class: 'number__full', 'aria-hidden': 'true' }, full));
}

interface FigureOptions {
  readonly unit?: string;
  /** The unit stands in front, as a currency does. */
  readonly unitFirst?: boolean;
  readonly grand?: boolean;
  readonly stale?: boolean;
}

/** A number with its unit and its stamp: there is no figure without one. */
export function figure(context: Context, shown: Shown, known: Known, { unit, unitFirst = false, grand = false, stale = false }: FigureOptions = {}): HTMLElement {
  const named = unit === undefined ? null : make('span', { class: 'figure__unit' }, unit);
  const order = unitFirst ? [named, ' ', number(shown)] : [number(shown), named && ' ', named];
  return make('span', { class: grand ? 'figure figure--grand' : 'figure', part: 'figure' }, ...order, hallmark(context, known, stale));
}

export type NoticeKind = 'plain' | 'success' | 'warn' | 'error';

const NOTICES: Readonly<Record<NoticeKind, readonly [string, Glyph]>> = {
  plain: ['notice', 'info'], success: ['notice notice--success', 'check'], warn: ['notice notice--warn', 'clock'], error: ['notice notice--error', 'alert'],
};

/** Something to know. */
export function notice(kind: NoticeKind, title: string, ...children: Child[]): HTMLElement {
  const [style, glyph] = NOTICES[kind];
  const lines = children.map((child) => (typeof child === 'string' ? child !== '' && make('p', { class: 'notice__text' }, child) : child));
  return make('div', { class: style, part: 'notice' }, make('p', { class: 'notice__title' }, icon(glyph), title), ...lines);
}

/** A button. */
export function button(text: string, act: () => void, kind: 'plain' | 'primary' | 'quiet' = 'plain'): HTMLButtonElement {
  const made = make('button', { class: kind === 'plain' ? 'button' : `button button--${kind}`, part: kind === 'primary' ? 'button button-primary' : 'button', type: 'button' }, text);
  made.addEventListener('click', act);
  return made;
}

/** Terms and their values. */
export const pairs = (...entries: (readonly [string, Child] | null | false)[]): HTMLElement =>
  make('dl', { class: 'pairs' }, ...entries.flatMap((entry) => (entry ? [make('dt', {}, entry[0]), make('dd', {}, entry[1])] : [])));

/** What is there for whoever opens it. */
export const details = (summary: string, ...children: Child[]): HTMLElement =>
  make('details', { class: 'details' }, make('summary', {}, summary), ...children);

/** A part of a view with its heading. */
export const section = (title: string, ...children: Child[]): HTMLElement =>
  make('section', { class: 'section', part: 'section' }, make('h4', { class: 'label' }, title), ...children);

/** Parts beside one another where there is room. */
export const facts = (...children: Child[]): HTMLElement => make('div', { class: 'facts' }, ...children);

/** What stands where something is on its way. */
export const waiting = (text: string): HTMLElement =>
  make('p', { class: 'waiting' }, make('span', { class: 'spinner', 'aria-hidden': 'true' }), text);

// The answer before the signature: allowed, denied with every reason, or cannot tell.
import type { Block, Doubt, Evidence, Restriction, TransferVerdict } from '@assay/sdk';
import { type Child, make } from '../element/paint.ts';
import type { Context } from './context.ts';
import { hallmark } from './hallmark.ts';
import { details, type Glyph, icon, pairs } from './parts.ts';

type Answer = 'allow' | 'deny' | 'unknown';

const GLYPHS: Readonly<Record<Answer, Glyph>> = { allow: 'check', deny: 'stop', unknown: 'question' };

interface Judged {
  readonly answer: Answer;
  readonly title: string;
  readonly line: string;
  readonly reasons: readonly Restriction[];
  readonly gaps: readonly Doubt[];
  readonly at: Block;
  readonly evidence: Evidence;
}

/** A verdict with its reasons (in English, as the SDK has them), each with what would lift it and where it is written. */
export function verdictPanel(context: Context, { answer, title, line, reasons, gaps, at, evidence }: Judged): HTMLElement {
  const { texts } = context;
  const head = make('div', { class: 'verdict__head' }, icon(GLYPHS[answer]), make('p', { class: 'verdict__answer' }, title), hallmark(context, { at, evidence }));
  const lines: Child[] = [
    ...reasons.map(({ message, remedy, rule, read }) => make('li', {},
      make('p', { class: 'verdict__sentence', lang: 'en' }, message), make('p', { class: 'soft small', lang: 'en' }, remedy.action),
      details(texts.where, pairs([texts.rule, rule.name], [texts.contract, exact(rule.contract)], [texts.read, exact(read.call)], [texts.answer, exact(read.answer)])))),
    ...gaps.map(({ message }) => make('li', {}, make('p', { class: 'verdict__sentence', lang: 'en' }, message))),
  ];
  const body = lines.length === 0 ? make('p', { class: 'verdict__line' }, line) : make('ul', { class: 'verdict__reasons' }, ...lines);
  return make('div', { class: `verdict verdict--${answer}`, part: 'verdict', role: 'group', 'aria-label': texts.verdict }, head, body);
}

const exact = (text: string): HTMLElement => make('span', { class: 'exact' }, text);

/** The verdict on a transfer. */
export function transferVerdict(context: Context, verdict: TransferVerdict): HTMLElement {
  const { texts } = context;
  const titles = { allow: texts.passes, deny: texts.refusedOnce, unknown: texts.undecided };
  return verdictPanel(context, { ...verdict, answer: verdict.verdict, title: titles[verdict.verdict], line: texts.checkedRules });
}

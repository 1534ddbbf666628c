// The stamp beside a figure: a lozenge, hollow for claimed, half for attested, solid for proven. A click opens where the figure comes from.
import type { Block, Evidence, Level, Source } from '@assay/sdk';
import { draw, make } from '../element/paint.ts';
import { type Context, now } from './context.ts';
import { age, grouped, moment } from './number.ts';

/** Anything whose origin is known. */
export interface Known {
  readonly at: Block;
  readonly evidence: Evidence;
}

const OUTLINE = 'M8 1.4 L14.6 8 L8 14.6 L1.4 8 Z';
const FILLING: Readonly<Record<Level, string>> = { claimed: '', attested: 'M8 1.4 L1.4 8 L8 14.6 Z', proven: OUTLINE };

function lozenge(level: Level): SVGElement {
  return draw('svg', { class: 'mark', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    draw('path', { class: 'mark__filling', d: FILLING[level] }), draw('path', { class: 'mark__outline', d: OUTLINE }));
}

let made = 0;

/** The stamp as a button with its slip. */
export function hallmark(context: Context, known: Known, stale = false): HTMLElement {
  const { texts } = context;
  const { level } = known.evidence;
  made += 1;
  const id = `slip-${made}`;
  const name = texts.whence(texts.levels[level]);
  const button = make('button', { class: `hallmark hallmark--${level}${stale ? ' hallmark--stale' : ''}`, part: 'hallmark', type: 'button', popovertarget: id, 'aria-label': name }, lozenge(level));
  const slip = make('div', { id, class: 'slip', part: 'slip', popover: 'auto', role: 'dialog', 'aria-label': texts.whenceTitle });
  // Its age is that of the moment at which it is opened.
  slip.addEventListener('beforetoggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') slip.replaceChildren(...told(context, known, slip));
  });
  return make('span', { class: 'stamp' }, button, slip);
}

function told(context: Context, { at, evidence }: Known, slip: HTMLElement): Node[] {
  const { texts, locale } = context;
  const { level, sources } = evidence;
  const close = make('button', { class: 'slip__close', type: 'button' }, texts.close);
  close.addEventListener('click', () => slip.hidePopover());
  const pair = (term: string, value: string) => [make('dt', {}, term), make('dd', {}, value)];
  return [
    make('p', { class: 'slip__title' }, lozenge(level), texts.levels[level]),
    make('p', { class: 'soft' }, onlyItsBlock(evidence) ? texts.meanings.block : texts.meanings[level]),
    make('p', { class: 'label' }, texts.restsOn),
    make('ul', { class: 'slip__sources' }, ...sources.map((source) => line(context, source))),
    make('dl', { class: 'pairs' }, ...pair(texts.block, grouped(at.number, locale)), ...pair(texts.blockTime, moment(at.timestamp, locale)), ...pair(texts.age, age(at.timestamp, now(), locale))),
    make('p', { class: 'slip__raise' }, raise(context, evidence)),
    close,
  ];
}

function line({ texts, locale }: Context, source: Source): HTMLElement {
  const [words, detail, level] = ((): [string, string, Level] => {
    switch (source.kind) {
      case 'endpoint': return [texts.sources.endpoint, source.origin, 'claimed'];
      case 'quorum': return [texts.sources.quorum(grouped(source.origins.length, locale)), source.origins.join(', '), 'attested'];
      case 'signer': return [texts.sources.signer, source.address, 'attested'];
      case 'checkpoint': return [texts.sources.checkpoint, source.hash, 'proven'];
      case 'merkleProof': return [texts.sources.merkleProof, source.root, 'proven'];
      case 'zkProof': return [texts.sources.zkProof, source.statement, 'proven'];
      case 'tokenList': return [texts.sources.tokenList, texts.sources.tokenListDetail, 'claimed'];
      case 'unproven': return [texts.sources.unproven, source.why, 'claimed'];
      default: return [texts.sources.other, JSON.stringify(source), 'claimed'];
    }
  })();
  const text = make('div', {}, make('p', {}, words, make('span', { class: 'visually-hidden' }, ` (${texts.levels[level]})`)), make('p', { class: 'exact' }, detail));
  return make('li', {}, lozenge(level), text);
}

/** Whether all but the block itself is proven. */
const onlyItsBlock = ({ level, sources }: Evidence): boolean =>
  level === 'claimed' && sources.some(({ kind }) => kind === 'merkleProof') && !sources.some(({ kind }) => kind === 'unproven');

/** What would make it better known. */
function raise({ texts }: Context, evidence: Evidence): string {
  return onlyItsBlock(evidence) ? texts.raises.block : texts.raises[evidence.level];
}

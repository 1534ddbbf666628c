// What every view begins and ends with: which asset it is, and what was read where.
import type { Block } from '@assay/sdk';
import { make } from '../element/paint.ts';
import type { About } from '../engine/operations.ts';
import { type Context, now } from './context.ts';
import { age, grouped } from './number.ts';
import { button } from './parts.ts';

/** What is shown, of which asset, and what one unit stands for. */
export function head({ texts, settings }: Context, { name, symbol, unit }: About): HTMLElement {
  return make('header', { class: 'head', part: 'header' },
    make('p', { class: 'label' }, texts.views[settings.view]),
    make('h3', { class: 'head__name' }, name, ' ', make('span', { class: 'head__symbol' }, symbol)),
    unit !== undefined && make('p', { class: 'soft small' }, texts.stands(unit)));
}

/** The block that was read, by whom, and a way to read again. That it was read is announced. */
export function foot({ texts, locale, settings, announce }: Context, at: Block, again: () => void): HTMLElement {
  const hosts = settings.rpc.map((address) => new URL(address).host).join(', ');
  const read = texts.readAt(grouped(at.number, locale), age(at.timestamp, now(), locale));
  announce(read);
  return make('footer', { class: 'foot', part: 'footer' }, make('p', {}, `${read}, ${texts.fromHosts(hosts)}`), button(texts.refresh, again, 'quiet'));
}

// Everything that is shown once an element has come into view. Loaded then, as a file of its own.
import { make, sheet } from '../element/paint.ts';
import type { Settings } from '../element/settings.ts';
import { engineFor } from '../engine/engine.ts';
import viewsStyle from '../style/views.css';
import { de } from '../texts/de.ts';
import { en } from '../texts/en.ts';
import type { Spoken } from '../texts/language.ts';
import { backingView } from './backing.ts';
import type { Context } from './context.ts';
import { holdingView } from './holding.ts';
import { redeemView } from './redeem.ts';
import { yieldView } from './yield.ts';

/** Where an element is shown. */
export interface Stage {
  readonly root: ShadowRoot;
  readonly settings: Settings;
  readonly speaks: Spoken;
  /** Ends with the element, or with its attributes as they are. */
  readonly signal: AbortSignal;
  /** The frame with this in it, in place of what was there. */
  readonly paint: (...children: Node[]) => HTMLElement;
}

/** What draws itself into an element. */
export type View = (context: Context, body: HTMLElement) => Promise<void>;

const VIEWS: Readonly<Record<Settings['view'], View>> = { backing: backingView, yield: yieldView, holding: holdingView, redeem: redeemView };

let style: CSSStyleSheet | undefined;

/** Shows what the tag asks for. */
export async function show({ root, settings, speaks, signal, paint }: Stage): Promise<void> {
  style ??= sheet(viewsStyle);
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
  const engine = await engineFor(signal);
  signal.throwIfAborted();
  const status = make('p', { class: 'visually-hidden', role: 'status' });
  const announce = (text: string) => {
    status.textContent = text;
  };
  const texts = speaks.language === 'de' ? de : en;
  const context: Context = { settings, texts, locale: speaks.locale, engine, root, signal, announce };
  const body = make('div', { class: 'body' });
  paint(status, body);
  await VIEWS[settings.view](context, body);
}

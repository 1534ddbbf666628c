// What every view works with.
import type { Settings } from '../element/settings.ts';
import type { Engine } from '../engine/engine.ts';
import type { Texts } from '../texts/en.ts';

export interface Context {
  readonly settings: Settings;
  readonly texts: Texts;
  readonly locale: string;
  readonly engine: Engine;
  readonly root: ShadowRoot;
  /** Ends with the element, or with its attributes as they are. */
  readonly signal: AbortSignal;
  /** Says something to whoever listens instead of looking. */
  readonly announce: (text: string) => void;
}

/** The machine's clock, in seconds since 1970. */
export const now = (): number => Math.floor(Date.now() / 1000);

// The element: it paints a frame at once, and loads the rest when it comes into view.
import firstStyle from '../style/first.css';
import { FIRST } from '../texts/first.ts';
import { type Spoken, spoken } from '../texts/language.ts';
import type { Stage } from '../views/show.ts';
import { make, sheet } from './paint.ts';
import { loadPart } from './parts.ts';
import { type Mistake, type Settings, settingsOf } from './settings.ts';

const ATTRIBUTES = ['asset', 'list', 'rpc', 'wallet', 'view', 'lang'];

/** How far below the window an element begins to load. */
const AHEAD = '200px';

let style: CSSStyleSheet | undefined;

/** `<assay-asset>`: live facts about one asset, each with how it is known. */
export class AssayAsset extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #root = this.attachShadow({ mode: 'open' });
  #running = new AbortController();
  #restarts = false;

  connectedCallback(): void {
    style ??= sheet(firstStyle);
    this.#root.adoptedStyleSheets = [style];
    this.#start();
  }

  disconnectedCallback(): void {
    this.#running.abort();
    this.#root.replaceChildren();
  }

  /** Several attributes that are set at once start it anew once. */
  attributeChangedCallback(): void {
    if (!this.isConnected || this.#restarts) return;
    this.#restarts = true;
    queueMicrotask(() => {
      this.#restarts = false;
      if (this.isConnected) this.#start();
    });
  }

  #start(): void {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    const speaks = spoken(this);
    const settings = settingsOf((name) => this.getAttribute(name), document.baseURI);
    if ('attribute' in settings) {
      this.#paint(speaks, false, ...wrongTag(settings, speaks));
      return;
    }
    this.#paint(speaks, true, ...bones(speaks));
    this.#whenNear(signal, () => void this.#show(settings, speaks, signal));
  }

  /** The frame with this in it. */
  #paint(speaks: Spoken, busy: boolean, ...children: Node[]): HTMLElement {
    const attributes = { class: 'frame', part: 'frame', role: 'group', lang: speaks.locale, 'aria-label': FIRST[speaks.language].region, 'aria-busy': busy ? 'true' : null };
    const frame = make('div', attributes, ...children);
    this.#root.replaceChildren(frame);
    return frame;
  }

  #whenNear(signal: AbortSignal, act: () => void): void {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      act();
    }, { rootMargin: AHEAD });
    watch.observe(this);
    signal.addEventListener('abort', () => watch.disconnect(), { once: true });
  }

  async #show(settings: Settings, speaks: Spoken, signal: AbortSignal): Promise<void> {
    const stage: Stage = { root: this.#root, settings, speaks, signal, paint: (...children) => this.#paint(speaks, false, ...children) };
    try {
      const views = await loadPart<typeof import('../views/show.ts')>('views.js');
      signal.throwIfAborted();
      await views.show(stage);
    } catch (error) {
      if (!signal.aborted) this.#paint(speaks, false, ...notLoaded(speaks, error, () => this.#start()));
    }
  }
}

function bones({ language }: Spoken): Node[] {
  const bone = (size: string) => make('span', { class: `bone ${size}`, 'aria-hidden': 'true' });
  return [make('p', { class: 'visually-hidden', role: 'status' }, FIRST[language].waiting), bone(''), bone('bone--large'), bone('bone--short'), bone('')];
}

function notice(title: string, texts: readonly string[]): HTMLElement {
  const lines = texts.map((text) => make('p', { class: 'notice__text' }, text));
  return make('div', { class: 'notice', part: 'notice', role: 'alert' }, make('p', { class: 'notice__title' }, title), ...lines);
}

function wrongTag({ attribute, got }: Mistake, { language }: Spoken): Node[] {
  const texts = FIRST[language];
  const what = got === null || got.trim() === '' ? texts.missing : `“${got.slice(0, 120)}”`;
  const is = language === 'de' ? 'gegeben ist' : 'got';
  return [notice(texts.wrongTag, [`${texts.expected[attribute]}; ${is} ${what}.`, texts.wrongTagRemedy])];
}

function notLoaded({ language }: Spoken, error: unknown, again: () => void): Node[] {
  const texts = FIRST[language];
  const retry = make('button', { class: 'button', part: 'button', type: 'button' }, texts.retry);
  retry.addEventListener('click', again);
  const box = notice(texts.notLoaded, [texts.notLoadedRemedy, error instanceof Error ? error.message : String(error)]);
  box.append(retry);
  return [box];
}

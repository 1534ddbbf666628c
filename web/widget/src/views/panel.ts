// A part of a view that is read, and stands by itself: what fails in it leaves the rest.
import { type Child, make } from '../element/paint.ts';
import type { Context } from './context.ts';
import { waiting } from './parts.ts';
import { problem } from './problem.ts';

/** Reads, then draws; says what went wrong and offers to try again. Drawn again by `reload`, which keeps what stands until the new is there. */
export class Panel<T> {
  readonly element = make('div', { class: 'panel', 'aria-live': 'off' });
  #round = 0;

  constructor(readonly context: Context, readonly read: () => Promise<T>, readonly drawn: (found: T) => readonly Child[]) {}

  /** Never rejects. */
  async reload(): Promise<void> {
    const { context, element } = this;
    this.#round += 1;
    const round = this.#round;
    if (element.childElementCount === 0) element.replaceChildren(waiting(context.texts.reading));
    element.setAttribute('aria-busy', 'true');
    let children: readonly Child[];
    try {
      children = this.drawn(await this.read());
    } catch (error) {
      if (context.signal.aborted) return;
      children = [problem(context, error, () => void this.reload())];
    }
    if (context.signal.aborted || round !== this.#round) return;
    element.removeAttribute('aria-busy');
    const restore = focusIn(element, context.root);
    element.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
    restore();
  }
}

/** What has the focus, to be found again by what it is and says once all is drawn anew. */
function focusIn(element: HTMLElement, root: ShadowRoot): () => void {
  const focused = root.activeElement;
  if (focused === null || !element.contains(focused)) return () => {};
  const [name, text] = [focused.localName, focused.textContent];
  return () => [...element.querySelectorAll<HTMLElement>(name)].find((one) => one.textContent === text)?.focus();
}

// Buttons that lead to a signature act only while all of them can really be seen: not under something, not see-through, not turned or shrunk.
//
// Where the browser has Intersection Observer v2 it says so itself, also of what another site does around a frame. Where it has not, the
// button asks what is on top of it and how see-through its ancestors are, which does not find a cover that lets the pointer through; within a
// frame it does not act at all.

/** What is seen must have stood for so long before it counts. A click that comes sooner waits for it. */
const SETTLED_MS = 400;
/** A click that has waited for so long was for nothing. */
const LONGEST_WAIT_MS = 1_500;
const LOOK_EVERY_MS = 100;
/** Of a button on a fraction of a pixel, that much is all of it. */
const WHOLE = 0.98;

const observes = typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype;

/** Out of the window or cut off by its edge; covered or see-through; seen just now; seen for a while. */
type Seen = 'outside' | 'hidden' | 'fresh' | 'settled';

/**
 * Runs `act` on a click once all of the button can be seen and has been for a while, and `refused` on one where it cannot. While it is covered
 * or see-through it is `aria-disabled`.
 */
export function guard(button: HTMLButtonElement, signal: AbortSignal, act: () => void, refused: () => void): void {
  if (!observes) {
    button.addEventListener('click', ({ isTrusted }) => (isTrusted && hitTest(button) ? act() : refused()), { signal });
    return;
  }
  let seen: Seen = 'outside';
  // What was covered until a moment ago may have been uncovered under the pointer: a click on it does not wait.
  let uncovered = false;
  let settling: ReturnType<typeof setTimeout>;
  // A browser lets a window open for some seconds after a click, so one that waits is not lost.
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const answer = (run: () => void) => {
    clearTimeout(waiting);
    waiting = undefined;
    run();
  };
  const become = (next: Seen) => {
    seen = next;
    if (next === 'hidden') button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
    if (waiting === undefined) return;
    if (next === 'settled') answer(act);
    if (next === 'hidden') answer(refused);
  };
  const watch = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    const next = last === undefined || last.intersectionRatio < WHOLE ? 'outside' : last.isVisible === true ? 'fresh' : 'hidden';
    if (next === seen || (next === 'fresh' && seen === 'settled')) return;
    clearTimeout(settling);
    uncovered = next === 'fresh' && seen === 'hidden';
    become(next);
    if (next === 'fresh') settling = setTimeout(() => become('settled'), SETTLED_MS);
  }, { threshold: [0, 0.5, WHOLE, 1], trackVisibility: true, delay: LOOK_EVERY_MS });
  watch.observe(button);
  button.addEventListener('click', ({ isTrusted }) => {
    if (waiting !== undefined) return;
    if (!isTrusted || seen === 'hidden' || (seen === 'fresh' && uncovered)) refused();
    else if (seen === 'settled') act();
    else {
      if (seen === 'outside') button.scrollIntoView({ block: 'nearest' });
      waiting = setTimeout(() => answer(refused), LONGEST_WAIT_MS);
    }
  }, { signal });
  signal.addEventListener('abort', () => {
    watch.disconnect();
    clearTimeout(settling);
    clearTimeout(waiting);
  }, { once: true });
}

function hitTest(button: HTMLElement): boolean {
  if (window.top !== window) return false;
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const inset = 3;
  const points = [left + inset, (left + right) / 2, right - inset].flatMap((x) => [top + inset, (top + bottom) / 2, bottom - inset].map((y) => [x, y] as const));
  const root = button.getRootNode() as ShadowRoot;
  const onTop = points.every(([x, y]) => {
    const found = root.elementFromPoint(x, y);
    return found !== null && (found === button || button.contains(found)) && document.elementFromPoint(x, y) === root.host;
  });
  return onTop && ancestors(button).every((element) => {
    const { opacity, filter, transform } = getComputedStyle(element);
    return opacity === '1' && filter === 'none' && transform === 'none';
  });
}

function ancestors(from: Element): Element[] {
  const found: Element[] = [];
  for (let element: Element | null = from; element !== null; ) {
    found.push(element);
    const root: Node = element.getRootNode();
    element = element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return found;
}

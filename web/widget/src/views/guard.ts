// Buttons that lead to a signature act only while all of them can really be seen: not under something, not see-through, not turned or shrunk.
//
// Where the browser has Intersection Observer v2 it says so itself, also of what another site does around a frame. Where it has not, the
// button asks what is at its corners and how see-through its ancestors are, and within a frame it does not act at all.

/** What was seen must have stood for so long before a click: nobody clicks on purpose sooner. */
const SETTLED_MS = 400;
const LOOK_EVERY_MS = 100;

const observes = typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype;

/**
 * Runs `act` on a click while the button can be seen and has been for a while, and `refused` on one while it cannot. Until it can, it is
 * `aria-disabled`.
 */
export function guard(button: HTMLButtonElement, signal: AbortSignal, act: () => void, refused: () => void): void {
  const seen = observes ? observed(button, signal) : () => (hitTest(button) ? 'settled' : 'hidden');
  button.addEventListener('click', (event) => {
    const state = event.isTrusted ? seen() : 'hidden';
    if (state === 'settled') act();
    else if (state === 'hidden') refused();
  }, { signal });
}

type Seen = 'hidden' | 'fresh' | 'settled';

function observed(button: HTMLElement, signal: AbortSignal): () => Seen {
  let seen: Seen = 'hidden';
  let settling: ReturnType<typeof setTimeout>;
  const become = (next: Seen) => {
    seen = next;
    if (next === 'settled') button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
  };
  const watch = new IntersectionObserver((entries) => {
    const visible = entries.at(-1)?.isVisible === true;
    if (visible === (seen !== 'hidden')) return;
    clearTimeout(settling);
    become(visible ? 'fresh' : 'hidden');
    if (visible) settling = setTimeout(() => become('settled'), SETTLED_MS);
  }, { threshold: [0, 0.25, 0.5, 0.75, 1], trackVisibility: true, delay: LOOK_EVERY_MS });
  become('hidden');
  watch.observe(button);
  signal.addEventListener('abort', () => watch.disconnect(), { once: true });
  return () => seen;
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

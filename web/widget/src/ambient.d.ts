// What the builder puts in, and what the DOM has that its declarations lack.

/** Integrity of each of the widget's files that may be loaded, by its name: `sha384-…`. Put in by the builder. */
declare const PARTS: Readonly<Record<string, string>>;

declare module '*.css' {
  const text: string;
  export default text;
}

/** Intersection Observer v2: whether what was observed can really be seen. */
interface IntersectionObserverInit {
  trackVisibility?: boolean;
  delay?: number;
}

interface IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

/** Trusted Types, as far as a worker's address needs them. */
interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
  };
}

// The events of EIP-1193. A listener that throws harms neither the others nor the provider.

export type Listener = (...args: never[]) => void;

export const createEmitter = () => {
  const listeners = new Map<string, Listener[]>();
  return {
    on(event: string, listener: Listener): void {
      if (typeof listener !== 'function') throw new TypeError(`a listener of \`${event}\` must be a function, got ${typeof listener}`);
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    removeListener(event: string, listener: Listener): void {
      const heard = [...(listeners.get(event) ?? [])];
      const at = heard.lastIndexOf(listener);
      if (at >= 0) heard.splice(at, 1);
      listeners.set(event, heard);
    },
    emit(event: string, value: unknown): void {
      for (const listener of listeners.get(event) ?? []) {
        try {
          (listener as (value: unknown) => void)(value);
        } catch (error) {
          // Told where errors are that nobody caught.
          globalThis.reportError(error);
        }
      }
    },
  };
};

// The engine's own side: answers questions, as a worker of its own or as a module of the page.
import { operations, type Operations } from './operations.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export type Question = { [N in keyof Operations]: { readonly id: number; readonly name: N; readonly given: Parameters<Operations[N]>[0] } }[keyof Operations];
type Stop = { readonly id: number; readonly stop: true };
export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly trouble: Trouble };

/** Never rejects. */
export async function answer({ id, name, given }: Question, signal: AbortSignal): Promise<Answer> {
  try {
    const operation = operations[name] as (given: unknown, signal: AbortSignal) => Promise<unknown>;
    return { id, value: await operation(given, signal) };
  } catch (error) {
    return { id, trouble: troubleOf(error) };
  }
}

// In a worker there is no document, and whoever started it speaks by messages.
if (typeof document === 'undefined') {
  const asked = new Map<number, AbortController>();
  addEventListener('message', ({ data }: MessageEvent<Question | Stop>) => {
    if ('stop' in data) {
      asked.get(data.id)?.abort();
      return;
    }
    const controller = new AbortController();
    asked.set(data.id, controller);
    void answer(data, controller.signal).then((told) => {
      asked.delete(data.id);
      if (!controller.signal.aborted) (self as unknown as Worker).postMessage(told);
    });
  });
  (self as unknown as Worker).postMessage('ready');
}

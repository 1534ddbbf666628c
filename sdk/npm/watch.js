// What ends a call before its answer, and what it tells while it waits: as the wasm of `Client` does it, for calls that are made in JavaScript.
import { argument } from './errors.js';
import { Progress } from './progress.js';

export class Watch {
  #onProgress;
  #roundTrips = 0;

  constructor({ signal, onProgress }) {
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw argument('signal', 'expected an AbortSignal');
    if (onProgress !== undefined && typeof onProgress !== 'function') throw argument('onProgress', 'expected a function');
    this.signal = signal;
    this.#onProgress = onProgress;
  }

  /** Before each round trip: what the callback throws ends the call, and so does a signal. */
  roundTrip(origin, requests) {
    this.signal?.throwIfAborted();
    const done = this.#roundTrips;
    this.#roundTrips += 1;
    if (this.#onProgress) Progress.report(this.#onProgress, done, origin, requests);
    this.signal?.throwIfAborted();
  }

  /** Calls `stop` when the signal is aborted, until the work is done. */
  async during(work, stop) {
    this.signal?.addEventListener('abort', stop, { once: true });
    try {
      return await work;
    } finally {
      this.signal?.removeEventListener('abort', stop);
    }
  }

  /** Work that rejects with the signal's reason at once, however long it goes on. */
  ended(work) {
    if (!this.signal) return work;
    let end;
    const aborted = new Promise((_, reject) => {
      end = () => reject(this.signal.reason);
    });
    if (this.signal.aborted) end();
    return this.during(Promise.race([aborted, work]), end);
  }
}

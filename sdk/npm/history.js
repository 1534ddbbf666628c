// The pages of a history as an async generator. What they hold is read in the wasm; here they are only asked for one after the other.
export class Pages {
  static async *of(next, signal, onProgress) {
    signal?.throwIfAborted();
    let stop;
    const aborted = signal && new Promise((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    // It is looked at in the race alone, if at all.
    aborted?.catch(() => {});
    try {
      for (;;) {
        const asked = next();
        const page = await (aborted ? Promise.race([aborted, asked]) : asked);
        if (page === undefined) return;
        onProgress?.(page.progress);
        yield page;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }
}

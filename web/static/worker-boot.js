// The worker that holds the keys. It is served with a policy of its own that denies it every connection, so the page
// posts it the compiled wasm; after this one message the Rust program (web/src/worker_main.rs) owns `onmessage`.
import { initSync } from '/assets/worker.js';

addEventListener('message', ({ data }) => {
  try {
    initSync({ module: data });
    postMessage({ assayWorker: 'ready' });
  } catch (error) {
    postMessage({ assayWorker: String(error?.message ?? error) });
  }
}, { once: true });

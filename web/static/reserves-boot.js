// The worker that verifies reserve proofs. Like the keys' worker it is denied every connection, so the page posts it the
// compiled wasm; after this one message the Rust program (web/src/reserves_main.rs) owns `onmessage`.
import { initSync } from '/assets/reserves.js';

addEventListener('message', ({ data }) => {
  try {
    initSync({ module: data });
    postMessage({ assayWorker: 'ready' });
  } catch (error) {
    postMessage({ assayWorker: String(error?.message ?? error) });
  }
}, { once: true });

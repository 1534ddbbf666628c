// The worker that follows the beacon chain. Like the keys' worker it is denied every connection: the page posts it the compiled wasm, and
// fetches for it. After this one message the Rust program (web/src/beacon_main.rs) owns `onmessage`.
import { initSync } from '/assets/beacon.js';

addEventListener('message', ({ data }) => {
  try {
    initSync({ module: data });
    postMessage({ assayWorker: 'ready' });
  } catch (error) {
    postMessage({ assayWorker: String(error?.message ?? error) });
  }
}, { once: true });

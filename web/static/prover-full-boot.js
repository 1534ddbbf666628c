// The worker that runs contracts over proven state where they call a precompiled contract that prover-boot.js's has not: the same otherwise.
import { initSync } from '/assets/prover-full.js';

addEventListener('message', ({ data }) => {
  try {
    initSync({ module: data });
    postMessage({ assayWorker: 'ready' });
  } catch (error) {
    postMessage({ assayWorker: String(error?.message ?? error) });
  }
}, { once: true });

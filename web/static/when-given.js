// How every worker starts. It is served with a policy of its own that denies it every connection, so the page posts it the compiled
// wasm; after this one message the Rust program owns `onmessage`.
export const whenGiven = (initSync) => {
  addEventListener('message', ({ data }) => {
    try {
      initSync({ module: data });
      postMessage({ assayWorker: 'ready' });
    } catch (error) {
      postMessage({ assayWorker: String(error?.message ?? error) });
    }
  }, { once: true });
};

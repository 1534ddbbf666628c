// Browsers and bundlers: the wasm lies beside this file, and `new URL` with `import.meta.url` is what bundlers look for.
import load from './assay_lc.js';
import { once } from './once.js';

export * from './assay_lc.js';
export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => new URL('./assay_lc_bg.wasm', import.meta.url));

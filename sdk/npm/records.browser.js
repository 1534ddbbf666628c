// Browsers and bundlers: the wasm lies beside this file, and `new URL` with `import.meta.url` is what bundlers look for.
import load from './assay_records.js';
import { once } from './once.js';

export * from './assay_records.js';
export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => new URL('./assay_records_bg.wasm', import.meta.url));

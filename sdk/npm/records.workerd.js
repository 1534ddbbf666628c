// Cloudflare's workerd: it compiles no wasm at run time, but imports it as a compiled module.
import wasm from './assay_records_bg.wasm';
import load from './assay_records.js';
import { once } from './once.js';

export * from './assay_records.js';
export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => wasm);

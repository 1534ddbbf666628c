// Node and Deno: their `fetch` reads no files, so the wasm is read from the disk.
import { readFile } from 'node:fs/promises';
import load from './assay_range.js';
import { once } from './once.js';

export * from './assay_range.js';
export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => readFile(new URL('./assay_range_bg.wasm', import.meta.url)));

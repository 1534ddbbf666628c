// Node and Deno: their `fetch` reads no files, so the wasm is read from the disk.
import { readFile } from 'node:fs/promises';
import load from './assay_records.js';
import { once } from './once.js';

export * from './assay_records.js';
export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => readFile(new URL('./assay_records_bg.wasm', import.meta.url)));

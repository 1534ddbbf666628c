// Node and Deno: their `fetch` reads no files, so the wasm is read from the disk.
import { readFile } from 'node:fs/promises';
import load, { Question } from './assay_evm.js';
import { once } from './once.js';
import { proving } from './proving.js';

export { AssayError, isAssayError } from './errors.js';
const file = (name) => readFile(new URL(name, import.meta.url));
export const init = once(load, () => file('./assay_evm_bg.wasm'));

const full = async () => {
  const module = await import('./assay_evm_full.js');
  await module.default({ module_or_path: file('./assay_evm_full_bg.wasm') });
  return module.Question;
};
export const { provenCall, simulateTransaction } = proving(Question, full);

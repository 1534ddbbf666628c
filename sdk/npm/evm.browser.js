// Browsers and bundlers: the wasm lies beside this file, and `new URL` with `import.meta.url` is what bundlers look for.
import load, { Question } from './assay_evm.js';
import { once } from './once.js';
import { proving } from './proving.js';

export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => new URL('./assay_evm_bg.wasm', import.meta.url));

const full = async () => {
  const module = await import('./assay_evm_full.js');
  await module.default({ module_or_path: new URL('./assay_evm_full_bg.wasm', import.meta.url) });
  return module.Question;
};
export const { provenCall, simulateTransaction } = proving(Question, full);

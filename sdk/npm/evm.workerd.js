// Cloudflare's workerd: it compiles no wasm at run time, but imports it as a compiled module.
import wasm from './assay_evm_bg.wasm';
import load, { Question } from './assay_evm.js';
import { once } from './once.js';
import { proving } from './proving.js';

export { AssayError, isAssayError } from './errors.js';
export const init = once(load, () => wasm);

const full = async () => {
  const [module, compiled] = await Promise.all([import('./assay_evm_full.js'), import('./assay_evm_full_bg.wasm')]);
  await module.default({ module_or_path: compiled.default });
  return module.Question;
};
export const { provenCall, simulateTransaction } = proving(Question, full);

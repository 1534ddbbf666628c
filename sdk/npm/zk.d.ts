import type { InitOptions } from './index.js';
export { AssayError, isAssayError, type InitOptions } from './index.js';

/**
 * Loads the WebAssembly of this module, `assay_zk_bg.wasm` of this package. Await it once, before anything else of this module; further
 * calls cost nothing. Every other export throws until then.
 *
 * ```js
 * import { init } from '@assay/sdk/zk';
 *
 * await init();
 * ```
 */
export function init(options?: InitOptions): Promise<void>;

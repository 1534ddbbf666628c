import type { InitOptions } from './index.js';
export { AssayError, isAssayError, type InitOptions } from './index.js';

/**
 * Loads the WebAssembly of the light client, `assay_lc_bg.wasm` of this package. Await it once, before anything else of this module; further
 * calls cost nothing. Every other export throws until then.
 *
 * ```js
 * import { init } from '@assay/sdk/light-client';
 *
 * await init();
 * ```
 */
export function init(options?: InitOptions): Promise<void>;

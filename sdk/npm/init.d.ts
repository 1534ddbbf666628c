export interface InitOptions {
  /** Where the wasm comes from, if not from the file `assay_bg.wasm` of this package: its address, a response, its bytes, or the compiled module. */
  wasm?: string | URL | Response | Promise<Response> | ArrayBuffer | ArrayBufferView | WebAssembly.Module;
}

/**
 * Loads the WebAssembly. Await it once, before anything else of this package; further calls cost nothing.
 * Every other export throws until then.
 */
export function init(options?: InitOptions): Promise<void>;

// Objects that hold memory can be given back by `using`, where the language has it.
/// <reference lib="esnext.disposable" />

/** A compiled module; of a program whose TypeScript knows of no WebAssembly (`lib` without `dom`), none. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module & object : never;

export interface InitOptions {
  /** Where the wasm comes from, if not from its file in this package: its address, a response, its bytes, or the compiled module. */
  wasm?: string | URL | Response | Promise<Response> | ArrayBuffer | ArrayBufferView | WasmModule;
}

/**
 * Loads the WebAssembly. Await it once, before anything else of this package; further calls cost nothing.
 * Every other export throws until then.
 *
 * ```js
 * import { init } from '@assay/sdk';
 *
 * await init();
 * ```
 */
export function init(options?: InitOptions): Promise<void>;

/**
 * What this package throws where it could not find out. A refusal of a rule is no error: it is a verdict.
 *
 * ```js
 * const { assets } = await client.holdings({ holder, list }).catch((error) => {
 *   if (error instanceof AssayError && error.blame === 'endpoint') show(error.code, error.details.origin);
 *   throw error;
 * });
 * ```
 */
export class AssayError<Code extends ErrorCode = ErrorCode> extends Error {
  private constructor();
  readonly name: 'AssayError';
  /** What went wrong, by a name that never changes its meaning. */
  readonly code: Code;
  /** Who has to act: whoever called, the endpoint, the contracts and their state, or Assay itself (worth a bug report). */
  readonly blame: 'caller' | 'endpoint' | 'chain' | 'assay';
  /** Whether the same call can succeed: not before something changes, after a while, or through another endpoint. */
  readonly retry: 'never' | 'later' | 'otherEndpoint';
  /** The figures inside: `got` and `expected` wherever a value was refused, `origin` of an endpoint, `path` within a file. */
  readonly details: Readonly<Record<string, string>>;
}

/**
 * Whether something that was caught is an `AssayError`, and one of this code if one is given.
 *
 * ```js
 * try {
 *   await client.checkTransfer({ asset, from, to, amount: '12.5' });
 * } catch (error) {
 *   if (isAssayError(error, 'identifier-malformed')) show(error.message, error.details.got);
 *   else if (isAssayError(error) && error.retry === 'later') show(`${error.code}: try again`);
 *   else throw error;
 * }
 * ```
 */
export function isAssayError<Code extends ErrorCode = ErrorCode>(error: unknown, code?: Code): error is AssayError<Code>;

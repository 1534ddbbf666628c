// The SDK's wasm, each with its integrity: the builder puts it into the SDK's own loaders.
import { PartError } from '../element/parts.ts';

/** Runs a loader. Of a policy that allows no wasm it stays said what it is; all else is a file that is not the published one. */
export async function loadWasm(init: () => Promise<void>, file: string): Promise<void> {
  try {
    await init();
  } catch (error) {
    throw error instanceof WebAssembly.CompileError ? error : new PartError(file);
  }
}

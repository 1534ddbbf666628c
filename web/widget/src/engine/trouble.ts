// What went wrong, in a form that crosses from a worker to the page.

/** An error of the SDK, or of what is done around it. */
export interface Trouble {
  /** The SDK's code, or one of those below. */
  readonly code: string;
  readonly message: string;
  /** Whether the same question can succeed: not before something changes, after a while, or through another endpoint. */
  readonly retry: 'never' | 'later' | 'otherEndpoint';
}

/** Codes beside the SDK's own. */
export type OwnCode = 'list-unreachable' | 'list-oversized' | 'file-unreachable' | 'file-oversized' | 'wasm-refused' | 'part-refused' | 'unexpected';

/** A trouble that is thrown. */
export class TroubleError extends Error implements Trouble {
  constructor(readonly code: string, message: string, readonly retry: Trouble['retry']) {
    super(message);
  }

  static own(code: OwnCode, message: string, retry: Trouble['retry'] = 'later'): TroubleError {
    return new TroubleError(code, message, retry);
  }
}

interface Coded extends Error {
  readonly code?: unknown;
  readonly retry?: unknown;
}

const RETRIES: readonly unknown[] = ['never', 'later', 'otherEndpoint'];

/** Anything that was caught. */
export function troubleOf(error: unknown): Trouble {
  const { message, code, retry, name } = (error instanceof Error ? error : new Error(String(error))) as Coded;
  if (typeof code === 'string' && RETRIES.includes(retry)) return { code, message, retry: retry as Trouble['retry'] };
  if (name === 'PartError') return { code: 'part-refused', message, retry: 'later' };
  // Of a policy without 'wasm-unsafe-eval' browsers tell by an error of compilation.
  if (name === 'CompileError') return { code: 'wasm-refused', message, retry: 'never' };
  return { code: 'unexpected', message, retry: 'later' };
}

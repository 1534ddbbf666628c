// The one error of this package. The brand survives what `instanceof` does not: two copies of the package in one program.
const BRAND = Symbol.for('@assay/sdk.AssayError');

export class AssayError extends Error {
  constructor(message, code, blame, retry, details) {
    super(message);
    this.name = 'AssayError';
    this.code = code;
    this.blame = blame;
    this.retry = retry;
    this.details = details;
  }

  get [BRAND]() {
    return true;
  }
}

export function isAssayError(error, code) {
  return error instanceof Error && error[BRAND] === true && (code === undefined || error.code === code);
}

// What a caller is told of an argument: the same as the wasm tells.
export const argument = (name, why) => new AssayError(`${name}: ${why}`, 'argument-invalid', 'caller', 'never', { argument: name, why });

// The same by `require`, which has declarations of its own.
import sdk = require('@assay/sdk');
import keys = require('@assay/sdk/keys');

export const inits: readonly (typeof sdk.init)[] = [sdk.init, keys.init];
export const code = (error: unknown): sdk.ErrorCode | undefined => (sdk.isAssayError(error) ? error.code : undefined);

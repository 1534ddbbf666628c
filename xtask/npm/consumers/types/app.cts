// The same by `require`, which has declarations of its own.
import sdk = require('@assay/sdk');
import keys = require('@assay/sdk/keys');
import provider = require('@assay/sdk/provider');

export const inits: readonly (typeof sdk.init)[] = [sdk.init, keys.init];
export const code = (error: unknown): sdk.ErrorCode | undefined => (sdk.isAssayError(error) ? error.code : undefined);
export const isRefusal = (error: unknown): error is provider.ProviderRpcError => error instanceof provider.ProviderRpcError;

// `@assay/sdk/provider`: an Ethereum provider (EIP-1193) for the Assay wallet, of which docs/connection.md is the protocol.
export { ProviderRpcError } from './errors.js';
export type { Account, ChainId } from './message.js';
export type { ProviderOptions } from './options.js';
export { createProvider, type AssayProvider, type ProviderEvents, type RequestArguments } from './provider.js';
export type { Returned } from './redirect.js';

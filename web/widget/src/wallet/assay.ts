// The Assay wallet as a provider. A file of its own, loaded where a tag names a wallet.
import { createProvider } from '@assay/sdk/provider';
import type { Provider } from './session.ts';

/** Opens nothing yet: the wallet's window comes with the first question that needs it. */
export const open = (wallet: string, chain: number, rpc: string): Provider => createProvider({ wallet, rpc: { [chain]: rpc } }) as unknown as Provider;

// The Assay wallet as a provider. A file of its own, loaded where a tag names a wallet.
import { createProvider } from '@assay/sdk/provider';
import type { Wallet } from './session.ts';

/** Opens nothing yet: the wallet's window comes with the first question that needs it. */
export function open(address: string, chain: number, rpc: string): Wallet {
  const provider = createProvider({ wallet: address, rpc: { [chain]: rpc } });
  return { id: address, name: 'Assay', provider, forget: () => provider.disconnect() };
}

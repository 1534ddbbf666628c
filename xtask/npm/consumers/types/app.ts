// What a user writes in TypeScript, of every entry point: that it compiles under `strict` is the test.
import { AssayError, Client, init, isAssayError, type ErrorCode, type TransferVerdict } from '@assay/sdk';
import { init as initEvm, provenCall } from '@assay/sdk/evm';
import { init as initKeys, Seed } from '@assay/sdk/keys';
import { init as initLightClient, LightClient } from '@assay/sdk/light-client';
import { init as initRange, verifyInclusion } from '@assay/sdk/range';
import { createProvider, ProviderRpcError, type AssayProvider } from '@assay/sdk/provider';
import { bondYield, init as initRecords } from '@assay/sdk/records';
import { Groth16Key, init as initZk } from '@assay/sdk/zk';

export const inits: readonly (typeof init)[] = [init, initEvm, initKeys, initLightClient, initRange, initRecords, initZk];
export const others = { bondYield, Groth16Key, LightClient, provenCall, Seed, verifyInclusion };

export async function verdict(rpc: string, asset: string): Promise<TransferVerdict | ErrorCode> {
  await init();
  const client = new Client({ chain: 'eip155:1', rpc });
  try {
    return await client.checkTransfer({ asset, from: asset, to: asset, amount: '1' });
  } catch (error: unknown) {
    if (isAssayError(error, 'not-a-token')) {
      const { code }: { code: 'not-a-token' } = error;
      return code;
    }
    if (error instanceof AssayError) return error.code;
    throw error;
  } finally {
    client.free();
  }
}

export async function connect(wallet: string): Promise<readonly string[] | number> {
  const provider: AssayProvider = createProvider({ wallet, rpc: { 1: 'https://rpc.example' } });
  provider.on('accountsChanged', (accounts) => accounts.map((account) => account.slice(2))).announce();
  try {
    return await provider.request({ method: 'eth_requestAccounts' });
  } catch (error: unknown) {
    if (error instanceof ProviderRpcError) return error.code;
    throw error;
  }
}

// @ts-expect-error The address of the wallet is missing.
export const nobody: Parameters<typeof createProvider>[0] = {};
// @ts-expect-error `amount` is missing, and a token needs one.
export const incomplete: Parameters<Client['checkTransfer']>[0] = { asset: '0x', from: '0x', to: '0x' };
// @ts-expect-error There is no such code.
export const unknown: ErrorCode = 'no-such-code';
// @ts-expect-error WebAssembly comes from no number.
export const nowhere: Parameters<typeof init>[0] = { wasm: 5 };

// What a dApp with viem, wagmi or ethers writes: their own types fit, without a cast.
import { Client, init, type Progress, type Rpc, type TransferVerdict } from '@assay/sdk';
import { provenCall } from '@assay/sdk/evm';
import { checkTransfer, checkTransferQueryOptions } from '@assay/sdk/viem';
import { useQuery } from '@tanstack/react-query';
import { BrowserProvider, JsonRpcProvider, type Eip1193Provider } from 'ethers';
import { createPublicClient, createWalletClient, custom, http, parseUnits, type EIP1193Provider, type PublicClient } from 'viem';
import { mainnet } from 'viem/chains';
import { createConfig, useClient, usePublicClient } from 'wagmi';

declare const injected: EIP1193Provider;
declare const injectedForEthers: Eip1193Provider;
const publicClient = createPublicClient({ chain: mainnet, transport: http() });
const walletClient = createWalletClient({ chain: mainnet, transport: custom(injected) });
const config = createConfig({ chains: [mainnet], transports: { [mainnet.id]: http() } });

export const clients: Rpc[] = [
  'https://a.example', ['https://a.example', 'https://b.example'], injected, injectedForEthers, publicClient, publicClient as PublicClient, walletClient,
  config.getClient({ chainId: 1 }), new BrowserProvider(injectedForEthers), new JsonRpcProvider('https://a.example'),
];
// @ts-expect-error A number asks nobody.
export const wrong: Rpc = 5;

export async function everywhere(signal: AbortSignal): Promise<TransferVerdict[]> {
  await init();
  const { end } = await provenCall({ chain: 'eip155:1', rpc: publicClient, to: '0x', data: '0x', signal });
  const onProgress = ({ roundTrips, methods }: Progress): void => console.log(end, roundTrips, methods.join());
  const transfer = { asset: '0x', from: '0x', to: '0x', signal, onProgress };
  return Promise.all([
    new Client({ chain: 'eip155:1', rpc: publicClient }).checkTransfer({ ...transfer, amount: '1' }),
    checkTransfer(publicClient, { ...transfer, amount: parseUnits('1', 18) }),
    checkTransfer(walletClient, { ...transfer, amount: '1' }),
  ]);
}

export function Verdict({ to, amount }: { to?: `0x${string}`; amount?: bigint }): string {
  const client = usePublicClient();
  const { data, error } = useQuery(checkTransferQueryOptions(client, { asset: '0x', from: '0x', to, amount }));
  const other = useQuery({ ...checkTransferQueryOptions(useClient(), { asset: '0x' }), staleTime: 12_000 });
  return error?.message ?? other.data?.verdict ?? data?.reasons.map(({ message }) => message).join() ?? '';
}

import type { TokenList } from '@assay/sdk';

/** As vite.config.ts has it from the demo chain. */
declare const DEMO: { wallet: string; rpc: string; chainId: number; asset: `0x${string}`; list: { tokens: { address: string; symbol: string; name: string; decimals: number }[] } & TokenList };

export const { wallet, rpc, chainId, asset, list } = DEMO;
export const token = list.tokens.find(({ address }) => address.toLowerCase() === asset.toLowerCase())!;

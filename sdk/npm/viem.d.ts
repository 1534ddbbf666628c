import type { AmountInput, CallOptions, CheckTransferOptions, TransferVerdict } from './index.js';

/** A client of viem, as far as it is used here: its chain, and its provider. Those of wagmi (`usePublicClient`, `useClient`) are such. */
export interface ViemClient {
  readonly chain?: { readonly id: number } | null | undefined;
  request(request: any): Promise<any>;
}

/** The transfer to check. */
export interface ViemTransfer extends Omit<CheckTransferOptions, 'amount'>, CallOptions {
  /** How much: in the token's smallest unit as a `bigint`, `"12.5"` as people write it, or `{ raw: "12500000" }`. */
  amount: AmountInput | bigint;
}

/** The same while a form is being filled in. */
export type ViemTransferDraft = { [Field in keyof ViemTransfer]?: ViemTransfer[Field] | undefined };

/** What TanStack Query takes. */
export interface CheckTransferQueryOptions {
  queryKey: readonly unknown[];
  queryFn: (context: { signal: AbortSignal }) => Promise<TransferVerdict>;
  enabled: boolean;
  retry: (failures: number, error: Error) => boolean;
}

/**
 * Whether a transfer will pass, why not, and how much would: by the endpoint that the client of viem has. Loads the WebAssembly when it is first
 * called, unless `init` of `@assay/sdk` has been.
 *
 * ```ts
 * const { verdict, reasons } = await checkTransfer(publicClient, { asset, from, to, amount: 12_500_000n });
 * ```
 */
export function checkTransfer(client: ViemClient, transfer: ViemTransfer): Promise<TransferVerdict>;

/**
 * The same for TanStack Query, as wagmi uses it: asks once all of asset, sender, receiver and amount are given, gives up with the component, and
 * repeats nothing that cannot succeed.
 *
 * ```ts
 * const query = checkTransferQueryOptions(publicClient, { asset, from, to, amount });
 * ```
 */
export function checkTransferQueryOptions(client: ViemClient | undefined, transfer: ViemTransferDraft): CheckTransferQueryOptions;

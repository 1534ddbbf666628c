import type { CallOptions, InitOptions, Rpc } from './index.js';
export { AssayError, isAssayError, type InitOptions } from './index.js';

/**
 * Loads what runs contracts, `assay_evm_bg.wasm` of this package. Await it once, before anything else of this module; further calls cost
 * nothing. Every other export throws until then. Precompiled contracts that tokens do not use are in `assay_evm_full_bg.wasm`, which is loaded
 * by itself when one of them is called.
 *
 * ```js
 * import { init } from '@assay/sdk/evm';
 *
 * await init();
 * ```
 */
export function init(options?: InitOptions): Promise<void>;

/** Whom to ask, and about which block. */
export interface ProvingOptions extends CallOptions {
  /** CAIP-2, as `"eip155:1"`. Whoever is asked must serve it. */
  chain: string;
  /**
   * Who is asked, as for `Client`. It must serve `eth_getProof`; `eth_createAccessList` saves time. Of several the first is read, and the others are
   * asked whether they have the same block: what is proven under a block that more than half of all have is `attested`.
   */
  rpc: Rpc;
  /** How long one answer of an endpoint may take, in seconds. 20 by default. */
  timeoutSeconds?: number;
  /** Its height, or `"latest"` (so by default), `"safe"`, `"finalized"`. Then the answer rests on the word of the endpoint, or of several. */
  block?: number | 'latest' | 'safe' | 'finalized';
  /** The hash of a block that you trust, as from a light client. Then the answer is proven. */
  blockHash?: string;
}

/** A call to a contract. */
export interface ProvenCallOptions extends ProvingOptions {
  /** The contract. */
  to: string;
  /** Selector and arguments: `0x` and hexadecimal digits. */
  data: string;
  /** Who calls. Nobody by default. */
  from?: string;
}

/** A transaction (EIP-1559) before it is signed. */
export interface SimulateTransactionOptions extends ProvingOptions {
  /** Who sends it. */
  from: string;
  /** The contract or receiver; none to create a contract. */
  to?: string;
  /** What the contract gets. Nothing by default. */
  data?: string;
  /** Wei sent along: a decimal string. None by default. */
  value?: string;
  /** The most gas that it may use. */
  gasLimit: number;
  /** Wei per gas at most: a decimal string. */
  maxFeePerGas: string;
  /** Of it to the block's beneficiary at most: a decimal string. */
  maxPriorityFeePerGas: string;
}

/** A block of the chain. */
export interface Block {
  /** Its height. */
  number: number;
  /** Its hash, which decides. */
  hash: string;
  /** Its time, in seconds since 1970. */
  timestamp: number;
}

/** What an answer rests on. */
export interface Evidence {
  /** The level of the weakest source. */
  level: 'claimed' | 'attested' | 'proven';
  /** All of them. */
  sources: (
    | { kind: 'endpoint'; origin: string }
    | { kind: 'quorum'; origins: string[] }
    | { kind: 'checkpoint'; hash: string }
    | { kind: 'merkleProof'; root: string }
    | { kind: 'unproven'; why: string }
  )[];
}

/** What a call answers. Where it could not be proven it is the endpoint's word, and `evidence` says why. */
export interface ProvenCall {
  /** Whether it returned, or reverted. */
  end: 'returned' | 'reverted';
  /** With these bytes: `0x` and hexadecimal digits. */
  value: string;
  /** Whether it would answer otherwise in a block of another time, fee, random word or beneficiary. Absent where it was not run here. */
  dependsOnBlock?: boolean;
  /** The block that it is of. */
  at: Block;
  /** How it is known. */
  evidence: Evidence;
}

/** What a transaction would come to in the block after `at`, run here over proven state; or why that could not be proven. */
export type SimulatedTransaction =
  | { end: 'unproven'; why: string; at: Block }
  | {
      /** How it would end: `refused` where no block would take it. */
      end: 'returned' | 'reverted' | 'halted' | 'refused';
      /** The bytes that it returned or reverted with; why it halted or was refused. */
      value: string;
      /** Gas, as its receipt would say it: a decimal string. */
      gasUsed: string;
      /** Its logs. */
      logs: { address: string; topics: string[]; data: string }[];
      /** Wei of the accounts whose balance changes, without what the sender pays for gas: decimal strings. */
      balances: { address: string; before: string; after: string }[];
      /** Whether it would come to something else in a block of another time, fee, random word or beneficiary. */
      dependsOnBlock: boolean;
      /** The block whose state it was run on. */
      at: Block;
      /** How it is known. */
      evidence: Evidence;
    };

/**
 * Runs a call over state that is proven under a block: whatever the contract is, its answer follows from the block's hash. Throws an `AssayError`
 * where a proof does not hold.
 *
 * ```js
 * const { end, value, evidence } = await provenCall({ chain: 'eip155:1', rpc, blockHash, to: token, data });
 * if (end === 'returned' && evidence.level === 'proven') show(BigInt(value));
 * ```
 */
export function provenCall(options: ProvenCallOptions): Promise<ProvenCall>;

/**
 * Runs a transaction before it is signed, over proven state. Throws an `AssayError` where a proof does not hold.
 *
 * ```js
 * const outcome = await simulateTransaction({
 *   chain: 'eip155:1', rpc, from: holder, to: token, data: transfer, gasLimit: 100_000, maxFeePerGas: '30000000000', maxPriorityFeePerGas: '0',
 * });
 * if (outcome.end === 'unproven') show(outcome.why);
 * else show(outcome.end, outcome.logs, outcome.balances, outcome.gasUsed);
 * ```
 */
export function simulateTransaction(options: SimulateTransactionOptions): Promise<SimulatedTransaction>;

// What became of a transaction: asked of the page's own endpoint, not of the wallet.
import { body } from './fetched.ts';
import { TroubleError } from './trouble.ts';

/** A transaction as it was handed to a wallet. */
export interface Sent {
  readonly rpc: readonly string[];
  readonly hash: string;
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** Where it stands. `other`: the wallet sent something else than it was handed. */
export type Outcome = { readonly state: 'waiting' } | { readonly state: 'done' | 'reverted' | 'other'; readonly block: number };

const PATIENCE_MS = 20_000;
const EVERY_MS = 1_500;
/** After so long it is said that it still waits. */
const LONGEST_MS = 180_000;

interface Transaction {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly input?: unknown;
}

interface Receipt {
  readonly blockNumber?: unknown;
  readonly status?: unknown;
}

async function ask(endpoint: string, method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(endpoint, {
    method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), headers: { 'content-type': 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]), credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', cache: 'no-store',
  });
  const malformed = (why: string) => new TroubleError('endpoint-malformed', `${new URL(endpoint).origin} answered ${method} with ${why}`, 'later');
  const text = await body(answer, () => malformed('more than any answer needs'));
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    throw malformed('something that is not JSON');
  }
  if (!answer.ok || typeof told !== 'object' || told === null || !('result' in told)) throw malformed('neither a result nor its absence');
  return told.result;
}

const same = (told: unknown, expected: string): boolean => String(told).toLowerCase() === expected.toLowerCase();

/** Waits for its block. Errors of the endpoint in between are waited out as well. */
export async function outcome({ rpc, hash, from, to, data }: Sent, signal: AbortSignal): Promise<Outcome> {
  const [endpoint = ''] = rpc;
  const end = Date.now() + LONGEST_MS;
  while (Date.now() < end) {
    signal.throwIfAborted();
    const receipt = (await ask(endpoint, 'eth_getTransactionReceipt', [hash], signal).catch(() => null)) as Receipt | null;
    const block = typeof receipt?.blockNumber === 'string' ? Number(receipt.blockNumber) : undefined;
    if (receipt && block !== undefined && Number.isSafeInteger(block)) {
      const sent = (await ask(endpoint, 'eth_getTransactionByHash', [hash], signal)) as Transaction | null;
      const asked = same(sent?.from, from) && same(sent?.to, to) && same(sent?.input, data);
      return { state: !asked ? 'other' : receipt.status === '0x1' ? 'done' : 'reverted', block };
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return { state: 'waiting' };
}

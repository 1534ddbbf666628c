// The wallet that this page's elements share: one connection for all of them, kept in memory alone.
import type { Settings } from '../element/settings.ts';
import { loadPart } from '../element/parts.ts';

/** EIP-1193, as far as it is used here. */
export interface Provider {
  request(question: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
  on?(event: string, heard: (told: never) => void): unknown;
}

/** A wallet that can be asked. */
export interface Wallet {
  readonly id: string;
  readonly name: string;
  readonly provider: Provider;
  /** Ends its session with this page, where it has one that outlives the page. */
  readonly forget?: () => void;
}

/** A wallet that has opened an account to this page. */
export interface Session {
  readonly wallet: Wallet;
  readonly account: string;
  /** CAIP-2 of the chain that the wallet is on. */
  readonly chain: string;
}

/** What the wallet answered makes no sense. */
export class WalletError extends Error {}

const ACCOUNT = /^0x[0-9a-fA-F]{40}$/;
const QUANTITY = /^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,31})$/;
const LONGEST_NAME = 60;

let current: Session | undefined;
const heard = new Set<() => void>();

/** The connection, if there is one. */
export const session = (): Session | undefined => current;

/** Runs when it begins, changes or ends. */
export function onSession(act: () => void, signal: AbortSignal): void {
  heard.add(act);
  signal.addEventListener('abort', () => heard.delete(act), { once: true });
}

function change(next: Session | undefined): void {
  current = next;
  for (const act of [...heard]) act();
}

/** The wallets of the browser (EIP-6963), one after the other as they announce themselves. */
export function announced(found: (wallet: Wallet) => void, signal: AbortSignal): void {
  addEventListener('eip6963:announceProvider', ({ detail }: Event & { detail?: unknown }) => {
    let wallet: Wallet | undefined;
    try {
      wallet = walletOf(detail);
    } catch {
      // An announcement that throws where it is read is none.
    }
    if (wallet !== undefined) found(wallet);
  }, { signal });
  dispatchEvent(new Event('eip6963:requestProvider'));
}

/** What was announced, if it is what the standard says. Anybody on the page may announce anything. */
function walletOf(detail: unknown): Wallet | undefined {
  const { info, provider } = (detail ?? {}) as { info?: { uuid?: unknown; name?: unknown }; provider?: Partial<Provider> };
  const { uuid, name } = info ?? {};
  if (typeof uuid !== 'string' || typeof name !== 'string' || name.trim() === '' || typeof provider?.request !== 'function') return undefined;
  return { id: uuid, name: name.trim().slice(0, LONGEST_NAME), provider: provider as Provider };
}

const assays = new Map<string, Wallet>();

/** The Assay wallet at the tag's address, which opens in a window of its own. A session that outlived a reload goes on. */
export async function assayWallet({ wallet: address, chain, rpc }: Settings): Promise<Wallet | undefined> {
  if (address === undefined) return undefined;
  const { open } = await loadPart<typeof import('./assay.ts')>('wallet.js');
  const known = assays.get(address);
  if (known !== undefined) return known;
  const wallet = open(address, Number(chain.slice('eip155:'.length)), rpc[0] ?? '');
  assays.set(address, wallet);
  const account = firstOf(await wallet.provider.request({ method: 'eth_accounts' }));
  if (account !== undefined && current === undefined) await enter(wallet, account);
  return wallet;
}

const chainOf = (quantity: unknown): string => {
  if (typeof quantity !== 'string' || !QUANTITY.test(quantity)) throw new WalletError(`eth_chainId: got ${JSON.stringify(quantity)}, expected a quantity such as 0x1`);
  return `eip155:${BigInt(quantity)}`;
};

const firstOf = (accounts: unknown): string | undefined => {
  const [first] = Array.isArray(accounts) ? (accounts as unknown[]) : [];
  return typeof first === 'string' && ACCOUNT.test(first) ? first : undefined;
};

const listening = new WeakSet<Provider>();

/** Asks a wallet for an account. Call it within the click: the wallet may open a window. */
export async function connect(wallet: Wallet): Promise<void> {
  const accounts = await wallet.provider.request({ method: 'eth_requestAccounts' });
  const account = firstOf(accounts);
  if (account === undefined) throw new WalletError(`eth_requestAccounts: got ${JSON.stringify(accounts)?.slice(0, 100)}, expected a list that begins with an address`);
  await enter(wallet, account);
}

async function enter(wallet: Wallet, account: string): Promise<void> {
  const chain = chainOf(await wallet.provider.request({ method: 'eth_chainId' }));
  listen(wallet);
  change({ wallet, account, chain });
}

function listen(wallet: Wallet): void {
  const { provider } = wallet;
  if (listening.has(provider)) return;
  listening.add(provider);
  const ours = () => (current?.wallet.provider === provider ? current : undefined);
  provider.on?.('accountsChanged', (accounts: unknown) => {
    const [mine, account] = [ours(), firstOf(accounts)];
    if (mine) change(account === undefined ? undefined : { ...mine, account });
  });
  provider.on?.('chainChanged', (quantity: unknown) => {
    const mine = ours();
    if (mine && typeof quantity === 'string' && QUANTITY.test(quantity)) change({ ...mine, chain: chainOf(quantity) });
  });
  provider.on?.('disconnect', () => {
    if (ours()) change(undefined);
  });
}

/** Asks the wallet to go to a chain. */
export async function switchTo({ wallet }: Session, chain: string): Promise<void> {
  await wallet.provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: `0x${BigInt(chain.slice('eip155:'.length)).toString(16)}` }] });
  const mine = current;
  const at = chainOf(await wallet.provider.request({ method: 'eth_chainId' }));
  if (mine?.wallet.provider === wallet.provider && mine.chain !== at) change({ ...mine, chain: at });
}

/** Forgets the connection here. What the wallet itself remembers is its user's to take back. */
export function disconnect(): void {
  const before = current;
  change(undefined);
  before?.wallet.forget?.();
}

/** Hands a call to the wallet, which shows it and asks its user. Call it within the click. Gives the transaction's hash. */
export async function send({ wallet, account }: Session, { to, data }: { readonly to: string; readonly data: string }): Promise<string> {
  const hash = await wallet.provider.request({ method: 'eth_sendTransaction', params: [{ from: account, to, data }] });
  if (typeof hash !== 'string' || !/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new WalletError(`eth_sendTransaction: got ${JSON.stringify(hash)?.slice(0, 100)}, expected a transaction’s hash`);
  return hash;
}

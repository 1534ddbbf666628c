// What outlives a reload: the session, and a request that left by redirect. In `sessionStorage`, so it is of this tab alone and ends with it.
import { has, isAccounts, isChainId, parse, type Account, type ChainId } from './message.js';

/** What a site knows of its wallet. */
export interface Session {
  readonly accounts: Account[];
  readonly chainId: ChainId;
}

/** What is to be known once the user is back from the wallet. */
export interface Left {
  readonly nonce: string;
  readonly method: string;
  readonly params: unknown;
  /** The fragment that the address had. */
  readonly hash: string;
}

const isSession = (value: unknown): boolean =>
  has(value, 'accounts', 'chainId') && isAccounts(value.accounts) && value.accounts.length > 0 && isChainId(value.chainId);

const isLeft = (value: unknown): boolean =>
  has(value, 'nonce', 'method', 'params', 'hash') && [value.nonce, value.method, value.hash].every((text) => typeof text === 'string');

// A page may have no storage: a server, a browser that refuses it. Then a session lasts as long as the page.
const storage = (): Storage | undefined => {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
};

const place = <Value>(key: string, isValid: (value: unknown) => boolean) => ({
  /** Nothing where there is nothing, or something that this file did not write. */
  read(): Value | undefined {
    const value = parse(storage()?.getItem(key));
    return isValid(value) ? (value as Value) : undefined;
  },
  write(value: Value | undefined): void {
    try {
      if (value === undefined) storage()?.removeItem(key);
      else storage()?.setItem(key, JSON.stringify(value));
    } catch {
      // Full, or refused: as where there is none.
    }
  },
});

export const createStore = (wallet: string) => ({
  session: place<Session>(`assay.session:${wallet}`, isSession),
  left: place<Left>(`assay.left:${wallet}`, isLeft),
  /** Set where consent was given up while no window was open to tell it to. */
  revoked: place<true>(`assay.revoked:${wallet}`, (value) => value === true),
});

export type Store = ReturnType<typeof createStore>;

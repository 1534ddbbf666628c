// The provider of EIP-1193: what it answers itself, what it asks the site's endpoint, and what the wallet's window.
import { announce } from './announce.js';
import { createEmitter, type Listener } from './emitter.js';
import { read } from './endpoint.js';
import { Code, ProviderRpcError } from './errors.js';
import { isChainId, isObject, type Account, type ChainId, type SessionEvent } from './message.js';
import { accountsOf, permissions, type Permission } from './permissions.js';
import { ANSWERS, CONNECTING, isRead, QUIET } from './methods.js';
import { settings, type ProviderOptions, type Settings } from './options.js';
import { arrival, departure, type Arrival, type Returned } from './redirect.js';
import { createStore, type Session, type Store } from './store.js';
import { asText, WalletWindow, type Asked } from './window.js';

export interface RequestArguments {
  readonly method: string;
  /** An array, if any: what else comes is refused (-32602). `unknown`, so that clients with types of their own for each method fit. */
  readonly params?: unknown;
}

/** The events of EIP-1193, with what each brings. */
export interface ProviderEvents {
  connect(info: { readonly chainId: ChainId }): void;
  disconnect(error: ProviderRpcError): void;
  chainChanged(chainId: ChainId): void;
  accountsChanged(accounts: Account[]): void;
  message(message: { readonly type: string; readonly data: unknown }): void;
}

/** A provider of EIP-1193, and what this one can besides. */
export interface AssayProvider {
  /**
   * Asks. What needs the wallet opens its window, which browsers allow within a click only: call it in the handler itself, before anything is awaited.
   * @throws {ProviderRpcError} By rejecting: codes of EIP-1193, EIP-1474 and EIP-5792.
   */
  // `any`, so that clients with types of their own for each method take it without a cast.
  request(args: RequestArguments): Promise<any>;
  on<Event extends keyof ProviderEvents>(event: Event, listener: ProviderEvents[Event]): AssayProvider;
  removeListener<Event extends keyof ProviderEvents>(event: Event, listener: ProviderEvents[Event]): AssayProvider;
  /**
   * Announces it to the page (EIP-6963), now and whenever the page asks, until the function that is given back is called. `rdns` is the wallet's
   * host, reversed. Where there is no page, nobody is told.
   */
  announce(): () => void;
  /** Forgets the session here and closes the window. The consent stays in the wallet: `wallet_revokePermissions` gives it up. */
  disconnect(): void;
  /** What the user came back with, where a request left by redirect; nothing otherwise. */
  readonly returned: Returned | undefined;
}

/** For what the window is asked beside what the site asks: where it fails, the site hears of that by its own request. */
const unheard = (): void => {};

const hexOf = (chain: number): ChainId => `0x${chain.toString(16)}`;

class Connection {
  #settings: Settings;
  #store: Store;
  #session: Session | undefined;
  readonly emitter = createEmitter();
  #window: WalletWindow;
  readonly wallet: string;
  readonly returned: Returned | undefined;

  constructor(options: ProviderOptions) {
    this.#settings = settings(options);
    const { wallet } = this.#settings;
    this.wallet = wallet;
    this.#store = createStore(wallet);
    this.#session = this.#store.session.read();
    this.#window = new WalletWindow(wallet, {
      name: () => this.#settings.name ?? location.host.slice(0, 60),
      opened: () => this.#greet(),
      event: (event) => this.#hear(event),
      ended: (error) => this.#change(undefined, error),
      redirect: (asked) => departure(wallet, this.#store, asked),
    });
    const arrived = arrival(this.#store);
    this.returned = arrived && this.#resume(arrived);
  }

  request(args: RequestArguments): Promise<unknown> {
    try {
      return this.#answer(args);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  disconnect(): void {
    const error = new ProviderRpcError(Code.disconnected, 'The site ended the connection');
    this.#window.close(error);
    this.#change(undefined, error);
  }

  // Not `async`: the window is opened before this returns.
  #answer(args: RequestArguments): Promise<unknown> {
    const { method, params } = checked(args);
    const session = this.#session;
    if (method === 'eth_accounts' || (method === 'eth_requestAccounts' && session)) return Promise.resolve([...(session?.accounts ?? [])]);
    if (method === 'eth_chainId') return Promise.resolve(this.#chain());
    if (method === 'net_version') return Promise.resolve(String(Number(this.#chain())));
    if (method === 'wallet_getPermissions') return Promise.resolve(session ? permissions(session.accounts) : []);
    if (method === 'wallet_revokePermissions') return this.#revoke(asText(method, params));
    if (isRead(method)) return this.#read(asText(method, params));
    if (!ANSWERS.has(method)) throw new ProviderRpcError(Code.unsupported, `Assay does not support ${method}`);
    if (CONNECTING.includes(method)) return this.#connect(asText(method, params));
    if (!session) throw new ProviderRpcError(Code.unauthorized, `${method}: this site is not connected to the wallet; ask eth_requestAccounts first`);
    if (QUIET.includes(method)) return this.#quietly(asText(method, params));
    const answer = this.#window.ask(asText(method, params)).then(([result]) => result);
    return method === 'wallet_switchEthereumChain' ? answer.then((result) => this.#switched(params, result)) : answer;
  }

  /** The session's chain; before there is one, the lowest that the site has an endpoint of. */
  #chain(): ChainId {
    const chain = this.#session?.chainId ?? this.#lowest();
    if (chain !== undefined) return chain;
    throw new ProviderRpcError(Code.disconnected, 'No chain: no wallet is connected, and the site named no endpoint (`rpc` of createProvider)');
  }

  #lowest(): ChainId | undefined {
    const [first] = this.#settings.rpc.keys();
    return first === undefined ? undefined : hexOf(first);
  }

  #read({ method, text }: Asked): Promise<unknown> {
    const chain = Number(this.#chain());
    const url = this.#settings.rpc.get(chain);
    if (url !== undefined) return read(url, text);
    const what = `the wallet does not answer what only reads the chain; name an endpoint, createProvider({ rpc: { ${chain}: 'https://…' } })`;
    throw new ProviderRpcError(Code.unsupported, `${method}: ${what}, or read by a client of your own`);
  }

  #quietly(asked: Asked): Promise<unknown> {
    if (this.#window.isOpen) return this.#window.put(asked);
    throw new ProviderRpcError(Code.disconnected, `${asked.method}: the wallet's window is closed; what needs its user opens it again`);
  }

  /** Which chain is asked before consent is: the wallet may change to another account as its user agrees, which voids what is asked after that. */
  async #connect(asked: Asked): Promise<unknown> {
    const [chainId, result] = await this.#window.ask(asText('eth_chainId'), asked);
    const accounts = opened(asked.method, result);
    if (accounts.length === 0) throw new ProviderRpcError(Code.unauthorized, 'The wallet opened no account to this site');
    this.#change({ accounts: [...accounts], chainId: hexOf(Number(chainId)) });
    return result;
  }

  /** Where no window is open, the site lets go at once; the wallet is told when its window is opened next. */
  async #revoke(asked: Asked): Promise<null> {
    const [permission] = asked.params as unknown[];
    if (!isObject(permission) || !('eth_accounts' in permission)) {
      throw new ProviderRpcError(Code.params, `${asked.method}: expected [{ eth_accounts: {} }], the one permission that there is`);
    }
    if (!this.#session) return null;
    if (this.#window.isOpen) await this.#window.put(asked);
    else this.#store.revoked.write(true);
    this.#change(undefined, new ProviderRpcError(Code.disconnected, 'The site gave up its permission'));
    return null;
  }

  #switched(params: unknown, result: unknown): unknown {
    const [wanted] = params as { chainId: unknown }[];
    if (isChainId(wanted?.chainId)) this.#moveTo(wanted.chainId);
    return result;
  }

  /** A window has just been opened, perhaps long after the session began: is all as it was? */
  #greet(): void {
    if (this.#store.revoked.read()) {
      this.#store.revoked.write(undefined);
      this.#window.put(asText('wallet_revokePermissions', [{ eth_accounts: {} }])).catch(unheard);
    }
    if (!this.#session) return;
    this.#window.put(asText('eth_accounts')).then((accounts) => this.#accounts(accounts as Account[]), unheard);
    this.#window.put(asText('eth_chainId')).then((chainId) => this.#moveTo(chainId as ChainId), unheard);
  }

  #hear({ event, data }: SessionEvent): void {
    if (event === 'accountsChanged') this.#accounts(data);
    else this.#moveTo(data);
  }

  #accounts(accounts: Account[]): void {
    if (accounts.length === 0) this.#change(undefined, new ProviderRpcError(Code.disconnected, 'The wallet took back its consent, or was locked'));
    else if (this.#session) this.#change({ ...this.#session, accounts });
    else this.#begin(accounts);
  }

  /** Unlocked again, while its window is open: the wallet tells accounts only to whom it has opened them. */
  #begin(accounts: Account[]): void {
    const begin = (chainId: unknown): void => this.#change({ accounts, chainId: hexOf(Number(chainId)) });
    this.#window.put(asText('eth_chainId')).then((chainId) => this.#session ?? begin(chainId), unheard);
  }

  #moveTo(chainId: ChainId): void {
    if (this.#session) this.#change({ ...this.#session, chainId: hexOf(Number(chainId)) });
  }

  /** Takes on what came back by redirect. */
  #resume({ returned, chainId }: Arrival): Returned {
    if (!('result' in returned)) return returned;
    const { method, params, result } = returned;
    if (method === 'wallet_switchEthereumChain') this.#switched(params, result);
    if (CONNECTING.includes(method) && chainId !== undefined) {
      const accounts = opened(method, result);
      if (accounts.length > 0) this.#change({ accounts, chainId: hexOf(Number(chainId)) });
    }
    return returned;
  }

  /** The one place where the session changes. Events tell what did. */
  #change(next: Session | undefined, error?: ProviderRpcError): void {
    const before = this.#session;
    const shown = before?.chainId ?? this.#lowest();
    this.#session = next;
    this.#store.session.write(next);
    if (next && !before) this.emitter.emit('connect', { chainId: next.chainId });
    if (next && next.chainId !== shown) this.emitter.emit('chainChanged', next.chainId);
    const [now, then] = [next?.accounts ?? [], before?.accounts ?? []];
    if (now.join() !== then.join()) this.emitter.emit('accountsChanged', [...now]);
    if (before && !next) this.emitter.emit('disconnect', error);
  }
}

/** The accounts that an answer to a request for consent opens. */
const opened = (method: string, result: unknown): Account[] =>
  method === 'eth_requestAccounts' ? (result as Account[]) : accountsOf(result as Permission[]);

const checked = (args: RequestArguments): RequestArguments => {
  const { method, params } = isObject(args) ? args : { method: undefined, params: undefined };
  if (typeof method !== 'string' || method === '') throw new ProviderRpcError(Code.params, 'request: expected an object with `method`, the name of one');
  if (params === undefined) return { method };
  if (!Array.isArray(params)) throw new ProviderRpcError(Code.params, `${method}: expected \`params\` to be an array, as every method of Ethereum has it`);
  return { method, params };
};

/**
 * A provider for the wallet at an address. Nothing is opened, asked or announced before it is told to.
 *
 * ```js
 * const provider = createProvider({ wallet: 'https://wallet.example', name: 'Example Funds', rpc: { 1: 'https://rpc.example' } });
 * provider.on('accountsChanged', ([account]) => show(account));
 * const silence = provider.announce();
 * button.onclick = () => provider.request({ method: 'eth_requestAccounts' });
 * ```
 *
 * @throws {TypeError} Where an option is not as `ProviderOptions` says.
 */
export const createProvider = (options: ProviderOptions): AssayProvider => {
  // No method needs `this`, so that clients may take them apart and wrap them.
  const connection = new Connection(options);
  const { emitter, returned, wallet } = connection;
  const provider: AssayProvider = {
    request: (args) => connection.request(args),
    on(event, listener) {
      emitter.on(event, listener as Listener);
      return provider;
    },
    removeListener(event, listener) {
      emitter.removeListener(event, listener as Listener);
      return provider;
    },
    announce: () => announce(provider, wallet),
    disconnect: () => connection.disconnect(),
    returned,
  };
  return provider;
};

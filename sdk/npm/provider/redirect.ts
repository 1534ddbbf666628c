// Where windows cannot talk: the site leaves for the wallet, and the answer comes back in its own address (docs/connection.md).
import { Code, ProviderRpcError } from './errors.js';
import { has, isChainId, isRefusal, parse, type ChainId } from './message.js';
import { ANSWERS } from './methods.js';
import type { Action } from './prompt.js';
import { random } from './random.js';
import type { Store } from './store.js';
import type { Asked } from './window.js';

/** What came back with the user, of the request that left. */
export type Returned = { readonly method: string; readonly params: unknown } & ({ readonly result: unknown } | { readonly error: ProviderRpcError });

/** That, and the chain that the wallet is on. */
export interface Arrival {
  readonly returned: Returned;
  readonly chainId?: ChainId;
}

const MARK = '#assay=';

const toBase64url = (text: string): string => {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const fromBase64url = (text: string): string | undefined => {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The link that leads there. What it asks is remembered when it is followed. */
export const departure = (wallet: string, store: Store, { method, params, text }: Asked): Action => {
  const nonce = random(16);
  const [address = ''] = location.href.split('#');
  const request = toBase64url(`{"id":1,${text.slice(1)}`);
  return {
    label: 'Continue in this tab',
    href: `${wallet}/connect#v=1&return=${encodeURIComponent(address)}&nonce=${nonce}&request=${request}`,
    act: () => store.left.write({ nonce, method, params, hash: location.hash }),
  };
};

/** What the address brings, once, and only as the answer to what left; the address is as before then. */
export const arrival = (store: Store): Arrival | undefined => {
  const hash = globalThis.location?.hash ?? '';
  const left = hash.startsWith(MARK) ? store.left.read() : undefined;
  if (!left) return undefined;
  const answer = parse(fromBase64url(hash.slice(MARK.length)));
  if (!has(answer, 'nonce', 'id', 'result?', 'error?', 'chainId?') || answer.nonce !== left.nonce) return undefined;
  store.left.write(undefined);
  history.replaceState(history.state, '', left.hash || location.href.slice(0, -hash.length));

  const { method, params } = left;
  const { id, result, error, chainId } = answer;
  if (id === 1 && isRefusal(error) && !('result' in answer)) {
    return { returned: { method, params, error: new ProviderRpcError(error.code, error.message, error.data) } };
  }
  const known = chainId === undefined || isChainId(chainId);
  if (id === 1 && !('error' in answer) && ANSWERS.get(method)?.(result) && known) {
    return { returned: { method, params, result }, ...(chainId !== undefined && { chainId }) };
  }
  const message = `The wallet's answer to ${method} has not the shape of one`;
  return { returned: { method, params, error: new ProviderRpcError(Code.disconnected, message) } };
};

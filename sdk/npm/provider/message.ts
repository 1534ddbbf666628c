// What comes from the wallet's side, read strictly: docs/connection.md names every field, and what has another is no message.

/** The most UTF-16 units of a message. */
export const LONGEST = 131_072;

export type Account = `0x${string}`;
export type ChainId = `0x${string}`;

export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data?: object;
}

/** What changes within a session. */
export type SessionEvent =
  | { readonly event: 'accountsChanged'; readonly data: Account[] }
  | { readonly event: 'chainChanged'; readonly data: ChainId };

/** On the port: an answer, or an event. */
export type FromWallet =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: Refusal }
  | { readonly event: 'disconnect'; readonly data: Refusal }
  | SessionEvent;

type Fields = Readonly<Record<string, unknown>>;

/** What may lead a careless copy of an object to `Object.prototype`. No answer has a use for these names. */
const POISON = ['__proto__', 'constructor', 'prototype'];

/** The value of a JSON text, or nothing where it is none, is too long or would poison what it is copied into. */
export const parse = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.length > LONGEST) return undefined;
  try {
    return JSON.parse(text, (name, value: unknown) => {
      if (POISON.includes(name)) throw new Error(name);
      return value;
    });
  } catch {
    return undefined;
  }
};

/** Whether it is an object with these fields and no other; those that end in `?` may be missing. */
export const has = (value: unknown, ...names: string[]): value is Fields => {
  if (!isObject(value)) return false;
  const allowed = names.map((name) => name.replace('?', ''));
  return Object.keys(value).every((name) => allowed.includes(name)) && names.every((name) => name.endsWith('?') || name in value);
};

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
export const isHex = (value: unknown): value is Account => typeof value === 'string' && /^0x([0-9a-f]{2})*$/i.test(value);
export const isHash = (value: unknown): boolean => isHex(value) && value.length === 66;
/** A quantity (EIP-1474) that fits into a number of JavaScript, and is not 0. */
export const isChainId = (value: unknown): value is ChainId =>
  typeof value === 'string' && /^0x[1-9a-f][0-9a-f]{0,13}$/i.test(value) && Number.isSafeInteger(Number(value));
export const isAccounts = (value: unknown): value is Account[] =>
  Array.isArray(value) && value.every((account) => isHex(account) && account.length === 42);

export const isRefusal = (value: unknown): value is Fields & Refusal =>
  has(value, 'code', 'message', 'data?') &&
  Number.isSafeInteger(value.code) &&
  typeof value.message === 'string' &&
  (!('data' in value) || isObject(value.data));

/** A message on the port, or nothing where it is none. */
export const fromWallet = (text: unknown): FromWallet | undefined => {
  const value = parse(text);
  const known =
    (has(value, 'id', 'result') && isId(value.id)) ||
    (has(value, 'id', 'error') && isId(value.id) && isRefusal(value.error)) ||
    (has(value, 'event', 'data') && isEvent(value));
  return known ? (value as unknown as FromWallet) : undefined;
};

const isEvent = ({ event, data }: Fields): boolean =>
  (event === 'accountsChanged' && isAccounts(data)) ||
  (event === 'chainChanged' && isChainId(data)) ||
  (event === 'disconnect' && isRefusal(data));

/** What the window says to the page that opened it. */
export type Handshake = 'ready' | 'refused';

export const handshake = (text: unknown, nonce: string): Handshake | undefined => {
  const value = parse(text);
  if (has(value, 'assay', 'kind', 'nonce') && value.assay === 1 && value.kind === 'ready' && value.nonce === nonce) return 'ready';
  const refused = has(value, 'assay', 'kind', 'nonce', 'why') && value.assay === 1 && value.kind === 'refused' && value.why === 'version';
  return refused && value.nonce === nonce ? 'refused' : undefined;
};

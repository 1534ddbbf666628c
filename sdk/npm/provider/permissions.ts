// The one permission that there is, as EIP-2255 writes it.
import { isAccounts, isObject, type Account } from './message.js';

const CAVEAT = 'restrictReturnedAccounts';

export interface Permission {
  readonly invoker?: string;
  readonly parentCapability: 'eth_accounts';
  readonly caveats: readonly { readonly type: string; readonly value: unknown }[];
}

/** As the wallet would list it of a session. */
export const permissions = (accounts: readonly Account[]): Permission[] => [
  { invoker: location.origin, parentCapability: 'eth_accounts', caveats: [{ type: CAVEAT, value: [...accounts] }] },
];

export const isPermissions = (value: unknown): value is Permission[] => Array.isArray(value) && value.every(isPermission);

const isPermission = (value: unknown): boolean =>
  isObject(value) && value.parentCapability === 'eth_accounts' && Array.isArray(value.caveats) && value.caveats.every(isCaveat);

const isCaveat = (value: unknown): boolean => isObject(value) && (value.type !== CAVEAT || isAccounts(value.value));

/** The accounts that a permission is for. */
export const accountsOf = (given: readonly Permission[]): Account[] =>
  given.flatMap(({ caveats }) => caveats.filter(({ type }) => type === CAVEAT).flatMap(({ value }) => value as Account[]));

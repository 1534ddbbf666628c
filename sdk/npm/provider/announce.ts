// EIP-6963: pages that look for wallets are told of this one.
import { random } from './random.js';

/** Lozenges, as the wallet marks how figures are known. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'%3E%3Crect width='96' height='96' rx='20' fill='%2319665a'/%3E%3Cpath d='M48 16 76 48 48 80 20 48Z' fill='none' stroke='%23fdfbf6' stroke-width='7'/%3E%3Cpath d='M48 34 60 48 48 62 36 48Z' fill='%23fdfbf6'/%3E%3C/svg%3E";

/** A UUID of version 4: `crypto.randomUUID` is not there on pages without encryption. */
const uuid = (): string => {
  const hex = random(16);
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/**
 * Announces a provider now and whenever a page asks, until the function that is given back is called. `rdns` is the wallet's host, reversed.
 * Where there is no page, nobody is told.
 */
export const announce = (provider: object, wallet: string): (() => void) => {
  if (typeof document === 'undefined') return () => {};
  const rdns = new URL(wallet).hostname.split('.').reverse().join('.');
  const detail = Object.freeze({ info: Object.freeze({ uuid: uuid(), name: 'Assay', icon: ICON, rdns }), provider });
  // What a listener throws, the browser reports: it does not come out of `dispatchEvent`.
  const tell = () => void dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  addEventListener('eip6963:requestProvider', tell);
  tell();
  return () => removeEventListener('eip6963:requestProvider', tell);
};

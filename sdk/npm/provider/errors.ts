// The errors of EIP-1193, EIP-1474 and EIP-3326, as this package throws them.

/** The codes that the provider itself gives. The wallet adds those of EIP-5792 and -32003; an endpoint those of its own. */
export const Code = {
  /** The user said no, or closed the window. */
  rejected: 4001,
  /** The site has no consent for it. */
  unauthorized: 4100,
  /** There is no such method, or no endpoint to ask. */
  unsupported: 4200,
  /** There is no connection to the wallet, or it was ended. */
  disconnected: 4900,
  /** The request is malformed. */
  params: -32602,
  /** The site's endpoint gave no answer. */
  internal: -32603,
} as const;

/**
 * An error of EIP-1193: `code` by its table, a sentence for people, and in `data` what the wallet or the endpoint added.
 *
 * ```js
 * try {
 *   await provider.request({ method: 'personal_sign', params: ['0x48656c6c6f', account] });
 * } catch (error) {
 *   if (!(error instanceof ProviderRpcError)) throw error;
 *   if (error.code !== 4001) show(error.message); // 4001: the user said no
 * }
 * ```
 */
export class ProviderRpcError extends Error {
  readonly code: number;
  readonly data?: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = 'ProviderRpcError';
    this.code = code;
    if (data !== undefined) this.data = data;
  }
}

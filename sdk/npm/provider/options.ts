// The site's own settings, checked where they are given.

export interface ProviderOptions {
  /** The wallet's address, `https://wallet.example`; of this machine (`localhost`, `127.0.0.1`) `http:` too. */
  readonly wallet: string;
  /** What the site calls itself, at most 60 characters: the wallet shows it as the site's own claim, below its origin. Without it, the host. */
  readonly name?: string;
  /**
   * The site's own endpoints by chain id, for what only reads the chain (`eth_call`, `eth_getBalance`, …): these never go to the wallet. The lowest
   * is the chain before a wallet is connected.
   */
  readonly rpc?: Readonly<Record<number, string>>;
}

export interface Settings {
  /** Without a slash at its end. */
  readonly wallet: string;
  readonly name: string | undefined;
  /** By chain, the lowest first. */
  readonly rpc: ReadonlyMap<number, string>;
}

const KNOWN = ['wallet', 'name', 'rpc'];
const LONGEST_NAME = 60;

const refuse = (option: string, got: unknown, expected: string): never => {
  throw new TypeError(`createProvider: \`${option}\` is ${JSON.stringify(got)}, expected ${expected}`);
};

const address = (option: string, got: unknown): URL => {
  const url = typeof got === 'string' && URL.canParse(got) ? new URL(got) : undefined;
  const local = url?.protocol === 'http:' && /^(localhost|.*\.localhost|127\.0\.0\.1)$/.test(url.hostname);
  return url?.protocol === 'https:' || local ? (url as URL) : refuse(option, got, 'an https address (http for this machine alone)');
};

export const settings = (options: ProviderOptions): Settings => {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new TypeError(`createProvider: there is no option \`${unknown}\`; there are ${KNOWN.join(', ')}`);
  const { wallet, name, rpc = {} } = options;
  const { href, search, hash, username } = address('wallet', wallet);
  if (search || hash || username) refuse('wallet', wallet, 'an address without `?`, `#` and `@`');
  if (name !== undefined && (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME)) refuse('name', name, `1 to ${LONGEST_NAME} characters`);
  const endpoints = Object.entries(rpc).map(([chain, url]): [number, string] => {
    if (!/^[1-9][0-9]*$/.test(chain) || !Number.isSafeInteger(Number(chain))) refuse('rpc', chain, 'ids of chains, such as 1');
    return [Number(chain), address(`rpc[${chain}]`, url).href];
  });
  return { wallet: href.replace(/\/$/, ''), name, rpc: new Map(endpoints.sort(([a], [b]) => a - b)) };
};

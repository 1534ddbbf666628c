// The asset that is asked about, and what its issuer's list says of it.
import { Client, init, parseTokenList, type Token } from '@assay/sdk';
import { listAt } from './fetched.ts';
import { TroubleError } from './trouble.ts';
import { loadWasm } from './wasm.ts';

/** Which asset, and where to ask. */
export interface Subject {
  /** CAIP-19. */
  readonly asset: string;
  /** CAIP-2. */
  readonly chain: string;
  readonly rpc: readonly string[];
  readonly list: string;
}

/** A feed that the list names. */
export interface FeedEntry {
  readonly feed: string;
  readonly unit?: string;
  readonly currency?: string;
}

/** Of what the list says beside the standard's fields, what is used here. The SDK has checked it. */
export interface Extension {
  readonly price?: FeedEntry;
  readonly nav?: FeedEntry;
  readonly reserves?: FeedEntry;
  readonly attesters?: readonly string[];
  readonly attestations?: readonly string[];
  readonly distributions?: readonly { readonly tree?: string }[];
  readonly documents?: readonly { readonly title: string; readonly uri: string }[];
}

/** The asset as its list has it, with a client of its chain. */
export interface Opened {
  readonly client: Client;
  /** The list's tokens of this chain. */
  readonly list: object;
  readonly token: Token;
  /** All of the list. */
  readonly tokens: readonly Token[];
  readonly extension: Extension;
}

interface ListedToken {
  readonly chainId?: unknown;
  readonly address?: unknown;
  readonly extensions?: { readonly assay?: Extension };
}

const clients = new Map<string, Client>();

function clientOf({ chain, rpc }: Subject): Client {
  const key = [chain, ...rpc].join(' ');
  const known = clients.get(key);
  if (known !== undefined) return known;
  const client = new Client({ chain, rpc: [...rpc] });
  clients.set(key, client);
  return client;
}

/** Loads the wasm and the list. */
export async function open(subject: Subject, signal: AbortSignal): Promise<Opened> {
  const [text] = await Promise.all([listAt(subject.list, signal), loadWasm(init, 'assay_bg.wasm')]);
  signal.throwIfAborted();
  const { tokens } = parseTokenList({ list: text });
  const token = tokens.find(({ asset }) => asset.toLowerCase() === subject.asset.toLowerCase());
  if (token === undefined) throw new TroubleError('asset-not-listed', `${subject.list} has no entry for ${subject.asset}`, 'never');
  // It was just read strictly: a list of tokens.
  const whole = JSON.parse(text) as { readonly tokens: readonly ListedToken[] };
  const chainId = Number(subject.chain.slice('eip155:'.length));
  const ofChain = whole.tokens.filter((listed) => listed.chainId === chainId);
  const listed = ofChain.find(({ address }) => String(address).toLowerCase() === token.address.toLowerCase());
  return { client: clientOf(subject), list: { ...whole, tokens: ofChain }, token, tokens, extension: listed?.extensions?.assay ?? {} };
}

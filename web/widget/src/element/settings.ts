// What the tag asks for, read strictly: nothing of it falls back to a default but `view`.

/** What is shown. */
export type View = 'backing' | 'yield' | 'holding' | 'redeem';

const VIEWS: readonly string[] = ['backing', 'yield', 'holding', 'redeem'] satisfies View[];

/** The tag's attributes, checked. */
export interface Settings {
  /** CAIP-19, as it is written. */
  readonly asset: string;
  /** CAIP-2 of its chain. */
  readonly chain: string;
  /** The token list's address. */
  readonly list: string;
  /** The chain's endpoints, in the order in which they are asked. */
  readonly rpc: readonly string[];
  /** The Assay wallet's address, where one is offered. */
  readonly wallet: string | undefined;
  readonly view: View;
}

/** An attribute that cannot be used. */
export interface Mistake {
  readonly attribute: 'asset' | 'list' | 'rpc' | 'wallet' | 'view';
  /** As it is written; nothing where it is missing. */
  readonly got: string | null;
}

const ASSET = /^(eip155:[1-9][0-9]{0,31})\/erc20:0x[0-9a-fA-F]{40}$/;
const LOCAL = /^(localhost|.+\.localhost|127\.0\.0\.1)$/;

/** An address that may be asked: encrypted, or of this machine; without a name and password in it. */
function address(text: string, base: string): string | undefined {
  if (!URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL.test(url.hostname));
  return safe && url.username === '' && url.password === '' ? url.href : undefined;
}

/** The first attribute that is wrong, or what all of them say. `base` is what relative addresses start from. */
export function settingsOf(attribute: (name: string) => string | null, base: string): Settings | Mistake {
  const asset = attribute('asset')?.trim() ?? null;
  const chain = asset === null ? undefined : ASSET.exec(asset)?.[1];
  if (asset === null || chain === undefined) return { attribute: 'asset', got: asset };
  const givenList = attribute('list');
  const list = givenList === null || givenList.trim() === '' ? undefined : address(givenList.trim(), base);
  if (list === undefined) return { attribute: 'list', got: givenList };
  const givenRpc = attribute('rpc');
  const rpc = (givenRpc ?? '').split(/\s+/).filter((word) => word !== '').map((word) => address(word, base));
  if (rpc.length === 0 || rpc.includes(undefined)) return { attribute: 'rpc', got: givenRpc };
  const givenWallet = attribute('wallet');
  const wallet = givenWallet === null ? undefined : address(givenWallet.trim(), base);
  if (givenWallet !== null && wallet === undefined) return { attribute: 'wallet', got: givenWallet };
  const view = attribute('view')?.trim() ?? 'backing';
  if (!VIEWS.includes(view)) return { attribute: 'view', got: view };
  return { asset, chain, list, rpc: rpc.filter((one) => one !== undefined), wallet, view: view as View };
}

// Everything that is asked of the SDK. Runs in a worker where the page allows one, else in the page; the SDK itself is loaded with it.
import type { AssetBacking, AssetHolding, HolderStanding, RedemptionPlan, Redemptions, RoutePlan, TransferVerdict, Yields } from '@assay/sdk';
import { check } from './check.ts';
import { fileAt } from './fetched.ts';
import { outcome } from './receipt.ts';
import { type Opened, open, type Subject } from './subject.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** Whose position. */
export interface HolderSubject extends Subject {
  readonly holder: string;
}

/** What is said of the asset itself, as its list has it. */
export interface About {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly unit?: string;
  /** What its reserve feed counts, as `"troy ounce"`. */
  readonly reserveUnit?: string;
  /** Whether its price is a net asset value. */
  readonly nav: boolean;
}

/** Symbols of the list's tokens by their CAIP-19 and by their address, in lower case: for amounts in other tokens. */
export type Symbols = Readonly<Record<string, string>>;

/** A part of an answer that can be missing while the others stand. */
export type Perhaps<T> = { readonly found: T } | { readonly trouble: Trouble };

/** One way out, with the verdict on the transfer that it takes, where it takes one. */
export interface Way {
  readonly route: RoutePlan;
  readonly verdict: Perhaps<TransferVerdict> | undefined;
}

/** The ways whose contract takes the tokens by a transfer, so that its rules hold. */
const BY_TRANSFER: readonly RoutePlan['kind'][] = ['erc7540', 'redeemer', 'queue', 'transfer'];

function about({ token, extension }: Opened): About {
  const { name, symbol, decimals, unit } = token;
  const reserveUnit = extension.reserves?.unit;
  return { name, symbol, decimals, nav: extension.nav !== undefined, ...(unit === undefined ? {} : { unit }), ...(reserveUnit === undefined ? {} : { reserveUnit }) };
}

const symbols = ({ tokens }: Opened): Symbols =>
  Object.fromEntries(tokens.flatMap(({ asset, address, symbol }) => [[asset.toLowerCase(), symbol], [address.toLowerCase(), symbol]]));

async function perhaps<T>(asked: Promise<T>, signal: AbortSignal): Promise<Perhaps<T>> {
  try {
    return { found: await asked };
  } catch (error) {
    signal.throwIfAborted();
    return { trouble: troubleOf(error) };
  }
}

/** Files that lie beside the list, by their names there. One that cannot be had is left out: the SDK's answer lacks it, and says so. */
async function files(names: readonly string[], { list }: Subject, signal: AbortSignal): Promise<Record<string, string>> {
  const read = await Promise.all(names.map(async (name) => {
    const file = await fileAt(name, list, signal)?.catch(() => undefined);
    return file === undefined ? [] : [[name, file] as const];
  }));
  signal.throwIfAborted();
  return Object.fromEntries(read.flat());
}

const trees = ({ extension }: Opened, subject: Subject, signal: AbortSignal) =>
  files((extension.distributions ?? []).flatMap(({ tree }) => (tree === undefined ? [] : [tree])), subject, signal);

export const operations = {
  /** What the list says. */
  async about(subject: Subject, signal: AbortSignal): Promise<About> {
    return about(await open(subject, signal));
  },

  /** What stands behind the asset. */
  async backing(subject: Subject, signal: AbortSignal): Promise<{ about: About; backing: AssetBacking }> {
    const opened = await open(subject, signal);
    const statements = await files(opened.extension.attestations ?? [], subject, signal);
    const backing = await opened.client.backing({ asset: subject.asset, list: opened.list, statements, signal });
    return { about: about(opened), backing };
  },

  /** What a holder has, whether they may have more, and what they can claim. */
  async holding(subject: HolderSubject, signal: AbortSignal): Promise<{ about: About; symbols: Symbols; holding: AssetHolding | undefined; standing: Perhaps<HolderStanding>; yields: Perhaps<Yields> }> {
    const { asset, holder } = subject;
    const opened = await open(subject, signal);
    const { client, list } = opened;
    const claims = trees(opened, subject, signal).then((published) => client.yields({ asset, list, holder, trees: published, signal }));
    const [holdings, standing, yields] = await Promise.all([
      client.holdings({ list, holder, signal }),
      perhaps(client.checkHolder({ asset, holder, amount: '1', signal }), signal),
      perhaps(claims, signal),
    ]);
    const holding = holdings.assets.find((one) => one.asset.toLowerCase() === asset.toLowerCase());
    return { about: about(opened), symbols: symbols(opened), holding, standing, yields };
  },

  /** Every way out of an amount, each with the verdict on the transfer that it takes. */
  async plan(subject: HolderSubject & { readonly amount: string }, signal: AbortSignal): Promise<{ symbols: Symbols; plan: RedemptionPlan; ways: Way[] }> {
    const { asset, holder, amount } = subject;
    const opened = await open(subject, signal);
    const { client, list } = opened;
    const plan = await client.redemptionPlan({ asset, list, holder, amount, signal });
    const ways = await Promise.all(plan.routes.map(async (route) => {
      const asked = BY_TRANSFER.includes(route.kind) && client.checkTransfer({ asset, list, from: holder, to: route.contract, amount, signal });
      return { route, verdict: asked ? await perhaps(asked, signal) : undefined };
    }));
    return { symbols: symbols(opened), plan, ways };
  },

  /** What a holder has asked for before, and how far it is. */
  async redemptions(subject: HolderSubject, signal: AbortSignal): Promise<{ symbols: Symbols; redemptions: Redemptions }> {
    const opened = await open(subject, signal);
    const redemptions = await opened.client.redemptions({ asset: subject.asset, list: opened.list, holder: subject.holder, signal });
    return { symbols: symbols(opened), redemptions };
  },

  check,
  outcome,
};

export type Operations = typeof operations;

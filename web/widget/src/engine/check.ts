// "Check it now": everything that can be checked in this browser, step by step, at one block.
import { type Block, type Evidence, verifyAttestation } from '@assay/sdk';
import { loadPart } from '../element/parts.ts';
import { fileAt } from './fetched.ts';
import { type FeedEntry, type Opened, open, type Subject } from './subject.ts';
import { troubleOf } from './trouble.ts';
import { loadWasm } from './wasm.ts';

/** What was checked. */
export type Checked = 'reserves' | 'price' | 'supply' | 'coverage' | 'statement';

/** One step, and what came of it. */
export interface Step {
  readonly what: Checked;
  readonly outcome: 'holds' | 'fails' | 'noted';
  /** The figure, as exact decimal text. */
  readonly figure?: string;
  /** What it counts. */
  readonly unit?: string;
  /** Why it does not hold, or could not be told. */
  readonly why?: string;
  /** Of a statement: who signed, and for which moment, in seconds since 1970. */
  readonly signed?: { readonly attester: string; readonly asOf: number };
  readonly at?: Block;
  readonly evidence?: Evidence;
}

type Evm = typeof import('./evm.ts');
type Call = Awaited<ReturnType<Evm['provenCall']>>;

const TOTAL_SUPPLY = '0x18160ddd';
const DECIMALS = '0x313ce567';
const LATEST_ROUND = '0xfeaf968c';

/** The words of an answer, 32 bytes each. */
function words({ end, value }: Call, count: number): bigint[] | undefined {
  const digits = value.slice(2);
  if (end !== 'returned' || digits.length !== 64 * count) return undefined;
  return Array.from({ length: count }, (_, at) => BigInt(`0x${digits.slice(64 * at, 64 * (at + 1))}`));
}

/** A scaled integer as decimal text. */
function text(raw: bigint, decimals: number): string {
  const digits = raw.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 || fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Asks contracts, each answer proven, all of them at the block of the first. */
class Prover {
  #at: Block | undefined;

  constructor(readonly evm: Evm, readonly subject: Subject, readonly signal: AbortSignal) {}

  /** The block of all answers, once there is one. */
  get at(): Block | undefined {
    return this.#at;
  }

  async call(to: string, data: string): Promise<Call> {
    const { chain, rpc } = this.subject;
    const block = this.#at === undefined ? {} : { block: this.#at.number };
    const answer = await this.evm.provenCall({ chain, rpc: [...rpc], to, data, ...block, signal: this.signal });
    if (this.#at !== undefined && answer.at.hash !== this.#at.hash) throw new Error(`block ${answer.at.number} is another one than a moment ago: got ${answer.at.hash}, expected ${this.#at.hash}`);
    this.#at = answer.at;
    return answer;
  }
}

/** Of what was called: a step that holds where everything followed by proof, else one that says why not. */
function step(what: Checked, calls: readonly Call[], figure: string | undefined, unit: string | undefined): Step {
  const [first] = calls;
  const unproven = calls.flatMap(({ evidence }) => evidence.sources).find((source) => source.kind === 'unproven');
  const known = { ...(first === undefined ? {} : { at: first.at, evidence: first.evidence as Evidence }), ...(unit === undefined ? {} : { unit }) };
  if (figure === undefined) return { what, outcome: 'fails', why: 'no figure', ...known };
  if (unproven !== undefined) return { what, outcome: 'noted', figure, why: unproven.why, ...known };
  return { what, outcome: 'holds', figure, ...known };
}

interface Figure {
  readonly raw: bigint;
  readonly decimals: number;
}

async function feed(prover: Prover, what: 'reserves' | 'price', { feed: address, unit, currency }: FeedEntry): Promise<[Step, Figure | undefined]> {
  const scale = await prover.call(address, DECIMALS);
  const round = await prover.call(address, LATEST_ROUND);
  const [decimals, answer] = [words(scale, 1)?.[0], words(round, 5)?.[1]];
  const sound = decimals !== undefined && decimals <= 77n && answer !== undefined && answer > 0n && answer < 1n << 255n;
  const figure = sound ? { raw: answer, decimals: Number(decimals) } : undefined;
  return [step(what, [scale, round], figure && text(figure.raw, figure.decimals), unit ?? currency), figure];
}

function coverage(reserve: Figure, supply: Figure, whole: boolean): Step {
  const scale = Math.max(reserve.decimals, supply.decimals);
  const [held, issued] = [reserve, supply].map(({ raw, decimals }) => raw * 10n ** BigInt(scale - decimals)) as [bigint, bigint];
  return { what: 'coverage', outcome: held < issued ? 'fails' : whole ? 'holds' : 'noted' };
}

async function statement(reference: string, { extension, token }: Opened, { list }: Subject, { at, signal }: Prover): Promise<Step> {
  const what = 'statement';
  const file = fileAt(reference, list, signal);
  if (file === undefined) return { what, outcome: 'noted', why: reference };
  try {
    const { amount, unit, attester, asOf } = verifyAttestation({ attestation: await file, asset: token.asset, attesters: [...(extension.attesters ?? [])] });
    const evidence: Evidence = { level: 'attested', sources: [{ kind: 'signer', address: attester }] };
    return { what, outcome: 'holds', figure: amount.text, unit, signed: { attester, asOf }, evidence, ...(at === undefined ? {} : { at }) };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = troubleOf(error);
    return { what, outcome: code.startsWith('file-') ? 'noted' : 'fails', why: message };
  }
}

/** Checks all that the list names. */
export async function check(subject: Subject, signal: AbortSignal): Promise<readonly Step[]> {
  const [opened, evm] = await Promise.all([open(subject, signal), loadPart<Evm>('evm.js')]);
  await loadWasm(evm.init, 'assay_evm_bg.wasm');
  signal.throwIfAborted();
  const { token, extension } = opened;
  const prover = new Prover(evm, subject, signal);
  const steps: Step[] = [];
  const price = extension.price ?? extension.nav;
  if (price !== undefined) steps.push((await feed(prover, 'price', price))[0]);
  const supplied = await prover.call(token.address, TOTAL_SUPPLY);
  const raw = words(supplied, 1)?.[0];
  const supply = step('supply', [supplied], raw === undefined ? undefined : text(raw, token.decimals), token.symbol);
  steps.push(supply);
  if (extension.reserves !== undefined) {
    const [reserves, held] = await feed(prover, 'reserves', extension.reserves);
    steps.push(reserves);
    const proven = [supply, reserves].every(({ outcome }) => outcome === 'holds');
    if (held !== undefined && raw !== undefined) steps.push(coverage(held, { raw, decimals: token.decimals }, proven));
  }
  for (const reference of extension.attestations ?? []) steps.push(await statement(reference, opened, subject, prover));
  return steps;
}

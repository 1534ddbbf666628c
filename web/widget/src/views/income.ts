// Income that waits for a holder, of every kind that is claimed by a call.
import type { Amount, Claim, ContractCall, CumulativeClaim, Dividend, Fact, SnapshotPayout, Yields } from '@assay/sdk';
import { type Child, make } from '../element/paint.ts';
import type { Perhaps, Symbols } from '../engine/operations.ts';
import type { Session } from '../wallet/session.ts';
import type { Context } from './context.ts';
import type { Known } from './hallmark.ts';
import { amount, moment } from './number.ts';
import { figure, notice, section } from './parts.ts';
import { partProblem, UNKNOWN } from './problem.ts';
import { sending } from './sending.ts';

/** What is due, and what pays it out; without a call, why it cannot be claimed. */
interface Due {
  readonly label: string;
  readonly due: Amount;
  /** The token that it pays; nothing for the chain's own coin. */
  readonly token: string | undefined;
  readonly calls: readonly ContractCall[];
  readonly why?: string;
}

type Part<T> = { readonly known?: Fact<T>; readonly unread?: { readonly code: string; readonly message: string } };

function claimed({ texts }: Context, claim: Claim): Due | undefined {
  if (claim.kind !== 'claimable' && claim.kind !== 'unfunded') return undefined;
  const { label, amount: due, token, call } = claim.claim;
  return claim.kind === 'claimable' ? { label, due, token, calls: [call] } : { label, due, token, calls: [], why: texts.unfunded };
}

function cumulative({ texts, locale }: Context, claim: CumulativeClaim): Due | undefined {
  if (claim.kind !== 'claimable' && claim.kind !== 'unfunded' && claim.kind !== 'disputable') return undefined;
  const { label, due, token, call } = claim.claim;
  if (claim.kind === 'claimable') return { label, due, token, calls: [call] };
  return { label, due, token, calls: [], why: claim.kind === 'unfunded' ? texts.unfunded : texts.disputable(moment(claim.until, locale)) };
}

/** Why a dividend is not to be had; nothing where it is. */
const withheld = ({ texts }: Context, state: Dividend['state']): string | undefined =>
  (state.kind === 'unfunded' ? texts.unfunded : state.kind === 'refused' ? texts.wouldRevert : undefined);

function snapshot(context: Context, { label, due, token, state, call }: SnapshotPayout): Due | undefined {
  const why = withheld(context, state);
  if (state.kind === 'nothing') return undefined;
  return { label, due, token, calls: call === undefined ? [] : [call], ...(why === undefined ? {} : { why }) };
}

function dividend(context: Context, { label, withdrawable, pays, state, calls }: Dividend): Due | undefined {
  const why = withheld(context, state);
  if (state.kind === 'nothing') return undefined;
  return { label, due: withdrawable, token: pays, calls: why === undefined ? calls : [], ...(why === undefined ? {} : { why }) };
}

function line(context: Context, session: Session, { label, due, token, calls, why }: Due, known: Known, symbols: Symbols, done: () => void): HTMLElement {
  const { texts, locale } = context;
  const unit = token === undefined ? texts.ownCoin : (symbols[token.toLowerCase()] ?? token);
  const text = texts.claim(`${amount(due.text, locale).text} ${unit}`);
  return make('li', {},
    make('div', { class: 'line' }, make('p', {}, label), figure(context, amount(due.text, locale), known, { unit })),
    why !== undefined && notice('warn', why),
    calls.length > 0 && sending(context, session, calls.map((call) => ({ label: text, call })), done));
}

/** All of it, each with the button that claims it; nothing where the asset pays out nothing. */
export function income(context: Context, session: Session, found: Perhaps<Yields>, symbols: Symbols, done: () => void): Child {
  const { texts } = context;
  if ('trouble' in found) return section(texts.income, partProblem(context, found.trouble));
  const { claims, cumulative: ever, snapshots, dividends } = found.found;
  const drawn = <T>(parts: readonly Part<T>[], dueOf: (context: Context, value: T) => Due | undefined): HTMLElement[] => parts.flatMap(({ known, unread }) => {
    if (known === undefined) return [make('li', {}, partProblem(context, unread ?? UNKNOWN))];
    const due = dueOf(context, known.value);
    return due === undefined ? [] : [line(context, session, due, known, symbols, done)];
  });
  if (claims.length + ever.length + snapshots.length + dividends.length === 0) return null;
  const lines = [...drawn(claims, claimed), ...drawn(ever, cumulative), ...drawn(snapshots, snapshot), ...drawn(dividends, dividend)];
  return section(texts.income, lines.length === 0 ? make('p', { class: 'soft small' }, texts.nothingToClaim) : make('ul', { class: 'lines' }, ...lines));
}

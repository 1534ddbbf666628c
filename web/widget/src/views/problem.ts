// What went wrong, in the reader's words: what, why, what to do. The SDK's own sentence is there for whoever opens it.
import { make } from '../element/paint.ts';
import { TroubleError, troubleOf } from '../engine/trouble.ts';
import type { ProblemName } from '../texts/en.ts';
import type { Context } from './context.ts';
import { button, details, notice } from './parts.ts';

const BY_CODE: Readonly<Record<string, ProblemName>> = {
  'asset-not-listed': 'unlisted',
  'list-unreachable': 'listUnreachable',
  'list-oversized': 'listUnreachable',
  'list-not-json': 'listWrong',
  'list-invalid': 'listWrong',
  'endpoint-refused': 'unreachable',
  'endpoint-status': 'unreachable',
  'endpoint-timed-out': 'unreachable',
  'endpoint-malformed': 'nonsense',
  'endpoint-oversized': 'nonsense',
  'endpoint-inconsistent': 'nonsense',
  'wrong-chain': 'wrongChain',
  'list-contradicted': 'contradicted',
  'not-a-token': 'contradicted',
  'wasm-refused': 'noWasm',
  'part-refused': 'tampered',
};

function nameOf(code: string): ProblemName {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  return code.startsWith('proof-') ? 'notProven' : 'other';
}

/** A problem as a notice; with a way to try again where that can help. */
export function problem({ texts }: Context, error: unknown, again?: () => void): HTMLElement {
  const trouble = troubleOf(error);
  const [title, why] = texts.problems[nameOf(trouble.code)];
  const retry = again !== undefined && trouble.retry !== 'never' ? button(texts.retry, again) : null;
  const exact = details(texts.details, make('p', { class: 'exact' }, `${trouble.message} (${trouble.code})`));
  const box = notice('error', title, why, texts.restStays, exact, retry);
  box.setAttribute('role', 'alert');
  return box;
}

/** Why one part of an answer could not be had, while the others could. */
export const partProblem = (context: Context, { code, message }: { readonly code: string; readonly message: string }): HTMLElement =>
  problem(context, new TroubleError(code, message, 'later'));

/** Of a part that is neither known nor says why. */
export const UNKNOWN = { code: 'unexpected', message: '' };

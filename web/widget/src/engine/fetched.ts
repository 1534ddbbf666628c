// Files that are published beside an asset: its token list, signed statements, distributions. Asked without cookies, within limits.
import { type OwnCode, TroubleError } from './trouble.ts';

const LONGEST = 4 * 1024 * 1024;
const PATIENCE_MS = 20_000;

async function read(address: string, signal: AbortSignal, what: 'list' | 'file'): Promise<string> {
  const fail = (kind: 'unreachable' | 'oversized', why: string) => TroubleError.own(`${what}-${kind}` satisfies OwnCode, `${address} ${why}`);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const answer = await fetch(address, { signal: limit, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw fail('unreachable', `answered with HTTP status ${answer.status}`);
    return await body(answer, () => fail('oversized', `is longer than ${LONGEST} bytes`));
  } catch (error) {
    if (error instanceof TroubleError) throw error;
    signal.throwIfAborted();
    throw fail('unreachable', limit.aborted ? `gave no complete answer within ${PATIENCE_MS / 1000} s` : 'could not be reached, or does not let this page read it');
  }
}

/** The text, which is given up as soon as it is too long. */
export async function body(answer: Response, tooLong: () => Error): Promise<string> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST) {
      await reader.cancel();
      throw tooLong();
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The token list. */
export const listAt = (address: string, signal: AbortSignal): Promise<string> => read(address, signal, 'list');

/** A file that the list names. Relative names count from the list; nothing is fetched from another place than the list's own: `undefined`. */
export function fileAt(reference: string, list: string, signal: AbortSignal): Promise<string> | undefined {
  if (!URL.canParse(reference, list)) return undefined;
  const address = new URL(reference, list);
  return address.origin === new URL(list).origin ? read(address.href, signal, 'file') : undefined;
}

// What only reads the chain: asked of the site's own endpoint, by JSON-RPC over HTTP.
import { Code, ProviderRpcError } from './errors.js';

const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST_MS = 20_000;

const failed = (origin: string, what: string) => new ProviderRpcError(Code.internal, `${origin} ${what}`);

/** The body, which is given up as soon as it is too long. */
const bodyOf = async (response: Response, origin: string): Promise<string> => {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST_BYTES) {
      await reader?.cancel();
      throw failed(origin, `answered with more than ${MOST_BYTES} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
};

const post = async (url: string, origin: string, body: string): Promise<string> => {
  const signal = AbortSignal.timeout(LONGEST_MS);
  try {
    const response = await fetch(url, {
      method: 'POST', body, signal, headers: { 'content-type': 'application/json' },
      cache: 'no-store', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer',
    });
    // A redirect is not followed: whoever it names would learn what is asked, and answer it. Of one, a browser says not even the status.
    if (response.status === 0 || (response.status >= 300 && response.status < 400)) throw failed(origin, 'redirects elsewhere, which is not followed');
    const text = await bodyOf(response, origin);
    if (!response.ok && !text.includes('"error"')) throw failed(origin, `answered with HTTP status ${response.status}`);
    return text;
  } catch (error) {
    if (error instanceof ProviderRpcError) throw error;
    throw failed(origin, signal.aborted ? `gave no complete answer within ${LONGEST_MS / 1000} s` : 'could not be reached');
  }
};

/**
 * Asks, and gives the result. Throws the endpoint's own error, or -32603 where it gave no answer.
 * @param body `{"method":…,"params":…}` as text.
 */
export const read = async (url: string, body: string): Promise<unknown> => {
  const { origin } = new URL(url);
  const text = await post(url, origin, `{"jsonrpc":"2.0","id":1,${body.slice(1)}`);
  let answer: { result?: unknown; error?: { code?: unknown; message?: unknown; data?: unknown } } | null;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failed(origin, 'answered with something that is not JSON');
  }
  const error = answer?.error;
  if (typeof error?.code === 'number') throw new ProviderRpcError(error.code, String(error.message), error.data);
  if (answer?.result === undefined) throw failed(origin, 'answered with something that is not JSON-RPC: neither a result nor an error');
  return answer.result;
};

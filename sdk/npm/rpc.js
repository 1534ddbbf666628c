// JSON-RPC in batches, over HTTP or a wallet's provider (EIP-1193).
import { AssayError } from './errors.js';

const MOST_BYTES = 16 * 1024 * 1024;

const argument = (name, why) => new AssayError(`${name}: ${why}`, 'argument-invalid', 'caller', 'never', { argument: name, why });

const malformed = (origin, why) =>
  new AssayError(`${origin} answered with something that is not JSON-RPC: ${why}`, 'endpoint-malformed', 'endpoint', 'otherEndpoint', { origin });

// The body, which is given up as soon as it is too long.
const bodyOf = async (response, origin) => {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      const details = { origin, limit: String(MOST_BYTES) };
      throw new AssayError(`${origin} answered with more than ${MOST_BYTES} bytes`, 'endpoint-oversized', 'endpoint', 'otherEndpoint', details);
    }
    text += decoder.decode(value, { stream: true });
  }
};

// A redirect is left alone, and refused here: edge workers refuse to be asked for an error. Of one, a browser says not even the status.
const redirects = ({ status }) => status === 0 || (status >= 300 && status < 400);

const refused = (code, origin, what) => new AssayError(`${origin} ${what}`, code, 'endpoint', 'later', { origin });

const post = async (endpoint, origin, seconds, body) => {
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await fetch(endpoint, {
      method: 'POST', body, signal, headers: { 'content-type': 'application/json' },
      cache: 'no-store', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer',
    });
    if (redirects(response)) throw refused('endpoint-refused', origin, 'redirects elsewhere, which is not followed');
    if (!response.ok) {
      const details = { origin, status: String(response.status) };
      throw new AssayError(`${origin} answered with HTTP status ${response.status}`, 'endpoint-status', 'endpoint', 'later', details);
    }
    return await bodyOf(response, origin);
  } catch (error) {
    if (error instanceof AssayError) throw error;
    throw signal.aborted ? refused('endpoint-timed-out', origin, `gave no complete answer within ${seconds} s`) : refused('endpoint-refused', origin, 'could not be reached');
  }
};

const overHttp = (endpoint, seconds) => {
  const url = new URL(endpoint);
  const origin = url.origin;
  const send = async (message) => {
    const text = await post(url, origin, seconds, JSON.stringify(message));
    try {
      return JSON.parse(text);
    } catch {
      throw malformed(origin, 'no JSON');
    }
  };
  let batches = true;
  const exchange = async (requests) => {
    const messages = requests.map((request, id) => ({ jsonrpc: '2.0', id, ...request }));
    let answers = batches ? await send(messages) : undefined;
    // Some endpoints take no arrays, and say so with a single error.
    if (!Array.isArray(answers)) {
      batches = false;
      answers = await Promise.all(messages.map(send));
    }
    const byId = new Map(answers.map((answer) => [answer?.id, answer]));
    return messages.map(({ id }) => {
      const answer = byId.get(id);
      if (!answer || (answer.result === undefined && typeof answer.error?.code !== 'number')) throw malformed(origin, `no answer to request ${id}`);
      return answer;
    });
  };
  return { origin, exchange };
};

const overProvider = (provider) => {
  const origin = 'the connected wallet';
  const one = async (request) => {
    try {
      return { result: await provider.request(request) };
    } catch (error) {
      return { error: { code: Number(error?.code ?? -32603), message: String(error?.message ?? error), data: error?.data?.data ?? error?.data } };
    }
  };
  return { origin, exchange: (requests) => Promise.all(requests.map(one)) };
};

export const transport = ({ endpoint, provider, timeoutSeconds = 20 }) => {
  if (typeof provider?.request === 'function') return overProvider(provider);
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) throw argument('endpoint', 'expected the address of a JSON-RPC, or a provider');
  return overHttp(endpoint, timeoutSeconds);
};

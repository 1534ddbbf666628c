// JSON-RPC in batches, over HTTP or a provider of the page's own (EIP-1193).
import { AssayError, argument } from './errors.js';
import { answersOf, isProvider } from './eip1193.js';

const MOST_BYTES = 16 * 1024 * 1024;

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

const late = (origin, seconds) => refused('endpoint-timed-out', origin, `gave no complete answer within ${seconds} s`);

const post = async (endpoint, origin, seconds, body, watch) => {
  const aborter = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    aborter.abort();
  }, seconds * 1000);
  const exchange = async () => {
    const response = await fetch(endpoint, {
      method: 'POST', body, signal: aborter.signal, headers: { 'content-type': 'application/json' },
      cache: 'no-store', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer',
    });
    if (redirects(response)) throw refused('endpoint-refused', origin, 'redirects elsewhere, which is not followed');
    if (!response.ok) {
      const details = { origin, status: String(response.status) };
      throw new AssayError(`${origin} answered with HTTP status ${response.status}`, 'endpoint-status', 'endpoint', 'later', details);
    }
    return bodyOf(response, origin);
  };
  try {
    return await watch.during(exchange(), () => aborter.abort());
  } catch (error) {
    watch.signal?.throwIfAborted();
    if (error instanceof AssayError) throw error;
    throw passed ? late(origin, seconds) : refused('endpoint-refused', origin, 'could not be reached');
  } finally {
    clearTimeout(timer);
  }
};

const overHttp = (address, seconds, watch) => {
  const url = new URL(address);
  const { origin, hostname: host } = url;
  const send = async (message) => {
    watch.roundTrip(origin, message);
    const text = await post(url, origin, seconds, JSON.stringify(message), watch);
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
  return { origin, host, exchange };
};

const overProvider = (provider, seconds, watch) => {
  const origin = 'the EIP-1193 provider';
  const exchange = async (requests) => {
    watch.roundTrip(origin, requests);
    return answersOf(provider, requests, seconds, watch.signal).catch(() => {
      watch.signal?.throwIfAborted();
      throw late(origin, seconds);
    });
  };
  return { origin, host: origin, exchange };
};

/** All that `rpc` names, in its order. */
export const endpoints = ({ rpc, timeoutSeconds = 20 }, watch) => {
  if (isProvider(rpc)) return [overProvider(rpc, timeoutSeconds, watch)];
  const addresses = Array.isArray(rpc) ? rpc : [rpc];
  if (addresses.length === 0 || !addresses.every((address) => typeof address === 'string')) {
    throw argument('rpc', 'expected the address of a JSON-RPC, a list of addresses, or a provider (EIP-1193)');
  }
  return addresses.map((address) => {
    if (URL.canParse(address)) return overHttp(address, timeoutSeconds, watch);
    throw new AssayError('an address of `rpc` is none that can be asked', 'endpoint-address', 'caller', 'never', {});
  });
};

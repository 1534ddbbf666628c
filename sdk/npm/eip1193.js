// A provider that is not ours (EIP-1193; `send` of ethers), asked as an endpoint is: JSON-RPC in, JSON-RPC out.

const HIDDEN = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@"']*@)?([^\s/?#"']+)[^\s"']*/gi;

// Libraries wrap what an endpoint said: viem as `cause`, ethers as `info.error` and `error`, wallets in `data`. The innermost with a whole number
// for a code is the endpoint's own. Of addresses in their messages only the origin is passed on: access keys live in the rest.
const errorOf = (thrown) => {
  let [own, data] = [undefined, undefined];
  for (let [error, depth] = [thrown, 0]; typeof error === 'object' && error !== null && depth < 9; depth += 1) {
    if (Number.isSafeInteger(error.code)) own = error;
    data ??= [error.data, error.data?.data, error.data?.originalError?.data].find((part) => typeof part === 'string');
    error = error.info?.error ?? error.error ?? error.cause;
  }
  const said = own ?? thrown;
  const message = String(said?.details ?? said?.shortMessage ?? said?.message ?? said).replace(HIDDEN, '$1$2');
  return { code: own?.code ?? -32_603, message, ...(data === undefined ? {} : { data }) };
};

const one = async (provider, { method, params }) => {
  try {
    const result = await (typeof provider.request === 'function' ? provider.request({ method, params }) : provider.send(method, params));
    // What JSON cannot say is no answer.
    return { result: result === undefined ? null : JSON.parse(JSON.stringify(result)) };
  } catch (error) {
    return { error: errorOf(error) };
  }
};

export const isProvider = (rpc) => typeof rpc?.request === 'function' || typeof rpc?.send === 'function';

/** Asks all at the same time. Rejects where that takes too long, or with the reason of the signal, and for no other reason. */
export const answersOf = (provider, requests, seconds, signal) => {
  let [timer, stop] = [];
  const ended = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new DOMException(`no answer within ${seconds} s`, 'TimeoutError')), seconds * 1000);
    stop = () => reject(signal.reason);
  });
  signal?.addEventListener('abort', stop);
  return Promise.race([Promise.all(requests.map((request) => one(provider, request))), ended]).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  });
};

// A class, because a class is what glue imports by its name.
export class Provider {
  /** The body of a request to the body of its answer. */
  static async post(provider, body, seconds, signal) {
    const asked = JSON.parse(body);
    const requests = [asked].flat();
    const answers = await answersOf(provider, requests, seconds, signal);
    const messages = answers.map((answer, at) => ({ jsonrpc: '2.0', id: requests[at].id, ...answer }));
    return JSON.stringify(Array.isArray(asked) ? messages : messages[0]);
  }
}

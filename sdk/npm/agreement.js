// Several endpoints: who vouches for a block, and who takes over. By the same rules as those of `Client`.
import { AssayError, isAssayError } from './errors.js';

const takesOver = (error) => isAssayError(error) && error.code !== 'quorum-disagreement' && error.blame === 'endpoint' && error.retry !== 'never';

/** Asks through the first endpoint; where that cannot answer, all of it anew through the next. What the last one is refused is thrown. */
export const inTurn = async (endpoints, ask) => {
  for (const [at, endpoint] of endpoints.entries()) {
    try {
      return await ask(endpoint, endpoints.filter((_, other) => other !== at));
    } catch (error) {
      if (at === endpoints.length - 1 || !takesOver(error)) throw error;
    }
  }
  return undefined;
};

const named = async (endpoint, number) => {
  const [{ result }] = await endpoint.exchange([{ method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, false] }]);
  return typeof result?.hash === 'string' ? result.hash.toLowerCase() : undefined;
};

/**
 * Who has a block that one endpoint has named: more than half of all, and at least two, or that one alone and why. Endpoints of one host count
 * once.
 */
export const vouchers = async (first, others, { number, hash }) => {
  if (others.length === 0) return { origins: [first.origin] };
  const answers = await Promise.allSettled(others.map((other) => named(other, number)));
  const hosts = new Map([[first.host, first.origin]]);
  let [contradicted, last] = [undefined, ''];
  for (const [at, { value, reason }] of answers.entries()) {
    const { host, origin } = others[at];
    if (value === hash && !hosts.has(host)) hosts.set(host, origin);
    if (value !== undefined && value !== hash) contradicted = { second: origin, secondHash: value };
    if (reason !== undefined) last = `; the last failure: ${reason.message}`;
  }
  const needed = Math.floor((others.length + 1) / 2) + 1;
  if (hosts.size >= needed) return { origins: [...hosts.values()] };
  if (contradicted) {
    const details = { first: first.origin, firstHash: hash, ...contradicted };
    const message = `endpoints disagree: ${first.origin} names block ${hash}, ${contradicted.second} names ${contradicted.secondHash}`;
    throw new AssayError(message, 'quorum-disagreement', 'endpoint', 'otherEndpoint', details);
  }
  const few = `${hosts.size} independent endpoints agree, expected ${needed}${last}`;
  return { origins: [first.origin], why: `the block is known from too few endpoints: ${few}` };
};

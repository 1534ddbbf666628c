// Proven calls and simulations: asks, and passes on what came. What decides is in the wasm: which proofs are wanted, whether they hold, what
// the contracts do. Nothing here is believed: a mistake could only make a proof fail.
import { AssayError } from './errors.js';
import { encodedHeader, encodedProof, bytesOf } from './rlp.js';
import { transport } from './rpc.js';

const refusal = (answer) => answer.error.message ?? `error ${answer.error.code}`;

const failed = (rpc, answer) => {
  const details = { origin: rpc.origin, rpcCode: String(answer.error.code), message: refusal(answer) };
  return new AssayError(`${rpc.origin} answered with an error: ${refusal(answer)}`, 'endpoint-error', 'endpoint', 'otherEndpoint', details);
};

const resultOf = (rpc, answer) => {
  if (answer.error) throw failed(rpc, answer);
  return answer.result;
};

// A hint that is no list hints at nothing.
const listed = (value) => (Array.isArray(value) ? value : []);

// Requests of one question, each sent once: a second machine that takes over gets the same answers.
const remembering = (rpc) => {
  const known = new Map();
  return async (requests) => {
    const fresh = requests.filter((request) => !known.has(JSON.stringify(request)));
    const answers = fresh.length > 0 ? await rpc.exchange(fresh) : [];
    fresh.forEach((request, at) => known.set(JSON.stringify(request), answers[at]));
    return requests.map((request) => known.get(JSON.stringify(request)));
  };
};

const quantity = (block) => (typeof block === 'number' ? `0x${block.toString(16)}` : block);

// The header, and who named it; and the endpoint's guess of what will be touched.
const begin = async (rpc, ask, question, { block = 'latest', blockHash }) => {
  const at = blockHash === undefined ? quantity(block) : { blockHash };
  const header = blockHash === undefined
    ? { method: 'eth_getBlockByNumber', params: [at, false] }
    : { method: 'eth_getBlockByHash', params: [blockHash, false] };
  const hint = { method: 'eth_createAccessList', params: [question.request(), at] };
  const [chain, answered, hinted] = await ask([{ method: 'eth_chainId', params: [] }, header, hint]);
  const got = resultOf(rpc, chain);
  if (String(got).toLowerCase() !== question.chainId) {
    const details = { origin: rpc.origin, got: String(got), expected: question.chainId };
    throw new AssayError(`${rpc.origin} serves chain ${got}, expected ${question.chainId}`, 'wrong-chain', 'endpoint', 'otherEndpoint', details);
  }
  const found = resultOf(rpc, answered);
  if ((found ?? null) === null) {
    const named = String(blockHash ?? block);
    throw new AssayError(`${rpc.origin} does not know block ${named}`, 'block-unknown', 'endpoint', 'later', { origin: rpc.origin, block: named });
  }
  const started = question.under(encodedHeader(found), blockHash === undefined ? rpc.origin : undefined);
  if (blockHash !== undefined && started.hash !== blockHash.toLowerCase()) {
    const details = { got: started.hash, expected: blockHash };
    throw new AssayError(`the header hashes to ${started.hash}, expected ${blockHash}`, 'proof-header-mismatch', 'endpoint', 'otherEndpoint', details);
  }
  for (const entry of listed(hinted.result?.accessList)) question.expect(String(entry?.address), listed(entry?.storageKeys).map(String));
  return started;
};

// Fetches what is wanted and runs, until it is answered or cannot be proven.
const settle = async (rpc, ask, question, at) => {
  for (;;) {
    const turn = question.turn();
    if (turn.wanted === undefined) return turn;
    const pinned = { blockHash: at.hash };
    const requests = turn.wanted.flatMap(({ address, slots, code }) => [
      { method: 'eth_getProof', params: [address, slots, pinned] },
      ...(code ? [{ method: 'eth_getCode', params: [address, pinned] }] : []),
    ]);
    const answers = (await ask(requests))[Symbol.iterator]();
    for (const { address, code } of turn.wanted) {
      const [proof, bytecode] = [answers.next().value, code ? answers.next().value : undefined];
      // That an endpoint does not prove something is no error: it is said otherwise.
      const declined = [proof, bytecode].find((answer) => answer?.error);
      if (declined) return { unproven: `the endpoint gives no proof of it: ${refusal(declined)}`, isNotBuiltIn: false };
      question.prove(address, encodedProof(proof.result), bytecode && bytesOf('the code', bytecode.result));
    }
  }
};

export const proving = (Question, full) => {
  const answer = async (rpc, first, options, again) => {
    const ask = remembering(rpc);
    const run = async (question) => {
      try {
        const at = await begin(rpc, ask, question, options);
        const { unproven, ...block } = at;
        const turn = unproven === undefined ? await settle(rpc, ask, question, at) : { unproven };
        return { block, turn, request: question.request() };
      } finally {
        question.free();
      }
    };
    const found = await run(first);
    if (!found.turn.isNotBuiltIn) return { ...found, ask };
    const Full = await full();
    // Over the answers that the first got, so of the same block.
    return { ...(await run(again(Full))), ask };
  };

  return {
    provenCall(options) {
      const read = (machine) => machine.call(options ?? {});
      const question = read(Question);
      const rpc = transport(options);
      return (async () => {
        const { block, turn, request, ask } = await answer(rpc, question, options, read);
        if (turn.unproven === undefined) {
          const { end, value, dependsOnBlock, evidence } = turn;
          return { end: end === 'halted' ? 'reverted' : end, value: end === 'halted' ? '0x' : value, dependsOnBlock, at: block, evidence };
        }
        const [said] = await ask([{ method: 'eth_call', params: [request, { blockHash: block.hash }] }]);
        const reverted = said.error?.data;
        if (said.error && typeof reverted !== 'string') throw failed(rpc, said);
        const value = said.error ? reverted : said.result;
        bytesOf('the result of eth_call', value);
        const sources = [{ kind: 'endpoint', origin: rpc.origin }, { kind: 'unproven', why: turn.unproven }];
        const evidence = { level: 'claimed', sources };
        return { end: said.error ? 'reverted' : 'returned', value, at: block, evidence };
      })();
    },

    simulateTransaction(options) {
      const read = (machine) => machine.transaction(options ?? {});
      const question = read(Question);
      const rpc = transport(options);
      return (async () => {
        const { block, turn } = await answer(rpc, question, options, read);
        if (turn.unproven !== undefined) return { end: 'unproven', why: turn.unproven, at: block };
        const { end, value, gasUsed, logs, balances, dependsOnBlock, evidence } = turn;
        return { end, value, gasUsed, logs, balances, dependsOnBlock, at: block, evidence };
      })();
    },
  };
};

// Proven calls and simulations: asks, and passes on what came. What decides is in the wasm: which proofs are wanted, whether they hold, what
// the contracts do. Nothing here is believed: a mistake could only make a proof fail.
import { inTurn, vouchers } from './agreement.js';
import { AssayError } from './errors.js';
import { encodedHeader, encodedProof, bytesOf } from './rlp.js';
import { endpoints } from './rpc.js';
import { Watch } from './watch.js';

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
const begin = async ([rpc, others], ask, question, { block = 'latest', blockHash }) => {
  const at = blockHash === undefined ? quantity(block) : { blockHash };
  const named = blockHash === undefined
    ? { method: 'eth_getBlockByNumber', params: [at, false] }
    : { method: 'eth_getBlockByHash', params: [blockHash, false] };
  const hint = { method: 'eth_createAccessList', params: [question.request(), at] };
  const [chain, answered, hinted] = await ask([{ method: 'eth_chainId', params: [] }, named, hint]);
  const got = resultOf(rpc, chain);
  if (String(got).toLowerCase() !== question.chainId) {
    const details = { origin: rpc.origin, got: String(got), expected: question.chainId };
    throw new AssayError(`${rpc.origin} serves chain ${got}, expected ${question.chainId}`, 'wrong-chain', 'endpoint', 'otherEndpoint', details);
  }
  const found = resultOf(rpc, answered);
  if ((found ?? null) === null) {
    const which = String(blockHash ?? block);
    throw new AssayError(`${rpc.origin} does not know block ${which}`, 'block-unknown', 'endpoint', 'later', { origin: rpc.origin, block: which });
  }
  const header = encodedHeader(found);
  const vouched = blockHash === undefined ? await vouchers(rpc, others, question.block(header)) : { origins: [] };
  const started = question.under(header, vouched.origins);
  if (blockHash !== undefined && started.hash !== blockHash.toLowerCase()) {
    const details = { got: started.hash, expected: blockHash };
    throw new AssayError(`the header hashes to ${started.hash}, expected ${blockHash}`, 'proof-header-mismatch', 'endpoint', 'otherEndpoint', details);
  }
  for (const entry of listed(hinted.result?.accessList)) question.expect(String(entry?.address), listed(entry?.storageKeys).map(String));
  return { ...started, doubt: vouched.why };
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

// Of a block that too few have, all that follows from it is one endpoint's word.
const beside = (evidence, doubt) => (doubt === undefined ? evidence : { ...evidence, sources: [...evidence.sources, { kind: 'unproven', why: doubt }] });

export const proving = (Question, full) => {
  const answer = async (rpc, others, options, read) => {
    const ask = remembering(rpc);
    const run = async (question) => {
      try {
        const { unproven, doubt, ...block } = await begin([rpc, others], ask, question, options);
        const turn = unproven === undefined ? await settle(rpc, ask, question, block) : { unproven };
        return { block, doubt, turn, request: question.request() };
      } finally {
        question.free();
      }
    };
    const found = await run(read(Question));
    if (!found.turn.isNotBuiltIn) return { ...found, ask };
    // Over the answers that the first got, so of the same block.
    return { ...(await run(read(await full()))), ask };
  };

  // Reads what is asked, and asks; through each endpoint anew.
  const asked = async (options, read, concluded) => {
    const given = options ?? {};
    read(Question).free();
    const watch = new Watch(given);
    const each = endpoints(given, watch);
    return watch.ended(inTurn(each, async (rpc, others) => concluded(rpc, await answer(rpc, others, given, read))));
  };

  return {
    provenCall(options) {
      return asked(options, (machine) => machine.call(options ?? {}), async (rpc, { block, doubt, turn, request, ask }) => {
        if (turn.unproven === undefined) {
          const { end, value, dependsOnBlock, evidence } = turn;
          const halted = end === 'halted';
          return { end: halted ? 'reverted' : end, value: halted ? '0x' : value, dependsOnBlock, at: block, evidence: beside(evidence, doubt) };
        }
        const [said] = await ask([{ method: 'eth_call', params: [request, { blockHash: block.hash }] }]);
        const reverted = said.error?.data;
        if (said.error && typeof reverted !== 'string') throw failed(rpc, said);
        const value = said.error ? reverted : said.result;
        bytesOf('the result of eth_call', value);
        const sources = [{ kind: 'endpoint', origin: rpc.origin }, { kind: 'unproven', why: turn.unproven }];
        const evidence = { level: 'claimed', sources };
        return { end: said.error ? 'reverted' : 'returned', value, at: block, evidence };
      });
    },

    simulateTransaction(options) {
      return asked(options, (machine) => machine.transaction(options ?? {}), async (_, { block, doubt, turn }) => {
        if (turn.unproven !== undefined) return { end: 'unproven', why: turn.unproven, at: block };
        const { end, value, gasUsed, logs, balances, dependsOnBlock, evidence } = turn;
        return { end, value, gasUsed, logs, balances, dependsOnBlock, at: block, evidence: beside(evidence, doubt) };
      });
    },
  };
};

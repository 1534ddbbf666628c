// A verdict of @assay/sdk against what a mainstream library can say, in one run: viem's `simulateContract` of the same transfer, which
// answers yes, or the contract's own words. `cargo xtask bench --only verdict` calls this with
//   ASSAY_SDK      the folder of the assembled package with the release build of the module `sdk`
//   ASSAY_DEVNET   the line of JSON that the demo chain prints when it is ready
//
// Each question is put to both in turn, and the order rotates; what is compared is the median over the rounds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPublicClient, http, parseAbi } from 'viem';

const ROUNDS = 21;
const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const read = (name) => JSON.parse(readFileSync(join(files, name), 'utf8'));
const { investors, contracts } = read('demo.json');
const list = read('tokenlist.json');
const { init, Client } = await import(pathToFileURL(join(process.env.ASSAY_SDK, 'node.js')).href);
await init();

let trips = 0;
const plainFetch = globalThis.fetch;
globalThis.fetch = (...given) => {
  trips += 1;
  return plainFetch(...given);
};

const assay = new Client({ chain: `eip155:${chainId}`, rpc });
const viem = createPublicClient({ transport: http(rpc) });
const abi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)']);
const from = investors.alice.address;

const ask = {
  assay: async ({ token, to }) => {
    const answer = await assay.checkTransfer({ asset: token, list, from, to, amount: { raw: '1000' } });
    return { passes: answer.verdict === 'allow', words: answer.reasons.map((reason) => reason.message).join(' ') };
  },
  viem: async ({ token, to }) => {
    try {
      await viem.simulateContract({ address: token, abi, functionName: 'transfer', args: [to, 1000n], account: from });
      return { passes: true, words: '' };
    } catch (error) {
      return { passes: false, words: error.shortMessage ?? error.message };
    }
  },
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const questions = [
  ['fund to Bob, who is verified', contracts.fund, investors.bob.address],
  ['fund to Carol, whom nobody verified', contracts.fund, investors.carol.address],
  ['gold to Bob', contracts.gold, investors.bob.address],
  ['property to Carol, who is not listed', contracts.property, investors.carol.address],
  ['carbon to Bob', contracts.carbon, investors.bob.address],
];

console.log('| transfer | Assay | trips | viem, simulation only | trips | Assay ÷ viem |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
const said = [];
for (const [what, token, to] of questions) {
  const took = { assay: [], viem: [] };
  const counted = {};
  const answers = {};
  for (let round = 0; round < ROUNDS; round++) {
    const names = round % 2 === 0 ? ['assay', 'viem'] : ['viem', 'assay'];
    for (const name of names) {
      const [before, start] = [trips, performance.now()];
      answers[name] = await ask[name]({ token, to });
      took[name].push(performance.now() - start);
      counted[name] = trips - before;
    }
  }
  assert.equal(answers.assay.passes, answers.viem.passes, what);
  const [ours, theirs] = [median(took.assay), median(took.viem)];
  console.log(
    `| ${what} | ${ours.toFixed(1)} ms | ${counted.assay} | ${theirs.toFixed(1)} ms | ${counted.viem} | ${(ours / theirs).toFixed(1)} |`,
  );
  if (!answers.assay.passes) said.push([what, answers]);
}
for (const [what, { assay: ours, viem: theirs }] of said) {
  console.log(`\n${what}\n  Assay: ${ours.words}\n  viem:  ${theirs.words.replaceAll('\n', ' ')}`);
}

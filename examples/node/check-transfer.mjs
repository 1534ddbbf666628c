// Is Alice allowed to send ten shares of a treasury-bill fund to Carol, whom nobody has verified? Prints the answer and sends nothing.
import { readFileSync } from 'node:fs';
import { Client, init } from '@assay/sdk';

const files = process.argv[2] ?? '../devnet/.cache/live/8545'; // the folder that the demo chain names when it is ready
const read = (name) => JSON.parse(readFileSync(`${files}/${name}`, 'utf8'));
const { rpc, chainId, investors, contracts } = read('demo.json');
const list = read('tokenlist.json');

await init();
const client = new Client({ chain: `eip155:${chainId}`, rpc });
const answer = await client.checkTransfer({
  asset: contracts.fund,
  list,
  from: investors.alice.address,
  to: investors.carol.address,
  amount: '10',
});

console.log(`${answer.verdict}, at block ${answer.at.number}, as ${answer.evidence.level} by the endpoint`);
for (const { code, message, rule, remedy } of answer.reasons) {
  console.log(`- ${code}: ${message} (${rule.name}). ${remedy.action}`);
}

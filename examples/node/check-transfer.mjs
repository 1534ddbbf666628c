// May Alice send ten fund shares to Carol, whom nobody has verified? Asks, and sends nothing.
import { readFileSync } from 'node:fs';
import { Client, init } from '@assay/sdk';

const files = process.argv[2]; // the folder that the demo chain names when it is ready
const read = (name) => JSON.parse(readFileSync(`${files}/${name}`, 'utf8'));
const { rpc, chainId, investors, contracts } = read('demo.json');

await init();
const client = new Client({ chain: `eip155:${chainId}`, rpc });
const answer = await client.checkTransfer({
  asset: contracts.fund, list: read('tokenlist.json'), amount: '10',
  from: investors.alice.address, to: investors.carol.address,
});
console.log(answer.verdict, 'at block', answer.at.number);
for (const { message, rule, remedy } of answer.reasons) console.log(`- ${message} (${rule.name}) ${remedy.action}`);

// What every environment is asked on the demo chain, which `ASSAY_DEVNET` tells of, and what the right answer is.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

if (!process.env.ASSAY_DEVNET) {
  throw new Error('ASSAY_DEVNET must hold the line of JSON that `node devnet.mjs start` prints; `cargo xtask test --only release` sets it');
}
const { rpc, chainId, files } = JSON.parse(process.env.ASSAY_DEVNET);
const read = (name) => JSON.parse(readFileSync(join(files, name), 'utf8'));
const { contracts, investors: { alice, bob, carol } } = read('demo.json');

const listening = async (answer) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
};
let followed = 0;
const elsewhere = await listening((_, response) => {
  followed += 1;
  response.end();
});
const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
const redirecting = await listening(({ method }, response) => {
  response.writeHead(method === 'OPTIONS' ? 204 : 307, method === 'OPTIONS' ? cors : { ...cors, location: elsewhere }).end();
});

export const question = {
  chain: `eip155:${chainId}`, rpc, redirecting, phrase: alice.phrase,
  transfer: { asset: contracts.fund, list: read('tokenlist.json'), from: alice.address, amount: '10' },
  receivers: [bob.address, carol.address],
  // 3 ** 5 mod 7 by MODEXP (EIP-198), which only the full set of precompiled contracts has.
  call: { to: `0x${'5'.padStart(40, '0')}`, data: `0x${'1'.padStart(64, '0').repeat(3)}030507` },
};

/** Whether the chain itself lets Alice send ten shares. */
const passes = async (to) => {
  const data = `0xa9059cbb${to.slice(2).padStart(64, '0')}${(10n ** 19n).toString(16).padStart(64, '0')}`;
  const call = { from: alice.address, to: contracts.fund, data };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [call, 'latest'] });
  const answer = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()).error === undefined;
};

/** Bob is verified, Carol is not; the chain says so too. */
export async function isRight(answer) {
  const expected = [{ verdict: 'allow', reasons: [] }, { verdict: 'deny', reasons: ['receiver-not-registered'] }];
  assert.deepEqual(await Promise.all(question.receivers.map(passes)), [true, false]);
  const refused = { list: 'list-not-json', redirect: 'endpoint-refused', redirectOfProofs: 'endpoint-refused', unconnected: 4100 };
  assert.deepEqual(answer, { address: alice.address, refused, value: '0x05', byProvider: '0x05', verdicts: expected });
  assert.equal(followed, 0, 'a redirect was followed');
}

// A holder's history from the chain and from an indexer, a statement of it, and a redemption that is asked for: against the chain's own words.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { before, test } from 'node:test';
import { Client, init, isAssayError, setOperator } from '@assay/sdk';
import { init as initRecords, movements, statement, statementTable } from '@assay/sdk/records';
import { CONVERT_TO_ASSETS, ask, chain, contracts, integer, investors, list, rpc, token } from './devnet.mjs';

const holder = investors.alice.address;
const bob = investors.bob.address;
const cash = token('dUSD');
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
let client;
let start;

/** Sends as one of the investors, whose keys the demo chain does not ask for, and waits until it is in a block. */
async function send(from, { to, data }) {
  await ask('anvil_impersonateAccount', from);
  const hash = await ask('eth_sendTransaction', { from, to, data });
  for (;;) {
    const receipt = await ask('eth_getTransactionReceipt', hash);
    if (receipt) return assert.equal(receipt.status, '0x1', data);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function read(options) {
  const pages = [];
  for await (const page of client.history({ holder, assets: [cash.address], from: 0, ...options })) pages.push(page);
  return pages;
}

before(async () => {
  await Promise.all([init(), initRecords()]);
  client = new Client({ chain, rpc });
  start = Number(await ask('eth_blockNumber'));
  const transfer = (to, raw) => ({ to: cash.address, data: `0xa9059cbb${word(to)}${word(raw)}` });
  await send(holder, transfer(bob, 3_000_000));
  await send(bob, transfer(holder, 3_000_000));
});

test('a history has the logs that the chain has, and goes on from its checkpoint', async () => {
  const seen = [];
  const pages = await read({ onProgress: (progress) => seen.push(progress) });
  const logs = pages.flatMap((page) => page.logs);
  const filter = { address: cash.address, fromBlock: '0x0', toBlock: `0x${pages.at(-1).progress.target.toString(16)}` };
  const topic = `0x${word(holder)}`;
  const own = await Promise.all([[TRANSFER, topic], [TRANSFER, null, topic]].map((topics) => ask('eth_getLogs', { ...filter, topics })));
  const place = (number, index) => `${Number(number)}/${Number(index)}`;
  const expected = own.flat().map(({ blockNumber, logIndex }) => place(blockNumber, logIndex));
  assert.deepEqual(logs.map(({ at, value }) => place(at.number, value.index)).sort(), expected.sort());
  assert.ok(logs.every(({ evidence }) => evidence.level === 'claimed'));
  assert.ok(seen.length > 0 && seen.every(({ methods }) => methods.length > 0));

  const { checkpoint } = JSON.parse(JSON.stringify(pages.at(-1)));
  assert.deepEqual((await read({ checkpoint })).flatMap((page) => page.logs), []);
  await assert.rejects(read({ checkpoint, from: 1 }), (error) => isAssayError(error, 'argument-invalid'));
});

test('a history ends when it is told to', async () => {
  const aborter = new AbortController();
  const reason = new Error('enough');
  await assert.rejects(read({ signal: aborter.signal, onProgress: () => aborter.abort(reason) }), reason);
  await assert.rejects(read({ signal: AbortSignal.abort(reason) }), reason);
});

test('what moved explains the balances, and nothing else does', async () => {
  const [{ at: { number } }] = [await client.holdings({ holder, list })];
  const asset = `${chain}/erc20:${cash.address}`;
  const balance = async (block) => {
    const { assets } = await client.holdings({ holder, list: { ...list, tokens: [cash] }, block });
    return assets[0].holding.balance;
  };
  const balances = { [asset]: { opening: await balance(start), closing: await balance(number) } };
  const logs = (await read({ from: start })).flatMap((page) => page.logs);
  const moved = movements({ chain, holder, decimals: { [cash.address]: cash.decimals }, logs }).movements;
  const { lines, after, until, level } = statement({ movements: moved, balances });
  assert.deepEqual([after.number, until.number, level], [start, number, 'claimed']);
  assert.deepEqual([lines[0].sent.text, lines[0].received.text, lines[0].closing.raw], ['3', '3', lines[0].opening.raw]);
  const { rows } = statementTable({ statement: { movements: moved, balances }, symbols: { [asset]: cash.symbol } });
  assert.deepEqual(rows.map((row) => row[1]), [cash.symbol]);
  const income = [{ token: cash.address, payer: bob, kind: 'rent' }];
  const rent = movements({ chain, holder, decimals: { [cash.address]: cash.decimals }, logs, income }).movements;
  assert.deepEqual(statement({ movements: rent, balances }).lines[0].income.map(({ kind, amount }) => [kind, amount.text]), [['rent', '3']]);
  assert.throws(() => statement({ movements: moved.slice(1), balances }), (error) => isAssayError(error, 'statement-unbalanced'));
});

test('what an indexer names is compared with the chain', async () => {
  const target = Number(await ask('eth_blockNumber'));
  const raw = await ask('eth_getLogs', { address: cash.address, topics: [TRANSFER], fromBlock: `0x${start.toString(16)}`, toBlock: `0x${target.toString(16)}` });
  const mine = raw.filter(({ topics }) => topics.slice(1).some((topic) => topic === `0x${word(holder)}`));
  const transfers = await Promise.all(mine.map(async (log) => {
    const { timestamp } = await ask('eth_getBlockByHash', log.blockHash, false);
    return {
      id: `${log.transactionHash}${log.logIndex.slice(2).padStart(8, '0')}`, token: log.address,
      from: `0x${log.topics[1].slice(26)}`, to: `0x${log.topics[2].slice(26)}`, value: BigInt(log.data).toString(),
      blockNumber: String(Number(log.blockNumber)), blockHash: log.blockHash, blockTimestamp: String(Number(timestamp)),
      transactionHash: log.transactionHash, logIndex: String(Number(log.logIndex)),
    };
  }));
  transfers.sort((a, b) => (a.id < b.id ? -1 : 1));
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { after } = JSON.parse(body).variables;
    const data = { _meta: { block: { number: target }, hasIndexingErrors: false }, transfers: transfers.filter(({ id }) => id > after) };
    response.end(JSON.stringify({ data }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const of = { holder, assets: [cash.address], from: start };
    const indexer = `http://127.0.0.1:${server.address().port}/subgraph`;
    const { logs } = await client.indexed({ ...of, indexer, to: target });
    const fromChain = (await read({ from: start })).flatMap((page) => page.logs);
    const plain = ({ value, at }) => ({ ...value, at });
    assert.deepEqual(logs.map(plain), fromChain.filter(({ at }) => at.number <= target).map(plain));
    const [first, ...others] = logs;
    const invented = { ...first, value: { ...first.value, data: `0x${word(9)}` } };
    const found = await client.confirm({ ...of, logs: [invented, ...others, ...others] });
    const count = Object.fromEntries(Object.entries(found).map(([name, of]) => [name, of.length]));
    assert.deepEqual(count, { confirmed: others.length, unfounded: 1, omitted: 1, repeated: others.length });
  } finally {
    server.close();
  }
});

test('what a step sends does what it says, and the request is tracked with its price', async () => {
  const asset = contracts.fund;
  const [route] = (await client.redemptionPlan({ holder, asset, list, amount: '2' })).routes;
  assert.deepEqual(route.calls.map(({ to }) => to).slice(0, 2), [route.steps[0].token, route.steps[1].vault]);
  for (const call of route.calls.slice(0, 2)) await send(holder, call);
  const vault = route.contract;
  const operator = setOperator({ vault, operator: bob, approved: true });
  await send(holder, operator.call);
  const { requests, queue } = await client.redemptions({ holder, asset, list, prices: true });
  const { operators, balance, requests: lines } = requests.value;
  // The desk of the demo chain may have fulfilled it meanwhile.
  const request = lines.at(-1);
  assert.deepEqual([request.shares.text, balance.kind, queue], ['2', 'even', undefined]);
  assert.deepEqual([operators, operator.step.kind], [[bob], 'setOperator']);
  const worth = await integer(vault, CONVERT_TO_ASSETS, request.shares.raw, request.price.at);
  assert.equal(BigInt(request.price.value.numerator) * BigInt(request.shares.raw), worth * BigInt(request.price.value.denominator));
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { AssayError, Client, init, isAssayError, parseTokenList } from '@assay/sdk';
import { chain, contracts, investors, list, rpc } from './devnet.mjs';

before(() => init());

const holder = investors.alice.address;
const refusal = async (options, call = (client) => client.holdings({ holder, list })) => {
  const error = await call(new Client({ chain, rpc, ...options })).then(() => assert.fail('it succeeded'), (thrown) => thrown);
  assert.ok(isAssayError(error), error);
  return error;
};

/** An endpoint that answers whatever we like. */
async function endpoint(answer) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return { rpc: `http://127.0.0.1:${port}/v3/SECRET`, origin: `http://127.0.0.1:${port}`, close: () => server.closeAllConnections() || server.close() };
}

test('an error is a real one, and says who has to act and whether to try again', async () => {
  const error = await refusal({ chain: 'eip155:1' }, (client) => client.holdings({ holder, list: { ...list, tokens: [] } }));
  assert.ok(error instanceof Error && error instanceof AssayError);
  assert.deepEqual([error.name, error.code, error.blame, error.retry], ['AssayError', 'wrong-chain', 'endpoint', 'otherEndpoint']);
  assert.deepEqual(error.details, { origin: new URL(rpc).origin, got: chain, expected: 'eip155:1' });
  assert.match(error.stack, /AssayError: .*serves chain/);
  assert.equal(isAssayError(error, 'wrong-chain'), true);
  assert.equal(isAssayError(error, 'endpoint-refused'), false);
  assert.equal(isAssayError(new Error('wrong-chain')), false);
});

test('an endpoint that is not there', async () => {
  const { rpc: gone, close } = await endpoint(() => {});
  close();
  const { code, retry } = await refusal({ rpc: gone });
  assert.deepEqual([code, retry], ['endpoint-refused', 'later']);
});

for (const [what, code, answer] of [
  ['talks of something else', 'endpoint-malformed', (_, response) => response.end('<h1>Welcome</h1>')],
  ['is out of order', 'endpoint-status', (_, response) => response.writeHead(503).end()],
  ['says nothing', 'endpoint-timed-out', () => {}],
  ['announces too much', 'endpoint-oversized', (_, response) => response.writeHead(200, { 'content-length': 2 ** 40 }).write('[')],
  ['does not stop', 'endpoint-oversized', (_, response) => {
    const pour = () => response.destroyed || response.write(' '.repeat(1 << 20), () => setImmediate(pour));
    pour();
  }],
]) {
  test(`an endpoint that ${what}, without its key in the message`, async () => {
    const { rpc: odd, origin, close } = await endpoint(answer);
    const error = await refusal({ rpc: odd, timeoutSeconds: code === 'endpoint-timed-out' ? 1 : 20 }).finally(close);
    assert.equal(error.code, code);
    assert.equal(error.details.origin, origin);
    assert.doesNotMatch(JSON.stringify([error.message, error.details]), /SECRET/);
  });
}

test('an address that is none', async () => {
  assert.equal((await refusal({ rpc: 'not an address' })).code, 'endpoint-address');
});

test('arguments are refused by name, before anything is asked', async () => {
  const { fund } = contracts;
  const transfer = (change) => (client) =>
    client.checkTransfer({ asset: fund, list, from: holder, to: investors.bob.address, amount: '1', ...change });
  const mistyped = `${holder.slice(0, -1)}${holder.endsWith('1') ? '2' : '1'}`;
  for (const [change, code] of [
    [{ amount: '1.0000000000000000001' }, 'too-many-decimals'],
    [{ amount: '-1' }, 'not-a-number'],
    [{ amount: '1e3' }, 'not-a-number'],
    [{ amount: { raw: '0x10' } }, 'argument-invalid'],
    [{ amount: 1 }, 'argument-invalid'],
    [{ amount: undefined }, 'argument-invalid'],
    [{ from: undefined }, 'argument-invalid'],
    [{ to: mistyped }, 'address-checksum'],
    [{ to: 'bob' }, 'identifier-malformed'],
    [{ to: `eip155:1:${investors.bob.address}` }, 'argument-invalid'],
    [{ asset: `eip155:1/erc20:${fund}` }, 'argument-invalid'],
    [{ asset: investors.bob.address }, 'asset-not-listed'],
    [{ asset: investors.bob.address, list: undefined }, 'not-a-token'],
    [{ list: '{' }, 'list-not-json'],
    [{ list: { ...list, tokens: {} } }, 'list-invalid'],
  ]) {
    const error = await refusal({}, transfer(change));
    assert.equal(error.code, code, `${JSON.stringify(change)}: ${error.message}`);
    assert.equal(error.blame, 'caller');
  }
  assert.throws(() => new Client(), (error) => isAssayError(error, 'argument-invalid'));
  assert.throws(() => new Client({ chain }), (error) => isAssayError(error, 'argument-invalid') && /rpc/.test(error.message));
});

test('a wrong list says where', () => {
  const [first, ...rest] = structuredClone(list.tokens);
  first.extensions.assay.price.currency = 'dollars';
  assert.throws(() => parseTokenList({ list: { ...list, tokens: [first, ...rest] } }), (error) => {
    assert.deepEqual([error.code, error.details.path], ['list-invalid', 'tokens[0].extensions.assay.price.currency']);
    return true;
  });
});

test('every code that was seen here is in the declarations', () => {
  const types = readFileSync(createRequire(import.meta.url).resolve('@assay/sdk').replace(/node\.cjs$/, 'index.d.ts'), 'utf8');
  const union = types.slice(types.indexOf('export type ErrorCode'), types.indexOf(';', types.indexOf('export type ErrorCode')));
  for (const code of ['wrong-chain', 'endpoint-refused', 'endpoint-malformed', 'not-a-token', 'proof-root-mismatch', 'would-revert']) {
    assert.ok(union.includes(`| "${code}"`), code);
  }
});

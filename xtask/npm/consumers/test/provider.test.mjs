// The provider against a wallet's side that a test scripts: what it answers itself, what it asks, and what it takes for an answer.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test, { afterEach } from 'node:test';
import { createProvider, ProviderRpcError } from '@assay/sdk/provider';
import { ACCOUNT, connected, OTHER, scripted, settled, SITE, storage, WALLET } from '../harness/scripted.mjs';

const ended = [];
const use = (all) => {
  ended.push(all.ended);
  return all;
};
afterEach(() => {
  for (const end of ended.splice(0)) end();
  storage.clear();
});

const rejects = (promise, code, words = /./) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof ProviderRpcError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });

const PERMISSION = { eth_accounts: {} };

test('the window is opened before `request` returns, with its nonce, and nothing before that', async () => {
  const { provider, windows } = use(scripted());
  assert.equal(windows.length, 0);
  provider.request({ method: 'eth_requestAccounts' }).catch(() => {});
  const [{ address, nonce }] = windows;
  assert.equal(address.href, `${WALLET}/connect#v=1&origin=${encodeURIComponent(SITE)}&nonce=${nonce}`);
  assert.match(nonce, /^[0-9a-f]{32}$/);
});

test('handshake, consent, session, events', async () => {
  const { provider, windows, events } = use(scripted({ name: 'Example Funds', rpc: { 10: 'https://rpc.example' } }));
  assert.deepEqual(await provider.request({ method: 'eth_accounts' }), []);
  assert.deepEqual(await provider.request({ method: 'wallet_getPermissions' }), []);
  assert.equal(await provider.request({ method: 'eth_chainId' }), '0xa');
  const asked = provider.request({ method: 'eth_requestAccounts' });
  const [window] = windows;
  await window.ready();
  assert.deepEqual(window.opened, [{ text: JSON.stringify({ assay: 1, kind: 'open', nonce: window.nonce, name: 'Example Funds' }), origin: WALLET }]);
  assert.deepEqual(window.asked, [{ id: 1, method: 'eth_chainId', params: [] }, { id: 2, method: 'eth_requestAccounts', params: [] }]);
  await window.answer('eth_requestAccounts', [ACCOUNT]);
  assert.deepEqual(await asked, [ACCOUNT]);
  assert.deepEqual(events, [['connect', { chainId: '0x1' }], ['chainChanged', '0x1'], ['accountsChanged', [ACCOUNT]]]);
  assert.deepEqual(await provider.request({ method: 'eth_accounts' }), [ACCOUNT]);
  assert.equal(await provider.request({ method: 'eth_chainId' }), '0x1');
  assert.equal(await provider.request({ method: 'net_version' }), '1');
  const [permission] = await provider.request({ method: 'wallet_getPermissions' });
  assert.deepEqual(permission.caveats, [{ type: 'restrictReturnedAccounts', value: [ACCOUNT] }]);
  assert.deepEqual(JSON.parse(storage.get(`assay.session:${WALLET}`)), { accounts: [ACCOUNT], chainId: '0x1' });
  assert.equal(storage.size, 1, 'nothing else is stored');
});

test('by wallet_requestPermissions too', async () => {
  const { provider, windows } = use(scripted());
  const asked = provider.request({ method: 'wallet_requestPermissions', params: [PERMISSION] });
  await windows[0].ready();
  const given = [{ invoker: SITE, parentCapability: 'eth_accounts', caveats: [{ type: 'restrictReturnedAccounts', value: [ACCOUNT] }] }];
  await windows[0].answer('wallet_requestPermissions', given);
  assert.deepEqual(await asked, given);
  assert.deepEqual(await provider.request({ method: 'eth_accounts' }), [ACCOUNT]);
});

test('one window for all, in their order, brought to the front', async () => {
  const { provider, windows, window } = use(await connected());
  const [first, second] = ['0x01', '0x02'].map((message) => provider.request({ method: 'personal_sign', params: [message, ACCOUNT] }));
  await settled();
  assert.equal(windows.length, 1);
  assert.equal(window.focused, 2);
  const [one, two] = window.asked.slice(-2);
  assert.deepEqual([one.params[0], two.params[0]], ['0x01', '0x02']);
  assert.ok(two.id > one.id);
  await window.post({ id: two.id, result: '0xbb' });
  await window.post({ id: one.id, result: '0xaa' });
  assert.deepEqual([await first, await second], ['0xaa', '0xbb']);
});

test('without consent nothing is asked, and no window is opened', async () => {
  const { provider, windows } = use(scripted());
  for (const method of ['eth_sendTransaction', 'personal_sign', 'eth_signTypedData_v4', 'wallet_switchEthereumChain', 'wallet_addEthereumChain', 'wallet_sendCalls', 'wallet_getCapabilities']) {
    await rejects(provider.request({ method, params: [{}] }), 4100, /eth_requestAccounts/);
  }
  assert.equal(await provider.request({ method: 'wallet_revokePermissions', params: [PERMISSION] }), null);
  assert.equal(windows.length, 0);
});

test('what there is not is refused here', async () => {
  const { provider, windows } = use(scripted());
  for (const method of ['eth_sign', 'eth_signTransaction', 'eth_signTypedData', 'eth_signTypedData_v3', 'eth_decrypt', 'eth_subscribe', 'debug_traceCall', 'toString', '__proto__']) {
    await rejects(provider.request({ method }), 4200, new RegExp(method));
  }
  for (const args of [undefined, null, 'eth_accounts', {}, { method: '' }, { method: 5 }, { method: 'personal_sign', params: 'x' }, { method: 'personal_sign', params: null }, { method: 'personal_sign', params: { message: 'x' } }]) {
    await rejects(provider.request(args), -32602);
  }
  assert.equal(windows.length, 0);
});

test('parameters that are no JSON, or too long, are refused before anything opens', async () => {
  const { provider, window } = use(await connected());
  const cyclic = {};
  cyclic.self = cyclic;
  const before = window.asked.length;
  for (const params of [[cyclic], [5n], ['x'.repeat(131_072)]]) await rejects(provider.request({ method: 'personal_sign', params }), -32602);
  await settled();
  assert.equal(window.asked.length, before);
});

test("the wallet's own refusals come through with code, sentence and data", async () => {
  const { provider, window } = use(await connected());
  const refusal = { code: -32003, message: 'The receiver is not verified', data: { rule: 'receiver-not-registered' } };
  const refused = assert.rejects(provider.request({ method: 'eth_sendTransaction', params: [{}] }), { name: 'ProviderRpcError', ...refusal });
  await settled();
  await window.post({ id: window.last('eth_sendTransaction').id, error: refusal });
  await refused;
});

test('closed by its user: 4001 for what waits, the session stays, the next request opens it again and asks how things are', async () => {
  const { provider, windows, window, events } = use(await connected());
  const asked = provider.request({ method: 'personal_sign', params: ['0x01', ACCOUNT] });
  window.close();
  await rejects(asked, 4001);
  assert.deepEqual(await provider.request({ method: 'eth_accounts' }), [ACCOUNT]);
  for (const method of ['wallet_getCallsStatus', 'wallet_getCapabilities']) await rejects(provider.request({ method, params: ['0x1'] }), 4900, /closed/);
  assert.equal(windows.length, 1, 'what asks nothing of the user opens nothing');
  events.length = 0;
  const again = provider.request({ method: 'personal_sign', params: ['0x02', ACCOUNT] });
  assert.equal(windows.length, 2);
  assert.notEqual(windows[1].nonce, window.nonce);
  Object.assign(windows[1], { accounts: [OTHER], chainId: '0xA' });
  await windows[1].ready();
  assert.deepEqual(windows[1].asked.map(({ method }) => method), ['eth_accounts', 'eth_chainId', 'personal_sign']);
  assert.deepEqual(events, [['accountsChanged', [OTHER]], ['chainChanged', '0xa']]);
  await windows[1].answer('personal_sign', '0xcc');
  assert.equal(await again, '0xcc');
});

test('closed while a transaction waits: 4900, since nobody knows; or what the window said as it closed', async () => {
  for (const method of ['eth_sendTransaction', 'wallet_sendCalls']) {
    const { provider, window } = use(await connected());
    const refused = rejects(provider.request({ method, params: [{}] }), 4900, /look whether it was sent/);
    window.close();
    await refused;
  }
  const { provider, window } = use(await connected());
  const refused = rejects(provider.request({ method: 'eth_sendTransaction', params: [{}] }), 4001, /^Nobody agreed$/);
  await settled();
  window.post({ id: window.last('eth_sendTransaction').id, error: { code: 4001, message: 'Nobody agreed' } });
  window.close();
  await refused;
});

test('a window that is closed before the next request is not waited for', async () => {
  const { provider, windows, window } = use(await connected());
  window.close();
  provider.request({ method: 'personal_sign', params: ['0x02', ACCOUNT] }).catch(() => {});
  assert.equal(windows.length, 2);
});

test('loaded anew: what was asked is 4900, and the new port serves', async () => {
  const { provider, windows, window } = use(await connected());
  const refused = rejects(provider.request({ method: 'eth_sendTransaction', params: [{}] }), 4900, /look whether it was done/);
  await settled();
  await window.ready();
  await refused;
  const next = provider.request({ method: 'personal_sign', params: ['0x02', ACCOUNT] });
  await settled();
  await window.answer('personal_sign', '0xdd');
  assert.equal(await next, '0xdd');
  assert.equal(windows.length, 1);
});

test('who is not the window of that origin, or does not know the nonce, is not heard', async () => {
  const { provider, windows } = use(scripted());
  provider.request({ method: 'eth_requestAccounts' }).catch(() => {});
  const [window] = windows;
  const ready = { assay: 1, kind: 'ready', nonce: window.nonce };
  const text = JSON.stringify(ready);
  window.say(text, { origin: 'https://wallet.example.evil.example' });
  window.say(text, { origin: `${WALLET}:8443` });
  window.say(text, { origin: 'null' });
  window.say(text, { source: { closed: false } });
  window.say(text, { source: null });
  window.say(ready);
  for (const change of [{ nonce: '0'.repeat(32) }, { assay: 2 }, { assay: '1' }, { kind: 'open' }, { more: 1 }, { why: 'version' }]) {
    window.say(JSON.stringify({ ...ready, ...change }));
  }
  window.say(`${text.slice(0, -1)},"__proto__":{}}`);
  window.say('{'.repeat(200_000));
  await settled();
  assert.deepEqual(window.opened, []);
  await window.ready();
  assert.equal(window.opened.length, 1);
});

test('a wallet of another version: said', async () => {
  const { provider, windows } = use(scripted());
  const asked = provider.request({ method: 'eth_requestAccounts' });
  windows[0].say(JSON.stringify({ assay: 1, kind: 'refused', why: 'version', nonce: windows[0].nonce }));
  await rejects(asked, 4900, /version 1/);
});

const answerTo = (id) => ({ id, result: '0xaa' });
const HOSTILE = {
  'an id that nobody asked': () => answerTo(999),
  'an id of text': (id) => ({ ...answerTo(id), id: String(id) }),
  'an id below 1': () => answerTo(0),
  'no id': () => ({ result: '0xaa' }),
  'a result and an error': (id) => ({ ...answerTo(id), error: { code: 1, message: '' } }),
  'neither': (id) => ({ id }),
  'a field more': (id) => ({ ...answerTo(id), jsonrpc: '2.0' }),
  'an error without a code': (id) => ({ id, error: { message: 'no' } }),
  'a code of text': (id) => ({ id, error: { code: '4001', message: 'no' } }),
  'data that is no object': (id) => ({ id, error: { code: 4001, message: 'no', data: 'x' } }),
  'a list': (id) => [answerTo(id)],
  'a number': () => '5',
  'no JSON': () => '{"id":1,',
  'an answer of another shape': (id) => ({ id, result: { aa: 1 } }),
  'an odd number of hex digits': (id) => ({ id, result: '0xaaa' }),
  '__proto__': (id) => `{"id":${id},"result":"0xaa","__proto__":{"polluted":true}}`,
  '__proto__ within': (id) => `{"id":${id},"result":{"__proto__":{"polluted":true}}}`,
  'constructor within': (id) => `{"id":${id},"error":{"code":1,"message":"","data":{"constructor":{"prototype":{"polluted":true}}}}}`,
  'too long': (id) => ({ id, result: `0x${'aa'.repeat(66_000)}` }),
  'an unknown event': () => ({ event: 'message', data: {} }),
  'an event of another shape': () => ({ event: 'accountsChanged', data: ['0x11'] }),
  'an event of a chain that is none': () => ({ event: 'chainChanged', data: '0x0' }),
};
for (const [what, message] of Object.entries(HOSTILE)) {
  test(`on the port, ${what}: the session is ended`, async () => {
    const { provider, window, events } = use(await connected());
    events.length = 0;
    const [asked, also] = ['0x01', '0x02'].map((text) => provider.request({ method: 'personal_sign', params: [text, ACCOUNT] }));
    await settled();
    const { id } = window.asked.at(-2);
    await Promise.all([rejects(asked, 4900, /session was ended/), rejects(also, 4900), window.post(message(id))]);
    assert.deepEqual(events, [['accountsChanged', []], ['disconnect', 4900]]);
    assert.deepEqual(await provider.request({ method: 'eth_accounts' }), []);
    assert.equal(storage.size, 0);
    assert.equal({}.polluted, undefined);
  });
}

test('an answer twice: the session is ended', async () => {
  const { provider, window, events } = use(await connected());
  const asked = provider.request({ method: 'personal_sign', params: ['0x01', ACCOUNT] });
  await settled();
  await window.answer('personal_sign', '0xaa');
  assert.equal(await asked, '0xaa');
  events.length = 0;
  await window.answer('personal_sign', '0xbb');
  assert.deepEqual(events, [['accountsChanged', []], ['disconnect', 4900]]);
});

test("the wallet's events, each once", async () => {
  const { provider, window, events } = use(await connected());
  events.length = 0;
  await window.post({ event: 'accountsChanged', data: [OTHER] });
  await window.post({ event: 'accountsChanged', data: [OTHER] });
  await window.post({ event: 'chainChanged', data: '0xaa36a7' });
  assert.deepEqual(events, [['accountsChanged', [OTHER]], ['chainChanged', '0xaa36a7']]);
  events.length = 0;
  const asked = provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: '0x1' }] });
  await settled();
  await window.answer('wallet_switchEthereumChain', null);
  assert.equal(await asked, null);
  assert.equal(await provider.request({ method: 'eth_chainId' }), '0x1');
  await window.post({ event: 'chainChanged', data: '0x1' });
  assert.deepEqual(events, [['chainChanged', '0x1']]);
  events.length = 0;
  await window.post({ event: 'disconnect', data: { code: 4900, message: 'Revoked in the wallet' } });
  assert.deepEqual(events, [['accountsChanged', []], ['disconnect', 4900]]);
});

test('consent taken back: no accounts, and disconnected', async () => {
  const { provider, window, events } = use(await connected());
  events.length = 0;
  await window.post({ event: 'accountsChanged', data: [] });
  assert.deepEqual(events, [['accountsChanged', []], ['disconnect', 4900]]);
  await rejects(provider.request({ method: 'personal_sign', params: ['0x01', ACCOUNT] }), 4100);
  events.length = 0;
  await window.post({ event: 'accountsChanged', data: [OTHER] });
  assert.deepEqual(events, [['connect', { chainId: '0x1' }], ['chainChanged', '0x1'], ['accountsChanged', [OTHER]]], 'unlocked again');
});

test('revoking: told to an open window; where none is open, to the next one, before all else', async () => {
  const open = use(await connected());
  const revoked = open.provider.request({ method: 'wallet_revokePermissions', params: [PERMISSION] });
  await settled();
  await open.window.answer('wallet_revokePermissions', null);
  assert.equal(await revoked, null);
  assert.deepEqual(await open.provider.request({ method: 'eth_accounts' }), []);

  const { provider, windows, window } = use(await connected());
  await rejects(provider.request({ method: 'wallet_revokePermissions', params: [{ eth_sign: {} }] }), -32602);
  window.close();
  assert.equal(await provider.request({ method: 'wallet_revokePermissions', params: [PERMISSION] }), null);
  assert.deepEqual(await provider.request({ method: 'eth_accounts' }), []);
  assert.equal(windows.length, 1);
  provider.request({ method: 'eth_requestAccounts' }).catch(() => {});
  await windows[1].ready();
  assert.deepEqual(windows[1].asked.map(({ method }) => method), ['wallet_revokePermissions', 'eth_chainId', 'eth_requestAccounts']);
});

test('a session outlives the page; what another script wrote in its place does not pass for one', async () => {
  use(await connected());
  const after = use(scripted());
  assert.deepEqual(await after.provider.request({ method: 'eth_accounts' }), [ACCOUNT]);
  const key = `assay.session:${WALLET}`;
  for (const text of ['{', '{}', '[]', `{"accounts":[],"chainId":"0x1"}`, `{"accounts":["${ACCOUNT}"],"chainId":"1"}`, `{"accounts":["${ACCOUNT}"],"chainId":"0x1","more":1}`]) {
    storage.set(key, text);
    assert.deepEqual(await use(scripted()).provider.request({ method: 'eth_accounts' }), [], text);
  }
});

test('a listener that throws stops neither the others nor the provider; one that was removed hears nothing', async () => {
  const { provider, window } = use(await connected());
  const heard = [];
  const removed = () => heard.push('removed');
  provider.on('accountsChanged', () => {
    throw new Error('of a listener');
  });
  provider.on('accountsChanged', (accounts) => heard.push(accounts)).on('accountsChanged', removed).removeListener('accountsChanged', removed);
  const reported = [];
  globalThis.reportError = ({ message }) => reported.push(message); // Node has none
  await window.post({ event: 'accountsChanged', data: [OTHER] });
  assert.deepEqual([heard, reported], [[[OTHER]], ['of a listener']]);
  assert.throws(() => provider.on('connect', 5), /must be a function, got number/);
});

test('disconnect: the window is closed, what waits is rejected, the session forgotten', async () => {
  const { provider, window, events } = use(await connected());
  events.length = 0;
  const asked = provider.request({ method: 'personal_sign', params: ['0x01', ACCOUNT] });
  provider.disconnect();
  await rejects(asked, 4900);
  assert.ok(window.closed);
  assert.deepEqual(events, [['accountsChanged', []], ['disconnect', 4900]]);
  assert.equal(storage.size, 0);
});

test('the methods need no `this`', async () => {
  const { request, on } = use(scripted()).provider;
  on('connect', () => {});
  assert.deepEqual(await request({ method: 'eth_accounts' }), []);
});

test('options are checked where they are given', () => {
  const refused = (options, words) => assert.throws(() => createProvider(options), (error) => error instanceof TypeError && words.test(error.message));
  refused({}, /`wallet` is undefined/);
  for (const wallet of ['wallet.example', 'http://wallet.example', 'javascript:alert(1)', 'https://wallet.example/?a', 'https://wallet.example/#a', 'https://me@wallet.example']) {
    refused({ wallet }, /`wallet` is "/);
  }
  refused({ wallet: WALLET, name: 'x'.repeat(61) }, /`name`.*1 to 60/);
  refused({ wallet: WALLET, rpc: { 1: 'ftp://rpc.example' } }, /`rpc\[1\]`/);
  refused({ wallet: WALLET, rpc: { '0x1': 'https://rpc.example' } }, /ids of chains/);
  refused({ wallet: WALLET, rcp: {} }, /no option `rcp`/);
  createProvider({ wallet: 'http://localhost:8420/', rpc: { 31337: 'http://127.0.0.1:8545' } });
});

/** An endpoint that answers as it is told, and what it was asked. */
const endpoint = async (answer) => {
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ body: JSON.parse(body), headers: request.headers });
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
};

test("reads go to the site's own endpoint of the session's chain, and no window is opened", async () => {
  const { url, asked } = await endpoint((response) => response.end('{"jsonrpc":"2.0","id":1,"result":"0x5"}'));
  const { provider, windows } = use(scripted({ rpc: { 1: url } }));
  assert.equal(await provider.request({ method: 'eth_getBalance', params: [ACCOUNT, 'latest'] }), '0x5');
  assert.deepEqual(asked[0].body, { jsonrpc: '2.0', id: 1, method: 'eth_getBalance', params: [ACCOUNT, 'latest'] });
  assert.equal(windows.length, 0);
  const { provider: elsewhere, window } = use(await connected({ rpc: { 1: url } }));
  await window.post({ event: 'chainChanged', data: '0xa' });
  await rejects(elsewhere.request({ method: 'eth_call', params: [{}] }), 4200, /rpc: \{ 10: 'https/);
  await rejects(use(scripted({ wallet: 'https://other.example' })).provider.request({ method: 'eth_call', params: [{}] }), 4900, /No chain/);
});

test('what an endpoint may answer, and what not', async () => {
  const ask = async (answer) => {
    const { url } = await endpoint(answer);
    return use(scripted({ rpc: { 1: url } })).provider.request({ method: 'eth_call', params: [{}] });
  };
  const text = (body, status = 200) => (response) => response.writeHead(status).end(body);
  assert.equal(await ask(text('{"id":1,"result":null}')), null);
  await assert.rejects(ask(text('{"id":1,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}}')), { code: 3, data: '0x08c379a0' });
  await assert.rejects(ask(text('{"id":1,"error":{"code":-32005,"message":"slow down"}}', 429)), { code: -32005 });
  await rejects(ask(text('busy', 503)), -32603, /HTTP status 503/);
  await rejects(ask(text('<html>')), -32603, /not JSON/);
  await rejects(ask(text('{}')), -32603, /neither/);
  await rejects(ask(text('null')), -32603, /neither/);
  await rejects(ask((response) => response.writeHead(307, { location: 'https://elsewhere.example' }).end()), -32603, /redirects elsewhere/);
  await rejects(ask((response) => response.destroy()), -32603, /could not be reached/);
  await rejects(ask(text(Buffer.alloc(17 * 1024 * 1024, 0x20))), -32603, /more than 16777216 bytes/);
});

test('where there is no page: said, and nobody is told of it', async () => {
  const { provider } = use(scripted());
  const { location } = globalThis;
  delete globalThis.location;
  try {
    await rejects(provider.request({ method: 'eth_requestAccounts' }), 4900, /Only a page/);
    provider.announce()();
  } finally {
    globalThis.location = location;
  }
});

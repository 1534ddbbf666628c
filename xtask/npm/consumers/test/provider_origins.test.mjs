// The provider in Chromium, between two real origins and under a strict content security policy.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test, { after } from 'node:test';
import { closeBrowser, origins, until, windowOf } from '../harness/origins.mjs';

const ACCOUNT = '0x1111111111111111111111111111111111111111';
after(closeBrowser);

/** A test with a site of its own; whatever a page complains of fails it. */
const between = (name, options, body) =>
  test(name, async () => {
    const all = await origins(options);
    try {
      await all.page.goto(all.siteUrl + (options.path ?? '/'));
      await body(all);
      assert.deepEqual(all.complaints, []);
    } finally {
      await all.close();
    }
  });

const clickConnect = (page) => () => page.getByRole('button', { name: 'Connect' }).click();
const first = (page) => until(page, () => asked[0]?.result ?? asked[0]?.error);
const newest = (page) => until(page, () => asked.at(-1)?.result ?? asked.at(-1)?.error);
const waits = (popup, method) => until(popup, (wanted) => asked.some((request) => request.method === wanted), method);

const connect = async (page) => {
  const popup = await windowOf(page, clickConnect(page));
  await waits(popup, 'eth_requestAccounts');
  await popup.evaluate((account) => answer('eth_requestAccounts', [account]), ACCOUNT);
  assert.deepEqual(await first(page), [ACCOUNT]);
  return popup;
};
const sign = (page) => page.evaluate((account) => ask('personal_sign', ['0x01', account]), ACCOUNT);

between('a click, a handshake, consent', {}, async ({ page, siteUrl }) => {
  const popup = await connect(page);
  const [{ data, ...heard }, ...more] = await popup.evaluate(() => globalThis.heard);
  assert.deepEqual([heard, more], [{ origin: siteUrl, fromOpener: true, ports: 1 }, []]);
  const nonce = await popup.evaluate(() => told.get('nonce'));
  assert.deepEqual(JSON.parse(data), { assay: 1, kind: 'open', nonce, name: 'Example Funds' });
  assert.deepEqual(await page.evaluate(() => events), [['connect', { chainId: '0x1' }], ['chainChanged', '0x1'], ['accountsChanged', [ACCOUNT]]]);
});

between("neither another origin nor another window of the wallet's origin is heard", {}, async ({ page, context, walletUrl }) => {
  // A wallet that stays silent, so that only the others speak.
  await context.route('**/wallet.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'globalThis.heard = []; addEventListener("message", ({ data }) => heard.push(data));' }));
  const popup = await windowOf(page, clickConnect(page));
  const nonce = new URLSearchParams(new URL(popup.url()).hash.slice(1)).get('nonce');
  const ready = JSON.stringify({ assay: 1, kind: 'ready', nonce });
  const frame = async (address) => {
    await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src })), address);
    const found = () => page.frames().find((one) => one.url() === address);
    while (!found()) await page.waitForTimeout(20);
    await found().waitForLoadState();
    await found().evaluate((text) => parent.postMessage(text, '*'), ready);
  };
  await frame(`${walletUrl}/frame`); // forged source
  await frame(`${walletUrl.replace('127.0.0.1', 'localhost')}/frame`); // wrong origin
  await page.evaluate((text) => postMessage(text), ready); // the site's own
  await page.waitForTimeout(300);
  assert.deepEqual(await popup.evaluate(() => heard), []);
  // From the window itself it is heard.
  await popup.evaluate(([text, origin]) => opener.postMessage(text, origin), [ready, new URL(page.url()).origin]);
  assert.equal(await until(popup, () => heard.length), 1);
});

between('an answer again: the session is ended', {}, async ({ page }) => {
  const popup = await connect(page);
  await popup.evaluate(() => answer('eth_requestAccounts', []));
  await until(page, () => events.at(-1)[0] === 'disconnect');
  assert.deepEqual(await page.evaluate(() => events.slice(-2)), [['accountsChanged', []], ['disconnect', 4900]]);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

between('closed mid-request: 4001; the next request opens it again', {}, async ({ page }) => {
  const popup = await connect(page);
  await sign(page);
  await waits(popup, 'personal_sign');
  await popup.close();
  assert.equal((await newest(page)).code, 4001);
  assert.deepEqual(await page.evaluate(() => provider.request({ method: 'eth_accounts' })), [ACCOUNT]);
  const again = await windowOf(page, () => sign(page));
  await waits(again, 'personal_sign');
  assert.deepEqual(await again.evaluate(() => asked.map(({ method }) => method)), ['eth_accounts', 'eth_chainId', 'personal_sign']);
  await again.evaluate(() => answer('personal_sign', '0xab'));
  assert.equal(await newest(page), '0xab');
});

between('what the window says as it closes is heard', {}, async ({ page }) => {
  const popup = await connect(page);
  await page.evaluate(() => ask('eth_sendTransaction', [{}]));
  await waits(popup, 'eth_sendTransaction');
  await popup.evaluate(() => addEventListener('pagehide', () => {
    const { id } = asked.at(-1);
    post({ id, error: { code: 4001, message: 'Nobody agreed' } });
  }));
  await popup.close({ runBeforeUnload: false });
  assert.deepEqual(await newest(page), { code: 4001, message: 'Nobody agreed' });
});

between('the wallet loaded anew mid-request: 4900, and a port again', {}, async ({ page }) => {
  const popup = await connect(page);
  await sign(page);
  await waits(popup, 'personal_sign');
  await popup.reload();
  assert.equal((await newest(page)).code, 4900);
  await sign(page);
  await waits(popup, 'personal_sign');
  await popup.evaluate(() => answer('personal_sign', '0xcd'));
  assert.equal(await newest(page), '0xcd');
});

between('the site loaded anew: its window goes, its session stays', {}, async ({ page }) => {
  const popup = await connect(page);
  await Promise.all([popup.waitForEvent('close'), page.reload()]);
  assert.deepEqual(await page.evaluate(() => provider.request({ method: 'eth_accounts' })), [ACCOUNT]);
  assert.equal(await page.evaluate(() => provider.request({ method: 'eth_chainId' })), '0x1');
  const again = await windowOf(page, () => sign(page));
  await waits(again, 'personal_sign');
});

const dialogOf = (page) => page.getByRole('dialog');

between('popup blocked: a dialog whose button opens it; by keyboard too', { path: '/?load' }, async ({ page }) => {
  const dialog = dialogOf(page);
  await dialog.getByText('did not let this site open the wallet').waitFor();
  assert.equal(await dialog.evaluate((element) => element.matches(':modal')), true);
  assert.deepEqual(await page.evaluate(() => document.querySelectorAll('[style]').length), 0);
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  const popup = await windowOf(page, () => page.keyboard.press('Enter'));
  await dialog.waitFor({ state: 'detached' });
  await waits(popup, 'eth_requestAccounts');
  await popup.evaluate((account) => answer('eth_requestAccounts', [account]), ACCOUNT);
  assert.deepEqual(await first(page), [ACCOUNT]);
});

between('popup blocked, and the user does not want: Escape and Cancel are 4001', { path: '/?load' }, async ({ page }) => {
  await dialogOf(page).waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await first(page)).code, 4001);
  await dialogOf(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await first(page)).code, 4001);
});

/** The wallet's answer by redirect, to what its address asked. */
const comeBack = (page, { nonce, ...more }) =>
  page.evaluate((more) => {
    const text = JSON.stringify({ nonce: told.get('nonce'), id: 1, ...more });
    location.href = `${told.get('return')}#assay=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  }, { ...(nonce && { nonce }), ...more });

between('cut off by its opener policy: by redirect, and back', { opener: 'same-origin', path: '/?a=1#part/2' }, async ({ page, siteUrl, walletUrl }) => {
  await clickConnect(page)();
  const link = dialogOf(page).getByRole('link', { name: 'Continue in this tab' });
  await link.click();
  await page.waitForURL(`${walletUrl}/connect#**`);
  await page.waitForFunction(() => globalThis.told !== undefined);
  const arrived = await page.evaluate(() => ({ ...Object.fromEntries(told), referrer: document.referrer }));
  assert.equal(arrived.referrer, `${siteUrl}/`, 'the origin alone');
  assert.equal(arrived.return, `${siteUrl}/?a=1`);
  assert.equal(arrived.v, '1');
  assert.deepEqual(JSON.parse(Buffer.from(arrived.request, 'base64url')), { id: 1, method: 'eth_requestAccounts', params: [] });
  await comeBack(page, { result: [ACCOUNT], chainId: '0xa' });
  await page.waitForFunction(() => globalThis.provider !== undefined);
  assert.deepEqual(await page.evaluate(() => provider.returned), { method: 'eth_requestAccounts', params: [], result: [ACCOUNT] });
  assert.equal(page.url(), `${siteUrl}/?a=1#part/2`);
  assert.deepEqual(await page.evaluate(() => provider.request({ method: 'eth_accounts' })), [ACCOUNT]);
  assert.equal(await page.evaluate(() => provider.request({ method: 'eth_chainId' })), '0xa');
  // Once, and not after that.
  await page.reload();
  await page.waitForFunction(() => globalThis.provider !== undefined);
  assert.equal(await page.evaluate(() => provider.returned), undefined);
});

between('by redirect: a refusal comes back; an answer to nothing, or with another nonce, is none', { opener: 'same-origin' }, async ({ page, siteUrl, walletUrl }) => {
  const forged = (answer) => `${siteUrl}/#assay=${Buffer.from(JSON.stringify(answer)).toString('base64url')}`;
  const returned = async () => {
    await page.waitForFunction(() => globalThis.provider !== undefined);
    return page.evaluate(() => provider.returned && { ...provider.returned, error: provider.returned.error?.code });
  };
  await page.goto('about:blank');
  await page.goto(forged({ nonce: '0'.repeat(32), id: 1, result: [ACCOUNT], chainId: '0x1' }));
  assert.equal(await returned(), undefined);
  assert.deepEqual(await page.evaluate(() => provider.request({ method: 'eth_accounts' })), []);
  await clickConnect(page)();
  await dialogOf(page).getByRole('link').click();
  await page.waitForURL(`${walletUrl}/connect#**`);
  await page.goto(forged({ nonce: '0'.repeat(32), id: 1, result: [ACCOUNT], chainId: '0x1' }));
  assert.equal(await returned(), undefined);
  assert.deepEqual(await page.evaluate(() => provider.request({ method: 'eth_accounts' })), []);
  await page.goBack();
  await page.waitForFunction(() => globalThis.told !== undefined);
  await comeBack(page, { error: { code: 4001, message: 'No' } });
  assert.deepEqual(await returned(), { method: 'eth_requestAccounts', params: [], error: 4001 });
});

between('EIP-6963: announced on request, whatever its listeners do', {}, async ({ page, walletUrl }) => {
  const heard = await page.evaluate(async () => {
    const heard = [];
    addEventListener('eip6963:announceProvider', ({ detail }) => {
      try {
        detail.info.name = 'Evil';
      } catch { /* frozen */ }
      try {
        detail.provider = {};
      } catch { /* frozen */ }
    });
    addEventListener('eip6963:announceProvider', ({ detail }) => heard.push({ ...detail.info, same: detail.provider === provider }));
    const stop = provider.announce();
    dispatchEvent(new Event('eip6963:requestProvider'));
    stop();
    dispatchEvent(new Event('eip6963:requestProvider'));
    return heard;
  });
  assert.equal(heard.length, 2);
  assert.deepEqual(heard[0], heard[1]);
  const { uuid, icon, ...info } = heard[0];
  assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(icon, /^data:image\/svg\+xml,/);
  assert.deepEqual(info, { name: 'Assay', rdns: new URL(walletUrl).hostname.split('.').reverse().join('.'), same: true });
});

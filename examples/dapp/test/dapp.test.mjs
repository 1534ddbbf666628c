// The example in Chromium: every wallet that announces itself, the verdict while typing, and a share that really moves.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { pocket } from './pocket.mjs';
import { balance, demo, start, wallet as assay } from './site.mjs';

const { alice, bob, carol } = demo.investors;
const SHARE = 10n ** 18n;
let site;
before(async () => {
  site = await start();
});
after(() => site?.stop());

/** A visit by Alice with a wallet of the browser; a complaint of the page fails it. */
const visit = (name, body) =>
  test(name, async () => {
    const context = await site.browser.newContext({ viewport: { width: 360, height: 800 } });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.stack));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    try {
      const wallet = await pocket(page, { ...alice, rpc: demo.rpc, chainId: demo.chainId });
      await page.goto(site.url);
      await body({ page, wallet });
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });

const fill = async (page, to, amount) => {
  await page.getByLabel('To').fill(to);
  await page.getByLabel('Amount').fill(amount);
};
const send = (page) => page.getByRole('button', { name: 'Send' });

visit('the verdict while typing, then a share moves', async ({ page, wallet }) => {
  await page.getByRole('button', { name: 'Pocket' }).waitFor();
  assert.deepEqual((await page.locator('.wallet').allInnerTexts()).map((name) => name.trim()).sort(), ['Assay', 'Pocket']);
  await page.getByRole('button', { name: 'Pocket' }).click();
  await fill(page, carol.address, '1');
  await page.getByText('The rules of this fund refuse it').waitFor();
  assert.ok((await page.locator('output li').allInnerTexts()).length > 0, 'with the reason');
  assert.equal(await send(page).isDisabled(), true);
  await fill(page, bob.address, 'one');
  await page.locator('output').getByText(/one/).waitFor();
  await fill(page, bob.address, '1');
  await page.getByText('This will pass').waitFor();

  wallet.refuses = true;
  await send(page).click();
  await page.getByRole('alert').waitFor();
  wallet.refuses = false;
  const before = await balance(bob.address);
  await send(page).click();
  await page.getByRole('status').getByText('Sent').waitFor();
  assert.equal(await balance(bob.address), before + SHARE);

  await page.reload();
  await page.getByRole('heading', { name: 'Send shares' }).waitFor();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'Connect a wallet' }).waitFor();
});

const DEMO_PASSWORD = 'public-demo';

visit('Assay: connected by its window, and what it is asked for is reviewed there', async ({ page }) => {
  // Its user has a wallet there already.
  const own = await page.context().newPage();
  await own.goto(`${assay}/welcome/demo`);
  await own.getByRole('button', { name: 'Open as Alice' }).click();
  await own.getByRole('button', { name: 'Lock', exact: true }).waitFor({ timeout: 60_000 });
  await own.close();

  const [window] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Assay' }).click()]);
  await window.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD, { timeout: 60_000 });
  await window.getByRole('button', { name: 'Unlock', exact: true }).click();
  await window.getByRole('button', { name: 'Connect', exact: true }).click();

  await fill(page, bob.address, '2');
  await page.getByText('This will pass').waitFor();
  const before = await balance(bob.address);
  await send(page).click();
  await window.getByRole('dialog', { name: 'Review' }).getByRole('button', { name: 'Sign and send' }).click();
  await page.getByRole('status').getByText('Sent').waitFor();
  assert.equal(await balance(bob.address), before + 2n * SHARE);
});

// The light client: figures rise to proven, what was verified is kept, and what does not hold is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assets } from "../harness/assets.mjs";
import { BEACON, PERIOD, follow, save } from "../harness/beacon.mjs";
import { eventually } from "../harness/browser.mjs";
import { rpc } from "../harness/env.mjs";
import { areas } from "../harness/storage.mjs";
import { visit } from "../harness/visit.mjs";

const { fund } = assets;
const stamp = (wallet) => wallet.asset(fund.name).getByRole("button", { name: /where this figure comes from/ }).first();
const level = async (wallet) => (await stamp(wallet).getAttribute("aria-label")).match(/^\w+/)[0];

/** Writes over every checkpoint that is kept. */
const keep = (page, text) => page.evaluate(async (text) => {
  const settled = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
  const database = await settled(indexedDB.open("assay-beacon"));
  const store = database.transaction("records", "readwrite").objectStore("records");
  for (const key of await settled(store.getAllKeys())) await settled(store.put(text, key));
  database.close();
}, text);

const kept = async (page) => (await areas(page)).filter(({ where }) => where.startsWith("IndexedDB assay-beacon/records")).map(({ bytes }) => bytes.toString()).find((text) => text.startsWith("checkpoint-1"));

test("figures rise to proven, and a restart goes on from what was verified", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  await wallet.goTo("Portfolio");
  await eventually("the fund is proven", async () => (await level(wallet)) === "Proven");
  await stamp(wallet).click();
  const slip = page.getByRole("dialog", { name: "Where this figure comes from" });
  await slip.getByText("It follows from your checkpoint").first().waitFor();
  await slip.getByText(chain.root).first().waitFor();
  const saved = await eventually("the checkpoint is kept", () => kept(page));
  const final = `0x${chain.final.root.toString("hex")}`;
  assert.ok(saved.includes(final), saved);
  chain.asked.length = 0;
  await wallet.reload();
  await wallet.unlock();
  await eventually("it starts again", async () => chain.asked.some((path) => path.endsWith(final)));
  assert.ok(!chain.asked.some((path) => path.endsWith(chain.root)), "the old one is not asked for");
}));

test("a checkpoint of the committee before the present one: it hands over, and figures rise to proven", visit(async (opened) => {
  const { wallet, page } = opened;
  await follow(opened, (now) => (Math.floor(now / PERIOD) - 1) * PERIOD + 100);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  await wallet.goTo("Portfolio");
  await eventually("the fund is proven", async () => (await level(wallet)) === "Proven");
}));

test("a kept checkpoint that is too old is refused, and nothing takes its place", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  const [kind, id, genesis, root, slot] = (await eventually("it is kept", () => kept(page))).split(" ");
  const old = Number(slot) - 15 * 7200;
  const stale = [kind, id, genesis, root, old, Math.floor(old / 8192)].join(" ");
  await keep(page, stale);
  chain.asked.length = 0;
  await wallet.reload();
  await keep(page, stale);
  await wallet.unlock();
  await wallet.goTo("Portfolio");
  await page.getByText("The checkpoint is too old to start from").first().waitFor();
  assert.equal(await kept(page), stale);
  assert.deepEqual(chain.asked, []);
  assert.notEqual(await level(wallet), "Proven");
  await wallet.settings("Network");
  await page.getByRole("button", { name: "Give up what was kept" }).click();
  await page.getByText(/^Following\./).waitFor();
  assert.ok(chain.asked.some((path) => path.endsWith(chain.root)), "it starts from what the user set");
  await eventually("what is verified is kept", async () => (await kept(page)) !== stale);
}));

test("a kept checkpoint that is damaged is refused, and nothing takes its place", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  await eventually("it is kept", () => kept(page));
  await wallet.reload();
  await keep(page, "checkpoint-1 torn");
  chain.asked.length = 0;
  await wallet.unlock();
  await wallet.goTo("Portfolio");
  await page.getByText("That is no checkpoint").first().waitFor();
  assert.deepEqual(chain.asked, []);
}));

test("what cannot be kept is said, and the light client works", visit(async (opened) => {
  const { wallet, page } = opened;
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...record) {
      if (this.transaction.db.name === "assay-beacon") throw new DOMException("the disk is full", "QuotaExceededError");
      return put.apply(this, record);
    };
  });
  await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  await page.getByText("The checkpoint could not be kept").waitFor();
  await wallet.goTo("Portfolio");
  await eventually("the fund is proven", async () => (await level(wallet)) === "Proven");
}));

test("an endpoint on another chain than validators signed is named, and its figures are withheld", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  const signed = `0x${"5a".repeat(32)}`;
  chain.payload = (block) => ({ ...block, hash: signed });
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  await wallet.goTo("Portfolio");
  await page.getByText("The endpoint is not on the chain that the sync committee signed").first().waitFor();
  await page.getByText(signed).first().waitFor();
  assert.equal(await page.getByRole("button", { name: /where this figure comes from/ }).count(), 0, "nothing it said is shown");
}));

test("garbage and refusals are named, and it goes on once the endpoint is mended", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  const good = chain.spoil;
  chain.spoil = () => Buffer.from("<html>Welcome</html>");
  await page.getByRole("main").getByRole("button", { name: /save/i }).first().click();
  await page.getByText("Not saved: the endpoint did not pass").waitFor();
  await page.getByText("The beacon endpoint's answer makes no sense").first().waitFor();
  assert.ok(!(await areas(page)).some(({ bytes }) => bytes.includes(BEACON)), "what did not pass is not kept");
  chain.spoil = good;
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  chain.spoil = () => 404;
  await wallet.reload();
  await wallet.unlock();
  await wallet.settings("Network");
  await page.getByText("The beacon endpoint refused to answer").first().waitFor();
  chain.spoil = good;
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page.getByText(/^Following\./).waitFor();
  await wallet.goTo("Portfolio");
  await eventually("the fund is proven", async () => (await level(wallet)) === "Proven");
  // What was proven does not become less so because the next answer is refused.
  chain.spoil = () => 503;
  await page.getByText("The beacon endpoint refused to answer").first().waitFor();
  assert.equal(await level(wallet), "Proven");
}, { excuse: [/status of (404|503)/] }));

test("a signature in which one bit is changed is named, and figures stay not proven", visit(async (opened) => {
  const { wallet, page } = opened;
  const chain = await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  chain.spoil = (answer, path) => {
    if (path.endsWith("finality_update")) answer[4 + 4 + 224 + 64 + 10] ^= 1;
    return answer;
  };
  await wallet.reload();
  await wallet.unlock();
  await wallet.goTo("Portfolio");
  await page.getByText("The beacon endpoint's proof does not hold").first().waitFor();
  await page.getByText(BEACON).first().waitFor();
  await stamp(wallet).waitFor();
  assert.equal(await level(wallet), "Claimed");
}));

test("a chain without a light client says so", visit(async ({ wallet, page }) => {
  await wallet.openDemo("Alice");
  await wallet.settings("Network");
  await page.getByText("There is no light client for this chain").waitFor();
  assert.equal(await page.getByLabel("Checkpoint").count(), 0);
}));

test("it is set up with the keyboard alone", visit(async (opened) => {
  const { page } = opened;
  await follow(opened);
  await page.getByLabel("Checkpoint").focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Following\./).waitFor();
}));

test("the light client's worker may connect to nobody", visit(async (opened) => {
  const { page } = opened;
  await follow(opened);
  await save(page);
  await page.getByText(/^Following\./).waitFor();
  const worker = page.workers().find((worker) => worker.url().includes("beacon-boot"));
  const fetched = await worker.evaluate((address) => fetch(address).then(() => "connected", (error) => error.name), rpc);
  assert.equal(fetched, "TypeError");
}, { excuse: [/policy violation/, /violates the following Content Security Policy/, /Refused to connect/, /Fetch API cannot load/] }));

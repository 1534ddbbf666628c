// The looks of leaks.test.mjs find what is there: each kind of look is shown something that lies where it looks.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Scan, watchClipboard } from "../harness/leaks.mjs";
import { binary, ofPhrase, typed } from "../harness/spellings.mjs";
import { PLANTED, areas, plant } from "../harness/storage.mjs";
import { ofFile, vaultFiles } from "../harness/vault.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const profile = { before: [watchClipboard] };
const MARK = `mark${randomBytes(12).toString("hex")}`;
const mark = typed("the mark", MARK);

const assertFound = (found, pattern, what) => assert.ok(found.some((find) => pattern.test(find)), `${what} is found:\n  ${found.join("\n  ")}`);

test("the phrase is found in the page while it is shown, and the keys in the worker while they are open", visit(async (opened) => {
  const { page, wallet } = opened;
  const phrase = await wallet.makePhrase(12);
  const shown = await new Scan(opened, ofPhrase(phrase)).inPage();
  assertFound(shown, /^the phrase \(text\).*the document/, "the phrase in the document");
  assertFound(shown, /^the phrase .*the page's linear memory/, "the phrase in the page's memory");
  await wallet.confirmPhrase(phrase, { label: "Mine" });
  const file = vaultFiles(await areas(page)).at(-1);
  const held = await new Scan(opened, [...ofPhrase(phrase), ...(await ofFile(file, PASSWORD))]).inWorkers();
  assertFound(held, /^the (seed|entropy) .*the worker's linear memory/, "what keys come from in the worker's memory");
  assertFound(held, /^the data key .*the worker's linear memory/, "the data key in the worker's memory");
}, { profile }));

test("a mark is found in every storage area, in files, heap, buffers, requests, console, title and history", visit(async (opened) => {
  const { page, wallet } = opened;
  await wallet.visit("/");
  await plant(page, MARK);
  const scan = new Scan(opened, mark);
  const stored = await scan.inStorage();
  for (const area of PLANTED) assertFound(stored, new RegExp(`, ${area.source.slice(1)}`), `the mark in ${area}`);
  await page.evaluate(async (text) => {
    globalThis.kept = { inside: `${text} and more`, bytes: new TextEncoder().encode(text), few: new Uint8Array(20) };
    const socket = new Request("/demo/devnet.json", { method: "POST", body: text, headers: { "x-mark": text } });
    await fetch(socket).catch(() => {});
    console.log(text);
    history.pushState({ text }, "", `/welcome?${text}`);
    document.title = text;
  }, MARK);
  const inPage = await scan.inPage();
  assertFound(inPage, /the page's JavaScript heap/, "a string of the page");
  assertFound(inPage, /an array of the page that cannot be read.*28 bytes/, "a buffer of the page");
  // Its bytes lie among its elements until something asks for its buffer; from then on they are the buffer's.
  assertFound(inPage, /an array of the page that cannot be read: (Uint8Array,|ArrayBuffer, 20 bytes)/, "a small array of the page");
  const [worker] = page.workers();
  await worker.evaluate((text) => { globalThis.kept = { inside: `${text} and more`, bytes: new TextEncoder().encode(text) }; }, MARK);
  const inWorkers = await scan.inWorkers();
  assertFound(inWorkers, /JavaScript heap/, "a string of the worker");
  assertFound(inWorkers, /an array of .*28 bytes/, "a buffer of the worker");
  assertFound(await scan.inRequests(), /the request POST/, "the body of a request");
  const said = await scan.inWords();
  assertFound(said, /the console/, "what the console was told");
  assertFound(said, /history, title or address/, "the title");
  assertFound(scan.inFiles(), /the profile's file/, "what lies on the disk");
  await page.evaluate(() => navigator.clipboard.writeText("x").catch(() => {}));
  assertFound(await scan.everywhere(), /the clipboard was touched/, "the clipboard");
}, { profile, excuse: [/status of 4\d\d/] }));

test("a piece of a key is found too, in any of its spellings", () => {
  const key = randomBytes(32);
  const scan = (haystack) => new Scan({ page: null, log: null, profile: null }, binary("the key", key)).sieve.find(haystack);
  const noise = () => randomBytes(4096);
  assert.deepEqual(scan(noise()), []);
  for (const spelling of [key, Buffer.from(key).reverse(), Buffer.from(key.toString("hex")), Buffer.from(key.toString("base64"), "utf16le")]) {
    assert.ok(scan(Buffer.concat([noise(), spelling, noise()])).length > 0);
    const half = spelling.subarray(Math.floor(spelling.length / 2));
    assert.ok(scan(Buffer.concat([noise(), half, noise()])).length > 0, "half of it");
  }
  // What stands before the piece must not happen to be the byte that the key has there.
  const other = Buffer.alloc(100, key[7] ^ 0xff);
  const [find] = scan(Buffer.concat([other, key.subarray(8), other]));
  assert.deepEqual([find.at, find.from, find.to, find.of], [100, 8, 32, 32]);
});

// Secrets live in the worker. What crosses to the page, and what stays in the page's memory, is looked at here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic } from "ethers";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

/** Before the page's scripts: every message to and from workers is kept, and every wasm memory of the page. */
function listenIn() {
  const told = (globalThis.told = { toWorker: [], toPage: [], memories: [], strings: 0 });
  // Messages are bytes, which are handed over and wiped: they are looked at before that.
  const textOf = (data) => {
    if (data instanceof Uint8Array) return new TextDecoder().decode(data);
    if (typeof data === "string") told.strings += 1;
    return typeof data === "string" ? data : JSON.stringify(data) ?? String(data);
  };
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => told.toPage.push(textOf(data)));
    }

    postMessage(message, ...rest) {
      told.toWorker.push(message instanceof WebAssembly.Module ? "" : textOf(message));
      const sent = super.postMessage(message, ...rest);
      if (message instanceof Uint8Array && message.length) throw new Error("a message was copied, not handed over");
      return sent;
    }
  };
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const result = await instantiate.apply(WebAssembly, given);
    told.memories.push((result.instance ?? result).exports.memory);
    return result;
  };
}

/** The secrets of a phrase, in every spelling in which they could be found. */
function secretsOf(phrase) {
  const node = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(phrase));
  const seed = Mnemonic.fromPhrase(phrase).computeSeed();
  return {
    phrase,
    "the phrase without its first word": phrase.split(" ").slice(1).join(" "),
    "the private key": node.privateKey.slice(2),
    "the seed": seed.slice(2),
    "the entropy": Mnemonic.fromPhrase(phrase).entropy.slice(2),
  };
}

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;

function assertAbsent(text, secrets, where) {
  const lower = text.toLowerCase();
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(!lower.includes(secret.toLowerCase()), `${name} is in ${where}`);
  }
}

/** The strings that the page's JavaScript heap holds. */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  const parts = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => parts.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return JSON.parse(parts.join("")).strings.join("\n");
}

/** Which of the texts, as bytes or as hexadecimal bytes, lie in the page's wasm memories. */
function inMemories(page, texts) {
  return page.evaluate((wanted) => {
    const found = [];
    for (const memory of globalThis.told.memories) {
      const text = new TextDecoder("latin1").decode(new Uint8Array(memory.buffer));
      for (const [name, secret] of Object.entries(wanted)) {
        const bytes = /^[0-9a-f]+$/.test(secret) ? String.fromCharCode(...secret.match(/../g).map((two) => parseInt(two, 16))) : secret;
        const latin = new TextDecoder("latin1").decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
        if (text.includes(latin) || text.includes(secret)) found.push(name);
      }
    }
    return { found, memories: globalThis.told.memories.length };
  }, texts);
}

test("the worker tells the phrase once, when it is made, and no key ever", visit(async ({ page, wallet, context }) => {
  await context.addInitScript(listenIn);
  const phrase = await wallet.makePhrase(12);
  await wallet.confirmPhrase(phrase, { label: "Mine" });
  await wallet.lock();
  await wallet.unlock(PASSWORD);
  const { toPage, toWorker, strings } = await page.evaluate(() => {
    const { toPage, toWorker, strings } = globalThis.told;
    return { toPage, toWorker, strings };
  });
  assert.equal(strings, 0, "no message is a string");
  assert.ok(toPage.length >= 4, `the messages were heard: ${toPage.length}`);
  const withPhrase = toPage.filter((message) => message.includes(phrase));
  assert.equal(withPhrase.length, 1, "exactly one answer has the phrase");
  assert.match(withPhrase[0], /"answer":"phrase"/);
  assertAbsent(toPage.filter((message) => !message.includes(phrase)).join("\n"), secretsOf(phrase), "an answer of the worker");
  const { phrase: _own, "the phrase without its first word": _tail, ...keys } = secretsOf(phrase);
  assertAbsent([...toPage, ...toWorker].join("\n"), keys, "a message between page and worker");
  assertAbsent(toPage.join("\n"), { "the password": PASSWORD }, "an answer of the worker");
}));

test("an unlocked page has neither phrase nor key in its memory", visit(async ({ page, wallet, context }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Mine" });
  // From here on as on any other day: the page starts anew and the wallet is opened with its password.
  await context.addInitScript(listenIn);
  await wallet.reload();
  await wallet.unlock(PASSWORD);
  assertAbsent(await heap(page), secretsOf(phrase), "the page's JavaScript heap");
  const { found, memories } = await inMemories(page, secretsOf(phrase));
  assert.ok(memories > 0, "the page's wasm memory was looked at");
  assert.deepEqual(found, [], "secrets in the page's wasm memory");
}));

test("what is stored is sealed", visit(async ({ page, wallet }) => {
  const phrase = newPhrase();
  await wallet.import(phrase, { label: "Mine" });
  const stored = await page.evaluate(async () => {
    const request = (asked) => new Promise((resolve, reject) => { asked.onsuccess = () => resolve(asked.result); asked.onerror = () => reject(asked.error); });
    const out = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await request(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        out.push(JSON.stringify(await request(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    return [...out, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie].join("\n");
  });
  assert.ok(stored.includes("Mine"), "the vault was found");
  assertAbsent(stored, { ...secretsOf(phrase), "the password": PASSWORD }, "the browser's storage");
}));

// The browser is killed while it writes, as by a power cut, on a real IndexedDB: what is found again is always the old or the
// new state, whole, and it opens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HDNodeWallet, Mnemonic } from "ethers";
import { KeyLine, by, nothingMore } from "../harness/keys.mjs";
import { visit } from "../harness/visit.mjs";

const KILLS = 24;
const phrase = Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
const path = (index) => `m/44'/60'/0'/0/${index}`;
const address = (index) => HDNodeWallet.fromPhrase(phrase, undefined, path(index)).address.toLowerCase();

/** What each operation asks, and what the state is once it is done. States are plain values: they are never changed in place. */
const OPERATIONS = [
  {
    name: "rename",
    call: ({ label }) => ["rename", { label: `${label.split(" ")[0]} ${Math.random()}` }],
    done: (state, { label }) => ({ ...state, label }),
  },
  {
    name: "add an account",
    call: ({ accounts, secret }) => ["addDerived", { secret, accounts: [[path(accounts), `Account ${accounts}`]] }],
    done: (state) => ({ ...state, accounts: state.accounts + 1 }),
  },
  {
    name: "change the password",
    call: ({ password }) => ["changePassword", { key: by(password), password: `nine lamps ${Math.random()}` }],
    done: (state, { password }) => ({ ...state, password }),
  },
  {
    name: "create a wallet",
    call: () => {
      const text = `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")}`;
      return ["import", { import: { ...nothingMore, text }, protection: { password: "another password" }, label: "Other" }];
    },
    done: (state) => ({ ...state, others: state.others + 1 }),
  },
];

/** Milliseconds from the asking, or from the first write that follows, until the kill. */
function momentOf(turn, taken) {
  const step = Math.floor(turn / OPERATIONS.length);
  const last = KILLS / OPERATIONS.length - 1;
  if (step === 0) return { from: "asking", after: 0 };
  if (step === last) return { from: "asking", after: taken * 1.5 + 100 };
  return { from: "write", after: [0, 2, 5, 11][(step + turn) % 4] };
}

/** In each worker: a write is told to the page before it is begun. */
async function tellWrites(page) {
  const patch = () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) {
      postMessage({ writes: true });
      return put.apply(this, given);
    };
  };
  await Promise.all(page.workers().map((worker) => worker.evaluate(patch)));
}

/** The stored wallet as one of the allowed states. What is none of them is a lost or torn wallet. */
async function found(line, id, allowed) {
  const { vaults } = await line.status();
  for (const { id: one, damage, fellBack } of vaults) {
    assert.equal(damage, null, `${one} is whole`);
    assert.equal(fellBack, null, `${one} is its newest generation`);
  }
  const kept = vaults.find((vault) => vault.id === id);
  assert.ok(kept, "the wallet is there");
  const fits = (state) => state.label === kept.label && state.accounts === kept.accounts.length && state.others === vaults.length - 1;
  const seen = allowed.filter(fits);
  assert.ok(seen.length > 0, `${kept.label}, ${kept.accounts.length} accounts, ${vaults.length} wallets: the old or the new state of ${JSON.stringify(allowed)}`);
  for (const state of seen) {
    const opened = await line.ask("unlock", { vault: id, key: by(state.password) }).catch((error) => error.kind);
    if (opened === "wrong-password") continue;
    const { accounts } = opened.vaults.find((vault) => vault.id === id);
    assert.deepEqual(accounts.map((account) => account.address), [...Array(state.accounts).keys()].map(address), "its accounts are the phrase's");
    return state;
  }
  return assert.fail(`it opens with the old password or with the new one: ${seen.length} fit otherwise`);
}

async function create(line) {
  const opened = await line.ask("import", { import: { ...nothingMore, text: phrase }, protection: { password: "nine lamps" }, label: "Kept" });
  const { id, secrets } = opened.vaults[0];
  return { id, state: { label: "Kept", accounts: 1, password: "nine lamps", others: 0, secret: secrets[0].id } };
}

/** Does each operation once in peace; returns how long it took. */
async function measured(line, id, state) {
  const times = new Map();
  for (const operation of OPERATIONS) {
    const [call, rest] = operation.call(state);
    const begun = performance.now();
    await line.ask(call, rest);
    times.set(operation, performance.now() - begun);
    state = operation.done(state, rest);
    if (operation.name === "create a wallet") await line.ask("unlock", { vault: id, key: by(state.password) });
  }
  return { times, state };
}

/** Asks for the operation and kills the browser at the moment. */
async function killed(profile, line, [call, rest], { from, after }) {
  const kill = await profile.killer();
  await new Promise((resolve, reject) => {
    const strike = () => setTimeout(() => { kill(); resolve(); }, after);
    const asked = line.page.exposeFunction("keyWrites", () => from === "write" && strike()).then(() => line.post(call, rest));
    asked.then(() => from === "asking" && strike(), reject);
  });
  await profile.close();
}

test(`killed ${KILLS} times while it writes: the old or the new state, whole`, visit(async ({ page, profile, t }) => {
  const first = await KeyLine.open(page);
  const { id, state: made } = await create(first);
  let { times, state } = await measured(first, id, made);
  let allowed = [state];
  const outcomes = { old: 0, new: 0 };
  let line = first;
  for (let turn = 0; turn <= KILLS; turn += 1) {
    state = await found(line, id, allowed);
    if (turn > 0) outcomes[state === allowed[0] ? "old" : "new"] += 1;
    if (turn === KILLS) break;
    const operation = OPERATIONS[turn % OPERATIONS.length];
    const call = operation.call(state);
    allowed = [state, operation.done(state, call[1])];
    await tellWrites(line.page);
    await killed(profile, line, call, momentOf(turn, times.get(operation)));
    line = await KeyLine.open((await profile.start()).page);
  }
  t.diagnostic(`${KILLS} kills: ${outcomes.old} times the old state, ${outcomes.new} times the new one`);
  assert.ok(outcomes.old > 0 && outcomes.new > 0, `kills fell before and after the commit: ${JSON.stringify(outcomes)}`);
}, { profile: {} }));

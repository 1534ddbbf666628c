// Several tabs of one wallet: one lock for all, no write lost, one count of wrong passwords.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Mnemonic } from "ethers";
import { eventually } from "../harness/browser.mjs";
import { KeyLine, by, nothingMore } from "../harness/keys.mjs";
import { PASSWORD } from "../harness/wallet.mjs";
import { visit } from "../harness/visit.mjs";

const newPhrase = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;
const path = (index) => `m/44'/60'/0'/0/${index}`;

/** Another tab of the same browser. */
async function tab(context, wallet) {
  const page = await context.newPage();
  return { page, wallet: new wallet.constructor(page) };
}

/** Stores a wallet through a line, and gives a second line of another tab. Both have it open. */
async function twoLines(page, context) {
  const one = await KeyLine.open(page);
  const stored = await one.ask("import", { import: { ...nothingMore, text: newPhrase() }, protection: { password: PASSWORD }, label: "Shared" });
  const other = await KeyLine.open(await context.newPage());
  const { id, secrets } = stored.vaults[0];
  await other.ask("unlock", { vault: id, key: by(PASSWORD) });
  return { one, other, id, secret: secrets[0].id };
}

test("the lock in one tab locks the other", visit(async ({ wallet, context }) => {
  await wallet.import(newPhrase(), { label: "Mine" });
  const other = await tab(context, wallet);
  await other.wallet.visit("/");
  await other.wallet.unlock(PASSWORD);
  await wallet.lock();
  await other.wallet.heading("Unlock").waitFor();
  assert.equal(await other.wallet.button("Lock", { exact: true }).count(), 0);
}));

test("both tabs add accounts at once: none is lost, and each tab comes to know all", visit(async ({ page, context }) => {
  const { one, other, id, secret } = await twoLines(page, context);
  const add = (line, index) => line.ask("addDerived", { secret, accounts: [[path(index), `Account ${index}`]] });
  const indices = [...Array(8).keys()].map((index) => index + 1);
  await Promise.all(indices.map((index) => add(index % 2 === 0 ? one : other, index)));
  for (const line of [one, other]) {
    const { vaults } = await line.status();
    const vault = vaults.find((each) => each.id === id);
    assert.deepEqual(vault.accounts.map(({ kind }) => kind.path).sort(), [0, ...indices].map(path).sort());
    assert.equal(vault.damage ?? vault.fellBack, null);
  }
}));

test("renamed in one tab while the other changes the password: both hold", visit(async ({ page, context }) => {
  const { one, other, id } = await twoLines(page, context);
  await Promise.all([one.ask("rename", { label: "Renamed" }), other.ask("changePassword", { key: by(PASSWORD), password: "entirely new lamps" })]);
  await one.ask("lock");
  const opened = await one.ask("unlock", { vault: id, key: by("entirely new lamps") });
  assert.equal(opened.vaults[0].label, "Renamed");
  await one.ask("lock");
  await assert.rejects(one.ask("unlock", { vault: id, key: by(PASSWORD) }), { kind: "wrong-password" });
}));

test("a wallet that is removed in one tab is gone in the other", visit(async ({ page, context }) => {
  const { one, other, id } = await twoLines(page, context);
  await one.ask("remove", { vault: id });
  assert.deepEqual(await other.status(), { answer: "status", vaults: [], open: null });
  await assert.rejects(other.ask("rename", { label: "Ghost" }), ({ kind }) => ["locked", "missing"].includes(kind));
  await assert.rejects(other.ask("unlock", { vault: id, key: by(PASSWORD) }), { kind: "missing" });
}));

test("wrong passwords slow down in all tabs, and a reload does not help", visit(async ({ page, context }) => {
  const { one, other, id } = await twoLines(page, context);
  await one.ask("lock");
  const attempt = (line) => line.ask("unlock", { vault: id, key: by("wrong lamps") }).then(() => "opened", (error) => error);
  const kinds = [];
  while (kinds.at(-1) !== "too-soon" && kinds.length < 8) kinds.push((await attempt(kinds.length % 2 === 0 ? one : other)).kind);
  assert.deepEqual(kinds.slice(0, 3), Array(3).fill("wrong-password"), "three are free");
  assert.equal(kinds.at(-1), "too-soon", `then they have to wait, whichever tab they come from: ${kinds}`);
  const reloaded = await KeyLine.open(page);
  // Each attempt that is made begins a wait twice as long, so one comes of which enough is left for what follows.
  await eventually("it has to wait after a reload", async () => {
    const { kind, waitSeconds } = await attempt(reloaded);
    return kind === "too-soon" && waitSeconds >= 3;
  });
  const right = reloaded.ask("unlock", { vault: id, key: by(PASSWORD) });
  await assert.rejects(right, { kind: "too-soon" }, "the right password has to wait as well: else the wait told that it is right");
}));

// What the chain's files say against what the chain says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeAbiParameters, hexToString, keccak256, parseUnits, recoverTypedDataAddress } from "viem/utils";
import { mnemonicToAccount } from "viem/accounts";
import { at } from "../chain/session.mjs";
import { startChain } from "./running.mjs";

let chain;
before(async () => {
  chain = await startChain();
});
after(() => chain?.stop());

const erc20 = (address) => at("own/CarbonCredit", address);
const ledger = (address) => at("own/Feed", address);

/** What each investor was given, in whole tokens; cash moves with what is paid, dDAILY with each day, and both are left out. */
const GIVEN = {
  dTBILL: { alice: "124850.5", bob: "212430.75", carol: "0", dave: "18200" },
  dXAU: { alice: "24.583", bob: "9.1175", carol: "0", dave: "3.25" },
  dHOUSE: { alice: "184", bob: "0", carol: "0", dave: "46" },
  dCO2: { alice: "312.75", bob: "48.2", carol: "65.5", dave: "12.4" },
  dNOTE: { alice: "12500", bob: "3800", carol: "0", dave: "900" },
  dBOND: { alice: "25", bob: "12", carol: "0", dave: "6" },
};

test("the phrases give the addresses that hold the tokens", async () => {
  for (const { phrase, address } of Object.values(chain.demo.investors)) {
    assert.equal(mnemonicToAccount(phrase).address, address);
    assert.ok(BigInt(await chain.session.call("eth_getBalance", address, "latest")) > 10n ** 18n);
  }
  for (const [symbol, holdings] of Object.entries(GIVEN)) {
    const { address, decimals } = chain.token(symbol);
    for (const [who, amount] of Object.entries(holdings)) {
      const balance = await chain.session.read(erc20(address), "balanceOf", [chain.demo.investors[who].address]);
      assert.equal(balance, parseUnits(amount, decimals), `${symbol} of ${who}`);
    }
  }
});

test("name, symbol and decimals of the list are the contracts'", async () => {
  assert.equal(chain.list.tokens.length, 9);
  for (const { address, name, symbol, decimals } of chain.list.tokens) {
    assert.equal(await chain.session.read(erc20(address), "name"), name);
    assert.equal(await chain.session.read(erc20(address), "symbol"), symbol);
    assert.equal(await chain.session.read(erc20(address), "decimals"), decimals);
  }
});

test("balanceSlot leads to every balance that is stored, in storage and in a proof", async () => {
  for (const { address, symbol, extensions } of chain.list.tokens) {
    const { balanceSlot, balanceMask, balances } = extensions.assay;
    assert.equal(balanceSlot === undefined, balances !== undefined, symbol);
    if (balances) continue;
    for (const [who, investor] of Object.entries(chain.demo.investors)) {
      const place = [investor.address, BigInt(balanceSlot)];
      const key = keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], place));
      const mask = balanceMask === undefined ? 2n ** 256n - 1n : BigInt(balanceMask);
      const stored = BigInt(await chain.session.call("eth_getStorageAt", address, key, "latest"));
      const proof = await chain.session.call("eth_getProof", address, [key], "latest");
      const balance = await chain.session.read(erc20(address), "balanceOf", [investor.address]);
      assert.equal(stored & mask, balance, `${symbol} of ${who}`);
      assert.equal(BigInt(proof.storageProof[0].value), stored);
      const barred = balanceMask !== undefined && symbol === "dXAU" && who === "dave";
      assert.equal((stored & ~mask) !== 0n, barred, `flag of ${symbol} of ${who}`);
    }
  }
});

test("no feed is stale, and each has a history", async () => {
  const now = Math.floor(Date.now() / 1000);
  let feeds = 0;
  for (const { extensions } of chain.list.tokens) {
    const { nav, price, reserves } = extensions.assay;
    for (const { feed, heartbeat } of [nav, price, reserves].filter(Boolean)) {
      const [round, answer, , updatedAt] = await chain.session.read(ledger(feed), "latestRoundData");
      assert.ok(answer > 0n && round >= 3n);
      assert.ok(now - Number(updatedAt) < heartbeat);
      const [, , , first] = await chain.session.read(ledger(feed), "getRoundData", [1n]);
      assert.ok(first < updatedAt);
      feeds += 1;
    }
  }
  assert.equal(feeds, 9);
});

test("the attestation is the attester's, is in date, covers the supply and names the bar list", async () => {
  const { extensions, address } = chain.token("dXAU");
  const { attesters, attestations, documents } = extensions.assay;
  const { domain, types, primaryType, message, signature } = chain.file(attestations[0]);
  const signer = await recoverTypedDataAddress({ domain, types, primaryType, message, signature });
  assert.deepEqual([signer], attesters);
  assert.equal(domain.verifyingContract, address);
  const now = Date.now() / 1000;
  assert.ok(message.asOf < now && now < message.expires);
  assert.ok(BigInt(message.reserves) >= (await chain.session.read(erc20(address), "totalSupply")));
  assert.equal(message.documentHash, documents[0].keccak256);
  const changed = { ...message, reserves: `${message.reserves}0` };
  const other = await recoverTypedDataAddress({ domain, types, primaryType, message: changed, signature });
  assert.notEqual(other, attesters[0]);
});

test("the gold issuer's epoch is served as it was made, and a register on the chain keeps its hash", async () => {
  const { extensions, address } = chain.token("dXAU");
  const { published, anchor } = extensions.assay.proofs.liabilities;
  const bytes = readFileSync(join(chain.files, published));
  const { context } = JSON.parse(bytes);
  const epoch = JSON.parse(readFileSync(new URL("../epochs/gold/epoch.json", import.meta.url), "utf8"));
  assert.deepEqual(context, epoch.context);
  assert.equal(context.token, address.toLowerCase());
  const block = await chain.session.call("eth_getBlockByHash", context.block, false);
  assert.equal(new Date(Number(block.timestamp) * 1000).toISOString(), "2026-11-01T12:01:00.000Z");
  const register = at("own/DocumentRegister", anchor.contract);
  const [, hash] = await chain.session.read(register, "getDocument", [anchor.document]);
  assert.equal(hash, keccak256(bytes));
  let owed = 0n;
  for (const { holder, value } of epoch.holders) {
    const balance = await chain.session.read(erc20(address), "balanceOf", [holder]);
    assert.equal(BigInt(value) * 10n ** BigInt(context.exponent), balance, holder);
    owed += balance;
  }
  assert.equal(owed, await chain.session.read(erc20(address), "totalSupply"), "everybody is counted");
});

test("the documents are served with the digests the list states", () => {
  for (const { extensions } of chain.list.tokens) {
    for (const { uri, sha256, keccak256: keccak } of extensions.assay.documents) {
      const bytes = readFileSync(join(chain.files, uri));
      assert.equal(`0x${createHash("sha256").update(bytes).digest("hex")}`, sha256);
      assert.equal(keccak256(bytes), keccak);
    }
  }
});

test("the house's own contract names its document, with the digest of what is served", async () => {
  const { address, extensions } = chain.token("dHOUSE");
  const token = at("own/PropertyToken", address);
  const names = await chain.session.read(token, "getAllDocuments");
  assert.deepEqual(names.map((name) => hexToString(name, { size: 32 })), ["summary"]);
  const [uri, hash, changed] = await chain.session.read(token, "getDocument", [names[0]]);
  assert.equal(hash, keccak256(readFileSync(join(chain.files, uri))));
  assert.deepEqual([uri, hash], [extensions.assay.documents[0].uri, extensions.assay.documents[0].keccak256]);
  assert.ok(changed > 0n && changed < BigInt(Math.floor(Date.now() / 1000)));
});

test("the clock of the chain is ours, and new blocks keep to it", async () => {
  const before = Number((await chain.session.head()).timestamp);
  assert.ok(Math.abs(Date.now() / 1000 - before) < 30);
  await chain.session.call("evm_mine");
  const { timestamp } = await chain.session.head();
  assert.ok(Number(timestamp) >= before && Math.abs(Date.now() / 1000 - Number(timestamp)) < 30);
});

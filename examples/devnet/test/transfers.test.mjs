// Transfers that pass and transfers that are refused, with the exact bytes of each refusal.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { parseUnits } from "viem/utils";
import { investors } from "../chain/accounts.mjs";
import { at } from "../chain/session.mjs";
import { customError, errorString, startChain } from "./running.mjs";

let chain;
let fund, gold, cash, property;
before(async () => {
  chain = await startChain();
  const { contracts } = chain.demo;
  fund = at("trex/token/Token", contracts.fund);
  gold = at("circle/v2/FiatTokenV2_2", contracts.gold);
  cash = at("circle/v2/FiatTokenV2_2", contracts.cash);
  property = at("own/PropertyToken", contracts.property);
});
after(() => chain?.stop());

const shares = (text) => parseUnits(text, 18);
const { alice, bob, carol, dave } = investors;
const restricted = (code) => customError("TransferRestricted(uint8)", [code]);

/** What a transfer would revert with, or null. */
const refusal = (token, from, to, amount) =>
  chain.session.refusal(from.address, token, "transfer", [to.address, amount]);

test("fund: the receiver's verification, the balance, the frozen holder", async () => {
  assert.equal(await refusal(fund, alice, bob, shares("10")), null);
  assert.equal(await refusal(fund, alice, carol, shares("10")), errorString("Transfer not possible"));
  assert.equal(await refusal(fund, alice, dave, shares("10")), errorString("wallet is frozen"));
  assert.equal(await refusal(fund, dave, alice, shares("10")), errorString("wallet is frozen"));
  assert.equal(await refusal(fund, alice, bob, shares("124850.5") + 1n), errorString("Insufficient Balance"));
});

test("fund: one more than the largest holding and one more than the daily limit", async () => {
  const room = shares("250000") - shares("212430.75");
  assert.equal(await refusal(fund, alice, bob, room), null);
  assert.equal(await refusal(fund, alice, bob, room + 1n), errorString("Transfer not possible"));
  assert.equal(await refusal(fund, bob, alice, shares("50000")), null);
  assert.equal(await refusal(fund, bob, alice, shares("50000") + 1n), errorString("Transfer not possible"));
});

test("fund: issuers' verbs change what passes, and changing them back restores it", async () => {
  const { issuers } = chain;
  const ten = () => refusal(fund, alice, bob, shares("10"));
  await issuers.pause("fund");
  assert.equal(await ten(), errorString("Pausable: paused"));
  await issuers.unpause("fund");
  await issuers.freezePartial("alice", "124845.5");
  assert.equal(await ten(), errorString("Insufficient Balance"));
  await issuers.unfreezePartial("alice", "124845.5");
  await issuers.setMaxBalance("212440");
  assert.equal(await ten(), errorString("Transfer not possible"));
  await issuers.setMaxBalance("250000");
  await issuers.setTimeLimit("86400", "9");
  assert.equal(await ten(), errorString("Transfer not possible"));
  await issuers.setTimeLimit("86400", "50000");
  await issuers.bindModule("ConditionalTransferModule");
  assert.equal(await ten(), errorString("Transfer not possible"));
  await issuers.unbindModule("ConditionalTransferModule");
  await issuers.setCountry("bob", "840");
  assert.equal(await ten(), errorString("Transfer not possible"));
  await issuers.setCountry("bob", "756");
  assert.equal(await ten(), null);
  await issuers.revokeClaim("bob", "7");
  assert.equal(await ten(), errorString("Transfer not possible"));
});

test("fund: every one of the eleven modules is there under its own name", async () => {
  const { modules } = chain.demo.contracts;
  assert.equal(Object.keys(modules).length, 11);
  for (const [name, address] of Object.entries(modules)) {
    const module = at(`trex/compliance/modular/modules/${name}`, address);
    assert.equal(await chain.session.read(module, "name"), name);
  }
});

test("gold and cash: blacklist, pause, balance", async () => {
  const ounce = parseUnits("1", 18);
  assert.equal(await refusal(gold, alice, bob, ounce), null);
  assert.equal(await refusal(gold, alice, dave, ounce), errorString("Blacklistable: account is blacklisted"));
  assert.equal(await refusal(gold, dave, alice, ounce), errorString("Blacklistable: account is blacklisted"));
  await chain.issuers.pause("gold");
  assert.equal(await refusal(gold, alice, bob, ounce), errorString("Pausable: paused"));
  await chain.issuers.unpause("gold");
  const over = parseUnits("2750.125", 6) + 1n;
  assert.equal(await refusal(cash, carol, alice, over), errorString("ERC20: transfer amount exceeds balance"));
});

test("property: each code of the register, as read and as reverted", async () => {
  const code = (from, to, value) =>
    chain.session.read(property, "detectTransferRestriction", [from.address, to.address, value]);
  const both = async (from, to, value, want) => {
    assert.equal(await code(from, to, value), want);
    assert.equal(await refusal(property, from, to, value), want === 0 ? null : restricted(want));
  };
  await both(alice, bob, 5n, 0);
  await both(carol, alice, 0n, 1);
  await both(alice, carol, 5n, 2);
  await both(dave, alice, 5n, 4);
  await chain.issuers.pause("property");
  await both(alice, bob, 5n, 3);
  await chain.issuers.unpause("property");
  await chain.issuers.setMaxHolders("3");
  await both(alice, bob, 5n, 5);
  await both(alice, bob, 184n, 0);
  await chain.issuers.setMaxHolders("12");
  await chain.issuers.setHeldUntil("alice", "4102444800");
  await both(alice, bob, 5n, 6);
  await chain.issuers.setHeldUntil("alice", "0");
  assert.equal(await code(alice, bob, 185n), 0);
  const short = customError("ERC20InsufficientBalance(address,uint256,uint256)", [alice.address, 184n, 185n]);
  assert.equal(await refusal(property, alice, bob, 185n), short);
  for (let known = 0; known <= 6; known += 1) {
    const words = await chain.session.read(property, "messageForTransferRestriction", [known]);
    assert.notEqual(words, "Unknown restriction code");
  }
});

test("property: the register counts holders as shares come and go", async () => {
  const holders = () => chain.session.read(property, "holders");
  const give = (from, to, value) => chain.session.write(from.account, property, "transfer", [to.address, value]);
  assert.equal(await holders(), 3n);
  await give(alice, bob, 4n);
  assert.equal(await holders(), 4n);
  await give(bob, bob, 4n);
  assert.equal(await holders(), 4n);
  await give(bob, alice, 4n);
  assert.equal(await holders(), 3n);
});

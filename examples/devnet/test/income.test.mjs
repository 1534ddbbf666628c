// What tokens yield and how they are redeemed: rent, interest, the fund's redemption, retiring.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeFunctionData, parseUnits } from "viem/utils";
import { quantity } from "../chain/rpc.mjs";
import { investors } from "../chain/accounts.mjs";
import { at } from "../chain/session.mjs";
import { customError, errorString, startChain } from "./running.mjs";

let chain;
let cash, fund, vault, credit, carbon;
before(async () => {
  chain = await startChain();
  const { contracts } = chain.demo;
  cash = at("circle/v2/FiatTokenV2_2", contracts.cash);
  fund = at("trex/token/Token", contracts.fund);
  vault = at("own/FundRedemption", contracts.fundRedemption);
  credit = at("own/CreditVault", contracts.credit);
  carbon = at("own/CarbonCredit", contracts.carbon);
});
after(() => chain?.stop());

const { alice, bob, carol } = investors;
const balance = (token, who) => chain.session.read(token, "balanceOf", [who.address]);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `check` holds, at most ten seconds. */
async function until(check) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await check()) return;
    await wait(100);
  }
  assert.fail("it did not happen within ten seconds");
}

test("rent: earlier months are claimed, the newest is claimed once and not twice", async () => {
  const { distributions } = chain.token("dHOUSE").extensions.assay;
  assert.ok(distributions.length >= 2);
  const claimOf = (entry) => {
    const { index, amount, proof } = chain.file(entry.tree).claims[alice.address];
    return [BigInt(index), alice.address, BigInt(amount), proof];
  };
  const newest = distributions.at(-1);
  for (const entry of distributions) {
    const contract = at("uniswap/MerkleDistributor", entry.contract);
    assert.equal(await chain.session.read(contract, "merkleRoot"), chain.file(entry.tree).merkleRoot);
    assert.equal(await chain.session.read(contract, "isClaimed", [claimOf(entry)[0]]), entry !== newest);
  }
  const contract = at("uniswap/MerkleDistributor", newest.contract);
  const claim = claimOf(newest);
  const invalid = errorString("MerkleDistributor: Invalid proof.");
  const greedy = claim.with(2, claim[2] + 1n);
  assert.equal(await chain.session.refusal(alice.address, contract, "claim", greedy), invalid);
  const before = await balance(cash, alice);
  await chain.session.write(alice.account, contract, "claim", claim);
  assert.equal((await balance(cash, alice)) - before, claim[2]);
  const again = errorString("MerkleDistributor: Drop already claimed.");
  assert.equal(await chain.session.refusal(alice.address, contract, "claim", claim), again);
});

test("rent: another month can be paid, to those who hold then", async () => {
  const { contract, tree } = await chain.issuers.payRent("2031-02");
  assert.equal(await chain.session.read(cash, "balanceOf", [contract.address]), BigInt(tree.tokenTotal));
  assert.equal(BigInt(tree.claims[alice.address].amount), 184n * 310_000n);
  assert.equal(tree.claims[carol.address], undefined);
});

test("private credit: the share price grew with the interest, and shares are redeemed at it", async () => {
  const share = 10n ** 12n;
  const price = await chain.session.read(credit, "convertToAssets", [share]);
  const months = chain.token("dHOUSE").extensions.assay.distributions.length;
  const grown = 1.0072 ** months * 1e6;
  assert.ok(Math.abs(Number(price) - grown) < 3, `${price} is not about ${grown}`);
  // Blocks since the saved state can be read as they were, so the price has a history.
  const old = { to: credit.address, data: encodeFunctionData({ abi: credit.abi, functionName: "convertToAssets", args: [share] }) };
  const early = BigInt(await chain.session.call("eth_call", old, quantity(chain.demo.deployBlock + 5)));
  assert.ok(early < price && early >= 10n ** 6n, `${early} then, ${price} now`);
  const before = await balance(cash, bob);
  const shares = 500n * share;
  const preview = await chain.session.read(credit, "previewRedeem", [shares]);
  await chain.session.write(bob.account, credit, "redeem", [shares, bob.address, bob.address]);
  assert.equal((await balance(cash, bob)) - before, preview);
});

test("fund: a redemption goes from pending to claimable to claimed", async () => {
  const { session } = chain;
  const shares = parseUnits("1250.5", 18);
  const of = (name) => session.read(vault, name, [0n, alice.address]);
  const async = customError("AsyncPreview()", []);
  assert.equal(await session.refusal(alice.address, vault, "previewRedeem", [shares]), async);
  await session.write(alice.account, fund, "approve", [vault.address, shares]);
  const supply = await session.read(fund, "totalSupply");
  await session.write(alice.account, vault, "requestRedeem", [shares, alice.address, alice.address]);
  assert.equal(await of("pendingRedeemRequest"), shares);
  assert.equal(await of("claimableRedeemRequest"), 0n);
  await until(async () => (await of("claimableRedeemRequest")) === shares);
  assert.equal(await of("pendingRedeemRequest"), 0n);
  assert.equal(supply - (await session.read(fund, "totalSupply")), shares);
  const nav = at("own/Feed", chain.demo.contracts.fundNav);
  const [, answer] = await session.read(nav, "latestRoundData");
  const worth = (shares * answer) / 10n ** 20n;
  assert.equal(await session.read(vault, "maxWithdraw", [alice.address]), worth);
  const stranger = customError("NotControllerOrOperator(address,address)", [bob.address, alice.address]);
  assert.equal(await session.refusal(bob.address, vault, "redeem", [shares, bob.address, alice.address]), stranger);
  const before = await balance(cash, alice);
  // The price was fixed at fulfilment: a later NAV changes nothing.
  await chain.issuers.setNav("0.5");
  await session.write(alice.account, vault, "redeem", [shares / 3n, alice.address, alice.address]);
  const rest = await session.read(vault, "maxWithdraw", [alice.address]);
  await session.write(alice.account, vault, "withdraw", [rest, alice.address, alice.address]);
  assert.equal((await balance(cash, alice)) - before, worth);
  assert.equal(await of("claimableRedeemRequest"), 0n);
  assert.equal(await session.read(vault, "owed"), 0n);
});

test("fund: the vault states the interfaces it has, and no others", async () => {
  const supports = (id) => chain.session.read(vault, "supportsInterface", [id]);
  for (const id of ["0x01ffc9a7", "0xe3bc4e65", "0x2f0a18c5", "0x620ee8e4"]) assert.equal(await supports(id), true);
  for (const id of ["0xffffffff", "0xce3bbe50"]) assert.equal(await supports(id), false);
});

test("carbon: retiring burns, counts for the holder and cannot exceed what is held", async () => {
  const tonnes = parseUnits("12.5", 18);
  const held = await balance(carbon, alice);
  const retired = () => chain.session.read(carbon, "retiredBy", [alice.address]);
  const before = await retired();
  assert.equal(before, parseUnits("37.25", 18));
  const receipt = await chain.session.write(alice.account, carbon, "retire", [tonnes]);
  const topic = "0xb3775f672e1adf43bf7834b692675bfee4db72f83e42da8cff694ca295a89eca";
  assert.ok(receipt.logs.some((log) => log.topics[0] === topic));
  assert.equal(held - (await balance(carbon, alice)), tonnes);
  assert.equal((await retired()) - before, tonnes);
  const short = customError("ERC20InsufficientBalance(address,uint256,uint256)", [alice.address, held - tonnes, held]);
  assert.equal(await chain.session.refusal(alice.address, carbon, "retire", [held]), short);
});

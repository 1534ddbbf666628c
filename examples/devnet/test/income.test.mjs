// What tokens yield and how they are redeemed: rent, interest, coupons, dividends, growing balances, the fund's ways out, retiring.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeFunctionData, parseUnits } from "viem/utils";
import { quantity } from "../chain/rpc.mjs";
import { investors } from "../chain/accounts.mjs";
import { at } from "../chain/session.mjs";
import { customError, errorString, startChain } from "./running.mjs";

let chain;
let cash, fund, vault, credit, carbon, instant, treasury, note, bond;
before(async () => {
  chain = await startChain();
  const { contracts } = chain.demo;
  cash = at("circle/v2/FiatTokenV2_2", contracts.cash);
  fund = at("trex/token/Token", contracts.fund);
  vault = at("own/FundRedemption", contracts.fundRedemption);
  credit = at("own/CreditVault", contracts.credit);
  carbon = at("own/CarbonCredit", contracts.carbon);
  instant = at("own/InstantRedemption", contracts.fundInstant);
  treasury = at("own/RebasingNotes", contracts.treasury);
  note = at("fdt/FDT_ERC20Extension", contracts.note);
  bond = at("own/FixedRateBond", contracts.bond);
});
after(() => chain?.stop());

const { alice, bob, carol, dave } = investors;
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

test("note: what is paid counts once it is booked, and is withdrawn once", async () => {
  const { session, issuers } = chain;
  const due = (who) => session.read(note, "withdrawableFundsOf", [who.address]);
  const withdrawn = await session.read(note, "withdrawnFundsOf", [alice.address]);
  const waiting = await due(alice);
  assert.ok(withdrawn > 0n && waiting > 0n, `${withdrawn} withdrawn, ${waiting} waiting`);
  assert.equal(await session.read(note, "withdrawnFundsOf", [bob.address]), 0n);
  await issuers.payDividend("1000");
  // Of 250,000 notes Alice has a twentieth; below a unit the contract rounds down.
  const more = await due(alice);
  assert.ok(more - waiting === 50_000_000n || more - waiting === 49_999_999n, `${more - waiting}`);
  const before = await balance(cash, alice);
  await session.write(alice.account, note, "withdrawFunds");
  assert.equal((await balance(cash, alice)) - before, more);
  assert.equal(await due(alice), 0n);
});

test("bond: terms as the contract states them, and a coupon of half a year's interest for each bond", async () => {
  const { session, issuers } = chain;
  const states = (name, args) => session.read(bond, name, args);
  assert.equal(await states("denomination"), 1_000_000_000n);
  assert.equal(await states("principalOf", [bob.address]), 12_000_000_000n);
  assert.equal(await states("issueVolume"), (await states("totalSupply")) * 1_000_000_000n);
  assert.equal(await states("couponRate"), 500n);
  assert.equal(new Date(Number(await states("maturityDate")) * 1000).toISOString(), "2029-03-15T00:00:00.000Z");
  const { distributions } = chain.token("dBOND").extensions.assay;
  assert.ok(distributions.length >= 2 && distributions.every(({ label }) => label === "Coupon"));
  const claims = chain.file(distributions.at(-1).tree).claims;
  assert.equal(BigInt(claims[alice.address].amount), 25n * 25_000_000n);
  await session.write(alice.account, bond, "transfer", [carol.address, 2n]);
  const { contract, tree } = await issuers.payCoupon("2031-03");
  const { index, amount, proof } = tree.claims[carol.address];
  assert.equal(BigInt(amount), 50_000_000n);
  const before = await balance(cash, carol);
  await session.write(carol.account, contract, "claim", [BigInt(index), carol.address, BigInt(amount), proof]);
  assert.equal((await balance(cash, carol)) - before, 50_000_000n);
});

test("treasury notes: balances are shares times a multiplier, which each day and the issuer add to", async () => {
  const { session, issuers } = chain;
  const shares = await session.read(treasury, "sharesOf", [bob.address]);
  const multiplier = await session.read(treasury, "rewardMultiplier");
  assert.ok(multiplier > 1_028_500_000_000_000_000n);
  assert.equal(await balance(treasury, bob), (shares * multiplier) / 10n ** 18n);
  const daily = await session.read(treasury, "dailyAddition");
  const snapshot = await session.call("evm_snapshot");
  await session.call("evm_increaseTime", quantity(30 * 86_400));
  await session.call("evm_mine");
  assert.equal((await session.read(treasury, "rewardMultiplier")) - multiplier, 30n * daily);
  await session.call("evm_revert", snapshot);
  await issuers.rebase("0.001");
  const after = await session.read(treasury, "rewardMultiplier");
  assert.equal(after - multiplier, 10n ** 15n);
  await issuers.freeze("treasury", "dave");
  const blocked = customError("USDMBlockedSender(address)", [dave.address]);
  assert.equal(await session.refusal(dave.address, treasury, "transfer", [bob.address, 1n]), blocked);
  await issuers.unfreeze("treasury", "dave");
  assert.equal(await session.refusal(dave.address, treasury, "transfer", [bob.address, 1n]), null);
});

test("fund: at once, for a fee, under the fund's rules and as far as the money goes", async () => {
  const { session, issuers } = chain;
  await issuers.setLiquidity("5000");
  const [most] = await session.read(instant, "maxUstbRedemptionAmount");
  const [pays] = await session.read(instant, "calculateUsdcOut", [most]);
  assert.ok(pays <= 5_000_000_000n && pays > 4_999_999_990n, `${pays}`);
  await session.write(bob.account, fund, "approve", [instant.address, most * 2n]);
  const short = customError("InsufficientBalance()", []);
  assert.equal(await session.refusal(bob.address, instant, "redeem", [most + 10n ** 13n]), short);
  const [before, supply] = [await balance(cash, bob), await session.read(fund, "totalSupply")];
  await session.write(bob.account, instant, "redeem", [most]);
  assert.equal((await balance(cash, bob)) - before, pays);
  assert.equal(supply - (await session.read(fund, "totalSupply")), most);
  const nav = at("own/Feed", chain.demo.contracts.fundNav);
  const [, answer] = await session.read(nav, "latestRoundData");
  const worth = (most * answer) / 10n ** 20n;
  assert.equal(pays, worth - (worth * 15n) / 10_000n);
  await issuers.setLiquidity("60000");
  // Dave is frozen on the fund, and no way out leads round that.
  await session.write(dave.account, fund, "approve", [instant.address, 10n ** 18n]);
  assert.equal(await session.refusal(dave.address, instant, "redeem", [10n ** 18n]), errorString("wallet is frozen"));
});

test("gold: sent to the address that its issuer publishes", async () => {
  const { type, to } = chain.token("dXAU").extensions.assay.redemption;
  assert.deepEqual([type, to], ["transfer", chain.demo.accounts.goldIssuer]);
  const gold = at("circle/v2/FiatTokenV2_2", chain.demo.contracts.gold);
  assert.equal(await chain.session.refusal(alice.address, gold, "transfer", [to, 10n ** 18n]), null);
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

#!/usr/bin/env node
// A hundred assets with a year behind them, on a running demo chain whose clock is driven ahead: what `cargo xtask bench --only income` asks
// about. `node year.mjs '<the line of JSON that the chain printed>'` prints the folder of their token list when it is done.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseUnits } from "viem/utils";
import { investors, offices } from "./chain/accounts.mjs";
import { CHAIN_ID } from "./chain/anvil.mjs";
import { quantity } from "./chain/rpc.mjs";
import { Session, at } from "./chain/session.mjs";
import { deployBond } from "./deploy/bond.mjs";
import { deployCredit } from "./deploy/credit.mjs";
import { figures } from "./deploy/figures.mjs";
import { deployNote } from "./deploy/note.mjs";
import { deployProperty } from "./deploy/property.mjs";
import { dailyAddition, deployTreasury } from "./deploy/treasury.mjs";
import * as entries from "./files/tokenlist.mjs";
import { readDemo } from "./files/write.mjs";
import { GAS, mineBlock, queue } from "./present/blocks.mjs";
import { couponTree } from "./present/coupons.mjs";
import { monthlyPayment } from "./present/dividends.mjs";
import { claimOf, deployment, holdersOf } from "./present/payments.mjs";
import { rentTree } from "./present/rent.mjs";

/** Of each of the five kinds. */
const EACH = 20;
const MONTHS = 12;
const MONTH = 30 * 86_400;
const HOUR = 3_600;
/** All that happens in a month goes into a few blocks. */
const BLOCK_GAS = 30_000_000_000n;

/** One of each kind of the demo whose income is worth a history. */
async function deploySet(session, cash) {
  await session.write(offices.cashIssuer, cash, "mint", [offices.creditManager.address, parseUnits("180000", 6)]);
  return {
    cash: { token: cash },
    property: await deployProperty(session),
    credit: await deployCredit(session, cash),
    treasury: await deployTreasury(session),
    note: await deployNote(session, cash),
    bond: await deployBond(session, cash),
    rents: [],
    coupons: [],
  };
}

/** What distributors pay in a month: rent each month, a coupon every sixth. */
function payments({ property, bond, shareholders, bondholders, rents, coupons }, month, period) {
  const rent = { payer: offices.rentPayer, token: property.token, tree: rentTree(shareholders, period), list: rents };
  const coupon = { payer: offices.bondAgent, token: bond.token, tree: couponTree(bondholders), list: coupons };
  return month % 6 === 0 ? [rent, coupon] : [rent];
}

/** Alice gives Bob one unit of each asset. */
async function move(session, { property, credit, treasury, note, bond }) {
  const { account } = investors.alice;
  const units = [[property.token, 1n], [credit, 10n ** 12n], [treasury.token, 10n ** 18n], [note.token, 10n ** 18n], [bond.token, 1n]];
  for (const [token, amount] of units) await queue(session, account, token, "transfer", [investors.bob.address, amount]);
}

async function liveMonth(session, sets, { month, time }) {
  const { feedOperator, cashIssuer, treasuryIssuer, noteIssuer } = offices;
  const period = new Date(time * 1000).toISOString().slice(0, 7);
  const { token: cash } = sets[0].cash;
  const paid = sets.flatMap((set) => payments(set, month, period));
  for (const payment of paid) {
    payment.hash = await session.send(payment.payer, { data: deployment(cash, payment.tree), gas: GAS });
  }
  for (const set of sets) {
    await move(session, set);
    for (const [feed, answer] of set.figures(month)) await queue(session, feedOperator, feed, "publish", [answer]);
    await queue(session, treasuryIssuer, set.treasury.token, "setDailyAddition", [dailyAddition(month)]);
    await queue(session, investors.alice.account, set.note.token, "withdrawFunds", []);
  }
  await mineBlock(session, time);
  for (const { credit, note } of sets) {
    await queue(session, cashIssuer, cash, "mint", [credit.address, 1_700_000_000n]);
    await queue(session, cashIssuer, cash, "mint", [note.token.address, monthlyPayment(250_000n * 10n ** 18n, month)]);
  }
  for (const { hash, tree, list } of paid) {
    const { contractAddress } = await session.receipt(hash);
    const contract = at("uniswap/MerkleDistributor", contractAddress);
    list.push({ period, contract, tree });
    await queue(session, cashIssuer, cash, "mint", [contract.address, BigInt(tree.tokenTotal)]);
  }
  await mineBlock(session, time + HOUR);
  for (const { note } of sets) await queue(session, noteIssuer, note.token, "updateFundsReceived", []);
  // The newest payments are left to be claimed.
  for (const { list } of month < MONTHS ? paid : []) await claim(session, list.at(-1));
  await mineBlock(session, time + 2 * HOUR);
}

async function claim(session, { contract, tree }) {
  const { account, address } = investors.alice;
  await queue(session, account, contract, "claim", claimOf(tree, address));
}

/** What the list says of one set; trees of all sets lie side by side, so each is put into a folder of its own. */
function described({ rents, coupons, ...contracts }, number, time) {
  const { property, credit, treasury, note, bond } = entries;
  const all = [
    property(contracts, rents),
    credit(contracts, time),
    treasury(contracts, time),
    note(contracts, time),
    bond(contracts, coupons),
  ];
  for (const { extensions } of all) {
    for (const distribution of extensions.assay.distributions ?? []) {
      if (distribution.tree) distribution.tree = `${number}/${distribution.tree}`;
    }
  }
  return all;
}

function write(folder, sets, time) {
  const put = (name, content) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  };
  const tokens = sets.flatMap((set, number) => described(set, number, time));
  const trees = sets.flatMap(({ rents, coupons }) => [...rents, ...coupons]);
  const named = tokens.flatMap(({ extensions }) => (extensions.assay.distributions ?? []).filter(({ tree }) => tree));
  for (const { contract, tree } of named) put(tree, trees.find((paid) => paid.contract.address === contract).tree);
  const version = { major: 1, minor: 0, patch: 0 };
  put("tokenlist.json", { name: "A hundred assets", timestamp: time.toISOString(), version, tokens });
}

async function main() {
  const { rpc, chainId, files } = JSON.parse(process.argv[2] ?? "{}");
  if (chainId !== CHAIN_ID) throw new Error("usage: node year.mjs '<the line of JSON that the demo chain printed>'");
  const session = new Session(rpc);
  const { cash: address } = readDemo(files).contracts;
  const cash = at("circle/v2/FiatTokenV2_2", address);
  await session.call("evm_setBlockGasLimit", quantity(BLOCK_GAS));
  const sets = [];
  for (let number = 0; number < EACH; number += 1) {
    const set = await deploySet(session, cash);
    const known = { ...set, cash: {}, gold: {}, fund: {}, carbon: {} };
    // Of the demo's figures those of these feeds.
    set.figures = (month) => figures(known, month).filter(([feed]) => feed !== undefined);
    set.shareholders = await holdersOf(session, set.property.token);
    set.bondholders = await holdersOf(session, set.bond.token);
    for (const [feed, answer] of set.figures(0)) await session.write(offices.feedOperator, feed, "publish", [answer]);
    sets.push(set);
  }
  const start = Number((await session.head()).timestamp);
  await session.call("evm_setAutomine", false);
  for (let month = 1; month <= MONTHS; month += 1) await liveMonth(session, sets, { month, time: start + month * MONTH });
  await session.call("evm_setAutomine", true);
  const folder = join(files, "year");
  write(folder, sets, new Date((start + MONTHS * MONTH) * 1000));
  process.stdout.write(`${folder}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

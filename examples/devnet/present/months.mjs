// Brings the chain from its first day to the present: every month new figures, interest and payments.
import { investors, offices } from "../chain/accounts.mjs";
import { GENESIS } from "../chain/anvil.mjs";
import { at } from "../chain/session.mjs";
import { figures, figuresWithin } from "../deploy/figures.mjs";
import { dailyAddition } from "../deploy/treasury.mjs";
import { GAS, mineBlock, queue } from "./blocks.mjs";
import { couponTime, couponTree } from "./coupons.mjs";
import { monthlyPayment } from "./dividends.mjs";
import { claimOf, deployment, holdersOf } from "./payments.mjs";
import { rentTree } from "./rent.mjs";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Interest that borrowers pay each month, in hundredths of a percent of what the vault manages. */
const INTEREST = 72n;

/** Start of the month that is `index` months after the first, in seconds. */
export const monthStart = (index) => Date.UTC(2026, index, 1) / 1000;

/** A month as `2026-10`; index 0 is January 2026. */
export const monthName = (index) => new Date(monthStart(index) * 1000).toISOString().slice(0, 7);

/**
 * Lives through all months up to `now`. The clock decides how many there are, and nothing of what is in those that are over.
 * @param {number} now seconds since 1970
 * @returns what was paid by distributors, oldest first: `{ rents, coupons }`, each `{ period, contract, tree }`
 */
export async function bringToPresent(session, contracts, now) {
  if (now <= GENESIS + DAY) throw new Error(`the clock says ${new Date(now * 1000).toISOString()}, before this chain began`);
  const [shareholders, bondholders] = [
    await holdersOf(session, contracts.property.token),
    await holdersOf(session, contracts.bond.token),
  ];
  const [rents, coupons] = [[], []];
  await session.call("evm_setAutomine", false);
  let month = 1;
  for (; monthStart(month) + 10 * DAY < now; month += 1) {
    const time = monthStart(month) + DAY / 2;
    if (month % 3 === 0) await takeDividends(session, contracts.note, time - HOUR);
    rents.push(await liveMonth(session, contracts, { month, shareholders, time }));
    if (monthStart(month + 1) + 10 * DAY < now) await claim(session, rents.at(-1), monthStart(month) + 3 * DAY);
    if (couponTime(month) + MINUTE < now) coupons.push(await liveCoupon(session, contracts, { month, bondholders, last: coupons.at(-1) }));
  }
  const [last, next] = [monthStart(month - 1), monthStart(month)];
  const elapsed = Math.min(now - last, next - last);
  const today = figuresWithin(contracts, month - 1, elapsed, next - last);
  await publish(session, today);
  await mineBlock(session, now);
  await session.call("evm_setAutomine", true);
  return { rents, coupons };
}

/** One month's first working day: figures, interest, and the rent and the note's payment for the month before. */
async function liveMonth(session, contracts, { month, shareholders, time }) {
  const { cash, credit, treasury, note } = contracts;
  await publish(session, figures(contracts, month));
  const interest = ((await session.read(credit, "totalAssets")) * INTEREST) / 10_000n;
  await queue(session, offices.cashIssuer, cash.token, "mint", [credit.address, interest]);
  await queue(session, offices.treasuryIssuer, treasury.token, "setDailyAddition", [dailyAddition(month)]);
  const payment = monthlyPayment(await session.read(note.token, "totalSupply"), month);
  await queue(session, offices.cashIssuer, cash.token, "mint", [note.token.address, payment]);
  const tree = rentTree(shareholders, monthName(month - 1));
  const contract = await distribute(session, { payer: offices.rentPayer, cash, tree, time });
  await queue(session, offices.noteIssuer, note.token, "updateFundsReceived", []);
  await mineBlock(session, time + MINUTE);
  return { period: monthName(month - 1), contract, tree };
}

/** A coupon; Alice takes the one before just before it. */
async function liveCoupon(session, { cash }, { month, bondholders, last }) {
  const time = couponTime(month);
  if (last) await claim(session, last, time - HOUR);
  const tree = couponTree(bondholders);
  const contract = await distribute(session, { payer: offices.bondAgent, cash, tree, time });
  await mineBlock(session, time + MINUTE);
  return { period: monthName(month), contract, tree };
}

/** Mines a block with a new distributor in it; what fills the distributor waits for the next block. */
async function distribute(session, { payer, cash, tree, time }) {
  const hash = await session.send(payer, { data: deployment(cash.token, tree), gas: GAS });
  await mineBlock(session, time);
  const { contractAddress } = await session.receipt(hash);
  const contract = at("uniswap/MerkleDistributor", contractAddress);
  await queue(session, offices.cashIssuer, cash.token, "mint", [contract.address, BigInt(tree.tokenTotal)]);
  return contract;
}

/** Alice takes what a distributor has for her. */
async function claim(session, { contract, tree }, time) {
  const { account, address } = investors.alice;
  const args = claimOf(tree, address);
  if (args === undefined) return;
  await queue(session, account, contract, "claim", args);
  await mineBlock(session, time);
}

/** Alice takes what the note has paid her, once a quarter and just before the next payment. */
async function takeDividends(session, { token }, time) {
  await queue(session, investors.alice.account, token, "withdrawFunds", []);
  await mineBlock(session, time);
}

async function publish(session, answers) {
  for (const [feed, answer] of answers) await queue(session, offices.feedOperator, feed, "publish", [answer]);
}

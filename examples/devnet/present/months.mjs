// Brings the chain from its first day to the present: every month new figures, interest and rent.
import { encodeDeployData, encodeFunctionData } from "viem/utils";
import { artifact } from "../chain/artifacts.mjs";
import { investors, offices } from "../chain/accounts.mjs";
import { GENESIS } from "../chain/anvil.mjs";
import { at } from "../chain/session.mjs";
import { figures, figuresWithin } from "../deploy/figures.mjs";
import { rentTreeFor, shareholders } from "./rent.mjs";

const DAY = 86_400;
const GAS = 2_000_000n;
/** Interest that borrowers pay each month, in hundredths of a percent of what the vault manages. */
const INTEREST = 72n;

/** Start of the month that is `index` months after the first, in seconds. */
export const monthStart = (index) => Date.UTC(2026, index, 1) / 1000;

/** A month as `2026-10`; index 0 is January 2026. */
export const monthName = (index) => new Date(monthStart(index) * 1000).toISOString().slice(0, 7);

/**
 * Lives through all months up to `now`.
 * @param {number} now seconds since 1970
 * @returns the rent payments, oldest first: `{ period, contract, tree }`
 */
export async function bringToPresent(session, contracts, now) {
  if (now <= GENESIS + DAY) throw new Error(`the clock says ${new Date(now * 1000).toISOString()}, before this chain began`);
  const holders = await shareholders(session, contracts.property.token);
  const rents = [];
  await session.call("evm_setAutomine", false);
  let month = 1;
  for (; monthStart(month) + 10 * DAY < now; month += 1) {
    rents.push(await liveMonth(session, contracts, { month, holders, time: monthStart(month) + DAY / 2 }));
    if (monthStart(month + 1) + 10 * DAY < now) await claimRent(session, rents.at(-1), monthStart(month) + 3 * DAY);
  }
  const [last, next] = [monthStart(month - 1), monthStart(month)];
  const elapsed = Math.min(now - last, next - last);
  const today = figuresWithin(contracts, month - 1, elapsed, next - last);
  await publish(session, today);
  await mineBlock(session, now);
  await session.call("evm_setAutomine", true);
  return rents;
}

/** One month's first working day: figures, interest, and the rent of the month before. */
async function liveMonth(session, contracts, { month, holders, time }) {
  const { cash, credit } = contracts;
  await publish(session, figures(contracts, month));
  const interest = ((await session.read(credit, "totalAssets")) * INTEREST) / 10_000n;
  await queue(session, offices.cashIssuer, cash.token, "mint", [credit.address, interest]);
  const period = monthName(month - 1);
  const tree = rentTreeFor(holders, period);
  const { abi, bytecode } = artifact("uniswap/MerkleDistributor");
  const data = encodeDeployData({ abi, bytecode, args: [cash.token.address, tree.merkleRoot] });
  const hash = await session.send(offices.rentPayer, { data, gas: GAS });
  await mineBlock(session, time);
  const { contractAddress } = await session.receipt(hash);
  const contract = at("uniswap/MerkleDistributor", contractAddress);
  await queue(session, offices.cashIssuer, cash.token, "mint", [contract.address, BigInt(tree.tokenTotal)]);
  await mineBlock(session, time + 60);
  return { period, contract, tree };
}

/** Alice takes her rent as soon as she sees it. */
async function claimRent(session, { contract, tree }, time) {
  const { account, address } = investors.alice;
  const claim = tree.claims[address];
  if (claim === undefined) return;
  await queue(session, account, contract, "claim", [BigInt(claim.index), address, BigInt(claim.amount), claim.proof]);
  await mineBlock(session, time);
}

async function publish(session, answers) {
  for (const [feed, answer] of answers) await queue(session, offices.feedOperator, feed, "publish", [answer]);
}

/** Puts a transaction into the pool; `mineBlock` checks it. */
function queue(session, account, contract, functionName, args) {
  const data = encodeFunctionData({ abi: contract.abi, functionName, args });
  return session.send(account, { to: contract.address, data, gas: GAS });
}

/** Mines what is in the pool at the given time, and fails if any of it did. */
async function mineBlock(session, time) {
  await session.mineAt(time);
  const receipts = await session.call("eth_getBlockReceipts", "latest");
  const failed = receipts.find((receipt) => receipt.status !== "0x1");
  if (failed) throw new Error(`transaction ${failed.transactionHash} of ${failed.from} to ${failed.to} reverted`);
}

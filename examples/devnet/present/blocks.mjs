// Blocks that are made by hand: what goes into one is put into the pool, then it is mined at its time.
import { encodeFunctionData } from "viem/utils";

/** Gas that each transaction may use. */
export const GAS = 2_000_000n;

/** Puts a transaction into the pool; `mineBlock` checks it. */
export function queue(session, account, contract, functionName, args) {
  const data = encodeFunctionData({ abi: contract.abi, functionName, args });
  return session.send(account, { to: contract.address, data, gas: GAS });
}

/** Mines what is in the pool at the given time, and fails if any of it did. */
export async function mineBlock(session, time) {
  await session.mineAt(time);
  const receipts = await session.call("eth_getBlockReceipts", "latest");
  const failed = receipts.find((receipt) => receipt.status !== "0x1");
  if (failed) throw new Error(`transaction ${failed.transactionHash} of ${failed.from} to ${failed.to} reverted`);
}

// What is due to somebody by the published files, asked of the contracts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { read } from "./chain.mjs";
import { demo, files } from "./env.mjs";

/** Every leaf of a published file that belongs to someone and is not claimed yet, by the contracts. */
export async function unclaimed(who) {
  const found = [];
  for (const { contract, tree } of [...demo().distributions, ...demo().coupons]) {
    const { claims } = JSON.parse(readFileSync(join(files, tree), "utf8"));
    const leaf = Object.entries(claims).find(([address]) => address.toLowerCase() === who.toLowerCase())?.[1];
    if (!leaf || (await read(contract, "isClaimed", BigInt(leaf.index)))) continue;
    found.push({ contract, index: BigInt(leaf.index), amount: BigInt(leaf.amount), proof: leaf.proof });
  }
  return found;
}

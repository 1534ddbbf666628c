// Rent: paid in cash, one Uniswap Merkle distributor a month, in proportion to the shares held.
import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { encodePacked, getAddress, keccak256, numberToHex } from "viem/utils";
import { offices } from "../chain/accounts.mjs";

/** ERC-20 `Transfer(address,address,uint256)`. */
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
/** Net rent of one share in one month, in units of cash (six decimals), repeated after a year. */
const RENT = [310_000n, 310_000n, 268_500n, 310_000n, 310_000n, 314_200n, 314_200n, 314_200n, 291_750n, 314_200n, 314_200n, 314_200n];

/** What one share earns in a period such as `2026-10`. */
export const rentOfShare = (period) => RENT[Number(period.slice(5, 7)) - 1];

/** Everyone who holds shares now, `[address, shares]`, by address: read from the token's own transfers. */
export async function shareholders(session, token) {
  const filter = { address: token.address, topics: [TRANSFER], fromBlock: "0x0", toBlock: "latest" };
  const logs = await session.call("eth_getLogs", filter);
  const receivers = new Set(logs.map((log) => getAddress(`0x${log.topics[2].slice(26)}`)));
  const holders = [];
  for (const address of [...receivers].sort()) {
    const shares = await session.read(token, "balanceOf", [address]);
    if (shares > 0n) holders.push([address, shares]);
  }
  return holders;
}

/**
 * The tree of one payment, in the format of Uniswap's distributor: `{ merkleRoot, tokenTotal, claims }`.
 * @param {[string, bigint][]} payments addresses and amounts, none twice
 */
export function rentTree(payments) {
  const leaves = payments.map(([account, amount], index) =>
    keccak256(encodePacked(["uint256", "address", "uint256"], [BigInt(index), account, amount])),
  );
  const tree = SimpleMerkleTree.of(leaves);
  const claims = payments.map(([account, amount], index) => [
    account,
    { index, amount: numberToHex(amount), proof: tree.getProof(index) },
  ]);
  const total = payments.reduce((sum, [, amount]) => sum + amount, 0n);
  return { merkleRoot: tree.root, tokenTotal: numberToHex(total), claims: Object.fromEntries(claims) };
}

/** The tree of a period's rent for the given shareholders. */
export const rentTreeFor = (holders, period) =>
  rentTree(holders.map(([address, shares]) => [address, shares * rentOfShare(period)]));

/** Pays a period's rent now: deploys the distributor and fills it. @returns `{ period, contract, tree }` */
export async function payRent(session, { cash, property }, period) {
  const tree = rentTreeFor(await shareholders(session, property.token), period);
  const args = [cash.token.address, tree.merkleRoot];
  const contract = await session.deploy(offices.rentPayer, "uniswap/MerkleDistributor", args);
  await session.write(offices.cashIssuer, cash.token, "mint", [contract.address, BigInt(tree.tokenTotal)]);
  return { period, contract, tree };
}

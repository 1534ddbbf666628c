// Payments in cash to those who hold a token: one Uniswap Merkle distributor for each.
import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { encodeDeployData, encodePacked, getAddress, keccak256, numberToHex } from "viem/utils";
import { artifact } from "../chain/artifacts.mjs";
import { offices } from "../chain/accounts.mjs";

/** ERC-20 `Transfer(address,address,uint256)`. */
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const DISTRIBUTOR = "uniswap/MerkleDistributor";

/** Everyone who holds a token now, `[address, raw units]`, by address: read from the token's own transfers. */
export async function holdersOf(session, token) {
  const filter = { address: token.address, topics: [TRANSFER], fromBlock: "0x0", toBlock: "latest" };
  const logs = await session.call("eth_getLogs", filter);
  const receivers = new Set(logs.map((log) => getAddress(`0x${log.topics[2].slice(26)}`)));
  const holders = [];
  for (const address of [...receivers].sort()) {
    const units = await session.read(token, "balanceOf", [address]);
    if (units > 0n) holders.push([address, units]);
  }
  return holders;
}

/**
 * The tree of one payment, in the format of Uniswap's distributor: `{ merkleRoot, tokenTotal, claims }`.
 * @param {[string, bigint][]} payments addresses and amounts, none twice
 */
export function paymentTree(payments) {
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

/** The transaction that deploys a payment's distributor, for callers that mine their own blocks. */
export function deployment(cash, tree) {
  const { abi, bytecode } = artifact(DISTRIBUTOR);
  return encodeDeployData({ abi, bytecode, args: [cash.address, tree.merkleRoot] });
}

/** Pays now: deploys the distributor from the payer's account and fills it. @returns the distributor */
export async function pay(session, { payer, cash, tree }) {
  const contract = await session.deploy(payer, DISTRIBUTOR, [cash.address, tree.merkleRoot]);
  await session.write(offices.cashIssuer, cash, "mint", [contract.address, BigInt(tree.tokenTotal)]);
  return contract;
}

/** The arguments of a holder's `claim`, or nothing where the tree has none. */
export function claimOf(tree, address) {
  const claim = tree.claims[address];
  return claim && [BigInt(claim.index), address, BigInt(claim.amount), claim.proof];
}

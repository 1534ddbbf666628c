// Builds Merkle trees with two libraries: `{ lists: [[leaf]], entries: [[account, amount]] }` on its input. For each list of leaves
// the roots and proofs of @openzeppelin/merkle-tree and of merkletreejs with 32 and with 16 bytes a node.
import { readFileSync } from "node:fs";
import { SimpleMerkleTree, StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { MerkleTree } from "merkletreejs";
import { getBytes, hexlify, keccak256 } from "ethers";

const { lists, entries } = JSON.parse(readFileSync(0, "utf8"));

const openZeppelin = (leaves) => {
  const tree = SimpleMerkleTree.of(leaves);
  const asked = leaves.map((_, n) => n).filter((n) => n % 3 !== 1);
  const { leaves: several, proof, proofFlags } = tree.getMultiProof(asked);
  return {
    root: tree.root,
    proofs: leaves.map((_, n) => tree.getProof(n)),
    multi: { leaves: several, proof, flags: proofFlags },
  };
};

const inOrder = (leaves, size) => {
  const cut = (hash) => Buffer.from(getBytes(hash)).subarray(0, size);
  const tree = new MerkleTree(leaves.map(cut), (data) => cut(keccak256(data)), { sortPairs: true });
  const proofs = leaves.map((leaf, n) => tree.getProof(cut(leaf), n).map(({ data }) => hexlify(data)));
  return { root: hexlify(tree.getRoot()), proofs };
};

const standard = StandardMerkleTree.of(entries, ["address", "uint256"]);
process.stdout.write(
  JSON.stringify({
    lists: lists.map((leaves) => ({ openZeppelin: openZeppelin(leaves), whole: inOrder(leaves, 32), halved: inOrder(leaves, 16) })),
    standard: { root: standard.root, proofs: entries.map((_, n) => standard.getProof(n)) },
  }),
);

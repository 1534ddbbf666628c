// Builds trees with @openzeppelin/merkle-tree: `[{ encoding, values }]` on its input, for each its dump, as a publisher puts it on the web,
// with its root and every proof.
import { readFileSync } from "node:fs";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";

const trees = JSON.parse(readFileSync(0, "utf8")).map(({ encoding, values }) => {
  const tree = StandardMerkleTree.of(values, encoding);
  return { dump: tree.dump(), root: tree.root, proofs: values.map((_, place) => tree.getProof(place)) };
});
process.stdout.write(JSON.stringify(trees));

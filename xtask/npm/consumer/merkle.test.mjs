// Merkle proofs: trees that OpenZeppelin's library and Uniswap's script made, and what is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { before } from 'node:test';
import { MerkleTree, init, isAssayError, merkleLeaf, verifyMerkleProof } from '@assay/sdk';

const { distributor, standard } = JSON.parse(readFileSync(join(process.env.ASSAY_VECTORS, 'merkle.json'), 'utf8'));
const refused = (code) => (error) => isAssayError(error, code);

before(() => init());

const uniswap = ({ index, account, amount }) => merkleLeaf({ layout: 'uniswap', index: String(index), account, amount });
const openZeppelin = ({ encoded }) => merkleLeaf({ layout: 'standard', encoded });

test('every entry of a distributor is in its tree, and no other amount is', () => {
  for (const entry of distributor.entries) {
    const { root } = distributor;
    verifyMerkleProof({ root, leaf: uniswap(entry), proof: entry.proof });
    const leaf = uniswap({ ...entry, amount: String(BigInt(entry.amount) + 1n) });
    assert.throws(() => verifyMerkleProof({ root, leaf, proof: entry.proof }), refused('proof-root-mismatch'));
  }
});

test('a tree has the root and the proofs that OpenZeppelin gives it', () => {
  const leaves = standard.entries.map(openZeppelin);
  const tree = new MerkleTree({ leaves: leaves.toReversed() });
  assert.equal(tree.root, standard.root);
  for (const [at, { proof }] of standard.entries.entries()) assert.deepEqual(tree.proof(leaves[at]), proof);
  assert.equal(tree.proof(uniswap(distributor.entries[0])), undefined);
  tree.free();
});

test('what is no tree and no hash is refused', () => {
  assert.throws(() => new MerkleTree({ leaves: [] }), isAssayError);
  for (const leaves of [['0x00'], ['00'.repeat(32)], [1]]) {
    assert.throws(() => new MerkleTree({ leaves }), refused('argument-invalid'));
  }
  assert.throws(() => merkleLeaf({ layout: 'standard', encoded: '0x0' }), refused('argument-invalid'));
  assert.throws(() => merkleLeaf({ layout: 'oak', encoded: '0x' }), refused('argument-invalid'));
});

//! Merkle trees over sorted pairs, as distributors use them.

use alloy_primitives::{Address, B256, U256, keccak256};

use super::ProofError;

/// A tree of more than 2^64 leaves does not exist.
const DEPTH_LIMIT: usize = 64;

/// Checks that a leaf is in the tree of `root`, where each parent is the hash of its children in ascending order
/// (`MerkleProof` of `OpenZeppelin`, the distributor of Uniswap).
///
/// Leaves must be made by one of the functions beside this: a leaf of 64 bytes could be passed off as a node.
///
/// # Errors
/// [`ProofError::NotInTree`], or [`ProofError::TooDeep`].
pub fn verify_inclusion(root: B256, leaf: B256, proof: &[B256]) -> Result<(), ProofError> {
    if proof.len() > DEPTH_LIMIT {
        return Err(ProofError::TooDeep { got: proof.len(), expected: DEPTH_LIMIT });
    }
    let got = proof.iter().fold(leaf, |node, sibling| parent(node, *sibling));
    if got == root { Ok(()) } else { Err(ProofError::NotInTree { got, expected: root }) }
}

/// The leaf of Uniswap's `MerkleDistributor`: `keccak256(index ‖ account ‖ amount)`, packed into 84 bytes.
#[must_use]
pub fn distributor_leaf(index: U256, account: Address, amount: U256) -> B256 {
    let (index, amount) = (index.to_be_bytes::<32>(), amount.to_be_bytes::<32>());
    keccak256([index.as_slice(), account.as_slice(), amount.as_slice()].concat())
}

/// The leaf of `StandardMerkleTree` by `OpenZeppelin`: the ABI encoding of the entry, hashed twice.
#[must_use]
pub fn standard_leaf(abi_encoded: &[u8]) -> B256 {
    keccak256(keccak256(abi_encoded))
}

fn parent(a: B256, b: B256) -> B256 {
    let (left, right) = if a <= b { (a, b) } else { (b, a) };
    keccak256([left.as_slice(), right.as_slice()].concat())
}

//! `CumulativeMerkleDrop128` by 1inch: hashes are cut to their first 16 bytes, proofs are half as long.

use alloy_primitives::{Address, B128, U256, keccak256};

use super::super::ProofError;
use super::DEPTH_LIMIT;

/// The leaf of `CumulativeMerkleDrop128`: the first 16 bytes of `keccak256(salt ‖ account ‖ cumulative)`, packed into 68 bytes.
#[must_use]
pub fn cumulative_leaf_128(salt: B128, account: Address, cumulative: U256) -> B128 {
    cut(&[salt.as_slice(), account.as_slice(), &cumulative.to_be_bytes::<32>()].concat())
}

/// Checks that a leaf is in the tree of `root`; `proof` is its nodes of 16 bytes, one after the other, as the contract's `claim` takes them.
///
/// Whoever builds such a tree can find two entries with one leaf in 2^64 steps: it binds its issuer less than one of 32 bytes.
///
/// # Errors
/// [`ProofError::NotInTree128`], [`ProofError::TooDeep`], or [`ProofError::Malformed`] where the proof ends inside of a node: the
/// contract would read on in what follows it.
pub fn verify_inclusion_128(root: B128, leaf: B128, proof: &[u8]) -> Result<(), ProofError> {
    let (nodes, rest) = proof.as_chunks::<16>();
    if !rest.is_empty() {
        let (what, got) = ("the proof".to_owned(), format!("{} bytes", proof.len()));
        return Err(ProofError::Malformed { what, got, expected: "whole nodes of 16 bytes" });
    }
    if nodes.len() > DEPTH_LIMIT {
        return Err(ProofError::TooDeep { got: nodes.len(), expected: DEPTH_LIMIT });
    }
    let got = nodes.iter().fold(leaf, |node, sibling| parent(node, B128::new(*sibling)));
    if got == root { Ok(()) } else { Err(ProofError::NotInTree128 { got, expected: root }) }
}

fn parent(a: B128, b: B128) -> B128 {
    let (left, right) = if a <= b { (a, b) } else { (b, a) };
    cut(&[left.as_slice(), right.as_slice()].concat())
}

fn cut(bytes: &[u8]) -> B128 {
    let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = keccak256(bytes).0;
    B128::new(first)
}

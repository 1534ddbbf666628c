//! Merkle trees over sorted pairs, as distributors and lists of payments use them: inclusion, multi-proofs, building.
//!
//! | Tree | Leaf | Nodes |
//! | --- | --- | --- |
//! | `MerkleDistributor` of Uniswap | [`distributor_leaf`] | 32 bytes |
//! | `CumulativeMerkleDrop` of 1inch | [`cumulative_leaf`] | 32 bytes |
//! | `CumulativeMerkleDrop128` of 1inch | [`cumulative_leaf_128`] | 16 bytes: [`verify_inclusion_128`] |
//! | `StandardMerkleTree` of `OpenZeppelin` | [`standard_leaf`] | 32 bytes |
//! | `Distributor` of Merkl | [`merkl_leaf`] | 32 bytes |
//!
//! In each of them a parent is the hash of its children in ascending order, so a proof does not say left or right, and the same function
//! checks them all. They differ in how the leaves are laid out, which matters to those who build a tree alone: [`MerkleTree`] holds
//! one in memory, [`MerkleStream`] takes its leaves one by one.

mod forest;
mod halved;
mod leaf;
mod multi;
mod stream;
mod tree;

use alloy_primitives::{B256, keccak256};

use super::ProofError;
pub(super) use forest::{Forest, Subtree};
pub use halved::{cumulative_leaf_128, verify_inclusion_128};
pub use leaf::{cumulative_leaf, distributor_leaf, merkl_leaf, standard_leaf};
pub use multi::{MultiProof, verify_multi_proof};
pub use stream::{MerkleStream, StreamedTree};
pub use tree::MerkleTree;

/// A tree of more than 2^64 leaves does not exist.
const DEPTH_LIMIT: usize = 64;

/// Why a tree was not built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeBuildError {
    /// No leaf, so no root.
    #[error("a tree has at least one leaf")]
    Empty,
    /// The leaves do not come in ascending order.
    #[error("leaf {index} is below the one before it: the leaves of this layout come sorted")]
    OutOfOrder {
        /// Its place, from zero.
        index: u64,
    },
    /// More or fewer leaves than were announced.
    #[error("got {got} leaves, expected {expected}")]
    Count {
        /// How many came; where there were too many, one more than announced.
        got: u64,
        /// How many were announced.
        expected: u64,
    },
    /// A proof was asked for of a leaf that did not come.
    #[error("there is no leaf {index}, expected one of {leaves}")]
    NoSuchLeaf {
        /// The leaf.
        index: u64,
        /// How many there are.
        leaves: u64,
    },
    /// More leaves than a tree may have.
    #[error("a tree has at most {expected} leaves")]
    TooMany {
        /// The limit.
        expected: u64,
    },
    /// The balances add up to more than 2^128 − 1.
    #[error("the balances up to leaf {index} add up to more than 128 bits")]
    Sum {
        /// The leaf in whose subtree it happens.
        index: u64,
    },
}

/// Checks that a leaf is in the tree of `root`, where each parent is the hash of its children in ascending order
/// (`MerkleProof` of `OpenZeppelin`, the distributors of Uniswap, 1inch and Merkl).
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

fn parent(a: B256, b: B256) -> B256 {
    let (left, right) = if a <= b { (a, b) } else { (b, a) };
    let mut pair = [0_u8; 64];
    let (first, second) = pair.split_at_mut(32);
    first.copy_from_slice(left.as_slice());
    second.copy_from_slice(right.as_slice());
    keccak256(pair)
}

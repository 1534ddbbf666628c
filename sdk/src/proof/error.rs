//! Why a proof was refused.

use alloy_primitives::{Address, B128, B256, U256};

/// Why a proof was refused. A refused proof says nothing about the state: it is worth as much as no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// A field is missing or has not the shape that the standard prescribes.
    #[error("{what} is malformed: got {got}, expected {expected}")]
    Malformed {
        /// Which field.
        what: String,
        /// What stood there, shortened.
        got: String,
        /// What the standard prescribes.
        expected: &'static str,
    },
    /// The header's fields do not hash to the hash that came with them: the fields were altered, or belong to a fork
    /// whose headers have fields that this version does not know.
    #[error("the header hashes to {got}, expected {expected}; fields not known here: {unknown:?}")]
    HeaderHash {
        /// Keccak-256 of the header rebuilt from its fields.
        got: B256,
        /// The hash that was claimed.
        expected: B256,
        /// Names that are neither header fields nor known companions of them.
        unknown: Vec<String>,
    },
    /// The proof is for another account than the one asked for.
    #[error("the proof is for account {got}, expected {expected}")]
    OtherAccount {
        /// The account of the proof.
        got: Address,
        /// The account that was asked for.
        expected: Address,
    },
    /// The storage proofs are not those of the slots asked for, in their order.
    #[error("the storage proof is for slot {got}, expected {expected}")]
    OtherSlot {
        /// The slot of the proof.
        got: U256,
        /// The slot that was asked for.
        expected: U256,
    },
    /// More or fewer storage proofs than slots.
    #[error("got {got} storage proofs, expected {expected}")]
    SlotCount {
        /// How many came.
        got: usize,
        /// How many were asked for.
        expected: usize,
    },
    /// The nodes do not lead from the state root to the claimed account.
    #[error("the account proof of {address} does not follow from state root {root}: {reason}")]
    Account {
        /// The account.
        address: Address,
        /// The state root of the header.
        root: B256,
        /// Where the walk through the trie failed.
        reason: String,
    },
    /// The nodes do not lead from the storage root to the claimed value.
    #[error("the storage proof of slot {slot} does not follow from storage root {root}: {reason}")]
    Storage {
        /// The slot.
        slot: U256,
        /// The account's storage root.
        root: B256,
        /// Where the walk through the trie failed.
        reason: String,
    },
    /// The code is not the one that the account commits to.
    #[error("the code hashes to {got}, expected {expected}")]
    CodeHash {
        /// Keccak-256 of the code.
        got: B256,
        /// The hash of the account's code.
        expected: B256,
    },
    /// The proof has more nodes than any real tree.
    #[error("the proof has {got} nodes, expected at most {expected}")]
    TooDeep {
        /// Nodes in the proof.
        got: usize,
        /// The limit.
        expected: usize,
    },
    /// The leaf is not in the tree.
    #[error("the leaf leads to root {got}, expected {expected}")]
    NotInTree {
        /// Root computed from leaf and proof.
        got: B256,
        /// The tree's root.
        expected: B256,
    },
    /// The leaf is not in the tree, whose nodes have 16 bytes.
    #[error("the leaf leads to root {got}, expected {expected}")]
    NotInTree128 {
        /// Root computed from leaf and proof.
        got: B128,
        /// The tree's root.
        expected: B128,
    },
    /// Leaves, nodes and flags of a multi-proof do not go together.
    #[error("the multi-proof does not hold together: {why}")]
    MultiProof {
        /// What does not.
        why: &'static str,
    },
}

#[cfg(feature = "evm")]
impl ProofError {
    /// Bytes that are not the RLP of it.
    pub(super) fn rlp(what: &str, error: alloy_rlp::Error) -> Self {
        Self::Malformed { what: what.to_owned(), got: error.to_string(), expected: "RLP" }
    }
}

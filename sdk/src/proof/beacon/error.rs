//! Why a light client refused something.

use alloy_primitives::B256;

use crate::units::{ChainId, Seconds, Timestamp};

/// Why a light client refused something. What was refused changed nothing: the store stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BeaconError {
    /// A field has not the shape that the standard prescribes.
    #[error("{what} is malformed: got {got}, expected {expected}")]
    Malformed {
        /// Which.
        what: &'static str,
        /// What stood there, shortened.
        got: String,
        /// What the standard prescribes.
        expected: &'static str,
    },
    /// The container is of another fork than its slot belongs to.
    #[error("slot {slot} is not of the fork {got}, expected {expected}")]
    Fork {
        /// The slot.
        slot: u64,
        /// The fork of the container.
        got: &'static str,
        /// The fork of the schedule, or a later one that has begun.
        expected: &'static str,
    },
    /// The slot is before Capella: no light client can prove its execution block.
    #[error("slot {slot} is before Capella, where headers prove no execution block")]
    BeforeCapella {
        /// The slot.
        slot: u64,
    },
    /// The clock shows a time before the network's first slot.
    #[error("the clock is wrong: got {}, expected at least {}", got.0, expected.0)]
    BeforeGenesis {
        /// The time given.
        got: Timestamp,
        /// The network's first moment.
        expected: Timestamp,
    },
    /// The header is not the one that the user trusts.
    #[error("the header's root is {got}, expected the checkpoint {expected}")]
    OtherCheckpoint {
        /// Its root.
        got: B256,
        /// The checkpoint.
        expected: B256,
    },
    /// A text is not a checkpoint.
    #[error("not a checkpoint: {what}: got {got}, expected {expected}")]
    CheckpointMalformed {
        /// Which part.
        what: &'static str,
        /// What stood there, shortened.
        got: String,
        /// What belongs there.
        expected: String,
    },
    /// The checkpoint belongs to another network.
    #[error("the checkpoint is one of {got}, expected {expected}")]
    CheckpointNetwork {
        /// Its chain.
        got: ChainId,
        /// The chain that is followed.
        expected: ChainId,
    },
    /// The checkpoint is so old that its committee may have left, and could sign another history without losing anything.
    #[error("the checkpoint is {} seconds old, expected at most {}", got.0, expected.0)]
    CheckpointStale {
        /// Its age.
        got: Seconds,
        /// The limit.
        expected: Seconds,
    },
    /// A Merkle branch does not lead to its root.
    #[error("the branch of {what} does not lead to its root")]
    Branch {
        /// What it should prove.
        what: &'static str,
    },
    /// Too few members of the committee signed.
    #[error("{got} members of the sync committee signed, expected at least {expected}")]
    Participation {
        /// How many did.
        got: usize,
        /// Two thirds of them, rounded up.
        expected: usize,
    },
    /// The committee's signature does not hold: over something else, of another chain or fork, or by others.
    #[error("the sync committee's signature at slot {slot} does not hold")]
    Signature {
        /// The signature's slot.
        slot: u64,
    },
    /// Bytes that are no public key of BLS12-381, or the key that is none.
    #[error("a key of the sync committee is none: {got}")]
    Key {
        /// The bytes, in hexadecimal.
        got: String,
    },
    /// Signature, signed header and finalized header are not in this order in time.
    #[error("slots out of order: signed at {signature}, header of {attested}, finalized {finalized}")]
    SlotOrder {
        /// Of the signature.
        signature: u64,
        /// Of the signed header.
        attested: u64,
        /// Of the finalized header.
        finalized: u64,
    },
    /// Something of a slot that has not come.
    #[error("slot {got} has not come: it is slot {expected}")]
    Future {
        /// Its slot.
        got: u64,
        /// The slot that it is.
        expected: u64,
    },
    /// Signed by a committee that is not known (yet, or any more).
    #[error("signed by the committee of period {got}, expected that of {expected}, or the next where it is known")]
    Period {
        /// The signature's period.
        got: u64,
        /// The store's period.
        expected: u64,
    },
    /// Nothing that was not known before.
    #[error("the update's header of slot {got} is no news: slot {expected} is finalized")]
    NoNews {
        /// The signed header's slot.
        got: u64,
        /// The finalized slot.
        expected: u64,
    },
    /// Two committees for the same period.
    #[error("the next sync committee has root {got}, expected {expected}")]
    OtherCommittee {
        /// Its root.
        got: B256,
        /// The root of the one that is known.
        expected: B256,
    },
    /// Two headers of the same slot, both signed by two thirds of the committee: the chain, or the committee, is not to be trusted.
    #[error("two signed headers of slot {slot}: {first} and {second}")]
    Equivocation {
        /// The slot.
        slot: u64,
        /// The root that was known.
        first: B256,
        /// The root that came.
        second: B256,
    },
    /// A header is not the block that was verified, or not an ancestor of it.
    #[error("the header's hash is {got}, expected {expected}")]
    OtherBlock {
        /// Its hash.
        got: B256,
        /// The verified hash, or the parent hash of the block after it.
        expected: B256,
    },
}

impl BeaconError {
    #[cold]
    #[inline(never)]
    pub(super) fn malformed(what: &'static str, got: &str, expected: &'static str) -> Self {
        Self::Malformed { what, got: got.chars().take(80).collect(), expected }
    }

    /// Bytes of a wrong number, or which do not follow each other as they should.
    #[cold]
    #[inline(never)]
    pub(super) fn length(what: &'static str, bytes: &[u8]) -> Self {
        Self::Malformed { what, got: format!("{} bytes", bytes.len()), expected: "its fields, one after another" }
    }
}

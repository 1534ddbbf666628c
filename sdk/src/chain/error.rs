//! Why an endpoint gave no usable answer.

use std::time::Duration;

use alloy_primitives::B256;

use crate::evidence::{EvidenceError, Origin};
use crate::proof::ProofError;
use crate::units::ChainId;

/// Why bytes did not come back. Names the endpoint by its origin only: paths and queries hold access keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection, or (in a browser) the endpoint does not allow this page to read its answer (CORS). A
    /// browser does not tell the two apart.
    #[error("{origin} could not be reached: {reason}")]
    Refused {
        /// The endpoint.
        origin: Origin,
        /// What the network layer said.
        reason: String,
    },
    /// No complete answer within the time limit.
    #[error("{origin} did not answer within {after:?}")]
    TimedOut {
        /// The endpoint.
        origin: Origin,
        /// The time limit.
        after: Duration,
    },
    /// An HTTP status other than success.
    #[error("{origin} answered with HTTP status {got}, expected 200 to 299")]
    Status {
        /// The endpoint.
        origin: Origin,
        /// The status.
        got: u16,
    },
    /// The answer is longer than the limit and was not read to its end.
    #[error("the answer of {origin} is longer than {limit} bytes")]
    TooLarge {
        /// The endpoint.
        origin: Origin,
        /// The limit in bytes.
        limit: usize,
    },
    /// The request cannot be made at all: the address of the endpoint is not one.
    #[error("{origin} is not an address that can be asked: {reason}")]
    BadAddress {
        /// As much of the address as may be shown.
        origin: Origin,
        /// What is wrong with it.
        reason: String,
    },
    /// A replay was asked for an exchange that was never recorded.
    #[error("no recorded answer to {request}")]
    NotRecorded {
        /// The request, shortened.
        request: String,
    },
}

/// Why a question to a chain stayed without a usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// No connection, or an HTTP status other than success.
    #[error(transparent)]
    Refused(TransportError),
    /// No complete answer within the time limit.
    #[error("{origin} did not answer within {after:?}")]
    TimedOut {
        /// The endpoint.
        origin: Origin,
        /// The time limit.
        after: Duration,
    },
    /// The answer is longer than the limit.
    #[error("the answer of {origin} is longer than {limit} bytes")]
    Oversized {
        /// The endpoint.
        origin: Origin,
        /// The limit in bytes.
        limit: usize,
    },
    /// The answer is not JSON-RPC, or a field has not the shape that the standard prescribes.
    #[error("{origin} gave a malformed answer: {what}: got {got}, expected {expected}")]
    Malformed {
        /// The endpoint.
        origin: Origin,
        /// Which part of the answer.
        what: String,
        /// What stood there, shortened.
        got: String,
        /// What the standard prescribes.
        expected: String,
    },
    /// The endpoint serves another chain.
    #[error("{origin} serves chain {got}, expected {expected}")]
    WrongChain {
        /// The endpoint.
        origin: Origin,
        /// The chain that it serves.
        got: ChainId,
        /// The chain that was asked for.
        expected: ChainId,
    },
    /// The endpoint answered with an error.
    #[error("{origin} answered with error {code}: {message}")]
    Rpc {
        /// The endpoint.
        origin: Origin,
        /// The JSON-RPC error code.
        code: i64,
        /// The endpoint's own words, shortened.
        message: String,
    },
    /// The endpoint contradicts itself, or answers something other than what was asked.
    #[error("{origin} contradicts itself: {what}: got {got}, expected {expected}")]
    Inconsistent {
        /// The endpoint.
        origin: Origin,
        /// Which part of the answer.
        what: &'static str,
        /// What it said.
        got: String,
        /// What it would have to say.
        expected: String,
    },
    /// The endpoint does not know the block that the question is pinned to: it was reorganised away, or is too old.
    #[error("{origin} does not know block {block}: {message}")]
    BlockUnknown {
        /// The endpoint.
        origin: Origin,
        /// The block, by hash or height.
        block: String,
        /// The endpoint's own words, shortened.
        message: String,
    },
    /// The endpoint will not give the logs of a range of blocks, however few they are.
    #[error("{origin} does not give the logs of blocks {from} to {to}: got {got}, expected {expected}")]
    LogsRefused {
        /// The endpoint.
        origin: Origin,
        /// The first block that was asked for last.
        from: u64,
        /// The last one.
        to: u64,
        /// Its own words, shortened.
        got: String,
        /// What it would have to give.
        expected: &'static str,
    },
    /// The chain was reorganised again and again while its logs were read.
    #[error("{origin} has another block at height {number} each time it is asked")]
    Restless {
        /// The endpoint.
        origin: Origin,
        /// The height.
        number: u64,
    },
    /// The checkpoint is not one of this scan.
    #[error("the checkpoint is of another {what}: got {got}, expected {expected}")]
    OtherCheckpoint {
        /// In what it differs.
        what: &'static str,
        /// What it says.
        got: String,
        /// What it would have to say.
        expected: String,
    },
    /// An indexer answered with errors.
    #[error("the indexer {origin} answered with an error: {message}")]
    Indexer {
        /// The indexer.
        origin: Origin,
        /// Its own words, shortened.
        message: String,
    },
    /// An indexer has not got so far.
    #[error("the indexer {origin} has not got far enough: got block {got}, expected block {expected}")]
    IndexerBehind {
        /// The indexer.
        origin: Origin,
        /// The newest block that it has.
        got: u64,
        /// The last one that was asked for.
        expected: u64,
    },
    /// The endpoint lacks something that every read here needs.
    #[error("{origin} does not support {what}: {message}")]
    Unsupported {
        /// The endpoint.
        origin: Origin,
        /// What it lacks.
        what: &'static str,
        /// The endpoint's own words, shortened.
        message: String,
    },
    /// A header or a proof of the endpoint does not hold.
    #[error("{origin} gave a proof that does not hold: {error}")]
    Proof {
        /// The endpoint.
        origin: Origin,
        /// Why it was refused.
        error: ProofError,
    },
    /// There is no endpoint to ask.
    #[error("there is no endpoint to ask")]
    NoEndpoint,
    /// Two endpoints name different blocks for the same height, and neither has enough others on its side.
    #[error("endpoints disagree: {first} names block {first_hash}, {second} names {second_hash}")]
    Disagreement {
        /// One endpoint.
        first: Origin,
        /// Its block's hash.
        first_hash: B256,
        /// The other.
        second: Origin,
        /// Its block's hash.
        second_hash: B256,
    },
    /// Two endpoints answer the same question at the same block otherwise, and too few others are on the side of the first.
    #[error("endpoints disagree: {first} and {second} answer {read} otherwise at the same block")]
    AnswersDiffer {
        /// The endpoint that is read.
        first: Origin,
        /// The other.
        second: Origin,
        /// The question, for people.
        read: String,
    },
    /// Too few independent endpoints answered.
    #[error("{got} independent endpoints agree, expected {expected}{}", .last.as_ref().map_or_else(String::new, |why| format!("; the last failure: {why}")))]
    TooFewAgree {
        /// How many agree. Endpoints of one host count once.
        got: usize,
        /// How many have to.
        expected: usize,
        /// Why the last of those that did not answer did not.
        last: Option<Box<Self>>,
    },
    /// The endpoint has another block at the height of one that follows from the user's checkpoint: it lies, or has fallen off the chain.
    #[cfg(feature = "lc")]
    #[error("{origin} has block {got} at height {number}, where the sync committee signed {expected}")]
    OtherBlock {
        /// The endpoint.
        origin: Origin,
        /// The height.
        number: u64,
        /// The hash of the endpoint's block.
        got: B256,
        /// The hash of the block that was signed.
        expected: B256,
    },
    /// What a beacon endpoint sent does not verify.
    #[cfg(feature = "lc")]
    #[error("{origin} gave something that does not verify: {error}")]
    Beacon {
        /// The endpoint.
        origin: Origin,
        /// Why it was refused.
        error: crate::proof::beacon::BeaconError,
    },
    /// An answer did not belong to the ledger's block.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

impl From<TransportError> for ChainError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::TimedOut { origin, after } => Self::TimedOut { origin, after },
            TransportError::TooLarge { origin, limit } => Self::Oversized { origin, limit },
            other @ (TransportError::Refused { .. }
            | TransportError::Status { .. }
            | TransportError::BadAddress { .. }
            | TransportError::NotRecorded { .. }) => Self::Refused(other),
        }
    }
}

/// A [`ProofError`] with the endpoint beside it: misshapen fields are malformed answers, a hash that does not match is
/// a contradiction, the rest is a proof that does not hold.
pub(super) fn from_proof(origin: &Origin, error: ProofError) -> ChainError {
    let origin = origin.clone();
    match error {
        ProofError::Malformed { what, got, expected } => {
            ChainError::Malformed { origin, what, got, expected: expected.to_owned() }
        }
        ProofError::HeaderHash { got, expected, unknown } => ChainError::Inconsistent {
            origin,
            what: "the hash of a header rebuilt from its fields",
            got: if unknown.is_empty() { got.to_string() } else { format!("{got} (unknown fields {unknown:?})") },
            expected: expected.to_string(),
        },
        other @ (ProofError::OtherAccount { .. }
        | ProofError::OtherSlot { .. }
        | ProofError::SlotCount { .. }
        | ProofError::Account { .. }
        | ProofError::Storage { .. }
        | ProofError::CodeHash { .. }
        | ProofError::TooDeep { .. }
        | ProofError::NotInTree { .. }
        | ProofError::NotInTree128 { .. }
        | ProofError::MultiProof { .. }) => ChainError::Proof { origin, error: other },
    }
}

//! Why signed prices were refused: `RedStone`'s payloads and Pyth's updates fail alike.

use alloy_primitives::{Address, B256, Bytes};

use crate::units::{Seconds, Timestamp};

use super::SignatureDefect;

/// Why a payload of `RedStone` or an update of Pyth gave no figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// It ends before it is complete.
    #[error("the package is cut short: there is no room for {what}")]
    Cut {
        /// What did not fit.
        what: &'static str,
    },
    /// Something follows where it should end.
    #[error("the package goes on for {bytes} bytes after its end")]
    Trailing {
        /// How many bytes.
        bytes: usize,
    },
    /// A part has not the value that the format prescribes.
    #[error("the package is malformed: {what}: got {got}, expected {expected}")]
    Malformed {
        /// Which part.
        what: &'static str,
        /// What stood there.
        got: Bytes,
        /// What belongs there.
        expected: Bytes,
    },
    /// A number is outside of what the format allows.
    #[error("the package is malformed: {what} is {got}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// Its value.
        got: u64,
    },
    /// The same feed twice where there may be one figure.
    #[error("the package has two figures of feed {feed}")]
    FeedTwice {
        /// The feed.
        feed: B256,
    },
    /// A signature that is none.
    #[error("a signature of the package is refused: {0}")]
    Signature(#[from] SignatureDefect),
    /// Signed by somebody whose word does not count, or altered after signing.
    #[error("the package is signed by {got}, whose word does not count here, or it was altered")]
    Unauthorised {
        /// Whom the signature recovers to.
        got: Address,
    },
    /// The same signer twice.
    #[error("the package is signed twice by {signer}")]
    SignerTwice {
        /// The signer.
        signer: Address,
    },
    /// Fewer signers than asked for.
    #[error("signed by {got}, expected at least {expected}")]
    TooFewSigners {
        /// How many signed.
        got: usize,
        /// How many are asked for.
        expected: usize,
    },
    /// The parts are of different moments.
    #[error("parts of the package are of {got} and of {expected}, in milliseconds since 1970")]
    OtherMoment {
        /// The later part's.
        got: u64,
        /// The first part's.
        expected: u64,
    },
    /// Signed by another set of guardians than the one that is trusted.
    #[error("signed by guardian set {got}, expected {expected}")]
    OtherGuardianSet {
        /// The set of the update.
        got: u32,
        /// The set that is trusted.
        expected: u32,
    },
    /// Signed by the guardians for another sender.
    #[error("the message is sent by {got} on chain {chain}, which is not Pyth's")]
    OtherEmitter {
        /// The sender's chain, in Wormhole's numbers.
        chain: u16,
        /// The sender.
        got: B256,
    },
    /// A message is not in the tree whose root was signed.
    #[error("a message leads to root {got}, expected {expected}")]
    NotInTree {
        /// The root that follows from the message, 20 bytes.
        got: Bytes,
        /// The signed root, 20 bytes.
        expected: Bytes,
    },
    /// Nothing about the feed that was asked for.
    #[error("the package has no figure of feed {feed}")]
    NoFeed {
        /// The feed.
        feed: B256,
    },
    /// Zero or less is not a price, nor a reserve.
    #[error("the figure of feed {feed} is {got}, expected one above zero")]
    NotPositive {
        /// The feed.
        feed: B256,
        /// The figure.
        got: i64,
    },
    /// Too old to be relied on.
    #[error("the figure is {age:?} old, expected at most {limit:?}")]
    Stale {
        /// Its age.
        age: Seconds,
        /// The oldest that is accepted.
        limit: Seconds,
    },
    /// Dated after now, by more than clocks differ.
    #[error("the figure is dated {got:?}, and it is {now:?}")]
    FromTheFuture {
        /// Its date.
        got: Timestamp,
        /// The moment of asking.
        now: Timestamp,
    },
}

/// How old a figure may be, and how far its clock may run ahead of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "both bounds of a moment: there is no third")]
pub struct Freshness {
    /// The moment of asking.
    pub now: Timestamp,
    /// The oldest that is accepted.
    pub max_age: Seconds,
    /// The furthest ahead that is accepted.
    pub max_ahead: Seconds,
}

impl PackageError {
    pub(super) fn malformed(what: &'static str, got: &[u8], expected: &[u8]) -> Self {
        Self::Malformed { what, got: Bytes::copy_from_slice(got), expected: Bytes::copy_from_slice(expected) }
    }
}

impl Freshness {
    pub(super) fn check(&self, got: Timestamp) -> Result<(), PackageError> {
        if got > self.now.after(self.max_ahead) {
            return Err(PackageError::FromTheFuture { got, now: self.now });
        }
        let age = self.now.since(got);
        if age > self.max_age {
            return Err(PackageError::Stale { age, limit: self.max_age });
        }
        Ok(())
    }
}

//! Why a figure of income could not be had.

use alloy_primitives::{Address, FixedBytes, I256, U256};

use crate::asset::FeedError;
use crate::evidence::{EvidenceError, Gap};
use crate::proof::ProofError;
use crate::units::{Seconds, Timestamp, UnitsError};

use super::{NotComputed, RoundId, TermsError, TreeFormat};

/// Why a figure of income could not be had. That there is no income is a value, never an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YieldError {
    /// A read stayed without an answer.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// The contracts' numbers do not fit together.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// Facts of one moment were expected and are not.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A distribution's proof cannot be followed.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// Terms that cannot be computed with, or a rate that cannot be told.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// The span of time has no length, or runs backwards.
    #[error("the window ends at {got:?}, expected later than its start {expected:?}")]
    Window {
        /// The end.
        got: Timestamp,
        /// The start.
        expected: Timestamp,
    },
    /// A feed's answer that cannot be a value: zero or below.
    #[error("the feed {feed} answered {got}, expected more than zero")]
    Answer {
        /// The feed.
        feed: Address,
        /// Its answer.
        got: I256,
    },
    /// A round that was never finished, or one dated after the block that it was read at.
    #[error("round {id} of the feed {feed} is dated {got}, expected a time up to {expected:?}")]
    RoundTime {
        /// The feed.
        feed: Address,
        /// The round.
        id: RoundId,
        /// The time it claims, in seconds since the epoch; zero where it was never finished.
        got: U256,
        /// The time of the block.
        expected: Timestamp,
    },
    /// A feed of derived prices could not be read.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The list does not say which price of a bond its feed tells, or what it is to be compared with.
    #[error("the list does not say which price of {contract} its feed tells, and of which face in which currency")]
    NoQuote {
        /// The bond.
        contract: Address,
    },
    /// The terms of a bond are stated and not computed with.
    #[error(transparent)]
    NotComputed(Box<NotComputed>),
    /// A window too short to be stretched to a year.
    #[error("the window is {} s long, expected at least {} s", got.0, expected.0)]
    TooShort {
        /// Its length.
        got: Seconds,
        /// The shortest that says something about a year.
        expected: Seconds,
    },
    /// The feed answered with another round than was asked for.
    #[error("the feed {feed} answered with round {got}, expected round {expected}")]
    OtherRound {
        /// The feed.
        feed: Address,
        /// The round that came.
        got: RoundId,
        /// The round asked for.
        expected: RoundId,
    },
    /// The distributor pays another token than the descriptor says.
    #[error("the distributor {contract} pays {got}, expected {expected} as its descriptor says")]
    OtherToken {
        /// The distributor.
        contract: Address,
        /// The token it pays.
        got: Address,
        /// The token of the descriptor.
        expected: Address,
    },
    /// The published file is of another kind of distributor than the descriptor says.
    #[error("the file of {contract} is {got}, expected {expected} as its descriptor says")]
    OtherTree {
        /// The distributor.
        contract: Address,
        /// What the file is.
        got: TreeFormat,
        /// What its distributor's kind has.
        expected: &'static str,
    },
    /// The distributor pays by the balances of another token, or of another snapshot, than the descriptor says.
    #[error("the distributor {contract} answered {got} to {function}, expected {expected} as its descriptor says")]
    OtherGround {
        /// The distributor.
        contract: Address,
        /// The function.
        function: &'static str,
        /// Its answer.
        got: String,
        /// What the descriptor says.
        expected: String,
    },
    /// Two answers of one contract that cannot both be true.
    #[error("{contract} answered {got} to {function}, expected {expected} by its other answers")]
    Inconsistent {
        /// The contract.
        contract: Address,
        /// The function.
        function: &'static str,
        /// Its answer.
        got: U256,
        /// What follows from the other answers.
        expected: U256,
    },
    /// The contract does not declare an interface that its descriptor says it has (ERC-165).
    #[error("{contract} does not declare the interface {interface}, expected it as its descriptor says")]
    Undeclared {
        /// The contract.
        contract: Address,
        /// The interface.
        interface: FixedBytes<4>,
    },
}

impl YieldError {
    /// Whether a ledger has simply not been filled yet.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Gap(gap) if gap.is_pending()) || matches!(self, Self::Feed(feed) if feed.is_pending())
    }
}

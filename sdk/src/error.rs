//! Row 7. One error for callers.

use alloy_primitives::U256;

use crate::abi::revert::RevertReason;
use crate::asset::{BackingError, DescriptorError, FeedError, HoldingError, ProfileError};
use crate::chain::ChainError;
use crate::compliance::CheckError;
use crate::evidence::{EvidenceError, Gap};
use crate::redemption::RedemptionError;
use crate::tx::{ApprovalError, BuildError, ReceiptError, SignError};
use crate::units::{IdError, UnitsError};
use crate::yields::{TreeError, YieldError};

/// Why something could not be found out or done. A refusal of a rule is no error: it is a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint, or the way to it.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A read that gave no value.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// Facts that do not combine.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A number.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// An identifier.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A token list.
    #[error(transparent)]
    Descriptor(#[from] DescriptorError),
    /// A token that is none.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A holding.
    #[error(transparent)]
    Holding(#[from] HoldingError),
    /// A feed.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// Reserves against supply.
    #[error(transparent)]
    Backing(#[from] BackingError),
    /// A transfer that could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A redemption.
    #[error(transparent)]
    Redemption(#[from] RedemptionError),
    /// A yield.
    #[error(transparent)]
    Yield(#[from] YieldError),
    /// A distribution's file.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A transaction that was not built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A review that was not approved.
    #[error(transparent)]
    Approval(#[from] ApprovalError),
    /// A transaction that was not signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A receipt that does not fit its transaction.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// The chain would refuse the transaction.
    #[error("the chain would refuse this transaction: {reason}")]
    WouldRevert {
        /// Why.
        reason: RevertReason,
    },
    /// The endpoint would not estimate the gas.
    #[error("the endpoint gave no gas estimate: {message}")]
    NoEstimate {
        /// Its own words, shortened.
        message: String,
    },
    /// The account cannot pay the fee.
    #[error("not enough ether for the fee: got {got} wei, expected {expected} wei")]
    NotEnoughEther {
        /// What the account holds, in wei.
        got: U256,
        /// What the fee may come to, in wei.
        expected: U256,
    },
    /// A question went on asking. The endpoint's answers lead in a circle.
    #[error("the endpoint's answers led to new questions for {rounds} rounds: given up")]
    Unsettled {
        /// Rounds.
        rounds: usize,
    },
}

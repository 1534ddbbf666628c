//! Why a redemption could not be worked out.

use crate::evidence::{EvidenceError, Gap};
use crate::units::UnitsError;

/// Why a redemption could not be worked out. That a route is closed is an [`Obstacle`](super::Obstacle), never an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedemptionError {
    /// A read stayed without an answer.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// The contracts' numbers do not fit together.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// Facts of one moment were expected and are not.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A log that has not the shape of its event.
    #[error("a log of {event} in block {block} has not the event's shape")]
    Log {
        /// The event.
        event: &'static str,
        /// Height of the log's block.
        block: u64,
    },
}

impl RedemptionError {
    /// Whether a ledger has simply not been filled yet.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Gap(gap) if gap.is_pending())
    }
}

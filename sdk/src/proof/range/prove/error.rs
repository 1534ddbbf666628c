//! Why a proof was not made.

use super::super::RangeError;

/// Why a proof was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProveError {
    /// Reserves are less than liabilities.
    #[error("reserves of {got} are less than liabilities of {expected}")]
    Inadequate {
        /// The reserves.
        got: u64,
        /// The liabilities.
        expected: u64,
    },
    /// The liabilities add up to more than 2^64 − 1: a larger exponent makes them fit.
    #[error("the liabilities add up to more than 64 bits: count them in larger units")]
    Sum,
    /// A tree has at least one holder.
    #[error("there is no holder")]
    Empty,
    /// Nobody stands at this place of the tree.
    #[error("nobody stands at place {got}")]
    NoSuchHolder {
        /// The place.
        got: u64,
    },
    /// Too many commitments, too high a tree, or a place that it does not have.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// The proof system refused what it was given.
    #[error("the range proof could not be made")]
    NotMade,
}

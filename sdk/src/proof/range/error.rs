//! Why a commitment, an opening or a proof was refused.

use alloy_primitives::B256;

/// Why a commitment, an opening or a proof was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RangeError {
    /// Not the bytes of a proof of this version.
    #[error("{what} is malformed: got {got}, expected {expected}")]
    Malformed {
        /// Which part.
        what: &'static str,
        /// What stood there.
        got: u64,
        /// What belongs there; of a length, what would be the least.
        expected: u64,
    },
    /// The bytes are not those of a point of Ristretto.
    #[error("{got} is not a commitment, expected a point of Ristretto in its one encoding")]
    NotACommitment {
        /// The bytes.
        got: B256,
    },
    /// The bytes are not a number below the order of the group. They are a secret, so they are not shown.
    #[error("the blinding is not a number below the order of the group")]
    NotABlinding,
    /// A range proof of another number of commitments, or of more than are taken.
    #[error("got a range proof of {got} commitments, expected {expected}")]
    Count {
        /// How many the proof is of, padding included; where there are too many commitments, how many there are.
        got: usize,
        /// How many belong there; the most that are taken.
        expected: usize,
    },
    /// The proof is of a tree of another height than was published.
    #[error("the proof is of a tree of height {got}, expected {expected}")]
    OtherHeight {
        /// The height of the proof.
        got: u8,
        /// The published height; where that is too much, the most that is taken.
        expected: u8,
    },
    /// The leaf's place is not in a tree of this height.
    #[error("there is no place {got} in a tree of height {height}")]
    NoSuchPlace {
        /// The place.
        got: u64,
        /// The height of the proof.
        height: u8,
    },
    /// The commitment is not to this value with this blinding.
    #[error("the commitment is to another value, or with another blinding")]
    NotOpened,
    /// The range proof does not hold for these commitments, this context and this statement.
    #[error("the range proof of the statement “{statement}” does not hold")]
    NotProven {
        /// Which statement.
        statement: &'static str,
    },
    /// The commitments on the way do not add up to the published one.
    #[error("the commitments lead to {got}, expected {expected}")]
    OtherTotal {
        /// The commitment that follows from the balance and the proof.
        got: B256,
        /// The published commitment.
        expected: B256,
    },
    /// The balance, blinding, id, salt, place, context or proof is not of this tree.
    #[error("the balance leads to root {got}, expected {expected}: it is not counted as this holder's")]
    NotCounted {
        /// The root that follows from the balance and the proof.
        got: B256,
        /// The published root.
        expected: B256,
    },
}

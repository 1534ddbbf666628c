//! Why a proof, its key or its inputs were refused.

use alloy_primitives::B256;

/// Why a proof, its key or its inputs were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Groth16Error {
    /// Not a document of this kind, or of another proof system or curve.
    #[error("{what} is malformed: got {got}, expected {expected}")]
    Malformed {
        /// Which part.
        what: &'static str,
        /// What stood there, shortened.
        got: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A coordinate or a public input is not a number below the modulus.
    #[error("{what} is {got}, expected a number below {expected}")]
    NotInField {
        /// Which.
        what: &'static str,
        /// What stood there.
        got: B256,
        /// The modulus.
        expected: &'static str,
    },
    /// A point is not on the curve.
    #[error("{point} is not on the curve")]
    OffCurve {
        /// Which.
        point: &'static str,
    },
    /// A point is on the curve, but not in the group of prime order.
    #[error("{point} is not in the group of prime order")]
    OutsideGroup {
        /// Which.
        point: &'static str,
    },
    /// A point is infinity, which in this place would make forging trivial.
    #[error("{point} is infinity")]
    Infinity {
        /// Which.
        point: &'static str,
    },
    /// The key's two halves of one secret do not belong together.
    #[error("the key's two points for {secret} are not of one number")]
    Halves {
        /// Which secret of the ceremony.
        secret: &'static str,
    },
    /// More or fewer than belong there.
    #[error("got {got} {what}, expected {expected}")]
    Count {
        /// Of what.
        what: &'static str,
        /// How many came.
        got: usize,
        /// How many belong there; of the key's points, the most that are taken.
        expected: usize,
    },
    /// The proof or key carries gnark's commitments, which take another equation.
    #[error("it carries {got} of gnark's commitments, expected none")]
    Commitments {
        /// How many.
        got: usize,
    },
    /// The key is not the one that the caller expects: it is of another circuit or ceremony.
    #[error("the verification key hashes to {got}, expected {expected}")]
    OtherKey {
        /// Keccak-256 of the key's canonical encoding.
        got: B256,
        /// What the caller expects.
        expected: B256,
    },
    /// The equation does not hold: the proof is of other inputs, of another circuit, or none.
    #[error("the proof does not hold for these public inputs")]
    NotProven,
}

impl Groth16Error {
    pub(super) const fn count(what: &'static str, got: usize, expected: usize) -> Self {
        Self::Count { what, got, expected }
    }

    pub(super) fn malformed(what: &'static str, got: &str, expected: &'static str) -> Self {
        Self::Malformed { what, got: got.chars().take(80).collect(), expected }
    }
}

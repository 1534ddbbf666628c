//! Commitments and what they open to.

use std::fmt;

use alloy_primitives::B256;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

use super::{RangeError, pedersen};

/// A Pedersen commitment: a point of Ristretto.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    point: RistrettoPoint,
    bytes: CompressedRistretto,
}

/// What makes a commitment hide its value: a secret number below the order of the group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Blinding(pub(super) Scalar);

/// A value and the blinding of its commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a commitment is of these two")]
pub struct Opening {
    /// The value, in units of the context's exponent.
    pub value: u64,
    /// The secret beside it.
    pub blinding: Blinding,
}

impl Commitment {
    /// The commitment of these bytes.
    ///
    /// # Errors
    /// [`RangeError::NotACommitment`] where they are no point, or not its one encoding.
    pub fn from_bytes(bytes: B256) -> Result<Self, RangeError> {
        let compressed = CompressedRistretto(bytes.0);
        let point = compressed.decompress().ok_or(RangeError::NotACommitment { got: bytes })?;
        Ok(Self { point, bytes: compressed })
    }

    /// Its bytes.
    #[must_use]
    pub const fn to_bytes(&self) -> B256 {
        B256::new(self.bytes.0)
    }

    /// Checks that it is to this value.
    ///
    /// # Errors
    /// [`RangeError::NotOpened`].
    pub fn check_opening(&self, opening: &Opening) -> Result<(), RangeError> {
        if opening.commitment() == *self { Ok(()) } else { Err(RangeError::NotOpened) }
    }

    /// The commitment to nothing, without a blinding: padding of a range proof.
    pub(super) fn zero() -> Self {
        Self::of(RistrettoPoint::identity())
    }

    /// The commitment to both values together.
    pub(super) fn sum(&self, other: &Self) -> Self {
        Self::of(std::ops::Add::add(self.point, other.point))
    }

    /// The commitment to how much this value is more than the other.
    pub(super) fn difference(&self, other: &Self) -> Self {
        Self::of(std::ops::Sub::sub(self.point, other.point))
    }

    pub(super) const fn compressed(&self) -> CompressedRistretto {
        self.bytes
    }

    fn of(point: RistrettoPoint) -> Self {
        Self { point, bytes: point.compress() }
    }
}

impl Blinding {
    /// The blinding of these bytes, little-endian.
    ///
    /// # Errors
    /// [`RangeError::NotABlinding`] where they are not below the order.
    pub fn from_bytes(bytes: B256) -> Result<Self, RangeError> {
        Option::from(Scalar::from_canonical_bytes(bytes.0)).map(Self).ok_or(RangeError::NotABlinding)
    }

    /// Its bytes. They are as secret as the value.
    #[must_use]
    pub const fn to_bytes(&self) -> B256 {
        B256::new(self.0.to_bytes())
    }
}

impl Opening {
    /// The commitment that it opens.
    #[must_use]
    pub fn commitment(&self) -> Commitment {
        Commitment::of(pedersen().commit(Scalar::from(self.value), self.blinding.0))
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({})", self.to_bytes())
    }
}

impl fmt::Debug for Blinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blinding(..)")
    }
}

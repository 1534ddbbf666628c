//! The issuer's side: openings into proofs, holders into a tree. For native programs, and never part of a module that a holder loads.
//!
//! All randomness comes from 32 bytes that the caller draws: new ones for each tree, and kept as secret as the figures.

mod error;
mod tree;

use std::fmt;

use alloy_primitives::B256;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::RngCore;

use super::randomness::Drawn;
use super::statement::padded;
use super::{Adequacy, BITS, Blinding, Opening, RangeContext, RangeProof, generators, pedersen};

pub use error::ProveError;
pub use tree::PrivateTree;

/// Random numbers for proofs, out of a seed. They are never drawn twice.
pub struct Randomness(Drawn);

impl Randomness {
    /// From 32 bytes that nobody else knows, and that are used once.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Drawn::from_seed(seed))
    }

    /// A new blinding.
    #[must_use]
    pub fn blinding(&mut self) -> Blinding {
        Blinding(Scalar::random(&mut self.0))
    }

    /// A new salt.
    #[must_use]
    pub fn salt(&mut self) -> B256 {
        let mut salt = B256::ZERO;
        self.0.fill_bytes(salt.as_mut_slice());
        salt
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Randomness(..)")
    }
}

/// Proves that the commitments of these openings are to values from 0 to 2^64 − 1. At most 32 of them.
///
/// # Errors
/// [`ProveError::Range`].
pub fn prove_ranges(
    context: &RangeContext,
    openings: &[Opening],
    randomness: &mut Randomness,
) -> Result<RangeProof, ProveError> {
    aggregated(context.transcript("range", &[]), openings, randomness)
}

/// Proves that reserves are not less than liabilities.
///
/// # Errors
/// [`ProveError::Inadequate`] where they are.
pub fn prove_adequacy(
    context: &RangeContext,
    reserves: &Opening,
    liabilities: &Opening,
    randomness: &mut Randomness,
) -> Result<RangeProof, ProveError> {
    let (got, expected) = (reserves.value, liabilities.value);
    let value = got.checked_sub(expected).ok_or(ProveError::Inadequate { got, expected })?;
    let blinding = Blinding(std::ops::Sub::sub(reserves.blinding.0, liabilities.blinding.0));
    let statement = Adequacy { reserves: reserves.commitment(), liabilities: liabilities.commitment() };
    aggregated(statement.transcript(context), &[Opening { value, blinding }], randomness)
}

fn aggregated(
    mut transcript: Transcript,
    openings: &[Opening],
    randomness: &mut Randomness,
) -> Result<RangeProof, ProveError> {
    let count = padded(openings.len())?;
    let padding = std::iter::repeat(Opening { value: 0, blinding: Blinding(Scalar::ZERO) });
    let (values, blindings): (Vec<_>, Vec<_>) =
        openings.iter().copied().chain(padding).take(count).map(|opening| (opening.value, opening.blinding.0)).unzip();
    let generators = generators(count).ok_or(ProveError::NotMade)?;
    let (proof, _) = bulletproofs::RangeProof::prove_multiple_with_rng(
        generators,
        pedersen(),
        &mut transcript,
        &values,
        &blindings,
        BITS,
        &mut randomness.0,
    )
    .map_err(|_| ProveError::NotMade)?;
    Ok(RangeProof::from_bytes(&proof.to_bytes())?)
}

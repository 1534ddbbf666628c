//! Range proofs, and the two statements that are made of them alone.

use merlin::Transcript;

use crate::evidence::{Fact, Source, Statement};

use super::randomness::Drawn;
use super::{BITS, Commitment, DOUBLINGS, HEIGHT_LIMIT, RangeContext, RangeError, generators, pedersen};

/// Bytes of a proof that is of no doubling: four points, three numbers, and two more of the inner product.
const HEAD: usize = 9 * 32;
/// Bytes for each halving of the inner product: two points.
const ROUND: u32 = 64;
/// Halvings for the bits of one value.
const ROUNDS: u32 = 6;

/// An aggregated Bulletproof over commitments to values of 64 bits.
#[derive(Clone, Debug)]
pub struct RangeProof {
    bytes: Vec<u8>,
    proof: bulletproofs::RangeProof,
    /// Of how many commitments, padding included: a power of two.
    commitments: usize,
}

/// Two commitments of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the statement is of these two")]
pub struct Adequacy {
    /// What there is, as whoever attests the reserves commits to it.
    pub reserves: Commitment,
    /// What is owed: the commitment of the root of all liabilities.
    pub liabilities: Commitment,
}

/// How many commitments a proof over so many is of.
pub(super) fn padded(commitments: usize) -> Result<usize, RangeError> {
    let limit = usize::from(HEIGHT_LIMIT);
    let padded = commitments.checked_next_power_of_two().filter(|padded| commitments > 0 && *padded <= limit);
    padded.ok_or(RangeError::Count { got: commitments, expected: limit })
}

/// Checks that each commitment is to a value from 0 to 2^64 − 1. At most 32 of them.
///
/// # Errors
/// [`RangeError::Count`] or [`RangeError::NotProven`].
pub fn verify_ranges(context: &RangeContext, commitments: &[Commitment], proof: &RangeProof) -> Result<(), RangeError> {
    proof.check("range", context.transcript("range", &[]), commitments)
}

impl RangeProof {
    /// Reads a proof from its bytes, as the crate `bulletproofs` writes them: all of them, and no more.
    ///
    /// # Errors
    /// [`RangeError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RangeError> {
        let found = (0..=DOUBLINGS).find(|doublings| bytes.len() == Self::length(*doublings));
        let malformed = || {
            let (got, expected) = (bytes.len(), Self::length(0));
            let count = |length| u64::try_from(length).unwrap_or(u64::MAX);
            RangeError::Malformed { what: "the length of the range proof", got: count(got), expected: count(expected) }
        };
        let doublings = found.ok_or_else(malformed)?;
        let proof = bulletproofs::RangeProof::from_bytes(bytes).map_err(|_| malformed())?;
        Ok(Self { bytes: bytes.to_vec(), proof, commitments: 1_usize.wrapping_shl(doublings) })
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Bytes of a proof over one commitment, doubled so many times.
    fn length(doublings: u32) -> usize {
        let rounds = ROUNDS.saturating_add(doublings).saturating_mul(ROUND);
        usize::try_from(rounds).unwrap_or(usize::MAX).saturating_add(HEAD)
    }

    /// Checks it for these commitments, which are padded here.
    pub(super) fn check(
        &self,
        statement: &'static str,
        mut transcript: Transcript,
        commitments: &[Commitment],
    ) -> Result<(), RangeError> {
        let expected = padded(commitments.len())?;
        if self.commitments != expected {
            return Err(RangeError::Count { got: self.commitments, expected });
        }
        let padding = std::iter::repeat_with(|| Commitment::zero().compressed());
        let points: Vec<_> = commitments.iter().map(Commitment::compressed).chain(padding).take(expected).collect();
        let bytes: Vec<u8> = points.iter().flat_map(|point| point.0).collect();
        let mut weights = Drawn::from_proof(&transcript, &bytes, &self.bytes);
        let not_proven = RangeError::NotProven { statement };
        let generators = generators(expected).ok_or_else(|| not_proven.clone())?;
        self.proof
            .verify_multiple_with_rng(generators, pedersen(), &mut transcript, &points, BITS, &mut weights)
            .map_err(|_| not_proven)
    }
}

impl Adequacy {
    /// Checks that reserves − liabilities is a value from 0 to 2^64 − 1.
    ///
    /// It does not check what the two commitments are of.
    ///
    /// # Errors
    /// [`RangeError::Count`] or [`RangeError::NotProven`].
    pub fn verify(&self, context: &RangeContext, proof: &RangeProof) -> Result<(), RangeError> {
        proof.check("adequacy", self.transcript(context), &[self.difference()])
    }

    /// The same for two commitments that were read in a block: as well known as they.
    ///
    /// # Errors
    /// As [`Adequacy::verify`].
    pub fn verify_fact(fact: Fact<Self>, context: &RangeContext, proof: &RangeProof) -> Result<Fact<Self>, RangeError> {
        fact.value().verify(context, proof)?;
        Ok(fact.extended(Source::ZkProof { statement: Statement::Adequacy }))
    }

    pub(super) fn transcript(&self, context: &RangeContext) -> Transcript {
        let (reserves, liabilities) = (self.reserves.to_bytes(), self.liabilities.to_bytes());
        context.transcript("adequacy", &[reserves.as_slice(), liabilities.as_slice()])
    }

    pub(super) fn difference(&self) -> Commitment {
        self.reserves.difference(&self.liabilities)
    }
}

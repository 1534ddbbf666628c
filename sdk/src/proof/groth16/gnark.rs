//! What gnark writes (`backend/groth16/bn254/marshal.go`): points in binary, raw or compressed, or as JSON.
//!
//! The two highest bits of a point's first byte say how it is written: `00` raw, `10` and `11` compressed with the smaller or the larger `y`,
//! `01` compressed infinity. Raw infinity is zeros. All points of one document are written in one way.

mod bytes;
mod document;

use ark_ec::AffineRepr;

use super::numbers::{KeyNumbers, ProofNumbers, one_number};
use super::{Groth16Error, Groth16Proof, INPUT_LIMIT, VerificationKey, json};
use bytes::Points;
use document::{KeyDocument, ProofDocument};

impl VerificationKey {
    /// gnark's verification key, by `WriteTo` or `WriteRawTo`:
    /// `[α]1 [β]1 [β]2 [γ]2 [δ]1 [δ]2 ‖ length (4) ‖ [IC]1 …`, and since gnark 0.8 two empty lists about commitments.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`], [`Groth16Error::Commitments`], [`Groth16Error::Halves`], or what is wrong with its points.
    pub fn from_gnark(bytes: &[u8]) -> Result<Self, Groth16Error> {
        let mut points = Points::new("the verification key", bytes);
        let alpha = points.g1("α")?;
        let (beta_first, beta) = (points.g1("β in G1")?, points.g2("β")?);
        let gamma = points.g2("γ")?;
        let (delta_first, delta) = (points.g1("δ in G1")?, points.g2("δ")?);
        let count = points.count()?;
        if count > INPUT_LIMIT {
            return Err(Groth16Error::count("points for public inputs", count, INPUT_LIMIT));
        }
        let inputs = (0..count).map(|_| points.g1("a point of the IC")).collect::<Result<_, _>>()?;
        if !points.is_empty() {
            no_commitments(points.count()?)?;
            no_commitments(points.count()?)?;
        }
        points.end()?;
        let key = Self::new(alpha, [beta, gamma, delta], inputs)?;
        one_number("β", &beta_first, &beta)?;
        one_number("δ", &delta_first, &delta)?;
        Ok(key)
    }

    /// gnark's verification key as Go's JSON.
    ///
    /// # Errors
    /// As [`VerificationKey::from_gnark`].
    pub fn from_gnark_json(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<KeyDocument>("the verification key", text, "a verification key by gnark")?
            .numbers()
            .and_then(|numbers: KeyNumbers| (&numbers).try_into())
    }
}

impl Groth16Proof {
    /// gnark's proof, by `WriteTo`, `WriteRawTo` or `MarshalSolidity`: `[A]1 [B]2 [C]1`, and since gnark 0.8, but for `MarshalSolidity`,
    /// an empty list of commitments and their proof, infinity.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`], [`Groth16Error::Commitments`], or what is wrong with its points.
    pub fn from_gnark(bytes: &[u8]) -> Result<Self, Groth16Error> {
        let mut points = Points::new("the proof", bytes);
        let proof = Self::new(points.g1("A")?, points.g2("B")?, points.g1("C")?)?;
        if !points.is_empty() {
            no_commitments(points.count()?)?;
            if !points.g1("the commitments' proof")?.is_zero() {
                return Err(Groth16Error::Commitments { got: 1 });
            }
        }
        points.end()?;
        Ok(proof)
    }

    /// gnark's proof as Go's JSON.
    ///
    /// # Errors
    /// As [`Groth16Proof::from_gnark`].
    pub fn from_gnark_json(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<ProofDocument>("the proof", text, "a proof by gnark")?
            .numbers()
            .and_then(|numbers: ProofNumbers| (&numbers).try_into())
    }
}

pub(crate) const fn no_commitments(got: usize) -> Result<(), Groth16Error> {
    if got == 0 { Ok(()) } else { Err(Groth16Error::Commitments { got }) }
}

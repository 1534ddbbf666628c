//! Groth16 proofs over BN254: that somebody knows figures which satisfy a circuit, without the figures.
//!
//! # Which circuit
//!
//! A proof says no more than its verification key does, and anybody can make a key for a circuit that proves nothing. So a key that was read
//! is no use until it was compared with the hash that the caller expects: only a [`PinnedKey`] verifies. The hash is
//! the Keccak-256 of
//!
//! ```text
//! "Assay Groth16 BN254 key" ‖ 01 ‖ α (G1) ‖ β (G2) ‖ γ (G2) ‖ δ (G2) ‖ inputs (4) ‖ (inputs + 1) × IC (G1)
//! ```
//!
//! with points as the precompiled contracts of EIP-197 take them: coordinates of 32 bytes, big-endian, `x ‖ y`, the imaginary part
//! first, infinity as zeros. So it is the same from whichever format the key was read.
//!
//! What it cannot tell is who ran the ceremony that made the key: whoever kept its secrets can prove anything.
//!
//! # What is read
//!
//! | By | Key | Proof | Public inputs |
//! | --- | --- | --- | --- |
//! | snarkjs | `verification_key.json` | `proof.json` | `public.json` |
//! | gnark | `WriteTo`, `WriteRawTo`, JSON | the same, and `MarshalSolidity` | `WriteTo` of a public witness |
//!
//! Of snarkjs's key, `vk_alphabeta_12` is not read: it follows from the rest. Proofs of gnark that carry commitments are refused: they need another equation.
//!
//! # What is refused
//!
//! Coordinates that are not below the field's modulus, points off the curve or outside of the subgroup, infinity wherever no honest proof or key has
//! it (everywhere but in the `IC`, for an input that the circuit does not use), public inputs that are not below the order of the
//! group (`x + r` would pass for `x`), and any other number of them than the key has.
//!
//! A proof that holds can be made into another that holds for the same inputs, by whoever sees it. So it proves its statement and names nothing: no nonce, no receipt.

mod error;
pub(crate) mod gnark;
mod inputs;
mod json;
pub(crate) mod numbers;
pub(crate) mod point;
pub(crate) mod snarkjs;

use std::ops::{Add, Neg};

use alloy_primitives::{B256, Keccak256};
use ark_bn254::{Bn254, Fq12, G1Affine, G2Affine};
use ark_ec::bn::G2Prepared;
use ark_ec::pairing::Pairing;
use ark_ec::{AffineRepr, CurveGroup};

use crate::evidence::{Fact, Source, Statement};

pub use error::Groth16Error;
pub use inputs::PublicInputs;

/// Inputs of the largest circuit that is taken. A reserve's has a handful.
const INPUT_LIMIT: usize = 1024;

/// A verification key as it was read: its points are sound, but it may be anybody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationKey {
    alpha: G1Affine,
    beta: G2Affine,
    gamma: G2Affine,
    delta: G2Affine,
    /// One for the constant, one for each public input. Never empty.
    inputs: Vec<G1Affine>,
}

/// A verification key that has the hash which the caller expects. What does not depend on a proof is worked out once.
#[derive(Clone, Debug)]
pub struct PinnedKey {
    hash: B256,
    /// e(α, β).
    target: Fq12,
    /// −γ and −δ.
    negated: [G2Prepared<ark_bn254::Config>; 2],
    inputs: Vec<G1Affine>,
}

/// A proof as it was read: its points are sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groth16Proof {
    a: G1Affine,
    b: G2Affine,
    c: G1Affine,
}

impl VerificationKey {
    /// The key of these points.
    fn new(alpha: G1Affine, [beta, gamma, delta]: [G2Affine; 3], inputs: Vec<G1Affine>) -> Result<Self, Groth16Error> {
        let finite = [("α", alpha.is_zero()), ("β", beta.is_zero()), ("γ", gamma.is_zero()), ("δ", delta.is_zero())];
        refuse_infinity(&finite)?;
        if inputs.is_empty() || inputs.len() > INPUT_LIMIT {
            return Err(Groth16Error::count("points for public inputs", inputs.len(), INPUT_LIMIT));
        }
        Ok(Self { alpha, beta, gamma, delta, inputs })
    }

    /// Keccak-256 of its canonical encoding: see the module.
    #[must_use]
    pub fn hash(&self) -> B256 {
        let mut hasher = Keccak256::new();
        hasher.update(b"Assay Groth16 BN254 key\x01");
        hasher.update(point::g1_bytes(&self.alpha));
        [self.beta, self.gamma, self.delta].iter().for_each(|g2| hasher.update(point::g2_bytes(g2)));
        hasher.update(u32::try_from(self.public_inputs()).unwrap_or(u32::MAX).to_be_bytes());
        self.inputs.iter().for_each(|g1| hasher.update(point::g1_bytes(g1)));
        hasher.finalize()
    }

    /// How many public inputs a proof has.
    #[must_use]
    pub const fn public_inputs(&self) -> usize {
        self.inputs.len().saturating_sub(1)
    }

    /// The key to verify with, if it has the hash that the caller expects.
    ///
    /// # Errors
    /// [`Groth16Error::OtherKey`].
    pub fn pin(self, expected: B256) -> Result<PinnedKey, Groth16Error> {
        let hash = self.hash();
        if hash != expected {
            return Err(Groth16Error::OtherKey { got: hash, expected });
        }
        // Of finite points it is never `None`.
        let target = pairings(&[self.alpha], &[self.beta.into()]).ok_or(Groth16Error::NotProven)?;
        let negated = [self.gamma, self.delta].map(|point| G2Prepared::from(point.neg()));
        Ok(PinnedKey { hash, target, negated, inputs: self.inputs })
    }
}

impl PinnedKey {
    /// Keccak-256 of its canonical encoding.
    #[must_use]
    pub const fn hash(&self) -> B256 {
        self.hash
    }

    /// Checks the proof: e(A, B) = e(α, β) · e(IC, γ) · e(C, δ).
    ///
    /// # Errors
    /// [`Groth16Error::Count`] for another number of inputs than the key has, or [`Groth16Error::NotProven`].
    pub fn verify(&self, inputs: &PublicInputs, proof: &Groth16Proof) -> Result<(), Groth16Error> {
        let Some((constant, weights)) = self.inputs.split_first() else {
            return Err(Groth16Error::NotProven);
        };
        let values = inputs.as_slice();
        if values.len() != weights.len() {
            return Err(Groth16Error::count("public inputs", values.len(), weights.len()));
        }
        let public = weights
            .iter()
            .zip(values)
            .fold(constant.into_group(), |sum, (weight, value)| sum.add(weight.mul_bigint(value.as_limbs())));
        let [gamma, delta] = self.negated.clone();
        let product = pairings(&[proof.a, public.into_affine(), proof.c], &[proof.b.into(), gamma, delta]);
        if product == Some(self.target) { Ok(()) } else { Err(Groth16Error::NotProven) }
    }

    /// Checks a proof whose public inputs were read in a block: as well known as they, and resting on this key.
    ///
    /// # Errors
    /// As [`PinnedKey::verify`].
    pub fn verify_fact(
        &self,
        inputs: Fact<PublicInputs>,
        proof: &Groth16Proof,
    ) -> Result<Fact<PublicInputs>, Groth16Error> {
        self.verify(inputs.value(), proof)?;
        Ok(inputs.extended(Source::ZkProof { statement: Statement::Circuit { key: self.hash } }))
    }
}

impl Groth16Proof {
    /// The proof of these points.
    fn new(a: G1Affine, b: G2Affine, c: G1Affine) -> Result<Self, Groth16Error> {
        refuse_infinity(&[("A", a.is_zero()), ("B", b.is_zero()), ("C", c.is_zero())])?;
        Ok(Self { a, b, c })
    }
}

/// The product of e(P, Q) over pairs. In one place, since it is most of the module's code.
#[inline(never)]
fn pairings(first: &[G1Affine], second: &[G2Prepared<ark_bn254::Config>]) -> Option<Fq12> {
    let product = Bn254::multi_miller_loop(first.iter().copied(), second.iter().cloned());
    Bn254::final_exponentiation(product).map(|output| output.0)
}

fn refuse_infinity(points: &[(&'static str, bool)]) -> Result<(), Groth16Error> {
    let infinite = points.iter().find(|(_, is_infinite)| *is_infinite);
    infinite.map_or(Ok(()), |(point, _)| Err(Groth16Error::Infinity { point }))
}

//! A key and a proof as the numbers that a document of JSON holds, whoever wrote it: affine coordinates, of which the real part comes first,
//! and zeros for infinity.

use alloy_primitives::U256;
use ark_bn254::{Fq12, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::One;

use super::{Groth16Error, Groth16Proof, VerificationKey, pairings, point};

/// `x, y`.
pub(crate) type First = [U256; 2];
/// `x, y`, each as real and imaginary part.
pub(crate) type Second = [U256; 4];

/// A verification key.
#[derive(Clone, Debug)]
pub(crate) struct KeyNumbers {
    pub(crate) alpha: First,
    pub(crate) beta: Second,
    pub(crate) gamma: Second,
    pub(crate) delta: Second,
    pub(crate) inputs: Vec<First>,
    /// β and δ in the first group, which gnark's keys hold too.
    pub(crate) halves: Option<[First; 2]>,
}

/// A proof.
#[derive(Clone, Debug)]
pub(crate) struct ProofNumbers {
    pub(crate) a: First,
    pub(crate) b: Second,
    pub(crate) c: First,
}

impl TryFrom<&KeyNumbers> for VerificationKey {
    type Error = Groth16Error;

    fn try_from(numbers: &KeyNumbers) -> Result<Self, Groth16Error> {
        let second = [("β", &numbers.beta), ("γ", &numbers.gamma), ("δ", &numbers.delta)];
        let mut points = [G2Affine::identity(); 3];
        for (to, (name, from)) in points.iter_mut().zip(second) {
            *to = point::g2(name, from)?;
        }
        let mut inputs = Vec::with_capacity(numbers.inputs.len());
        for from in &numbers.inputs {
            inputs.push(point::g1("a point of the IC", from)?);
        }
        let key = Self::new(point::g1("α", &numbers.alpha)?, points, inputs)?;
        if let Some([beta, delta]) = &numbers.halves {
            one_number("β", &point::g1("β in G1", beta)?, &key.beta)?;
            one_number("δ", &point::g1("δ in G1", delta)?, &key.delta)?;
        }
        Ok(key)
    }
}

impl TryFrom<&ProofNumbers> for Groth16Proof {
    type Error = Groth16Error;

    fn try_from(numbers: &ProofNumbers) -> Result<Self, Groth16Error> {
        Self::new(point::g1("A", &numbers.a)?, point::g2("B", &numbers.b)?, point::g1("C", &numbers.c)?)
    }
}

/// A key of gnark's holds β and δ in both groups. Only the second is verified with, so a damaged first would go unseen.
#[inline(never)]
pub(super) fn one_number(secret: &'static str, first: &G1Affine, second: &G2Affine) -> Result<(), Groth16Error> {
    let minus = std::ops::Neg::neg(G1Affine::generator());
    let product = pairings(&[*first, minus], &[G2Affine::generator().into(), (*second).into()]);
    if product == Some(Fq12::one()) { Ok(()) } else { Err(Groth16Error::Halves { secret }) }
}

//! What snarkjs writes: projective points in decimals, whose last coordinate is one, or for infinity zero.

use alloy_primitives::U256;
use serde::Deserialize;

use super::numbers::{First, KeyNumbers, ProofNumbers, Second};
use super::point::decimal;
use super::{Groth16Error, Groth16Proof, VerificationKey, json};

/// `x, y, z`.
type G1 = [String; 3];
/// The same, each with its real part first.
type G2 = [[String; 2]; 3];

/// `verification_key.json`.
#[derive(Deserialize)]
struct KeyDocument {
    protocol: String,
    curve: String,
    #[serde(rename = "nPublic")]
    public_inputs: usize,
    #[serde(rename = "vk_alpha_1")]
    alpha: G1,
    #[serde(rename = "vk_beta_2")]
    beta: G2,
    #[serde(rename = "vk_gamma_2")]
    gamma: G2,
    #[serde(rename = "vk_delta_2")]
    delta: G2,
    #[serde(rename = "IC")]
    inputs: Vec<G1>,
}

/// `proof.json`.
#[derive(Deserialize)]
struct ProofDocument {
    protocol: String,
    curve: String,
    #[serde(rename = "pi_a")]
    a: G1,
    #[serde(rename = "pi_b")]
    b: G2,
    #[serde(rename = "pi_c")]
    c: G1,
}

impl VerificationKey {
    /// snarkjs's `verification_key.json`.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`] for another document, proof system or curve, [`Groth16Error::Count`], or what is wrong with its points.
    pub fn from_snarkjs(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<KeyDocument>("verification_key.json", text, "a verification key by snarkjs")?
            .numbers()
            .and_then(|numbers: KeyNumbers| (&numbers).try_into())
    }
}

impl Groth16Proof {
    /// snarkjs's `proof.json`.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`] for another document, proof system or curve, or what is wrong with its points.
    pub fn from_snarkjs(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<ProofDocument>("proof.json", text, "a proof by snarkjs")?
            .numbers()
            .and_then(|numbers: ProofNumbers| (&numbers).try_into())
    }
}

impl KeyDocument {
    fn numbers(&self) -> Result<KeyNumbers, Groth16Error> {
        check_system(&self.protocol, &self.curve)?;
        check_count(self.public_inputs, self.inputs.len())?;
        Ok(KeyNumbers {
            alpha: g1("α", &self.alpha)?,
            beta: g2("β", &self.beta)?,
            gamma: g2("γ", &self.gamma)?,
            delta: g2("δ", &self.delta)?,
            inputs: self.inputs.iter().map(|point| g1("a point of the IC", point)).collect::<Result<_, _>>()?,
            halves: None,
        })
    }
}

impl ProofDocument {
    fn numbers(&self) -> Result<ProofNumbers, Groth16Error> {
        check_system(&self.protocol, &self.curve)?;
        Ok(ProofNumbers { a: g1("A", &self.a)?, b: g2("B", &self.b)?, c: g1("C", &self.c)? })
    }
}

/// No other proof system, and no other curve.
pub(crate) fn check_system(protocol: &str, curve: &str) -> Result<(), Groth16Error> {
    if protocol != "groth16" {
        return Err(Groth16Error::malformed("the protocol", protocol, "groth16"));
    }
    if curve != "bn128" {
        return Err(Groth16Error::malformed("the curve", curve, "bn128"));
    }
    Ok(())
}

/// `nPublic` says how many points follow: one more.
pub(crate) const fn check_count(public_inputs: usize, points: usize) -> Result<(), Groth16Error> {
    let expected = points.saturating_sub(1);
    if public_inputs == expected && points > 0 {
        return Ok(());
    }
    Err(Groth16Error::count("public inputs in nPublic", public_inputs, expected))
}

/// The affine coordinates of `x, y, z`.
#[inline(never)]
pub(crate) fn first(name: &'static str, [x, y, z]: [U256; 3]) -> Result<First, Groth16Error> {
    affine(name, [x, U256::ZERO, y, U256::ZERO, z, U256::ZERO]).map(|[x, _, y, _]| [x, y])
}

/// The affine coordinates of `x, y, z`, each as real and imaginary part: `z` is one, or the point is infinity, `0, 1, 0`.
#[inline(never)]
pub(crate) fn affine(name: &'static str, numbers: [U256; 6]) -> Result<Second, Groth16Error> {
    let [x0, x1, y0, y1, z0, z1] = numbers;
    let point = [x0, x1, y0, y1];
    if [z0, z1] == [U256::ONE, U256::ZERO] && point != [U256::ZERO; 4] {
        return Ok(point);
    }
    if [z0, z1] == [U256::ZERO; 2] && point == [U256::ZERO, U256::ZERO, U256::ONE, U256::ZERO] {
        return Ok([U256::ZERO; 4]);
    }
    Err(Groth16Error::malformed(name, "other coordinates", "a last coordinate of one, or infinity as 0, 1, 0"))
}

fn g1(name: &'static str, [x, y, z]: &G1) -> Result<First, Groth16Error> {
    first(name, [decimal(name, x)?, decimal(name, y)?, decimal(name, z)?])
}

fn g2(name: &'static str, point: &G2) -> Result<Second, Groth16Error> {
    let mut numbers = [U256::ZERO; 6];
    for (to, text) in numbers.iter_mut().zip(point.as_flattened()) {
        *to = decimal(name, text)?;
    }
    affine(name, numbers)
}

//! What snarkjs writes: projective points in decimals, whose last coordinate is one, or for infinity zero.

use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ff::{One, Zero};
use serde::Deserialize;

use super::point::{self, decimal_coordinate};
use super::{Groth16Error, Groth16Proof, VerificationKey, json};

/// `x, y, z`.
type G1 = [String; 3];
/// The same, each with its real part first.
type G2 = [[String; 2]; 3];

/// `verification_key.json`.
#[derive(Deserialize)]
pub(crate) struct KeyDocument {
    pub(crate) protocol: String,
    pub(crate) curve: String,
    #[serde(rename = "nPublic")]
    pub(crate) public_inputs: usize,
    #[serde(rename = "vk_alpha_1")]
    pub(crate) alpha: G1,
    #[serde(rename = "vk_beta_2")]
    pub(crate) beta: G2,
    #[serde(rename = "vk_gamma_2")]
    pub(crate) gamma: G2,
    #[serde(rename = "vk_delta_2")]
    pub(crate) delta: G2,
    #[serde(rename = "IC")]
    pub(crate) inputs: Vec<G1>,
}

/// `proof.json`.
#[derive(Deserialize)]
pub(crate) struct ProofDocument {
    pub(crate) protocol: String,
    pub(crate) curve: String,
    #[serde(rename = "pi_a")]
    pub(crate) a: G1,
    #[serde(rename = "pi_b")]
    pub(crate) b: G2,
    #[serde(rename = "pi_c")]
    pub(crate) c: G1,
}

impl VerificationKey {
    /// snarkjs's `verification_key.json`.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`] for another document, proof system or curve, [`Groth16Error::Count`], or what is wrong with its points.
    pub fn from_snarkjs(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<KeyDocument>("verification_key.json", text, "a verification key by snarkjs")?.try_into()
    }
}

impl Groth16Proof {
    /// snarkjs's `proof.json`.
    ///
    /// # Errors
    /// [`Groth16Error::Malformed`] for another document, proof system or curve, or what is wrong with its points.
    pub fn from_snarkjs(text: &str) -> Result<Self, Groth16Error> {
        json::parse::<ProofDocument>("proof.json", text, "a proof by snarkjs")?.try_into()
    }
}

impl TryFrom<KeyDocument> for VerificationKey {
    type Error = Groth16Error;

    fn try_from(document: KeyDocument) -> Result<Self, Groth16Error> {
        system(&document.protocol, &document.curve)?;
        let second = [g2("β", &document.beta)?, g2("γ", &document.gamma)?, g2("δ", &document.delta)?];
        let inputs = document.inputs.iter().map(|point| g1("a point of the IC", point)).collect::<Result<_, _>>()?;
        let key = Self::new(g1("α", &document.alpha)?, second, inputs)?;
        if key.public_inputs() == document.public_inputs {
            Ok(key)
        } else {
            Err(Groth16Error::count("public inputs in nPublic", document.public_inputs, key.public_inputs()))
        }
    }
}

impl TryFrom<ProofDocument> for Groth16Proof {
    type Error = Groth16Error;

    fn try_from(document: ProofDocument) -> Result<Self, Groth16Error> {
        system(&document.protocol, &document.curve)?;
        Self::new(g1("A", &document.a)?, g2("B", &document.b)?, g1("C", &document.c)?)
    }
}

fn system(protocol: &str, curve: &str) -> Result<(), Groth16Error> {
    if protocol != "groth16" {
        return Err(Groth16Error::malformed("the protocol", protocol, "groth16"));
    }
    if curve != "bn128" {
        return Err(Groth16Error::malformed("the curve", curve, "bn128"));
    }
    Ok(())
}

fn g1(name: &'static str, [x, y, z]: &G1) -> Result<G1Affine, Groth16Error> {
    let [x, y, z] = [decimal_coordinate(name, x)?, decimal_coordinate(name, y)?, decimal_coordinate(name, z)?];
    if z.is_one() {
        return point::g1(name, x, y);
    }
    if (x, y, z) == (Fq::zero(), Fq::one(), Fq::zero()) { Ok(G1Affine::identity()) } else { Err(not_affine(name)) }
}

fn g2(name: &'static str, point: &G2) -> Result<G2Affine, Groth16Error> {
    let pair = |[real, imaginary]: &[String; 2]| {
        Ok::<_, Groth16Error>(Fq2::new(decimal_coordinate(name, real)?, decimal_coordinate(name, imaginary)?))
    };
    let [x, y, z] = point;
    let [x, y, z] = [pair(x)?, pair(y)?, pair(z)?];
    if z.is_one() {
        return point::g2(name, x, y);
    }
    if (x, y, z) == (Fq2::zero(), Fq2::one(), Fq2::zero()) { Ok(G2Affine::identity()) } else { Err(not_affine(name)) }
}

fn not_affine(name: &'static str) -> Groth16Error {
    Groth16Error::malformed(name, "another last coordinate", "a last coordinate of one, or infinity as 0, 1, 0")
}

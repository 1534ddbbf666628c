//! Go's JSON of a key and of a proof. Numbers of up to 15 bits are written as numbers, larger ones as decimals in a string.

use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::super::point::{self, decimal_coordinate};
use super::{Groth16Error, Groth16Proof, VerificationKey, no_commitments, one_number};

/// A number, however it is written.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Number {
    Small(u16),
    Decimals(String),
}

/// Infinity is `0, 0`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct G1 {
    pub(crate) x: Number,
    pub(crate) y: Number,
}

#[derive(Deserialize)]
pub(crate) struct Pair {
    #[serde(rename = "A0")]
    pub(crate) real: Number,
    #[serde(rename = "A1")]
    pub(crate) imaginary: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct G2 {
    pub(crate) x: Pair,
    pub(crate) y: Pair,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FirstGroup {
    pub(crate) alpha: G1,
    pub(crate) beta: G1,
    pub(crate) delta: G1,
    #[serde(rename = "K")]
    pub(crate) inputs: Vec<G1>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SecondGroup {
    pub(crate) beta: G2,
    pub(crate) delta: G2,
    pub(crate) gamma: G2,
}

/// A verification key. What it says of commitments may be absent, null or empty.
#[derive(Deserialize)]
pub(crate) struct KeyDocument {
    #[serde(rename = "G1")]
    pub(crate) first: FirstGroup,
    #[serde(rename = "G2")]
    pub(crate) second: SecondGroup,
    #[serde(rename = "CommitmentKeys", default, deserialize_with = "length")]
    pub(crate) commitment_keys: usize,
    #[serde(rename = "PublicAndCommitmentCommitted", default, deserialize_with = "length")]
    pub(crate) committed: usize,
}

/// A proof.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ProofDocument {
    pub(crate) ar: G1,
    pub(crate) bs: G2,
    pub(crate) krs: G1,
    #[serde(default, deserialize_with = "length")]
    pub(crate) commitments: usize,
    pub(crate) commitment_pok: Option<G1>,
}

/// How many entries a list has; what is null has none.
fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    Ok(Option::<Vec<IgnoredAny>>::deserialize(deserializer)?.map_or(0, |list| list.len()))
}

impl TryFrom<KeyDocument> for VerificationKey {
    type Error = Groth16Error;

    fn try_from(document: KeyDocument) -> Result<Self, Groth16Error> {
        no_commitments(document.commitment_keys)?;
        no_commitments(document.committed)?;
        let KeyDocument { first, second, .. } = document;
        let (beta, delta) = (g2("β", &second.beta)?, g2("δ", &second.delta)?);
        let inputs = first.inputs.iter().map(|point| g1("a point of the IC", point)).collect::<Result<_, _>>()?;
        let key = Self::new(g1("α", &first.alpha)?, [beta, g2("γ", &second.gamma)?, delta], inputs)?;
        one_number("β", g1("β in G1", &first.beta)?, beta)?;
        one_number("δ", g1("δ in G1", &first.delta)?, delta)?;
        Ok(key)
    }
}

impl TryFrom<ProofDocument> for Groth16Proof {
    type Error = Groth16Error;

    fn try_from(document: ProofDocument) -> Result<Self, Groth16Error> {
        no_commitments(document.commitments)?;
        if let Some(proof) = &document.commitment_pok
            && g1("the commitments' proof", proof)? != G1Affine::identity()
        {
            return Err(Groth16Error::Commitments { got: 1 });
        }
        Self::new(g1("A", &document.ar)?, g2("B", &document.bs)?, g1("C", &document.krs)?)
    }
}

fn number(name: &'static str, number: &Number) -> Result<Fq, Groth16Error> {
    match number {
        Number::Small(small) => Ok(Fq::from(*small)),
        Number::Decimals(text) => decimal_coordinate(name, text),
    }
}

fn pair(name: &'static str, pair: &Pair) -> Result<Fq2, Groth16Error> {
    Ok(Fq2::new(number(name, &pair.real)?, number(name, &pair.imaginary)?))
}

fn g1(name: &'static str, point: &G1) -> Result<G1Affine, Groth16Error> {
    let (x, y) = (number(name, &point.x)?, number(name, &point.y)?);
    if (x, y) == (Fq::from(0), Fq::from(0)) { Ok(G1Affine::identity()) } else { point::g1(name, x, y) }
}

fn g2(name: &'static str, point: &G2) -> Result<G2Affine, Groth16Error> {
    let (x, y) = (pair(name, &point.x)?, pair(name, &point.y)?);
    let zero = Fq2::default();
    if (x, y) == (zero, zero) { Ok(G2Affine::identity()) } else { point::g2(name, x, y) }
}

//! Go's JSON of a key and of a proof. Numbers of up to 15 bits are written as numbers, larger ones as decimals in a string.

use alloy_primitives::U256;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::super::numbers::{First, KeyNumbers, ProofNumbers, Second};
use super::super::point::decimal;
use super::{Groth16Error, no_commitments};

/// A number, however it is written.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Number {
    Small(u16),
    Decimals(String),
}

/// Infinity is `0, 0`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct G1 {
    pub(super) x: Number,
    pub(super) y: Number,
}

#[derive(Deserialize)]
pub(super) struct Pair {
    #[serde(rename = "A0")]
    pub(super) real: Number,
    #[serde(rename = "A1")]
    pub(super) imaginary: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct G2 {
    pub(super) x: Pair,
    pub(super) y: Pair,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FirstGroup {
    pub(super) alpha: G1,
    pub(super) beta: G1,
    pub(super) delta: G1,
    #[serde(rename = "K")]
    pub(super) inputs: Vec<G1>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SecondGroup {
    pub(super) beta: G2,
    pub(super) delta: G2,
    pub(super) gamma: G2,
}

/// A verification key. What it says of commitments may be absent, null or empty.
#[derive(Deserialize)]
pub(super) struct KeyDocument {
    #[serde(rename = "G1")]
    pub(super) first: FirstGroup,
    #[serde(rename = "G2")]
    pub(super) second: SecondGroup,
    #[serde(rename = "CommitmentKeys", default, deserialize_with = "length")]
    pub(super) commitment_keys: usize,
    #[serde(rename = "PublicAndCommitmentCommitted", default, deserialize_with = "length")]
    pub(super) committed: usize,
}

/// A proof.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ProofDocument {
    pub(super) ar: G1,
    pub(super) bs: G2,
    pub(super) krs: G1,
    #[serde(default, deserialize_with = "length")]
    pub(super) commitments: usize,
    pub(super) commitment_pok: Option<G1>,
}

/// How many entries a list has; what is null has none.
fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    Ok(Option::<Vec<IgnoredAny>>::deserialize(deserializer)?.map_or(0, |list| list.len()))
}

impl KeyDocument {
    pub(super) fn numbers(&self) -> Result<KeyNumbers, Groth16Error> {
        no_commitments(self.commitment_keys)?;
        no_commitments(self.committed)?;
        let inputs = self.first.inputs.iter().map(|point| g1("a point of the IC", point)).collect::<Result<_, _>>()?;
        Ok(KeyNumbers {
            alpha: g1("α", &self.first.alpha)?,
            beta: g2("β", &self.second.beta)?,
            gamma: g2("γ", &self.second.gamma)?,
            delta: g2("δ", &self.second.delta)?,
            inputs,
            halves: Some([g1("β in G1", &self.first.beta)?, g1("δ in G1", &self.first.delta)?]),
        })
    }
}

impl ProofDocument {
    pub(super) fn numbers(&self) -> Result<ProofNumbers, Groth16Error> {
        no_commitments(self.commitments)?;
        if let Some(proof) = &self.commitment_pok
            && g1("the commitments' proof", proof)? != [U256::ZERO; 2]
        {
            return Err(Groth16Error::Commitments { got: 1 });
        }
        Ok(ProofNumbers { a: g1("A", &self.ar)?, b: g2("B", &self.bs)?, c: g1("C", &self.krs)? })
    }
}

fn number(name: &'static str, number: &Number) -> Result<U256, Groth16Error> {
    match number {
        Number::Small(small) => Ok(U256::from(*small)),
        Number::Decimals(text) => decimal(name, text),
    }
}

fn g1(name: &'static str, point: &G1) -> Result<First, Groth16Error> {
    Ok([number(name, &point.x)?, number(name, &point.y)?])
}

fn g2(name: &'static str, G2 { x, y }: &G2) -> Result<Second, Groth16Error> {
    let number = |number: &Number| self::number(name, number);
    Ok([number(&x.real)?, number(&x.imaginary)?, number(&y.real)?, number(&y.imaginary)?])
}

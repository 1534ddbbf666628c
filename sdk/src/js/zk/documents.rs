//! JSON documents of snarkjs and gnark, as the same types that the readers of text make.

use wasm_bindgen::JsValue;

use super::super::field::{array, digits, field, optional, refused, text};
use super::thrown;
use crate::proof::groth16::{Groth16Proof, VerificationKey, gnark, snarkjs};

/// A verification key: what names its protocol is by snarkjs.
pub(super) fn key(document: &JsValue) -> Result<VerificationKey, JsValue> {
    let read = if optional(document, "protocol").is_undefined() {
        let first = field(document, "G1")?;
        let second = field(document, "G2")?;
        let first = gnark::FirstGroup {
            alpha: go_first(&first, "Alpha")?,
            beta: go_first(&first, "Beta")?,
            delta: go_first(&first, "Delta")?,
            inputs: array(&field(&first, "K")?, "K")?.iter().map(go_g1).collect::<Result<_, _>>()?,
        };
        let second = gnark::SecondGroup {
            beta: go_second(&second, "Beta")?,
            delta: go_second(&second, "Delta")?,
            gamma: go_second(&second, "Gamma")?,
        };
        let commitment_keys = length(document, "CommitmentKeys")?;
        let committed = length(document, "PublicAndCommitmentCommitted")?;
        gnark::KeyDocument { first, second, commitment_keys, committed }.try_into()
    } else {
        let public_inputs = digits(&field(document, "nPublic")?, "nPublic")?;
        snarkjs::KeyDocument {
            protocol: text(&field(document, "protocol")?, "protocol")?,
            curve: text(&field(document, "curve")?, "curve")?,
            public_inputs: public_inputs.parse().map_err(|_| refused("nPublic", "it is too large"))?,
            alpha: texts(&field(document, "vk_alpha_1")?, "vk_alpha_1")?,
            beta: pairs(document, "vk_beta_2")?,
            gamma: pairs(document, "vk_gamma_2")?,
            delta: pairs(document, "vk_delta_2")?,
            inputs: array(&field(document, "IC")?, "IC")?
                .iter()
                .map(|point| texts(point, "IC"))
                .collect::<Result<_, _>>()?,
        }
        .try_into()
    };
    read.map_err(|error| thrown(&error))
}

/// A proof.
pub(super) fn proof(document: &JsValue) -> Result<Groth16Proof, JsValue> {
    let read = if optional(document, "protocol").is_undefined() {
        let commitment_pok = optional(document, "CommitmentPok");
        gnark::ProofDocument {
            ar: go_first(document, "Ar")?,
            bs: go_second(document, "Bs")?,
            krs: go_first(document, "Krs")?,
            commitments: length(document, "Commitments")?,
            commitment_pok: if is_absent(&commitment_pok) { None } else { Some(go_g1(&commitment_pok)?) },
        }
        .try_into()
    } else {
        snarkjs::ProofDocument {
            protocol: text(&field(document, "protocol")?, "protocol")?,
            curve: text(&field(document, "curve")?, "curve")?,
            a: texts(&field(document, "pi_a")?, "pi_a")?,
            b: pairs(document, "pi_b")?,
            c: texts(&field(document, "pi_c")?, "pi_c")?,
        }
        .try_into()
    };
    read.map_err(|error| thrown(&error))
}

/// So many entries.
fn entries<const N: usize>(value: &JsValue, name: &str) -> Result<[JsValue; N], JsValue> {
    <[JsValue; N]>::try_from(array(value, name)?)
        .map_err(|entries| refused(name, &format!("got {} entries, expected {N}", entries.len())))
}

fn texts<const N: usize>(value: &JsValue, name: &str) -> Result<[String; N], JsValue> {
    let mut read = [const { String::new() }; N];
    for (to, entry) in read.iter_mut().zip(entries::<N>(value, name)?) {
        *to = text(&entry, name)?;
    }
    Ok(read)
}

fn pairs(document: &JsValue, name: &str) -> Result<[[String; 2]; 3], JsValue> {
    let [x, y, z] = entries::<3>(&field(document, name)?, name)?;
    Ok([texts(&x, name)?, texts(&y, name)?, texts(&z, name)?])
}

fn go_number(object: &JsValue, name: &str) -> Result<gnark::Number, JsValue> {
    Ok(gnark::Number::Decimals(digits(&field(object, name)?, name)?))
}

fn go_g1(point: &JsValue) -> Result<gnark::G1, JsValue> {
    Ok(gnark::G1 { x: go_number(point, "X")?, y: go_number(point, "Y")? })
}

fn go_first(object: &JsValue, name: &str) -> Result<gnark::G1, JsValue> {
    go_g1(&field(object, name)?)
}

fn go_second(object: &JsValue, name: &str) -> Result<gnark::G2, JsValue> {
    let point = field(object, name)?;
    let pair = |name: &str| {
        let pair = field(&point, name)?;
        Ok::<_, JsValue>(gnark::Pair { real: go_number(&pair, "A0")?, imaginary: go_number(&pair, "A1")? })
    };
    Ok(gnark::G2 { x: pair("X")?, y: pair("Y")? })
}

/// A list of which only the length is read.
fn length(object: &JsValue, name: &str) -> Result<usize, JsValue> {
    let list = optional(object, name);
    if is_absent(&list) { Ok(0) } else { Ok(array(&list, name)?.len()) }
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

//! JSON documents of snarkjs and gnark, as the same numbers that the readers of text make of them.

use alloy_primitives::U256;
use js_sys::Array;
use wasm_bindgen::JsValue;

use super::super::field::{array, digits, field, optional, refused, text, whole};
use super::thrown;
use crate::proof::groth16::numbers::{First, KeyNumbers, ProofNumbers, Second};
use crate::proof::groth16::point::decimal;
use crate::proof::groth16::{Groth16Error, Groth16Proof, VerificationKey, gnark, snarkjs};

/// Arrays and objects in one another, at most so many: a point of the second group has two.
const DEPTH: u8 = 3;

/// A verification key: what names its protocol is by snarkjs.
pub(super) fn key(document: &JsValue) -> Result<VerificationKey, JsValue> {
    let numbers = if is_snarkjs(document)? {
        let points = array(&field(document, "IC")?, "IC")?;
        snarkjs::check_count(whole(document, "nPublic")?, points.len()).map_err(thrown)?;
        KeyNumbers {
            alpha: first(&field(document, "vk_alpha_1")?)?,
            beta: second(document, "vk_beta_2")?,
            gamma: second(document, "vk_gamma_2")?,
            delta: second(document, "vk_delta_2")?,
            inputs: points.iter().map(first).collect::<Result<_, _>>()?,
            halves: None,
        }
    } else {
        no_entries(document, "CommitmentKeys")?;
        no_entries(document, "PublicAndCommitmentCommitted")?;
        let (one, two) = (field(document, "G1")?, field(document, "G2")?);
        let points = array(&field(&one, "K")?, "K")?;
        KeyNumbers {
            alpha: of(&one, "Alpha")?,
            beta: of(&two, "Beta")?,
            gamma: of(&two, "Gamma")?,
            delta: of(&two, "Delta")?,
            inputs: points.iter().map(|point| numbers("K", point)).collect::<Result<_, _>>()?,
            halves: Some([of(&one, "Beta")?, of(&one, "Delta")?]),
        }
    };
    VerificationKey::try_from(&numbers).map_err(thrown)
}

/// A proof.
pub(super) fn proof(document: &JsValue) -> Result<Groth16Proof, JsValue> {
    let numbers = if is_snarkjs(document)? {
        let [a, c] = [first(&field(document, "pi_a")?)?, first(&field(document, "pi_c")?)?];
        ProofNumbers { a, b: second(document, "pi_b")?, c }
    } else {
        no_entries(document, "Commitments")?;
        let proof = "CommitmentPok";
        if !is_absent(&optional(document, proof)) && of(document, proof)? != [U256::ZERO; 2] {
            return Err(thrown(Groth16Error::Commitments { got: 1 }));
        }
        ProofNumbers { a: of(document, "Ar")?, b: of(document, "Bs")?, c: of(document, "Krs")? }
    };
    Groth16Proof::try_from(&numbers).map_err(thrown)
}

fn is_snarkjs(document: &JsValue) -> Result<bool, JsValue> {
    let protocol = optional(document, "protocol");
    if protocol.is_undefined() {
        return Ok(false);
    }
    let curve = text(&field(document, "curve")?, "curve")?;
    snarkjs::check_system(&text(&protocol, "protocol")?, &curve).map_err(thrown)?;
    Ok(true)
}

fn first(point: &JsValue) -> Result<First, JsValue> {
    snarkjs::first("a point in G1", numbers("a point in G1", point)?).map_err(thrown)
}

fn second(document: &JsValue, name: &'static str) -> Result<Second, JsValue> {
    snarkjs::affine(name, of(document, name)?).map_err(thrown)
}

fn of<const N: usize>(document: &JsValue, name: &'static str) -> Result<[U256; N], JsValue> {
    numbers(name, &field(document, name)?)
}

/// The numbers of a point, in their order: of arrays in arrays, or of Go's `X`, `Y` and `A0`, `A1`.
fn numbers<const N: usize>(name: &'static str, point: &JsValue) -> Result<[U256; N], JsValue> {
    let mut found = Vec::new();
    gather(name, point, DEPTH, &mut found)?;
    <[U256; N]>::try_from(found).map_err(|found| refused(name, &format!("got {} numbers, expected {N}", found.len())))
}

fn gather(name: &'static str, value: &JsValue, depth: u8, found: &mut Vec<U256>) -> Result<(), JsValue> {
    let deeper = depth.checked_sub(1).ok_or_else(|| refused(name, "it is nested too deeply"))?;
    let parts = if Array::is_array(value) {
        array(value, name)?
    } else {
        let pair = |first: &str, second: &str| [optional(value, first), optional(value, second)];
        match [pair("X", "Y"), pair("A0", "A1")].into_iter().find(|pair| !pair.iter().any(JsValue::is_undefined)) {
            Some(pair) => pair.to_vec(),
            None => {
                found.push(decimal(name, &digits(value, name)?).map_err(thrown)?);
                return Ok(());
            }
        }
    };
    parts.iter().try_for_each(|part| gather(name, part, deeper, found))
}

/// A list that has to be empty, null or absent.
fn no_entries(document: &JsValue, name: &str) -> Result<(), JsValue> {
    let list = optional(document, name);
    if is_absent(&list) { Ok(()) } else { gnark::no_commitments(array(&list, name)?.len()).map_err(thrown) }
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

//! Groth16 proofs by snarkjs and gnark.

use alloy_primitives::{B256, U256, hex};
use assay_sdk::error::ErrorCode;
use assay_sdk::proof::groth16::{Groth16Error, Groth16Proof, PublicInputs, VerificationKey};

use super::wire::{Refusal, Stage};

/// The public inputs for which the proof holds, under the key of this hash.
pub(super) fn verified(key_hash: B256, key: &[u8], proof: &[u8], inputs: &[u8]) -> Result<Vec<U256>, Refusal> {
    let key = read(key, VerificationKey::from_snarkjs, VerificationKey::from_gnark_json, VerificationKey::from_gnark);
    let key = key.and_then(|key| key.pin(key_hash)).map_err(|error| refused(Stage::Key, &error))?;
    let proof = read(proof, Groth16Proof::from_snarkjs, Groth16Proof::from_gnark_json, Groth16Proof::from_gnark);
    let proof = proof.map_err(|error| refused(Stage::Reads, &error))?;
    let inputs = match text(inputs) {
        Some(json) => PublicInputs::from_snarkjs(json),
        None => PublicInputs::from_gnark(&binary(inputs)),
    };
    let inputs = inputs.map_err(|error| refused(Stage::Reads, &error))?;
    key.verify(&inputs, &proof).map_err(|error| refused(Stage::Proven, &error))?;
    Ok(inputs.as_slice().to_vec())
}

/// JSON is snarkjs's where it says so, and gnark's otherwise; all else is gnark's binary encoding, also where it is written in hexadecimal.
fn read<T>(
    file: &[u8],
    snarkjs: fn(&str) -> Result<T, Groth16Error>,
    gnark_json: fn(&str) -> Result<T, Groth16Error>,
    gnark: fn(&[u8]) -> Result<T, Groth16Error>,
) -> Result<T, Groth16Error> {
    match text(file) {
        Some(json) if json.contains("\"protocol\"") => snarkjs(json),
        Some(json) => gnark_json(json),
        None => gnark(&binary(file)),
    }
}

fn text(file: &[u8]) -> Option<&str> {
    std::str::from_utf8(file).ok().filter(|text| text.trim_start().starts_with(['{', '[']))
}

fn binary(file: &[u8]) -> Vec<u8> {
    std::str::from_utf8(file).ok().and_then(|text| hex::decode(text.trim()).ok()).unwrap_or_else(|| file.to_vec())
}

fn refused(stage: Stage, error: &Groth16Error) -> Refusal {
    let code: ErrorCode = error.into();
    Refusal { stage, code: code.as_str().to_owned(), what: error.to_string() }
}

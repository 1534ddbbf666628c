//! `@assay/sdk/zk`: Groth16 proofs over BN254, in a module of their own.

mod documents;

use alloy_primitives::B256;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::assay_error;
use super::field::{array, bytes, digits, document, field, refused, word};
use crate::error::zero_knowledge::groth16_details;
use crate::proof::groth16::{Groth16Error, Groth16Proof, PinnedKey, PublicInputs, VerificationKey};

/// What the exports take, for the package's declarations.
#[wasm_bindgen(typescript_custom_section)]
const OPTIONS: &'static str = r#"
/**
 * A document of snarkjs (`verification_key.json`, `proof.json`) or gnark: as text, as what `JSON.parse` made of it, or for gnark's
 * binary encodings as bytes or hexadecimal text after `0x`.
 */
export type Groth16Document = string | object | Uint8Array;

export interface PinOptions {
  /** The verification key. */
  key: Groth16Document;
  /** The hash that it must have, from where it was published: `0x` and 64 hexadecimal digits. */
  hash: string;
}

export interface VerifyOptions {
  /** The proof. */
  proof: Groth16Document;
  /** The public inputs in the circuit's order: decimals, or gnark's public witness as bytes or hexadecimal text after `0x`. */
  inputs: string[] | string | Uint8Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// `{ key }`.
    #[wasm_bindgen(typescript_type = "{ key: Groth16Document }")]
    pub type KeyOptions;
    /// `{ key, hash }`.
    #[wasm_bindgen(typescript_type = "PinOptions")]
    pub type PinOptions;
    /// `{ proof, inputs }`.
    #[wasm_bindgen(typescript_type = "VerifyOptions")]
    pub type VerifyOptions;
}

/// A verification key with the expected hash, ready to verify with.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Groth16Key(PinnedKey);

/// The hash of a verification key: Keccak-256 of its points, whichever format they were read from. To be published by
/// whoever made the key, and compared with before it is used.
///
/// Throws an `AssayError`: `zk-malformed`, `zk-unsupported`
///
/// ```js
/// const hash = keyHash({ key: verificationKey });
/// ```
#[wasm_bindgen(js_name = "keyHash")]
pub fn key_hash(options: &KeyOptions) -> Result<String, JsValue> {
    Ok(key(&field(options, "key")?)?.hash().to_string())
}

#[wasm_bindgen]
impl Groth16Key {
    /// Takes a verification key, if it has the expected hash.
    ///
    /// Throws an `AssayError`: `zk-key` if it has another; `zk-malformed`, `zk-unsupported`
    ///
    /// ```js
    /// const key = new Groth16Key({ key: verificationKey, hash });
    /// key.verify({ proof, inputs }); // throws `zk-not-proven` where it does not hold
    /// key.free();
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: &PinOptions) -> Result<Self, JsValue> {
        let expected: B256 = word(options, "hash")?;
        let key = key(&field(options, "key")?)?;
        Ok(Self(key.pin(expected).map_err(thrown)?))
    }

    /// Its hash.
    #[wasm_bindgen(getter)]
    pub fn hash(&self) -> String {
        self.0.hash().to_string()
    }

    /// Verifies a proof: returns if it holds, and throws otherwise.
    ///
    /// Throws an `AssayError`: `zk-not-proven` if it does not hold for these inputs; `zk-malformed`, `zk-unsupported`
    pub fn verify(&self, options: &VerifyOptions) -> Result<(), JsValue> {
        let given = field(options, "proof")?;
        let proof = match document(&given, "proof")? {
            Some(document) => documents::proof(&document)?,
            None => Groth16Proof::from_gnark(&bytes(&given, "proof")?).map_err(thrown)?,
        };
        let inputs = inputs(&field(options, "inputs")?)?;
        self.0.verify(&inputs, &proof).map_err(thrown)
    }
}

fn key(given: &JsValue) -> Result<VerificationKey, JsValue> {
    match document(given, "key")? {
        Some(document) => documents::key(&document),
        None => VerificationKey::from_gnark(&bytes(given, "key")?).map_err(thrown),
    }
}

fn inputs(given: &JsValue) -> Result<PublicInputs, JsValue> {
    let read = if Array::is_array(given) {
        let numbers = array(given, "inputs")?;
        let numbers: Vec<_> = numbers.iter().map(|number| digits(number, "inputs")).collect::<Result<_, _>>()?;
        PublicInputs::from_decimals(&numbers)
    } else {
        PublicInputs::from_gnark(&bytes(given, "inputs").map_err(|_| refused("inputs", "expected decimals, or bytes"))?)
    };
    read.map_err(thrown)
}

/// What an export throws.
#[inline(never)]
#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn thrown(error: Groth16Error) -> JsValue {
    assay_error(&error.to_string(), (&error).into(), &groth16_details(&error))
}

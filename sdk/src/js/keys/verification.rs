//! `verifyMessage`, `verifyTypedData`, `recoverAddress`.

use alloy_primitives::{Address, B256, Bytes};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, input, thrown, transaction, typed_data};
use crate::error::KeysError;
use crate::keys::{VerificationError, recover, verify_message, verify_typed_data};

/// A personal message (EIP-191), and who is said to have signed it.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct VerifyMessageOptions {
    /// Of a text its UTF-8, or bytes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "string | Uint8Array")]
    message: JsValue,
    /// 65 bytes, or 64 in the compact form of EIP-2098.
    #[tsify(type = "Uint8Array | string")]
    signature: Bytes,
    /// The account.
    account: String,
}

/// Typed data (EIP-712), and who is said to have signed it.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct VerifyTypedDataOptions {
    /// The document, as an object or as its JSON; integers beyond 2^53 as decimal strings.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "object | string")]
    document: JsValue,
    /// 65 bytes, or 64 in the compact form of EIP-2098.
    #[tsify(type = "Uint8Array | string")]
    signature: Bytes,
    /// The account.
    account: String,
}

/// A digest and its signature.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct RecoverOptions {
    /// What was signed: 32 bytes.
    #[tsify(type = "Uint8Array | string")]
    digest: Bytes,
    /// 65 bytes.
    #[tsify(type = "Uint8Array | string")]
    signature: Bytes,
}

/// Whether an account's key signed. Of an account that is a contract only the chain can say.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Verification {
    /// Whether it did.
    valid: bool,
    /// Why not, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    problem: Option<String>,
}

/// Whether the account's key signed this personal message. A signature that is not valid is an answer, not an error.
///
/// ```js
/// const signature = key.signMessage({ message: 'Hello' });
/// const { valid, problem } = verifyMessage({ message: 'Hello', signature, account: key.address });
/// ```
#[wasm_bindgen(js_name = verifyMessage)]
pub fn verify_message_by_key(options: Ts<VerifyMessageOptions>) -> Result<Ts<Verification>, JsValue> {
    answer(message(options))
}

/// Whether the account's key signed this typed data. A signature that is not valid is an answer, not an error.
///
/// ```js
/// const { valid, problem } = verifyTypedData({ document, signature, account });
/// ```
#[wasm_bindgen(js_name = verifyTypedData)]
pub fn verify_typed_data_by_key(options: Ts<VerifyTypedDataOptions>) -> Result<Ts<Verification>, JsValue> {
    answer(document(options))
}

/// The address whose key signed this digest. Throws an `AssayError`, `signature-invalid`, where none did.
///
/// ```js
/// const signer = recoverAddress({ digest: typedDataHash({ document }), signature });
/// ```
#[wasm_bindgen(js_name = recoverAddress)]
pub fn recover_address(options: Ts<RecoverOptions>) -> Result<String, JsValue> {
    signer(options).map(|address| address.to_string()).map_err(thrown)
}

fn message(options: Ts<VerifyMessageOptions>) -> Result<Verification, KeysError> {
    let VerifyMessageOptions { message, signature, account } = input::options(options)?;
    let message = input::message(&message)?;
    Ok(verify_message(&message, &signature, input::address(&account)?).into())
}

fn document(options: Ts<VerifyTypedDataOptions>) -> Result<Verification, KeysError> {
    let VerifyTypedDataOptions { document, signature, account } = input::options(options)?;
    let data = typed_data::read(&document)?;
    Ok(verify_typed_data(&data, &signature, input::address(&account)?).into())
}

fn signer(options: Ts<RecoverOptions>) -> Result<Address, KeysError> {
    let RecoverOptions { digest, signature } = input::options(options)?;
    let digest = B256::from(input::exactly::<32>("digest", &digest)?);
    Ok(recover(&digest, &transaction::signature(&signature)?)?)
}

impl From<Result<(), VerificationError>> for Verification {
    fn from(result: Result<(), VerificationError>) -> Self {
        let problem = result.err().map(|error| error.to_string());
        Self { valid: problem.is_none(), problem }
    }
}

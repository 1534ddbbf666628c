//! `typedDataHash`.

use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{input, thrown};
use crate::error::KeysError;
use crate::keys::TypedData;

/// Typed data (EIP-712).
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct TypedDataOptions {
    /// The document, as an object or as its JSON; integers beyond 2^53 as decimal strings.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "object | string")]
    document: JsValue,
}

/// What a signature of this typed data signs: 32 bytes. Throws an `AssayError`, `typed-data-malformed`, with the `path` of what is
/// wrong.
///
/// ```js
/// const digest = typedDataHash({ document });
/// ```
#[wasm_bindgen(js_name = typedDataHash)]
pub fn typed_data_hash(options: Ts<TypedDataOptions>) -> Result<Vec<u8>, JsValue> {
    hash(options).map_err(thrown)
}

fn hash(options: Ts<TypedDataOptions>) -> Result<Vec<u8>, KeysError> {
    let TypedDataOptions { document } = input::options(options)?;
    Ok(read(&document)?.digest().to_vec())
}

/// A document, as its JSON or as what `JSON.parse` makes of it.
pub(super) fn read(document: &JsValue) -> Result<TypedData, KeysError> {
    let text = match document.as_string() {
        Some(text) => text,
        // Fails for what JSON has not, above all `BigInt`.
        None => js_sys::JSON::stringify(document).ok().and_then(|text| text.as_string()).ok_or_else(|| {
            input::argument("document", &"it is not JSON: give integers as decimal strings, not as BigInt")
        })?,
    };
    Ok(TypedData::from_json(&text)?)
}

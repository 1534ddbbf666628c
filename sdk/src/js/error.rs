//! `AssayError`: thrown, with its stack, instead of values that are no errors.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Error;

/// The union of codes, made from the same table as the Rust enum.
#[wasm_bindgen(typescript_custom_section)]
const ERROR_CODE: &'static str = crate::error::TYPESCRIPT;

#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    /// The hand-written class.
    type AssayError;

    #[wasm_bindgen(constructor)]
    fn new(message: &str, code: &str, blame: &str, retry: &str, details: &Object) -> AssayError;
}

/// What an export throws.
pub(super) fn thrown(error: impl Into<Error>) -> JsValue {
    let error = error.into();
    let details = Object::new();
    for (name, text) in error.details() {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&details, &JsValue::from_str(name), &JsValue::from_str(&text));
    }
    let (code, blame, retry) = (error.code().as_str(), error.blame().as_str(), error.retry().as_str());
    AssayError::new(&error.to_string(), code, blame, retry, &details).into()
}

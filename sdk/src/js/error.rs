//! `AssayError`: thrown, with its stack, instead of values that are no errors.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::ErrorCode;

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
#[cfg(any(feature = "js", feature = "js-records"))]
pub(super) fn thrown(error: impl Into<crate::error::Error>) -> JsValue {
    let error = error.into();
    assay_error(&error.to_string(), error.code(), &error.details())
}

/// An `AssayError`, to be thrown.
pub(super) fn assay_error(message: &str, code: ErrorCode, named: &[(&'static str, String)]) -> JsValue {
    let details = Object::new();
    for (name, text) in named {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&details, &JsValue::from_str(name), &JsValue::from_str(text));
    }
    let (blame, retry) = (code.blame().as_str(), code.retry().as_str());
    AssayError::new(message, code.as_str(), blame, retry, &details).into()
}

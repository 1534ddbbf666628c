//! JavaScript objects, for the few browser calls that take them.

use alloy_primitives::Bytes;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::JsValue;

/// An object with these fields.
pub(super) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _set = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Bytes as a typed array.
pub(super) fn array(bytes: &Bytes) -> JsValue {
    Uint8Array::from(bytes.as_ref()).into()
}

/// A field of an object, through several levels; undefined where one of them is not there.
pub(super) fn field(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter()
        .fold(value.clone(), |value, name| Reflect::get(&value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
}

/// The browser's words for what went wrong.
pub(super) fn words(error: &JsValue) -> String {
    field(error, &["message"]).as_string().unwrap_or_else(|| format!("{error:?}"))
}

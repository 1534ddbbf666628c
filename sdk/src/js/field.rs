//! Options read field by field, for modules that have to stay small. Every refusal names the field.

use alloy_primitives::{B256, hex};
use js_sys::{Array, Reflect, Uint8Array};
#[cfg(feature = "js-zk")]
use js_sys::{JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

use super::error::assay_error;
use crate::error::ErrorCode;

/// What an export throws where an argument has not the shape that was asked for.
pub(super) fn refused(name: &str, why: &str) -> JsValue {
    let details = [("argument", name.to_owned()), ("why", why.to_owned())];
    assay_error(&format!("{name}: {why}"), ErrorCode::ArgumentInvalid, &details)
}

/// A field that has to be there.
pub(super) fn field(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let value = optional(object, name);
    if value.is_undefined() { Err(refused(name, "it is missing")) } else { Ok(value) }
}

/// A field, or undefined. Of what is no object, no field is there.
pub(super) fn optional(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A text.
#[cfg(feature = "js-zk")]
pub(super) fn text(value: &JsValue, name: &str) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| refused(name, "expected a string"))
}

/// A text, or a number written as one.
pub(super) fn digits(value: &JsValue, name: &str) -> Result<String, JsValue> {
    let number =
        || value.dyn_ref::<js_sys::Number>().and_then(|number| number.to_string_with_radix(10).ok()).map(String::from);
    let text = value.as_string().or_else(number).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    text.filter(|text| !text.is_empty()).ok_or_else(|| refused(name, "expected a whole number in decimals"))
}

/// A whole number that fits.
pub(super) fn whole<T: std::str::FromStr>(object: &JsValue, name: &str) -> Result<T, JsValue> {
    let value = field(object, name)?;
    digits(&value, name)?.parse().map_err(|_| refused(name, "it is too large"))
}

/// The entries of an array.
pub(super) fn array(value: &JsValue, name: &str) -> Result<Vec<JsValue>, JsValue> {
    value.dyn_ref::<Array>().map(|array| array.iter().collect()).ok_or_else(|| refused(name, "expected an array"))
}

/// The bytes of a `Uint8Array`, or of hexadecimal text after `0x`.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Vec<u8>, JsValue> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    let text = value.as_string().filter(|text| text.starts_with("0x"));
    let decoded = text.and_then(|text| hex::decode(text).ok());
    decoded.ok_or_else(|| refused(name, "expected a Uint8Array, or 0x and pairs of hexadecimal digits"))
}

/// Bytes of a length.
pub(super) fn fixed<const N: usize>(object: &JsValue, name: &str) -> Result<[u8; N], JsValue> {
    let bytes = bytes(&field(object, name)?, name)?;
    <[u8; N]>::try_from(bytes).map_err(|bytes| refused(name, &format!("got {} bytes, expected {N}", bytes.len())))
}

/// 32 bytes.
pub(super) fn word(object: &JsValue, name: &str) -> Result<B256, JsValue> {
    fixed::<32>(object, name).map(B256::new)
}

/// A document of JSON: its text, or what `JSON.parse` made of it. `None` where it is bytes, or hexadecimal text.
#[cfg(feature = "js-zk")]
pub(super) fn document(value: &JsValue, name: &str) -> Result<Option<JsValue>, JsValue> {
    if let Some(text) = value.as_string() {
        if text.starts_with("0x") {
            return Ok(None);
        }
        return JSON::parse(&text)
            .map(Some)
            .map_err(|_| refused(name, "it is neither JSON nor 0x and hexadecimal digits"));
    }
    if value.is_instance_of::<Uint8Array>() {
        return Ok(None);
    }
    if value.is_instance_of::<Object>() {
        Ok(Some(value.clone()))
    } else {
        Err(refused(name, "expected a document or bytes"))
    }
}

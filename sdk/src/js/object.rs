//! Plain objects in and out, field by field: for modules whose bytes count. The generic way (`serde`) would weigh as much as all the rest of
//! some of them.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::error::assay_error;
use crate::error::ErrorCode;

/// An options object. Every refusal is an `AssayError` that names the field.
pub(super) struct Options<'a>(pub(super) &'a JsValue);

impl Options<'_> {
    pub(super) fn field(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(self.0, &JsValue::from_str(name)).unwrap_or_default();
        (!value.is_undefined()).then_some(value)
    }

    pub(super) fn text(&self, name: &'static str) -> Result<String, JsValue> {
        self.field(name).and_then(|value| value.as_string()).ok_or_else(|| refused(name, "a string"))
    }

    pub(super) fn optional_text(&self, name: &'static str) -> Result<Option<String>, JsValue> {
        self.field(name).map(|_| self.text(name)).transpose()
    }

    /// A whole number. It is read by its text, which needs no arithmetic on floats.
    pub(super) fn whole(&self, name: &'static str) -> Result<Option<u64>, JsValue> {
        let Some(value) = self.field(name) else { return Ok(None) };
        let text = value.as_f64().map(|_| String::from(Object::from(value).to_string()));
        let whole = text.and_then(|text| text.parse().ok());
        whole.map(Some).ok_or_else(|| refused(name, "a whole number"))
    }
}

/// What a field was refused for.
#[cold]
pub(super) fn refused(name: &'static str, expected: &str) -> JsValue {
    let why = format!("expected {expected}");
    let message = format!("{name}: {why}");
    assay_error(&message, ErrorCode::ArgumentInvalid, &[("argument", name.to_owned()), ("why", why)])
}

pub(super) fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // Setting a field of a fresh object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

/// A number as JavaScript has it, which is exact up to 2^53 - 1: one beyond is refused, never rounded.
pub(super) fn number(name: &'static str, value: u64) -> Result<f64, JsValue> {
    exact(value).ok_or_else(|| {
        let why = format!("got {value}, expected at most {MAX_SAFE_INTEGER}, which JavaScript's numbers are exact to");
        let details = [("argument", name.to_owned()), ("why", why.clone())];
        assay_error(&format!("{name}: {why}"), ErrorCode::NumberOutOfRange, &details)
    })
}

/// `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The same number as IEEE 754 has it in 64 bits, where it is exact: put together from its exponent and the 52 bits after its first one.
fn exact(value: u64) -> Option<f64> {
    if value > MAX_SAFE_INTEGER {
        return None;
    }
    let Some(exponent) = value.checked_ilog2() else { return Some(0.0) };
    let fraction = (value << 52_u32.saturating_sub(exponent)) & ((1 << 52) - 1);
    let biased = u64::from(exponent).saturating_add(1_023);
    Some(f64::from_bits(biased << 52 | fraction))
}

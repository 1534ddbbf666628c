//! JavaScript objects, for the few browser calls that take them; and the workers that the page's boot script starts.

use alloy_primitives::Bytes;
use js_sys::{Function, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::{JsCast, JsValue};

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

/// Has the boot script start the worker of this room.
pub(super) fn start(room: &str) -> Result<Promise, JsValue> {
    let start = Reflect::get(&global(), &"assayWorker".into())?.dyn_into::<Function>()?;
    start.call1(&JsValue::UNDEFINED, &room.into())?.dyn_into::<Promise>()
}

//! A message on its way between page and worker: JSON in UTF-8, in an array of bytes.
//!
//! Never a string: those of JavaScript cannot be wiped. The array is handed over and not copied, and whoever reads it
//! overwrites it.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::{JsCast, JsValue};
use zeroize::Zeroizing;

/// A message, and the list that hands its memory over to the other side.
#[derive(Debug)]
pub(crate) struct Packed {
    /// What is posted.
    pub(crate) bytes: Uint8Array,
    /// What is transferred with it.
    pub(crate) transfer: Array,
}

/// Packs a message.
pub(crate) fn pack<T: Serialize>(message: &T) -> Result<Packed, serde_json::Error> {
    let text = Zeroizing::new(serde_json::to_vec(message)?);
    let bytes = Uint8Array::from(text.as_slice());
    let transfer = Array::of1(&bytes.buffer());
    Ok(Packed { bytes, transfer })
}

/// Takes a message out of its array, which is zeros from then on. `None` where it is no such array.
pub(crate) fn unpack(data: &JsValue) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = data.dyn_ref::<Uint8Array>()?;
    let length = usize::try_from(bytes.length()).ok()?;
    let mut text = Zeroizing::new(vec![0; length]);
    bytes.copy_to(&mut text);
    bytes.fill(0, 0, bytes.length());
    Some(text)
}

//! Random bytes, from the platform's generator and nowhere else.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::KeysError;

#[wasm_bindgen]
extern "C" {
    /// Web Crypto: every browser, worker, Node, Deno and workerd has it.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn random_values(buffer: &mut [u8]) -> Result<(), JsValue>;
}

/// Fills the buffer with fresh random bytes.
pub(super) fn fill(buffer: &mut [u8]) -> Result<(), KeysError> {
    random_values(buffer).map_err(|_| KeysError::NoRandomness)
}

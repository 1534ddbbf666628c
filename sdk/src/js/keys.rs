//! `@assay/sdk/keys`: phrases, keys, signatures and vaults, in a module of their own.
//!
//! Bytes cross as `Uint8Array` and are taken as that or as hexadecimal text; keys and seeds stay in WebAssembly behind handles
//! (`Seed`, `Key`, `Vault`), which `free()` wipes. A phrase or a password that a page passes in as a string stays in JavaScript's own
//! memory until it is collected: nothing here can wipe that.

mod input;
mod key;
mod keystore;
mod phrase;
mod random;
mod seed;
mod transaction;
mod typed_data;
mod vault;
mod verification;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;

use super::error::assay_error;
use crate::error::KeysError;

/// What an export throws.
fn thrown(error: impl Into<KeysError>) -> JsValue {
    let error = error.into();
    assay_error(&error.to_string(), error.code(), &error.details())
}

/// A result as JavaScript sees it.
fn answer<T: Tsify + Serialize>(result: Result<T, KeysError>) -> Result<Ts<T>, JsValue> {
    let value = result.map_err(thrown)?;
    value.into_ts().map_err(|why| thrown(input::argument("result", &why)))
}

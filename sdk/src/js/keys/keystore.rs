//! `openKeystore`, `Key.toKeystore`: the files with one key that other wallets write and read.

use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input::{self, SecretText};
use super::key::Key;
use super::{random, thrown};
use crate::error::KeysError;
use crate::keys::{Keystore, KeystoreRandomness, ScryptCost, SecretKey};

/// A keystore of Web3 Secret Storage, version 3.
#[derive(Deserialize, Tsify)]
pub(crate) struct OpenKeystoreOptions {
    /// The text of the file.
    file: String,
    /// Its password.
    #[tsify(type = "string")]
    password: SecretText,
}

/// How to seal a key.
#[derive(Deserialize, Tsify)]
pub(crate) struct SealKeystoreOptions {
    /// The password that opens it; not empty.
    #[tsify(type = "string")]
    password: SecretText,
}

/// The key in a keystore of version 3 (scrypt or PBKDF2). Throws an `AssayError`: `password-wrong`, `keystore-malformed`.
///
/// ```js
/// const key = openKeystore({ file, password });
/// show(key.address);
/// key.free();
/// ```
#[wasm_bindgen(js_name = openKeystore)]
pub fn open_keystore(options: Ts<OpenKeystoreOptions>) -> Result<Key, JsValue> {
    open(options).map(Key::from).map_err(thrown)
}

fn open(options: Ts<OpenKeystoreOptions>) -> Result<SecretKey, KeysError> {
    let OpenKeystoreOptions { file, password } = input::options(options)?;
    Ok(Keystore::from_json(&file)?.open(&password.0)?.into_key())
}

/// The text of a keystore of version 3 with this key: scrypt with N = 2^17, r = 8, p = 1.
pub(super) fn seal(key: &SecretKey, options: Ts<SealKeystoreOptions>) -> Result<String, KeysError> {
    let SealKeystoreOptions { password } = input::options(options)?;
    let mut randomness = KeystoreRandomness { salt: [0; 32], iv: [0; 16], id: [0; 16] };
    random::fill(&mut randomness.salt)?;
    random::fill(&mut randomness.iv)?;
    random::fill(&mut randomness.id)?;
    Ok(Keystore::seal(key, &password.0, ScryptCost::STANDARD, &randomness)?)
}

//! A keystore as another wallet wrote it: refused, or read, and where the password fits, the key of the address that it names. What
//! is no keystore serves as a key and a password: what is sealed opens again.
//!
//! The corpus holds files under the passwords below. A key derivation is run only where it costs next to nothing.
#![no_main]

use assay_sdk::keys::{Keystore, KeystoreError, KeystoreRandomness, ScryptCost, SecretKey};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const PASSWORDS: [&str; 4] = ["testpassword", "foo", "bar", ""];
/// Of all numbers in a file: n = 1024, r = 8, a length of 32 and version 3 are below it.
const MOST_WORK: u64 = 1 << 20;

fuzz_target!(|text: &str| match Keystore::from_json(text) {
    Ok(keystore) => {
        assert!(text.len() <= Keystore::MOST_BYTES);
        if is_cheap(text) {
            for password in PASSWORDS {
                open(&keystore, password);
            }
        }
    }
    Err(_) => sealed(text.as_bytes()),
});

fn open(keystore: &Keystore, password: &str) {
    match keystore.open(password) {
        Ok(opened) => {
            let got = opened.key().address();
            assert_eq!(keystore.address().unwrap_or(got), got);
        }
        Err(KeystoreError::AddressMismatch { stated, got }) => {
            assert_ne!(stated, got);
            assert_eq!(keystore.address(), Some(stated));
        }
        Err(error) => assert!(matches!(error, KeystoreError::WrongPassword | KeystoreError::NotAKey), "{error}"),
    }
}

fn is_cheap(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    product(&value) <= MOST_WORK
}

fn product(value: &Value) -> u64 {
    match value {
        Value::Number(number) => number.as_u64().unwrap_or(u64::MAX).max(1),
        Value::Array(items) => items.iter().map(product).fold(1, u64::saturating_mul),
        Value::Object(fields) => fields.values().map(product).fold(1, u64::saturating_mul),
        Value::Null | Value::Bool(_) | Value::String(_) => 1,
    }
}

fn sealed(bytes: &[u8]) {
    let Some((key, rest)) = bytes.split_first_chunk::<32>() else { return };
    let Ok(key) = SecretKey::from_bytes(key) else { return };
    let password = String::from_utf8_lossy(rest);
    let randomness = KeystoreRandomness { salt: [1; 32], iv: [2; 16], id: [3; 16] };
    match Keystore::seal(&key, &password, ScryptCost::weak(), &randomness) {
        Ok(file) => {
            let keystore = Keystore::from_json(&file).expect("its own file");
            assert_eq!(keystore.address(), Some(key.address()));
            let opened = keystore.open(&password).expect("its own password");
            assert_eq!(*opened.key().reveal(), *key.reveal());
        }
        Err(error) => assert_eq!((error, rest), (KeystoreError::EmptyPassword, &[][..])),
    }
}

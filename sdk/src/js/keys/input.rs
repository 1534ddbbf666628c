//! From what JavaScript passes to the types of the rooms. Every refusal is typed.

use std::fmt;

use alloy_primitives::{Address, U256};
use serde::de::{DeserializeOwned, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast as _, JsValue};
use zeroize::Zeroizing;

use crate::error::KeysError;
use crate::units::{AccountId, ChainId};

/// A text that is secret: wiped when dropped.
pub(super) struct SecretText(pub(super) Zeroizing<String>);

/// Bytes that are secret: wiped when dropped.
pub(super) struct SecretBytes(pub(super) Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Zeroizing::new(text)))
    }
}

impl<'de> Deserialize<'de> for SecretBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = SecretBytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a Uint8Array")
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<SecretBytes, E> {
                Ok(SecretBytes(Zeroizing::new(bytes)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<SecretBytes, A::Error> {
                Err(A::Error::custom("got an array, expected a Uint8Array"))
            }
        }
        deserializer.deserialize_byte_buf(Bytes)
    }
}

/// The options object of an export.
pub(super) fn options<T: Tsify + DeserializeOwned>(given: Ts<T>) -> Result<T, KeysError> {
    T::from_js(JsValue::from(given)).map_err(|why| argument("options", &why))
}

pub(super) fn argument(name: &'static str, why: &impl ToString) -> KeysError {
    KeysError::Argument { name, why: why.to_string() }
}

/// An address; in mixed case it must satisfy EIP-55.
pub(super) fn address(text: &str) -> Result<Address, KeysError> {
    // An address is the last part of a CAIP-10 account: that reading checks EIP-55.
    Ok(format!("eip155:0:{text}").parse::<AccountId>()?.address)
}

/// CAIP-2.
pub(super) fn chain(text: &str) -> Result<ChainId, KeysError> {
    Ok(text.parse()?)
}

/// An unsigned 256-bit integer as a decimal string.
pub(super) fn integer(name: &'static str, text: &str) -> Result<U256, KeysError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if digits { U256::from_str_radix(text, 10).ok() } else { None };
    parsed.ok_or_else(|| argument(name, &format!("got {text:?}, expected a decimal integer below 2^256")))
}

/// A price of gas in wei, as a decimal string.
pub(super) fn wei(name: &'static str, text: &str) -> Result<u128, KeysError> {
    let wei = integer(name, text)?;
    u128::try_from(wei).map_err(|_| argument(name, &format!("got {text:?}, expected a decimal integer below 2^128")))
}

/// So many bytes.
pub(super) fn exactly<const N: usize>(name: &'static str, bytes: &[u8]) -> Result<[u8; N], KeysError> {
    bytes.try_into().map_err(|_| argument(name, &format!("got {} bytes, expected {N}", bytes.len())))
}

/// A message: a text's UTF-8, or bytes as they are.
pub(super) fn message(given: &JsValue) -> Result<Vec<u8>, KeysError> {
    if let Some(text) = given.as_string() {
        return Ok(text.into_bytes());
    }
    let bytes = given.dyn_ref::<js_sys::Uint8Array>();
    bytes.map(js_sys::Uint8Array::to_vec).ok_or_else(|| argument("message", &"expected a string or a Uint8Array"))
}

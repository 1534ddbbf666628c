//! An export's options, its answer, and the texts that more than one module reads. Every refusal is typed.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;

use super::error::thrown;
use crate::error::Error;
use crate::units::AccountId;

/// The options object of an export.
pub(super) fn options<T: Tsify + DeserializeOwned>(given: Ts<T>) -> Result<T, Error> {
    T::from_js(JsValue::from(given)).map_err(|why| argument("options", &why))
}

/// A result as JavaScript sees it.
pub(super) fn answer<T: Tsify + Serialize>(result: Result<T, Error>) -> Result<Ts<T>, JsValue> {
    let value = result.map_err(thrown)?;
    value.into_ts().map_err(|why| thrown(argument("result", &why)))
}

pub(super) fn argument(name: &'static str, why: &impl ToString) -> Error {
    Error::Argument { name, why: why.to_string() }
}

/// An address; in mixed case it must satisfy EIP-55.
pub(super) fn address(text: &str) -> Result<Address, Error> {
    // An address is the last part of a CAIP-10 account: that reading checks EIP-55.
    Ok(format!("eip155:0:{text}").parse::<AccountId>()?.address)
}

/// An unsigned 256-bit integer as a decimal string.
pub(super) fn integer(name: &'static str, text: &str) -> Result<U256, Error> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if digits { U256::from_str_radix(text, 10).ok() } else { None };
    parsed.ok_or_else(|| argument(name, &format!("got {text:?}, expected a decimal integer below 2^256")))
}

/// `0x` and 64 hexadecimal digits.
pub(super) fn word(name: &'static str, text: &str) -> Result<B256, Error> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 64);
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| argument(name, &format!("got {text:?}, expected 0x and 64 hexadecimal digits")))
}

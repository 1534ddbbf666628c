//! From what JavaScript passes to the types of the rooms. Every refusal is typed.

use alloy_primitives::{Address, U256};
use serde::Deserialize;
use serde_json::Value;
use tsify::Tsify;

pub(super) use super::options::{address, argument, integer, options, word};
use crate::asset::{Descriptor, TokenList};
use crate::error::Error;
use crate::units::{AccountId, Amount, AssetId, ChainId, Timestamp};

/// How much: `"12.5"` as people write it, or `{ raw: "12500000" }` in the token's smallest unit.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(untagged)]
pub(crate) enum AmountInput {
    /// As people write it: digits with at most one decimal point.
    Text(String),
    /// In the token's smallest unit, as a decimal string.
    Raw { raw: String },
}

/// A CAIP-19 asset of this chain, or the bare address of its token.
pub(super) fn asset(chain: ChainId, text: &str) -> Result<AssetId, Error> {
    if text.starts_with("0x") {
        return Ok(AssetId { chain, token: address(text)? });
    }
    let asset: AssetId = text.parse()?;
    if asset.chain != chain {
        return Err(argument("asset", &format!("it is on {}, this client is for {chain}", asset.chain)));
    }
    Ok(asset)
}

/// A JSON document, given as its text or as what `JSON.parse` made of it.
pub(super) fn text(document: Value) -> String {
    match document {
        Value::String(text) => text,
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            other.to_string()
        }
    }
}

/// A JSON document as a value, whichever way it was given.
pub(super) fn value(name: &'static str, document: Value) -> Result<Value, Error> {
    match document {
        Value::String(text) => serde_json::from_str(&text).map_err(|why| argument(name, &why)),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => Ok(other),
    }
}

/// A token list of one chain.
pub(super) fn list(chain: ChainId, document: Value) -> Result<TokenList, Error> {
    Ok(TokenList::parse(&text(document), Some(chain))?)
}

/// The entry of an asset.
pub(super) fn entry(list: &TokenList, asset: AssetId) -> Result<&Descriptor, Error> {
    list.find(&asset).ok_or(Error::NotListed { asset })
}

/// An amount of a token with so many decimals.
pub(super) fn amount(given: &AmountInput, decimals: u8) -> Result<Amount, Error> {
    match given {
        AmountInput::Text(text) => Ok(Amount::parse(text, decimals)?),
        AmountInput::Raw { raw } => Ok(Amount::from_raw(integer("amount.raw", raw)?, decimals)?),
    }
}

/// A slot of storage: a decimal string, or `0x` and hexadecimal digits as `eth_getProof` takes them.
pub(super) fn slot(name: &'static str, text: &str) -> Result<U256, Error> {
    let Some(digits) = text.strip_prefix("0x") else { return integer(name, text) };
    let wrong = || argument(name, &format!("got {text:?}, expected 0x and 1 to 64 hexadecimal digits"));
    let plain = (1..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !plain {
        return Err(wrong());
    }
    U256::from_str_radix(digits, 16).map_err(|_| wrong())
}

/// The moment given, in seconds since 1970, or that of the machine's clock.
pub(super) fn moment(given: Option<u64>) -> Result<Timestamp, Error> {
    if let Some(seconds) = given {
        return Ok(Timestamp(seconds));
    }
    // `Date.now()` is a whole number of milliseconds; going through its text needs no arithmetic on floats.
    let milliseconds = js_sys::Date::now().trunc().to_string();
    let milliseconds: u64 =
        milliseconds.parse().map_err(|_| argument("now", &"the machine's clock is out of range"))?;
    Ok(Timestamp(milliseconds.div_euclid(1000)))
}

/// An account of the chain: CAIP-10, or a bare address.
pub(super) fn account(name: &'static str, chain: ChainId, text: &str) -> Result<Address, Error> {
    if !text.contains(':') {
        return address(text);
    }
    let account: AccountId = text.parse()?;
    if account.chain != chain {
        return Err(argument(name, &format!("it is on {}, this client is for {chain}", account.chain)));
    }
    Ok(account.address)
}

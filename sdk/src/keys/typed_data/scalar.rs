//! Values that hold no others, from JSON. One spelling each, and nothing is converted: what a text of digits means to a `bytes32` is
//! nobody's to guess.

use alloy_primitives::{Address, Bytes, I256, U256, hex};
use serde_json::{Number, Value};

use super::error::TypedDataError;
use super::path::Path;
use super::solidity::Base;
use super::value::TypedValue;

/// JavaScript's largest safe integer: above it a number may already have been rounded before it was written down.
const MOST_SAFE: u64 = (1 << 53) - 1;

/// Reads a value of a built-in type.
pub(super) fn read(path: &Path<'_>, base: &Base, value: &Value) -> Result<TypedValue, TypedDataError> {
    let (read, expected) = match base {
        Base::Address => (address(value).map(TypedValue::Address), "address, 0x and 40 hexadecimal digits (EIP-55)"),
        Base::Bool => (value.as_bool().map(TypedValue::Bool), "bool, true or false"),
        Base::Text => (value.as_str().map(|text| TypedValue::Text(text.to_owned())), "string, a text"),
        Base::Bytes => (hexadecimal(value).map(TypedValue::Bytes), "bytes, 0x and pairs of hexadecimal digits"),
        Base::FixedBytes(length) => {
            let bytes = hexadecimal(value).filter(|bytes| bytes.len() == *length);
            let expected = format!("bytes{length}, 0x and {} hexadecimal digits", length.saturating_mul(2));
            return bytes.map(TypedValue::FixedBytes).ok_or_else(|| path.refuse(value, &expected));
        }
        Base::Uint(bits) => {
            let number = unsigned(value).filter(|number| number.bit_len() <= *bits);
            let expected = format!("uint{bits}, a whole number from 0 to 2^{bits} − 1{SPELLING}");
            return number.map(TypedValue::Uint).ok_or_else(|| path.refuse(value, &expected));
        }
        Base::Int(bits) => {
            let number = signed(value).filter(|number| signed_bits(number) <= *bits);
            let exponent = bits.saturating_sub(1);
            let expected = format!("int{bits}, a whole number from −2^{exponent} to 2^{exponent} − 1{SPELLING}");
            return number.map(TypedValue::Int).ok_or_else(|| path.refuse(value, &expected));
        }
        // Structs are read field by field, by their reader.
        Base::Struct(_) => (None, "an object"),
    };
    read.ok_or_else(|| path.refuse(value, expected))
}

/// How integers are written.
const SPELLING: &str = ": a JSON number below 2^53, or a text of decimal digits or of 0x and hexadecimal ones";

fn address(value: &Value) -> Option<Address> {
    let text = value.as_str()?;
    let bytes: [u8; 20] = hexadecimal(value)?.as_ref().try_into().ok()?;
    let address = Address::from(bytes);
    let digits = text.strip_prefix("0x")?;
    let (lower, upper) =
        (digits.bytes().any(|c| c.is_ascii_lowercase()), digits.bytes().any(|c| c.is_ascii_uppercase()));
    (!(lower && upper) || address.to_checksum(None) == text).then_some(address)
}

fn hexadecimal(value: &Value) -> Option<Bytes> {
    let digits = value.as_str()?.strip_prefix("0x").filter(|digits| digits.bytes().all(|c| c.is_ascii_hexdigit()))?;
    hex::decode(digits).ok().map(Bytes::from)
}

fn unsigned(value: &Value) -> Option<U256> {
    match value {
        Value::Number(number) => number.as_u64().filter(|number| *number <= MOST_SAFE).map(U256::from),
        Value::String(text) => digits(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn signed(value: &Value) -> Option<I256> {
    let (negative, magnitude) = match value {
        Value::Number(number) => (number.as_i64()?.is_negative(), safe_magnitude(number)?),
        Value::String(text) => match text.strip_prefix('-') {
            // Hexadecimal digits after a minus would be a third spelling.
            Some(rest) => (true, digits(rest).filter(|_| !rest.starts_with("0x"))?),
            None => (false, digits(text)?),
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let sign = if negative && !magnitude.is_zero() {
        alloy_primitives::Sign::Negative
    } else {
        alloy_primitives::Sign::Positive
    };
    I256::checked_from_sign_and_abs(sign, magnitude)
}

fn safe_magnitude(number: &Number) -> Option<U256> {
    let magnitude = number.as_i64()?.unsigned_abs();
    (magnitude <= MOST_SAFE).then(|| U256::from(magnitude))
}

/// Bits of the narrowest signed type that holds it.
fn signed_bits(number: &I256) -> usize {
    usize::try_from(number.bits()).unwrap_or(usize::MAX)
}

/// Decimal digits, or hexadecimal ones after `0x`, and nothing else.
fn digits(text: &str) -> Option<U256> {
    let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |digits| (digits, 16));
    let is_digit = |c: char| c.is_digit(radix);
    let plain = !digits.is_empty() && digits.chars().all(is_digit);
    plain.then(|| U256::from_str_radix(digits, radix.into()).ok()).flatten()
}

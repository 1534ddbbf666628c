//! Strict readers for single values, each with the place where the value stands.

use std::str::FromStr as _;

use alloy_primitives::{Address, Bytes, U256, hex};
use assay_sdk::units::ChainId;
use serde_json::{Map, Value};

use super::SiteError;

/// No parameters.
pub(super) fn none(params: &[Value]) -> Result<(), SiteError> {
    match params {
        [] => Ok(()),
        [first, ..] => Err(SiteError::parameters("params", first, "no parameters")),
    }
}

/// Exactly one parameter.
pub(super) fn one<'a>(params: &'a [Value], expected: &str) -> Result<&'a Value, SiteError> {
    match params {
        [only] => Ok(only),
        _ => Err(count(params, expected)),
    }
}

/// Another number of parameters than is expected.
pub(super) fn count(params: &[Value], expected: &str) -> SiteError {
    SiteError::wrong("params", &format!("{} of them", params.len()), expected)
}

/// An object that has no fields but these.
pub(super) fn object<'a>(place: &str, value: &'a Value, fields: &[&str]) -> Result<&'a Map<String, Value>, SiteError> {
    let Value::Object(object) = value else {
        return Err(SiteError::parameters(place, value, "an object"));
    };
    match object.keys().find(|name| !fields.contains(&name.as_str())) {
        None => Ok(object),
        Some(name) => {
            let got = format!("a field {}", Value::String(name.chars().take(40).collect()));
            Err(SiteError::wrong(place, &got, &format!("no others than {}", fields.join(", "))))
        }
    }
}

/// A field, with its place; `None` where it is absent. `null` is what stands there, not absence.
pub(super) fn field<'a>(place: &str, object: &'a Map<String, Value>, name: &str) -> (String, Option<&'a Value>) {
    (format!("{place}.{name}"), object.get(name))
}

/// A field read by `read`; `None` where it is absent.
pub(super) fn optional<T>(
    place: &str,
    object: &Map<String, Value>,
    name: &str,
    read: impl FnOnce(&str, &Value) -> Result<T, SiteError>,
) -> Result<Option<T>, SiteError> {
    let (place, value) = field(place, object, name);
    value.map(|value| read(&place, value)).transpose()
}

/// A field read by `read`, which has to be there.
pub(super) fn required<T>(
    place: &str,
    object: &Map<String, Value>,
    name: &str,
    read: impl FnOnce(&str, &Value) -> Result<T, SiteError>,
) -> Result<T, SiteError> {
    let (place, value) = field(place, object, name);
    value.map_or_else(|| Err(SiteError::wrong(&place, "nothing", "a value")), |value| read(&place, value))
}

pub(super) fn text<'a>(place: &str, value: &'a Value) -> Result<&'a str, SiteError> {
    value.as_str().ok_or_else(|| SiteError::parameters(place, value, "a text"))
}

pub(super) fn boolean(place: &str, value: &Value) -> Result<bool, SiteError> {
    value.as_bool().ok_or_else(|| SiteError::parameters(place, value, "true or false"))
}

pub(super) fn array<'a>(place: &str, value: &'a Value) -> Result<&'a [Value], SiteError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| SiteError::parameters(place, value, "an array"))
}

/// An address; one in both cases must satisfy EIP-55.
pub(super) fn address(place: &str, value: &Value) -> Result<Address, SiteError> {
    let shape = || SiteError::parameters(place, value, "an address: 0x and 40 hexadecimal digits");
    let text = value.as_str().ok_or_else(shape)?;
    let digits = text.strip_prefix("0x").ok_or_else(shape)?;
    let address = Address::from_str(text).map_err(|_| shape())?;
    let mixed = digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase());
    if mixed && address.to_checksum(None) != text {
        let expected = "an address whose EIP-55 checksum holds, or one in a single case";
        return Err(SiteError::parameters(place, value, expected));
    }
    Ok(address)
}

/// A quantity. Leading zeros cannot be misread, and some libraries write them.
pub(super) fn quantity(place: &str, value: &Value) -> Result<U256, SiteError> {
    let shape = || SiteError::parameters(place, value, "a quantity: 0x and 1 to 64 hexadecimal digits, as text");
    let digits = value.as_str().and_then(|text| text.strip_prefix("0x")).ok_or_else(shape)?;
    if digits.is_empty() || digits.len() > 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(shape());
    }
    U256::from_str_radix(digits, 16).map_err(|_| shape())
}

/// A quantity that fits into the smaller type.
pub(super) fn small<T: TryFrom<U256>>(place: &str, value: &Value) -> Result<T, SiteError> {
    T::try_from(quantity(place, value)?).map_err(|_| SiteError::parameters(place, value, "a smaller quantity"))
}

/// Bytes in hexadecimal digits.
pub(super) fn bytes(place: &str, value: &Value) -> Result<Bytes, SiteError> {
    let shape = || SiteError::parameters(place, value, "bytes: 0x and an even number of hexadecimal digits");
    let digits = value.as_str().and_then(|text| text.strip_prefix("0x")).ok_or_else(shape)?;
    hex::decode(digits).map(Bytes::from).map_err(|_| shape())
}

/// A chain's number as EIP-3326 writes it: a quantity without leading zeros, of at most 53 bits so that JavaScript can hold it.
pub(super) fn chain(place: &str, value: &Value) -> Result<ChainId, SiteError> {
    let shape =
        || SiteError::parameters(place, value, "a chain's number: 0x and digits without leading zeros, as in 0x1");
    let number = small::<u64>(place, value).map_err(|_| shape())?;
    let canonical = value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(&format!("{number:#x}")));
    if canonical && (1..1 << 53).contains(&number) { Ok(ChainId(number)) } else { Err(shape()) }
}

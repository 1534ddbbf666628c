//! Numbers and byte strings as JSON-RPC writes them.
//!
//! A quantity is `0x` and at least one hexadecimal digit; a byte string is `0x` and an even number of them. Leading
//! zeros in quantities are tolerated, since some nodes write them and they cannot be misread; everything else that
//! the execution API specification does not allow is refused. There is no default for a field that is absent.

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use serde_json::{Map, Value};

use super::ProofError;

/// What stood there, short enough for a message.
pub(crate) fn shortened(value: &Value) -> String {
    shortened_text(&value.to_string())
}

/// At most 120 characters of a text.
pub(crate) fn shortened_text(text: &str) -> String {
    const LIMIT: usize = 120;
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LIMIT).collect();
    short.push('…');
    short
}

fn malformed(what: &str, got: &Value, expected: &'static str) -> ProofError {
    ProofError::Malformed { what: what.to_owned(), got: shortened(got), expected }
}

fn digits(value: &Value) -> Option<&str> {
    value.as_str()?.strip_prefix("0x")
}

/// A quantity of at most 256 bits.
pub(crate) fn u256(what: &str, value: &Value) -> Result<U256, ProofError> {
    const EXPECTED: &str = "a quantity: 0x and 1 to 64 hexadecimal digits";
    let text = digits(value).ok_or_else(|| malformed(what, value, EXPECTED))?;
    if text.is_empty() || text.len() > 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(malformed(what, value, EXPECTED));
    }
    U256::from_str_radix(text, 16).map_err(|_| malformed(what, value, EXPECTED))
}

/// A quantity of at most 64 bits.
pub(crate) fn u64(what: &str, value: &Value) -> Result<u64, ProofError> {
    u64::try_from(u256(what, value)?).map_err(|_| malformed(what, value, "a quantity of at most 64 bits"))
}

/// A quantity of at most 128 bits.
pub(crate) fn u128(what: &str, value: &Value) -> Result<u128, ProofError> {
    u128::try_from(u256(what, value)?).map_err(|_| malformed(what, value, "a quantity of at most 128 bits"))
}

/// A byte string of any length.
pub(crate) fn bytes(what: &str, value: &Value) -> Result<Bytes, ProofError> {
    const EXPECTED: &str = "bytes: 0x and an even number of hexadecimal digits";
    let text = digits(value).ok_or_else(|| malformed(what, value, EXPECTED))?;
    hex::decode(text).map(Bytes::from).map_err(|_| malformed(what, value, EXPECTED))
}

/// A byte string of exactly `N` bytes.
pub(crate) fn fixed<const N: usize>(what: &str, value: &Value, expected: &'static str) -> Result<[u8; N], ProofError> {
    let bytes = bytes(what, value)?;
    <[u8; N]>::try_from(bytes.as_ref()).map_err(|_| malformed(what, value, expected))
}

/// A hash or another 32-byte word.
pub(crate) fn b256(what: &str, value: &Value) -> Result<B256, ProofError> {
    fixed(what, value, "32 bytes").map(B256::new)
}

/// An address, in any case: what an endpoint writes carries no checksum.
pub(crate) fn address(what: &str, value: &Value) -> Result<Address, ProofError> {
    fixed(what, value, "20 bytes").map(Address::new)
}

/// The value as an object.
pub(crate) fn object<'a>(what: &str, value: &'a Value) -> Result<&'a Map<String, Value>, ProofError> {
    value.as_object().ok_or_else(|| malformed(what, value, "an object"))
}

/// The value as an array.
pub(crate) fn array<'a>(what: &str, value: &'a Value) -> Result<&'a [Value], ProofError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| malformed(what, value, "an array"))
}

/// A field that must be there.
pub(crate) fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a Value, ProofError> {
    object.get(name).ok_or_else(|| ProofError::Malformed {
        what: name.to_owned(),
        got: "nothing".to_owned(),
        expected: "the field to be there",
    })
}

/// A field that may be absent or null.
pub(crate) fn optional<T>(
    object: &Map<String, Value>,
    name: &str,
    read: impl FnOnce(&str, &Value) -> Result<T, ProofError>,
) -> Result<Option<T>, ProofError> {
    object.get(name).filter(|value| !value.is_null()).map(|value| read(name, value)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quantities_follow_the_execution_api() {
        for (text, number) in [("0x0", 0_u64), ("0x41", 65), ("0x400", 1024), ("0x00", 0)] {
            assert_eq!(u64("n", &json!(text)).unwrap(), number);
        }
        // The wrong examples of the specification, and shapes that lenient parsers take for zero.
        for bad in
            [json!("0x"), json!("ff"), json!(""), json!(5), json!(null), json!("0x-1"), json!("0x+1"), json!("0x_1")]
        {
            assert!(u256("n", &bad).is_err(), "{bad}");
        }
        assert!(u64("n", &json!("0x10000000000000000")).is_err());
        assert!(u256("n", &json!(format!("0x1{}", "0".repeat(64)))).is_err());
    }

    #[test]
    fn byte_strings_have_whole_bytes_and_their_length() {
        assert_eq!(bytes("d", &json!("0x")).unwrap().len(), 0);
        for bad in ["0x0", "0xf0f0f", "004200", "0xzz"] {
            assert!(bytes("d", &json!(bad)).is_err(), "{bad}");
        }
        assert!(b256("h", &json!("0x00")).is_err());
        assert!(address("a", &json!(format!("0x{}", "1".repeat(42)))).is_err());
    }

    #[test]
    fn messages_stay_short() {
        let error = u256("n", &json!("x".repeat(10_000))).unwrap_err();
        assert!(error.to_string().len() < 300, "{error}");
    }
}

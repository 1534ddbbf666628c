//! From bytes to values, strictly: each encoding has one form, and only that one is read.

use alloy_primitives::{Address, Bytes, I256, U256};

use super::{Decoded, Kind, Parameter, Value};

/// Why bytes are not the encoding of these types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// They end too early.
    #[error("the bytes end too early")]
    TooShort,
    /// A number, an address, a bool or a padding has bits where it can have none.
    #[error("a value does not fit its type")]
    OutOfRange,
    /// An offset or a length points to where the encoder would not have put anything.
    #[error("an offset or a length is not the encoder's")]
    NotCanonical,
    /// A text that is not UTF-8.
    #[error("a text is not UTF-8")]
    NotText,
}

/// The unit of the encoding.
const WORD: usize = 32;

pub(super) fn arguments(parameters: &[Parameter<'_>], data: &[u8]) -> Result<Decoded, DecodeError> {
    let kinds: Vec<_> = parameters.iter().map(|parameter| &parameter.kind).collect();
    let (values, length) = sequence(&kinds, data)?;
    Ok(Decoded { values, length })
}

/// How many bytes a value takes in the head; `None` where it stands in the tail and the head has its offset.
fn static_size(kind: &Kind<'_>) -> Option<usize> {
    match kind {
        Kind::Address | Kind::Bool | Kind::Uint { .. } | Kind::Int { .. } | Kind::FixedBytes { .. } => Some(WORD),
        Kind::Bytes | Kind::String | Kind::List(_) => None,
        // A size that no memory holds stays one that no data has.
        Kind::FixedList { item, length } => Some(static_size(item)?.saturating_mul(*length)),
        Kind::Tuple(parameters) => parameters
            .iter()
            .try_fold(0_usize, |sum, parameter| Some(sum.saturating_add(static_size(&parameter.kind)?))),
    }
}

/// Values that stand side by side: their heads, then the tails of the dynamic ones in the same order without a gap.
fn sequence(kinds: &[&Kind<'_>], data: &[u8]) -> Result<(Vec<Value>, usize), DecodeError> {
    let sizes = kinds.iter().map(|kind| static_size(kind).unwrap_or(WORD));
    let heads = sizes.clone().try_fold(0_usize, usize::checked_add).ok_or(DecodeError::TooShort)?;
    if heads > data.len() {
        return Err(DecodeError::TooShort);
    }
    let mut values = Vec::with_capacity(kinds.len());
    let (mut head, mut tail) = (0_usize, heads);
    for (kind, size) in kinds.iter().zip(sizes) {
        let bytes = from(data, head)?;
        if static_size(kind).is_some() {
            values.push(whole(kind, bytes)?.0);
        } else {
            if length(bytes)? != tail {
                return Err(DecodeError::NotCanonical);
            }
            let (value, taken) = whole(kind, from(data, tail)?)?;
            values.push(value);
            tail = tail.checked_add(taken).ok_or(DecodeError::TooShort)?;
        }
        head = head.checked_add(size).ok_or(DecodeError::TooShort)?;
    }
    Ok((values, tail))
}

/// One value from its first byte on, and how many bytes it takes.
fn whole(kind: &Kind<'_>, data: &[u8]) -> Result<(Value, usize), DecodeError> {
    match kind {
        Kind::Address | Kind::Bool | Kind::Uint { .. } | Kind::Int { .. } | Kind::FixedBytes { .. } => {
            Ok((word_value(kind, word(data)?)?, WORD))
        }
        Kind::Bytes => bytes(data).map(|(bytes, taken)| (Value::Bytes(Bytes::copy_from_slice(bytes)), taken)),
        Kind::String => {
            let (bytes, taken) = bytes(data)?;
            let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::NotText)?;
            Ok((Value::String(text.to_owned()), taken))
        }
        Kind::List(item) => {
            let count = length(data)?;
            let items = from(data, WORD)?;
            // Every item takes a word of the head at least: a length beyond that is a lie, and costs nothing to find out.
            if count > items.len().div_euclid(WORD) {
                return Err(DecodeError::TooShort);
            }
            let (values, taken) = sequence(&vec![item.as_ref(); count], items)?;
            Ok((Value::List(values), taken.checked_add(WORD).ok_or(DecodeError::TooShort)?))
        }
        Kind::FixedList { item, length } => {
            let (values, taken) = sequence(&vec![item.as_ref(); *length], data)?;
            Ok((Value::List(values), taken))
        }
        Kind::Tuple(parameters) => {
            let kinds: Vec<_> = parameters.iter().map(|parameter| &parameter.kind).collect();
            let (values, taken) = sequence(&kinds, data)?;
            Ok((Value::Tuple(values), taken))
        }
    }
}

/// A value that fits one word.
fn word_value(kind: &Kind<'_>, word: &[u8; WORD]) -> Result<Value, DecodeError> {
    let number = U256::from_be_bytes(*word);
    let fits = |bits: usize| number.bit_len() <= bits;
    let value = match kind {
        Kind::Address if fits(160) => Value::Address(Address::from_word((*word).into())),
        Kind::Bool if fits(1) => Value::Bool(!number.is_zero()),
        Kind::Uint { bits } if fits(*bits) => Value::Uint(number),
        Kind::Int { bits } => {
            let signed = I256::from_raw(number);
            // Of a negative number, the bits above the value are all ones: its complement is what has to fit.
            let magnitude = if signed.is_negative() { !number } else { number };
            if magnitude.bit_len() >= *bits {
                return Err(DecodeError::OutOfRange);
            }
            Value::Int(signed)
        }
        Kind::FixedBytes { size } => {
            let (value, padding) = word.split_at_checked(*size).ok_or(DecodeError::OutOfRange)?;
            if padding.iter().any(|byte| *byte != 0) {
                return Err(DecodeError::OutOfRange);
            }
            Value::Bytes(Bytes::copy_from_slice(value))
        }
        Kind::Address
        | Kind::Bool
        | Kind::Uint { .. }
        | Kind::Bytes
        | Kind::String
        | Kind::List(_)
        | Kind::FixedList { .. }
        | Kind::Tuple(_) => return Err(DecodeError::OutOfRange),
    };
    Ok(value)
}

/// A length, that many bytes, and zeros up to the next word.
fn bytes(data: &[u8]) -> Result<(&[u8], usize), DecodeError> {
    let count = length(data)?;
    let padded = count.checked_next_multiple_of(WORD).ok_or(DecodeError::TooShort)?;
    let body = from(data, WORD)?.get(..padded).ok_or(DecodeError::TooShort)?;
    let (value, padding) = body.split_at_checked(count).ok_or(DecodeError::TooShort)?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err(DecodeError::OutOfRange);
    }
    Ok((value, padded.checked_add(WORD).ok_or(DecodeError::TooShort)?))
}

/// An offset or a length. One that no memory holds is as wrong as one beyond the data.
fn length(data: &[u8]) -> Result<usize, DecodeError> {
    usize::try_from(U256::from_be_bytes(*word(data)?)).map_err(|_| DecodeError::NotCanonical)
}

fn word(data: &[u8]) -> Result<&[u8; WORD], DecodeError> {
    data.first_chunk::<WORD>().ok_or(DecodeError::TooShort)
}

fn from(data: &[u8], start: usize) -> Result<&[u8], DecodeError> {
    data.get(start..).ok_or(DecodeError::TooShort)
}

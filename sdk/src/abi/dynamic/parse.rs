//! From the text of a signature to its types.

use super::{Kind, Parameter, Signature};

/// Why a text is no signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The parentheses do not match, or something stands outside of them.
    #[error("not of the form name(type name,…): {got}")]
    Form {
        /// The text.
        got: String,
    },
    /// A name that Solidity would not take.
    #[error("not a name: {got}")]
    Name {
        /// The text in the name's place.
        got: String,
    },
    /// A type that is not of the ABI, or is not spelled canonically.
    #[error("not a type of the ABI: {got}")]
    Type {
        /// The text in the type's place.
        got: String,
    },
    /// Types within types, deeper than anything real.
    #[error("more than {most} types within each other")]
    TooDeep {
        /// The most that are read.
        most: usize,
    },
}

/// How deep types may be nested: nothing that is used goes beyond four.
const DEPTH: usize = 8;

pub(super) fn signature(text: &str) -> Result<Signature<'_>, SignatureError> {
    let form = || SignatureError::Form { got: text.to_owned() };
    let (name, rest) = text.split_once('(').ok_or_else(form)?;
    let inside = rest.strip_suffix(')').ok_or_else(form)?;
    let parameters = parameters(inside, DEPTH)?;
    Ok(Signature { name: identifier(name)?, parameters })
}

/// What stands between two parentheses.
fn parameters(inside: &str, depth: usize) -> Result<Vec<Parameter<'_>>, SignatureError> {
    let depth = depth.checked_sub(1).ok_or(SignatureError::TooDeep { most: DEPTH })?;
    if inside.is_empty() {
        return Ok(Vec::new());
    }
    let mut nesting = 0_usize;
    let mut unmatched = false;
    let parts = inside.split(|c| {
        match c {
            '(' => nesting = nesting.saturating_add(1),
            ')' => match nesting.checked_sub(1) {
                Some(outer) => nesting = outer,
                None => unmatched = true,
            },
            _ => {}
        }
        c == ',' && nesting == 0
    });
    let parts: Vec<_> = parts.collect();
    if unmatched || nesting != 0 {
        return Err(SignatureError::Form { got: inside.to_owned() });
    }
    parts.into_iter().map(|part| parameter(part.trim_start_matches(' '), depth)).collect()
}

/// `type` or `type name`.
fn parameter(text: &str, depth: usize) -> Result<Parameter<'_>, SignatureError> {
    // A tuple has spaces of its own: its name stands behind the last parenthesis.
    let outside = text.rfind(')').unwrap_or(0);
    let space = text.char_indices().find(|(at, c)| *at >= outside && *c == ' ').map(|(at, _)| at);
    let (kind_text, name) = match space.and_then(|at| text.split_at_checked(at)) {
        Some((kind_text, rest)) => (kind_text, identifier(rest.trim_start_matches(' '))?),
        None => (text, ""),
    };
    Ok(Parameter { name, kind: kind(kind_text, depth)? })
}

fn kind(text: &str, depth: usize) -> Result<Kind<'_>, SignatureError> {
    let wrong = || SignatureError::Type { got: text.to_owned() };
    let Some(unclosed) = text.strip_suffix(']') else {
        return match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            // An empty tuple takes no bytes: a list of them could have any length.
            Some("") => Err(wrong()),
            Some(inside) => parameters(inside, depth).map(Kind::Tuple),
            None => elementary(text).ok_or_else(wrong),
        };
    };
    let depth = depth.checked_sub(1).ok_or(SignatureError::TooDeep { most: DEPTH })?;
    let (item, length) = unclosed.rsplit_once('[').ok_or_else(wrong)?;
    let item = Box::new(kind(item, depth)?);
    if length.is_empty() {
        return Ok(Kind::List(item));
    }
    let length = number(length).filter(|length| (1..=1024).contains(length)).ok_or_else(wrong)?;
    Ok(Kind::FixedList { item, length })
}

fn elementary<'a>(text: &str) -> Option<Kind<'a>> {
    let bits = |digits| number(digits).filter(|bits| (8..=256).contains(bits) && bits.is_multiple_of(8));
    match text {
        "address" => Some(Kind::Address),
        "bool" => Some(Kind::Bool),
        "bytes" => Some(Kind::Bytes),
        "string" => Some(Kind::String),
        _ => {
            if let Some(digits) = text.strip_prefix("uint") {
                return bits(digits).map(|bits| Kind::Uint { bits });
            }
            if let Some(digits) = text.strip_prefix("int") {
                return bits(digits).map(|bits| Kind::Int { bits });
            }
            let size = number(text.strip_prefix("bytes")?).filter(|size| (1..=32).contains(size))?;
            Some(Kind::FixedBytes { size })
        }
    }
}

/// A number without signs and leading zeros.
fn number(digits: &str) -> Option<usize> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    plain.then(|| digits.parse().ok()).flatten()
}

fn identifier(text: &str) -> Result<&str, SignatureError> {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$');
    if first && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$') {
        return Ok(text);
    }
    Err(SignatureError::Name { got: text.to_owned() })
}

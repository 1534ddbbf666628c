//! The custom errors that are known by name: a table of signatures, one a line, sorted.
//!
//! They are those of ERC-6093, `OpenZeppelin` and Solady, of the token families, and of the vaults, compliance rules, oracles,
//! bridges and distributors around them. Argument names are those of the sources; where none was at hand there is none.

use std::sync::OnceLock;

use alloy_primitives::FixedBytes;

use super::{RevertReason, wrappers};
use crate::abi::dynamic::{Signature, Value};

/// 13 KB of wasm, compressed.
const TABLE: &str = include_str!("errors.txt");

/// The table's lines by their selectors. Selectors are computed, on first use (a millisecond or two), so that none can be
/// mistyped.
fn index() -> &'static [(FixedBytes<4>, &'static str)] {
    static INDEX: OnceLock<Vec<(FixedBytes<4>, &'static str)>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let signed = |line| Some((Signature::parse(line).ok()?.selector(), line));
        let mut lines: Vec<_> = TABLE.lines().filter_map(signed).collect();
        lines.sort_unstable();
        lines
    })
}

/// The signature behind a selector.
fn signature(selector: [u8; 4]) -> Option<Signature<'static>> {
    let index = index();
    let found = index.binary_search_by_key(&FixedBytes(selector), |(selector, _)| *selector).ok()?;
    Signature::parse(index.get(found)?.1).ok()
}

/// The error of this selector with its arguments; `None` where it is unknown or its arguments do not decode. `depth` is how
/// many more errors may stand within it.
pub(super) fn decode(selector: [u8; 4], arguments: &[u8], depth: usize) -> Option<RevertReason> {
    let signature = signature(selector)?;
    let values = signature.decode(arguments).ok()?.values;
    let names = signature.parameters.iter().map(|parameter| parameter.name);
    let inside = wrappers::inner(signature.name);
    let mut inner = None;
    let mut shown = Vec::with_capacity(values.len());
    for (name, value) in names.zip(values) {
        if let (Value::Bytes(data), true) = (&value, inside == Some(name)) {
            inner = Some(Box::new(RevertReason::decode_within(data, depth.saturating_sub(1))));
        } else {
            shown.push((name, value.to_string()));
        }
    }
    Some(match inner {
        Some(inner) => RevertReason::Wrapped { name: signature.name, arguments: shown, inner },
        None => RevertReason::Named { name: signature.name, arguments: shown },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_line_is_a_signature_of_its_own() {
        let lines: Vec<_> = TABLE.lines().collect();
        assert!(lines.len() > 1_700, "{}", lines.len());
        for pair in lines.windows(2) {
            assert!(pair[0] < pair[1], "{} before {}", pair[0], pair[1]);
        }
        for line in &lines {
            Signature::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
        assert_eq!(index().len(), lines.len());
        // Two errors with one selector could not be told apart.
        for pair in index().windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
        }
    }

    #[test]
    fn every_wrapper_is_in_the_table_and_its_inner_error_is_bytes() {
        for (name, argument) in wrappers::ALL {
            let found = TABLE.lines().any(|line| {
                let signature = Signature::parse(line).unwrap();
                let bytes = |parameter: &crate::abi::dynamic::Parameter<'_>| {
                    parameter.name == argument && parameter.kind == crate::abi::dynamic::Kind::Bytes
                };
                signature.name == name && signature.parameters.iter().any(bytes)
            });
            assert!(found, "{name} has no bytes {argument}");
        }
    }
}

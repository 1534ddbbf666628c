//! No file above 500 lines without its tests, no function above 60.

use std::collections::BTreeSet;

use crate::Violation;
use crate::source::{Part, Source, Token};

const FILE: usize = 500;
const FUNCTION: usize = 60;

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    let mut found = Vec::new();
    let of_tests = test_lines(&source.tokens);
    // A file of tests is as long as it is.
    let length = if source.tokens.iter().all(|token| token.part == Part::Test) { 0 } else { source.lines - of_tests };
    if length > FILE {
        found.push(source.violation(1, "500 lines a file", format!("{length} lines without tests")));
    }
    let tokens = source.product();
    for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "fn") {
        let Some(body) = body(&tokens, index) else { continue };
        // Lines with code: comments and empty lines make nothing harder to follow.
        let lines: BTreeSet<_> = body.iter().map(|token| token.line).collect();
        if lines.len() > FUNCTION {
            let name = tokens.get(index + 1).map_or("", |name| name.text.as_str());
            found.push(source.violation(token.line, "60 lines a function", format!("`{name}` has {}", lines.len())));
        }
    }
    found
}

/// From `fn` to the end of its body; `None` for a declaration and for a function type.
fn body(tokens: &[Token], start: usize) -> Option<&[Token]> {
    let mut depth = 0_usize;
    let mut round = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" => round += 1,
            ")" | "]" if round == 0 => return None,
            ")" | "]" => round -= 1,
            ";" | "," | "=" if depth == 0 && round == 0 && !is_signature(tokens, start, index) => return None,
            "{" => depth += 1,
            "}" if depth == 0 => return None,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return tokens.get(start..=index);
                }
            }
            _ => {}
        }
    }
    None
}

/// A comma or `=` between generics or bounds does not end a signature; a semicolon does.
fn is_signature(tokens: &[Token], start: usize, index: usize) -> bool {
    let named = tokens.get(start + 1).is_some_and(|token| token.text != "(");
    named && tokens.get(index).is_some_and(|token| token.text != ";")
}

/// Lines from the first to the last token of each run of test tokens.
fn test_lines(tokens: &[Token]) -> usize {
    let mut lines = 0;
    let mut began = None;
    for (index, token) in tokens.iter().enumerate() {
        let next_is_test = tokens.get(index + 1).is_some_and(|next| next.part == Part::Test);
        if token.part == Part::Test {
            let first = *began.get_or_insert(token.line);
            if !next_is_test {
                lines += token.line - first + 1;
                began = None;
            }
        }
    }
    lines
}

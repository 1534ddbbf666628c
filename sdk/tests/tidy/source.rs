//! A Rust file as its tokens: comments are gone, strings are opaque, and what belongs to tests is marked.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};

use crate::Violation;

/// Whether code is what is shipped, or tests it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Product,
    Test,
}

/// One token, with brackets as tokens of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
    /// A test's: inside an item under `#[cfg(test)]`, or in a test file.
    pub(crate) part: Part,
}

/// A file, read.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) lines: usize,
    pub(crate) tokens: Vec<Token>,
}

impl Source {
    pub(crate) fn read(path: &str, text: &str, part: Part) -> Result<Self, Violation> {
        let stream = TokenStream::from_str(text).map_err(|error| Violation {
            file: path.to_owned(),
            line: error.span().start().line,
            rule: "Rust that can be read",
            found: error.to_string(),
        })?;
        let mut tokens = Vec::new();
        flatten(stream, part, &mut tokens);
        Ok(Self { path: path.to_owned(), lines: text.lines().count(), tokens })
    }

    pub(crate) fn violation(&self, line: usize, rule: &'static str, found: impl Into<String>) -> Violation {
        Violation { file: self.path.clone(), line, rule, found: found.into() }
    }

    /// The tokens that are not part of tests.
    pub(crate) fn product(&self) -> Vec<Token> {
        self.tokens.iter().filter(|token| token.part == Part::Product).cloned().collect()
    }
}

/// Where `#[cfg(test)]` or `#[cfg(all(test, …))]` stands, everything up to the item's end is a test's.
fn flatten(stream: TokenStream, part: Part, into: &mut Vec<Token>) {
    let mut of_item = part;
    let trees: Vec<_> = stream.into_iter().collect();
    for (index, tree) in trees.iter().enumerate() {
        if is_test_attribute(trees.get(index..).unwrap_or_default()) {
            of_item = Part::Test;
        }
        push(tree, of_item, into);
        let ends_item = match tree {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        if ends_item {
            of_item = part;
        }
    }
}

fn is_test_attribute(trees: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = trees else {
        return false;
    };
    let text: String = group.stream().to_string().split_whitespace().collect();
    hash.as_char() == '#' && (text == "cfg(test)" || text.starts_with("cfg(all(test,"))
}

fn push(tree: &TokenTree, part: Part, into: &mut Vec<Token>) {
    let token = |text: &str, at: LineColumn| Token { text: text.to_owned(), line: at.line, part };
    match tree {
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::None => ("", ""),
            };
            into.push(token(open, group.span_open().start()));
            flatten(group.stream(), part, into);
            into.push(token(close, group.span_close().start()));
        }
        TokenTree::Ident(ident) => into.push(token(&ident.to_string(), ident.span().start())),
        TokenTree::Punct(punct) => into.push(token(&punct.as_char().to_string(), punct.span().start())),
        // The text of a string is nobody's import; its lines count for sizes.
        TokenTree::Literal(literal) => into.push(token("\"\"", literal.span().start())),
    }
}

/// What follows `first :: …`: every next segment, whether written `first::a` or `first::{a, b::c}`.
pub(crate) fn segments_after(tokens: &[Token], start: usize) -> Vec<Token> {
    let text = |index: usize| tokens.get(index).map(|token| token.text.as_str());
    if (text(start + 1), text(start + 2)) != (Some(":"), Some(":")) {
        return Vec::new();
    }
    let Some(next) = tokens.get(start + 3) else { return Vec::new() };
    if next.text != "{" {
        return vec![next.clone()];
    }
    let mut found = Vec::new();
    let mut depth = 1_usize;
    let mut expects = true;
    for token in tokens.iter().skip(start + 4) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => expects = true,
            _ if depth == 1 && expects => {
                found.push(token.clone());
                expects = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

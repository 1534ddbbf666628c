//! The rules of the rooms, as a test: who imports whom, where `async` and the browser may appear, sizes, names.
//!
//! Each rule is a function from a file's text to what it finds, and is tried on small bad samples first, so that a
//! checker that sees nothing fails here too.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a checker stops where it cannot read, and counts lines"
)]

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/names.rs"]
mod names;
#[path = "tidy/rooms.rs"]
mod rooms;
#[path = "tidy/samples.rs"]
mod samples;
#[path = "tidy/sizes.rs"]
mod sizes;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/web.rs"]
mod web;

use std::fmt;

use source::{Part, Source};

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    rule: &'static str,
    found: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.rule, self.found)
    }
}

/// Every rule for one Rust file, by its path from the repository's root.
fn check(path: &str, text: &str, part: Part) -> Vec<Violation> {
    let source = match Source::read(path, text, part) {
        Ok(source) => source,
        Err(violation) => return vec![violation],
    };
    [rooms::check(&source), web::check(&source), sizes::check(&source), names::check(&source)].concat()
}

fn all_violations() -> Vec<Violation> {
    let rust = files::rust();
    assert!(rust.len() > 20, "only {} Rust files were found: is the test looking in the right place?", rust.len());
    let of_rust = rust.iter().flat_map(|file| check(&file.path, &file.text, file.part));
    let of_text = files::texts();
    let of_text = of_text.iter().flat_map(|file| names::machine_paths(&file.path, &file.text));
    of_rust.chain(of_text).collect()
}

#[test]
fn the_rooms_are_tidy() {
    let found = all_violations();
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), lines.join("\n"));
}

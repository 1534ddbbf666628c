//! Reasons in plain words.
//!
//! Two lists say what the errors and the texts of contracts mean: a sentence, and below it, indented, what it explains. A text
//! that ends in `*` stands for every text that begins with it. Bare numbers, which some contracts give as a reason, are not in
//! them: the same number means different things in different families.

use super::RevertReason;

const ERRORS: &str = include_str!("errors_in_words.txt");
const TEXTS: &str = include_str!("texts_in_words.txt");

pub(super) fn of(reason: &RevertReason) -> Option<&'static str> {
    match reason {
        RevertReason::Empty => Some("The contract refused without a reason, ran out of gas, or is not there."),
        RevertReason::Text(text) => sentence(TEXTS, text),
        RevertReason::Panic { code } => u8::try_from(*code).ok().and_then(panic_in_words),
        RevertReason::Named { name, .. } => sentence(ERRORS, name),
        // What was said last is nearest to the cause; that nothing was said explains nothing.
        RevertReason::Wrapped { name, inner, .. } => {
            let said = Some(inner.as_ref()).filter(|inner| **inner != RevertReason::Empty);
            said.and_then(of).or_else(|| sentence(ERRORS, name))
        }
        RevertReason::OffchainLookup(_) => {
            Some("The contract needs an answer from outside the chain before it can decide.")
        }
        RevertReason::Unknown { .. } => None,
    }
}

/// The sentence above the entry that is or matches this one.
fn sentence(list: &'static str, entry: &str) -> Option<&'static str> {
    let mut above = None;
    for line in list.lines() {
        match line.strip_prefix("  ") {
            None => above = Some(line),
            Some(known) => {
                let is_it = match known.strip_suffix('*') {
                    Some(beginning) => entry.starts_with(beginning),
                    None => known == entry,
                };
                if is_it {
                    return above;
                }
            }
        }
    }
    None
}

/// The codes of Solidity's `Panic(uint256)`.
fn panic_in_words(code: u8) -> Option<&'static str> {
    Some(match code {
        0x00 => "The compiler inserted this panic.",
        0x01 => "The contract found that one of its own assumptions is wrong.",
        0x11 => "A number became too large or went below zero: often an allowance or a balance that is too low.",
        0x12 => "The contract divided by zero.",
        0x21 => "The contract met a value that its list of choices does not have.",
        0x22 => "The contract's storage holds a badly encoded text.",
        0x31 => "The contract took from an empty list.",
        0x32 => "The contract reached beyond the end of a list.",
        0x41 => "The contract asked for too much memory.",
        0x51 => "The contract called a function that was never set.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn entries(list: &'static str) -> Vec<&'static str> {
        list.lines().filter_map(|line| line.strip_prefix("  ")).collect()
    }

    #[test]
    fn sentences_are_sentences_and_nothing_is_explained_twice() {
        for list in [ERRORS, TEXTS] {
            let sentences: Vec<_> = list.lines().filter(|line| !line.starts_with(' ')).collect();
            for sentence in &sentences {
                assert!(
                    sentence.ends_with('.') && sentence.starts_with(|c: char| c.is_ascii_uppercase()),
                    "{sentence}"
                );
            }
            assert_eq!(sentences.iter().collect::<BTreeSet<_>>().len(), sentences.len(), "a sentence stands twice");
            let entries = entries(list);
            let mut seen = BTreeSet::new();
            for entry in &entries {
                assert!(seen.insert(*entry), "{entry} stands twice");
                assert!(!entry.starts_with(' ') && !entry.ends_with(' '), "{entry}");
                assert!(
                    entry.parse::<u32>().is_err(),
                    "{entry}: a number means different things to different contracts"
                );
            }
        }
    }

    #[test]
    fn every_error_that_is_explained_is_in_the_table() {
        let table: BTreeSet<_> =
            include_str!("errors.txt").lines().filter_map(|line| line.split_once('(')).map(|(name, _)| name).collect();
        let missing: Vec<_> = entries(ERRORS).into_iter().filter(|name| !table.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

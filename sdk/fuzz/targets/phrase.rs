//! A phrase as a person typed or pasted it: refused, or read as the words that it writes again, in a language that has them.
#![no_main]

use assay_sdk::keys::{Mnemonic, MnemonicError};
use libfuzzer_sys::fuzz_target;

/// The longest phrase has 24. More are refused in the same way, and every word is looked for in ten lists.
const MOST_WORDS: usize = 27;

fuzz_target!(|text: &str| {
    if text.split_whitespace().count() > MOST_WORDS {
        return;
    }
    match Mnemonic::from_phrase(text) {
        Ok(phrase) => {
            let words = phrase.reveal();
            let again = Mnemonic::from_phrase_in(phrase.language(), &words).expect("its own words are a phrase");
            assert_eq!(*phrase.reveal_entropy(), *again.reveal_entropy());
            let made = Mnemonic::from_entropy_in(phrase.language(), &phrase.reveal_entropy()).expect("its own entropy");
            assert_eq!(*made.reveal(), *words);
            assert!(Mnemonic::WORD_COUNTS.contains(&phrase.word_count()));
        }
        Err(MnemonicError::UnknownWords { words, .. }) => {
            assert!(!words.is_empty() && words.iter().all(|word| word.suggestions.len() <= 3));
        }
        Err(MnemonicError::Checksum { repairs }) => assert!(repairs.len() <= MnemonicError::MOST_REPAIRS),
        Err(MnemonicError::Ambiguous { languages }) => assert!(languages.len() > 1),
        Err(_) => {}
    }
});

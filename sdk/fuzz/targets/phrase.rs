//! A phrase as a person typed or pasted it: refused, or read as the words that it writes again.
#![no_main]

use assay_sdk::keys::Mnemonic;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(phrase) = Mnemonic::from_phrase(text) {
        let words = phrase.reveal();
        let again = Mnemonic::from_phrase(&words).expect("its own words are a phrase");
        assert_eq!(*phrase.reveal_entropy(), *again.reveal_entropy());
    }
});

//! BIP-39 phrases in every official language: vectors, languages found, and slips explained.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::hex;
use assay_sdk::keys::{Language, Mnemonic, MnemonicError, Repair};
use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/bip39.json")).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

fn nfkd(text: &str) -> String {
    text.nfkd().collect()
}

fn words_of(phrase: &Mnemonic) -> Vec<String> {
    phrase.reveal().split_whitespace().map(str::to_owned).collect()
}

/// An unoptimised build takes a second for ten seeds: three for each language but English.
const SEEDS: [usize; 3] = [0, 12, 23];

#[test]
fn the_vectors_of_bip_39_hold_in_every_language() {
    let file = vectors();
    for &language in Language::ALL {
        let name = serde_json::to_value(language).unwrap();
        let vectors = file["languages"][name.as_str().unwrap()].as_array().unwrap();
        assert_eq!(vectors.len(), 24, "{language}");
        for (number, vector) in vectors.iter().enumerate() {
            let entropy = hex::decode(text(vector, "entropy")).unwrap();
            let made = Mnemonic::from_entropy_in(language, &entropy).unwrap();
            assert_eq!(*made.reveal(), text(vector, "phrase").nfd().collect::<String>(), "{language} {number}");
            let read = Mnemonic::from_phrase(text(vector, "phrase")).unwrap();
            assert_eq!(*read.reveal_entropy(), entropy, "{language} {number}");
            // The Chinese lists have characters in common, always at the same place.
            let shared = words_of(&made).iter().all(|word| read.language().words().contains(&word.as_str()));
            assert!(read.language() == language || shared, "{language} {number}");
            if language == Language::English || SEEDS.contains(&number) {
                let seed = read.seed(text(&file, "passphrase")).reveal();
                assert_eq!(hex::encode(*seed), text(vector, "seed"), "{language} {number}");
            }
        }
    }
}

#[test]
fn the_japanese_vectors_hold_with_their_passphrase() {
    let file = vectors();
    let vectors = file["japanese"].as_array().unwrap();
    assert_eq!(vectors.len(), 24);
    for (number, vector) in vectors.iter().enumerate() {
        let entropy = hex::decode(text(vector, "entropy")).unwrap();
        let phrase = Mnemonic::from_phrase(text(vector, "phrase")).unwrap();
        assert_eq!((phrase.language(), &*phrase.reveal_entropy()), (Language::Japanese, &entropy));
        assert_eq!(nfkd(&phrase.reveal()), nfkd(text(vector, "phrase")));
        assert!(phrase.reveal().contains('\u{3000}'), "words are set apart by ideographic spaces");
        if SEEDS.contains(&number) {
            let seed = phrase.seed(text(vector, "passphrase")).reveal();
            assert_eq!(hex::encode(*seed), text(vector, "seed"), "{number}");
        }
    }
}

#[test]
fn a_phrase_is_read_in_every_unicode_form_and_case() {
    let file = vectors();
    for name in ["french", "spanish", "japanese", "korean"] {
        let plain = text(&file["languages"][name][20], "phrase");
        let entropy = Mnemonic::from_phrase(plain).unwrap().reveal_entropy();
        for typed in
            [plain.nfc().collect(), plain.nfd().collect(), plain.to_uppercase(), plain.replace(' ', "\u{3000}\n")]
        {
            let typed: String = typed;
            assert_eq!(Mnemonic::from_phrase(&typed).unwrap().reveal_entropy(), entropy, "{name}");
        }
    }
}

#[test]
fn characters_of_both_chinese_lists_mean_the_same_in_both() {
    let [simplified, traditional] = [Language::ChineseSimplified, Language::ChineseTraditional].map(Language::words);
    let shared = simplified.iter().filter(|word| traditional.contains(word)).count();
    assert_eq!(shared, 1275, "as the text of BIP-39 says");
    let same = simplified.iter().zip(traditional).filter(|(one, other)| one == other).count();
    assert_eq!(same, shared, "or a phrase of theirs could have two entropies");
}

/// English and French share a hundred words, at different places.
#[test]
fn what_two_languages_spell_is_told_apart_by_the_checksum_or_both_are_named() {
    let [english, french] = [Language::English, Language::French];
    let shared: Vec<&str> = english.words().iter().copied().filter(|word| french.words().contains(word)).collect();
    assert_eq!(shared.len(), 100, "as the text of BIP-39 says");
    let (mut resolved, mut ambiguous) = (0, 0);
    for (first, last) in shared.iter().flat_map(|first| shared.iter().map(move |last| (first, last))) {
        let phrase = format!("{} {last}", [*first; 11].join(" "));
        let readings = [english, french].map(|language| Mnemonic::from_phrase_in(language, &phrase).ok());
        // Explaining a slip is the slow part, and tested below.
        if readings.iter().all(Option::is_none) {
            continue;
        }
        match (Mnemonic::from_phrase(&phrase), readings) {
            (Ok(read), [Some(only), None] | [None, Some(only)]) => {
                assert_eq!((read.language(), read.reveal_entropy()), (only.language(), only.reveal_entropy()));
                resolved += 1;
            }
            (Err(error), [Some(_), Some(_)]) => {
                assert_eq!(error, MnemonicError::Ambiguous { languages: vec![english, french] });
                assert_eq!(error.to_string(), "the phrase can be read in several languages: English, French");
                ambiguous += 1;
                break;
            }
            (read, _) => panic!("{phrase}: {read:?}"),
        }
    }
    assert!(resolved > 0 && ambiguous > 0, "{resolved} {ambiguous}");
}

#[test]
fn unknown_words_are_named_in_the_language_of_the_others() {
    let file = vectors();
    for (name, language) in [("french", Language::French), ("spanish", Language::Spanish), ("czech", Language::Czech)] {
        let phrase = text(&file["languages"][name][20], "phrase");
        let mut words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        let meant = nfkd(&words[4]);
        // The accents are left out, and a letter is doubled.
        words[4] =
            format!("{}{}", meant.chars().next().unwrap(), meant.chars().filter(char::is_ascii).collect::<String>());
        let error = Mnemonic::from_phrase(&words.join(" ")).unwrap_err();
        let MnemonicError::UnknownWords { language: found, words } = &error else { panic!("{error}") };
        assert_eq!((*found, words.len(), words[0].position), (language, 1, 5));
        assert!(words[0].suggestions.contains(&meant.as_str()), "{:?}", words[0].suggestions);
    }
}

fn repairs(phrase: &str) -> Vec<Repair> {
    match Mnemonic::from_phrase(phrase) {
        Err(MnemonicError::Checksum { repairs }) => repairs,
        other => panic!("{:?}", other.map(|_| ())),
    }
}

fn repaired(phrase: &str, repair: &Repair) -> String {
    let mut words: Vec<&str> = phrase.split(' ').collect();
    match repair {
        Repair::Replace { position, word } => words[position - 1] = word,
        Repair::Swap { first, second } => words.swap(first - 1, second - 1),
        other => panic!("{other:?}"),
    }
    words.join(" ")
}

/// One slip in phrases of the official vectors: what was written is among the repairs, and every repair holds.
#[test]
fn a_slip_is_explained() {
    let phrase = "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";
    let mistaken = phrase.replacen("cage", "page", 1);
    assert!(repairs(&mistaken).contains(&Repair::Replace { position: 3, word: "cage" }));
    let long = "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis \
                maple dilemma loan word shrug inflict delay length";
    let mut words: Vec<&str> = long.split(' ').collect();
    words.swap(3, 4);
    let swapped = words.join(" ");
    assert_eq!(repairs(&swapped)[0], Repair::Swap { first: 4, second: 5 });
    let mistaken = long.replacen("book", "cook", 1);
    assert!(repairs(&mistaken).contains(&Repair::Replace { position: 12, word: "book" }));
    for broken in [mistaken, swapped] {
        let found = repairs(&broken);
        assert!(!found.is_empty() && found.len() <= MnemonicError::MOST_REPAIRS);
        for repair in &found {
            assert!(Mnemonic::from_phrase(&repaired(&broken, repair)).is_ok(), "{repair:?}");
        }
    }
}

#[test]
fn a_failed_checksum_without_an_explanation_says_so() {
    // One character a word: there is no spelling to compare, and equal words cannot be swapped.
    let word = Language::ChineseSimplified.words()[1];
    let phrase = vec![word; 24].join(" ");
    assert_eq!(repairs(&phrase), []);
}

#[test]
fn errors_print_no_words() {
    let broken = "letter advice page absurd amount doctor acoustic avoid letter advice cage above";
    let error = Mnemonic::from_phrase(broken).unwrap_err();
    let printed = format!("{error} {error:?}");
    for word in broken.split(' ').chain(["cage", "wage"]) {
        assert!(!printed.contains(word), "{word} in {printed}");
    }
}

#[test]
fn a_book_is_no_phrase() {
    let book = "abandon ".repeat(100_000);
    assert_eq!(Mnemonic::from_phrase(&book).unwrap_err(), MnemonicError::WordCount { got: 100_000 });
    let endless = "a".repeat(1_000_000);
    assert!(matches!(Mnemonic::from_phrase(&endless), Err(MnemonicError::UnknownWords { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entropy_comes_back(entropy in prop::collection::vec(any::<u8>(), 32), units in 4_usize..=8, language in 0_usize..10) {
        let (language, entropy) = (Language::ALL[language], &entropy[..units * 4]);
        let phrase = Mnemonic::from_entropy_in(language, entropy).unwrap();
        prop_assert_eq!(phrase.word_count(), units * 3);
        prop_assert_eq!(&*Mnemonic::from_phrase_in(language, &phrase.reveal()).unwrap().reveal_entropy(), entropy);
    }

    #[test]
    fn no_text_makes_a_phrase_panic(text in "\\PC{0,60}|([a-z]{3,8} ){0,26}") {
        let _ = Mnemonic::from_phrase(&text);
    }
}

//! Pasted text, as messy as people paste it.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::panic,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::{address, hex};
use assay_sdk::keys::{
    KeyError, KeystoreError, Language, MnemonicError, Pasted, PastedError, RecoveryShare, ShareError,
};
use proptest::prelude::*;
use serde_json::Value;

const PHRASE: &str = "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";
const KEY: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
/// An example of EIP-55.
const ADDRESS: &str = "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn phrase(text: &str) -> String {
    match Pasted::read(text) {
        Ok(Pasted::Phrase(phrase)) => phrase.reveal().to_string(),
        other => panic!("{text:?}: {other:?}"),
    }
}

#[test]
fn phrases_are_found_in_messy_text() {
    let words: Vec<&str> = PHRASE.split(' ').collect();
    let numbered = |form: &dyn Fn(usize, &str) -> String| {
        (1..).zip(&words).map(|(number, word)| form(number, word)).collect::<String>()
    };
    for messy in [
        PHRASE.to_owned(),
        format!("  {PHRASE}\r\n"),
        format!("\u{feff}\"{PHRASE}\"."),
        format!("“{PHRASE}”"),
        PHRASE.to_uppercase(),
        PHRASE.replace(' ', ", "),
        PHRASE.replace(' ', ",\n"),
        PHRASE.replace(' ', "\t"),
        PHRASE.replace(' ', "\u{a0}"),
        PHRASE.replace(' ', "\u{3000}"),
        PHRASE.replace(' ', " \u{200b}"),
        PHRASE.replace("cage", "ca\u{200d}ge").replace("amount", "amo\u{ad}unt"),
        PHRASE.replace(' ', "\u{2003}·\u{2003}"),
        PHRASE.replace(' ', "  |  "),
        PHRASE.replace(' ', ";"),
        format!("['{}']", words.join("', '")),
        format!("[\"{}\"]", words.join("\",\"")),
        format!("<li>{PHRASE}</li>").replace("<li>", "").replace("</li>", ""),
        numbered(&|number, word| format!("{number}. {word}\n")),
        numbered(&|number, word| format!("{number}) {word}   ")),
        numbered(&|number, word| format!("{number}\t{word}\r\n")),
        numbered(&|number, word| format!("#{number:02}: {word}, ")),
        numbered(&|number, word| format!("{number}.{word} ")),
        numbered(&|_, word| format!("- {word}\n")),
        numbered(&|_, word| format!("\u{2022} {}\n", word.to_uppercase())),
        "ｌｅｔｔｅｒ ".to_owned() + PHRASE.split_once(' ').unwrap().1,
    ] {
        assert_eq!(phrase(&messy), PHRASE, "{messy:?}");
    }
}

#[test]
fn phrases_of_every_language_are_found() {
    let file = vectors(include_str!("vectors/bip39.json"));
    for &language in Language::ALL {
        let name = serde_json::to_value(language).unwrap();
        let plain = file["languages"][name.as_str().unwrap()][20]["phrase"].as_str().unwrap();
        let numbered: String =
            (1..).zip(plain.split_whitespace()).map(|(number, word)| format!("{number}. {word}\n")).collect();
        let Ok(Pasted::Phrase(read)) = Pasted::read(&numbered) else { panic!("{numbered}") };
        assert_eq!(read.language(), language);
        assert_eq!(hex::encode(&*read.reveal_entropy()), file["languages"]["english"][20]["entropy"].as_str().unwrap());
    }
}

#[test]
fn keys_are_found() {
    for messy in [
        KEY.to_owned(),
        format!("0x{KEY}"),
        format!("0X{}", KEY.to_uppercase()),
        format!(" \"0x{KEY}\",\n"),
        format!("'{KEY}'"),
        format!("\u{feff}{}\r\n{}", &KEY[..32], &KEY[32..]),
        KEY.replace("a6", "a 6"),
        KEY.replace("d6", "d\u{200b}6"),
    ] {
        let Ok(Pasted::Key(key)) = Pasted::read(&messy) else { panic!("{messy:?}") };
        assert_eq!(hex::encode(*key.reveal()), KEY, "{messy:?}");
    }
    let wrong = |text: &str| Pasted::read(text).unwrap_err();
    assert_eq!(wrong(&KEY.replacen('0', "O", 1)), PastedError::Key(KeyError::NotHex { position: 3 }));
    assert_eq!(wrong(&"0".repeat(64)), PastedError::Key(KeyError::OutOfRange));
    assert_eq!(wrong(&KEY[1..]), PastedError::HexLength { got: 63 });
    assert_eq!(wrong(&format!("0x{KEY}00")), PastedError::HexLength { got: 66 });
}

#[test]
fn addresses_are_found_and_their_checksum_is_looked_at() {
    let expected = address!("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    for messy in [
        format!("0x{ADDRESS}"),
        ADDRESS.to_owned(),
        format!("0x{}", ADDRESS.to_lowercase()),
        format!("0X{}", ADDRESS.to_uppercase()),
        format!(" <0x{ADDRESS}>\n"),
        format!("“0x{ADDRESS}”."),
    ] {
        let Ok(Pasted::Address(read)) = Pasted::read(&messy) else { panic!("{messy:?}: {:?}", Pasted::read(&messy)) };
        assert_eq!(read, expected, "{messy:?}");
    }
    let slipped = format!("0x{}", ADDRESS.replacen("5a", "5A", 1));
    assert_eq!(Pasted::read(&slipped).unwrap_err(), PastedError::AddressChecksum { got: slipped, expected });
    let no_digit = format!("0x{}", ADDRESS.replacen('b', "l", 1));
    assert_eq!(Pasted::read(&no_digit).unwrap_err(), PastedError::AddressDigit { position: 5 });
    assert_eq!(Pasted::read(&format!("0x{}", &ADDRESS[..39])).unwrap_err(), PastedError::HexLength { got: 39 });
}

#[test]
fn files_are_found() {
    let file = vectors(include_str!("vectors/keystores.json"));
    for keystore in file["files"].as_array().unwrap() {
        let text = keystore["text"].as_str().unwrap();
        for messy in [text.to_owned(), format!("\u{feff}{text}\r\n"), format!("my wallet:\n```\n{text}\n```\n")] {
            assert!(matches!(Pasted::read(&messy), Ok(Pasted::Keystore(_))), "{messy}");
        }
        let torn: String = text.chars().take(text.len() - 10).collect();
        assert!(
            matches!(Pasted::read(&torn), Err(PastedError::Keystore(KeystoreError::Malformed { .. }))),
            "{torn}: {:?}",
            Pasted::read(&torn)
        );
    }
    let vault = include_str!("vectors/vault/version-1-key.json");
    let Ok(Pasted::Vault(found)) = Pasted::read(&format!("\u{feff}backup: {vault}")) else { panic!() };
    assert_eq!(found, vault.trim());
    let version = file["files"][0]["text"].as_str().unwrap().replace("\"version\": 3", "\"version\": 1");
    assert!(matches!(Pasted::read(&version), Err(PastedError::Keystore(KeystoreError::Unsupported { .. }))));
    assert_eq!(Pasted::read("{\"name\": \"something\"}").unwrap_err(), PastedError::UnknownFile);
    assert_eq!(Pasted::read("{").unwrap_err(), PastedError::UnknownFile);
}

#[test]
fn shares_are_found() {
    let file = vectors(include_str!("vectors/slip39-sets.json"));
    for set in file["sets"].as_array().unwrap().iter().filter(|set| set["need"] == 2) {
        let shares: Vec<&str> = set["shares"].as_array().unwrap().iter().map(|share| share.as_str().unwrap()).collect();
        let numbered =
            shares.join(" ").split(' ').enumerate().map(|(n, word)| format!("{}. {word}\n", n + 1)).collect::<String>();
        let titled: String =
            (1..).zip(&shares).map(|(n, share)| format!("Share {n} of 3:\n{}\n\n", share.to_uppercase())).collect();
        for messy in [shares.join("\n"), shares.join("\r\n\r\n"), shares.join(" "), numbered, titled] {
            let read = Pasted::read(&messy);
            let Ok(Pasted::Shares(found)) = &read else { panic!("{messy}: {read:?}") };
            assert_eq!(found.len(), shares.len());
            let secret = RecoveryShare::combine(found, "").unwrap().reveal_entropy();
            assert_eq!(hex::encode(&*secret), set["secret"].as_str().unwrap());
        }
        assert!(matches!(Pasted::read(shares[0]), Ok(Pasted::Shares(one)) if one.len() == 1));
    }
    let share = file["sets"][0]["shares"][0].as_str().unwrap();
    let (_, short) = share.split_once(' ').unwrap();
    let error = Pasted::read(short).unwrap_err();
    assert_eq!(error, PastedError::Share { share: 1, error: ShareError::WordCount { got: 19 } });
    let swapped: Vec<&str> = share.split(' ').rev().collect();
    let error = Pasted::read(&format!("{share}\n{}", swapped.join(" "))).unwrap_err();
    assert!(matches!(error, PastedError::Share { share: 2, error: ShareError::Checksum { .. } }), "{error}");
}

#[test]
fn what_is_wrong_is_said() {
    let error = |text: &str| Pasted::read(text).unwrap_err();
    for nothing in ["", " \n\t", "...", "\u{feff}\u{200b}", "1. 2. 3."] {
        assert_eq!(error(nothing), PastedError::Empty, "{nothing:?}");
    }
    let typo = error(&PHRASE.replacen("cage", "caeg", 1));
    let PastedError::Phrase(MnemonicError::UnknownWords { words, .. }) = &typo else { panic!("{typo}") };
    assert_eq!((words.len(), words[0].position), (1, 3));
    let (_, eleven) = PHRASE.split_once(' ').unwrap();
    assert_eq!(error(eleven), PastedError::Phrase(MnemonicError::WordCount { got: 11 }));
    let swapped = PHRASE.replacen("letter advice", "advice letter", 1);
    assert!(matches!(error(&swapped), PastedError::Phrase(MnemonicError::Checksum { .. })));
    for prose in [
        "hello",
        "vitalik.eth",
        "https://example.org/",
        "Please send the report to Maria before Thursday, otherwise we shall miss the deadline once more.",
        &"lorem ipsum dolor sit amet ".repeat(50),
    ] {
        assert_eq!(error(prose), PastedError::Unknown, "{prose}");
    }
    assert!(matches!(error(&"a".repeat(2 << 20)), PastedError::TooLong { .. }));
}

#[test]
fn nothing_secret_is_printed() {
    let file = vectors(include_str!("vectors/slip39-sets.json"));
    let share = file["sets"][0]["shares"][0].as_str().unwrap();
    for text in [
        PHRASE,
        KEY,
        share,
        &PHRASE.replacen("cage", "page", 1),
        &KEY.replacen('4', "g", 1),
        &share.replacen(' ', " academic ", 1),
    ] {
        let printed = match Pasted::read(text) {
            Ok(read) => format!("{read:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        for part in text.split(' ').filter(|part| part.len() > 5) {
            assert!(!printed.contains(part), "{part} in {printed}");
        }
        assert!(!printed.contains(&KEY[40..]), "{printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}|[{}\"a-z:0-9, ]{0,80}|(0x)?[0-9a-fA-F]{0,70}") {
        if let Err(error) = Pasted::read(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

/// The second phrase of BIP-39's vectors has 64 letters, as many as a private key has digits.
#[test]
fn a_phrase_of_64_letters_is_no_broken_key() {
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    assert_eq!(phrase.chars().filter(char::is_ascii_alphabetic).count(), 64);
    assert!(matches!(Pasted::read(phrase), Ok(Pasted::Phrase(_))));
}

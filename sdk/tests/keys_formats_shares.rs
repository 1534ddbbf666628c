//! SLIP-39 shares: the official vectors, sets of other implementations, and what is said about wrong ones.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::hex;
use assay_sdk::keys::{Language, Mnemonic, RecoveryShare, Repair, ShareError, ShareRandomness, share_words};
use proptest::prelude::*;
use serde_json::Value;

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

fn combine<T: AsRef<str>>(shares: impl IntoIterator<Item = T>, passphrase: &str) -> Result<String, ShareError> {
    let shares: Result<Vec<_>, _> = shares.into_iter().map(|share| RecoveryShare::from_words(share.as_ref())).collect();
    RecoveryShare::combine(&shares?, passphrase).map(|phrase| hex::encode(&*phrase.reveal_entropy()))
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|share| share.as_str().unwrap()).collect()
}

#[test]
fn the_vectors_of_slip_39_hold() {
    let file = vectors(include_str!("vectors/slip39.json"));
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 45);
    for vector in vectors {
        let (name, secret) = (text(vector, "name"), text(vector, "secret"));
        let combined = combine(list(&vector["shares"]), "TREZOR");
        if secret.is_empty() {
            let error = combined.unwrap_err();
            let fits = match name.split_once(". ").unwrap().1.split(" (").next().unwrap() {
                "Mnemonic with invalid checksum" => matches!(error, ShareError::Checksum { .. }),
                "Mnemonic with invalid padding" | "Mnemonics with greater group threshold than group counts" => {
                    matches!(error, ShareError::Malformed { .. })
                }
                "Basic sharing 2-of-3" => error == ShareError::TooFew { need: 2, have: 1 },
                "Mnemonics with duplicate member indices" => error == ShareError::Duplicate { first: 1, second: 2 },
                "Mnemonics giving an invalid digest" => error == ShareError::Digest,
                "Insufficient number of groups"
                | "Threshold number of groups, but insufficient number of members in one group" => {
                    matches!(error, ShareError::TooFewGroups { .. })
                }
                "Mnemonic with insufficient length" | "Mnemonic with invalid master secret length" => {
                    matches!(error, ShareError::WordCount { .. })
                }
                _ => matches!(error, ShareError::DifferentSets { .. }),
            };
            assert!(fits, "{name}: {error}");
        } else {
            assert_eq!(combined.unwrap_or_else(|error| panic!("{name}: {error}")), secret, "{name}");
        }
    }
}

fn randomness(identifier: [u8; 2], seed: usize) -> ShareRandomness {
    let mut shares = [0; 512];
    for (position, byte) in shares.iter_mut().enumerate() {
        *byte = u8::try_from((7 * position + seed) % 256).unwrap();
    }
    ShareRandomness { identifier, shares }
}

/// Word for word what the reference implementation writes with the same random bytes.
#[test]
fn sets_are_those_of_the_reference_implementation() {
    let file = vectors(include_str!("vectors/slip39-sets.json"));
    let sets = file["sets"].as_array().unwrap();
    assert_eq!(sets.len(), 25);
    for set in sets {
        let secret = hex::decode(text(set, "secret")).unwrap();
        let [need, of] = ["need", "of"].map(|field| u8::try_from(set[field].as_u64().unwrap()).unwrap());
        let phrase = Mnemonic::from_entropy(&secret).unwrap();
        let random = randomness([0x92, u8::try_from(secret.len()).unwrap()], usize::from(need));
        let shares = RecoveryShare::split(&phrase, need, of, &random).unwrap();
        let written: Vec<String> = shares.iter().map(|share| share.reveal().to_string()).collect();
        assert_eq!(written, list(&set["shares"]), "{need} of {of}");
        let last = written.iter().rev().take(usize::from(need));
        assert_eq!(combine(last, "").unwrap(), text(set, "secret"));
        assert_eq!((shares[0].needed(), shares[0].number(), shares[0].groups_needed()), (need, 1, 1));
    }
}

#[test]
fn sets_of_other_implementations_combine() {
    let npm = vectors(include_str!("vectors/slip39-npm.json"));
    let shares = list(&npm["shares"]);
    for pair in [[0, 1], [2, 0], [1, 2]] {
        assert_eq!(combine(pair.map(|share| shares[share]), "").unwrap(), text(&npm, "secret"));
    }
    assert_eq!(combine(&shares, "").unwrap(), text(&npm, "secret"), "more than needed");

    let file = vectors(include_str!("vectors/slip39-sets.json"));
    let grouped = &file["grouped"];
    let groups: Vec<Vec<&str>> = grouped["groups"].as_array().unwrap().iter().map(list).collect();
    let pick =
        |picked: &[(usize, usize)]| picked.iter().map(|(group, share)| groups[*group][*share]).collect::<Vec<_>>();
    let secret = text(grouped, "secret");
    assert_eq!(combine(pick(&[(0, 0), (1, 2), (1, 0)]), "TREZOR").unwrap(), secret);
    assert_eq!(combine(pick(&[(2, 0), (1, 2), (1, 0), (2, 4), (2, 3), (1, 1)]), "TREZOR").unwrap(), secret);
    // A group that is not whole is no obstacle where the others suffice.
    assert_eq!(combine(pick(&[(0, 0), (1, 2), (1, 0), (2, 4)]), "TREZOR").unwrap(), secret);
    assert_ne!(
        combine(pick(&[(0, 0), (1, 2), (1, 0)]), "other").unwrap(),
        secret,
        "another passphrase is another secret"
    );
    let few = combine(pick(&[(0, 0), (2, 0), (2, 4)]), "TREZOR").unwrap_err();
    assert_eq!(few, ShareError::TooFewGroups { need: 2, have: 1 });
}

fn set() -> Vec<String> {
    let phrase = Mnemonic::from_entropy(&[0x5a; 16]).unwrap();
    let shares = RecoveryShare::split(&phrase, 2, 3, &randomness([1, 2], 3)).unwrap();
    shares.iter().map(|share| share.reveal().to_string()).collect()
}

#[test]
fn what_is_wrong_is_told_apart() {
    let shares = set();
    let other = {
        let phrase = Mnemonic::from_entropy(&[0x5a; 16]).unwrap();
        RecoveryShare::split(&phrase, 2, 3, &randomness([9, 9], 4)).unwrap()[1].reveal().to_string()
    };
    assert_eq!(combine(&shares[..1], "").unwrap_err(), ShareError::TooFew { need: 2, have: 1 });
    assert_eq!(combine([&shares[0], &shares[0]], "").unwrap_err(), ShareError::Duplicate { first: 1, second: 2 });
    assert_eq!(combine([&shares[0], &other], "").unwrap_err(), ShareError::DifferentSets { first: 1, second: 2 });
    assert_eq!(combine(Vec::<String>::new(), "").unwrap_err(), ShareError::None);
    assert_eq!(combine(&shares, "Zürich").unwrap_err(), ShareError::Passphrase { position: 2 });
    // The same number and another polynomial: found with two shares by the digest, and with three by the third.
    let phrase = Mnemonic::from_entropy(&[0x5a; 16]).unwrap();
    let forged = RecoveryShare::split(&phrase, 2, 3, &randomness([1, 2], 4)).unwrap()[2].reveal().to_string();
    assert_eq!(combine([&shares[0], &forged], "").unwrap_err(), ShareError::Digest);
    assert_eq!(combine([&shares[0], &shares[1], &forged], "").unwrap_err(), ShareError::Digest);

    let split = |need, of| RecoveryShare::split(&phrase, need, of, &randomness([1, 2], 3)).map(|_| ()).unwrap_err();
    for (need, of) in [(0, 0), (1, 1), (1, 3), (3, 2), (2, 17)] {
        assert_eq!(split(need, of), ShareError::Threshold { need, of });
    }
    let french = Mnemonic::from_entropy_in(Language::French, &[0x5a; 16]).unwrap();
    let error = RecoveryShare::split(&french, 2, 3, &randomness([1, 2], 3)).unwrap_err();
    assert_eq!(error, ShareError::Language { got: Language::French });
}

#[test]
fn a_slip_in_a_share_is_found() {
    let set = set();
    let share = &set[0];
    let listed = |word| share_words().iter().copied().find(|listed| *listed == word).unwrap();
    let words: Vec<&'static str> = share.split(' ').map(listed).collect();
    for place in 0..words.len() {
        let mut slipped = words.clone();
        slipped[place] = share_words().iter().copied().find(|word| *word != words[place]).unwrap();
        let Err(ShareError::Checksum { repairs }) = RecoveryShare::from_words(&slipped.join(" ")) else { panic!() };
        assert_eq!(repairs, [Repair::Replace { position: place + 1, word: words[place] }]);
    }
    let mut swapped = words.clone();
    swapped.swap(4, 9);
    let Err(ShareError::Checksum { repairs }) = RecoveryShare::from_words(&swapped.join(" ")) else { panic!() };
    assert_eq!(repairs, [Repair::Swap { first: 5, second: 10 }]);

    let typed = share.replacen(words[0], &format!("{}x", words[0]), 1).to_uppercase();
    let Err(ShareError::UnknownWords(unknown)) = RecoveryShare::from_words(&typed) else { panic!() };
    assert_eq!((unknown.len(), unknown[0].position), (1, 1));
    assert!(unknown[0].suggestions.contains(&words[0]));
    let short = words[..19].join(" ");
    assert_eq!(RecoveryShare::from_words(&short).unwrap_err(), ShareError::WordCount { got: 19 });
    assert_eq!(RecoveryShare::from_words("").unwrap_err(), ShareError::WordCount { got: 0 });
    let book = "academic ".repeat(100_000);
    assert_eq!(RecoveryShare::from_words(&book).unwrap_err(), ShareError::WordCount { got: 100_000 });
}

#[test]
fn nothing_secret_is_printed() {
    let words = set()[0].clone();
    let share = RecoveryShare::from_words(&words.to_uppercase().replace(' ', "\n ")).unwrap();
    assert_eq!(*share.reveal(), words);
    let slipped = words.replacen(words.split(' ').next().unwrap(), "academic", 1);
    let error = RecoveryShare::from_words(&slipped).unwrap_err();
    let printed = format!("{share:?} {:?} {error} {error:?}", randomness([1, 2], 3));
    assert!(printed.starts_with("RecoveryShare(…) ShareRandomness(…) "), "{printed}");
    for word in words.split(' ').filter(|word| word.len() > 4) {
        assert!(!printed.contains(word), "{word} in {printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_share_panic(picked in prop::collection::vec(0_usize..1024, 0..60), text in "\\PC{0,40}") {
        let words: Vec<&str> = picked.into_iter().map(|index| share_words()[index]).collect();
        let _ = RecoveryShare::from_words(&text);
        if words.len() < 20 {
            prop_assert!(RecoveryShare::from_words(&words.join(" ")).is_err());
        }
    }
}

//! Formats of keys against what others wrote: paths, schemes, account discovery.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use assay_sdk::keys::{DerivationPath, Mnemonic, PathError, PathScheme, Seed};
use proptest::prelude::*;
use serde_json::Value;

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

fn seed() -> Seed {
    Mnemonic::from_phrase("test test test test test test test test test test test junk").unwrap().seed("")
}

fn path(text: &str) -> Result<DerivationPath, PathError> {
    text.parse()
}

#[test]
fn paths_are_read_in_every_spelling_of_the_standard() {
    for spelling in ["m/44'/60'/0'/0/0", "m/44h/60h/0h/0/0", "m/44H/60'/0h/0/0", "  m/44'/60'/0'/0/0\n"] {
        assert_eq!(path(spelling).unwrap().to_string(), "m/44'/60'/0'/0/0", "{spelling}");
    }
    assert_eq!(path("m").unwrap().steps(), [0_u32; 0]);
    assert_eq!(path("m/0/2147483647'").unwrap().steps(), [0, u32::MAX]);
    let json: DerivationPath = serde_json::from_str("\"m/44h/60h\"").unwrap();
    assert_eq!(serde_json::to_string(&json).unwrap(), "\"m/44'/60'\"");
    assert!(serde_json::from_str::<DerivationPath>("\"44/60\"").is_err());
}

#[test]
fn a_wrong_path_says_where() {
    let error = |text| path(text).unwrap_err();
    for text in ["", "44'/60'", "/m/0", "M/0", "m44", "n/0", "m'/0"] {
        assert_eq!(error(text), PathError::NoRoot, "{text}");
    }
    assert_eq!(error("m/"), PathError::EmptyStep { step: 1 });
    assert_eq!(error("m/0//1"), PathError::EmptyStep { step: 2 });
    assert_eq!(error("m/0/'"), PathError::EmptyStep { step: 2 });
    assert_eq!(error("m/44'/6o'"), PathError::Character { step: 2, position: 2, got: 'o' });
    assert_eq!(error("m/+1"), PathError::Character { step: 1, position: 1, got: '+' });
    assert_eq!(error("m/0''"), PathError::Character { step: 1, position: 2, got: '\'' });
    assert_eq!(error("m/44’"), PathError::Character { step: 1, position: 3, got: '’' });
    assert_eq!(error("m/0/2147483648"), PathError::TooLarge { step: 2 });
    assert_eq!(error("m/99999999999999999999'"), PathError::TooLarge { step: 1 });
    assert_eq!(error(&format!("m{}", "/0".repeat(256))), PathError::TooDeep);
    assert_eq!(path(&format!("m{}", "/0".repeat(255))).unwrap().steps().len(), 255);
    assert_eq!(DerivationPath::from_steps(&[0; 256]).unwrap_err(), PathError::TooDeep);
}

#[test]
fn schemes_are_paths_with_one_place() {
    let scheme = |text: &str| text.parse::<PathScheme>();
    assert_eq!(scheme("m/44h/60h/0h/0/i").unwrap(), PathScheme::Bip44);
    assert_eq!(scheme("m/44'/60'/i'/0/0").unwrap(), PathScheme::LedgerLive);
    assert_eq!(scheme("m/44'/60'/0'/i").unwrap(), PathScheme::LedgerLegacy);
    let custom = scheme("m/44'/1'/ih/0/7").unwrap();
    assert!(matches!(custom, PathScheme::Custom(_)));
    assert_eq!(custom.path(3).unwrap().to_string(), "m/44'/1'/3'/0/7");
    for known in PathScheme::WELL_KNOWN.into_iter().chain([custom]) {
        assert_eq!(scheme(&known.to_string()).unwrap(), known);
        assert_eq!(known.path(1 << 31), None);
        let json = serde_json::to_string(&known).unwrap();
        assert_eq!(serde_json::from_str::<PathScheme>(&json).unwrap(), known);
    }
    assert_eq!(scheme("m/44'/60'/0'/0/0").unwrap_err(), PathError::Places { got: 0 });
    assert_eq!(scheme("m/i/60'/i").unwrap_err(), PathError::Places { got: 2 });
    assert_eq!(scheme("m/44'/j").unwrap_err(), PathError::Character { step: 2, position: 1, got: 'j' });
    assert_eq!(path("m/44'/i").unwrap_err(), PathError::Character { step: 2, position: 1, got: 'i' });
}

/// Written by ethers: `generate-formats.mjs`.
#[test]
fn keys_at_paths_are_those_of_other_wallets() {
    let file = vectors(include_str!("vectors/paths.json"));
    let seed = seed();
    let mut seen = 0;
    for expected in file["derived"].as_array().unwrap() {
        let key = seed.key_at(&text(expected, "path").parse().unwrap()).unwrap();
        assert_eq!(key.address().to_string(), text(expected, "address"), "{}", text(expected, "path"));
        seen += 1;
    }
    assert_eq!(seen, 19);
    for (scheme, indexes) in
        [(PathScheme::Bip44, [0, 1, 5]), (PathScheme::LedgerLive, [0, 1, 5]), (PathScheme::LedgerLegacy, [0, 1, 5])]
    {
        let accounts = seed.accounts_of(&scheme, indexes).unwrap();
        for (account, index) in accounts.iter().zip(indexes) {
            assert_eq!(account.index(), index);
            let path = scheme.path(index).unwrap().to_string();
            let expected =
                file["derived"].as_array().unwrap().iter().find(|entry| text(entry, "path") == path).unwrap();
            assert_eq!(account.address().to_string(), text(expected, "address"), "{path}");
        }
    }
    assert_eq!(seed.account(1).unwrap().address(), seed.accounts(0, 2).unwrap()[1].address());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_path_is_read_back_as_it_was_written(steps in prop::collection::vec(any::<u32>(), 0..20)) {
        let written = DerivationPath::from_steps(&steps).unwrap();
        prop_assert_eq!(path(&written.to_string()).unwrap(), written);
    }

    #[test]
    fn no_text_makes_a_path_panic(text in "[mi0-9hH'/ ]{0,24}|\\PC{0,12}") {
        if let Ok(read) = path(&text) {
            prop_assert_eq!(path(&read.to_string()).unwrap(), read);
        }
        if let Ok(read) = text.parse::<PathScheme>() {
            prop_assert_eq!(read.to_string().parse::<PathScheme>().unwrap(), read);
        }
    }
}

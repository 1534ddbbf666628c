//! Keys at paths against what others derived.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use assay_sdk::keys::{Mnemonic, Seed};
use assay_sdk::units::PathScheme;
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

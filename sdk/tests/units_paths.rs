//! How accounts are numbered: paths and schemes as BIP-32 and other wallets write them; account discovery as BIP-44 describes it, against
//! a plain walk.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::collections::BTreeSet;

use assay_sdk::units::{AccountScan, DerivationPath, DiscoveryError, PathError, PathScheme, ScannedAccount};
use proptest::prelude::*;

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

#[test]
fn the_index_of_a_path_is_read_back_from_its_scheme() {
    // The paths of the fifth account in MetaMask, Ledger Live and Ledger's Chrome application.
    let fifth = ["m/44'/60'/0'/0/4", "m/44'/60'/4'/0/0", "m/44'/60'/0'/4"];
    for (scheme, fifth) in PathScheme::WELL_KNOWN.into_iter().zip(fifth) {
        assert_eq!(scheme.path(4).unwrap().to_string(), fifth);
        assert_eq!(scheme.index_of(&path(fifth).unwrap()), Some(4));
    }
    for (scheme, other) in [
        (PathScheme::Bip44, "m/44'/60'/1'/0/4"),
        (PathScheme::Bip44, "m/44'/60'/0'/0/4'"),
        (PathScheme::Bip44, "m/44'/60'/0'/0"),
        (PathScheme::Bip44, "m/44'/60'/0'/0/4/0"),
        (PathScheme::LedgerLive, "m/44'/60'/4/0/0"),
        (PathScheme::LedgerLive, "m/44'/60'/0/0"),
        (PathScheme::LedgerLegacy, "m/44'/60'/0'/0/4"),
    ] {
        assert_eq!(scheme.index_of(&path(other).unwrap()), None, "{scheme} {other}");
    }
    // Where before and after would overlap.
    let twice: PathScheme = "m/0/i/0".parse().unwrap();
    assert_eq!(twice.index_of(&path("m/0/0").unwrap()), None);
    assert_eq!(twice.index_of(&path("m/0/7/0").unwrap()), Some(7));
}

fn account(scheme: &PathScheme, index: u32) -> ScannedAccount {
    ScannedAccount { scheme: scheme.clone(), index }
}

/// Runs a scan against a chain, and counts the rounds and the questions.
fn run(mut scan: AccountScan, used: &dyn Fn(&ScannedAccount) -> bool) -> (Vec<ScannedAccount>, usize, usize) {
    let (mut rounds, mut questions) = (0_usize, 0_usize);
    while !scan.is_done() {
        let asked = scan.next();
        assert!(!asked.is_empty());
        rounds = rounds.saturating_add(1);
        questions = questions.saturating_add(asked.len());
        let active: Vec<_> = asked.into_iter().filter(|account| used(account)).collect();
        scan.answer(&active).unwrap();
    }
    assert_eq!(scan.next(), []);
    (scan.active(), rounds, questions)
}

#[test]
fn an_unused_seed_takes_one_round() {
    let (active, rounds, questions) = run(AccountScan::new(PathScheme::WELL_KNOWN), &|_| false);
    assert_eq!((active, rounds, questions), (Vec::new(), 1, 60));
}

#[test]
fn schemes_are_scanned_side_by_side() {
    let [bip44, live, legacy] = PathScheme::WELL_KNOWN;
    let used = [account(&bip44, 0), account(&bip44, 19), account(&bip44, 39), account(&live, 3)];
    let (active, rounds, _) =
        run(AccountScan::new([bip44.clone(), live, legacy, bip44]), &|account| used.contains(account));
    assert_eq!(active, used);
    // 20, then 20 after the 19th, then 20 after the 39th.
    assert_eq!(rounds, 3);
}

#[test]
fn an_account_behind_the_gap_is_not_found() {
    let bip44 = PathScheme::Bip44;
    let (active, ..) = run(AccountScan::new([bip44.clone()]), &|account| account.index == 20);
    assert_eq!(active, []);
    let wider = AccountScan::with_gap([bip44.clone()], 21).unwrap();
    let (active, ..) = run(wider, &|account| account.index == 20);
    assert_eq!(active, [account(&bip44, 20)]);
}

#[test]
fn an_endpoint_that_says_yes_to_everything_comes_to_an_end() {
    let (active, rounds, questions) = run(AccountScan::with_gap([PathScheme::Bip44], 1000).unwrap(), &|_| true);
    assert_eq!((active.len(), rounds, questions), (10_000, 10, 10_000));
}

#[test]
fn what_was_not_asked_is_refused() {
    let bip44 = PathScheme::Bip44;
    let mut scan = AccountScan::new([bip44.clone()]);
    let before = scan.clone();
    let stray = account(&bip44, 20);
    assert_eq!(scan.answer(std::slice::from_ref(&stray)).unwrap_err(), DiscoveryError::NotAsked(stray));
    let other = account(&PathScheme::LedgerLive, 0);
    assert_eq!(scan.answer(&[other]).unwrap_err().to_string(), "account 0 of m/44'/60'/i'/0/0 was not asked about");
    assert_eq!(scan, before);
    for got in [0, 1001] {
        assert_eq!(AccountScan::with_gap([bip44.clone()], got).unwrap_err(), DiscoveryError::Gap { got });
    }
    assert!(AccountScan::new([]).is_done());
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

    /// The standard's own walk: one index after the other, until a gap.
    #[test]
    fn a_scan_finds_what_a_walk_finds(used in prop::collection::btree_set(0_u32..200, 0..20), gap in 1_u32..40) {
        let walk = |used: &BTreeSet<u32>| {
            let (mut found, mut unused) = (Vec::new(), 0);
            for index in 0_u32.. {
                if unused == gap {
                    break;
                }
                if used.contains(&index) {
                    found.push(index);
                    unused = 0;
                } else {
                    unused = unused.saturating_add(1);
                }
            }
            found
        };
        let (active, ..) = run(AccountScan::with_gap([PathScheme::Bip44], gap).unwrap(), &|account| used.contains(&account.index));
        let found: Vec<u32> = active.iter().map(|account| account.index).collect();
        prop_assert_eq!(found, walk(&used));
    }
}

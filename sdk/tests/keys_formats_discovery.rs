//! Account discovery as BIP-44 describes it, against a plain walk.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::collections::BTreeSet;

use assay_sdk::keys::{AccountScan, DiscoveryError, PathScheme, ScannedAccount};
use proptest::prelude::*;

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

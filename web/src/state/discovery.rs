//! Which accounts of a phrase were ever used: the order in which they are looked at, and when to stop looking.

use std::collections::{BTreeSet, HashMap};

use alloy_primitives::U256;
use assay_sdk::units::{AccountScan, DiscoveryError, PathScheme, ScannedAccount};

use crate::worker::protocol::DerivedAddress;

/// What the chain knows of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Transactions that it sent.
    pub transactions: u64,
    /// What it holds of the chain's coin, in its smallest unit.
    pub coin: U256,
    /// Of how many assets of the list it holds some.
    pub assets: usize,
}

impl Activity {
    /// Whether it was ever used.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.transactions > 0 || !self.coin.is_zero() || self.assets > 0
    }
}

/// Accounts to look at next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Along this scheme.
    pub scheme: PathScheme,
    /// From this place on.
    pub first: u32,
    /// So many.
    pub count: u32,
}

/// A used account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path, its address, and whether the wallet has it.
    pub derived: DerivedAddress,
    /// How it was used.
    pub activity: Activity,
}

/// A search along all well-known schemes, side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    accounts: AccountScan,
    looked: usize,
    used: HashMap<ScannedAccount, Found>,
}

/// Why the search cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// Not one answer for each account.
    #[error("the search asked about {expected} accounts and heard of {got}")]
    Answers {
        /// How many answers came.
        got: usize,
        /// How many accounts were asked about.
        expected: usize,
    },
    /// The scan's own.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
}

impl Default for Scan {
    fn default() -> Self {
        Self { accounts: AccountScan::new(PathScheme::WELL_KNOWN), looked: 0, used: HashMap::new() }
    }
}

impl Scan {
    /// What to look at next, at most one batch for each scheme; nothing when the search is over.
    #[must_use]
    pub fn next(&self) -> Vec<Batch> {
        let mut batches: Vec<Batch> = Vec::new();
        for ScannedAccount { scheme, index } in self.accounts.next() {
            match batches.last_mut().filter(|batch| batch.scheme == scheme) {
                Some(batch) => batch.count = batch.count.saturating_add(1),
                None => batches.push(Batch { scheme, first: index, count: 1 }),
            }
        }
        batches
    }

    /// Takes in what came of the last batches, in their order.
    ///
    /// # Errors
    /// [`ScanError`], and the search stands where it stood.
    pub fn take(&mut self, seen: Vec<(DerivedAddress, Activity)>) -> Result<(), ScanError> {
        let asked = self.accounts.next();
        if asked.len() != seen.len() {
            return Err(ScanError::Answers { got: seen.len(), expected: asked.len() });
        }
        let looked = self.looked.saturating_add(seen.len());
        let used = asked.into_iter().zip(seen).filter(|(_, (_, activity))| activity.is_used());
        let used: Vec<_> = used.map(|(account, (derived, activity))| (account, Found { derived, activity })).collect();
        let active: Vec<_> = used.iter().map(|(account, _)| account.clone()).collect();
        self.accounts.answer(&active)?;
        self.looked = looked;
        self.used.extend(used);
        Ok(())
    }

    /// How many accounts were looked at.
    #[must_use]
    pub const fn looked(&self) -> usize {
        self.looked
    }

    /// The used ones so far, scheme by scheme. The first place of one scheme may be the first place of another: it is told once.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        let mut told = BTreeSet::new();
        let active = self.accounts.active();
        let found = active.iter().filter_map(|account| self.used.get(account));
        found.filter(|found| told.insert(found.derived.address)).cloned().collect()
    }

    /// The paths of the used ones that the wallet does not have.
    #[must_use]
    pub fn new_ones(&self) -> Vec<String> {
        self.found().into_iter().filter(|found| !found.derived.added).map(|found| found.derived.path).collect()
    }

    /// The wallet has these now.
    pub fn adopt(&mut self, paths: &[String]) {
        for found in self.used.values_mut() {
            found.derived.added |= paths.contains(&found.derived.path);
        }
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of the tests' own")]
mod tests {
    use super::*;
    use alloy_primitives::Address;

    const GAP: usize = AccountScan::GAP as usize;

    /// Scans a phrase of which the places of `used` were used, by scheme; answers how many were looked at and which were found.
    fn scan_of(used: [&[u32]; 3]) -> (Scan, Vec<String>) {
        let mut scan = Scan::default();
        let mut rounds = 0;
        loop {
            let batches = scan.next();
            if batches.is_empty() {
                break;
            }
            assert!(batches.len() <= 3 && rounds < 100);
            rounds += 1;
            let of_batch = |Batch { scheme, first, count }: Batch| {
                assert!(count <= AccountScan::GAP);
                let which = PathScheme::WELL_KNOWN.iter().position(|known| *known == scheme).unwrap();
                let of_place = move |place: u32| {
                    let path = scheme.path(place).unwrap().to_string();
                    let mut address = Address::with_last_byte(u8::try_from(place).unwrap());
                    // The first place is the same account along the first two schemes.
                    address.0[0] = if path == "m/44'/60'/0'/0/0" { 0 } else { u8::try_from(which).unwrap() + 1 };
                    let transactions = u64::from(used[which].contains(&place));
                    let activity = Activity { transactions, ..Activity::default() };
                    (DerivedAddress { path, address, added: place == 0 }, activity)
                };
                (first..first + count).map(of_place)
            };
            scan.take(batches.into_iter().flat_map(of_batch).collect()).unwrap();
        }
        let paths = scan.found().into_iter().map(|found| found.derived.path).collect();
        (scan, paths)
    }

    #[test]
    fn an_unused_phrase_is_looked_at_for_one_gap_along_each_scheme() {
        let (scan, found) = scan_of([&[], &[], &[]]);
        assert!(found.is_empty());
        assert_eq!(scan.looked(), 3 * GAP);
    }

    #[test]
    fn the_gap_starts_anew_after_each_used_account() {
        // BIP-44: the 20th unused in a row ends it; 19 do not.
        let (scan, found) = scan_of([&[0, 20, 40], &[], &[]]);
        assert_eq!(found, ["m/44'/60'/0'/0/0", "m/44'/60'/0'/0/20", "m/44'/60'/0'/0/40"]);
        assert_eq!(scan.looked(), 41 + GAP + 2 * GAP);
        let (_, found) = scan_of([&[0, 21], &[], &[]]);
        assert_eq!(found, ["m/44'/60'/0'/0/0"], "behind twenty unused ones nothing is looked for");
    }

    #[test]
    fn other_schemes_are_looked_at_too_and_no_account_is_found_twice() {
        let (scan, found) = scan_of([&[0], &[0, 1], &[2]]);
        assert_eq!(found, ["m/44'/60'/0'/0/0", "m/44'/60'/1'/0/0", "m/44'/60'/0'/2"]);
        assert_eq!(scan.new_ones(), ["m/44'/60'/1'/0/0", "m/44'/60'/0'/2"], "the wallet has the first");
        let mut scan = scan;
        scan.adopt(&["m/44'/60'/0'/2".to_owned()]);
        assert_eq!(scan.new_ones(), ["m/44'/60'/1'/0/0"]);
    }

    #[test]
    fn coin_or_assets_without_a_transaction_are_use_too() {
        assert!(!Activity::default().is_used());
        assert!(Activity { coin: U256::from(1), ..Activity::default() }.is_used());
        assert!(Activity { assets: 1, ..Activity::default() }.is_used());
    }

    #[test]
    fn an_answer_for_fewer_accounts_is_not_taken_as_unused_ones() {
        let mut scan = Scan::default();
        assert_eq!(scan.take(Vec::new()), Err(ScanError::Answers { got: 0, expected: 3 * GAP }));
        assert_eq!(scan, Scan::default());
    }
}

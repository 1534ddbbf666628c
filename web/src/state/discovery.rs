//! Which accounts of a phrase were ever used: the order in which they are looked at, and when to stop looking.

use alloy_primitives::U256;

use super::accounts::SCHEMES;
use crate::worker::protocol::DerivedAddress;

/// So many unused accounts in a row end the search along a scheme (BIP-44, "address gap limit").
pub const GAP: u32 = 20;

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

/// The accounts to look at next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Along this scheme.
    pub scheme: &'static str,
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

/// A search along all schemes, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    scheme: usize,
    next: u32,
    unused: u32,
    looked: u32,
    found: Vec<Found>,
}

impl Scan {
    /// What to look at next; nothing when the search is over.
    #[must_use]
    pub fn next(&self) -> Option<Batch> {
        let scheme = SCHEMES.get(self.scheme)?.pattern;
        Some(Batch { scheme, first: self.next, count: GAP.saturating_sub(self.unused).max(1) })
    }

    /// Takes in what came of the last batch, in its order. An empty one ends its scheme: there are no more places along it.
    pub fn take(&mut self, batch: Vec<(DerivedAddress, Activity)>) {
        let ended = batch.is_empty();
        for (derived, activity) in batch {
            self.next = self.next.saturating_add(1);
            self.looked = self.looked.saturating_add(1);
            if activity.is_used() {
                self.unused = 0;
                // The first place of one scheme may be the first place of another.
                if !self.found.iter().any(|found| found.derived.address == derived.address) {
                    self.found.push(Found { derived, activity });
                }
            } else {
                self.unused = self.unused.saturating_add(1);
            }
        }
        if ended || self.unused >= GAP {
            self.scheme = self.scheme.saturating_add(1);
            self.next = 0;
            self.unused = 0;
        }
    }

    /// How many accounts were looked at.
    #[must_use]
    pub const fn looked(&self) -> u32 {
        self.looked
    }

    /// The used ones so far.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The paths of the used ones that the wallet does not have.
    #[must_use]
    pub fn new_ones(&self) -> Vec<String> {
        self.found.iter().filter(|found| !found.derived.added).map(|found| found.derived.path.clone()).collect()
    }

    /// The wallet has these now.
    pub fn adopt(&mut self, paths: &[String]) {
        for found in &mut self.found {
            found.derived.added |= paths.contains(&found.derived.path);
        }
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of the tests' own")]
mod tests {
    use super::*;
    use crate::state::accounts::path_at;
    use alloy_primitives::Address;

    /// Scans a phrase of which the places of `used` were used, by scheme; answers how many were looked at and which were found.
    fn scan_of(used: [&[u32]; 3]) -> (Scan, Vec<String>) {
        let mut scan = Scan::default();
        let mut rounds = 0;
        while let Some(batch) = scan.next() {
            assert!(batch.count <= GAP && rounds < 100);
            rounds += 1;
            let scheme = SCHEMES.iter().position(|scheme| scheme.pattern == batch.scheme).unwrap();
            let of_place = |place: u32| {
                let path = path_at(batch.scheme, place);
                let mut address = Address::with_last_byte(u8::try_from(place).unwrap());
                // The first place is the same account along the first two schemes.
                address.0[0] = if path == "m/44'/60'/0'/0/0" { 0 } else { u8::try_from(scheme).unwrap() + 1 };
                let transactions = u64::from(used[scheme].contains(&place));
                (DerivedAddress { path, address, added: place == 0 }, Activity { transactions, ..Activity::default() })
            };
            scan.take((batch.first..batch.first + batch.count).map(of_place).collect());
        }
        let paths = scan.found().iter().map(|found| found.derived.path.clone()).collect();
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
    fn a_scheme_without_places_ends() {
        let mut scan = Scan::default();
        for _ in 0..3 {
            assert!(scan.next().is_some());
            scan.take(Vec::new());
        }
        assert_eq!(scan.next(), None);
    }
}

//! Account discovery: which accounts of a seed were used, by BIP-44, "Account discovery" and "Address gap limit".
//!
//! Pure: the scan says which accounts to ask the chain about, and is told which of them are active. Nothing here asks.

use std::collections::BTreeSet;

use super::PathScheme;

/// A scan of one seed for accounts that were used, along several schemes side by side.
///
/// [`AccountScan::next`] gives the accounts to ask about, as many as must be asked in any case, so that there are few round
/// trips; [`AccountScan::answer`] takes which of them were active. A scheme is done when as many accounts in a row as the gap
/// limit were never used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountScan {
    gap: u32,
    schemes: Vec<SchemeScan>,
}

/// One account of a scan: which scheme, and which index in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ScannedAccount {
    /// The scheme.
    pub scheme: PathScheme,
    /// The account's index in the scheme.
    pub index: u32,
}

/// Why a scan could not be started, or an answer not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The gap limit is out of its bounds.
    #[error("a gap limit is 1 to {max}: got {got}", max = AccountScan::MOST_GAP)]
    Gap {
        /// What was asked for.
        got: u32,
    },
    /// An answer about an account that was not asked about.
    #[error("account {} of {} was not asked about", .0.index, .0.scheme)]
    NotAsked(ScannedAccount),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SchemeScan {
    scheme: PathScheme,
    /// The first index that has not been answered.
    next: u32,
    active: BTreeSet<u32>,
}

impl AccountScan {
    /// The gap limit of BIP-44.
    pub const GAP: u32 = 20;
    /// The largest gap limit that is taken: every account costs a derivation and a question.
    pub const MOST_GAP: u32 = 1000;
    /// No scheme is scanned beyond this index, whatever an endpoint says about activity.
    pub const MOST_ACCOUNTS: u32 = 10_000;

    /// A scan of these schemes with [`AccountScan::GAP`]. A scheme that is named twice is scanned once.
    #[must_use]
    pub fn new(schemes: impl IntoIterator<Item = PathScheme>) -> Self {
        Self::start(schemes, Self::GAP)
    }

    /// A scan with another gap limit.
    ///
    /// # Errors
    /// [`DiscoveryError::Gap`].
    pub fn with_gap(schemes: impl IntoIterator<Item = PathScheme>, gap: u32) -> Result<Self, DiscoveryError> {
        if (1..=Self::MOST_GAP).contains(&gap) {
            Ok(Self::start(schemes, gap))
        } else {
            Err(DiscoveryError::Gap { got: gap })
        }
    }

    fn start(schemes: impl IntoIterator<Item = PathScheme>, gap: u32) -> Self {
        let mut scans: Vec<SchemeScan> = Vec::new();
        for scheme in schemes {
            if scans.iter().all(|scan| scan.scheme != scheme) {
                scans.push(SchemeScan { scheme, next: 0, active: BTreeSet::new() });
            }
        }
        Self { gap, schemes: scans }
    }

    /// The accounts to ask about next, scheme by scheme and in rising order; none when the scan is done. Unless
    /// [`AccountScan::answer`] is called, it stays the same.
    #[must_use]
    pub fn next(&self) -> Vec<ScannedAccount> {
        let asked = |scan: &SchemeScan| {
            let scheme = scan.scheme.clone();
            (scan.next..scan.end(self.gap)).map(move |index| ScannedAccount { scheme: scheme.clone(), index })
        };
        self.schemes.iter().flat_map(asked).collect()
    }

    /// Takes the answer to [`AccountScan::next`]: which of those accounts were ever active. The others were not.
    ///
    /// # Errors
    /// [`DiscoveryError::NotAsked`], and the scan is as before.
    pub fn answer(&mut self, active: &[ScannedAccount]) -> Result<(), DiscoveryError> {
        let asked = self.next();
        if let Some(stray) = active.iter().find(|account| !asked.contains(account)) {
            return Err(DiscoveryError::NotAsked(stray.clone()));
        }
        for scan in &mut self.schemes {
            scan.next = scan.end(self.gap);
            scan.active
                .extend(active.iter().filter(|account| account.scheme == scan.scheme).map(|account| account.index));
        }
        Ok(())
    }

    /// Whether there is nothing left to ask.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.schemes.iter().all(|scan| scan.next >= scan.end(self.gap))
    }

    /// The accounts that were found active so far, scheme by scheme and in rising order.
    #[must_use]
    pub fn active(&self) -> Vec<ScannedAccount> {
        let found = |scan: &SchemeScan| {
            let scheme = scan.scheme.clone();
            scan.active.clone().into_iter().map(move |index| ScannedAccount { scheme: scheme.clone(), index })
        };
        self.schemes.iter().flat_map(found).collect()
    }
}

impl SchemeScan {
    /// The first index that need not be asked about, as far as is known: a gap after the last active one.
    fn end(&self, gap: u32) -> u32 {
        let after = self.active.last().map_or(0, |last| last.saturating_add(1));
        after.saturating_add(gap).min(AccountScan::MOST_ACCOUNTS)
    }
}

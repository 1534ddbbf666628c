//! All the income of one asset in one place, each part with its own evidence.

use alloy_primitives::Address;
use serde::{Serialize, Serializer};

use crate::evidence::{Fact, Reads};

use super::{
    Accrual, Distribution, DistributionTree, Entitlement, Feed, Growth, SharePriceReturn, Vault, Worth, YieldError,
    accrual, entitlement, growth, share_price_return, worth,
};

/// What an asset may bring income by, as its descriptor and its contracts tell.
#[derive(Clone, Debug, Default)]
pub struct Income<'a> {
    /// Its share price grows.
    pub vault: Option<Vault>,
    /// Its net asset value is published.
    pub nav: Option<Feed>,
    /// Payments are distributed, each with its published file.
    pub distributions: &'a [(Distribution, DistributionTree)],
}

/// Why a part of a report is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread(pub YieldError);

/// The income of one holding. A part that the asset does not have is `None`; one that could not be read says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct YieldReport {
    /// What the shares are worth now.
    pub worth: Option<Result<Fact<Worth>, Unread>>,
    /// What the shares held now gained over the window.
    pub accrued: Option<Result<Fact<Accrual>, Unread>>,
    /// The realised rate of the share price over the window.
    pub share_price: Option<Result<Fact<SharePriceReturn>, Unread>>,
    /// The realised rate of the net asset value over the window.
    pub nav: Option<Result<Fact<Growth>, Unread>>,
    /// Each distribution, in the order given.
    pub claims: Vec<Result<Fact<Entitlement>, Unread>>,
}

/// Reads all the income of one holding. One part that fails leaves the others standing.
pub fn report(now: &mut Reads, then: &mut Reads, income: &Income<'_>, holder: Address) -> YieldReport {
    let Income { vault, ref nav, distributions } = *income;
    YieldReport {
        worth: vault.map(|vault| worth(now, vault, holder).map_err(Unread)),
        accrued: vault.map(|vault| accrual(now, then, vault, holder).map_err(Unread)),
        share_price: vault.map(|vault| share_price_return(now, then, vault).map_err(Unread)),
        nav: nav.as_ref().map(|feed| growth(now, then, feed).map_err(Unread)),
        claims: distributions
            .iter()
            .map(|(distribution, tree)| entitlement(now, distribution, tree, holder).map_err(Unread))
            .collect(),
    }
}

impl YieldReport {
    /// Everything that can be claimed now.
    pub fn claimable(&self) -> impl Iterator<Item = Fact<&super::Claimable>> {
        self.claims.iter().flatten().filter_map(|fact| match fact.value() {
            Entitlement::Claimable(claim) => Some(fact.as_ref().map(|_| claim)),
            Entitlement::Unfunded { .. }
            | Entitlement::AlreadyClaimed(_)
            | Entitlement::NotEntitled
            | Entitlement::TreeMismatch { .. } => None,
        })
    }

    /// Whether a ledger has to be filled before this report is complete.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        fn waits<T>(part: &Result<T, Unread>) -> bool {
            matches!(part, Err(Unread(error)) if error.is_pending())
        }
        self.worth.as_ref().is_some_and(waits)
            || self.accrued.as_ref().is_some_and(waits)
            || self.share_price.as_ref().is_some_and(waits)
            || self.nav.as_ref().is_some_and(waits)
            || self.claims.iter().any(waits)
    }
}

/// As its text: it is shown.
impl Serialize for Unread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

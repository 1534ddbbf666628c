//! All the income of one asset in one place, each part with its own evidence.

use alloy_primitives::Address;
use serde::{Serialize, Serializer};

use crate::asset::{BondNonce, Expected, FeedKind, StatedRate};
use crate::evidence::{Fact, Reads, Source};
use crate::units::Timestamp;

use super::accruing::{of_bond, of_shares, of_value};
use super::{
    Accrual, AccrualFormula, AccruedAt, BondHolding, BondPrice, BondToken, Clamp, CumulativeClaim,
    CumulativeDistribution, CumulativeEntitlement, Distribution, DistributionTree, Dividend, DividendToken,
    Entitlement, Feed, Growing, Growth, MultiplierChange, NonceHolding, RateGap, Realised, RebasingHolding,
    RebasingIncome, RebasingToken, ScaledBalance, SharePriceReturn, SnapshotDistribution, SnapshotPayout, Vault, Worth,
    YieldError, accrual, bond_holding, bond_price, clamp, cumulative_entitlement, dividend, entitlement, growth,
    multiplier_change, nonce_holding, rate_gap, rebasing_holding, rebasing_income, scaled_balance, share_price_return,
    snapshot_payout, worth,
};

/// What an asset may bring income by, as its descriptor and its contracts tell.
#[derive(Clone, Debug, Default)]
pub struct Income<'a> {
    /// Its share price grows.
    pub vault: Option<Vault>,
    /// Its net asset value is published.
    pub nav: Option<Feed>,
    /// Its balances grow by an index.
    pub rebasing: Option<RebasingToken>,
    /// Its balances are shown times a multiplier.
    pub scaled: Option<Address>,
    /// Payments are distributed, each with its published file.
    pub distributions: &'a [(Distribution, DistributionTree)],
    /// Payments are distributed by files that hold all that was ever granted.
    pub cumulative: &'a [(CumulativeDistribution, DistributionTree)],
    /// Payments are made by balances at snapshots.
    pub snapshots: &'a [SnapshotDistribution],
    /// Tokens pay their holders.
    pub dividends: &'a [DividendToken],
    /// It is an instrument with a coupon.
    pub bond: Option<BondToken<'a>>,
    /// Bonds by class and nonce, and their contract.
    pub nonces: Option<(Address, &'a [BondNonce])>,
    /// The bond's price is published.
    pub bond_feed: Option<Feed>,
    /// Its issuer states a rate.
    pub stated: Option<&'a StatedRate>,
    /// Its list names days of payments.
    pub expected: &'a [Expected],
    /// The token whose balance is held, where its value grows by a feed.
    pub token: Option<Address>,
}

/// Why a part of a report is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread(pub YieldError);

/// The income of one holding. A part that the asset does not have is `None`; one that could not be read says why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// What is held of a rebasing token.
    pub rebasing: Option<Result<Fact<RebasingHolding>, Unread>>,
    /// What its shares held now gained over the window.
    pub rebased: Option<Result<Fact<RebasingIncome>, Unread>>,
    /// What is held of a token that is shown times a multiplier.
    pub scaled: Option<Result<Fact<ScaledBalance>, Unread>>,
    /// How that multiplier changed over the window. A split changes it as much as a payment.
    pub multiplier: Option<Result<Fact<MultiplierChange>, Unread>>,
    /// Each distribution, in the order given.
    pub claims: Vec<Result<Fact<Entitlement>, Unread>>,
    /// Each cumulative distribution, in the order given.
    pub cumulative: Vec<Result<Fact<CumulativeEntitlement>, Unread>>,
    /// Each payment by a snapshot, in the order given.
    pub snapshots: Vec<Result<Fact<SnapshotPayout>, Unread>>,
    /// The dividends of each token, in the order given.
    pub dividends: Vec<Result<Fact<Dividend>, Unread>>,
    /// Whether the newest net asset value stands at the limit that its feed holds it to.
    pub clamp: Option<Result<Fact<Clamp>, Unread>>,
    /// What is held of a bond, with its accrued interest and the payments to come.
    pub bond: Option<Result<Fact<BondHolding>, Unread>>,
    /// Each bond by class and nonce, in the order given.
    pub nonces: Vec<Result<Fact<NonceHolding>, Unread>>,
    /// The bond's price by its feed, with the yield and the duration at it.
    pub bond_price: Option<Result<Fact<BondPrice>, Unread>>,
    /// The issuer's stated rate beside each that was realised, and the gap.
    pub gaps: Vec<Result<Fact<RateGap>, Unread>>,
    /// Payments whose days the list names.
    pub expected: Vec<Fact<Expected>>,
    /// How it accrues, where the contract has a formula.
    pub formula: Option<Result<Fact<AccrualFormula>, Unread>>,
}

/// Reads all the income of one holding. One part that fails leaves the others standing.
pub fn report(now: &mut Reads, then: &mut Reads, income: &Income<'_>, holder: Address) -> YieldReport {
    let Income { vault, ref nav, rebasing, scaled, distributions, cumulative, dividends, .. } = *income;
    let mut report = YieldReport {
        worth: vault.map(|vault| worth(now, vault, holder).map_err(Unread)),
        accrued: vault.map(|vault| accrual(now, then, vault, holder).map_err(Unread)),
        share_price: vault.map(|vault| share_price_return(now, then, vault).map_err(Unread)),
        nav: nav.as_ref().map(|feed| growth(now, then, feed).map_err(Unread)),
        rebasing: rebasing.map(|token| rebasing_holding(now, token, holder).map_err(Unread)),
        rebased: rebasing.map(|token| rebasing_income(now, then, token, holder).map_err(Unread)),
        scaled: scaled.map(|token| scaled_balance(now, token, holder).map_err(Unread)),
        multiplier: scaled.map(|token| multiplier_change(now, then, token).map_err(Unread)),
        claims: distributions
            .iter()
            .map(|(distribution, tree)| entitlement(now, distribution, tree, holder).map_err(Unread))
            .collect(),
        cumulative: cumulative
            .iter()
            .map(|(distribution, tree)| cumulative_entitlement(now, distribution, tree, holder).map_err(Unread))
            .collect(),
        dividends: dividends.iter().map(|token| dividend(now, token, holder).map_err(Unread)).collect(),
        ..YieldReport::default()
    };
    let clamped = nav.as_ref().filter(|feed| feed.kind == FeedKind::Clamped);
    let payout = |of| snapshot_payout(now, of, holder).map_err(Unread);
    report.snapshots = income.snapshots.iter().map(payout).collect();
    let (contract, nonces) = income.nonces.unwrap_or_default();
    let held = |of| nonce_holding(now, contract, of, holder).map_err(Unread);
    report.nonces = nonces.iter().map(held).collect();
    report.clamp = clamped.map(|feed| clamp(now, feed).map_err(Unread));
    let bond_price = |bond| income.bond_feed.as_ref().map(|feed| bond_price(now, bond, feed).map_err(Unread));
    report.bond_price = income.bond.and_then(bond_price);
    report.bond = income.bond.map(|bond| bond_holding(now, bond, holder).map_err(Unread));
    report.gaps = income.stated.map(|stated| report.gaps_to(stated)).unwrap_or_default();
    let named = |expected: &Expected| Fact::asserted(expected.clone(), now.at(), Source::TokenList);
    report.expected = income.expected.iter().map(named).collect();
    report.formula = report.formula(now, then, income, holder);
    report
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

    /// Everything of the cumulative distributions that can be claimed now.
    pub fn cumulative_claimable(&self) -> impl Iterator<Item = Fact<&CumulativeClaim>> {
        self.cumulative.iter().flatten().filter_map(|fact| match fact.value() {
            CumulativeEntitlement::Claimable(claim) => Some(fact.as_ref().map(|_| claim)),
            CumulativeEntitlement::Unfunded { .. }
            | CumulativeEntitlement::Disputable { .. }
            | CumulativeEntitlement::AlreadyClaimed(_)
            | CumulativeEntitlement::NotEntitled
            | CumulativeEntitlement::TreeMismatch { .. } => None,
        })
    }

    /// What has accrued at a moment, by the contract's own formula; `None` where it has none, or answers nothing then: such a figure does
    /// not tick. What accrued is since the start of the window; interest of a bond since its last coupon.
    #[must_use]
    pub fn accrual_at(&self, time: Timestamp) -> Option<Result<Fact<AccruedAt>, Unread>> {
        match self.formula.as_ref()? {
            Err(unread) => Some(Err(unread.clone())),
            Ok(formula) => match formula.value().at(time) {
                Ok(accrued) => accrued.map(|accrued| Ok(formula.as_ref().map(|_| accrued))),
                Err(why) => Some(Err(Unread(why))),
            },
        }
    }

    fn formula(
        &self,
        now: &mut Reads,
        then: &mut Reads,
        income: &Income<'_>,
        holder: Address,
    ) -> Option<Result<Fact<AccrualFormula>, Unread>> {
        let shares = income.rebasing.and_then(|token| of_shares(now, then, token, holder));
        let value = || {
            let (feed, token) = income.nav.as_ref().zip(income.token)?;
            of_value(now, then, feed, (token, holder))
        };
        let bond = || self.bond.as_ref()?.as_ref().ok().and_then(of_bond).map(Ok);
        shares.or_else(value).or_else(bond).map(|formula| formula.map_err(Unread))
    }

    /// The gaps between a stated rate and all that was realised.
    fn gaps_to(&self, stated: &StatedRate) -> Vec<Result<Fact<RateGap>, Unread>> {
        let share_price = realised(self.share_price.as_ref(), |growth| growth.realised);
        let nav = realised(self.nav.as_ref(), |growth| growth.realised);
        let index = realised(self.rebased.as_ref(), |growth| growth.index);
        [(share_price, Growing::SharePrice), (nav, Growing::Nav), (index, Growing::Index)]
            .into_iter()
            .filter_map(|(realised, by)| Some(realised?.and_then(|fact| rate_gap(fact, by, stated).map_err(Unread))))
            .collect()
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
            || self.rebasing.as_ref().is_some_and(waits)
            || self.rebased.as_ref().is_some_and(waits)
            || self.scaled.as_ref().is_some_and(waits)
            || self.multiplier.as_ref().is_some_and(waits)
            || self.claims.iter().any(waits)
            || self.cumulative.iter().any(waits)
            || self.snapshots.iter().any(waits)
            || self.dividends.iter().any(waits)
            || self.clamp.as_ref().is_some_and(waits)
            || self.bond.as_ref().is_some_and(waits)
            || self.nonces.iter().any(waits)
            || self.bond_price.as_ref().is_some_and(waits)
            || self.gaps.iter().any(waits)
            || self.formula.as_ref().is_some_and(waits)
    }
}

/// The return in a part of a report.
fn realised<T>(
    part: Option<&Result<Fact<T>, Unread>>,
    of: impl FnOnce(&T) -> Realised,
) -> Option<Result<Fact<Realised>, Unread>> {
    Some(match part? {
        Ok(fact) => Ok(fact.as_ref().map(of)),
        Err(unread) => Err(unread.clone()),
    })
}

/// As its text: it is shown.
impl Serialize for Unread {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

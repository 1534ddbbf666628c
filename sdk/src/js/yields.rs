//! `yields`: what goes in and what comes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::balances::{Multiplier, RebasingHolding, RebasingIncome, ScaledBalance, multiplier_change};
use super::coming::ExpectedPayment;
use super::figure::{Amount, Block, Fact, Money, Ratio};
use super::gap::RateGap;
use super::held_bond::{HeldBond, HeldBondPrice};
use super::holdings::Unread;
use super::nonces::HeldNonce;
use super::payments::{CumulativeClaim, Dividend};
use super::redemption::ContractCall;
use super::snapshot::SnapshotPayout;
use crate::error::Error;
use crate::evidence;
use crate::tx::Intent;
use crate::units::{self, BlockRef, Rate};
use crate::yields::{self, Annual, Change, Entitlement, Realised};

/// What a holder earns with which asset.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct YieldsOptions {
    /// Whose income: an address, or CAIP-10.
    pub(super) holder: String,
    /// CAIP-19, as `"eip155:1/erc20:0x…"`, or the token's address. It must be in the list.
    pub(super) asset: String,
    /// The issuer's token list, parsed or as text.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// The length of the window that returns are measured over, in seconds. 30 days by default; shorter where the chain is younger.
    #[tsify(optional)]
    pub(super) window_seconds: Option<u64>,
    /// The published files of the asset's distributions, parsed or as text, by the address that the list gives them. A distribution
    /// whose file is missing here is left out.
    #[tsify(optional, type = "Record<string, object | string>")]
    pub(super) trees: Option<BTreeMap<String, Value>>,
}

/// The income of one holding. What the asset does not have is left out; what could not be read says why and leaves the rest standing.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Yields {
    /// The block at the end of the window.
    at: Block,
    /// The block at its start.
    since: Block,
    /// What the shares are worth now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    worth: Option<Part<SharesWorth>>,
    /// What the shares held now gained over the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    accrued: Option<Part<Accrued>>,
    /// The return of the share price over the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    share_price: Option<Part<Return<Amount>>>,
    /// The return of the net asset value, between its last publications before both ends of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    nav: Option<Part<Return<Money>>>,
    /// What is held of a rebasing token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    rebasing: Option<Part<RebasingHolding>>,
    /// What its shares held now gained over the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    rebased: Option<Part<RebasingIncome>>,
    /// What is held of a token that is shown times a multiplier (ERC-8056).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    scaled: Option<Part<ScaledBalance>>,
    /// How that multiplier changed over the window. A split changes it as much as a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    multiplier: Option<Part<Return<Multiplier>>>,
    /// Each distribution, in the list's order.
    claims: Vec<Part<Claim>>,
    /// Each distribution whose file holds all that was ever granted, in the list's order.
    cumulative: Vec<Part<CumulativeClaim>>,
    /// Each payment by balances at a snapshot, in the list's order.
    snapshots: Vec<Part<SnapshotPayout>>,
    /// The dividends of each token that pays its holders, in the list's order.
    dividends: Vec<Part<Dividend>>,
    /// What is held of a bond by its terms, with its accrued interest and the payments to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    bond: Option<Part<HeldBond>>,
    /// The bond's price by its feed, with the yield and the duration at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    bond_price: Option<Part<HeldBondPrice>>,
    /// Each bond by class and nonce (ERC-3475), in the list's order.
    nonces: Vec<Part<HeldNonce>>,
    /// The issuer's stated rate beside each that was realised, and the gap.
    gaps: Vec<Part<RateGap>>,
    /// Payments whose days the list names.
    expected: Vec<Fact<ExpectedPayment>>,
}

/// One part of a result: a fact, or why it could not be had. Exactly one of the two is there.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Part<T> {
    /// The fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    known: Option<Fact<T>>,
    /// Why it could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    unread: Option<Unread>,
}

/// A holding of shares and what the vault says it is worth (`convertToAssets`), before fees of leaving.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct SharesWorth {
    /// The holder's shares.
    shares: Amount,
    /// The token that they are worth an amount of.
    asset: String,
    /// That amount.
    assets: Amount,
}

/// A gain, or a loss.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Accrued {
    /// The token that it is in.
    asset: String,
    /// Whether it is a loss.
    loss: bool,
    /// How much, without sign.
    amount: Amount,
}

/// A difference, and its sign. No change is a gain of nothing.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct AmountChange {
    /// Whether it is a loss.
    loss: bool,
    /// How much, without sign.
    amount: Amount,
}

/// A return over a window, as exact fractions.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Return<T> {
    /// The price at the start.
    then: T,
    /// The price at the end.
    now: T,
    /// From when, in seconds since 1970.
    from: u64,
    /// Until when, in seconds since 1970.
    to: u64,
    /// What one unit became: `103/100` for three per cent.
    ratio: Ratio,
    /// The change.
    change: RateOfChange,
    /// The same stated per year, for display; left out for windows shorter than a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    annual: Option<AnnualRate>,
}

/// A change by a rate.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RateOfChange {
    /// Whether it is a loss.
    loss: bool,
    /// How much, without sign: `3/100` for three per cent.
    rate: Ratio,
}

/// A return per year.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct AnnualRate {
    /// The change in a year.
    change: RateOfChange,
    /// How it was derived from the return `r` of a window of length `t`.
    formula: &'static str,
}

/// Where a holder stands with one distribution: it can be claimed now; the distributor has less than the claim; it was claimed before;
/// the file has nothing for the holder; or the file is not that of the contract.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Claim {
    Claimable { claim: ClaimTerms },
    Unfunded { claim: ClaimTerms, available: Amount },
    AlreadyClaimed { claim: ClaimTerms },
    NotEntitled,
    TreeMismatch { got: String, expected: String },
}

/// Everything that `claim(index, account, amount, merkleProof)` takes, or `claim(account, amount, merkleProof)`.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ClaimTerms {
    /// What it is for, as `"Rent 2026-10"`.
    label: String,
    /// The distributor.
    contract: String,
    /// The token that it pays.
    token: String,
    /// Who is paid.
    account: String,
    /// The number of the claim: a decimal string. Left out where each account has one claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    index: Option<String>,
    /// How much.
    amount: Amount,
    /// The hashes from the leaf to the root.
    proof: Vec<String>,
    /// What a wallet sends for it.
    call: ContractCall,
}

impl Yields {
    pub(super) fn new(at: BlockRef, since: BlockRef, report: &yields::YieldReport) -> Self {
        Self {
            at: at.into(),
            since: since.into(),
            worth: report.worth.as_ref().map(|part| Part::of(part, SharesWorth::from)),
            accrued: report.accrued.as_ref().map(|part| Part::of(part, Accrued::from)),
            share_price: share_price(report),
            nav: nav(report),
            rebasing: report.rebasing.as_ref().map(|part| Part::of(part, RebasingHolding::from)),
            rebased: report.rebased.as_ref().map(|part| Part::of(part, RebasingIncome::from)),
            scaled: report.scaled.as_ref().map(|part| Part::of(part, ScaledBalance::from)),
            multiplier: report.multiplier.as_ref().map(|part| Part::of(part, multiplier_change)),
            claims: report.claims.iter().map(|part| Part::of(part, Claim::from)).collect(),
            cumulative: report.cumulative.iter().map(|part| Part::of(part, CumulativeClaim::from)).collect(),
            snapshots: report.snapshots.iter().map(|part| Part::of(part, SnapshotPayout::from)).collect(),
            dividends: report.dividends.iter().map(|part| Part::of(part, Dividend::from)).collect(),
            bond: report.bond.as_ref().map(|part| Part::of(part, HeldBond::from)),
            bond_price: report.bond_price.as_ref().map(|part| Part::of(part, HeldBondPrice::from)),
            nonces: report.nonces.iter().map(|part| Part::of(part, HeldNonce::from)).collect(),
            gaps: report.gaps.iter().map(|part| Part::of(part, RateGap::from)).collect(),
            expected: report.expected.iter().map(|fact| Fact::of(fact, ExpectedPayment::from)).collect(),
        }
    }
}

/// The return of a share price, where the asset has one.
pub(super) fn share_price(report: &yields::YieldReport) -> Option<Part<Return<Amount>>> {
    report.share_price.as_ref().map(|part| {
        Part::of(part, |back| Return::of(&back.realised, (&back.then.assets).into(), (&back.now.assets).into()))
    })
}

/// The return of a net asset value, where the asset has one.
pub(super) fn nav(report: &yields::YieldReport) -> Option<Part<Return<Money>>> {
    report.nav.as_ref().map(|part| {
        Part::of(part, |back| Return::of(&back.realised, (&back.then.price).into(), (&back.now.price).into()))
    })
}

impl<T> Part<T> {
    /// A fact, or why there is none.
    pub(super) fn had(result: Result<Fact<T>, &(impl Clone + Into<Error>)>) -> Self {
        match result {
            Ok(fact) => Self { known: Some(fact), unread: None },
            Err(why) => Self { known: None, unread: Some(Unread::of(why.clone())) },
        }
    }

    pub(super) fn of<'a, V>(
        part: &'a Result<evidence::Fact<V>, yields::Unread>,
        convert: impl FnOnce(&'a V) -> T,
    ) -> Self {
        match part {
            Ok(fact) => Self { known: Some(Fact::of(fact, convert)), unread: None },
            Err(yields::Unread(why)) => Self { known: None, unread: Some(Unread::of(why.clone())) },
        }
    }
}

impl From<&yields::Worth> for SharesWorth {
    fn from(worth: &yields::Worth) -> Self {
        Self { shares: (&worth.shares).into(), asset: worth.asset.to_string(), assets: (&worth.assets).into() }
    }
}

impl From<&yields::Accrual> for Accrued {
    fn from(accrual: &yields::Accrual) -> Self {
        let (loss, amount) = (accrual.change.is_loss(), accrual.change.size());
        Self { asset: accrual.asset.to_string(), loss, amount: amount.into() }
    }
}

impl<T> Return<T> {
    pub(super) fn of(realised: &Realised, then: T, now: T) -> Self {
        Self {
            then,
            now,
            from: realised.window.from().time.0,
            to: realised.window.to().time.0,
            ratio: (&realised.ratio).into(),
            change: (&realised.change).into(),
            annual: realised.compound_annual().as_ref().map(AnnualRate::from),
        }
    }
}

impl From<&Change<units::Amount>> for AmountChange {
    fn from(change: &Change<units::Amount>) -> Self {
        Self { loss: change.is_loss(), amount: change.size().into() }
    }
}

impl From<&Change<Rate>> for RateOfChange {
    fn from(change: &Change<Rate>) -> Self {
        Self { loss: change.is_loss(), rate: change.size().into() }
    }
}

impl From<&Annual> for AnnualRate {
    fn from(annual: &Annual) -> Self {
        Self { change: (&annual.change).into(), formula: annual.formula }
    }
}

impl From<&Entitlement> for Claim {
    fn from(entitlement: &Entitlement) -> Self {
        match entitlement {
            Entitlement::Claimable(claim) => Self::Claimable { claim: claim.into() },
            Entitlement::Unfunded { claim, available } => {
                Self::Unfunded { claim: claim.into(), available: available.into() }
            }
            Entitlement::AlreadyClaimed(claim) => Self::AlreadyClaimed { claim: claim.into() },
            Entitlement::NotEntitled => Self::NotEntitled,
            Entitlement::TreeMismatch { got, expected } => {
                Self::TreeMismatch { got: got.to_string(), expected: expected.to_string() }
            }
        }
    }
}

impl From<&yields::Claimable> for ClaimTerms {
    fn from(claim: &yields::Claimable) -> Self {
        Self {
            label: claim.label.clone(),
            contract: claim.contract.to_string(),
            token: claim.token.to_string(),
            account: claim.account.to_string(),
            index: claim.index.map(|index| index.to_string()),
            amount: (&claim.amount).into(),
            proof: claim.proof.iter().map(ToString::to_string).collect(),
            call: Intent::from(claim).into(),
        }
    }
}

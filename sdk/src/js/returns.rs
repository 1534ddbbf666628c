//! What an asset brought over a window, whoever holds it.

use serde::Serialize;
use tsify::Tsify;

use super::balances::{Multiplier, multiplier_change};
use super::coming::ExpectedPayment;
use super::figure::{Amount, Fact, Money, Ratio};
use super::gap::RateGap;
use super::held_bond::HeldBondPrice;
use super::yields::{AnnualRate, Part, RateOfChange, Return, nav, share_price};
use crate::yields::{Realised, YieldReport};

/// What an asset brought over a window. What it does not have is left out; what could not be read says why.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Returns {
    /// The return of its share price.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    share_price: Option<Part<Return<Amount>>>,
    /// The return of its net asset value, between its last publications before both ends of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    nav: Option<Part<Return<Money>>>,
    /// The return of a rebasing token's index.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    index: Option<Part<IndexReturn>>,
    /// How its multiplier (ERC-8056) changed. A split changes it as much as a payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    multiplier: Option<Part<Return<Multiplier>>>,
    /// A bond's price by its feed, with the yield and the duration at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    bond_price: Option<Part<HeldBondPrice>>,
    /// The issuer's stated rate beside each that was realised, and the gap.
    gaps: Vec<Part<RateGap>>,
    /// Payments whose days the list names.
    expected: Vec<Fact<ExpectedPayment>>,
}

/// A return of something that has no price of its own.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct IndexReturn {
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

impl Returns {
    pub(super) fn new(report: &YieldReport) -> Self {
        Self {
            share_price: share_price(report),
            nav: nav(report),
            index: report.rebased.as_ref().map(|part| Part::of(part, |income| IndexReturn::from(&income.index))),
            multiplier: report.multiplier.as_ref().map(|part| Part::of(part, multiplier_change)),
            bond_price: report.bond_price.as_ref().map(|part| Part::of(part, HeldBondPrice::from)),
            gaps: report.gaps.iter().map(|part| Part::of(part, RateGap::from)).collect(),
            expected: report.expected.iter().map(|fact| Fact::of(fact, ExpectedPayment::from)).collect(),
        }
    }
}

impl From<&Realised> for IndexReturn {
    fn from(realised: &Realised) -> Self {
        Self {
            from: realised.window.from().time.0,
            to: realised.window.to().time.0,
            ratio: (&realised.ratio).into(),
            change: (&realised.change).into(),
            annual: realised.compound_annual().as_ref().map(AnnualRate::from),
        }
    }
}

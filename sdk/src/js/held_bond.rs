//! What is held of a bond that a token list describes, and its price by its feed.

use serde::Serialize;
use tsify::Tsify;

use super::figure::{Amount, Money, Ratio};
use crate::asset::PriceQuote;
use crate::yields::{self, BondLife, FlowKind};

/// What a holder has of a bond.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldBond {
    /// Its ISIN, where the contract states the terms (ERC-7092).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    isin: Option<String>,
    /// The token in which interest and face are paid.
    currency: String,
    /// The face that is held, in units of that token.
    face: Amount,
    /// The day of settlement: that of the block, in UTC.
    day: String,
    /// What follows from the terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    figures: Option<HeldBondFigures>,
    /// Why the terms are not computed with. Exactly one of this and `figures` is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    not_computed: Option<String>,
}

/// What follows from the terms of a bond for a holding.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldBondFigures {
    /// Interest of a year as a part of the face.
    coupon_rate: Ratio,
    /// The day from which interest runs.
    issue: String,
    /// The day on which the face is repaid.
    maturity: String,
    /// Where its life stands: interest does not run yet, it runs, or the face is due.
    #[tsify(type = "\"notIssued\" | \"running\" | \"matured\"")]
    life: BondLife,
    /// Interest since the last coupon, rounded down to the token's own units; left out before the issue and from the maturity on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    accrued: Option<Amount>,
    /// The next coupon; left out where none is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    next_coupon: Option<HeldBondPayment>,
    /// All payments after the day of settlement, in order.
    payments: Vec<HeldBondPayment>,
}

/// One payment of a bond to its holder.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct HeldBondPayment {
    /// The day it is paid.
    date: String,
    /// Interest, or the face repaid.
    #[tsify(type = "\"coupon\" | \"redemption\"")]
    kind: FlowKind,
    /// How much.
    amount: Amount,
}

/// The price of a bond by its feed, and what follows from it. Prices are per 100 of face, good to 1e-15.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HeldBondPrice {
    /// What the feed published, for one whole token.
    price: Money,
    /// Which price that is: without accrued interest, or with it.
    #[tsify(type = "\"clean\" | \"dirty\"")]
    quoted: PriceQuote,
    /// The day of settlement: that of the block, in UTC.
    day: String,
    /// Without accrued interest.
    clean: String,
    /// With it.
    dirty: String,
    /// The difference.
    accrued: String,
    /// Of a year, compounded as often as interest is paid: `"0.05"` for five per cent.
    yield_to_maturity: String,
    /// The mean time to the payments, each weighted with its present value, in years.
    macaulay: String,
    /// By which part the dirty price falls for a yield higher by one.
    modified: String,
}

impl From<&yields::BondHolding> for HeldBond {
    fn from(holding: &yields::BondHolding) -> Self {
        Self {
            isin: holding.stated.as_ref().map(|stated| stated.isin.clone()),
            currency: holding.currency.to_string(),
            face: (&holding.face).into(),
            day: holding.day.to_string(),
            figures: holding.figures.as_ref().ok().map(HeldBondFigures::from),
            not_computed: holding.figures.as_ref().err().map(ToString::to_string),
        }
    }
}

impl From<&yields::BondFigures> for HeldBondFigures {
    fn from(figures: &yields::BondFigures) -> Self {
        let terms = figures.bond.terms();
        Self {
            coupon_rate: (&terms.coupon_rate).into(),
            issue: terms.schedule.issue.to_string(),
            maturity: terms.schedule.maturity.to_string(),
            life: figures.life,
            accrued: figures.accrued.as_ref().map(Amount::from),
            next_coupon: figures.next_coupon.as_ref().map(HeldBondPayment::from),
            payments: figures.flows.iter().map(HeldBondPayment::from).collect(),
        }
    }
}

impl From<&yields::CashFlow> for HeldBondPayment {
    fn from(flow: &yields::CashFlow) -> Self {
        Self { date: flow.date.to_string(), kind: flow.kind, amount: (&flow.amount).into() }
    }
}

impl From<&yields::BondPrice> for HeldBondPrice {
    fn from(price: &yields::BondPrice) -> Self {
        let yields::Quote { clean, dirty, accrued } = &price.quote;
        Self {
            price: (&price.round.price).into(),
            quoted: price.quoted,
            day: price.day.to_string(),
            clean: clean.to_string(),
            dirty: dirty.to_string(),
            accrued: accrued.to_string(),
            yield_to_maturity: price.yield_to_maturity.to_string(),
            macaulay: price.duration.macaulay.to_string(),
            modified: price.duration.modified.to_string(),
        }
    }
}

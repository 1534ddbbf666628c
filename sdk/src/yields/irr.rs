//! The money-weighted rate of return: the internal rate of dated flows, which spreadsheets call XIRR.
//!
//! The rate `r` at which `Σ flow / (1 + r)^(days / 365) = 0`, with days counted from the first flow. Such an equation may have no solution and may
//! have several. Here every rate from −99.99 % to 1,000,000 % is looked at, by bounds that hold over whole intervals, so that a rate
//! is answered only where it is the only one, and where the sum has different signs a little below it and above it. Flows of which that cannot be
//! told in 88 fractional bits, such as those that lose nearly all year after year for decades, have no answer.

use std::collections::BTreeMap;

use alloy_primitives::{I256, U256};
use serde::{Deserialize, Serialize};

use crate::units::{Amount, Rate, UnitsError};

use super::fixed::Fixed;
use super::rate_search::{Found, Share, only_root};
use super::terms_error::fits;
use super::{Date, Decimal, TermsError};

/// Which way money went, as the investor sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "money comes or goes")]
pub enum Direction {
    /// Into the investment.
    Paid,
    /// Out of it. What the investment is worth at the end counts as received.
    Received,
}

/// Money that went in or came out on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedFlow {
    /// The day.
    pub date: Date,
    /// Which way.
    pub direction: Direction,
    /// How much; all flows of one calculation have the same scale and mean the same currency.
    pub amount: Amount,
}

/// A money-weighted rate of return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MoneyWeighted {
    /// Of a year; −0.05 for a loss of five per cent. Wrong by less than 1e-12.
    pub rate: Decimal,
    /// What it solves.
    pub formula: &'static str,
    /// The year that the rate is of.
    pub year: &'static str,
}

/// The lowest rate that is looked at, −99.99 %, and the highest, 1,000,000 %: each by what one unit becomes in a year.
const REACH: [(i64, i64); 2] = [(1, 10_000), (10_001, 1)];
const MOST_FLOWS: usize = 2_000;
const OPERATION: &str = "working out a rate of return";

/// The money-weighted rate of return of dated flows, in any order.
///
/// # Errors
/// [`TermsError::OneWay`] where all flows go one way; [`TermsError::NoRate`] where no rate fits; [`TermsError::SeveralRates`] where more than one
/// does, or where two cannot be told from one; [`TermsError::TooMany`] above 2,000 flows; [`TermsError::Units`].
pub fn irr(flows: &[DatedFlow]) -> Result<MoneyWeighted, TermsError> {
    let flows = shares_by_day(flows)?;
    let [least, most] = REACH.map(|(above, below)| Fixed::from_ratio(above, below).and_then(Fixed::log2));
    let (least, most) = (fits(least, OPERATION)?, fits(most, OPERATION)?);
    match fits(only_root(&flows, least, most), OPERATION)? {
        Found::One(at) => {
            let formula = "Σ flow / (1 + r)^(days / 365) = 0";
            Ok(MoneyWeighted { rate: rate(at)?, formula, year: "ACT/365 Fixed" })
        }
        Found::Nothing => Err(TermsError::NoRate { least: rate(least)?, most: rate(most)? }),
        Found::Several { low, high } => Err(TermsError::SeveralRates { low: rate(low)?, high: rate(high)? }),
    }
}

/// From the binary logarithm of a year's growth to the rate.
fn rate(doublings: Fixed) -> Result<Decimal, TermsError> {
    let rate = doublings.exp2().and_then(|growth| growth.sub(Fixed::ONE));
    fits(rate.and_then(Fixed::to_decimal), OPERATION)
}

/// What came less what went, day by day and without days on which that is nothing, as parts of all that moved; with days counted from the first.
fn shares_by_day(flows: &[DatedFlow]) -> Result<Vec<Share>, TermsError> {
    if flows.len() > MOST_FLOWS {
        return Err(TermsError::TooMany { what: "flows", expected: MOST_FLOWS });
    }
    let scale = flows.first().map(|flow| flow.amount.scale());
    let mut days: BTreeMap<Date, I256> = BTreeMap::new();
    for flow in flows {
        let got = flow.amount.scale();
        if let Some(expected) = scale.filter(|expected| *expected != got) {
            return Err(UnitsError::ScaleMismatch { got, expected }.into());
        }
        let size = I256::try_from(flow.amount.raw()).ok();
        let signed = match flow.direction {
            Direction::Paid => size.and_then(I256::checked_neg),
            Direction::Received => size,
        };
        let day = days.entry(flow.date).or_default();
        *day = fits(signed.and_then(|signed| day.checked_add(signed)), OPERATION)?;
    }
    days.retain(|_, net| !net.is_zero());
    if !(days.values().any(|net| net.is_negative()) && days.values().any(|net| net.is_positive())) {
        return Err(TermsError::OneWay);
    }
    let moved = days.values().try_fold(U256::ZERO, |sum, net| sum.checked_add(net.unsigned_abs()));
    let moved = fits(moved, OPERATION)?;
    let first = fits(days.keys().next().copied(), OPERATION)?;
    let share = |(day, net): (&Date, &I256)| {
        let size = Fixed::from_rate(&Rate::new(net.unsigned_abs(), moved).ok()?)?;
        Some(Share { day: day.days_since(first), part: if net.is_negative() { size.negated() } else { size } })
    };
    fits(days.iter().map(share).collect(), OPERATION)
}

//! The time-weighted rate of return: what the investment did, whatever was paid in or taken out meanwhile.
//!
//! Chain-linked: the holding is valued whenever money comes or goes, each span between two valuations has its own return, and what one unit
//! becomes is the product of them all.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use crate::units::{Amount, Rate};

use super::fixed::Fixed;
use super::terms_error::fits;
use super::{Date, Decimal, Direction, TermsError};

/// What a holding is worth on a day, and the money that came or went right after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Valuation {
    /// The day.
    pub date: Date,
    /// The worth before the flow; zero where nothing is held yet.
    pub worth: Amount,
    /// The flow, if there is one. At the last valuation it would change nothing.
    pub flow: Option<(Direction, Amount)>,
}

/// The return of the time between two valuations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SubPeriod {
    /// The first valuation.
    pub from: Date,
    /// The second.
    pub to: Date,
    /// Worth at the end over what was invested from the start on: exact.
    pub ratio: Rate,
}

/// A time-weighted rate of return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeWeighted {
    /// What each span brought.
    pub periods: Vec<SubPeriod>,
    /// The return of the whole time, not of a year: the product of all ratios less one. Wrong by less than 1e-15, or that part of the growth where
    /// there is much.
    pub total: Decimal,
    /// The same per year of 365 days, `(1 + total)^(365 / days) − 1`, with the same accuracy. `None` for less than a year, which is
    /// not stretched.
    pub annual: Option<Decimal>,
}

const MOST_VALUATIONS: usize = 10_000;
const OPERATION: &str = "linking returns";
/// Days of the year that the annual figure is of.
const YEAR: i64 = 365;

/// The time-weighted rate of return over valuations, in the order of their days.
///
/// # Errors
/// [`TermsError::Order`] where a day is not after the one before; [`TermsError::NothingInvested`] where a span starts with nothing;
/// [`TermsError::TooFew`] below two valuations, [`TermsError::TooMany`] above 10,000; [`TermsError::Units`] where scales differ, more was taken out than
/// was there, or the growth is 2^64 or more.
pub fn time_weighted(valuations: &[Valuation]) -> Result<TimeWeighted, TermsError> {
    for pair in valuations.windows(2) {
        let [start, end] = pair else { continue };
        if end.date <= start.date {
            return Err(TermsError::Order { what: "valuation", got: end.date, expected: start.date });
        }
    }
    linked(valuations)
}

/// The same over valuations in the order of time, of which a day may have several.
pub(super) fn linked(valuations: &[Valuation]) -> Result<TimeWeighted, TermsError> {
    if valuations.len() > MOST_VALUATIONS {
        return Err(TermsError::TooMany { what: "valuations", expected: MOST_VALUATIONS });
    }
    let spans =
        valuations.windows(2).filter_map(|pair| if let [start, end] = pair { Some((start, end)) } else { None });
    let periods: Vec<_> = spans.map(|(start, end)| sub_period(start, end)).collect::<Result<_, _>>()?;
    let growth = periods.iter().try_fold(Fixed::ONE, |growth, period| growth.mul(Fixed::from_rate(&period.ratio)?));
    let growth = fits(growth, OPERATION)?;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Err(TermsError::TooFew { what: "valuations", expected: 2 });
    };
    let less_one = |growth: Fixed| growth.sub(Fixed::ONE).and_then(Fixed::to_decimal);
    let days = last.to.days_since(first.from);
    let annual = if days < YEAR {
        None
    } else if growth.is_zero() {
        less_one(growth)
    } else {
        let yearly = growth.log2().and_then(|doublings| doublings.scaled(YEAR, days)?.exp2());
        Some(fits(yearly.and_then(less_one), OPERATION)?)
    };
    let total = fits(less_one(growth), OPERATION)?;
    Ok(TimeWeighted { periods, total, annual })
}

fn sub_period(start: &Valuation, end: &Valuation) -> Result<SubPeriod, TermsError> {
    let invested = match start.flow {
        None => start.worth,
        Some((Direction::Paid, amount)) => start.worth.checked_add(&amount)?,
        Some((Direction::Received, amount)) => start.worth.checked_sub(&amount)?,
    };
    if invested.is_zero() {
        return Err(TermsError::NothingInvested { from: start.date });
    }
    // Of one scale, which a sum of nothing checks.
    let worth = end.worth.checked_add(&invested.with_raw(U256::ZERO))?;
    Ok(SubPeriod { from: start.date, to: end.date, ratio: Rate::new(worth.raw(), invested.raw())? })
}

//! Day-count conventions: which part of a year lies between two days, as an exact fraction.
//!
//! Names and rules are those of the 2006 ISDA Definitions, section 4.16, and of ICMA rule 251. The first day is counted and the last is not.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use crate::units::{Rate, is_leap_year};

use super::terms_error::fits;
use super::{Date, Frequency, TermsError};

pub use crate::asset::DayCount;

/// A regular coupon period, which a shorter first one lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReferencePeriod {
    /// Its first day.
    pub start: Date,
    /// The day it ends on, with which the next one starts.
    pub end: Date,
    /// How many such periods make a year.
    pub frequency: Frequency,
}

impl DayCount {
    /// Days from `from` to `to` as the convention counts them: a year has 360 of them in the 30/360 conventions.
    ///
    /// # Errors
    /// [`TermsError::Order`] where `to` is the earlier.
    pub fn days(self, from: Date, to: Date) -> Result<u64, TermsError> {
        if to < from {
            return Err(TermsError::Order { what: "last day", got: to, expected: from });
        }
        let days = match self {
            Self::Act360 | Self::Act365Fixed | Self::ActActIsda | Self::ActActIcma => to.days_since(from),
            Self::Thirty360 => {
                let first = from.day().min(30);
                thirty_360(from, to, first, if first == 30 { to.day().min(30) } else { to.day() })
            }
            Self::Thirty360Us => {
                let first = if from.is_end_of_february() { 30 } else { from.day().min(30) };
                let both = from.is_end_of_february() && to.is_end_of_february();
                let last = if both || (first == 30 && to.day() == 31) { 30 } else { to.day() };
                thirty_360(from, to, first, last)
            }
            Self::ThirtyE360 => thirty_360(from, to, from.day().min(30), to.day().min(30)),
        };
        fits(u64::try_from(days).ok(), "counting days")
    }

    /// Days of a whole coupon period: 360 over the coupons of a year in the 30/360 conventions, else those there are.
    pub(super) fn period_days(self, period: &ReferencePeriod) -> Result<u64, TermsError> {
        match self {
            Self::Thirty360 | Self::Thirty360Us | Self::ThirtyE360 => {
                fits(360_u64.checked_div(period.frequency.per_year()), "counting days")
            }
            Self::Act360 | Self::Act365Fixed | Self::ActActIsda | Self::ActActIcma => {
                self.days(period.start, period.end)
            }
        }
    }

    /// The part of a year from `from` to `to`, exact. `reference` is looked at by ACT/ACT ICMA alone.
    ///
    /// # Errors
    /// [`TermsError::Order`]; [`TermsError::ReferencePeriod`] of ACT/ACT ICMA where the days are not all of the period.
    pub fn year_fraction(self, from: Date, to: Date, reference: Option<&ReferencePeriod>) -> Result<Rate, TermsError> {
        let days = self.days(from, to)?;
        let year = match self {
            Self::Act360 | Self::Thirty360 | Self::Thirty360Us | Self::ThirtyE360 => 360,
            Self::Act365Fixed => 365,
            Self::ActActIsda => return isda(from, to),
            Self::ActActIcma => {
                let within = reference.filter(|period| period.start <= from && to <= period.end);
                let period = within.ok_or(TermsError::ReferencePeriod { from, to })?;
                let year = self.days(period.start, period.end)?.checked_mul(period.frequency.per_year());
                fits(year, "counting days")?
            }
        };
        Ok(Rate::new(U256::from(days), U256::from(year))?)
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "a date's numbers are below 10,000")]
const fn thirty_360(from: Date, to: Date, first: i64, last: i64) -> i64 {
    360 * (to.year() - from.year()) + 30 * (to.month() - from.month()) + (last - first)
}

/// Days of leap years over 366 and all others over 365, over the common denominator.
fn isda(from: Date, to: Date) -> Result<Rate, TermsError> {
    let mut leap = days_in_leap_years_before(to)?;
    leap = fits(leap.checked_sub(days_in_leap_years_before(from)?), "counting days")?;
    let other = fits(to.days_since(from).checked_sub(leap), "counting days")?;
    let above = leap.checked_mul(365).zip(other.checked_mul(366)).and_then(|(a, b)| a.checked_add(b));
    let above = fits(above.and_then(|above| u64::try_from(above).ok()), "counting days")?;
    Ok(Rate::new(U256::from(above), U256::from(365_u64 * 366))?)
}

/// Days before this one, from the year 1 on, that lie in leap years.
#[expect(clippy::arithmetic_side_effects, reason = "a date's numbers are below 10,000")]
fn days_in_leap_years_before(date: Date) -> Result<i64, TermsError> {
    let past = date.year() - 1;
    let full = (past / 4 - past / 100 + past / 400) * 366;
    let first = Date::new(date.year(), 1, 1)?;
    Ok(full + if is_leap_year(date.year()) { date.days_since(first) } else { 0 })
}

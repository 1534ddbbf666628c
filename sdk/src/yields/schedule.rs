//! Coupon schedules: the days on which interest begins, ends and is paid.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use super::{Date, ReferencePeriod, TermsError};

pub use crate::asset::{BusinessDayConvention, Calendar, Frequency, ScheduleTerms};

/// One coupon: interest of the days from `start` to `end`, the last not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponPeriod {
    /// The day interest begins on. Not moved by holidays.
    pub start: Date,
    /// The day interest ends on. Not moved by holidays.
    pub end: Date,
    /// The day it is paid on, moved as the convention says.
    pub payment: Date,
    /// The regular period that ends with this one; longer than this one only for a short first coupon.
    pub reference: ReferencePeriod,
}

/// The coupons of a bond, in order; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Schedule {
    periods: Vec<CouponPeriod>,
}

/// A century of monthly coupons.
const MOST_COUPONS: usize = 1_200;
/// Longer than any run of holidays.
const LONGEST_CLOSURE: i64 = 100;

impl Frequency {
    /// From the number of coupons in a year.
    ///
    /// # Errors
    /// [`TermsError::Frequency`] for a number other than 1, 2, 3, 4, 6 and 12.
    pub fn from_per_year(number: U256) -> Result<Self, TermsError> {
        [Self::Annual, Self::Semiannual, Self::EveryFourthMonth, Self::Quarterly, Self::Bimonthly, Self::Monthly]
            .into_iter()
            .find(|frequency| U256::from(frequency.per_year()) == number)
            .ok_or(TermsError::Frequency { got: number })
    }
}

impl Calendar {
    /// A day moved as the convention says.
    ///
    /// # Errors
    /// [`TermsError::TooMany`] where a hundred days on end are holidays; [`TermsError::Units`] at the end of time.
    pub fn adjust(&self, day: Date, convention: BusinessDayConvention) -> Result<Date, TermsError> {
        match convention {
            BusinessDayConvention::None => Ok(day),
            BusinessDayConvention::Following => self.nearest(day, 1),
            BusinessDayConvention::ModifiedFollowing => {
                let next = self.nearest(day, 1)?;
                if next.month() == day.month() { Ok(next) } else { self.nearest(day, -1) }
            }
        }
    }

    fn nearest(&self, day: Date, direction: i64) -> Result<Date, TermsError> {
        for steps in 0..LONGEST_CLOSURE {
            let day = day.plus_days(steps.saturating_mul(direction))?;
            if self.is_business_day(day) {
                return Ok(day);
            }
        }
        Err(TermsError::TooMany {
            what: "holidays on end",
            expected: LONGEST_CLOSURE.unsigned_abs().try_into().unwrap_or(usize::MAX),
        })
    }
}

impl Schedule {
    /// The coupons of these terms: counted back from the maturity, so that a first period that is no regular one is a short one.
    ///
    /// # Errors
    /// [`TermsError::Order`] where the maturity is not after the issue, [`TermsError::TooMany`] above 1,200 coupons, [`TermsError::Units`].
    pub fn new(terms: &ScheduleTerms) -> Result<Self, TermsError> {
        let &ScheduleTerms { issue, maturity, frequency, end_of_month, convention, ref calendar } = terms;
        if maturity <= issue {
            return Err(TermsError::Order { what: "maturity", got: maturity, expected: issue });
        }
        let to_the_end = end_of_month && maturity.is_end_of_month();
        let mut periods = Vec::new();
        let (mut end, mut months) = (maturity, 0_i64);
        while end > issue {
            if periods.len() == MOST_COUPONS {
                return Err(TermsError::TooMany { what: "coupons", expected: MOST_COUPONS });
            }
            // Always from the maturity: counted from a day that a short month clipped, the days would drift.
            months = months.saturating_sub(frequency.months());
            let back = maturity.plus_months(months)?;
            let start = if to_the_end { back.end_of_month() } else { back };
            let reference = ReferencePeriod { start, end, frequency };
            let payment = calendar.adjust(end, convention)?;
            periods.push(CouponPeriod { start: start.max(issue), end, payment, reference });
            end = start;
        }
        periods.reverse();
        Ok(Self { periods })
    }

    /// The coupons in order.
    #[must_use]
    pub fn periods(&self) -> &[CouponPeriod] {
        &self.periods
    }

    /// The period in which a day lies, and all that follow. On the day a coupon is paid the next period has begun.
    pub(super) fn after(&self, day: Date) -> &[CouponPeriod] {
        let past = self.periods.partition_point(|period| period.end <= day);
        self.periods.get(past..).unwrap_or_default()
    }
}

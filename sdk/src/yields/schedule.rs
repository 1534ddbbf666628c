//! Coupon schedules: the days on which interest begins, ends and is paid.

use std::collections::BTreeSet;

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use super::{Date, ReferencePeriod, TermsError};

/// How often interest is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the whole numbers of months that divide a year")]
pub enum Frequency {
    /// Once a year.
    Annual,
    /// Every six months.
    Semiannual,
    /// Every four months.
    EveryFourthMonth,
    /// Every three months.
    Quarterly,
    /// Every two months.
    Bimonthly,
    /// Every month.
    Monthly,
}

/// What becomes of a payment on a day without banking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the conventions of the 2006 ISDA Definitions that bonds use")]
pub enum BusinessDayConvention {
    /// Nothing: the day stays as it is.
    #[default]
    None,
    /// It moves to the next business day.
    Following,
    /// It moves to the next business day, or, where that lies in another month, to the one before.
    ModifiedFollowing,
}

/// Days without banking: Saturdays, Sundays, and the holidays that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Calendar {
    holidays: BTreeSet<Date>,
}

/// What a schedule follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleTerms {
    /// The day from which interest runs.
    pub issue: Date,
    /// The day on which the face is repaid.
    pub maturity: Date,
    /// How often interest is paid.
    pub frequency: Frequency,
    /// Where the maturity is the last day of a month: whether all coupons fall on last days of months. The end-of-month rule.
    pub end_of_month: bool,
    /// How payments keep clear of days without banking.
    pub convention: BusinessDayConvention,
    /// The days without banking.
    pub calendar: Calendar,
}

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
    /// Coupons in a year.
    #[must_use]
    pub const fn per_year(self) -> u64 {
        match self {
            Self::Annual => 1,
            Self::Semiannual => 2,
            Self::EveryFourthMonth => 3,
            Self::Quarterly => 4,
            Self::Bimonthly => 6,
            Self::Monthly => 12,
        }
    }

    /// Months from one coupon to the next.
    #[must_use]
    pub const fn months(self) -> i64 {
        match self {
            Self::Annual => 12,
            Self::Semiannual => 6,
            Self::EveryFourthMonth => 4,
            Self::Quarterly => 3,
            Self::Bimonthly => 2,
            Self::Monthly => 1,
        }
    }

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
    /// Weekends and these holidays.
    pub fn new(holidays: impl IntoIterator<Item = Date>) -> Self {
        Self { holidays: holidays.into_iter().collect() }
    }

    /// Whether banks work.
    #[must_use]
    pub fn is_business_day(&self, day: Date) -> bool {
        !day.is_weekend() && !self.holidays.contains(&day)
    }

    /// A day moved as the convention says.
    ///
    /// # Errors
    /// [`TermsError::TooMany`] where a hundred days on end are holidays; [`TermsError::Date`] at the end of time.
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
    /// [`TermsError::Order`] where the maturity is not after the issue, [`TermsError::TooMany`] above 1,200 coupons, [`TermsError::Date`].
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

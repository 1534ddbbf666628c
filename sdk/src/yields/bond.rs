//! A bond with a fixed coupon: what it pays, and the interest that has accrued.
//!
//! All of it exact fractions of the face. Nothing is traded ex-dividend here: interest runs for the holder up to the day a coupon is paid.

use serde::Serialize;

use crate::units::{Amount, Rate};

use super::decimal::share_of;
use super::terms_error::fits;
use super::{CouponPeriod, Date, Schedule, ScheduleTerms, TermsError};

pub use crate::asset::BondTerms;

/// A bond whose terms make sense. The face is repaid at once, at the maturity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bond {
    terms: BondTerms,
    schedule: Schedule,
}

/// What a payment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum FlowKind {
    /// Interest.
    Coupon,
    /// The face, repaid.
    Redemption,
}

/// One payment to the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CashFlow {
    /// The day it is paid.
    pub date: Date,
    /// What it is.
    pub kind: FlowKind,
    /// How much.
    pub amount: Amount,
}

impl Bond {
    /// A bond by its terms.
    ///
    /// # Errors
    /// As [`Schedule::new`].
    pub fn new(terms: BondTerms) -> Result<Self, TermsError> {
        let schedule = Schedule::new(&terms.schedule)?;
        Ok(Self { terms, schedule })
    }

    /// Its terms.
    #[must_use]
    pub const fn terms(&self) -> &BondTerms {
        &self.terms
    }

    /// Its coupons.
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// One coupon as a part of the face: the rate times the period's part of the year, by the bond's day count. Under ACT/360, ACT/365 Fixed
    /// and ACT/ACT ISDA coupons of one bond differ by the days of their periods.
    ///
    /// # Errors
    /// [`TermsError::Units`] where the numbers do not fit.
    pub fn coupon(&self, period: &CouponPeriod) -> Result<Rate, TermsError> {
        self.interest(period, period.end)
    }

    /// Interest that a buyer owes the seller at `settlement`, as a part of the face: rate times the part of the year from the period's start.
    /// Zero on the day a coupon is paid.
    ///
    /// # Errors
    /// [`TermsError::OutsideLife`] before the issue and from the maturity on; [`TermsError::Units`].
    pub fn accrued_interest(&self, settlement: Date) -> Result<Rate, TermsError> {
        let remaining = self.remaining(settlement)?;
        let period = fits(remaining.first(), "finding the coupon period")?;
        self.interest(period, settlement)
    }

    /// The payments on a holding of so much face that are due after a day, in order. Coupons are rounded down to the amount's own units: how the
    /// issuer rounds, no standard says.
    ///
    /// # Errors
    /// [`TermsError::Units`] where the numbers do not fit.
    pub fn cash_flows(&self, face: &Amount, after: Date) -> Result<Vec<CashFlow>, TermsError> {
        let mut flows = Vec::new();
        let due = self.schedule.periods().iter().filter(|period| period.payment > after);
        for period in due {
            let amount = share_of(face, &self.coupon(period)?)?;
            let date = period.payment;
            if !amount.is_zero() {
                flows.push(CashFlow { date, kind: FlowKind::Coupon, amount });
            }
            if period.end == self.terms.schedule.maturity {
                flows.push(CashFlow { date, kind: FlowKind::Redemption, amount: *face });
            }
        }
        Ok(flows)
    }

    /// The period of the day of settlement and all that follow.
    pub(super) fn remaining(&self, settlement: Date) -> Result<&[CouponPeriod], TermsError> {
        let ScheduleTerms { issue, maturity, .. } = self.terms.schedule;
        if settlement < issue || settlement >= maturity {
            return Err(TermsError::OutsideLife { got: settlement, issue, maturity });
        }
        Ok(self.schedule.after(settlement))
    }

    fn interest(&self, period: &CouponPeriod, to: Date) -> Result<Rate, TermsError> {
        let part = self.terms.day_count.year_fraction(period.start, to, Some(&period.reference))?;
        let rate = self.terms.coupon_rate;
        let above = fits(rate.numerator.checked_mul(part.numerator), "working out interest")?;
        let below = fits(rate.denominator.checked_mul(part.denominator), "working out interest")?;
        Ok(Rate::new(above, below)?)
    }
}

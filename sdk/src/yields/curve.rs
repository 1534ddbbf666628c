//! Present value under a curve of zero rates, and under what becomes of it when it is bent.
//!
//! A point says at which rate a payment after so many days is discounted, compounded continuously over ACT/365 Fixed years:
//! `exp(−(rate + shift + spread) · days / 365)`. Between points the rate is interpolated along a straight line; before the first and after the last
//! it stays. Discount factors are good to 1e-18, present values per 100 of face to 1e-15.

use serde::{Deserialize, Serialize};

use super::fixed::Fixed;
use super::terms_error::fits;
use super::{Bond, Date, Decimal, TermsError};

/// A zero rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZeroRate {
    /// Days from the day of valuation.
    pub days: u32,
    /// The rate of a year, compounded continuously.
    pub rate: Decimal,
}

/// Zero rates by their days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ZeroCurve {
    points: Vec<ZeroRate>,
}

/// What a user does to a curve and to the payments, to see what would become of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bend {
    /// Added to every rate: 0.01 for one per cent. The market's rates moved.
    pub rate_shift: Decimal,
    /// Added to every rate: what the issuer's credit costs.
    pub credit_spread: Decimal,
    /// Calendar days by which every payment arrives later than it is due.
    pub settlement_delay: u32,
}

/// Points are few: a curve is drawn by hand or quoted by tenors.
const MOST_POINTS: usize = 1_000;
const DISCOUNTING: &str = "discounting";
/// Days of the year that rates are stated per.
const YEAR: i64 = 365;

impl ZeroCurve {
    /// A curve by its points.
    ///
    /// # Errors
    /// [`TermsError::Curve`] without points, or where their days do not ascend; [`TermsError::TooMany`] above a thousand.
    pub fn new(points: Vec<ZeroRate>) -> Result<Self, TermsError> {
        if points.is_empty() {
            return Err(TermsError::Curve { at: 0 });
        }
        if points.len() > MOST_POINTS {
            return Err(TermsError::TooMany { what: "points of a curve", expected: MOST_POINTS });
        }
        let falls = points.windows(2).position(|pair| !matches!(pair, [near, far] if near.days < far.days));
        if let Some(at) = falls {
            return Err(TermsError::Curve { at: at.saturating_add(1) });
        }
        Ok(Self { points })
    }

    /// The same rate at all times.
    #[must_use]
    pub fn flat(rate: Decimal) -> Self {
        Self { points: vec![ZeroRate { days: 0, rate }] }
    }

    /// What one unit paid after so many days is worth, with `bend` applied to the rate but without its delay.
    ///
    /// # Errors
    /// [`TermsError::Units`] where the factor would be 2^64 or more, as far below a rate of zero.
    pub fn discount(&self, days: u32, bend: &Bend) -> Result<Decimal, TermsError> {
        fits(self.factor(days, bend).and_then(Fixed::to_decimal), DISCOUNTING)
    }

    fn factor(&self, days: u32, bend: &Bend) -> Option<Fixed> {
        let rate = self.rate(days)?;
        let rate = rate.add(Fixed::from_decimal(bend.rate_shift)?)?.add(Fixed::from_decimal(bend.credit_spread)?)?;
        rate.scaled(i64::from(days), YEAR)?.mul(Fixed::LOG2_E)?.negated().exp2()
    }

    fn rate(&self, days: u32) -> Option<Fixed> {
        let after = self.points.partition_point(|point| point.days <= days);
        let before = after.checked_sub(1).and_then(|at| self.points.get(at));
        match (before, self.points.get(after)) {
            (Some(near), Some(far)) => {
                let (low, high) = (Fixed::from_decimal(near.rate)?, Fixed::from_decimal(far.rate)?);
                let (past, span) = (days.checked_sub(near.days)?, far.days.checked_sub(near.days)?);
                low.add(high.sub(low)?.scaled(i64::from(past), i64::from(span))?)
            }
            (Some(point), None) | (None, Some(point)) => Fixed::from_decimal(point.rate),
            (None, None) => None,
        }
    }
}

impl Default for Bend {
    /// Nothing is bent.
    fn default() -> Self {
        Self { rate_shift: Decimal::ZERO, credit_spread: Decimal::ZERO, settlement_delay: 0 }
    }
}

impl Bond {
    /// What all payments due after `valuation` are worth on that day, per 100 of face. Each is discounted from the day it is paid, moved by
    /// holidays and by the delay.
    ///
    /// # Errors
    /// [`TermsError::Units`] where the numbers do not fit.
    pub fn present_value(&self, valuation: Date, curve: &ZeroCurve, bend: &Bend) -> Result<Decimal, TermsError> {
        let mut sum = Fixed::ZERO;
        for period in self.schedule().periods().iter().filter(|period| period.payment > valuation) {
            let coupon = Fixed::from_rate(&self.coupon(period)?);
            let repaid = if period.end == self.terms().schedule.maturity { Fixed::ONE } else { Fixed::ZERO };
            let days = u32::try_from(period.payment.days_since(valuation)).ok();
            let days = days.and_then(|days| days.checked_add(bend.settlement_delay));
            let value = coupon
                .and_then(|coupon| coupon.add(repaid)?.scaled(100, 1))
                .and_then(|payment| payment.mul(curve.factor(days?, bend)?));
            sum = fits(value.and_then(|value| sum.add(value)), DISCOUNTING)?;
        }
        fits(sum.to_decimal(), DISCOUNTING)
    }
}

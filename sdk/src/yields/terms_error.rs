//! Why terms cannot be computed with, or a rate cannot be told.

use alloy_primitives::U256;

use crate::units::UnitsError;

use super::{Date, Decimal};

/// Why terms cannot be computed with, or a rate cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TermsError {
    /// A number does not fit, or two scales do not go together.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// A date that has to be later is not.
    #[error("the {what} is {got}, expected a later day than {expected}")]
    Order {
        /// Which date.
        what: &'static str,
        /// The date.
        got: Date,
        /// What it has to come after.
        expected: Date,
    },
    /// Settlement before the issue, or when nothing is left to be paid.
    #[error(
        "settlement on {got}, expected a day from the issue on {issue} to the day before the maturity on {maturity}"
    )]
    OutsideLife {
        /// The day of settlement.
        got: Date,
        /// The day of issue.
        issue: Date,
        /// The day of maturity.
        maturity: Date,
    },
    /// Not a frequency of coupons.
    #[error("{got} coupons a year, expected 1, 2, 3, 4, 6 or 12")]
    Frequency {
        /// As given.
        got: U256,
    },
    /// More of something than is computed with.
    #[error("more than {expected} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most there may be.
        expected: usize,
    },
    /// Fewer of something than it takes.
    #[error("fewer than {expected} {what}")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// The least there must be.
        expected: usize,
    },
    /// ACT/ACT ICMA was asked for without the regular period that it counts in, or for days outside of it.
    #[error("ACT/ACT ICMA from {from} to {to}, expected days within one regular coupon period")]
    ReferencePeriod {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// A price of zero or below.
    #[error("a price of {got} with interest, expected more than zero")]
    Price {
        /// The dirty price per 100 of face.
        got: Decimal,
    },
    /// A yield at which one period's interest takes all.
    #[error("a yield of {got}, expected more than {expected}")]
    Yield {
        /// As given.
        got: Decimal,
        /// What it has to be above.
        expected: Decimal,
    },
    /// A zero curve without points, or with points out of order.
    #[error("the point {at} of the zero curve is out of order, expected at least one, with their days ascending")]
    Curve {
        /// Which point, from zero.
        at: usize,
    },
    /// Money only came in, or only went out: no rate makes such flows worth nothing.
    #[error("all flows go one way, expected at least one paid and one received")]
    OneWay,
    /// No rate within reach fits.
    #[error("no rate from {least} to {most} fits")]
    NoRate {
        /// The lowest that was looked at.
        least: Decimal,
        /// The highest that was looked at.
        most: Decimal,
    },
    /// Several rates fit, or two that cannot be told apart: none of them is *the* rate.
    #[error("not one rate fits: there are several from {low} to {high}, or none that can be told for sure")]
    SeveralRates {
        /// Below the lowest of them.
        low: Decimal,
        /// Above the highest of them.
        high: Decimal,
    },
    /// Something to divide by is zero: nothing was invested in a span of time.
    #[error("nothing was invested from {from} on, expected an amount above zero")]
    NothingInvested {
        /// The start of the span.
        from: Date,
    },
}

/// The result of an operation that does not fit.
pub(super) fn fits<T>(result: Option<T>, operation: &'static str) -> Result<T, TermsError> {
    result.ok_or(TermsError::Units(UnitsError::OutOfRange { operation }))
}

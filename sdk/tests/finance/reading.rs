//! What the tests of terms and rates share: short ways to write values down, and the files of vectors.

use alloy_primitives::U256;
use assay_sdk::units::{Amount, Rate};
use assay_sdk::yields::{
    Bond, BondTerms, BusinessDayConvention, Calendar, Date, DatedFlow, DayCount, Decimal, Direction, Frequency,
    ScheduleTerms,
};
use serde::Deserialize;

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a decimal")
}

pub(crate) fn rate(numerator: u64, denominator: u64) -> Rate {
    Rate::new(U256::from(numerator), U256::from(denominator)).expect("not over zero")
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text, 6).expect("an amount")
}

/// Below zero is paid.
pub(crate) fn flow(day: &str, signed: &str) -> DatedFlow {
    let (direction, size) =
        signed.strip_prefix('-').map_or((Direction::Received, signed), |size| (Direction::Paid, size));
    DatedFlow { date: date(day), direction, amount: amount(size) }
}

/// A fraction as a decimal, towards zero.
pub(crate) fn as_decimal(fraction: &Rate) -> Decimal {
    Decimal::from_rate(fraction).expect("fits")
}

/// Whether two decimals differ by no more than `tolerance`, or than that part of the first where it is larger than one.
pub(crate) fn is_near(expected: Decimal, got: Decimal, tolerance: &str) -> bool {
    let off = (expected.raw() - got.raw()).unsigned_abs();
    let one = U256::from(10).pow(U256::from(Decimal::SCALE));
    off <= decimal(tolerance).raw().unsigned_abs() * expected.raw().unsigned_abs().max(one) / one
}

/// The terms of a schedule, as the generators write them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Terms {
    pub(crate) issue: Date,
    pub(crate) maturity: Date,
    pub(crate) frequency: Frequency,
    pub(crate) end_of_month: bool,
    #[serde(default)]
    pub(crate) convention: BusinessDayConvention,
}

impl Terms {
    pub(crate) fn new(issue: &str, maturity: &str, frequency: Frequency) -> Self {
        let convention = BusinessDayConvention::None;
        Self { issue: date(issue), maturity: date(maturity), frequency, end_of_month: false, convention }
    }

    pub(crate) fn schedule(&self, holidays: &[Date]) -> ScheduleTerms {
        ScheduleTerms {
            issue: self.issue,
            maturity: self.maturity,
            frequency: self.frequency,
            end_of_month: self.end_of_month,
            convention: self.convention,
            calendar: Calendar::new(holidays.iter().copied()),
        }
    }

    pub(crate) fn bond(&self, day_count: DayCount, basis_points: u64, holidays: &[Date]) -> Bond {
        let coupon_rate = BondTerms::basis_points(basis_points);
        Bond::new(BondTerms { coupon_rate, day_count, schedule: self.schedule(holidays) })
            .expect("terms that make sense")
    }
}

//! The rate that an issuer states, beside the one that was realised: both over the same year, with interest on interest as often.

use alloy_primitives::U256;
use serde::Serialize;

use crate::asset::{Compounding, StatedRate};
use crate::evidence::{Fact, Source};
use crate::units::{Rate, Seconds, UnitsError};

use super::power::{power, whole};
use super::{Annual, Change, Realised, YieldError};

/// A stated rate, the realised one in the same terms, and what lies between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RateGap {
    /// What grew.
    pub measured_by: Growing,
    /// What the issuer states.
    pub stated: StatedRate,
    /// What was realised, over the window.
    pub window: Realised,
    /// What was realised, by the year and the compounding of the stated rate.
    pub realised: Annual,
    /// Realised less stated: a loss where less was realised.
    pub gap: Change<Rate>,
}

/// What a realised rate was measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Growing {
    /// The share price of a vault.
    SharePrice,
    /// The published net asset value.
    Nav,
    /// The index of a rebasing token.
    Index,
}

/// The gap between a stated rate and a realised one. It rests on what the realised rate rests on, and on the list.
///
/// # Errors
/// [`YieldError::TooShort`] for a window shorter than a day; [`YieldError::Units`] where the numbers do not fit.
pub fn rate_gap(
    realised: Fact<Realised>,
    measured_by: Growing,
    stated: &StatedRate,
) -> Result<Fact<RateGap>, YieldError> {
    realised.extended(Source::TokenList).try_map(|window| {
        let realised = annual(&window, stated.compounding, stated.year)?;
        let gap = less(realised.change, stated.rate).ok_or(UnitsError::OutOfRange { operation: "comparing rates" })?;
        Ok(RateGap { measured_by, stated: stated.clone(), window, realised, gap })
    })
}

/// A realised return as a rate of a year.
fn annual(window: &Realised, compounding: Compounding, year: Seconds) -> Result<Annual, YieldError> {
    let length = window.window.length();
    if length < Seconds::DAY {
        return Err(YieldError::TooShort { got: length, expected: Seconds::DAY });
    }
    let out_of_range = UnitsError::OutOfRange { operation: "stating a return per year" };
    let Some(times) = times_a_year(compounding, year) else {
        let change = scaled(window.change, Rate::new(U256::from(year.0), U256::from(length.0))?).ok_or(out_of_range)?;
        return Ok(Annual { change, year, formula: "r · year / t" });
    };
    // One period of compounding is `year / times` long.
    let grown = year.0.checked_mul(times.below).zip(length.0.checked_mul(times.above));
    let grown =
        grown.and_then(|(above, below)| power(window.ratio, above, below)).ok_or_else(|| out_of_range.clone())?;
    let change = Change::between(whole(), grown).map(|by| Rate { numerator: by, denominator: whole() });
    let times_rate = Rate::new(U256::from(times.above), U256::from(times.below))?;
    let change = scaled(change, times_rate).ok_or(out_of_range)?;
    Ok(Annual { change, year, formula: times.formula })
}

/// How often interest is added in a year, as a fraction: a year of 365.2425 days has as many days.
struct Times {
    above: u64,
    below: u64,
    formula: &'static str,
}

const fn times_a_year(compounding: Compounding, year: Seconds) -> Option<Times> {
    match compounding {
        Compounding::Simple => None,
        Compounding::Daily => {
            Some(Times { above: year.0, below: Seconds::DAY.0, formula: "year / day · ((1 + r)^(day / t) − 1)" })
        }
        Compounding::Monthly => Some(often(12, "12 · ((1 + r)^(year / 12 / t) − 1)")),
        Compounding::Quarterly => Some(often(4, "4 · ((1 + r)^(year / 4 / t) − 1)")),
        Compounding::Semiannual => Some(often(2, "2 · ((1 + r)^(year / 2 / t) − 1)")),
        Compounding::Annual => Some(often(1, "(1 + r)^(year / t) − 1")),
    }
}

const fn often(above: u64, formula: &'static str) -> Times {
    Times { above, below: 1, formula }
}

fn scaled(change: Change<Rate>, by: Rate) -> Option<Change<Rate>> {
    let of = |rate: Rate| {
        let above = rate.numerator.checked_mul(by.numerator)?;
        Rate::new(above, rate.denominator.checked_mul(by.denominator)?).ok()
    };
    Some(match change {
        Change::Gain(rate) => Change::Gain(of(rate)?),
        Change::Loss(rate) => Change::Loss(of(rate)?),
    })
}

/// A signed rate less another.
fn less(change: Change<Rate>, other: Rate) -> Option<Change<Rate>> {
    let size = *change.size();
    let (a, b) = (size.numerator.checked_mul(other.denominator)?, other.numerator.checked_mul(size.denominator)?);
    let denominator = size.denominator.checked_mul(other.denominator)?;
    let over = |numerator| Rate { numerator, denominator };
    Some(match change {
        Change::Gain(_) => Change::between(b, a).map(over),
        Change::Loss(_) => Change::Loss(over(a.checked_add(b)?)),
    })
}

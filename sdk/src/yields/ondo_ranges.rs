//! Ondo's `RWADynamicOracle`: a price that grows by a daily rate within ranges, which are set ahead.
//!
//! The price steps once a day, at the range's start plus whole days; within a range it is the price before it times
//! `rate^(days + 1)`, rounded to eight decimals. After the last range it stays. All is the contract's own arithmetic, in integers: what is
//! worked out here for the block has to be what the contract answers, to the unit.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::ondo::IRWADynamicOracle;
use crate::evidence::{Fact, Gap, Gathering, Reads};
use crate::units::{Seconds, Timestamp, UnitsError};

use super::decimal::digits;
use super::{TermsError, YieldError};

/// One range of the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRange {
    /// From when on it counts.
    pub start: Timestamp,
    /// Until when; the last price stays where no range follows.
    pub end: Timestamp,
    /// What the price is multiplied by each day, with 27 decimals.
    #[serde(serialize_with = "digits")]
    pub daily_rate: U256,
    /// The price before its first day, with 18 decimals.
    #[serde(serialize_with = "digits")]
    pub price_before: U256,
}

/// The ranges of an oracle in their order; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PriceRanges(Vec<PriceRange>);

/// A price of 18 decimals, and since when and until when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DayPrice {
    /// The price.
    #[serde(serialize_with = "digits")]
    pub price: U256,
    /// When it began to hold.
    pub since: Timestamp,
    /// When the next one holds; `None` where it stays: no range is set beyond.
    pub until: Option<Timestamp>,
}

/// A range a month for forty years. They are asked for by the dozen: how many there are, the contract does not tell.
const MOST_RANGES: usize = 480;
const AT_A_TIME: usize = 48;
/// 27 decimals.
const RAY: U256 = U256::from_limbs([11_515_845_246_265_065_472, 54_210_108, 0, 0]);
/// What prices are rounded to, of 18 decimals.
const EIGHTH: u64 = 10_000_000_000;

/// The oracle's ranges, with the price that follows from them for the ledger's block.
///
/// # Errors
/// [`YieldError::Gap`]; [`YieldError::Inconsistent`] where the contract answers another price than follows from its ranges.
pub fn ondo_ranges(reads: &mut Reads, oracle: Address) -> Result<Fact<(PriceRanges, DayPrice)>, YieldError> {
    let at = reads.at().timestamp;
    let price = reads.ask(oracle, &IRWADynamicOracle::getPriceCall {});
    let ranges = ranges(reads, oracle);
    let price = price?;
    ranges?.zip(price)?.try_map(|(ranges, got)| {
        let day = ranges.price_at(at).ok_or(UnitsError::OutOfRange { operation: "deriving a price" })?;
        if day.price != got {
            let function = IRWADynamicOracle::getPriceCall::SIGNATURE;
            return Err(YieldError::Inconsistent { contract: oracle, function, got, expected: day.price });
        }
        Ok((ranges, day))
    })
}

fn ranges(reads: &mut Reads, oracle: Address) -> Result<Fact<PriceRanges>, YieldError> {
    let mut gathering = Gathering::default();
    let mut found = Vec::new();
    while found.len() < MOST_RANGES {
        let asked: Vec<_> = (found.len()..found.len().saturating_add(AT_A_TIME))
            .map(|index| reads.ask(oracle, &IRWADynamicOracle::rangesCall { index: U256::from(index) }))
            .collect();
        for answer in asked {
            let range = match gathering.note(answer) {
                Ok(range) => range,
                // Beyond the last one the contract reverts.
                Err(Gap::Reverted { .. }) if !found.is_empty() => return Ok(gathering.conclude(PriceRanges(found))?),
                Err(gap) => return Err(gap.into()),
            };
            let time = |time: U256| Timestamp(time.saturating_to());
            found.push(PriceRange {
                start: time(range.start),
                end: time(range.end),
                daily_rate: range.dailyInterestRate,
                price_before: range.prevRangeClosePrice,
            });
        }
    }
    Err(TermsError::TooMany { what: "price ranges", expected: MOST_RANGES }.into())
}

impl PriceRanges {
    /// The ranges in order.
    #[must_use]
    pub fn ranges(&self) -> &[PriceRange] {
        &self.0
    }

    /// The price that the contract tells at a moment; `None` before its first range, or where its arithmetic does not fit.
    #[must_use]
    pub fn price_at(&self, time: Timestamp) -> Option<DayPrice> {
        let (index, range) = self.0.iter().enumerate().rev().find(|(_, range)| range.start <= time)?;
        let last_moment = range.end.0.checked_sub(1)?;
        let within = time.0.min(last_moment);
        let days = within.checked_sub(range.start.0)?.checked_div(Seconds::DAY.0)?;
        let since = Timestamp(range.start.0.checked_add(days.checked_mul(Seconds::DAY.0)?)?);
        let next = since.after(Seconds::DAY);
        let next_range = self.0.get(index.saturating_add(1)).map(|range| range.start);
        let until = if next.0 < range.end.0 { Some(next) } else { next_range.filter(|start| *start > time) };
        let grown = power(range.daily_rate, days.checked_add(1)?)?;
        let price = grown.checked_mul(range.price_before)?.checked_div(RAY)?;
        Some(DayPrice { price: to_eight(price)?, since, until })
    }
}

/// The contract's rounding: what remains below the eighth decimal goes, and half of it or more is one up.
fn to_eight(price: U256) -> Option<U256> {
    let eighth = U256::from(EIGHTH);
    let rest = price.checked_rem(eighth)?;
    let up = if rest >= eighth.wrapping_shr(1) { eighth } else { U256::ZERO };
    price.checked_sub(rest)?.checked_add(up)
}

/// `rate^exponent` of 27 decimals, each product rounded to the nearest: the contract's own way.
fn power(mut rate: U256, mut exponent: u64) -> Option<U256> {
    let half = RAY.wrapping_shr(1);
    let product = |a: U256, b: U256| a.checked_mul(b)?.checked_add(half)?.checked_div(RAY);
    let mut result = if exponent.is_multiple_of(2) { RAY } else { rate };
    exponent >>= 1;
    while exponent > 0 {
        rate = product(rate, rate)?;
        if !exponent.is_multiple_of(2) {
            result = product(result, rate)?;
        }
        exponent >>= 1;
    }
    Some(result)
}

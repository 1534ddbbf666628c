//! Figures that belong to nobody, at every level and age. The one place of the wallet's page that asserts facts of its own, and only
//! the style guide may use it.

use alloy_primitives::{Address, B256, U256, address};
use assay_sdk::evidence::{Fact, Origin, Source};
use assay_sdk::units::{Amount, BlockRef, Currency, Seconds, Timestamp, UnitsError, Value};

use crate::components::Reading;

/// The moment at which the style guide stands still.
pub(super) const NOW: Timestamp = Timestamp(1_795_377_600);

/// The example address of EIP-55.
pub(super) const SOMEBODY: Address = address!("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

/// An endpoint's word.
pub(super) fn endpoint() -> Source {
    Source::Endpoint(Origin::of_url("https://rpc.example.org"))
}

/// Two endpoints that agree.
pub(super) fn quorum() -> Source {
    Source::Quorum(["https://rpc.example.org", "https://node.example.net"].map(Origin::of_url).into())
}

/// A proof.
pub(super) fn proof() -> Source {
    Source::MerkleProof { root: B256::repeat_byte(0x5e) }
}

/// A value of that many seconds ago, resting on this source.
pub(super) fn fact<T>(value: T, seconds_ago: u64, source: Source) -> Fact<T> {
    let timestamp = Timestamp(NOW.0.saturating_sub(seconds_ago));
    let at = BlockRef { number: 21_204_557, hash: B256::repeat_byte(0xb1), timestamp };
    Fact::asserted(value, at, source)
}

/// An amount as typed, with 18 decimals.
pub(super) fn amount(text: &str, source: Source) -> Reading<Amount> {
    read(Amount::parse(text, 18), source)
}

/// Cents of a currency.
pub(super) fn cents(cents: u64, code: &str) -> Result<Value, UnitsError> {
    Ok(Value { raw: U256::from(cents), scale: 2, currency: Currency::new(code)? })
}

/// Dollars, in cents.
pub(super) fn dollars(in_cents: u64, source: Source) -> Reading<Value> {
    read(cents(in_cents, "USD"), source)
}

/// Eighteen values, a week apart.
pub(super) fn weekly() -> Vec<(Timestamp, Result<Value, UnitsError>)> {
    let cents_of_weeks: [u64; 18] = [
        24_105_210, 24_180_077, 24_160_934, 24_228_300, 24_301_800, 24_290_450, 24_377_100, 24_452_020, 24_431_200,
        24_420_000, 24_510_360, 24_588_915, 24_570_700, 24_660_430, 24_731_050, 24_719_640, 24_798_200, 24_861_332,
    ];
    let week = |(place, raw): (usize, u64)| {
        let weeks = u64::try_from(place).unwrap_or(u64::MAX);
        let at = Timestamp(1_785_096_000).after(Seconds(weeks.saturating_mul(604_800)));
        (at, cents(raw, "USD"))
    };
    cents_of_weeks.into_iter().enumerate().map(week).collect()
}

fn read<T>(value: Result<T, UnitsError>, source: Source) -> Reading<T> {
    match value {
        Ok(value) => Reading::Known(fact(value, 24, source)),
        Err(error) => Reading::Failed { what: error.to_string() },
    }
}

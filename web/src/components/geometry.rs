//! From exact values to places in a picture. Integers throughout: a picture has a thousand units from end to end.

use alloy_primitives::U256;
use assay_sdk::units::{Rate, UnitsError, Value};

/// Units from one end of a picture to the other.
pub(super) const WIDTH: u64 = 1_000;
/// Units from the foot of a line chart to its head.
pub(super) const HEIGHT: u64 = 300;

/// The raw integers of values, brought to the finest of their scales.
///
/// # Errors
/// [`UnitsError::CurrencyMismatch`] or [`UnitsError::OutOfRange`].
pub(super) fn common_scale(values: &[&Value]) -> Result<Vec<U256>, UnitsError> {
    let Some(first) = values.first() else { return Ok(Vec::new()) };
    if let Some(other) = values.iter().find(|value| value.currency != first.currency) {
        return Err(UnitsError::CurrencyMismatch {
            got: other.currency.code().to_owned(),
            expected: first.currency.code().to_owned(),
        });
    }
    scaled(&values.iter().map(|value| (value.raw, value.scale)).collect::<Vec<_>>())
}

/// Integers with their scales, brought to the finest of them.
///
/// # Errors
/// [`UnitsError::OutOfRange`].
pub(super) fn scaled(numbers: &[(U256, u8)]) -> Result<Vec<U256>, UnitsError> {
    let finest = numbers.iter().map(|(_, scale)| *scale).max().unwrap_or_default();
    let raw = |(raw, scale): &(U256, u8)| {
        let shift = U256::from(finest.saturating_sub(*scale));
        U256::from(10_u8)
            .checked_pow(shift)
            .and_then(|factor| raw.checked_mul(factor))
            .ok_or(UnitsError::OutOfRange { operation: "a common scale" })
    };
    numbers.iter().map(raw).collect()
}

/// Where a part of a whole begins and ends, and the part as a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    /// From here,
    pub(super) start: u64,
    /// to here, of [`WIDTH`].
    pub(super) end: u64,
    /// The exact share.
    pub(super) share: Rate,
}

/// The slices of a whole, end to end; `None` where the whole is nothing.
///
/// # Errors
/// As [`common_scale`].
pub(super) fn slices(values: &[&Value]) -> Result<Option<Vec<Slice>>, UnitsError> {
    let raws = common_scale(values)?;
    let add = |sum: U256, raw: &U256| sum.checked_add(*raw).ok_or(UnitsError::OutOfRange { operation: "a sum" });
    let total = raws.iter().try_fold(U256::ZERO, add)?;
    if total.is_zero() {
        return Ok(None);
    }
    let mut sum = U256::ZERO;
    let mut start = 0;
    let mut found = Vec::with_capacity(raws.len());
    for raw in raws {
        sum = add(sum, &raw)?;
        let end = place(sum, total, WIDTH)?;
        found.push(Slice { start, end, share: Rate::new(raw, total)? });
        start = end;
    }
    Ok(Some(found))
}

/// `part / whole` of `units`, rounded down.
///
/// # Errors
/// [`UnitsError::DivisionByZero`], or [`UnitsError::OutOfRange`] for a part many times its whole.
pub(super) fn place(part: U256, whole: U256, units: u64) -> Result<u64, UnitsError> {
    let place = Rate::new(part, whole)?.per(U256::from(units))?;
    u64::try_from(place).map_err(|_| UnitsError::OutOfRange { operation: "a place in a picture" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use assay_sdk::units::Currency;

    fn value(raw: u64, scale: u8, code: &str) -> Value {
        Value { raw: U256::from(raw), scale, currency: Currency::new(code).unwrap() }
    }

    #[test]
    fn slices_fill_the_whole_whatever_their_scales() {
        let (a, b, c) = (value(1, 0, "USD"), value(100, 2, "USD"), value(1_000_000, 6, "USD"));
        let found = slices(&[&a, &b, &c]).unwrap().unwrap();
        assert_eq!(
            found.iter().map(|slice| (slice.start, slice.end)).collect::<Vec<_>>(),
            [(0, 333), (333, 666), (666, 1_000)]
        );
        assert!(found.iter().all(|slice| slice.share == Rate::new(U256::from(1), U256::from(3)).unwrap()));
    }

    #[test]
    fn nothing_has_no_slices_and_currencies_do_not_mix() {
        let zero = value(0, 2, "USD");
        assert_eq!(slices(&[&zero]), Ok(None));
        assert_eq!(slices(&[]), Ok(None));
        let mixed = slices(&[&value(1, 2, "USD"), &value(1, 2, "EUR")]);
        assert!(matches!(mixed, Err(UnitsError::CurrencyMismatch { .. })), "{mixed:?}");
    }
}

//! Integers with a scale, told apart by what they count.

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

/// What an [`Amount`] counts: units of a token, as `balanceOf` and `transfer` see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenUnits {}

/// What [`Shares`] count: shares of a vault (ERC-4626, ERC-7540). Never the vault's asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShareUnits {}

/// A number of raw units together with the scale (decimals) at which people read it.
///
/// `raw` is what contracts see; the displayed number is `raw / 10^scale`. The marker `U` keeps token units,
/// vault shares, shares of rebasing tokens and amounts scaled for display apart at compile time.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", deny_unknown_fields)]
pub struct Quantity<U> {
    #[serde(with = "decimal_string")]
    raw: U256,
    scale: u8,
    #[serde(skip)]
    unit: PhantomData<fn() -> U>,
}

/// Units of a token.
pub type Amount = Quantity<TokenUnits>;
/// Shares of a vault.
pub type Shares = Quantity<ShareUnits>;

/// The direction of a division that does not come out even. Always chosen, never implied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Towards zero: what ERC-4626 prescribes for what a vault pays out.
    Down,
    /// Away from zero: what ERC-4626 prescribes for what a vault takes in.
    Up,
}

/// Why a number was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitsError {
    /// The text is not a plain decimal number such as `1234.56`.
    #[error("not a decimal number: got {got:?}, expected digits with at most one decimal point")]
    NotANumber {
        /// The text as given.
        got: String,
    },
    /// The text has more decimals than the token can hold; nothing is rounded in silence.
    #[error("too many decimals: got {got}, this asset has {expected}")]
    TooManyDecimals {
        /// Decimals in the text.
        got: usize,
        /// Decimals the asset has.
        expected: u8,
    },
    /// The result does not fit 256 bits, or would be below zero.
    #[error("the result of {operation} does not fit an unsigned 256-bit integer")]
    OutOfRange {
        /// Which operation.
        operation: &'static str,
    },
    /// Two quantities of different scale were combined.
    #[error("different scales: got {got} decimals, expected {expected}")]
    ScaleMismatch {
        /// The scale of the right-hand side.
        got: u8,
        /// The scale of the left-hand side.
        expected: u8,
    },
    /// Two sums of money in different currencies were combined.
    #[error("different currencies: got {got}, expected {expected}")]
    CurrencyMismatch {
        /// The currency of the right-hand side.
        got: String,
        /// The currency of the left-hand side.
        expected: String,
    },
    /// Not a currency code.
    #[error("not a currency: got {got:?}, expected an ISO 4217 code such as USD")]
    NotACurrency {
        /// The code as given.
        got: String,
    },
    /// Not a day of the years 1 to 9999.
    #[error("not a date: got {got:?}, expected one like 2026-11-30 of the years 1 to 9999")]
    NotADate {
        /// As given.
        got: String,
    },
    /// More than 77 decimals: `10^scale` would not fit 256 bits.
    #[error("scale {got} is out of range, expected at most {}", Amount::MAX_SCALE)]
    ScaleTooLarge {
        /// The scale as given.
        got: u8,
    },
    /// Division by zero, such as a rate over an empty supply.
    #[error("division by zero in {operation}")]
    DivisionByZero {
        /// Which operation.
        operation: &'static str,
    },
}

impl<U> Quantity<U> {
    /// The largest scale: `10^77` still fits 256 bits.
    pub const MAX_SCALE: u8 = 77;

    /// A quantity from raw units, as contracts count.
    ///
    /// # Errors
    /// [`UnitsError::ScaleTooLarge`] above [`Self::MAX_SCALE`].
    pub const fn from_raw(raw: U256, scale: u8) -> Result<Self, UnitsError> {
        if scale > Self::MAX_SCALE {
            return Err(UnitsError::ScaleTooLarge { got: scale });
        }
        Ok(Self { raw, scale, unit: PhantomData })
    }

    /// The same scale, other raw units: for values that are known to be of the same asset.
    #[must_use]
    pub const fn with_raw(&self, raw: U256) -> Self {
        Self { raw, scale: self.scale, unit: PhantomData }
    }

    /// Reads what a person typed: `1`, `1.5`, `0.000001`. No sign, no exponent, no separators.
    ///
    /// # Errors
    /// [`UnitsError::NotANumber`], [`UnitsError::TooManyDecimals`] or [`UnitsError::OutOfRange`].
    pub fn parse(text: &str, scale: u8) -> Result<Self, UnitsError> {
        let not_a_number = || UnitsError::NotANumber { got: text.to_owned() };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
            return Err(not_a_number());
        }
        let missing = usize::from(scale)
            .checked_sub(fraction.len())
            .ok_or(UnitsError::TooManyDecimals { got: fraction.len(), expected: scale })?;
        let digits = format!("{whole}{fraction}{}", "0".repeat(missing));
        let raw =
            U256::from_str_radix(&digits, 10).map_err(|_| UnitsError::OutOfRange { operation: "reading a number" })?;
        Self::from_raw(raw, scale)
    }

    /// The integer, whatever it counts: only for this room, which knows.
    pub(super) const fn counted(&self) -> U256 {
        self.raw
    }

    /// Decimals between raw and displayed units.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// Whether there is nothing of it.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.raw.is_zero()
    }

    /// Sum of two quantities of the same scale.
    ///
    /// # Errors
    /// [`UnitsError::ScaleMismatch`] or [`UnitsError::OutOfRange`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, UnitsError> {
        self.combine(other, "addition", U256::checked_add)
    }

    /// Difference of two quantities of the same scale.
    ///
    /// # Errors
    /// [`UnitsError::ScaleMismatch`], or [`UnitsError::OutOfRange`] where `other` is the larger.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, UnitsError> {
        self.combine(other, "subtraction", U256::checked_sub)
    }

    /// `self − other`, or zero where `other` is the larger.
    ///
    /// # Errors
    /// [`UnitsError::ScaleMismatch`].
    pub fn saturating_sub(&self, other: &Self) -> Result<Self, UnitsError> {
        self.combine(other, "subtraction", |a, b| Some(a.saturating_sub(b)))
    }

    /// `self · numerator / denominator` through a 512-bit intermediate, rounded as asked.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] or [`UnitsError::OutOfRange`].
    pub fn mul_div(&self, numerator: U256, denominator: U256, rounding: Rounding) -> Result<Self, UnitsError> {
        mul_div(self.raw, numerator, denominator, rounding).map(|raw| self.with_raw(raw))
    }

    fn combine(
        &self,
        other: &Self,
        operation: &'static str,
        apply: impl FnOnce(U256, U256) -> Option<U256>,
    ) -> Result<Self, UnitsError> {
        if self.scale != other.scale {
            return Err(UnitsError::ScaleMismatch { got: other.scale, expected: self.scale });
        }
        let raw = apply(self.raw, other.raw).ok_or(UnitsError::OutOfRange { operation })?;
        Ok(self.with_raw(raw))
    }
}

/// What contracts move: everything that can be counted but an amount scaled for display (ERC-8056).
pub trait RawUnits {}

impl RawUnits for TokenUnits {}
impl RawUnits for ShareUnits {}
impl RawUnits for super::RebasingShareUnits {}

impl<U: RawUnits> Quantity<U> {
    /// Raw units, as contracts count.
    #[must_use]
    pub const fn raw(&self) -> U256 {
        self.raw
    }
}

/// `a · b / c` with a 512-bit product: overflows only when the result itself does.
pub(super) fn mul_div(a: U256, b: U256, c: U256, rounding: Rounding) -> Result<U256, UnitsError> {
    use alloy_primitives::Uint;
    const OPERATION: &str = "multiplication and division";
    if c.is_zero() {
        return Err(UnitsError::DivisionByZero { operation: OPERATION });
    }
    let product: Uint<512, 8> = a.widening_mul(b);
    let (quotient, remainder) = product.div_rem(Uint::<512, 8>::from(c));
    let rounded = match rounding {
        Rounding::Up if !remainder.is_zero() => quotient.checked_add(Uint::from(1_u8)),
        Rounding::Up | Rounding::Down => Some(quotient),
    };
    rounded.and_then(|wide| U256::uint_try_from(wide).ok()).ok_or(UnitsError::OutOfRange { operation: OPERATION })
}

use alloy_primitives::ruint::UintTryFrom as _;

// Written by hand: deriving these would ask the same of the marker type.
impl<U> Clone for Quantity<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Quantity<U> {}
impl<U> PartialEq for Quantity<U> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw && self.scale == other.scale
    }
}
impl<U> Eq for Quantity<U> {}

/// Ordered only within one scale; comparing different scales answers `None`.
impl<U> PartialOrd for Quantity<U> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.scale == other.scale).then(|| self.raw.cmp(&other.raw))
    }
}

impl<U> fmt::Debug for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}e-{}", self.raw, self.scale)
    }
}

/// All significant decimals, no grouping, no trailing zeros: `1234.5`. Read back by [`Quantity::parse`].
impl<U> fmt::Display for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.raw, self.scale))
    }
}

/// `raw / 10^scale` in decimal digits, without trailing zeros.
pub(super) fn decimal(raw: U256, scale: u8) -> String {
    let digits = raw.to_string();
    let scale = usize::from(scale);
    let padded = format!("{digits:0>width$}", width = scale.saturating_add(1));
    let (whole, fraction) = padded.split_at(padded.len().saturating_sub(scale));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Integers cross every boundary as decimal strings: JSON numbers lose what is above 2^53.
pub(crate) mod decimal_string {
    use alloy_primitives::U256;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &U256, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<U256, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(serde::de::Error::custom(format!("got {text:?}, expected a decimal integer as a string")));
        }
        U256::from_str_radix(&text, 10).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str, scale: u8) -> Amount {
        Amount::parse(text, scale).unwrap()
    }

    #[test]
    fn reads_what_people_type() {
        assert_eq!(amount("1.5", 6).raw(), U256::from(1_500_000));
        assert_eq!(amount(".5", 2).raw(), U256::from(50));
        assert_eq!(amount("7.", 0).raw(), U256::from(7));
        for bad in ["", ".", "-1", "1e3", "1,000", " 1", "0x10", "١", "1.2.3"] {
            assert!(matches!(Amount::parse(bad, 6), Err(UnitsError::NotANumber { .. })), "{bad:?}");
        }
        assert_eq!(Amount::parse("0.1234567", 6), Err(UnitsError::TooManyDecimals { got: 7, expected: 6 }));
        assert!(matches!(Amount::parse(&"9".repeat(78), 0), Err(UnitsError::OutOfRange { .. })));
        assert_eq!(Amount::from_raw(U256::ZERO, 78), Err(UnitsError::ScaleTooLarge { got: 78 }));
    }

    #[test]
    fn shows_every_significant_decimal() {
        assert_eq!(Amount::from_raw(U256::from(1_234_500), 6).unwrap().to_string(), "1.2345");
        assert_eq!(Amount::from_raw(U256::from(1), 18).unwrap().to_string(), "0.000000000000000001");
        assert_eq!(Amount::from_raw(U256::from(500), 0).unwrap().to_string(), "500");
    }

    #[test]
    fn scales_do_not_mix() {
        let error = amount("1", 6).checked_add(&amount("1", 18));
        assert_eq!(error, Err(UnitsError::ScaleMismatch { got: 18, expected: 6 }));
        assert_eq!(amount("1", 6).partial_cmp(&amount("1", 18)), None);
    }

    fn any_u256() -> impl Strategy<Value = U256> {
        any::<[u8; 32]>().prop_map(U256::from_be_bytes)
    }

    proptest! {
        #[test]
        fn display_reads_back(raw in any_u256(), scale in 0_u8..=77) {
            let quantity = Shares::from_raw(raw, scale).unwrap();
            prop_assert_eq!(Shares::parse(&quantity.to_string(), scale).unwrap(), quantity);
        }

        #[test]
        fn json_reads_back(raw in any_u256(), scale in 0_u8..=77) {
            let quantity = Amount::from_raw(raw, scale).unwrap();
            let json = serde_json::to_string(&quantity).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), quantity);
        }

        #[test]
        fn addition_is_commutative_and_undone_by_subtraction(a in any::<u128>(), b in any::<u128>()) {
            let a = Amount::from_raw(U256::from(a), 6).unwrap();
            let b = Amount::from_raw(U256::from(b), 6).unwrap();
            let sum = a.checked_add(&b).unwrap();
            prop_assert_eq!(sum, b.checked_add(&a).unwrap());
            prop_assert_eq!(sum.checked_sub(&b).unwrap(), a);
        }

        #[test]
        fn rounding_up_and_down_differ_by_one_unless_even(a in any_u256(), b in any::<u64>(), c in 1_u64..) {
            let (b, c) = (U256::from(b), U256::from(c));
            let down = mul_div(a, b, c, Rounding::Down);
            let up = mul_div(a, b, c, Rounding::Up);
            if let (Ok(down), Ok(up)) = (down, up) {
                let even = a.mul_mod(b, c).is_zero();
                prop_assert_eq!(up - down, if even { U256::ZERO } else { U256::from(1) });
            }
        }
    }
}

//! Rates, prices and durations that are no exact fraction: signed, with a fixed number of decimals.

use std::fmt;

use alloy_primitives::{I256, Sign, U256};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::units::{Amount, Rate, Rounding, UnitsError};

/// A signed number with eighteen decimals: a yield of 0.05 is five per cent. Read and written as decimal text, never a float.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(I256);

impl Decimal {
    /// Decimals.
    pub const SCALE: u8 = 18;
    /// Zero.
    pub const ZERO: Self = Self(I256::ZERO);

    /// From a count of `10^-18`.
    #[must_use]
    pub const fn from_raw(raw: I256) -> Self {
        Self(raw)
    }

    /// The count of `10^-18`.
    #[must_use]
    pub const fn raw(self) -> I256 {
        self.0
    }

    /// Reads `0.05`, `-3`, `104.25`: a plain decimal number of at most eighteen decimals.
    ///
    /// # Errors
    /// [`UnitsError::NotANumber`], [`UnitsError::TooManyDecimals`] or [`UnitsError::OutOfRange`].
    pub fn parse(text: &str) -> Result<Self, UnitsError> {
        let (sign, size) = text.strip_prefix('-').map_or((Sign::Positive, text), |size| (Sign::Negative, size));
        let size = Amount::parse(size, Self::SCALE)?.raw();
        Self::signed(sign, size).ok_or(UnitsError::OutOfRange { operation: "reading a number" })
    }

    /// A fraction, rounded towards zero.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`].
    pub fn from_rate(rate: &Rate) -> Result<Self, UnitsError> {
        let operation = "writing a fraction as a decimal";
        Self::signed(Sign::Positive, rate.per(Self::one())?).ok_or(UnitsError::OutOfRange { operation })
    }

    /// The sign, and the count without it.
    pub(super) fn parts(self) -> (Sign, U256) {
        self.0.into_sign_and_abs()
    }

    pub(super) fn one() -> U256 {
        U256::from(10_u8).wrapping_pow(U256::from(Self::SCALE))
    }

    pub(super) fn signed(sign: Sign, size: U256) -> Option<Self> {
        I256::checked_from_sign_and_abs(sign, size).map(Self)
    }
}

/// All significant decimals, no trailing zeros. Read back by [`Decimal::parse`].
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = self.parts();
        let size = Amount::from_raw(size, Self::SCALE).map_err(|_| fmt::Error)?;
        write!(f, "{}{size}", if sign.is_negative() { "-" } else { "" })
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An integer as its digits, so that no reader makes a binary fraction of it.
pub(super) fn digits<T: fmt::Display, S: Serializer>(number: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// `amount · rate`, rounded down to the amount's own units.
pub(super) fn share_of(amount: &Amount, rate: &Rate) -> Result<Amount, UnitsError> {
    amount.mul_div(rate.numerator, rate.denominator, Rounding::Down)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back_with_its_sign() {
        for text in ["0", "-0.000000000000000001", "104.25", "-12", "0.1"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Decimal::parse("-0").unwrap(), Decimal::ZERO);
        for text in ["", "-", "--1", "+1", "1e3", "1.0000000000000000001"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert!(Decimal::parse(&"9".repeat(60)).is_err());
    }
}

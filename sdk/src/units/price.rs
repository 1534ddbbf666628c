//! Prices, values and rates: exact fractions, rounded only where a name says so.

use std::cmp::Ordering;
use std::fmt;

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use super::amount::{decimal, decimal_string, mul_div};
use super::{Amount, Rounding, UnitsError};

/// A currency by its ISO 4217 code: `USD`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// A currency from its three-letter code.
    ///
    /// # Errors
    /// [`UnitsError::NotACurrency`] where the code is not three capital letters.
    pub fn new(code: &str) -> Result<Self, UnitsError> {
        if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Ok(Self(code.to_owned()));
        }
        Err(UnitsError::NotACurrency { got: code.to_owned() })
    }

    /// The ISO 4217 code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// What one displayed unit of an asset costs: `answer / 10^scale` of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The feed's integer answer.
    #[serde(with = "decimal_string")]
    pub answer: U256,
    /// The feed's decimals.
    pub scale: u8,
    /// What it is paid in.
    pub currency: Currency,
}

/// A sum of money: `raw / 10^scale` of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The integer.
    #[serde(with = "decimal_string")]
    pub raw: U256,
    /// Its decimals.
    pub scale: u8,
    /// Its currency.
    pub currency: Currency,
}

/// A ratio of two integers, such as a return of 3/200. Never a float.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Rate {
    /// Above the line.
    #[serde(with = "decimal_string")]
    pub numerator: U256,
    /// Below the line; never zero.
    #[serde(with = "decimal_string")]
    pub denominator: U256,
}

impl Price {
    /// The worth of `amount`, rounded down to the price's own scale.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`] where the product does not fit.
    pub fn value_of(&self, amount: &Amount) -> Result<Value, UnitsError> {
        let one = U256::from(10_u8).pow(U256::from(amount.scale()));
        let raw = mul_div(amount.raw(), self.answer, one, Rounding::Down)?;
        Ok(Value { raw, scale: self.scale, currency: self.currency.clone() })
    }
}

impl Value {
    /// Sum in one currency; scales are brought to the finer one.
    ///
    /// # Errors
    /// [`UnitsError::CurrencyMismatch`] or [`UnitsError::OutOfRange`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, UnitsError> {
        self.combined(other, "addition", U256::checked_add)
    }

    /// Difference in one currency; scales are brought to the finer one.
    ///
    /// # Errors
    /// [`UnitsError::CurrencyMismatch`], or [`UnitsError::OutOfRange`] where `other` is the larger.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, UnitsError> {
        self.combined(other, "subtraction", U256::checked_sub)
    }

    /// The same sum with more decimals.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`] where it does not fit, or where `scale` is the smaller: nothing is rounded in silence.
    pub fn rescaled(&self, scale: u8) -> Result<Self, UnitsError> {
        let raw = self.at_scale(scale).ok_or(UnitsError::OutOfRange { operation: "a finer scale" })?;
        Ok(Self { raw, scale, currency: self.currency.clone() })
    }

    /// The part `numerator / denominator` of the sum, rounded down.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] or [`UnitsError::OutOfRange`].
    pub fn part(&self, numerator: U256, denominator: U256) -> Result<Self, UnitsError> {
        let raw = mul_div(self.raw, numerator, denominator, Rounding::Down)?;
        Ok(Self { raw, scale: self.scale, currency: self.currency.clone() })
    }

    /// The raw integer at a finer scale, if it fits.
    fn combined(
        &self,
        other: &Self,
        operation: &'static str,
        apply: impl FnOnce(U256, U256) -> Option<U256>,
    ) -> Result<Self, UnitsError> {
        if self.currency != other.currency {
            return Err(UnitsError::CurrencyMismatch {
                got: other.currency.0.clone(),
                expected: self.currency.0.clone(),
            });
        }
        let scale = self.scale.max(other.scale);
        let raw = self.at_scale(scale).zip(other.at_scale(scale)).and_then(|(a, b)| apply(a, b));
        Ok(Self { raw: raw.ok_or(UnitsError::OutOfRange { operation })?, scale, currency: self.currency.clone() })
    }

    fn at_scale(&self, scale: u8) -> Option<U256> {
        let shift = scale.checked_sub(self.scale)?;
        self.raw.checked_mul(U256::from(10_u8).checked_pow(U256::from(shift))?)
    }
}

/// All significant decimals, without the currency.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.raw, self.scale))
    }
}

/// All significant decimals, without the currency.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.answer, self.scale))
    }
}

impl Rate {
    /// `numerator / denominator`.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`].
    pub fn new(numerator: U256, denominator: U256) -> Result<Self, UnitsError> {
        if denominator.is_zero() {
            return Err(UnitsError::DivisionByZero { operation: "a rate" });
        }
        Ok(Self { numerator, denominator })
    }

    /// The rate in units of `1 / per`, rounded down: `per = 10_000` gives basis points.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`].
    pub fn per(&self, per: U256) -> Result<U256, UnitsError> {
        mul_div(self.numerator, per, self.denominator, Rounding::Down)
    }
}

/// Equal as fractions: 1/2 is 2/4.
impl PartialEq for Rate {
    fn eq(&self, other: &Self) -> bool {
        use alloy_primitives::Uint;
        let left: Uint<512, 8> = self.numerator.widening_mul(other.denominator);
        let right: Uint<512, 8> = other.numerator.widening_mul(self.denominator);
        left == right
    }
}
impl Eq for Rate {}

/// Ordered as fractions: 1/3 is less than 1/2.
impl Ord for Rate {
    fn cmp(&self, other: &Self) -> Ordering {
        use alloy_primitives::Uint;
        let left: Uint<512, 8> = self.numerator.widening_mul(other.denominator);
        let right: Uint<512, 8> = other.numerator.widening_mul(self.denominator);
        left.cmp(&right)
    }
}
impl PartialOrd for Rate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(raw: u64, scale: u8) -> Value {
        Value { raw: U256::from(raw), scale, currency: Currency::new("USD").unwrap() }
    }

    #[test]
    fn a_value_is_price_times_amount_rounded_down() {
        let price = Price { answer: U256::from(104_123_456_u64), scale: 8, currency: Currency::new("USD").unwrap() };
        let amount = Amount::parse("2.5", 18).unwrap();
        assert_eq!(price.value_of(&amount).unwrap(), usd(260_308_640, 8));
    }

    #[test]
    fn sums_keep_the_finer_scale_and_one_currency() {
        assert_eq!(usd(150, 2).checked_add(&usd(1, 6)).unwrap().to_string(), "1.500001");
        let eur = Value { currency: Currency::new("EUR").unwrap(), ..usd(1, 2) };
        assert!(matches!(usd(1, 2).checked_add(&eur), Err(UnitsError::CurrencyMismatch { .. })));
        assert!(Currency::new("usd").is_err());
    }

    #[test]
    fn rates_are_fractions() {
        let half = Rate::new(U256::from(1), U256::from(2)).unwrap();
        assert_eq!(half, Rate::new(U256::from(2), U256::from(4)).unwrap());
        assert_eq!(half.per(U256::from(10_000)).unwrap(), U256::from(5_000));
        assert!(Rate::new(U256::from(1), U256::from(3)).unwrap() < half);
        assert!(Rate::new(U256::MAX, U256::from(1)).unwrap() > half);
        assert!(Rate::new(U256::from(1), U256::ZERO).is_err());
    }
}

//! Signed binary fixed point with 96 fractional bits, for what rates of return and discounting take.
//!
//! Integers of 256 bits that the crate has anyway, with products of 512: 13 KB of wasm before compression, of which powers and logarithms were
//! here already. `rust_decimal` with its `maths` is 34 KB more and holds 96 bits, fewer than an amount of a token has; `fastnum` is above a megabyte.
//! One operation is wrong by at most 2^-96, below 1.3e-29; a logarithm or a power by less than 2^-88 of itself.

use alloy_primitives::ruint::UintTryFrom as _;
use alloy_primitives::{I256, Sign, U256, Uint};

use crate::units::Rate;

use super::Decimal;
use super::power::{BITS, ONE, exp2, log2};

/// A signed number with 96 fractional bits, below 2^159 in size. Every operation answers `None` where the result does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fixed(I256);

impl Fixed {
    pub(super) const ZERO: Self = Self(I256::ZERO);
    pub(super) const ONE: Self = Self(I256::from_raw(ONE));

    /// The binary logarithm of Euler's number, to the nearest.
    pub(super) const LOG2_E: Self =
        Self(I256::from_raw(U256::from_limbs([13_272_074_530_199_698_849, 6_196_328_018, 0, 0])));

    pub(super) fn from_integer(number: i64) -> Option<Self> {
        Self::from_ratio(number, 1)
    }

    /// `above / below`, towards zero.
    pub(super) fn from_ratio(above: i64, below: i64) -> Option<Self> {
        let size = U256::from(above.unsigned_abs()).checked_mul(ONE)?.checked_div(U256::from(below.unsigned_abs()))?;
        Self::signed(of_product(sign(above), sign(below)), size)
    }

    pub(super) fn from_rate(rate: &Rate) -> Option<Self> {
        Self::signed(Sign::Positive, rate.per(ONE).ok()?)
    }

    pub(super) fn from_decimal(decimal: Decimal) -> Option<Self> {
        let (sign, size) = decimal.parts();
        Self::signed(sign, mul_div(size, ONE, Decimal::one())?)
    }

    /// To the nearest of eighteen decimals.
    pub(super) fn to_decimal(self) -> Option<Decimal> {
        let (sign, size) = self.0.into_sign_and_abs();
        let doubled = mul_div(size.checked_mul(U256::from(2_u8))?, Decimal::one(), ONE)?;
        Decimal::signed(sign, doubled.checked_add(U256::ONE)?.wrapping_shr(1))
    }

    /// `2^-bits`.
    pub(super) fn power_of_half(bits: usize) -> Self {
        Self(I256::from_raw(ONE.wrapping_shr(bits)))
    }

    pub(super) const fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    pub(super) const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub(super) fn size(self) -> Self {
        // `I256::MIN` is no value of this type: `signed` never makes it.
        Self(self.0.checked_abs().unwrap_or(I256::MAX))
    }

    pub(super) fn negated(self) -> Self {
        Self(self.0.checked_neg().unwrap_or(I256::MAX))
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    pub(super) fn sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    pub(super) fn mul(self, other: Self) -> Option<Self> {
        let size = mul_div(self.0.unsigned_abs(), other.0.unsigned_abs(), ONE)?;
        Self::signed(of_product(self.0.sign(), other.0.sign()), size)
    }

    pub(super) fn div(self, other: Self) -> Option<Self> {
        let size = mul_div(self.0.unsigned_abs(), ONE, other.0.unsigned_abs())?;
        Self::signed(of_product(self.0.sign(), other.0.sign()), size)
    }

    /// `self · above / below` with whole numbers.
    pub(super) fn scaled(self, above: i64, below: i64) -> Option<Self> {
        let size = mul_div(self.0.unsigned_abs(), U256::from(above.unsigned_abs()), U256::from(below.unsigned_abs()))?;
        Self::signed(of_product(self.0.sign(), of_product(sign(above), sign(below))), size)
    }

    /// Half way between two numbers.
    pub(super) fn middle(self, other: Self) -> Option<Self> {
        self.add(other).map(|sum| Self(sum.0.asr(1)))
    }

    /// The binary logarithm of a number above zero.
    pub(super) fn log2(self) -> Option<Self> {
        if self.is_negative() || self.is_zero() {
            return None;
        }
        if self >= Self::ONE {
            return Self::signed(Sign::Positive, log2(self.0.unsigned_abs())?);
        }
        Self::signed(Sign::Negative, log2(Self::ONE.div(self)?.0.unsigned_abs())?)
    }

    /// Two to this power; zero where that is below 2^-96, `None` from 2^64 on.
    pub(super) fn exp2(self) -> Option<Self> {
        if !self.is_negative() {
            return Self::signed(Sign::Positive, exp2(self.0.unsigned_abs())?);
        }
        // 2^-(n + f) is 2^(1 - f) / 2^(n + 1): nothing is divided, so nothing is lost.
        let size = self.0.unsigned_abs();
        let whole = size.wrapping_shr(BITS).saturating_to::<usize>();
        let fraction = size & ONE.wrapping_sub(U256::ONE);
        let power = exp2(ONE.wrapping_sub(fraction))?;
        let power = if whole < BITS { power.wrapping_shr(whole.saturating_add(1)) } else { U256::ZERO };
        Self::signed(Sign::Positive, power)
    }

    fn signed(sign: Sign, size: U256) -> Option<Self> {
        I256::checked_from_sign_and_abs(sign, size).map(Self)
    }
}

/// The sign of a product or a quotient.
fn of_product(one: Sign, other: Sign) -> Sign {
    if one == other { Sign::Positive } else { Sign::Negative }
}

const fn sign(number: i64) -> Sign {
    if number.is_negative() { Sign::Negative } else { Sign::Positive }
}

/// `a · b / c` through 512 bits, rounded down.
fn mul_div(a: U256, b: U256, c: U256) -> Option<U256> {
    let product: Uint<512, 8> = a.widening_mul(b);
    if c == ONE {
        return U256::uint_try_from(product.wrapping_shr(BITS)).ok();
    }
    U256::uint_try_from(product.checked_div(Uint::<512, 8>::from(c))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fixed(text: &str) -> Fixed {
        Fixed::from_decimal(Decimal::parse(text).unwrap()).unwrap()
    }

    /// Expected digits: Python's `decimal` with 60 digits, rounded to 18 decimals.
    #[test]
    fn powers_and_logarithms_agree_with_decimal_arithmetic() {
        for (number, power) in [
            ("0.5", "1.414213562373095049"),
            ("-0.5", "0.707106781186547524"),
            ("10.25", "1217.748085762786372319"),
            ("-10.25", "0.000821187905521206"),
            ("-59.999999", "0.000000000000000001"),
            ("-0.000000000000000001", "0.999999999999999999"),
        ] {
            assert_eq!(fixed(number).exp2().unwrap().to_decimal().unwrap().to_string(), power, "2^{number}");
        }
        for (number, logarithm) in [
            ("1.05", "0.070389327891397941"),
            ("0.5", "-1"),
            ("0.97", "-0.043943347587597016"),
            ("1000000", "19.931568569324174087"),
            ("0.0001", "-13.287712379549449391"),
        ] {
            let found = fixed(number).log2().unwrap().to_decimal().unwrap().to_string();
            assert_eq!(found, logarithm, "log2 {number}");
        }
        assert_eq!((Fixed::ZERO.log2(), fixed("-1").log2(), fixed("64").exp2()), (None, None, None));
        assert_eq!(fixed("-97").exp2(), Some(Fixed::ZERO));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let large = Fixed(I256::MAX);
        assert_eq!((large.add(Fixed::ONE), large.mul(fixed("2")), large.div(fixed("0.5"))), (None, None, None));
        assert_eq!((large.negated().sub(fixed("1")), Fixed::ONE.div(Fixed::ZERO)), (None, None));
    }

    proptest! {
        #[test]
        fn a_power_undoes_its_logarithm(number in 1_i64..=1 << 62, below in 1_i64..=1 << 30) {
            let number = Fixed::from_ratio(number, below).unwrap();
            if let Some(back) = number.log2().unwrap().exp2() {
                let off = back.sub(number).unwrap().size().div(number).unwrap();
                prop_assert!(off < Fixed::power_of_half(60), "{off:?}");
            }
        }

        #[test]
        fn products_and_quotients_undo_each_other(a in any::<i32>(), b in 1_i64.., c in any::<bool>()) {
            let b = if c { b } else { -b };
            let (a, b) = (Fixed::from_integer(a.into()).unwrap(), Fixed::from_ratio(b, 1 << 40).unwrap());
            let off = a.mul(b).unwrap().div(b).unwrap().sub(a).unwrap().size();
            prop_assert!(off <= Fixed::power_of_half(50));
        }
    }
}

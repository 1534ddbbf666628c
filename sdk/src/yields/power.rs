//! A ratio to a rational power, in binary fixed point with 96 fractional bits.
//!
//! Only for figures that are displayed. `x^e = 2^(e · log2 x)`: the logarithm by repeated squaring, bit by bit, the power by the
//! series of the exponential, both in integers alone. With exponents up to a year over a day the result is good to more than 15 decimals.

use alloy_primitives::U256;

use crate::units::Rate;

pub(super) const BITS: usize = 96;
/// One, in this fixed point.
pub(super) const ONE: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);
const TWO: U256 = U256::from_limbs([0, 1 << 33, 0, 0]);
/// The natural logarithm of two, to the nearest.
const LN_2: U256 = U256::from_limbs([15_118_436_252_839_555_992, 2_977_044_471, 0, 0]);
/// Terms of the series: with an exponent below ln 2 the next one is less than 2^-96.
const TERMS: u64 = 25;
/// The largest whole power of two that is worked out: what grows further is no rate of return.
const MOST_DOUBLINGS: u64 = 64;

/// Decimals of a result: what is beyond them is not sure.
const DECIMALS: u64 = 15;

/// One whole, at the decimals of [`power`].
pub(super) fn whole() -> U256 {
    U256::from(10_u8).wrapping_pow(U256::from(DECIMALS))
}

/// `ratio^(above / below)`, to the nearest of 15 decimals, so that a power that comes out even is shown even. `None` as for
/// [`binary_power`].
pub(super) fn power(ratio: Rate, above: u64, below: u64) -> Option<U256> {
    let half = ONE.wrapping_shr(1);
    let scaled = binary_power(ratio, above, below)?.checked_mul(whole())?.checked_add(half)?;
    Some(scaled.wrapping_shr(BITS))
}

/// `ratio^(above / below)` in binary fixed point. `None` where the result would be 2^64 or more, or the ratio is beyond 2^±95.
fn binary_power(ratio: Rate, above: u64, below: u64) -> Option<U256> {
    if ratio.numerator.is_zero() {
        return Some(U256::ZERO);
    }
    let shrinks = ratio.numerator < ratio.denominator;
    let grown = if shrinks { Rate { numerator: ratio.denominator, denominator: ratio.numerator } } else { ratio };
    let logarithm = log2(grown.per(ONE).ok()?)?;
    let exponent = logarithm.checked_mul(U256::from(above))?.checked_div(U256::from(below))?;
    match exp2(exponent) {
        // What shrinks beyond 2^-64 is nothing at any number of decimals that is shown.
        None => shrinks.then_some(U256::ZERO),
        Some(power) if shrinks => ONE.checked_mul(ONE)?.checked_div(power),
        Some(power) => Some(power),
    }
}

/// The binary logarithm of a number from one up to 2^95.
pub(super) fn log2(number: U256) -> Option<U256> {
    let whole = number.bit_len().checked_sub(BITS.checked_add(1)?)?;
    if whole >= BITS {
        return None;
    }
    let mut rest = number.wrapping_shr(whole);
    let mut logarithm = U256::from(whole).checked_shl(BITS)?;
    for bit in (0..BITS).rev() {
        rest = rest.checked_mul(rest)?.wrapping_shr(BITS);
        if rest >= TWO {
            rest = rest.wrapping_shr(1);
            logarithm.set_bit(bit, true);
        }
    }
    Some(logarithm)
}

/// Two to the power of a number below 64: `Σ (f · ln 2)^k / k!`, shifted by the whole part.
pub(super) fn exp2(exponent: U256) -> Option<U256> {
    let whole = u64::try_from(exponent.wrapping_shr(BITS)).ok().filter(|whole| *whole < MOST_DOUBLINGS)?;
    let fraction = exponent & ONE.wrapping_sub(U256::ONE);
    let step = fraction.checked_mul(LN_2)?.wrapping_shr(BITS);
    let (mut power, mut term) = (ONE, ONE);
    for k in 1..=TERMS {
        term = term.checked_mul(step)?.wrapping_shr(BITS).checked_div(U256::from(k))?;
        power = power.checked_add(term)?;
    }
    power.checked_shl(usize::try_from(whole).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(numerator: u64, denominator: u64) -> Rate {
        Rate::new(U256::from(numerator), U256::from(denominator)).unwrap()
    }

    /// Expected digits: Python's `decimal` with 60 digits, `(Decimal(n)/Decimal(d)) ** (Decimal(a)/Decimal(b))`,
    /// rounded to 15 decimals.
    #[test]
    fn agrees_with_decimal_arithmetic() {
        for ((numerator, denominator), (above, below), expected) in POWERS {
            let power = power(ratio(numerator, denominator), above, below).unwrap();
            assert_eq!(format!("{power:0>16}"), expected, "({numerator}/{denominator})^({above}/{below})");
        }
    }

    type Power = ((u64, u64), (u64, u64), &'static str);
    const POWERS: [Power; 6] = [
        ((105, 100), (1, 1), "1050000000000000"),
        ((10001, 10000), (365, 1), "1037172411302552"),
        ((1004, 1000), (31556952, 2629746), "1049070207534806"),
        ((97, 100), (31556952, 86400), "0000014739242110"),
        ((3, 2), (31556952, 31536000), "1500404130959805"),
        ((1000123, 1000000), (31556952, 604800), "1006438073709379"),
    ];

    #[test]
    fn what_is_absurd_is_refused_and_what_vanishes_is_zero() {
        assert_eq!(power(ratio(2, 1), 64, 1), None);
        assert_eq!(power(ratio(1, 2), 64, 1), Some(U256::ZERO));
        assert_eq!(power(ratio(0, 5), 3, 1), Some(U256::ZERO));
        assert_eq!(power(Rate { numerator: U256::MAX, denominator: U256::ONE }, 1, 1), None);
    }

    proptest! {
        #[test]
        fn a_power_and_its_inverse_cancel(numerator in 1_u32.., denominator in 1_u32..) {
            let (up, down) = (ratio(numerator.into(), denominator.into()), ratio(denominator.into(), numerator.into()));
            let (a, b) = (binary_power(up, 1, 3).unwrap(), binary_power(down, 1, 3).unwrap());
            let product = (a * b) >> BITS;
            prop_assert!(product.abs_diff(ONE) < U256::ONE << 60);
        }
    }
}

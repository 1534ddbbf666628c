//! Amounts that an index stands behind: shares of rebasing tokens, and amounts scaled for display (ERC-8056).
//!
//! All divisions are those of the contracts: the product first, in 256 bits, then rounded down. Where the contract's own product would
//! not fit, so does none here.

use alloy_primitives::U256;
use serde::Serialize;

use super::amount::{decimal_string, mul_div};
use super::{Amount, Quantity, Rounding, Timestamp, UnitsError};

/// What [`RebasingShares`] count: the part of a rebasing token's supply that an account has. Its balance is these times an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RebasingShareUnits {}

/// What a [`UiAmount`] counts: raw units times the UI multiplier of ERC-8056. No function that moves tokens takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UiUnits {}

/// Shares of a rebasing token.
pub type RebasingShares = Quantity<RebasingShareUnits>;

/// An amount as it is to be shown (ERC-8056). It has no raw units: what is sent is the [`Amount`] that [`Multiplier::amount`] makes of it.
///
/// ```compile_fail,E0599
/// # use assay_sdk::units::UiAmount;
/// fn units_to_send(shown: UiAmount) -> alloy_primitives::U256 {
///     shown.raw() // there is no such method: `transfer` counts in raw amounts
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use assay_sdk::units::{Amount, UiAmount};
/// fn send(amount: Amount) {}
/// fn send_shown(shown: UiAmount) {
///     send(shown) // expected `Quantity<TokenUnits>`, found `Quantity<UiUnits>`
/// }
/// ```
///
/// ```
/// # use alloy_primitives::U256;
/// # use assay_sdk::units::{Multiplier, UiAmount};
/// let split = Multiplier::new(U256::from(2_000_000_000_000_000_000_u64))?;
/// let shown = UiAmount::parse("3", 6)?;
/// assert_eq!(split.amount(&shown)?.to_string(), "1.5");
/// # Ok::<(), assay_sdk::units::UnitsError>(())
/// ```
pub type UiAmount = Quantity<UiUnits>;

impl UiAmount {
    /// The integer that `toUIAmount` answers and `fromUIAmount` takes.
    #[must_use]
    pub const fn scaled(&self) -> U256 {
        self.counted()
    }
}

/// The index of a rebasing token: what shares are worth in tokens, as a fraction that the contract multiplies and divides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    #[serde(with = "decimal_string")]
    numerator: U256,
    #[serde(with = "decimal_string")]
    denominator: U256,
    /// Decimals that shares have more than the token.
    finer: u8,
}

/// The UI multiplier of ERC-8056, with 18 decimals. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Multiplier(#[serde(with = "decimal_string")] U256);

/// A multiplier that was announced and does not count yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PendingMultiplier {
    /// The multiplier to come.
    pub multiplier: Multiplier,
    /// From when on it counts.
    pub at: Timestamp,
}

const ONE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

impl Index {
    /// `numerator / denominator`, for shares that have `finer` decimals more than the token.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] where either is zero: amounts could not be turned into shares, or shares into amounts.
    pub fn new(numerator: U256, denominator: U256, finer: u8) -> Result<Self, UnitsError> {
        if numerator.is_zero() || denominator.is_zero() {
            return Err(UnitsError::DivisionByZero { operation: "an index" });
        }
        Ok(Self { numerator, denominator, finer })
    }

    /// What the contract multiplies shares by.
    #[must_use]
    pub const fn numerator(&self) -> U256 {
        self.numerator
    }

    /// What it divides the product by.
    #[must_use]
    pub const fn denominator(&self) -> U256 {
        self.denominator
    }

    /// What shares are worth: `shares · numerator / denominator`, rounded down.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`], or [`UnitsError::ScaleMismatch`] for shares with fewer decimals than this index's have.
    pub fn amount(&self, shares: &RebasingShares) -> Result<Amount, UnitsError> {
        let mismatch = UnitsError::ScaleMismatch { got: shares.scale(), expected: self.finer };
        let scale = shares.scale().checked_sub(self.finer).ok_or(mismatch)?;
        Amount::from_raw(scale_down(shares.raw(), self.numerator, self.denominator)?, scale)
    }

    /// The shares that a transfer of an amount moves: `amount · denominator / numerator`, rounded down.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`] or [`UnitsError::ScaleTooLarge`].
    pub fn shares(&self, amount: &Amount) -> Result<RebasingShares, UnitsError> {
        let raw = scale_down(amount.raw(), self.denominator, self.numerator)?;
        RebasingShares::from_raw(raw, amount.scale().saturating_add(self.finer))
    }

    /// This index and another over one denominator, for comparing them.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`].
    pub fn alongside(&self, other: &Self) -> Result<(U256, U256), UnitsError> {
        if self.denominator == other.denominator {
            return Ok((self.numerator, other.numerator));
        }
        Ok((product(self.numerator, other.denominator)?, product(other.numerator, self.denominator)?))
    }
}

impl Multiplier {
    /// What a multiplier of one is as an integer.
    pub const ONE: U256 = ONE;

    /// A multiplier as `uiMultiplier` answers it: `1e18` is one.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] for zero.
    pub fn new(raw: U256) -> Result<Self, UnitsError> {
        if raw.is_zero() {
            return Err(UnitsError::DivisionByZero { operation: "a UI multiplier" });
        }
        Ok(Self(raw))
    }

    /// The integer, with 18 decimals.
    #[must_use]
    pub const fn raw(&self) -> U256 {
        self.0
    }

    /// What is shown for a raw amount: `toUIAmount`, rounded down.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`].
    pub fn ui_amount(&self, amount: &Amount) -> Result<UiAmount, UnitsError> {
        UiAmount::from_raw(scale_down(amount.raw(), self.0, ONE)?, amount.scale())
    }

    /// The raw amount of what is shown: `fromUIAmount`, rounded down. Shown again it may be less than was asked for.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`].
    pub fn amount(&self, shown: &UiAmount) -> Result<Amount, UnitsError> {
        Amount::from_raw(scale_down(shown.scaled(), ONE, self.0)?, shown.scale())
    }
}

fn product(a: U256, b: U256) -> Result<U256, UnitsError> {
    a.checked_mul(b).ok_or(UnitsError::OutOfRange { operation: "multiplication" })
}

/// `a · b / c` as Solidity has it: a product that does not fit 256 bits is refused even where the quotient would.
fn scale_down(a: U256, b: U256, c: U256) -> Result<U256, UnitsError> {
    mul_div(product(a, b)?, U256::ONE, c, Rounding::Down)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(numerator: u64, denominator: u64) -> Index {
        Index::new(U256::from(numerator), U256::from(denominator), 0).unwrap()
    }

    #[test]
    fn shares_of_ondo_have_four_decimals_more() {
        let price = U256::from(1_050_000_000_000_000_000_u64);
        let index = Index::new(price, ONE * U256::from(10_000), 4).unwrap();
        let shares = RebasingShares::parse("100", 22).unwrap();
        let amount = index.amount(&shares).unwrap();
        assert_eq!((amount.to_string().as_str(), amount.scale()), ("105", 18));
        assert_eq!(index.shares(&amount).unwrap(), shares);
        assert!(matches!(index.amount(&RebasingShares::parse("1", 3).unwrap()), Err(UnitsError::ScaleMismatch { .. })));
    }

    #[test]
    fn nothing_divides_by_zero_and_no_product_overflows() {
        assert!(Index::new(U256::ZERO, ONE, 0).is_err() && Index::new(ONE, U256::ZERO, 0).is_err());
        assert!(Multiplier::new(U256::ZERO).is_err());
        // Solidity's product overflows here, though the quotient would fit.
        let all = Amount::from_raw(U256::MAX, 18).unwrap();
        assert!(matches!(Multiplier::new(ONE).unwrap().ui_amount(&all), Err(UnitsError::OutOfRange { .. })));
        assert!(matches!(index(3, 2).shares(&all), Err(UnitsError::OutOfRange { .. })));
    }

    #[test]
    fn indices_are_compared_over_one_denominator() {
        assert_eq!(index(3, 2).alongside(&index(5, 2)).unwrap(), (U256::from(3), U256::from(5)));
        assert_eq!(index(3, 2).alongside(&index(5, 4)).unwrap(), (U256::from(12), U256::from(10)));
    }

    proptest! {
        #[test]
        fn there_and_back_never_gains(raw in any::<u128>(), multiplier in 1_u64..) {
            let multiplier = Multiplier::new(U256::from(multiplier)).unwrap();
            let amount = Amount::from_raw(U256::from(raw >> 32), 6).unwrap();
            let back = multiplier.amount(&multiplier.ui_amount(&amount).unwrap()).unwrap();
            prop_assert!(back.raw() <= amount.raw());
        }

        #[test]
        fn the_least_shares_for_an_amount_are_within_one(raw in any::<u64>(), numerator in 1_u64.., denominator in 1_u64..) {
            let index = index(numerator, denominator);
            let amount = Amount::from_raw(U256::from(raw), 6).unwrap();
            let shares = index.shares(&amount).unwrap();
            let more = shares.with_raw(shares.raw() + U256::ONE);
            prop_assert!(index.amount(&shares).unwrap().raw() <= amount.raw());
            prop_assert!(index.amount(&more).unwrap().raw() >= amount.raw());
        }
    }
}

//! Price, yield and duration of a bond, by the street convention.
//!
//! Discounting is periodic, at the frequency of the coupons: a payment that is `w + k` coupon periods away is worth
//! `1 / (1 + y/f)^(w + k)` of itself, where `w` is the part of the running period that is left: its days, of which 30/360 has `360/f`, less
//! those that are gone. Coupons count as paid on the days interest ends, holidays or not, as the convention has it. Figures are per 100 of
//! face.
//!
//! Accuracy: prices to 1e-15 per 100 of face, yields to 1e-12, durations to 1e-15 of a year, where the price is below 10^9; each is rounded to
//! eighteen decimals.

use serde::{Deserialize, Serialize};

use super::fixed::Fixed;
use super::solve::{Point, root};
use super::terms_error::fits;
use super::{Bond, Date, Decimal, TermsError};

/// How the last coupon period is discounted. In all others there is no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the two that markets use")]
pub enum YieldConvention {
    /// Compound, as every other period (ICMA; also called the ISMA yield).
    Icma,
    /// Simple: `1 / (1 + w · y/f)`. What US markets do when one payment is left.
    UsStreet,
}

/// Prices per 100 of face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// What is quoted: without accrued interest.
    pub clean: Decimal,
    /// What is paid: with it.
    pub dirty: Decimal,
    /// The difference.
    pub accrued: Decimal,
}

/// How long the money is tied up, and how the price moves with the yield.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Duration {
    /// Macaulay: the mean time to the payments in years, each weighted with its present value.
    pub macaulay: Decimal,
    /// Modified: by which part the dirty price falls for a yield higher by one: `macaulay / (1 + y/f)`.
    pub modified: Decimal,
}

/// The lowest yield that is looked for, as a part of the frequency: `−0.9 f`.
const LEAST: (i64, i64) = (-9, 10);
/// The highest yield that is looked for: 10,000 %.
const MOST: i64 = 100;
/// A yield is found to 2^-64, which is 5.4e-20.
const YIELD_BITS: usize = 64;

impl Bond {
    /// The price at a yield.
    ///
    /// # Errors
    /// [`TermsError::OutsideLife`]; [`TermsError::Yield`] at `−f` and below; [`TermsError::Units`].
    pub fn price(
        &self,
        settlement: Date,
        yield_rate: Decimal,
        convention: YieldConvention,
    ) -> Result<Quote, TermsError> {
        let street = Street::new(self, settlement, convention)?;
        let rate = street.checked(yield_rate)?;
        let dirty = fits(street.dirty(rate), PRICING)?;
        let clean = fits(dirty.sub(street.accrued), PRICING)?;
        let [clean, dirty, accrued] = [clean, dirty, street.accrued].map(Fixed::to_decimal);
        Ok(Quote { clean: fits(clean, PRICING)?, dirty: fits(dirty, PRICING)?, accrued: fits(accrued, PRICING)? })
    }

    /// The yield to maturity at a clean price: the one yield at which [`Bond::price`] gives that price.
    ///
    /// # Errors
    /// [`TermsError::OutsideLife`]; [`TermsError::Price`] where price and accrued interest come to nothing; [`TermsError::NoRate`] where no yield
    /// from `−0.9 f` to 100 gives the price; [`TermsError::Units`].
    pub fn yield_to_maturity(
        &self,
        settlement: Date,
        clean: Decimal,
        convention: YieldConvention,
    ) -> Result<Decimal, TermsError> {
        let street = Street::new(self, settlement, convention)?;
        let target = Fixed::from_decimal(clean).and_then(|clean| clean.add(street.accrued));
        let target = fits(target, PRICING)?;
        if target <= Fixed::ZERO {
            return Err(TermsError::Price { got: fits(target.to_decimal(), PRICING)? });
        }
        let least = fits(street.periods_a_year.scaled(LEAST.0, LEAST.1), PRICING)?;
        let most = fits(Fixed::from_integer(MOST), PRICING)?;
        // A price that does not fit lies above every other.
        let excess = |rate: Fixed| street.dirty(rate).and_then(|dirty| dirty.sub(target));
        let (above, below) = (excess(least), excess(most));
        let within = above.is_none_or(|above| !above.is_negative()) && below.is_some_and(Fixed::is_negative);
        if !within {
            let [least, most] = [least, most].map(Fixed::to_decimal);
            return Err(TermsError::NoRate { least: fits(least, PRICING)?, most: fits(most, PRICING)? });
        }
        let (above, below) = (Point { at: least, value: above }, Point { at: most, value: below });
        let found = root(above, below, YIELD_BITS, excess);
        fits(found.and_then(Fixed::to_decimal), PRICING)
    }

    /// Macaulay and modified duration at a yield.
    ///
    /// # Errors
    /// As [`Bond::price`].
    pub fn duration(
        &self,
        settlement: Date,
        yield_rate: Decimal,
        convention: YieldConvention,
    ) -> Result<Duration, TermsError> {
        let street = Street::new(self, settlement, convention)?;
        let rate = street.checked(yield_rate)?;
        let (macaulay, modified) = fits(street.durations(rate), PRICING)?;
        let [macaulay, modified] = [macaulay, modified].map(Fixed::to_decimal);
        Ok(Duration { macaulay: fits(macaulay, PRICING)?, modified: fits(modified, PRICING)? })
    }
}

const PRICING: &str = "pricing a bond";

/// A bond seen from one day of settlement.
struct Street {
    /// Payments per 100 of face, one for each coupon left; the last with the face.
    payments: Vec<Fixed>,
    /// The part of the running period that is left.
    first: Fixed,
    periods_a_year: Fixed,
    accrued: Fixed,
    convention: YieldConvention,
}

impl Street {
    fn new(bond: &Bond, settlement: Date, convention: YieldConvention) -> Result<Self, TermsError> {
        let remaining = bond.remaining(settlement)?;
        let hundred = fits(Fixed::from_integer(100), PRICING)?;
        let per_hundred = |rate| Fixed::from_rate(&rate).and_then(|rate| rate.mul(hundred));
        let mut payments = Vec::with_capacity(remaining.len());
        for period in remaining {
            payments.push(fits(per_hundred(bond.coupon(period)?), PRICING)?);
        }
        let last = fits(payments.last_mut(), PRICING)?;
        *last = fits(last.add(hundred), PRICING)?;
        let reference = fits(remaining.first(), PRICING)?.reference;
        let day_count = bond.terms().day_count;
        let whole = day_count.period_days(&reference)?;
        // Days left are the period's less those gone, which in 30/360 are not always those to its end (Mayle, Standard Securities Calculation
        // Methods).
        let left = whole.saturating_sub(day_count.days(reference.start, settlement)?);
        let ratio = i64::try_from(left).ok().zip(i64::try_from(whole).ok());
        let first = fits(ratio.and_then(|(left, whole)| Fixed::from_ratio(left, whole)), PRICING)?;
        let frequency = i64::try_from(reference.frequency.per_year()).ok();
        let periods_a_year = fits(frequency.and_then(Fixed::from_integer), PRICING)?;
        let accrued = fits(per_hundred(bond.accrued_interest(settlement)?), PRICING)?;
        Ok(Self { payments, first, periods_a_year, accrued, convention })
    }

    fn checked(&self, rate: Decimal) -> Result<Fixed, TermsError> {
        let fixed = fits(Fixed::from_decimal(rate), PRICING)?;
        let least = self.periods_a_year.negated();
        if fixed <= least {
            return Err(TermsError::Yield { got: rate, expected: fits(least.to_decimal(), PRICING)? });
        }
        Ok(fixed)
    }

    /// `1 + y/f`.
    fn growth(&self, rate: Fixed) -> Option<Fixed> {
        rate.div(self.periods_a_year)?.add(Fixed::ONE).filter(|growth| *growth > Fixed::ZERO)
    }

    /// What the growth over the rest of the running period is, where one payment is left and it is discounted simply.
    fn simple_growth(&self, rate: Fixed) -> Option<Option<Fixed>> {
        let simple = self.payments.len() == 1 && matches!(self.convention, YieldConvention::UsStreet);
        if !simple {
            return Some(None);
        }
        rate.div(self.periods_a_year)?.mul(self.first)?.add(Fixed::ONE).map(Some)
    }

    /// The sum of payments discounted to the next coupon.
    fn at_next_coupon(&self, discount: Fixed) -> Option<Fixed> {
        self.payments.iter().rev().try_fold(Fixed::ZERO, |sum, payment| sum.mul(discount)?.add(*payment))
    }

    fn dirty(&self, rate: Fixed) -> Option<Fixed> {
        let growth = self.growth(rate)?;
        let next = self.at_next_coupon(Fixed::ONE.div(growth)?)?;
        match self.simple_growth(rate)? {
            Some(simple) => next.div(simple),
            None => next.mul(self.first.mul(growth.log2()?)?.negated().exp2()?),
        }
    }

    /// Macaulay: the first payment is `w` periods away, and each payment of which another follows is passed by on the way to it. So the mean is
    /// `w` and the sum of what is discounted behind each coupon, over the whole.
    fn durations(&self, rate: Fixed) -> Option<(Fixed, Fixed)> {
        let growth = self.growth(rate)?;
        let discount = Fixed::ONE.div(growth)?;
        let (mut sum, mut moment) = (Fixed::ZERO, Fixed::ZERO);
        for payment in self.payments.iter().rev() {
            // One period earlier: everything shrinks once, and everything is one period further away.
            sum = sum.mul(discount)?;
            moment = moment.mul(discount)?.add(sum)?;
            sum = sum.add(*payment)?;
        }
        let macaulay = self.first.add(moment.div(sum)?)?.div(self.periods_a_year)?;
        let growth = self.simple_growth(rate)?.unwrap_or(growth);
        Some((macaulay, macaulay.div(growth)?))
    }
}

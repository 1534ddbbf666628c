//! Rates of return over a window, as exact fractions.
//!
//! The exact figure is always that of the window itself. What it would be in a year is derived for display only, never
//! fed back into a sum, and says its formula and its year.

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{BlockRef, Rate, Seconds, Timestamp, UnitsError};

use super::YieldError;
use super::power;

/// One end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The block that was read.
    pub block: BlockRef,
    /// The moment that the figure is of: the block's time for a share price, the publication for a feed's round.
    pub time: Timestamp,
}

/// A span of time with a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    from: Moment,
    to: Moment,
}

/// A difference and its sign. No change is a gain of zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "by", rename_all = "camelCase")]
pub enum Change<T> {
    /// More than before, or as much.
    Gain(T),
    /// Less than before.
    Loss(T),
}

/// What one unit put in at the start had become at the end: exact, and of this window only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Realised {
    /// The span it is of.
    pub window: Window,
    /// End over start: 103/100 for three per cent.
    pub ratio: Rate,
    /// The same less one: a gain of 3/100.
    pub change: Change<Rate>,
}

/// A return stated per year: for display, derived from a [`Realised`] one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Annual {
    /// The change in a year.
    pub change: Change<Rate>,
    /// How long the year is taken to be.
    pub year: Seconds,
    /// How it was derived; `r` is the window's return and `t` its length.
    pub formula: &'static str,
}

impl Moment {
    /// The moment of a block.
    #[must_use]
    pub const fn of_block(block: BlockRef) -> Self {
        Self { block, time: block.timestamp }
    }
}

impl Window {
    /// A window between two moments.
    ///
    /// # Errors
    /// [`YieldError::Window`] where the end is not later than the start.
    pub fn new(from: Moment, to: Moment) -> Result<Self, YieldError> {
        if to.time <= from.time {
            return Err(YieldError::Window { got: to.time, expected: from.time });
        }
        Ok(Self { from, to })
    }

    /// Its start.
    #[must_use]
    pub const fn from(&self) -> Moment {
        self.from
    }

    /// Its end.
    #[must_use]
    pub const fn to(&self) -> Moment {
        self.to
    }

    /// Its length; never zero.
    #[must_use]
    pub const fn length(&self) -> Seconds {
        self.to.time.since(self.from.time)
    }
}

impl<T> Change<T> {
    /// Applies `f` to the size of the change, keeping its sign.
    pub fn map<V>(self, f: impl FnOnce(T) -> V) -> Change<V> {
        match self {
            Self::Gain(by) => Change::Gain(f(by)),
            Self::Loss(by) => Change::Loss(f(by)),
        }
    }

    /// The size of the change.
    pub const fn size(&self) -> &T {
        match self {
            Self::Gain(by) | Self::Loss(by) => by,
        }
    }

    /// Whether it is a loss.
    #[must_use]
    pub const fn is_loss(&self) -> bool {
        matches!(self, Self::Loss(_))
    }
}

impl Change<U256> {
    /// The change from `then` to `now`.
    #[must_use]
    pub fn between(then: U256, now: U256) -> Self {
        if now >= then { Self::Gain(now.saturating_sub(then)) } else { Self::Loss(then.saturating_sub(now)) }
    }
}

impl Realised {
    /// The return of something that was worth `then` at the start and `now` at the end.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] where it was worth nothing at the start.
    pub fn between(window: Window, then: U256, now: U256) -> Result<Self, UnitsError> {
        let ratio = Rate::new(now, then)?;
        let change = Change::between(then, now).map(|by| Rate { numerator: by, denominator: then });
        Ok(Self { window, ratio, change })
    }

    /// The return in a year without interest on interest: `r · year / t`. `None` for a window shorter than a day, where
    /// stretching to a year says nothing, and where the figure does not fit.
    #[must_use]
    pub fn simple_annual(&self) -> Option<Annual> {
        let length = self.worth_annualising()?;
        let stretch = |rate: Rate| {
            let numerator = rate.numerator.checked_mul(U256::from(Seconds::YEAR.0))?;
            Rate::new(numerator, rate.denominator.checked_mul(U256::from(length.0))?).ok()
        };
        let change = match self.change {
            Change::Gain(by) => Change::Gain(stretch(by)?),
            Change::Loss(by) => Change::Loss(stretch(by)?),
        };
        Some(Annual { change, year: Seconds::YEAR, formula: "r · year / t" })
    }

    /// The return in a year if every later window brought the same: `(1 + r)^(year / t) − 1`, rounded to fifteen decimals.
    /// `None` as for [`Realised::simple_annual`].
    #[must_use]
    pub fn compound_annual(&self) -> Option<Annual> {
        let length = self.worth_annualising()?;
        let grown = power::power(self.ratio, Seconds::YEAR.0, length.0)?;
        let change =
            Change::between(power::whole(), grown).map(|by| Rate { numerator: by, denominator: power::whole() });
        Some(Annual { change, year: Seconds::YEAR, formula: "(1 + r)^(year / t) − 1" })
    }

    fn worth_annualising(&self) -> Option<Seconds> {
        Some(self.window.length()).filter(|length| *length >= Seconds::DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use proptest::prelude::*;

    fn moment(time: u64) -> Moment {
        Moment::of_block(BlockRef { number: time, hash: B256::ZERO, timestamp: Timestamp(time) })
    }

    fn realised(seconds: u64, then: u64, now: u64) -> Realised {
        let window = Window::new(moment(1_000), moment(1_000 + seconds)).unwrap();
        Realised::between(window, U256::from(then), U256::from(now)).unwrap()
    }

    fn rate(numerator: u64, denominator: u64) -> Rate {
        Rate::new(U256::from(numerator), U256::from(denominator)).unwrap()
    }

    #[test]
    fn gains_and_losses_are_exact_fractions() {
        assert_eq!(realised(86_400, 200, 203).change, Change::Gain(rate(3, 200)));
        assert_eq!(realised(86_400, 200, 197).change, Change::Loss(rate(3, 200)));
        assert_eq!(realised(86_400, 7, 7).change, Change::Gain(rate(0, 1)));
        assert_eq!(realised(86_400, 7, 0).change, Change::Loss(rate(1, 1)));
    }

    #[test]
    fn a_start_at_zero_has_no_return() {
        let window = Window::new(moment(1), moment(2)).unwrap();
        assert!(Realised::between(window, U256::ZERO, U256::from(5)).is_err());
    }

    #[test]
    fn windows_run_forwards() {
        assert!(matches!(Window::new(moment(5), moment(5)), Err(YieldError::Window { .. })));
        assert!(matches!(Window::new(moment(6), moment(5)), Err(YieldError::Window { .. })));
    }

    #[test]
    fn a_simple_year_stretches_the_window() {
        // A twelfth of the year brings 0.4 %: 4.8 % in the whole of it.
        let month = realised(Seconds::YEAR.0 / 12, 1_000, 1_004);
        assert_eq!(month.simple_annual().unwrap().change, Change::Gain(rate(48, 1_000)));
    }

    #[test]
    fn a_compound_year_equals_published_effective_rates() {
        // Effective annual rates of nominal 5 % (monthly), 12 % (monthly) and 10 % (quarterly) as loan tables print them:
        // 5.116190 %, 12.682503 % and 10.381289 %.
        for (parts, then, now, expected) in
            [(12, 12_000, 12_050, 51_161_u64), (12, 100, 101, 126_825), (4, 1_000, 1_025, 103_812)]
        {
            let annual = realised(Seconds::YEAR.0 / parts, then, now).compound_annual().unwrap();
            assert!(!annual.change.is_loss());
            assert_eq!(annual.change.size().per(U256::from(1_000_000)).unwrap(), U256::from(expected));
        }
    }

    #[test]
    fn hours_are_not_stretched_to_a_year() {
        assert!(realised(86_399, 100, 101).simple_annual().is_none());
        assert!(realised(86_399, 100, 101).compound_annual().is_none());
    }

    proptest! {
        #[test]
        fn a_whole_year_compounds_to_itself(then in 1_u64.., now in 1_u64..) {
            let year = realised(Seconds::YEAR.0, then, now);
            let annual = year.compound_annual();
            // Ratios beyond 2^64 are not annualised; within u64 none is.
            let annual = annual.unwrap();
            prop_assert_eq!(annual.change.is_loss(), year.change.is_loss());
            let (exact, derived) = (year.change.size(), annual.change.size());
            let per = U256::from(1_000_000_u64);
            let (a, b) = (exact.per(per).unwrap(), derived.per(per).unwrap());
            // Equal to the rounding of `per` and, for what multiplies, to a relative 2^-50.
            prop_assert!(a.abs_diff(b) <= U256::from(1) + (a >> 50), "{a} {b}");
        }
    }
}

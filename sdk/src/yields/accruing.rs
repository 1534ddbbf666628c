//! What has accrued at any moment, by the formula of the contract itself: only where it has one. Other figures change when the
//! contract is told to change them, and nobody can say in between what they will be.

use alloy_primitives::Address;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::asset::{FeedKind, RebasingShape};
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Date, Index, Price, RebasingShares, Seconds, Timestamp, Value};

use super::decimal::share_of;
use super::{
    Bond, BondHolding, Change, Extrapolation, Feed, PriceRanges, RebasingHolding, RebasingToken, YieldError,
    extrapolation, latest_round, ondo_ranges, rebasing_holding, rebasing_income,
};

/// How something accrues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum AccrualFormula {
    /// A rebasing balance: shares times the day's price (Ondo's rUSDY). Since the start of the window.
    Shares {
        /// The token.
        token: Address,
        /// The shares held at the end of the window.
        shares: RebasingShares,
        /// What they were at its start.
        then: Amount,
        /// The prices.
        ranges: PriceRanges,
    },
    /// A holding at the day's price (Ondo's USDY). Since the start of the window.
    Days {
        /// What is held.
        held: Amount,
        /// The price at the start of the window.
        then: Price,
        /// The prices.
        ranges: PriceRanges,
    },
    /// A holding at a net asset value that is extrapolated (Superstate). Since the start of the window.
    Line {
        /// What is held.
        held: Amount,
        /// The value of a share at the start of the window.
        then: Price,
        /// The checkpoints.
        checkpoints: Extrapolation,
    },
    /// Interest of a bond, by its day count. Since its last coupon.
    Interest {
        /// The token that it is paid in.
        currency: Address,
        /// The face that is held.
        face: Amount,
        /// The bond.
        bond: Bond,
    },
}

/// What has accrued at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccruedAt {
    /// The moment.
    pub time: Timestamp,
    /// How much.
    pub accrued: Accrued,
    /// The formula in words.
    pub formula: &'static str,
    /// When the figure changes next: the next second where it grows steadily, the next day where it steps. `None` where it stays.
    pub changes_at: Option<Timestamp>,
}

/// An amount that accrued, in what it is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "a token, or money")]
pub enum Accrued {
    /// Units of a token.
    Tokens {
        /// The token.
        token: Address,
        /// How much.
        change: Change<Amount>,
    },
    /// Money.
    Money {
        /// How much.
        change: Change<Value>,
    },
}

/// How a rebasing balance accrues; `None` where its index changes only when somebody sets it.
pub(super) fn of_shares(
    now: &mut Reads,
    then: &mut Reads,
    token: RebasingToken,
    holder: Address,
) -> Option<Result<Fact<AccrualFormula>, YieldError>> {
    matches!(token.shape, RebasingShape::Rusdy).then(|| {
        let income = rebasing_income(now, then, token, holder);
        let holding = rebasing_holding(now, token, holder);
        let oracle = now.ask(token.contract, &crate::abi::ondo::IRebasingShares::oracleCall {})?;
        let ranges = ondo_ranges(now, *oracle.value());
        let read = income?.zip(holding?.zip(ranges?)?)?;
        Ok(read.map(|(income, (holding, (ranges, _)))| {
            let RebasingHolding { shares, .. } = holding;
            AccrualFormula::Shares { token: token.contract, shares, then: income.then, ranges }
        }))
    })
}

/// How a holding at a net asset value accrues; `None` where its feed publishes figures one by one.
pub(super) fn of_value(
    now: &mut Reads,
    then: &mut Reads,
    feed: &Feed,
    (token, holder): (Address, Address),
) -> Option<Result<Fact<AccrualFormula>, YieldError>> {
    match feed.kind {
        FeedKind::OndoRanges => Some(priced(now, then, feed, (token, holder), |reads, oracle| {
            Ok(ondo_ranges(reads, oracle)?.map(|(ranges, _)| Line::Days(ranges)))
        })),
        FeedKind::Superstate => Some(priced(now, then, feed, (token, holder), |reads, oracle| {
            Ok(extrapolation(reads, oracle)?.map(Line::Checkpoints))
        })),
        FeedKind::Aggregator => None,
    }
}

/// How the interest of a bond accrues; `None` where it does not run, or its terms are not computed with.
pub(super) fn of_bond(bond: &Fact<BondHolding>) -> Option<Fact<AccrualFormula>> {
    let holding = bond.value();
    let figures = holding.figures.as_ref().ok().filter(|figures| figures.accrued.is_some())?;
    let (currency, face, of) = (holding.currency, holding.face, figures.bond.clone());
    Some(bond.as_ref().map(|_| AccrualFormula::Interest { currency, face, bond: of }))
}

enum Line {
    Days(PriceRanges),
    Checkpoints(Extrapolation),
}

fn priced(
    now: &mut Reads,
    then: &mut Reads,
    feed: &Feed,
    (token, holder): (Address, Address),
    line: impl FnOnce(&mut Reads, Address) -> Result<Fact<Line>, YieldError>,
) -> Result<Fact<AccrualFormula>, YieldError> {
    let balance = now.ask(token, &IERC20::balanceOfCall { account: holder });
    let decimals = now.ask(token, &IERC20::decimalsCall {});
    let (line, start) = (line(now, feed.contract), latest_round(then, feed));
    let held = balance?.zip(decimals?)?.zip(line?)?;
    held.zip_across_moments(start?).try_map(|(((balance, decimals), line), start)| {
        let (held, then) = (Amount::from_raw(balance, decimals)?, start.price);
        Ok(match line {
            Line::Days(ranges) => AccrualFormula::Days { held, then, ranges },
            Line::Checkpoints(checkpoints) => AccrualFormula::Line { held, then, checkpoints },
        })
    })
}

impl AccrualFormula {
    /// What has accrued at a moment; `None` where the contract answers nothing then: before its first range, after its last checkpoint
    /// has expired, outside of a bond's life.
    ///
    /// # Errors
    /// [`YieldError::Units`] or [`YieldError::Terms`] where the numbers do not fit.
    pub fn at(&self, time: Timestamp) -> Result<Option<AccruedAt>, YieldError> {
        match self {
            Self::Shares { token, shares, then, ranges } => {
                let Some(day) = ranges.price_at(time) else { return Ok(None) };
                let one = alloy_primitives::U256::from(10_u8).wrapping_pow(alloy_primitives::U256::from(22_u8));
                let amount = Index::new(day.price, one, 4)?.amount(shares)?;
                let change = Change::between(then.raw(), amount.raw()).map(|by| amount.with_raw(by));
                let accrued = Accrued::Tokens { token: *token, change };
                let formula = "shares · the day's price, less what they were";
                Ok(Some(AccruedAt { time, accrued, formula, changes_at: day.until }))
            }
            Self::Days { held, then, ranges } => {
                let Some(day) = ranges.price_at(time) else { return Ok(None) };
                let accrued = gained(held, then, Price { answer: day.price, ..then.clone() })?;
                let formula = "amount · the day's price, less its worth before";
                Ok(Some(AccruedAt { time, accrued, formula, changes_at: day.until }))
            }
            Self::Line { held, then, checkpoints } => {
                let Some(value) = checkpoints.value_at(time) else { return Ok(None) };
                let price = Price { answer: alloy_primitives::U256::from(value), ..then.clone() };
                let accrued = gained(held, then, price)?;
                let next = time.after(Seconds(1));
                let changes_at = checkpoints.value_at(next).map(|_| next);
                let formula = "amount · the value along the line of two checkpoints, less its worth before";
                Ok(Some(AccruedAt { time, accrued, formula, changes_at }))
            }
            Self::Interest { currency, face, bond } => interest(*currency, face, bond, time),
        }
    }
}

fn gained(held: &Amount, then: &Price, now: Price) -> Result<Accrued, YieldError> {
    let (before, after) = (then.value_of(held)?, now.value_of(held)?);
    let change = Change::between(before.raw, after.raw).map(|raw| Value { raw, ..after.clone() });
    Ok(Accrued::Money { change })
}

fn interest(currency: Address, face: &Amount, bond: &Bond, time: Timestamp) -> Result<Option<AccruedAt>, YieldError> {
    let day = Date::of(time)?;
    let schedule = &bond.terms().schedule;
    if day < schedule.issue || day >= schedule.maturity {
        return Ok(None);
    }
    let amount = share_of(face, &bond.accrued_interest(day)?)?;
    let accrued = Accrued::Tokens { token: currency, change: Change::Gain(amount) };
    let begun = time.0.saturating_sub(time.0.checked_rem(Seconds::DAY.0).unwrap_or_default());
    let changes_at = Some(Timestamp(begun).after(Seconds::DAY));
    let formula = "face · rate · the days since the last coupon, by the bond's day count";
    Ok(Some(AccruedAt { time, accrued, formula, changes_at }))
}

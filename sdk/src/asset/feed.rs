//! Reading a feed in the shape of Chainlink's `AggregatorV3Interface`: prices, net asset values, reserves.

mod extrapolation;
mod history;
mod ondo_ranges;

use alloy_primitives::{Address, I256, U256};
use serde::Serialize;

use crate::abi::aggregator_v3::IAggregatorV3::{decimalsCall, latestRoundDataCall, latestRoundDataReturn};
use crate::evidence::{EvidenceError, Fact, Gap, Reads};
use crate::units::{Amount, Currency, Price, Seconds, Timestamp, UnitsError};

use super::{FeedKind, PriceFeed};

pub use extrapolation::{Checkpoint, Extrapolation, extrapolation};
pub use history::{FeedRound, feed_history};
pub use ondo_ranges::{DayPrice, PriceRange, PriceRanges, ondo_ranges};

/// What a feed answered: `answer / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedAnswer {
    /// The integer, above zero.
    #[serde(serialize_with = "crate::asset::json::decimal")]
    pub answer: U256,
    /// The feed's decimals.
    pub scale: u8,
    /// When it was published.
    pub updated_at: Timestamp,
    /// Whether it is within its heartbeat.
    pub staleness: Staleness,
}

/// How old an answer is, against the longest time that may lie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Staleness {
    /// Within the heartbeat.
    Fresh {
        /// Time since it was published.
        age: Seconds,
    },
    /// Overdue: to be shown with its age, and not relied on.
    Stale {
        /// Time since it was published.
        age: Seconds,
        /// What it should be at most.
        heartbeat: Seconds,
    },
}

/// Why a feed gave no figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// The feed could not be read.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// Zero or less is not a price, nor a reserve.
    #[error("the feed {feed} answered {got}, expected a figure above zero")]
    NotPositive {
        /// The feed.
        feed: Address,
        /// Its answer.
        got: I256,
    },
    /// The feed has no answer yet.
    #[error("the feed {feed} has not answered yet: its round was never updated")]
    NoAnswer {
        /// The feed.
        feed: Address,
    },
    /// Dated after now.
    #[error("the feed {feed} dates its answer {got}, which is after now ({expected})")]
    Future {
        /// The feed.
        feed: Address,
        /// Its date, in seconds since 1970.
        got: U256,
        /// Now, in seconds since 1970.
        expected: u64,
    },
    /// The feed's decimals are out of range.
    #[error("the feed {feed}: {why}")]
    Units {
        /// The feed.
        feed: Address,
        /// What is wrong.
        why: UnitsError,
    },
    /// Two answers of the feed that cannot both be true.
    #[error("the feed {feed} answered {got} to {function}, expected {expected} by its other answers")]
    Inconsistent {
        /// The feed.
        feed: Address,
        /// The function.
        function: &'static str,
        /// Its answer.
        got: U256,
        /// What follows from the other answers.
        expected: U256,
    },
    /// More of something than is read.
    #[error("the feed {feed} has more than {expected} {what}")]
    TooMany {
        /// The feed.
        feed: Address,
        /// Of what.
        what: &'static str,
        /// The most that is read.
        expected: usize,
    },
    /// The two reads are not of one block.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

impl FeedAnswer {
    /// The answer as the price of one displayed unit.
    #[must_use]
    pub const fn price(&self, currency: Currency) -> Price {
        Price { answer: self.answer, scale: self.scale, currency }
    }

    /// The answer as an amount of what the feed counts.
    ///
    /// # Errors
    /// [`UnitsError::ScaleTooLarge`].
    pub const fn amount(&self) -> Result<Amount, UnitsError> {
        Amount::from_raw(self.answer, self.scale)
    }
}

impl FeedError {
    /// Whether a ledger has simply not been filled yet.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Gap(gap) if gap.is_pending())
    }
}

impl Staleness {
    const fn of(age: Seconds, heartbeat: Seconds) -> Self {
        if age.0 <= heartbeat.0 { Self::Fresh { age } } else { Self::Stale { age, heartbeat } }
    }

    /// Whether the answer is within its heartbeat.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        matches!(self, Self::Fresh { .. })
    }
}

/// Reads a feed's newest answer. An answer is refused where it is not above zero, was never updated, or is dated
/// after both `now` and the block; one older than `heartbeat` is given with [`Staleness::Stale`].
///
/// # Errors
/// [`FeedError`].
pub fn read_feed(
    reads: &mut Reads,
    feed: Address,
    heartbeat: Seconds,
    now: Timestamp,
) -> Result<Fact<FeedAnswer>, FeedError> {
    let decimals = reads.ask(feed, &decimalsCall {});
    let round = reads.ask(feed, &latestRoundDataCall {});
    // The wallet's clock may lag behind the chain's.
    let now = now.max(reads.at().timestamp);
    decimals?.zip(round?)?.try_map(|(scale, round)| answer(feed, scale, &round, heartbeat, now))
}

/// The newest price by a feed of any kind. A price that is derived is as old as what it is derived from: the day's step of ranges, the newest
/// checkpoint of an extrapolation. Contracts that derive prices date them with the block's own time, which says nothing.
///
/// # Errors
/// [`FeedError`].
pub fn read_price(reads: &mut Reads, feed: &PriceFeed, now: Timestamp) -> Result<Fact<FeedAnswer>, FeedError> {
    let (contract, heartbeat) = (feed.feed, feed.heartbeat);
    let at = reads.at().timestamp;
    let dated = |updated_at: Timestamp| Staleness::of(now.max(at).since(updated_at), heartbeat);
    match feed.kind {
        FeedKind::Aggregator | FeedKind::Clamped => read_feed(reads, contract, heartbeat, now),
        FeedKind::OndoRanges => Ok(ondo_ranges(reads, contract)?.map(|(_, DayPrice { price, since, .. })| {
            FeedAnswer { answer: price, scale: 18, updated_at: since, staleness: dated(since) }
        })),
        FeedKind::Superstate => {
            let (answer, checkpoints) = (read_feed(reads, contract, heartbeat, now), extrapolation(reads, contract));
            answer?.zip(checkpoints?)?.try_map(|(answer, checkpoints)| {
                let (_, later) = checkpoints.line_at(at).ok_or(FeedError::NoAnswer { feed: contract })?;
                Ok(FeedAnswer { updated_at: later.time, staleness: dated(later.time), ..answer })
            })
        }
    }
}

fn answer(
    feed: Address,
    scale: u8,
    round: &latestRoundDataReturn,
    heartbeat: Seconds,
    now: Timestamp,
) -> Result<FeedAnswer, FeedError> {
    if round.updatedAt.is_zero() {
        return Err(FeedError::NoAnswer { feed });
    }
    if round.answer <= I256::ZERO {
        return Err(FeedError::NotPositive { feed, got: round.answer });
    }
    let updated_at = u64::try_from(round.updatedAt)
        .ok()
        .map(Timestamp)
        .filter(|moment| *moment <= now)
        .ok_or(FeedError::Future { feed, got: round.updatedAt, expected: now.0 })?;
    if scale > Amount::MAX_SCALE {
        return Err(FeedError::Units { feed, why: UnitsError::ScaleTooLarge { got: scale } });
    }
    let age = now.since(updated_at);
    let staleness = Staleness::of(age, heartbeat);
    Ok(FeedAnswer { answer: round.answer.unsigned_abs(), scale, updated_at, staleness })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Uint;

    fn judge(answered: I256, updated_at: u64, scale: u8) -> Result<FeedAnswer, FeedError> {
        let round = latestRoundDataReturn {
            roundId: Uint::from(1),
            answer: answered,
            startedAt: U256::from(updated_at),
            updatedAt: U256::from(updated_at),
            answeredInRound: Uint::from(1),
        };
        answer(Address::ZERO, scale, &round, Seconds(60), Timestamp(1_000))
    }

    #[test]
    fn answers_are_judged_by_sign_date_and_age() {
        assert!(matches!(judge(I256::ZERO, 990, 8), Err(FeedError::NotPositive { .. })));
        assert!(matches!(judge(I256::MINUS_ONE, 990, 8), Err(FeedError::NotPositive { .. })));
        assert!(matches!(judge(I256::ONE, 0, 8), Err(FeedError::NoAnswer { .. })));
        assert!(matches!(judge(I256::ONE, 1_001, 8), Err(FeedError::Future { expected: 1_000, .. })));
        assert!(matches!(judge(I256::ONE, 990, 78), Err(FeedError::Units { .. })));
        assert!(judge(I256::ONE, 940, 8).unwrap().staleness.is_fresh());
        assert_eq!(
            judge(I256::ONE, 939, 8).unwrap().staleness,
            Staleness::Stale { age: Seconds(61), heartbeat: Seconds(60) }
        );
    }
}

//! Net asset values from feeds in the shape of Chainlink's `AggregatorV3Interface`, and their growth.
//!
//! A feed's figure is of the moment it was published (`updatedAt`), not of the block it is read at; growth is measured
//! between publications. `answeredInRound` is deprecated and not looked at. How often a feed promises to publish is
//! not on the chain: whether an answer is stale is for the caller to judge, who knows the promise. Prices that follow from ranges
//! (Ondo) step once a day and are dated by their step.

use std::fmt;

use alloy_primitives::aliases::U80;
use alloy_primitives::{Address, I256, U256};
use serde::{Serialize, Serializer};

use crate::abi::aggregator_v3::IAggregatorV3;
use crate::asset::FeedKind;
use crate::evidence::{Fact, Reads};
use crate::units::{BlockRef, Currency, Price, Timestamp, UnitsError};

use super::{Moment, Realised, Window, YieldError, ondo_ranges};

/// A feed, and the currency its answers are in, which no call tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// The feed.
    pub contract: Address,
    /// What its answers are in.
    pub currency: Currency,
    /// How it comes to its answers.
    pub kind: FeedKind,
}

/// A round's number: the phase of the feed above bit 64, the round within the phase below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundId(pub U80);

/// One published figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// Its number.
    pub id: RoundId,
    /// The figure.
    pub price: Price,
    /// When it was published.
    pub updated_at: Timestamp,
}

/// How a feed's figure grew between two rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Growth {
    /// The earlier round.
    pub then: Round,
    /// The later round.
    pub now: Round,
    /// The return of holding one unit.
    pub realised: Realised,
}

impl RoundId {
    /// The id `steps` rounds earlier in the same phase; `None` before the phase's first round, which is 1.
    #[must_use]
    pub fn earlier(self, steps: u64) -> Option<Self> {
        let [round, _] = *self.0.as_limbs();
        round.checked_sub(steps).filter(|left| *left > 0)?;
        self.0.checked_sub(U80::from(steps)).map(Self)
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As a decimal string: it has up to 80 bits.
impl Serialize for RoundId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The newest round at the ledger's block (`latestRoundData`). Of ranges it is the day's price; its number is zero: nobody publishes it.
///
/// # Errors
/// [`YieldError::Answer`], [`YieldError::RoundTime`], [`YieldError::Gap`] or [`YieldError::Units`]; of ranges as [`ondo_ranges`].
pub fn latest_round(reads: &mut Reads, feed: &Feed) -> Result<Fact<Round>, YieldError> {
    if feed.kind == FeedKind::OndoRanges {
        let currency = feed.currency.clone();
        return Ok(ondo_ranges(reads, feed.contract)?.map(|(_, day)| Round {
            id: RoundId(U80::ZERO),
            price: Price { answer: day.price, scale: 18, currency },
            updated_at: day.since,
        }));
    }
    let decimals = reads.ask(feed.contract, &IAggregatorV3::decimalsCall {});
    let data = reads.ask(feed.contract, &IAggregatorV3::latestRoundDataCall {});
    let at = reads.at();
    data?.zip(decimals?)?.try_map(|(data, scale)| {
        let answer = Answer { id: RoundId(data.roundId), answer: data.answer, updated_at: data.updatedAt };
        answer.check(feed, scale, at)
    })
}

/// One round by its number (`getRoundData`).
///
/// # Errors
/// As [`latest_round`], and [`YieldError::OtherRound`].
pub fn round(reads: &mut Reads, feed: &Feed, id: RoundId) -> Result<Fact<Round>, YieldError> {
    let decimals = reads.ask(feed.contract, &IAggregatorV3::decimalsCall {});
    let data = reads.ask(feed.contract, &IAggregatorV3::getRoundDataCall { roundId: id.0 });
    let at = reads.at();
    data?.zip(decimals?)?.try_map(|(data, scale)| {
        let got = RoundId(data.roundId);
        if got != id {
            return Err(YieldError::OtherRound { feed: feed.contract, got, expected: id });
        }
        Answer { id, answer: data.answer, updated_at: data.updatedAt }.check(feed, scale, at)
    })
}

/// Growth of the newest figure between two blocks.
///
/// # Errors
/// As [`latest_round`], and [`YieldError::Window`] where nothing was published in between.
pub fn growth(now: &mut Reads, then: &mut Reads, feed: &Feed) -> Result<Fact<Growth>, YieldError> {
    let (to, from) = (now.at(), then.at());
    let (end, start) = (latest_round(now, feed), latest_round(then, feed));
    end?.zip_across_moments(start?).try_map(|(now, then)| between(then, from, now, to))
}

/// Growth since an earlier round, both read at the ledger's block: no archive is needed.
///
/// # Errors
/// As [`round()`], and [`YieldError::Window`] where the newest round is not later.
pub fn growth_since_round(reads: &mut Reads, feed: &Feed, id: RoundId) -> Result<Fact<Growth>, YieldError> {
    let at = reads.at();
    let (end, start) = (latest_round(reads, feed), round(reads, feed, id));
    end?.zip(start?)?.try_map(|(now, then)| between(then, at, now, at))
}

fn between(then: Round, from: BlockRef, now: Round, to: BlockRef) -> Result<Growth, YieldError> {
    if now.price.scale != then.price.scale {
        return Err(UnitsError::ScaleMismatch { got: now.price.scale, expected: then.price.scale }.into());
    }
    let start = Moment { block: from, time: then.updated_at };
    let window = Window::new(start, Moment { block: to, time: now.updated_at })?;
    let realised = Realised::between(window, then.price.answer, now.price.answer)?;
    Ok(Growth { then, now, realised })
}

/// What a feed answered, not yet looked at.
struct Answer {
    id: RoundId,
    answer: I256,
    updated_at: U256,
}

impl Answer {
    /// The round, where it is one: a figure above zero, published, and not in the future of its block.
    fn check(self, feed: &Feed, scale: u8, at: BlockRef) -> Result<Round, YieldError> {
        let Self { id, answer, updated_at } = self;
        if answer <= I256::ZERO {
            return Err(YieldError::Answer { feed: feed.contract, got: answer });
        }
        let time = u64::try_from(updated_at).ok().filter(|time| (1..=at.timestamp.0).contains(time));
        let Some(time) = time else {
            let expected = at.timestamp;
            return Err(YieldError::RoundTime { feed: feed.contract, id, got: updated_at, expected });
        };
        if scale > crate::units::Amount::MAX_SCALE {
            return Err(UnitsError::ScaleTooLarge { got: scale }.into());
        }
        let price = Price { answer: answer.unsigned_abs(), scale, currency: feed.currency.clone() };
        Ok(Round { id, price, updated_at: Timestamp(time) })
    }
}

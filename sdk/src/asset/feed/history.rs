//! What a feed said before: its own rounds, one by one (`getRoundData`).
//!
//! Rounds are read as the feed's state at the newest block, and not from its logs: a proxy has no logs of its own, and logs have no proof. A round's
//! number holds the aggregator's phase above its lowest 64 bits; the rounds of earlier phases are left out.

use alloy_primitives::aliases::U80;
use alloy_primitives::{Address, I256, U256};
use serde::Serialize;

use crate::abi::aggregator_v3::IAggregatorV3::{decimalsCall, getRoundDataCall, latestRoundDataCall};
use crate::evidence::{Fact, Gap, Gathering, Reads};
use crate::units::{Amount, Timestamp};

use super::FeedError;

/// A figure of a feed and when it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeedRound {
    /// The figure.
    pub amount: Amount,
    /// When it was published.
    pub updated_at: Timestamp,
}

/// The newest `most` rounds of a feed's present aggregator, oldest first. Rounds that the feed has no figure for, that are not above zero or dated
/// after the block are left out. Two rounds of questions.
///
/// # Errors
/// [`FeedError`].
pub fn feed_history(reads: &mut Reads, feed: Address, most: u16) -> Result<Fact<Vec<FeedRound>>, FeedError> {
    let at = reads.at();
    let mut gathering = Gathering::default();
    let decimals = gathering.note(reads.ask(feed, &decimalsCall {}));
    let latest = gathering.note(reads.ask(feed, &latestRoundDataCall {}));
    let (decimals, latest) = (decimals?, latest?.roundId);
    let asked: Vec<_> = numbers(latest, most)
        .map(|number| gathering.note(reads.ask(feed, &getRoundDataCall { roundId: number })))
        .collect();
    let mut rounds = Vec::with_capacity(asked.len());
    for round in asked {
        let round = match round {
            Ok(round) => round,
            Err(Gap::Reverted { .. }) => continue,
            Err(gap) => return Err(gap.into()),
        };
        let updated_at = u64::try_from(round.updatedAt).ok().filter(|moment| *moment > 0).map(Timestamp);
        let Some(updated_at) = updated_at.filter(|moment| *moment <= at.timestamp) else { continue };
        if round.answer > I256::ZERO {
            let amount = Amount::from_raw(round.answer.unsigned_abs(), decimals)
                .map_err(|why| FeedError::Units { feed, why })?;
            rounds.push(FeedRound { amount, updated_at });
        }
    }
    rounds.sort_by_key(|round| round.updated_at);
    Ok(gathering.conclude(rounds)?)
}

/// The newest round and those before it, within its phase.
fn numbers(latest: U80, most: u16) -> impl Iterator<Item = U80> {
    let latest = U256::from(latest);
    let in_phase = latest & U256::from(u64::MAX);
    let count = in_phase.min(U256::from(most)).saturating_to::<u64>();
    (0..count).map(move |back| U80::saturating_from(latest.saturating_sub(U256::from(back))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Origin, Outcome, Read, Source};
    use crate::units::BlockRef;
    use alloy_primitives::{B256, Bytes};
    use alloy_sol_types::{SolCall, SolValue as _};

    /// A feed with 3 decimals whose phase 5 has rounds 1 to 4, of which one reverts and one was never answered.
    fn answer(data: &[u8]) -> Outcome {
        let phase = U256::from(5) << 64;
        let round = |number: U256, answer: i64, at: u64| {
            let at = U256::from(at);
            let answer = I256::try_from(answer).unwrap();
            Outcome::Returned((number, answer, at, at, number).abi_encode().into())
        };
        if data.starts_with(&decimalsCall::SELECTOR) {
            return Outcome::Returned(U256::from(3).abi_encode().into());
        }
        if data.starts_with(&latestRoundDataCall::SELECTOR) {
            return round(phase | U256::from(4), 4_000, 400);
        }
        let number = U256::from_be_slice(&data[4..]);
        assert_eq!(number >> 64, U256::from(5), "only rounds of the phase are asked for");
        match (number & U256::from(u64::MAX)).to::<u64>() {
            4 => round(number, 4_000, 400),
            3 => Outcome::Reverted(Bytes::new()),
            2 => round(number, 0, 0),
            1 => round(number, 1_500, 100),
            other => panic!("there is no round {other}"),
        }
    }

    #[test]
    fn rounds_of_the_phase_are_read_in_two_rounds_of_questions() {
        let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(500) };
        let mut reads = Reads::new(at);
        let feed = Address::repeat_byte(1);
        let mut asked = 0;
        let found = loop {
            let found = feed_history(&mut reads, feed, 48);
            if reads.wanted().is_empty() {
                break found.unwrap().into_value();
            }
            asked += 1;
            for read in reads.wanted() {
                let Read::Call { data, .. } = &read else { panic!("{read:?}") };
                let fact = Fact::asserted(answer(data), at, Source::Endpoint(Origin::of_url("http://a")));
                reads.answer(read, fact).unwrap();
            }
        };
        let round = |text, at| FeedRound { amount: Amount::parse(text, 3).unwrap(), updated_at: Timestamp(at) };
        assert_eq!((asked, found), (2, vec![round("1.5", 100), round("4", 400)]));
    }

    #[test]
    fn no_more_is_asked_than_wanted() {
        let numbers = |latest: u128, most| numbers(U80::from(latest), most).map(|n| n.to::<u128>()).collect::<Vec<_>>();
        assert_eq!(numbers(9, 2), [9, 8]);
        assert_eq!(numbers((5 << 64) + 2, 9), [(5 << 64) + 2, (5 << 64) + 1]);
        assert!(numbers(0, 9).is_empty());
    }
}

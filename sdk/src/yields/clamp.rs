//! Feeds that hold each answer to a part of the one before (Backed's oracle): an answer at that limit may lag behind the value it is of.

use alloy_primitives::U256;
use serde::Serialize;

use crate::abi::clamped_oracle::IClampedOracle;
use crate::evidence::{Fact, Gap, Reads};
use crate::units::UnitsError;

use super::{Feed, Round, YieldError, latest_round, round};

/// Whether the newest answer stands at its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "it does, or it does not")]
pub enum Clamp {
    /// It is within: it is what was published.
    Free,
    /// It is exactly the most that could be told: what was published may lie beyond.
    AtLimit {
        /// The answer before.
        before: Round,
        /// The largest change, in per cent of it.
        percent: u8,
    },
}

/// Whether the newest answer of a clamped feed stands at its limit. The first answer has none.
///
/// # Errors
/// As [`latest_round`] and [`round()`].
pub fn clamp(reads: &mut Reads, feed: &Feed) -> Result<Fact<Clamp>, YieldError> {
    let (latest, percent) = (latest_round(reads, feed), percent(reads, feed));
    let latest = latest?;
    let Some(before) = latest.value().id.earlier(1) else { return Ok(latest.map(|_| Clamp::Free)) };
    let before = round(reads, feed, before);
    latest.zip(before?)?.zip(percent?)?.try_map(|((now, before), percent)| {
        let most =
            before.price.answer.checked_mul(U256::from(percent)).and_then(|most| most.checked_div(U256::from(100_u8)));
        let most = most.ok_or(UnitsError::OutOfRange { operation: "working out a limit" })?;
        let at_limit = now.price.answer.abs_diff(before.price.answer) == most;
        Ok(if at_limit { Clamp::AtLimit { before, percent } } else { Clamp::Free })
    })
}

/// The limit of the oracle, behind its forwarder where there is one.
fn percent(reads: &mut Reads, feed: &Feed) -> Result<Fact<u8>, Gap> {
    match reads.ask(feed.contract, &IClampedOracle::MAX_PERCENT_DIFFERENCECall {}) {
        Err(Gap::Reverted { .. }) => {
            let upstream = reads.ask(feed.contract, &IClampedOracle::_upstreamOracleCall {})?;
            let percent = reads.ask(*upstream.value(), &IClampedOracle::MAX_PERCENT_DIFFERENCECall {})?;
            // One ledger holds answers of one block only.
            Ok(upstream.zip_across_moments(percent).map(|(_, percent)| percent))
        }
        answer => answer,
    }
}

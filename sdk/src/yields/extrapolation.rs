//! Superstate's oracle: a net asset value extrapolated along the straight line through the last two checkpoints.
//!
//! Its `updatedAt` is always now and says nothing. A checkpoint counts from its `effectiveAt` on, and for five days after that; then the
//! contract refuses to answer. All is the contract's own arithmetic, in integers: what is worked out here for the block has to be what the
//! contract answers, to the unit.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::aggregator_v3::IAggregatorV3;
use crate::abi::superstate::ISuperstateOracle;
use crate::evidence::{Fact, Gap, Gathering, Reads};
use crate::units::{Seconds, Timestamp, UnitsError};

use super::decimal::digits;
use super::{TermsError, YieldError};

/// A published net asset value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    /// The moment that it is the value of.
    pub time: Timestamp,
    /// From when on it counts.
    pub effective_at: Timestamp,
    /// The value of a share, with the oracle's decimals.
    #[serde(serialize_with = "digits")]
    pub value: u128,
}

/// The checkpoints that the oracle extrapolates from, and those that were published and do not count yet: at least two, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Extrapolation(Vec<Checkpoint>);

/// How long the contract extrapolates from a checkpoint.
const EXPIRY: Seconds = Seconds(5 * 24 * 60 * 60);
/// Checkpoints that may be published ahead: as a rule, one.
const AHEAD: u64 = 8;

/// What the oracle extrapolates from at the ledger's block.
///
/// # Errors
/// [`YieldError::Gap`], also where the contract refuses to answer because its checkpoints are stale; [`YieldError::Inconsistent`] where it answers
/// another value than follows from its checkpoints.
pub fn extrapolation(reads: &mut Reads, oracle: Address) -> Result<Fact<Extrapolation>, YieldError> {
    let at = reads.at().timestamp;
    let mut gathering = Gathering::default();
    let latest = gathering.note(reads.ask(oracle, &IAggregatorV3::latestRoundDataCall {}))?;
    let [index, _] = *latest.roundId.as_limbs();
    let first = index.checked_sub(1).ok_or(UnitsError::OutOfRange { operation: "finding the earlier checkpoint" })?;
    let asked: Vec<_> = (first..index.saturating_add(1).saturating_add(AHEAD))
        .map(|index| reads.ask(oracle, &ISuperstateOracle::checkpointsCall { index: U256::from(index) }))
        .collect();
    let mut found: Vec<Checkpoint> = Vec::new();
    let mut ended = false;
    for answer in asked {
        match gathering.note(answer) {
            Ok(checkpoint) => found.push(Checkpoint {
                time: Timestamp(checkpoint.timestamp),
                effective_at: Timestamp(checkpoint.effectiveAt),
                value: checkpoint.navs,
            }),
            // Beyond the last one the contract reverts.
            Err(Gap::Reverted { .. }) if found.len() > 1 => {
                ended = true;
                break;
            }
            Err(gap) => return Err(gap.into()),
        }
    }
    if !ended {
        let expected = usize::try_from(AHEAD).unwrap_or(usize::MAX);
        return Err(TermsError::TooMany { what: "checkpoints ahead", expected }.into());
    }
    let found = Extrapolation(found);
    let expected = found.value_at(at).map(U256::from);
    let got = latest.answer.into_raw();
    if expected != Some(got) {
        let function = IAggregatorV3::latestRoundDataCall::SIGNATURE;
        let expected = expected.unwrap_or_default();
        return Err(YieldError::Inconsistent { contract: oracle, function, got, expected });
    }
    Ok(gathering.conclude(found)?)
}

impl Extrapolation {
    /// The checkpoints in order.
    #[must_use]
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.0
    }

    /// The two that a value at a moment follows from; `None` where the contract would answer nothing then.
    #[must_use]
    pub fn line_at(&self, time: Timestamp) -> Option<(Checkpoint, Checkpoint)> {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        let (earlier, later) = pairs.filter(|(_, later)| later.effective_at <= time).last()?;
        (time <= later.effective_at.after(EXPIRY)).then_some((*earlier, *later))
    }

    /// Until when the contract extrapolates from what counts at a moment.
    #[must_use]
    pub fn until(&self, time: Timestamp) -> Option<Timestamp> {
        self.line_at(time).map(|(_, later)| later.effective_at.after(EXPIRY))
    }

    /// The value that the contract answers at a moment, with its decimals; `None` where it would answer nothing.
    #[must_use]
    pub fn value_at(&self, time: Timestamp) -> Option<u128> {
        let (earlier, later) = self.line_at(time)?;
        let since = u128::from(time.0.checked_sub(later.time.0)?);
        let between = u128::from(later.time.0.checked_sub(earlier.time.0)?);
        let change = later.value.abs_diff(earlier.value).checked_mul(since)?.checked_div(between)?;
        if later.value >= earlier.value { later.value.checked_add(change) } else { later.value.checked_sub(change) }
    }
}

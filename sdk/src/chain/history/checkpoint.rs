//! What a caller stores between two parts of a scan.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use crate::units::ChainId;

use super::HistoryFilter;
use super::pace::Pace;
use crate::chain::ChainError;

/// How many earlier blocks a checkpoint remembers to walk back to.
const TRAIL: usize = 24;

/// A block by height and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a block has a height and a hash")]
pub struct BlockPoint {
    /// Height.
    pub number: u64,
    /// Keccak-256 of its header.
    pub hash: B256,
}

/// How far a scan has got: plain data, to be stored and handed back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checkpoint {
    /// Version of this shape: 1.
    pub(super) version: u8,
    /// The chain.
    pub(super) chain: ChainId,
    /// The filter's hash.
    pub(super) filter: B256,
    /// The last block whose logs were handed over; `None` before the first page.
    pub(super) reached: Option<BlockPoint>,
    /// Earlier blocks of the same chain, in ascending order.
    pub(super) trail: Vec<BlockPoint>,
    /// What is known of the endpoint's limits.
    pub(super) pace: Pace,
}

impl Checkpoint {
    /// The version that this release writes and reads.
    pub const VERSION: u8 = 1;

    /// The last block whose logs were handed over.
    #[must_use]
    pub const fn reached(&self) -> Option<BlockPoint> {
        self.reached
    }

    /// The blocks of one request that the endpoint last answered.
    #[must_use]
    pub const fn range(&self) -> u64 {
        self.pace.width()
    }

    /// Whether it belongs to this scan.
    pub(super) fn check(&self, chain: ChainId, filter: &HistoryFilter) -> Result<(), ChainError> {
        let other = |what, got: String, expected: String| Err(ChainError::OtherCheckpoint { what, got, expected });
        if self.version != Self::VERSION {
            return other("version", self.version.to_string(), Self::VERSION.to_string());
        }
        if self.chain != chain {
            return other("chain", self.chain.to_string(), chain.to_string());
        }
        if self.filter != filter.hash() {
            return other("filter", self.filter.to_string(), filter.hash().to_string());
        }
        let below = self.reached.map_or(0, |reached| reached.number);
        let ascending = self.trail.is_sorted_by(|a, b| a.number < b.number);
        if !ascending || self.trail.iter().any(|point| point.number >= below) {
            return other("trail", format!("{:?}", self.trail), format!("ascending heights below {below}"));
        }
        if self.reached.is_some_and(|reached| reached.number < filter.from()) {
            return other("height", below.to_string(), format!("at least {}", filter.from()));
        }
        Ok(())
    }
}

/// Adds blocks to a trail in the order of their heights, and forgets the oldest.
pub(super) fn remember(trail: &mut Vec<BlockPoint>, points: impl IntoIterator<Item = BlockPoint>) {
    trail.extend(points);
    trail.sort_unstable();
    trail.dedup_by_key(|point| point.number);
    let spare = trail.len().saturating_sub(TRAIL);
    trail.drain(..spare);
}

//! What is kept between two visits: the last finalized block, as the next start's checkpoint.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::B256;

use super::store::{Store, age_of};
use super::{BeaconError, Network};
use crate::units::{ChainId, Seconds, Timestamp};

/// The root of a verified and finalized beacon block, to start from next time. One text:
/// `checkpoint-1 eip155:1 <genesis validators root> <root> <slot> <period>`.
///
/// Read strictly: what is not exactly such a text, or of another network, or too old, is an error. It is for a person to choose another
/// checkpoint then; none is put in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedCheckpoint {
    /// The chain of execution blocks.
    pub chain: ChainId,
    /// Which beacon chain.
    pub genesis_validators_root: B256,
    /// The block's root.
    pub root: B256,
    /// Its slot.
    pub slot: u64,
    /// The slot's sync-committee period.
    pub period: u64,
}

const KIND: &str = "checkpoint-1";
const SHAPE: &str = "checkpoint-1 eip155:1 0x… 0x… slot period";

impl SavedCheckpoint {
    /// The root to start from, and how old it is.
    ///
    /// # Errors
    /// [`BeaconError::CheckpointNetwork`], [`BeaconError::CheckpointMalformed`] where its period is not that of its slot,
    /// [`BeaconError::CheckpointStale`] above `max_age`, and [`BeaconError::Future`].
    pub fn start(&self, network: &Network, now: Timestamp, max_age: Seconds) -> Result<(B256, Seconds), BeaconError> {
        if self.chain != network.chain || self.genesis_validators_root != network.genesis_validators_root {
            return Err(BeaconError::CheckpointNetwork { got: self.chain, expected: network.chain });
        }
        let period = network.period_of(self.slot);
        if self.period != period {
            return Err(malformed("period", &self.period.to_string(), &period.to_string()));
        }
        let age = age_of(network, self.slot, now)?;
        if age > max_age {
            return Err(BeaconError::CheckpointStale { got: age, expected: max_age });
        }
        Ok((self.root, age))
    }

    /// Reads the root of a checkpoint that a person typed or pasted: `0x` and 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`BeaconError::CheckpointMalformed`].
    pub fn root(text: &str) -> Result<B256, BeaconError> {
        hash("root", text)
    }
}

impl Store {
    /// What to keep for the next start.
    #[must_use]
    pub fn save(&self) -> SavedCheckpoint {
        let header = self.finalized_header();
        SavedCheckpoint {
            chain: self.network().chain,
            genesis_validators_root: self.network().genesis_validators_root,
            root: header.beacon.root(),
            slot: header.slot(),
            period: self.period(),
        }
    }
}

impl fmt::Display for SavedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { chain, genesis_validators_root, root, slot, period } = self;
        write!(f, "{KIND} {chain} {genesis_validators_root} {root} {slot} {period}")
    }
}

impl FromStr for SavedCheckpoint {
    type Err = BeaconError;

    fn from_str(text: &str) -> Result<Self, BeaconError> {
        let refused = || malformed("the text", text, SHAPE);
        let parts: Vec<&str> = text.split(' ').collect();
        let [KIND, chain, genesis, root, slot, period] = parts.as_slice() else { return Err(refused()) };
        let read = Self {
            chain: chain.parse().map_err(|_| malformed("chain", chain, "eip155:1"))?,
            genesis_validators_root: hash("genesis validators root", genesis)?,
            root: hash("root", root)?,
            slot: slot.parse().map_err(|_| malformed("slot", slot, "a decimal integer"))?,
            period: period.parse().map_err(|_| malformed("period", period, "a decimal integer"))?,
        };
        // There is one way to write it.
        if read.to_string() == text { Ok(read) } else { Err(refused()) }
    }
}

fn hash(what: &'static str, text: &str) -> Result<B256, BeaconError> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 64);
    let parsed = digits.and_then(|digits| digits.parse().ok());
    parsed.ok_or_else(|| malformed(what, text, "0x and 64 hexadecimal digits"))
}

fn malformed(what: &'static str, got: &str, expected: &str) -> BeaconError {
    BeaconError::CheckpointMalformed { what, got: got.chars().take(80).collect(), expected: expected.to_owned() }
}

//! What a light client hands on: the hash of an execution block, and how well it is known.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use super::BeaconError;
use super::header::{LightHeader, Payload};
use super::store::Store;
use crate::evidence::{Fact, Source};
use crate::proof::Header;
use crate::units::{Seconds, Timestamp};

/// How firmly a block is in its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "callers decide by it, and have to decide about each")]
pub enum Strength {
    /// Two thirds of the sync committee signed it. It can still be reorganised away.
    Optimistic,
    /// It is finalized.
    Finalized,
}

/// An execution block that follows from the user's checkpoint.
///
/// It can be written and read, so that a worker which verified it can tell the page that started it. Read it from nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verified {
    /// Keccak-256 of its header.
    pub block_hash: B256,
    /// State root, height and time, where the beacon chain's headers carry them (up to Fulu). Else they follow from the header of that hash.
    pub payload: Option<Payload>,
    /// The slot of the beacon block that proves it.
    pub slot: u64,
    /// The root of that beacon block.
    pub beacon_root: B256,
    /// How firmly it is in its chain.
    pub strength: Strength,
    /// How long ago the slot began.
    pub age: Seconds,
    /// The root that the user trusts, from which all this follows.
    pub checkpoint: B256,
}

impl Verified {
    pub(super) fn new(store: &Store, header: &LightHeader, strength: Strength, now: Timestamp) -> Self {
        Self {
            block_hash: header.block_hash(),
            payload: header.payload(),
            slot: header.slot(),
            beacon_root: header.beacon.root(),
            strength,
            age: now.since(store.network().time_of(header.slot())),
            checkpoint: store.checkpoint(),
        }
    }

    /// A header of the execution chain, whoever sent it, as a proven fact: it rests on the checkpoint and nothing else.
    ///
    /// # Errors
    /// [`BeaconError::OtherBlock`] where it is another block.
    pub fn header(&self, header: Header) -> Result<Fact<Header>, BeaconError> {
        if header.hash() != self.block_hash {
            return Err(BeaconError::OtherBlock { got: header.hash(), expected: self.block_hash });
        }
        let at = header.block();
        Ok(Fact::asserted(header, at, Source::Checkpoint(self.checkpoint)))
    }

    /// The last of these headers as a proven fact, where the first is the verified block, and each of the others the parent of the one before.
    ///
    /// # Errors
    /// [`BeaconError::OtherBlock`] at the first that is not; also where there is none.
    pub fn ancestor(&self, headers: &[Header]) -> Result<Fact<Header>, BeaconError> {
        let mut expected = self.block_hash;
        for header in headers {
            if header.hash() != expected {
                return Err(BeaconError::OtherBlock { got: header.hash(), expected });
            }
            expected = header.parent_hash();
        }
        let last = headers.last().ok_or(BeaconError::OtherBlock { got: B256::ZERO, expected })?;
        Ok(Fact::asserted(last.clone(), last.block(), Source::Checkpoint(self.checkpoint)))
    }
}

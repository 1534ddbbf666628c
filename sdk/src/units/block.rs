//! Which block a fact belongs to.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use super::Timestamp;

/// One block: its hash decides, number and time are for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockRef {
    /// Height.
    pub number: u64,
    /// Keccak-256 of the header.
    pub hash: B256,
    /// The header's time.
    pub timestamp: Timestamp,
}

//! Headers of beacon blocks, with what they prove of the execution chain.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use super::network::{Fork, Network};
use super::ssz::{self, Part};
use super::{BeaconError, Shape};
use crate::units::Timestamp;

/// `ExecutionPayloadHeader` without its extra data: lengths of its fields, with an offset at [`EXTRA_DATA`]. The last two are
/// those of Deneb.
pub(super) const PAYLOAD: [usize; 17] = [32, 20, 32, 32, 256, 32, 8, 8, 8, 8, 4, 32, 32, 32, 32, 8, 8];
pub(super) const EXTRA_DATA: usize = 10;
const CAPELLA_FIELDS: usize = 15;
/// The generalized index of the payload under a beacon block's body (`EXECUTION_PAYLOAD_GINDEX`), and the length of its branch.
const PAYLOAD_INDEX: u64 = 25;
const PAYLOAD_DEPTH: usize = 4;
/// `BeaconBlockHeader`: two integers and three roots.
pub(super) const BEACON: usize = 112;

/// A beacon block's header (phase 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BeaconHeader {
    /// Its slot.
    pub slot: u64,
    /// Who proposed it.
    pub proposer_index: u64,
    /// The root of the block before.
    pub parent_root: B256,
    /// The root of the state after it.
    pub state_root: B256,
    /// The root of its body.
    pub body_root: B256,
}

/// What a light client's header says of the execution chain.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Execution {
    /// Capella to Fulu: the leaves of an execution payload's header.
    Payload(Vec<B256>),
    /// From Gloas on: the hash of an execution block.
    BlockHash(B256),
}

/// What a beacon block's header proves of an execution block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Payload {
    /// The root of the trie of all accounts.
    pub state_root: B256,
    /// Height.
    pub number: u64,
    /// The block's time.
    pub timestamp: Timestamp,
}

/// `LightClientHeader`: a beacon block's header and, by a branch to its body, an execution block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightHeader {
    pub(super) beacon: BeaconHeader,
    execution: Execution,
    branch: Vec<B256>,
}

impl BeaconHeader {
    fn from_ssz(bytes: &[u8]) -> Result<Self, BeaconError> {
        let integer = Part::Fixed(8);
        let root = Part::Fixed(32);
        let [slot, proposer_index, parent_root, state_root, body_root] =
            ssz::split("beacon", bytes, [integer, integer, root, root, root])?;
        Ok(Self {
            slot: ssz::u64("slot", slot)?,
            proposer_index: ssz::u64("proposer_index", proposer_index)?,
            parent_root: ssz::b256("parent_root", parent_root)?,
            state_root: ssz::b256("state_root", state_root)?,
            body_root: ssz::b256("body_root", body_root)?,
        })
    }

    /// Its hash tree root: what checkpoints name and committees sign.
    #[must_use]
    pub fn root(&self) -> B256 {
        let integers = [self.slot, self.proposer_index].map(ssz::leaf);
        let roots = [self.parent_root, self.state_root, self.body_root];
        ssz::merkleize([integers.as_slice(), roots.as_slice()].concat())
    }
}

impl Shape {
    /// How many of [`PAYLOAD`]'s fields there are; `None` where headers hold a hash only.
    pub(super) const fn payload_fields(self) -> Option<usize> {
        match self {
            Self::Capella => Some(CAPELLA_FIELDS),
            Self::Deneb | Self::Electra => Some(PAYLOAD.len()),
            Self::Gloas => None,
        }
    }

    /// The length of a header's branch to its body.
    pub(super) fn execution_depth(self) -> usize {
        if self.payload_fields().is_some() { PAYLOAD_DEPTH } else { depth(Fork::Gloas.block_hash_index()) }
    }

    /// How a header stands in its container.
    pub(super) fn header_part(self) -> Part {
        if self.payload_fields().is_some() {
            return Part::Variable;
        }
        Part::Fixed(BEACON.saturating_add(32).saturating_add(self.execution_depth().saturating_mul(32)))
    }

    /// The length of an execution payload's header without its extra data.
    pub(super) fn payload_length(self) -> usize {
        self.payload_fields().and_then(|count| PAYLOAD.get(..count)).map_or(0, |fields| fields.iter().sum())
    }
}

/// The length of the branch to a generalized index.
pub(super) fn depth(index: u64) -> usize {
    index.checked_ilog2().and_then(|depth| usize::try_from(depth).ok()).unwrap_or_default()
}

impl LightHeader {
    pub(super) fn from_ssz(shape: Shape, bytes: &[u8]) -> Result<Self, BeaconError> {
        let branch = Part::Fixed(shape.execution_depth().saturating_mul(32));
        let (beacon, execution, branch) = if shape.payload_fields().is_some() {
            let [beacon, payload, branch] = ssz::split("header", bytes, [Part::Fixed(BEACON), Part::Variable, branch])?;
            (beacon, Execution::Payload(payload_leaves(shape, payload)?), branch)
        } else {
            let [beacon, hash, branch] = ssz::split("header", bytes, [Part::Fixed(BEACON), Part::Fixed(32), branch])?;
            (beacon, Execution::BlockHash(ssz::b256("execution_block_hash", hash)?), branch)
        };
        Ok(Self { beacon: BeaconHeader::from_ssz(beacon)?, execution, branch: ssz::hashes(branch) })
    }

    /// The beacon block's header.
    #[must_use]
    pub const fn beacon(&self) -> &BeaconHeader {
        &self.beacon
    }

    /// Its slot.
    #[must_use]
    pub const fn slot(&self) -> u64 {
        self.beacon.slot
    }

    /// The hash of the execution block that it proves. From Gloas on, that of the block which the beacon block builds on.
    #[must_use]
    pub fn block_hash(&self) -> B256 {
        match &self.execution {
            Execution::Payload(leaves) => leaves.get(12).copied().unwrap_or_default(),
            Execution::BlockHash(hash) => *hash,
        }
    }

    /// More of the execution block, where headers carry it: up to Fulu.
    #[must_use]
    pub fn payload(&self) -> Option<Payload> {
        let Execution::Payload(leaves) = &self.execution else { return None };
        let integer = |at: usize| leaves.get(at)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        Some(Payload { state_root: *leaves.get(2)?, number: integer(6)?, timestamp: Timestamp(integer(9)?) })
    }

    /// The hash tree root of what its branch proves (`get_lc_execution_root`).
    ///
    /// # Errors
    /// [`BeaconError::BeforeCapella`], and [`BeaconError::Branch`] for a header of Capella with fields of Deneb.
    pub fn execution_root(&self, network: &Network) -> Result<B256, BeaconError> {
        let fork = network.fork_at(self.slot())?.fork;
        let Execution::Payload(leaves) = &self.execution else { return Ok(self.block_hash()) };
        let mut leaves = leaves.clone();
        if fork == Fork::Capella {
            if leaves.iter().skip(CAPELLA_FIELDS).any(|leaf| !leaf.is_zero()) {
                return Err(BeaconError::Branch { what: "the execution block" });
            }
            leaves.truncate(CAPELLA_FIELDS);
        }
        Ok(ssz::merkleize(leaves))
    }

    /// Checks that the execution block is the beacon block's own (`is_valid_light_client_header`).
    pub(super) fn check(&self, network: &Network) -> Result<(), BeaconError> {
        let fork = network.fork_at(self.slot())?.fork;
        let root = self.execution_root(network)?;
        let holds = match &self.execution {
            // From Gloas on a body holds no payload: no branch of that length leads to anything.
            Execution::Payload(_) => {
                fork < Fork::Gloas && ssz::is_at(root, &self.branch, PAYLOAD_INDEX, self.beacon.body_root)
            }
            Execution::BlockHash(hash) => {
                ssz::is_at(*hash, &self.branch, fork.block_hash_index(), self.beacon.body_root)
            }
        };
        if holds { Ok(()) } else { Err(BeaconError::Branch { what: "the execution block" }) }
    }
}

/// Each field of an execution payload's header as a leaf of its tree.
fn payload_leaves(shape: Shape, bytes: &[u8]) -> Result<Vec<B256>, BeaconError> {
    const WHAT: &str = "execution";
    let refused = || BeaconError::length(WHAT, bytes);
    let length = shape.payload_length();
    let (mut rest, extra_data) = bytes.split_at_checked(length).ok_or_else(refused)?;
    let mut leaves = Vec::with_capacity(PAYLOAD.len());
    for (at, size) in PAYLOAD.into_iter().take(shape.payload_fields().unwrap_or_default()).enumerate() {
        let (field, after) = rest.split_at_checked(size).ok_or_else(refused)?;
        rest = after;
        leaves.push(if at == EXTRA_DATA {
            let offset = u32::from_le_bytes(ssz::exactly(WHAT, field)?);
            if usize::try_from(offset) != Ok(length) || extra_data.len() > 32 {
                return Err(refused());
            }
            ssz::pair(&ssz::chunk(extra_data), &ssz::leaf(u64::try_from(extra_data.len()).map_err(|_| refused())?))
        } else if size > 32 {
            ssz::merkleize(ssz::hashes(field))
        } else {
            ssz::chunk(field)
        });
    }
    Ok(leaves)
}

//! What a beacon endpoint sends to light clients: a committee to begin with, and signed headers.

use alloy_primitives::B256;

use super::header::{BEACON, depth};
use super::network::{Fork, Network};
use super::ssz::{self, Part};
use super::{BeaconError, LightHeader};

/// How containers are written: forks of the same shape write the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Capella,
    Deneb,
    Electra,
    Gloas,
}

/// A sync committee: its members' keys, and the sum of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyncCommittee {
    pub(super) keys: Vec<[u8; 48]>,
    pub(super) aggregate: [u8; 48],
    pub(super) root: B256,
}

/// `SyncAggregate`: who signed, and the sum of their signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyncAggregate {
    bits: Vec<u8>,
    pub(super) signature: [u8; 96],
}

/// `LightClientBootstrap`: the header of a checkpoint, and the committee of its period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    pub(super) header: LightHeader,
    pub(super) committee: SyncCommittee,
    pub(super) branch: Vec<B256>,
    pub(super) shape: Shape,
}

/// `LightClientUpdate`: a header that the committee signed, and what follows from it. A `LightClientFinalityUpdate` is one without a committee,
/// a `LightClientOptimisticUpdate` one without a finalized header either: as in the standard, all three are processed alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    pub(super) attested: LightHeader,
    pub(super) next_committee: Option<(SyncCommittee, Vec<B256>)>,
    pub(super) finalized: Option<(LightHeader, Vec<B256>)>,
    pub(super) aggregate: SyncAggregate,
    pub(super) signature_slot: u64,
    pub(super) shape: Shape,
}

impl Shape {
    const ALL: [Self; 4] = [Self::Capella, Self::Deneb, Self::Electra, Self::Gloas];

    pub(super) const fn of(fork: Fork) -> Self {
        match fork {
            Fork::Capella => Self::Capella,
            Fork::Deneb => Self::Deneb,
            Fork::Electra | Fork::Fulu => Self::Electra,
            Fork::Gloas => Self::Gloas,
        }
    }

    /// The first fork that writes like this.
    pub(super) const fn fork(self) -> Fork {
        match self {
            Self::Capella => Fork::Capella,
            Self::Deneb => Fork::Deneb,
            Self::Electra => Fork::Electra,
            Self::Gloas => Fork::Gloas,
        }
    }

    fn branch(index: u64) -> Part {
        Part::Fixed(depth(index).saturating_mul(32))
    }

    /// Reads in the shape of the fork that the endpoint named; where it named none, in the only one that fits: each has its own lengths.
    fn read<V>(declared: Option<Fork>, read: impl Fn(Self) -> Result<V, BeaconError>) -> Result<V, BeaconError> {
        if let Some(fork) = declared {
            return read(Self::of(fork));
        }
        let mut refused = None;
        for shape in Self::ALL {
            match read(shape) {
                Ok(value) => return Ok(value),
                Err(error) => refused = Some(error),
            }
        }
        Err(refused.unwrap_or_else(|| BeaconError::malformed("the answer", "", "a known shape")))
    }
}

impl SyncCommittee {
    fn length(network: &Network) -> usize {
        network.committee_size.saturating_add(1).saturating_mul(48)
    }

    fn from_ssz(bytes: &[u8]) -> Result<Self, BeaconError> {
        let refused = || BeaconError::length("the sync committee", bytes);
        let (keys, rest) = bytes.as_chunks::<48>();
        let (aggregate, keys) = keys.split_last().ok_or_else(refused)?;
        if !rest.is_empty() {
            return Err(refused());
        }
        let of_keys = ssz::merkleize(keys.iter().map(key_root).collect());
        let root = ssz::pair(&of_keys, &key_root(aggregate));
        Ok(Self { keys: keys.to_vec(), aggregate: *aggregate, root })
    }
}

fn key_root(key: &[u8; 48]) -> B256 {
    let (left, right) = key.split_at(32);
    ssz::pair(&ssz::chunk(left), &ssz::chunk(right))
}

impl SyncAggregate {
    fn length(network: &Network) -> usize {
        (network.committee_size >> 3).saturating_add(96)
    }

    fn from_ssz(bytes: &[u8]) -> Result<Self, BeaconError> {
        let refused = || BeaconError::length("the sync aggregate", bytes);
        let (bits, signature) = bytes.split_last_chunk().ok_or_else(refused)?;
        Ok(Self { bits: bits.to_vec(), signature: *signature })
    }

    /// For each member in their order, whether it signed.
    pub(super) fn signed(&self) -> impl Iterator<Item = bool> {
        self.bits.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1))
    }
}

impl Bootstrap {
    /// Reads `LightClientBootstrap` in SSZ. Without a fork (an endpoint need not let a page read its `Eth-Consensus-Version`) the shape tells it.
    ///
    /// # Errors
    /// [`BeaconError::Malformed`]; [`BeaconError::Fork`] where the fork is not that of the header's slot.
    pub fn from_ssz(network: &Network, fork: Option<Fork>, bytes: &[u8]) -> Result<Self, BeaconError> {
        let found = Shape::read(fork, |shape| {
            let layout = [
                shape.header_part(),
                Part::Fixed(SyncCommittee::length(network)),
                Shape::branch(shape.fork().state_indices().current_committee),
            ];
            let [header, committee, branch] = ssz::split("the bootstrap", bytes, layout)?;
            let header = LightHeader::from_ssz(shape, header)?;
            Ok(Self { header, committee: SyncCommittee::from_ssz(committee)?, branch: ssz::hashes(branch), shape })
        })?;
        check_fork(network, fork, found.shape, found.header.slot())?;
        Ok(found)
    }

    /// The checkpoint's header, not verified.
    #[must_use]
    pub const fn header(&self) -> &LightHeader {
        &self.header
    }
}

impl Update {
    /// Reads `LightClientUpdate` in SSZ; of the fork, see [`Bootstrap::from_ssz`].
    ///
    /// # Errors
    /// As [`Bootstrap::from_ssz`].
    pub fn from_ssz(network: &Network, fork: Option<Fork>, bytes: &[u8]) -> Result<Self, BeaconError> {
        Self::read(network, fork, &|shape| {
            let indices = shape.fork().state_indices();
            let layout = [
                shape.header_part(),
                Part::Fixed(SyncCommittee::length(network)),
                Shape::branch(indices.next_committee),
                shape.header_part(),
                Shape::branch(indices.finalized_root),
                Part::Fixed(SyncAggregate::length(network)),
                Part::Fixed(8),
            ];
            let [attested, next, next_branch, finalized, branch, aggregate, slot] =
                ssz::split("the update", bytes, layout)?;
            let next_committee =
                present("the next committee", next_branch, || is_zero(next), || SyncCommittee::from_ssz(next))?;
            let finalized = finalized_header(shape, finalized, branch)?;
            Self::new(shape, attested, aggregate, slot).map(|update| Self { next_committee, finalized, ..update })
        })
    }

    /// Reads `LightClientFinalityUpdate` in SSZ; of the fork, see [`Bootstrap::from_ssz`].
    ///
    /// # Errors
    /// As [`Bootstrap::from_ssz`]; and [`BeaconError::Malformed`] where nothing is finalized.
    pub fn finality_from_ssz(network: &Network, fork: Option<Fork>, bytes: &[u8]) -> Result<Self, BeaconError> {
        Self::read(network, fork, &|shape| {
            let layout = [
                shape.header_part(),
                shape.header_part(),
                Shape::branch(shape.fork().state_indices().finalized_root),
                Part::Fixed(SyncAggregate::length(network)),
                Part::Fixed(8),
            ];
            let [attested, finalized, branch, aggregate, slot] = ssz::split("the finality update", bytes, layout)?;
            let finalized = finalized_header(shape, finalized, branch)?;
            if finalized.is_none() {
                return Err(BeaconError::malformed("finality_branch", "zeros", "a branch"));
            }
            Self::new(shape, attested, aggregate, slot).map(|update| Self { finalized, ..update })
        })
    }

    /// Reads `LightClientOptimisticUpdate` in SSZ; of the fork, see [`Bootstrap::from_ssz`].
    ///
    /// # Errors
    /// As [`Bootstrap::from_ssz`].
    pub fn optimistic_from_ssz(network: &Network, fork: Option<Fork>, bytes: &[u8]) -> Result<Self, BeaconError> {
        Self::read(network, fork, &|shape| {
            let layout = [shape.header_part(), Part::Fixed(SyncAggregate::length(network)), Part::Fixed(8)];
            let [attested, aggregate, slot] = ssz::split("the optimistic update", bytes, layout)?;
            Self::new(shape, attested, aggregate, slot)
        })
    }

    /// Reads what the beacon API answers to a question for several updates: of each its length in 8 bytes, 4 bytes of context, the
    /// update.
    ///
    /// The context names the fork up to Electra. From Fulu on it depends on how many blobs a block may have, which changes without a new
    /// fork: it is not looked at then, and the shape tells the fork.
    ///
    /// # Errors
    /// As [`Bootstrap::from_ssz`].
    pub fn list_from_ssz(network: &Network, mut bytes: &[u8]) -> Result<Vec<Self>, BeaconError> {
        let refused = || BeaconError::malformed("the updates", "a length that does not fit", "lengths and updates");
        let mut updates = Vec::new();
        while !bytes.is_empty() {
            let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(refused)?;
            let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| refused())?;
            let (update, after) = rest.split_at_checked(length).ok_or_else(refused)?;
            let (context, update) = update.split_first_chunk::<4>().ok_or_else(refused)?;
            let fork = network.fork_of(*context);
            let update = Self::from_ssz(network, fork, update)?;
            let of_slot = network.fork_at(update.attested.slot())?.fork;
            if fork.is_none() && of_slot < Fork::Fulu {
                let slot = update.attested.slot();
                return Err(BeaconError::Fork { slot, got: "unknown", expected: of_slot.name() });
            }
            updates.push(update);
            bytes = after;
        }
        Ok(updates)
    }

    fn read(
        network: &Network,
        fork: Option<Fork>,
        // One copy of what follows for all kinds of updates.
        read: &dyn Fn(Shape) -> Result<Self, BeaconError>,
    ) -> Result<Self, BeaconError> {
        let found = Shape::read(fork, read)?;
        check_fork(network, fork, found.shape, found.attested.slot())?;
        Ok(found)
    }

    fn new(shape: Shape, attested: &[u8], aggregate: &[u8], slot: &[u8]) -> Result<Self, BeaconError> {
        Ok(Self {
            attested: LightHeader::from_ssz(shape, attested)?,
            next_committee: None,
            finalized: None,
            aggregate: SyncAggregate::from_ssz(aggregate)?,
            signature_slot: ssz::u64("signature_slot", slot)?,
            shape,
        })
    }

    /// The signed header, not verified.
    #[must_use]
    pub const fn attested(&self) -> &LightHeader {
        &self.attested
    }

    /// The period of the committee that it brings in, by the signed header's slot; `None` where it brings in none.
    #[must_use]
    pub fn committee_period(&self, network: &Network) -> Option<u64> {
        self.next_committee.as_ref().map(|_| network.period_of(self.attested.slot()).saturating_add(1))
    }
}

/// A container of a fork may hold headers of that fork and of earlier ones: it is theirs, rewritten (`upgrade_lc_update_to_…`).
fn check_fork(network: &Network, declared: Option<Fork>, shape: Shape, slot: u64) -> Result<(), BeaconError> {
    let of_slot = network.fork_at(slot)?.fork;
    let scheduled = |fork: Fork| network.forks.iter().any(|known| known.fork == fork);
    let fits = match declared {
        Some(fork) => fork >= of_slot && scheduled(fork),
        None => shape >= Shape::of(of_slot) && scheduled(shape.fork()),
    };
    if fits {
        return Ok(());
    }
    Err(BeaconError::Fork { slot, got: declared.unwrap_or_else(|| shape.fork()).name(), expected: of_slot.name() })
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// An optional part of an update: its branch is zeros where it is absent, and then it must be empty as well.
fn present<V>(
    what: &'static str,
    branch: &[u8],
    empty: impl FnOnce() -> bool,
    read: impl FnOnce() -> Result<V, BeaconError>,
) -> Result<Option<(V, Vec<B256>)>, BeaconError> {
    if !is_zero(branch) {
        return Ok(Some((read()?, ssz::hashes(branch))));
    }
    if empty() { Ok(None) } else { Err(BeaconError::malformed(what, "a value without a branch", "nothing")) }
}

fn finalized_header(
    shape: Shape,
    bytes: &[u8],
    branch: &[u8],
) -> Result<Option<(LightHeader, Vec<B256>)>, BeaconError> {
    let empty = || bytes == empty_header(shape);
    present("the finalized header", branch, empty, || LightHeader::from_ssz(shape, bytes))
}

/// A header of zeros.
fn empty_header(shape: Shape) -> Vec<u8> {
    let zeros = |length: usize| vec![0; length];
    let branch = shape.execution_depth().saturating_mul(32);
    let Some(fields) = shape.payload_fields() else {
        return zeros(BEACON.saturating_add(32).saturating_add(branch));
    };
    let offset = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    let places = BEACON.saturating_add(4).saturating_add(branch);
    let mut bytes = zeros(BEACON);
    bytes.extend(offset(places));
    bytes.extend(zeros(branch));
    for (at, length) in super::header::PAYLOAD.into_iter().take(fields).enumerate() {
        if at == super::header::EXTRA_DATA {
            bytes.extend(offset(shape.payload_length()));
        } else {
            bytes.extend(zeros(length));
        }
    }
    bytes
}

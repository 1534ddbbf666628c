//! Networks as data: when each started, how it counts time, and which forks it has scheduled.

use alloy_primitives::{B256, b256};

use super::{BeaconError, ssz};
use crate::units::{ChainId, Timestamp};

/// A fork of the beacon chain that a light client can follow to an execution block. Blocks before Capella prove none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fork {
    /// Headers carry the execution payload's header (April 2023 on mainnet).
    Capella,
    /// That header has two fields more, for blobs.
    Deneb,
    /// The state's tree is one level deeper.
    Electra,
    /// For light clients as Electra.
    Fulu,
    /// Headers carry the hash of an execution block and nothing else of it (EIP-7732), and the state's tree has another shape (EIP-7688).
    Gloas,
}

/// A scheduled fork.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForkEpoch {
    /// Which.
    pub fork: Fork,
    /// The first epoch of it.
    pub epoch: u64,
    /// Mixed into everything that is signed during it.
    pub version: [u8; 4],
}

/// One beacon chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its usual name.
    pub name: &'static str,
    /// The chain of execution blocks that it carries.
    pub chain: ChainId,
    /// When slot 0 began.
    pub genesis_time: Timestamp,
    /// The hash tree root of its first validators: mixed into everything that is signed, so that no signature of one chain is one of
    /// another.
    pub genesis_validators_root: B256,
    /// Length of a slot.
    pub seconds_per_slot: u64,
    /// Slots of an epoch.
    pub slots_per_epoch: u64,
    /// Epochs during which one committee signs.
    pub epochs_per_period: u64,
    /// Members of a sync committee: a multiple of 8.
    pub committee_size: usize,
    /// Its forks from Capella on, in their order.
    pub forks: &'static [ForkEpoch],
}

/// Generalized indices of what a light client proves from a beacon state's root.
#[derive(Clone, Copy, Debug)]
pub(super) struct StateIndices {
    pub(super) finalized_root: u64,
    pub(super) current_committee: u64,
    pub(super) next_committee: u64,
}

impl Fork {
    /// Every fork, in their order.
    pub const ALL: [Self; 5] = [Self::Capella, Self::Deneb, Self::Electra, Self::Fulu, Self::Gloas];

    /// Its name in the beacon API (`version`, `Eth-Consensus-Version`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capella => "capella",
            Self::Deneb => "deneb",
            Self::Electra => "electra",
            Self::Fulu => "fulu",
            Self::Gloas => "gloas",
        }
    }

    /// Reads a name of the beacon API.
    ///
    /// # Errors
    /// [`BeaconError::Malformed`] for a name that is none of these: `phase0`, `altair` and `bellatrix` prove no execution block.
    pub fn from_name(name: &str) -> Result<Self, BeaconError> {
        let found = Self::ALL.into_iter().find(|fork| fork.name() == name);
        found.ok_or_else(|| BeaconError::malformed("version", name, "a fork from Capella to Gloas"))
    }

    /// Altair, Electra and Gloas sync protocol, "Constants".
    pub(super) const fn state_indices(self) -> StateIndices {
        match self {
            Self::Capella | Self::Deneb => {
                StateIndices { finalized_root: 105, current_committee: 54, next_committee: 55 }
            }
            Self::Electra | Self::Fulu => {
                StateIndices { finalized_root: 169, current_committee: 86, next_committee: 87 }
            }
            Self::Gloas => StateIndices { finalized_root: 735, current_committee: 2945, next_committee: 2946 },
        }
    }

    /// The generalized index of the execution block's hash under a beacon block's body (Gloas sync protocol, "New constants").
    pub(super) const fn block_hash_index(self) -> u64 {
        match self {
            Self::Capella => 412,
            Self::Deneb | Self::Electra | Self::Fulu => 812,
            Self::Gloas => 2856,
        }
    }
}

impl Network {
    /// Ethereum's main network.
    ///
    /// Genesis: eth-clients/mainnet, `README.md`. Forks: ethereum/consensus-specs, `configs/mainnet.yaml` of August 2026, in which Gloas
    /// has no epoch yet.
    pub const MAINNET: Self = Self {
        name: "mainnet",
        chain: ChainId(1),
        genesis_time: Timestamp(1_606_824_023),
        genesis_validators_root: b256!("4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95"),
        seconds_per_slot: 12,
        slots_per_epoch: 32,
        epochs_per_period: 256,
        committee_size: 512,
        forks: &[
            ForkEpoch { fork: Fork::Capella, epoch: 194_048, version: [0x03, 0, 0, 0] },
            ForkEpoch { fork: Fork::Deneb, epoch: 269_568, version: [0x04, 0, 0, 0] },
            ForkEpoch { fork: Fork::Electra, epoch: 364_032, version: [0x05, 0, 0, 0] },
            ForkEpoch { fork: Fork::Fulu, epoch: 411_392, version: [0x06, 0, 0, 0] },
        ],
    };

    /// The test network Sepolia.
    ///
    /// Genesis: eth-clients/sepolia, `metadata/README.md` and `metadata/genesis.ssz`. Forks: its `metadata/config.yaml`; Fulu as in
    /// a16z/helios, `ethereum/src/config/networks.rs`; Gloas as in the activation table of EIP-7773 (6 October 2026).
    pub const SEPOLIA: Self = Self {
        name: "sepolia",
        chain: ChainId(11_155_111),
        genesis_time: Timestamp(1_655_733_600),
        genesis_validators_root: b256!("d8ea171f3c94aea21ebc42a1ed61052acf3f9209c00e4efbaaddac09ed9b8078"),
        forks: &[
            ForkEpoch { fork: Fork::Capella, epoch: 56_832, version: [0x90, 0, 0, 0x72] },
            ForkEpoch { fork: Fork::Deneb, epoch: 132_608, version: [0x90, 0, 0, 0x73] },
            ForkEpoch { fork: Fork::Electra, epoch: 222_464, version: [0x90, 0, 0, 0x74] },
            ForkEpoch { fork: Fork::Fulu, epoch: 272_640, version: [0x90, 0, 0, 0x75] },
            ForkEpoch { fork: Fork::Gloas, epoch: 353_024, version: [0x90, 0, 0, 0x76] },
        ],
        ..Self::MAINNET
    };

    /// The test network Hoodi.
    ///
    /// eth-clients/hoodi, `metadata/config.yaml` (genesis is `MIN_GENESIS_TIME` and `GENESIS_DELAY` later) and
    /// `metadata/genesis_validators_root.txt`; Fulu as in a16z/helios, `ethereum/src/config/networks.rs`.
    pub const HOODI: Self = Self {
        name: "hoodi",
        chain: ChainId(560_048),
        genesis_time: Timestamp(1_742_213_400),
        genesis_validators_root: b256!("212f13fc4df078b6cb7db228f1c8307566dcecf900867401a92023d7ba99cb5f"),
        forks: &[
            ForkEpoch { fork: Fork::Capella, epoch: 0, version: [0x40, 0, 0x09, 0x10] },
            ForkEpoch { fork: Fork::Deneb, epoch: 0, version: [0x50, 0, 0x09, 0x10] },
            ForkEpoch { fork: Fork::Electra, epoch: 2048, version: [0x60, 0, 0x09, 0x10] },
            ForkEpoch { fork: Fork::Fulu, epoch: 50_688, version: [0x70, 0, 0x09, 0x10] },
        ],
        ..Self::MAINNET
    };

    /// Gnosis Chain.
    ///
    /// gnosischain/configs, `mainnet/config.yaml` of March 2026 and `mainnet/genesis.ssz`; epochs and periods by the preset `gnosis` of
    /// gnosischain/specs.
    pub const GNOSIS: Self = Self {
        name: "gnosis",
        chain: ChainId(100),
        genesis_time: Timestamp(1_638_993_340),
        genesis_validators_root: b256!("f5dcb5564e829aab27264b9becd5dfaa017085611224cb3036f573368dbb9d47"),
        seconds_per_slot: 5,
        slots_per_epoch: 16,
        epochs_per_period: 512,
        forks: &[
            ForkEpoch { fork: Fork::Capella, epoch: 648_704, version: [0x03, 0, 0, 0x64] },
            ForkEpoch { fork: Fork::Deneb, epoch: 889_856, version: [0x04, 0, 0, 0x64] },
            ForkEpoch { fork: Fork::Electra, epoch: 1_337_856, version: [0x05, 0, 0, 0x64] },
            ForkEpoch { fork: Fork::Fulu, epoch: 1_714_688, version: [0x06, 0, 0, 0x64] },
        ],
        ..Self::MAINNET
    };

    /// Every network that is known here.
    pub const ALL: [&'static Self; 4] = [&Self::MAINNET, &Self::SEPOLIA, &Self::HOODI, &Self::GNOSIS];

    /// The network that carries this chain's blocks; `None` where no light client follows it.
    #[must_use]
    pub fn of_chain(chain: ChainId) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|network| network.chain == chain)
    }

    /// The slot that it is at `now`.
    ///
    /// # Errors
    /// [`BeaconError::BeforeGenesis`]: the clock is wrong.
    pub fn slot_at(&self, now: Timestamp) -> Result<u64, BeaconError> {
        let since = now.0.checked_sub(self.genesis_time.0);
        since
            .and_then(|seconds| seconds.checked_div(self.seconds_per_slot))
            .ok_or(BeaconError::BeforeGenesis { got: now, expected: self.genesis_time })
    }

    /// When the slot began; at most the end of time.
    #[must_use]
    pub const fn time_of(&self, slot: u64) -> Timestamp {
        Timestamp(self.genesis_time.0.saturating_add(slot.saturating_mul(self.seconds_per_slot)))
    }

    /// The sync-committee period of the slot.
    #[must_use]
    #[inline(never)] // Its checked arithmetic, repeated at every call, weighs more in wasm than the calls.
    pub fn period_of(&self, slot: u64) -> u64 {
        slot.checked_div(self.slots_per_epoch.saturating_mul(self.epochs_per_period)).unwrap_or(u64::MAX)
    }

    /// The fork that the slot belongs to.
    ///
    /// # Errors
    /// [`BeaconError::BeforeCapella`].
    pub fn fork_at(&self, slot: u64) -> Result<ForkEpoch, BeaconError> {
        let epoch = slot.checked_div(self.slots_per_epoch).unwrap_or(u64::MAX);
        let found = self.forks.iter().rev().find(|fork| fork.epoch <= epoch);
        found.copied().ok_or(BeaconError::BeforeCapella { slot })
    }

    /// The fork that a context of four bytes stands for (`compute_fork_digest`), among those before Fulu.
    pub(super) fn fork_of(&self, context: [u8; 4]) -> Option<Fork> {
        let digest = |fork: &ForkEpoch| ssz::pair(&ssz::chunk(&fork.version), &self.genesis_validators_root);
        let known = self.forks.iter().filter(|fork| fork.fork < Fork::Fulu);
        known.clone().find(|fork| digest(fork).starts_with(&context)).map(|fork| fork.fork)
    }
}

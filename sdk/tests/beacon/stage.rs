//! The recorded session of mainnet and the specification's own vectors, as the tests of the light client use them.
#![allow(dead_code, reason = "each test uses its part")]

use std::fs;
use std::path::PathBuf;

use alloy_primitives::{B256, b256};
use assay_sdk::proof::beacon::{
    Bootstrap, Bootstrapped, Fork, ForkEpoch, Network, Store, Update, WEAK_SUBJECTIVITY, json,
};
use assay_sdk::units::{ChainId, Timestamp};
use serde_json::Value;

/// The preset `minimal`, as the vectors are made with it, and the forks of their `config.yaml`.
pub(crate) const DENEB: Network = Network {
    name: "minimal",
    chain: ChainId(0),
    genesis_time: Timestamp(1_578_009_600),
    genesis_validators_root: b256!("0a08c27fe4ece2483f9e581f78c66379a06f96e9c24cd1390594ff939b26f95b"),
    seconds_per_slot: 6,
    slots_per_epoch: 8,
    epochs_per_period: 8,
    committee_size: 32,
    forks: &[
        ForkEpoch { fork: Fork::Capella, epoch: 0, version: [3, 0, 0, 1] },
        ForkEpoch { fork: Fork::Deneb, epoch: 0, version: [4, 0, 0, 1] },
    ],
};
pub(crate) const ELECTRA: Network = Network {
    forks: &[
        ForkEpoch { fork: Fork::Capella, epoch: 0, version: [3, 0, 0, 1] },
        ForkEpoch { fork: Fork::Deneb, epoch: 0, version: [4, 0, 0, 1] },
        ForkEpoch { fork: Fork::Electra, epoch: 0, version: [5, 0, 0, 1] },
    ],
    ..DENEB
};

/// The checkpoint of the recorded session: an epoch's first block of 9 August 2023.
pub(crate) const CHECKPOINT_SLOT: u64 = 7_069_376;

pub(crate) fn vectors() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/beacon"))
}

pub(crate) fn recorded(name: &str) -> Value {
    serde_json::from_slice(&fs::read(vectors().join(format!("mainnet-2023-{name}.json"))).unwrap()).unwrap()
}

/// The recorded session as the bytes that the same endpoint would have sent in SSZ.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) bootstrap: Vec<u8>,
    pub(crate) updates: Vec<Vec<u8>>,
    pub(crate) finality: Vec<u8>,
    pub(crate) optimistic: Vec<u8>,
}

impl Session {
    pub(crate) fn recorded() -> Self {
        let network = &Network::MAINNET;
        let updates = recorded("updates");
        let updates = updates.as_array().unwrap().iter().map(|update| json::update(network, update).unwrap().1);
        Self {
            bootstrap: json::bootstrap(network, &recorded("bootstrap")).unwrap().1,
            updates: updates.collect(),
            finality: json::finality_update(network, &recorded("finality")).unwrap().1,
            optimistic: json::optimistic_update(network, &recorded("optimistic")).unwrap().1,
        }
    }

    pub(crate) fn checkpoint(&self) -> B256 {
        bootstrap(&self.bootstrap).header().beacon().root()
    }

    /// Right after the optimistic update was signed.
    pub(crate) fn now() -> Timestamp {
        Network::MAINNET.time_of(7_109_432)
    }

    pub(crate) fn start(&self) -> Store {
        let now = Network::MAINNET.time_of(CHECKPOINT_SLOT + 1);
        let Bootstrapped { store, .. } =
            Store::bootstrap(&Network::MAINNET, self.checkpoint(), bootstrap(&self.bootstrap), now, WEAK_SUBJECTIVITY)
                .unwrap();
        store
    }

    /// With all period updates taken, before the finality update.
    pub(crate) fn synced(&self) -> Store {
        let mut store = self.start();
        for bytes in &self.updates {
            store.process(&update(bytes), Self::now()).unwrap();
        }
        store
    }
}

pub(crate) fn bootstrap(bytes: &[u8]) -> Bootstrap {
    Bootstrap::from_ssz(&Network::MAINNET, Some(Fork::Capella), bytes).unwrap()
}
pub(crate) fn update(bytes: &[u8]) -> Update {
    Update::from_ssz(&Network::MAINNET, Some(Fork::Capella), bytes).unwrap()
}
pub(crate) fn finality(bytes: &[u8]) -> Update {
    Update::finality_from_ssz(&Network::MAINNET, Some(Fork::Capella), bytes).unwrap()
}
pub(crate) fn optimistic(bytes: &[u8]) -> Update {
    Update::optimistic_from_ssz(&Network::MAINNET, Some(Fork::Capella), bytes).unwrap()
}

/// A file of the specification's vectors, uncompressed.
pub(crate) fn ssz(case: &str, name: &str) -> Vec<u8> {
    let bytes = fs::read(vectors().join("spec").join(case).join(format!("{name}.ssz_snappy"))).unwrap();
    snap::raw::Decoder::new().decompress_vec(&bytes).unwrap()
}

pub(crate) fn text(case: &str, name: &str) -> String {
    fs::read_to_string(vectors().join("spec").join(case).join(name)).unwrap()
}

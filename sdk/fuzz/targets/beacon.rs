//! What a beacon endpoint answers, in SSZ and in JSON, to a light client that has a recorded session of mainnet behind it: refused, or a header
//! that was signed. The first byte says as what the rest is read.
#![no_main]

use std::sync::LazyLock;

use alloy_primitives::B256;
use assay_sdk::proof::beacon::{Bootstrap, Fork, Network, SavedCheckpoint, Store, Update, WEAK_SUBJECTIVITY, json};
use assay_sdk::units::Timestamp;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const MAINNET: &Network = &Network::MAINNET;
/// Right after the last update of the recorded session was signed.
const NOW: Timestamp = Timestamp(1_606_824_023 + 12 * 7_109_432);

/// Synced over all recorded periods, and the roots of the headers that the recorded updates bring after that.
static SESSION: LazyLock<(Store, Vec<B256>)> = LazyLock::new(|| {
    let read = |text| serde_json::from_str::<Value>(text).expect("it is JSON");
    let start = json::bootstrap(MAINNET, &read(include_str!("../../tests/vectors/beacon/mainnet-2023-bootstrap.json")));
    let start =
        start.and_then(|(fork, bytes)| Bootstrap::from_ssz(MAINNET, Some(fork), &bytes)).expect("it was recorded");
    let (root, then) = (start.header().beacon().root(), MAINNET.time_of(start.header().slot() + 1));
    let mut store = Store::bootstrap(MAINNET, root, start, then, WEAK_SUBJECTIVITY).expect("it holds").store;
    let updates = read(include_str!("../../tests/vectors/beacon/mainnet-2023-updates.json"));
    for update in updates.as_array().expect("a list") {
        let (fork, bytes) = json::update(MAINNET, update).expect("it was recorded");
        store.process(&Update::from_ssz(MAINNET, Some(fork), &bytes).expect("it was recorded"), NOW).expect("it holds");
    }
    let finality =
        json::finality_update(MAINNET, &read(include_str!("../../tests/vectors/beacon/mainnet-2023-finality.json")));
    let optimistic = json::optimistic_update(
        MAINNET,
        &read(include_str!("../../tests/vectors/beacon/mainnet-2023-optimistic.json")),
    );
    let finality =
        Update::finality_from_ssz(MAINNET, None, &finality.expect("it was recorded").1).expect("it was recorded");
    let optimistic =
        Update::optimistic_from_ssz(MAINNET, None, &optimistic.expect("it was recorded").1).expect("it was recorded");
    (store, vec![finality.attested().beacon().root(), optimistic.attested().beacon().root()])
});

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 8 {
        0 => drop(Bootstrap::from_ssz(MAINNET, None, bytes)),
        1 => taken(Update::from_ssz(MAINNET, None, bytes).ok()),
        2 => taken(Update::finality_from_ssz(MAINNET, None, bytes).ok()),
        3 => taken(Update::optimistic_from_ssz(MAINNET, None, bytes).ok()),
        4 => Update::list_from_ssz(MAINNET, bytes).into_iter().flatten().for_each(|update| taken(Some(update))),
        5 => declared(bytes),
        6 => rewritten(bytes),
        _ => checkpoint(bytes),
    }
});

/// Whatever is accepted was signed: these are the only signatures there are.
fn taken(update: Option<Update>) {
    let (Some(update), (store, signed)) = (update, &*SESSION) else { return };
    let mut store = store.clone();
    if store.process(&update, NOW).is_ok() {
        assert!(signed.contains(&update.attested().beacon().root()), "{update:?}");
    }
}

/// The shape tells what the endpoint may say: both readings are the same.
fn declared(bytes: &[u8]) {
    for fork in [Fork::Capella, Fork::Deneb, Fork::Electra, Fork::Fulu, Fork::Gloas] {
        if let Ok(named) = Update::finality_from_ssz(MAINNET, Some(fork), bytes) {
            assert_eq!(Update::finality_from_ssz(MAINNET, None, bytes), Ok(named));
        }
    }
}

/// JSON becomes SSZ that can be read, or is refused.
fn rewritten(bytes: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else { return };
    drop(json::bootstrap(MAINNET, &answer));
    drop(json::update(MAINNET, &answer));
    drop(json::optimistic_update(MAINNET, &answer));
    if let Ok((fork, bytes)) = json::finality_update(MAINNET, &answer) {
        taken(Update::finality_from_ssz(MAINNET, Some(fork), &bytes).ok());
    }
}

/// There is one way to write a checkpoint.
fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(saved) = text.parse::<SavedCheckpoint>() {
        assert_eq!(saved.to_string(), text);
    }
}

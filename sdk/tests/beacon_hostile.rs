//! The light client on what it must not take: any byte changed, and answers of endpoints that lie.
#![cfg(all(feature = "lc", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "beacon/stage.rs"]
mod stage;

use alloy_primitives::B256;
use assay_sdk::error::{Error, ErrorCode};
use assay_sdk::proof::beacon::{
    BeaconError, Bootstrap, Fork, Network, Progress, Store, Update, WEAK_SUBJECTIVITY, json,
};
use assay_sdk::units::Seconds;
use proptest::prelude::*;
use serde_json::json;
use stage::{DENEB, ELECTRA, Session, finality, optimistic, recorded, update};

const MAINNET: &Network = &Network::MAINNET;
const CAPELLA: Option<Fork> = Some(Fork::Capella);

/// The code of a refusal; the names are stable.
fn code(error: BeaconError) -> &'static str {
    let code = Error::from(error).code();
    assert!(ErrorCode::ALL.contains(&code));
    code.as_str()
}

/// Places of a Capella container of mainnet: a header, up to 32 bytes of extra data included, has at most 844 bytes.
mod place {
    pub(crate) const COMMITTEE: usize = 513 * 48;
    pub(crate) const AGGREGATE: usize = 64 + 96;
    /// The signature's slot in an optimistic update: after the header's offset and the aggregate.
    pub(crate) const OPTIMISTIC_SLOT: usize = 4 + AGGREGATE;
    /// In a finality update: after two offsets, six hashes and the aggregate.
    pub(crate) const FINALITY_SLOT: usize = 8 + 6 * 32 + AGGREGATE;
    /// In an update: after two offsets, the committee, five and six hashes, and the aggregate.
    pub(crate) const UPDATE_SLOT: usize = 8 + COMMITTEE + 11 * 32 + AGGREGATE;
}

fn flipped(bytes: &[u8], at: usize, mask: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= mask;
    bytes
}

type Read = fn(&Network, Option<Fork>, &[u8]) -> Result<Update, BeaconError>;

/// What a store makes of bytes; it must be as before where they are refused.
fn taken(store: &Store, read: Read, bytes: &[u8]) -> Result<Progress, BeaconError> {
    let mut trial = store.clone();
    let result = read(MAINNET, CAPELLA, bytes).and_then(|update| trial.process(&update, Session::now()));
    if result.is_err() {
        assert_eq!(trial.finalized_header(), store.finalized_header());
        assert_eq!(trial.optimistic_header(), store.optimistic_header());
        assert_eq!(trial.wanted_period(), store.wanted_period());
    }
    result
}

/// Nobody signs the slot of a signature: one that still fits (after the header's, not after now, of the same fork and period) is taken, and
/// changes nothing of what is verified. Every other byte counts.
fn expect_refused(store: &Store, read: Read, bytes: &[u8], (at, mask): (usize, u8), free: usize) {
    match taken(store, read, &flipped(bytes, at, mask)) {
        Ok(_) => assert!((free..free + 8).contains(&at), "byte {at} of {} does not matter", bytes.len()),
        Err(error) => assert!(!code(error).is_empty()),
    }
}

#[test]
fn every_byte_of_an_optimistic_and_a_finality_update_counts() {
    let session = Session::recorded();
    let store = session.synced();
    // One bit of each byte, another one for each.
    for at in 0..session.optimistic.len() {
        let mask = 1 << (at % 8);
        expect_refused(&store, Update::optimistic_from_ssz, &session.optimistic, (at, mask), place::OPTIMISTIC_SLOT);
    }
    for at in 0..session.finality.len() {
        let mask = 1 << (at % 8);
        expect_refused(&store, Update::finality_from_ssz, &session.finality, (at, mask), place::FINALITY_SLOT);
    }
}

#[test]
fn the_free_bits_of_a_signatures_slot_are_few_and_change_nothing() {
    let session = Session::recorded();
    let store = session.synced();
    let mut free = 0;
    for at in place::OPTIMISTIC_SLOT..place::OPTIMISTIC_SLOT + 8 {
        for bit in 0..8 {
            if let Ok(progress) =
                taken(&store, Update::optimistic_from_ssz, &flipped(&session.optimistic, at, 1 << bit))
            {
                assert_eq!(progress.optimistic, Some(7_109_431));
                free += 1;
            }
        }
    }
    // The header is of the slot just before, and now is just after: no other slot fits.
    assert_eq!(free, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_byte_of_an_update_counts(which in 0..6_usize, position in any::<prop::sample::Index>(), mask in 1..=u8::MAX) {
        let session = Session::recorded();
        let mut store = session.start();
        for bytes in &session.updates[..which] {
            store.process(&update(bytes), Session::now()).unwrap();
        }
        let bytes = &session.updates[which];
        expect_refused(&store, Update::from_ssz, bytes, (position.index(bytes.len()), mask), place::UPDATE_SLOT);
    }

    #[test]
    fn any_byte_of_a_bootstrap_counts(position in any::<prop::sample::Index>(), mask in 1..=u8::MAX) {
        let session = Session::recorded();
        let bytes = flipped(&session.bootstrap, position.index(session.bootstrap.len()), mask);
        let started = Bootstrap::from_ssz(MAINNET, CAPELLA, &bytes).and_then(|bootstrap| {
            let now = MAINNET.time_of(stage::CHECKPOINT_SLOT + 1);
            Store::bootstrap(MAINNET, session.checkpoint(), bootstrap, now, WEAK_SUBJECTIVITY)
        });
        prop_assert!(!code(started.unwrap_err()).is_empty());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), fork in prop::sample::select(&Fork::ALL[..])) {
        for fork in [Some(fork), None] {
            for network in [MAINNET, &DENEB] {
                prop_assert!(Bootstrap::from_ssz(network, fork, &bytes).is_err());
                prop_assert!(Update::from_ssz(network, fork, &bytes).is_err());
                prop_assert!(Update::finality_from_ssz(network, fork, &bytes).is_err());
                prop_assert!(Update::optimistic_from_ssz(network, fork, &bytes).is_err());
                prop_assert!(bytes.is_empty() || Update::list_from_ssz(network, &bytes).is_err());
            }
        }
    }
}

#[test]
fn truncated_or_lengthened_answers_are_refused() {
    let session = Session::recorded();
    let store = session.synced();
    let longer = [session.optimistic.as_slice(), &[0]].concat();
    // A longer header would have longer extra data: of another root.
    assert_eq!(code(taken(&store, Update::optimistic_from_ssz, &longer).unwrap_err()), "beacon-branch");
    for length in [0, 3, 4, 100, session.finality.len() - 1] {
        let refused = taken(&store, Update::finality_from_ssz, &session.finality[..length]).unwrap_err();
        assert!(["beacon-malformed", "beacon-branch"].contains(&code(refused)), "{length}");
    }
    assert_eq!(code(Bootstrap::from_ssz(MAINNET, None, &session.bootstrap[..24_000]).unwrap_err()), "beacon-malformed");
}

#[test]
fn a_wrong_root_is_no_checkpoint() {
    let session = Session::recorded();
    let now = MAINNET.time_of(stage::CHECKPOINT_SLOT + 1);
    let start = |root| {
        let bootstrap = stage::bootstrap(&session.bootstrap);
        Store::bootstrap(MAINNET, root, bootstrap, now, WEAK_SUBJECTIVITY).map(|started| started.age)
    };
    assert_eq!(code(start(B256::ZERO).unwrap_err()), "checkpoint-other");
    assert_eq!(start(session.checkpoint()), Ok(Seconds(12)));
    // Another committee than the header's own.
    let mut bytes = session.bootstrap.clone();
    let committee = 4..4 + place::COMMITTEE;
    bytes[committee.clone()].copy_from_slice(&session.updates[0][committee]);
    let bootstrap = Bootstrap::from_ssz(MAINNET, CAPELLA, &bytes).unwrap();
    let refused = Store::bootstrap(MAINNET, session.checkpoint(), bootstrap, now, WEAK_SUBJECTIVITY);
    assert_eq!(code(refused.unwrap_err()), "beacon-branch");
}

#[test]
fn stale_answers_bring_nothing_and_skipped_periods_are_noticed() {
    let session = Session::recorded();
    let mut store = session.synced();
    let (last, before) = session.updates.split_last().unwrap();
    assert_eq!(store.process(&update(last), Session::now()).unwrap(), Progress::default());
    for bytes in before {
        let known = store.process(&update(bytes), Session::now()).unwrap_err();
        assert!(["beacon-no-news", "beacon-period"].contains(&code(known)));
    }
    // A committee that is two periods ahead is nobody's: neither the first update's successor, nor that of the last.
    let mut early = session.start();
    for bytes in [&session.updates[1], &session.updates[2], &session.updates[5]] {
        assert_eq!(code(early.process(&update(bytes), Session::now()).unwrap_err()), "beacon-period");
    }
    assert_eq!(code(early.process(&finality(&session.finality), Session::now()).unwrap_err()), "beacon-period");
    // Of a slot that has not come, by the clock that is passed in.
    let before = MAINNET.time_of(7_109_431);
    assert_eq!(code(store.process(&optimistic(&session.optimistic), before).unwrap_err()), "beacon-future");
}

#[test]
fn a_replayed_committee_is_refused() {
    let session = Session::recorded();
    let mut store = session.start();
    store.process(&update(&session.updates[0]), Session::now()).unwrap();
    // The committee and branch of the update before, under the header of this one.
    let mut bytes = session.updates[1].clone();
    let part = 4..4 + place::COMMITTEE + 5 * 32;
    bytes[part.clone()].copy_from_slice(&session.updates[0][part]);
    let refused = store.process(&update(&bytes), Session::now()).unwrap_err();
    assert_eq!(code(refused), "beacon-branch");
    // Within one period the known committee counts.
    let mut session_start = session.start();
    session_start.process(&update(&session.updates[0]), Session::now()).unwrap();
    let again = session_start.process(&update(&session.updates[0]), Session::now()).unwrap_err();
    assert_eq!(code(again), "beacon-no-news");
}

#[test]
fn an_update_without_its_finality_or_committee_brings_no_committee() {
    let session = Session::recorded();
    // Zeros for the branch and the committee, as the standard writes an absent one.
    let mut bytes = session.updates[0].clone();
    bytes[4..4 + place::COMMITTEE + 5 * 32].fill(0);
    let mut store = session.start();
    assert_eq!(code(store.process(&update(&bytes), Session::now()).unwrap_err()), "beacon-no-news");
    // A committee without a branch is no committee.
    let mut bytes = session.updates[0].clone();
    bytes[4 + place::COMMITTEE..4 + place::COMMITTEE + 5 * 32].fill(0);
    assert_eq!(code(Update::from_ssz(MAINNET, CAPELLA, &bytes).unwrap_err()), "beacon-malformed");
    let finality = place::FINALITY_SLOT - place::AGGREGATE;
    let mut bytes = session.finality;
    bytes[finality - 6 * 32..finality].fill(0);
    assert_eq!(code(Update::finality_from_ssz(MAINNET, CAPELLA, &bytes).unwrap_err()), "beacon-malformed");
}

#[test]
fn too_few_signers_change_nothing_and_nobody_signs_for_others() {
    let session = Session::recorded();
    let store = session.synced();
    let signed = |count: usize| {
        let mut bytes = session.optimistic.clone();
        let present: Vec<usize> = (0..512).filter(|at| bytes[4 + at / 8] >> (at % 8) & 1 == 1).collect();
        for at in &present[count..] {
            bytes[4 + at / 8] &= !(1 << (at % 8));
        }
        taken(&store, Update::optimistic_from_ssz, &bytes).unwrap_err()
    };
    // 342 of 512 are two thirds; the signature is that of others then.
    for (count, expected) in [(0, "beacon-participation"), (341, "beacon-participation"), (342, "beacon-signature")] {
        assert_eq!(code(signed(count)), expected, "{count}");
    }
    let BeaconError::Participation { got, expected } = signed(341) else { unreachable!() };
    assert_eq!((got, expected), (341, 342));
    // No signature at all: the point at infinity.
    let mut bytes = session.optimistic.clone();
    bytes[4 + 64..4 + 160].fill(0);
    bytes[4 + 64] = 0xc0;
    assert_eq!(code(taken(&store, Update::optimistic_from_ssz, &bytes).unwrap_err()), "beacon-signature");
}

#[test]
fn slots_out_of_order_are_refused() {
    let session = Session::recorded();
    let store = session.synced();
    let mut bytes = session.optimistic;
    // Signed at the header's own slot.
    bytes[place::OPTIMISTIC_SLOT..place::OPTIMISTIC_SLOT + 8].copy_from_slice(&7_109_431_u64.to_le_bytes());
    assert_eq!(code(taken(&store, Update::optimistic_from_ssz, &bytes).unwrap_err()), "beacon-slot-order");
}

#[test]
fn another_chains_answers_are_refused() {
    static ELSEWHERE: Network = Network { genesis_validators_root: B256::repeat_byte(1), ..Network::MAINNET };
    let session = Session::recorded();
    // The same committees and headers, under another genesis: what was signed for one chain is nothing on the other.
    let now = MAINNET.time_of(stage::CHECKPOINT_SLOT + 1);
    let started = Store::bootstrap(
        &ELSEWHERE,
        session.checkpoint(),
        stage::bootstrap(&session.bootstrap),
        now,
        WEAK_SUBJECTIVITY,
    );
    let mut store = started.unwrap().store;
    assert_eq!(code(store.process(&update(&session.updates[0]), Session::now()).unwrap_err()), "beacon-signature");
    // On Sepolia the slot is of Deneb.
    let refused = Update::optimistic_from_ssz(&Network::SEPOLIA, CAPELLA, &session.optimistic).unwrap_err();
    assert_eq!(code(refused), "beacon-fork");
    assert_eq!(
        code(Update::optimistic_from_ssz(&Network::GNOSIS, CAPELLA, &session.optimistic).unwrap_err()),
        "beacon-before-capella"
    );
}

#[test]
fn a_fork_that_is_not_the_slots_is_refused() {
    let case = "electra/light_client_sync";
    let bytes = stage::ssz(case, "bootstrap");
    assert!(Bootstrap::from_ssz(&ELECTRA, Some(Fork::Electra), &bytes).is_ok());
    // The shape is that of Electra, so it is not read as anything else; Fulu and Gloas are not scheduled.
    for (fork, expected) in [
        (Fork::Capella, "beacon-malformed"),
        (Fork::Deneb, "beacon-malformed"),
        (Fork::Fulu, "beacon-fork"),
        (Fork::Gloas, "beacon-malformed"),
    ] {
        assert_eq!(code(Bootstrap::from_ssz(&ELECTRA, Some(fork), &bytes).unwrap_err()), expected, "{fork:?}");
    }
    // Without Electra in its schedule, a network takes no container of Electra.
    assert_eq!(code(Bootstrap::from_ssz(&DENEB, Some(Fork::Electra), &bytes).unwrap_err()), "beacon-fork");
    assert_eq!(code(Bootstrap::from_ssz(&DENEB, None, &bytes).unwrap_err()), "beacon-fork");
}

#[test]
fn json_is_read_as_strictly() {
    let good = recorded("optimistic");
    let rewritten = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut answer = good.clone();
        change(&mut answer);
        json::optimistic_update(MAINNET, &answer)
    };
    assert_eq!(rewritten(&|_| ()).unwrap().0, Fork::Capella);
    for version in [json!("altair"), json!("Capella"), json!(""), json!(null), json!(4)] {
        let refused = rewritten(&|answer| answer["version"] = version.clone()).unwrap_err();
        assert_eq!(code(refused), "beacon-malformed", "{version}");
    }
    for slot in
        [json!(7_109_432), json!(""), json!("-1"), json!("0x6c7b78"), json!("18446744073709551616"), json!("1.0")]
    {
        let refused = rewritten(&|answer| answer["data"]["signature_slot"] = slot.clone()).unwrap_err();
        assert_eq!(code(refused), "beacon-malformed", "{slot}");
    }
    for root in [json!(""), json!("0x"), json!("00"), json!(format!("0x{}", "0".repeat(66)))] {
        let refused = rewritten(&|answer| answer["data"]["attested_header"]["beacon"]["body_root"] = root.clone());
        assert_eq!(code(refused.unwrap_err()), "beacon-malformed", "{root}");
    }
    // Declared as another fork: its fields are missing then.
    let refused = rewritten(&|answer| answer["version"] = json!("deneb")).unwrap_err();
    assert_eq!(code(refused), "beacon-malformed");
    for missing in ["attested_header", "sync_aggregate", "signature_slot"] {
        let refused = rewritten(&|answer| drop(answer["data"].as_object_mut().unwrap().remove(missing)));
        assert_eq!(code(refused.unwrap_err()), "beacon-malformed", "{missing}");
    }
}

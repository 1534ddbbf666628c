//! The light client on what it should take: the specification's own vectors, a recorded session of mainnet, the networks' own figures.
#![cfg(all(feature = "lc", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::cognitive_complexity,
    reason = "a test stops where its data is not what it should be, and tells one session from its beginning to its end"
)]

#[path = "beacon/stage.rs"]
mod stage;

use std::fs;

use alloy_primitives::{B256, b256};
use assay_sdk::evidence::{Level, Source};
use assay_sdk::proof::Header;
use assay_sdk::proof::beacon::{
    BeaconError, Bootstrap, Bootstrapped, Fork, LightHeader, Network, SavedCheckpoint, Store, Strength, Update,
    WEAK_SUBJECTIVITY,
};
use assay_sdk::units::{ChainId, Seconds, Timestamp};
use stage::{CHECKPOINT_SLOT, DENEB, ELECTRA, Session, finality, optimistic, update};

/// The value after `name:`, up to the next delimiter of the vectors' two ways to write YAML.
fn value<'a>(text: &'a str, name: &str) -> &'a str {
    let after = text.split(&format!("{name}:")).nth(1).unwrap().trim_start();
    after.split(['\n', ',', '}']).next().unwrap().trim().trim_matches('\'')
}

fn expect_header(network: &Network, step: &str, which: &str, got: &LightHeader) {
    let expected = step.split(&format!("{which}:")).nth(1).unwrap();
    let root = |name| value(expected, name).parse::<B256>().unwrap();
    assert_eq!(got.slot().to_string(), value(expected, "slot"), "{which} {step}");
    assert_eq!(got.beacon().root(), root("beacon_root"), "{which}");
    assert_eq!(got.execution_root(network).unwrap(), root("execution_root"), "{which}");
}

/// Runs the steps up to the first forced update, which is not done here. Gives the store and the steps that are left.
fn run(network: &'static Network, case: &str, fork: Fork) -> (Store, Vec<String>, usize) {
    let root: B256 = value(&stage::text(case, "meta.yaml"), "trusted_block_root").parse().unwrap();
    let bootstrap = Bootstrap::from_ssz(network, Some(fork), &stage::ssz(case, "bootstrap")).unwrap();
    let now = network.time_of(bootstrap.header().slot());
    let Bootstrapped { mut store, age, .. } =
        Store::bootstrap(network, root, bootstrap, now, WEAK_SUBJECTIVITY).unwrap();
    assert_eq!(age, Seconds(0));
    let text = stage::text(case, "steps.yaml");
    let steps: Vec<String> = text.split("\n- ").map(|step| step.trim_start_matches("- ").to_owned()).collect();
    let mut done = 0;
    for step in steps.iter().take_while(|step| step.starts_with("process_update")) {
        let bytes = stage::ssz(case, value(step, "    update"));
        let now = network.time_of(value(step, "current_slot").parse().unwrap());
        let result = store.process(&Update::from_ssz(network, Some(fork), &bytes).unwrap(), now);
        // The vectors check the store alone: an update that brings nothing is one to pass over, or one that is refused as no news.
        assert!(matches!(result, Ok(_) | Err(BeaconError::NoNews { .. })), "{case} {step}: {result:?}");
        // Shape alone tells the fork where the endpoint does not.
        assert_eq!(Update::from_ssz(network, None, &bytes), Update::from_ssz(network, Some(fork), &bytes));
        expect_header(network, step, "finalized_header", store.finalized_header());
        expect_header(network, step, "optimistic_header", store.optimistic_header());
        done += 1;
    }
    (store, steps.into_iter().skip(done).collect(), done)
}

#[test]
fn the_vectors_of_deneb_and_electra() {
    for (network, fork, name) in [(&DENEB, Fork::Deneb, "deneb"), (&ELECTRA, Fork::Electra, "electra")] {
        for (case, steps) in
            [("advance_finality_without_sync_committee", 5), ("supply_sync_committee_from_past_update", 1)]
        {
            let (_, left, done) = run(network, &format!("{name}/{case}"), fork);
            assert_eq!((left.len(), done), (0, steps), "{case}");
        }
    }
}

#[test]
fn without_a_forced_update_the_store_stops_at_what_is_finalized() {
    for (network, fork, name) in [(&DENEB, Fork::Deneb, "deneb"), (&ELECTRA, Fork::Electra, "electra")] {
        let case = format!("{name}/light_client_sync");
        let (mut store, left, done) = run(network, &case, fork);
        assert_eq!((left.len(), done), (5, 5));
        assert!(left[0].starts_with("force_update"));
        let finalized = store.finalized_header().clone();
        // Two periods later, nobody known here has signed.
        for step in left.iter().filter(|step| step.starts_with("process_update")) {
            let bytes = stage::ssz(&case, value(step, "    update"));
            let now = network.time_of(value(step, "current_slot").parse().unwrap());
            let refused = store.process(&Update::from_ssz(network, Some(fork), &bytes).unwrap(), now).unwrap_err();
            assert!(matches!(refused, BeaconError::Period { .. }), "{refused}");
        }
        assert_eq!(store.finalized_header(), &finalized);
    }
}

#[test]
fn a_recorded_session_of_mainnet() {
    let session = Session::recorded();
    let mut store = session.start();
    assert_eq!((store.period(), store.wanted_period()), (862, 862));
    for (index, bytes) in session.updates.iter().enumerate() {
        let update = update(bytes);
        assert_eq!(update.committee_period(&Network::MAINNET), Some(863 + index as u64));
        let progress = store.process(&update, Session::now()).unwrap();
        assert_eq!(progress.committee, Some(863 + index as u64));
        // The first is of the checkpoint's own period, and brings its successor only.
        assert_eq!(progress.finalized.is_some(), index > 0);
    }
    assert_eq!((store.period(), store.wanted_period()), (867, 868));
    let progress = store.process(&finality(&session.finality), Session::now()).unwrap();
    assert_eq!((progress.finalized, progress.optimistic), (Some(7_109_344), Some(7_109_430)));
    let progress = store.process(&optimistic(&session.optimistic), Session::now()).unwrap();
    assert_eq!((progress.finalized, progress.optimistic, progress.committee), (None, Some(7_109_431), None));

    let (finalized, newest) = (store.finalized(Session::now()), store.optimistic(Session::now()));
    assert_eq!((finalized.slot, finalized.strength, finalized.age), (7_109_344, Strength::Finalized, Seconds(88 * 12)));
    assert_eq!((newest.slot, newest.strength, newest.age), (7_109_431, Strength::Optimistic, Seconds(12)));
    assert_eq!(newest.block_hash, b256!("3c015340e234ff7f8e75ecebb11d45154a394cd896ddcfcfffc941a07b314960"));
    let payload = newest.payload.unwrap();
    assert_eq!((payload.number, payload.timestamp), (17_923_113, Timestamp(1_692_137_195)));
    assert_eq!(payload.state_root, b256!("b23aaefaa6757436f1e6054a7568d4e6bfbf54b7958e5be9f49b3389ef6694af"));
    assert_eq!(newest.checkpoint, session.checkpoint());
    // The same again brings nothing and harms nothing.
    assert_eq!(store.process(&optimistic(&session.optimistic), Session::now()).unwrap(), Default::default());
}

#[test]
fn a_checkpoint_is_kept_and_is_read_strictly() {
    let session = Session::recorded();
    let saved = session.synced().save();
    let text = saved.to_string();
    assert_eq!(text.parse::<SavedCheckpoint>().unwrap(), saved);
    assert_eq!((saved.period, saved.chain), (867, ChainId(1)));
    let at = |slot| Network::MAINNET.time_of(slot);
    let start = |network, now| saved.start(network, now, WEAK_SUBJECTIVITY);
    assert_eq!(start(&Network::MAINNET, at(saved.slot + 10)).unwrap(), (saved.root, Seconds(120)));
    assert!(matches!(start(&Network::MAINNET, at(saved.slot + 100_801)), Err(BeaconError::CheckpointStale { .. })));
    assert!(matches!(start(&Network::MAINNET, at(saved.slot - 1)), Err(BeaconError::Future { .. })));
    assert!(matches!(start(&Network::SEPOLIA, at(saved.slot)), Err(BeaconError::CheckpointNetwork { .. })));
    assert!(matches!(start(&Network::MAINNET, Timestamp(0)), Err(BeaconError::BeforeGenesis { .. })));
    let other = {
        let mut other = saved;
        other.period = 866;
        other
    };
    let refused = other.start(&Network::MAINNET, at(saved.slot + 1), WEAK_SUBJECTIVITY);
    assert!(matches!(refused, Err(BeaconError::CheckpointMalformed { what: "period", .. })));
    for bad in [
        "",
        "checkpoint-2 eip155:1 0x 0x 1 2",
        &text.replace("eip155:1", "eip155:01"),
        &text.replace("0x", ""),
        &text.to_uppercase(),
        &format!("{text} "),
        &format!("{text} 1"),
        &text.replace(" 867", " 0867"),
        &text.replace(" 867", " -1"),
        &text.replace(" 867", " 18446744073709551616"),
    ] {
        assert!(matches!(bad.parse::<SavedCheckpoint>(), Err(BeaconError::CheckpointMalformed { .. })), "{bad}");
    }
    for bad in ["", "0x", "abc", &"0".repeat(64), &format!("0x{}", "g".repeat(64)), &format!("0x{}", "0".repeat(66))] {
        assert!(matches!(SavedCheckpoint::root(bad), Err(BeaconError::CheckpointMalformed { .. })), "{bad}");
    }
}

#[test]
fn an_old_checkpoint_is_refused_unless_the_caller_allows_it() {
    let session = Session::recorded();
    let start = |slot, limit| {
        let bootstrap = stage::bootstrap(&session.bootstrap);
        let now = Network::MAINNET.time_of(slot);
        Store::bootstrap(&Network::MAINNET, session.checkpoint(), bootstrap, now, limit).map(|started| started.age)
    };
    let fortnight = CHECKPOINT_SLOT + 14 * 7200;
    assert_eq!(start(fortnight, WEAK_SUBJECTIVITY), Ok(WEAK_SUBJECTIVITY));
    let refused = BeaconError::CheckpointStale { got: Seconds(14 * 86_400 + 12), expected: WEAK_SUBJECTIVITY };
    assert_eq!(start(fortnight + 1, WEAK_SUBJECTIVITY), Err(refused));
    assert!(start(fortnight + 1, Seconds(15 * 86_400)).is_ok());
    assert!(matches!(start(CHECKPOINT_SLOT - 1, WEAK_SUBJECTIVITY), Err(BeaconError::Future { .. })));
}

#[test]
fn an_execution_header_becomes_proven_by_its_hash() {
    let session = Session::recorded();
    let verified = session.synced().finalized(Session::now());
    let other = serde_json::from_str(include_str!("vectors/mainnet-block.json")).unwrap();
    let other = Header::from_rpc(&other).unwrap();
    let expected = BeaconError::OtherBlock { got: other.hash(), expected: verified.block_hash };
    assert_eq!(verified.header(other.clone()).unwrap_err(), expected);
    assert_eq!(verified.ancestor(std::slice::from_ref(&other)).unwrap_err(), expected);
    assert!(verified.ancestor(&[]).is_err());
    // The header of 2025 stands in for one of 2023, of which no execution header was recorded.
    let verified = {
        let mut verified = verified;
        verified.block_hash = other.hash();
        verified
    };
    let fact = verified.header(other.clone()).unwrap();
    assert_eq!(fact.level(), Level::Proven);
    assert_eq!(fact.evidence().sources().collect::<Vec<_>>(), [&Source::Checkpoint(session.checkpoint())]);
    assert_eq!(verified.ancestor(std::slice::from_ref(&other)).unwrap(), fact);
    // A block twice is not a block and its parent.
    let twice = verified.ancestor(&[other.clone(), other.clone()]).unwrap_err();
    assert_eq!(twice, BeaconError::OtherBlock { got: other.hash(), expected: other.parent_hash() });
}

/// The figures of [`Network`] against the configuration files of the networks themselves.
#[test]
fn networks_are_as_their_own_files_say() {
    for network in Network::ALL {
        let file = stage::vectors().join(format!("networks/{}.yaml", network.name));
        let text = fs::read_to_string(file).unwrap();
        let number = |name: &str| value(&text, name).split_whitespace().next().unwrap().to_owned();
        let has = |name: &str| text.contains(&format!("{name}:"));
        assert_eq!(number("DEPOSIT_CHAIN_ID"), network.chain.0.to_string());
        if has("SECONDS_PER_SLOT") {
            assert_eq!(number("SECONDS_PER_SLOT"), network.seconds_per_slot.to_string());
        }
        for fork in network.forks {
            let name = fork.fork.name().to_uppercase();
            // Files older than a fork do not know it, or say `never`: where these figures come from is said beside them.
            let unknown =
                !has(&format!("{name}_FORK_EPOCH")) || number(&format!("{name}_FORK_EPOCH")) == u64::MAX.to_string();
            assert_eq!(
                unknown,
                matches!((network.name, fork.fork), ("sepolia" | "hoodi", Fork::Fulu) | (_, Fork::Gloas))
            );
            if !unknown {
                assert_eq!(number(&format!("{name}_FORK_EPOCH")), fork.epoch.to_string(), "{} {name}", network.name);
                let version = alloy_primitives::hex::encode_prefixed(fork.version);
                assert_eq!(number(&format!("{name}_FORK_VERSION")), version, "{} {name}", network.name);
            }
        }
        let epochs: Vec<_> = network.forks.iter().map(|fork| (fork.fork, fork.epoch)).collect();
        assert!(epochs.is_sorted());
        // 27 hours on Ethereum, 11 on Gnosis Chain: 8192 slots on both.
        assert_eq!(network.period_of(8191), 0);
        assert_eq!(network.period_of(8192), 1);
    }
    assert_eq!(Network::of_chain(ChainId(100)), Some(&Network::GNOSIS));
    assert_eq!(Network::of_chain(ChainId(31337)), None);
}

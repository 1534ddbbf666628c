//! Beacon endpoints over a recorded session: what is asked, of whom, and what happens where one lies or is away.
#![cfg(all(feature = "lc", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "beacon/stage.rs"]
mod stage;

use std::cell::RefCell;
use std::collections::BTreeMap;

use alloy_primitives::hex;
use assay_sdk::chain::{BeaconEndpoints, ChainError, Resource, Rest, TransportError};
use assay_sdk::error::Error;
use assay_sdk::evidence::Origin;
use assay_sdk::proof::beacon::{BeaconError, Network, Store, WEAK_SUBJECTIVITY};
use assay_sdk::units::Seconds;
use pollster::block_on;
use serde_json::Value;
use stage::{Session, recorded};

const MAINNET: &Network = &Network::MAINNET;

/// An endpoint that knows some resources, and remembers what it was asked.
struct Fake {
    origin: Origin,
    known: BTreeMap<String, Resource>,
    asked: RefCell<Vec<String>>,
}

impl Rest for &Fake {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn get(&self, path: &str, accept: &str) -> Result<Resource, TransportError> {
        assert_eq!(accept, "application/octet-stream;q=1,application/json;q=0.9");
        self.asked.borrow_mut().push(path.to_owned());
        let missing = || TransportError::Status { origin: self.origin.clone(), got: 404 };
        self.known.get(path).cloned().ok_or_else(missing)
    }
}

const LIGHT_CLIENT: &str = "/eth/v1/beacon/light_client";

impl Fake {
    fn new(host: &str, known: Vec<(String, Resource)>) -> Self {
        let origin = Origin::of_url(&format!("https://{host}"));
        Self { origin, known: known.into_iter().collect(), asked: RefCell::default() }
    }

    /// The recorded session as it was recorded.
    fn json(host: &str) -> Self {
        let resource = |value: &Value| Resource {
            body: value.to_string().into_bytes(),
            content_type: Some("application/json; charset=utf-8".to_owned()),
            consensus_version: None,
        };
        let answers = [
            (bootstrap_path(), resource(&recorded("bootstrap"))),
            (updates_path(), resource(&recorded("updates"))),
            (format!("{LIGHT_CLIENT}/finality_update"), resource(&recorded("finality"))),
            (format!("{LIGHT_CLIENT}/optimistic_update"), resource(&recorded("optimistic"))),
        ];
        Self::new(host, answers.to_vec())
    }

    /// The same session in SSZ.
    fn ssz(host: &str, version: Option<&str>) -> Self {
        let resource = |body: Vec<u8>| Resource {
            body,
            content_type: Some("application/octet-stream".to_owned()),
            consensus_version: version.map(str::to_owned),
        };
        let Session { bootstrap, updates, finality, optimistic } = Session::recorded();
        // `compute_fork_digest` of Capella on mainnet.
        let context = hex!("bba4da96");
        let list = updates.iter().flat_map(|update| {
            let length = (update.len() as u64 + 4).to_le_bytes();
            [length.as_slice(), &context, update].concat()
        });
        let answers = [
            (bootstrap_path(), resource(bootstrap)),
            (updates_path(), resource(list.collect())),
            (format!("{LIGHT_CLIENT}/finality_update"), resource(finality)),
            (format!("{LIGHT_CLIENT}/optimistic_update"), resource(optimistic)),
        ];
        Self::new(host, answers.to_vec())
    }
}

fn bootstrap_path() -> String {
    format!("{LIGHT_CLIENT}/bootstrap/{}", Session::recorded().checkpoint())
}
fn updates_path() -> String {
    format!("{LIGHT_CLIENT}/updates?start_period=862&count=6")
}

fn synced(endpoints: &BeaconEndpoints<&Fake>) -> Result<Store, ChainError> {
    let checkpoint = Session::recorded().checkpoint();
    let started = block_on(endpoints.start(checkpoint, Session::now, WEAK_SUBJECTIVITY))?;
    assert_eq!(started.age, Seconds((7_109_432 - stage::CHECKPOINT_SLOT) * 12));
    let mut store = started.store;
    let progress = block_on(endpoints.sync(&mut store, Session::now))?;
    assert_eq!((progress.finalized, progress.committee), (Some(7_109_344), Some(868)));
    block_on(endpoints.follow(&mut store, Session::now))?;
    assert_eq!(store.optimistic_header().slot(), 7_109_431);
    Ok(store)
}

#[test]
fn a_cold_sync_takes_four_exchanges_and_no_block() {
    for endpoint in [Fake::json("a"), Fake::ssz("a", Some("capella")), Fake::ssz("a", None)] {
        synced(&BeaconEndpoints::new(MAINNET, vec![&endpoint])).unwrap();
        let asked = endpoint.asked.borrow().clone();
        let expected = [
            bootstrap_path(),
            updates_path(),
            format!("{LIGHT_CLIENT}/finality_update"),
            format!("{LIGHT_CLIENT}/optimistic_update"),
        ];
        assert_eq!(asked, expected);
    }
}

#[test]
fn ssz_takes_less_than_half_the_bytes_of_json() {
    let bytes = |endpoint: &Fake| endpoint.known.values().map(|resource| resource.body.len()).sum::<usize>();
    let (ssz, json) = (bytes(&Fake::ssz("a", None)), bytes(&Fake::json("a")));
    assert!(ssz * 2 < json, "{ssz} of {json}");
}

#[test]
fn an_endpoint_that_lies_or_is_away_is_passed_over() {
    let away = Fake::new("away", Vec::new());
    let mut liar = Fake::json("liar");
    for resource in liar.known.values_mut() {
        let body = String::from_utf8(resource.body.clone()).unwrap();
        resource.body = body
            .replace("\"sync_committee_bits\":\"0x", "\"sync_committee_bits\":\"0x00")
            .replace("\"body_root\":\"0x", "\"body_root\":\"0xf")
            .into_bytes();
    }
    let mut other = Fake::ssz("other", None);
    for resource in other.known.values_mut() {
        resource.content_type = Some("text/html".to_owned());
    }
    let good = Fake::ssz("good", None);
    let endpoints = BeaconEndpoints::new(MAINNET, vec![&away, &liar, &other, &good]);
    synced(&endpoints).unwrap();
    // Each was asked once: the one that could answer is asked first from then on.
    assert_eq!([&away, &liar, &other, &good].map(|fake| fake.asked.borrow().len()), [1, 1, 1, 4]);
    let only = BeaconEndpoints::new(MAINNET, vec![&away, &other]);
    let error = synced(&only).unwrap_err();
    assert!(matches!(&error, ChainError::Beacon { error: BeaconError::Malformed { what: "content-type", .. }, .. }));
    assert_eq!(Error::from(error).code().as_str(), "beacon-malformed");
    assert_eq!(synced(&BeaconEndpoints::new(MAINNET, Vec::new())).unwrap_err(), ChainError::NoEndpoint);
}

#[test]
fn an_unknown_context_is_refused_before_fulu() {
    let mut endpoint = Fake::ssz("a", None);
    endpoint.known.get_mut(&updates_path()).unwrap().body[8] ^= 1;
    let error = synced(&BeaconEndpoints::new(MAINNET, vec![&endpoint])).unwrap_err();
    assert_eq!(Error::from(error).code().as_str(), "beacon-fork");
}

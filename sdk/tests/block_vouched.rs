//! Who vouches for a block beside the endpoint that names it: a quorum of others, or the sync committee. The block is one of mainnet's.
#![cfg(all(feature = "lc", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

use std::collections::BTreeMap;

use alloy_primitives::B256;
use assay_sdk::chain::{ChainError, Rpc, Transport, TransportError, Which, agreed_header};
use assay_sdk::client::Client;
use assay_sdk::error::Error;
use assay_sdk::evidence::{Level, Origin, Reads, Source, Unproven};
use assay_sdk::proof::beacon::Verified;
use assay_sdk::proof::{Header, ProofError};
use assay_sdk::units::{BlockRef, ChainId};
use pollster::block_on;
use serde_json::{Value, json};

/// Knows one block, or is away.
struct Node {
    origin: Origin,
    block: Option<Value>,
}

impl Transport for Node {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let refused = TransportError::Refused { origin: self.origin.clone(), reason: "away".to_owned() };
        let block = self.block.as_ref().ok_or(refused)?;
        let request: Value = serde_json::from_slice(body).unwrap();
        let answer = |request: &Value| {
            let field = if request["method"] == "eth_getBlockByHash" { "hash" } else { "number" };
            let known = (request["params"][0] == block[field]).then_some(block);
            json!({ "jsonrpc": "2.0", "id": request["id"], "result": known })
        };
        let answer = request.as_array().map_or_else(|| answer(&request), |all| all.iter().map(answer).collect());
        Ok(answer.to_string().into_bytes())
    }
}

fn block() -> Value {
    serde_json::from_str(include_str!("vectors/mainnet-block.json")).unwrap()
}

/// Another block of the same height, whose hash is right.
fn other_block() -> Value {
    changed("extraData", "0x")
}

/// A block one higher.
fn next_block() -> Value {
    changed("number", "0x14e8d39")
}

fn changed(field: &str, to: &str) -> Value {
    let mut other = block();
    other[field] = json!(to);
    let Err(ProofError::HeaderHash { got, .. }) = Header::from_rpc(&other) else { unreachable!() };
    other["hash"] = json!(got);
    other
}

fn nodes(of: &[(&str, Option<Value>)]) -> Vec<Rpc<Node>> {
    let node = |(url, block): &(&str, Option<Value>)| {
        Rpc::new(Node { origin: Origin::of_url(url), block: block.clone() }, ChainId(1))
    };
    of.iter().map(node).collect()
}

const HEIGHT: Which = Which::Number(21_925_176);

#[test]
fn two_independent_endpoints_attest_a_header() {
    let nodes = nodes(&[("https://a/key", Some(block())), ("https://b", Some(block())), ("https://c", None)]);
    let hash: B256 = block()["hash"].as_str().unwrap().parse().unwrap();
    for which in [HEIGHT, Which::Hash(hash)] {
        let agreed = block_on(agreed_header(&nodes, which, 2)).unwrap();
        assert_eq!(agreed.header.level(), Level::Attested);
        assert_eq!(agreed.header.value().hash(), hash);
        let members = ["https://a", "https://b"].map(Origin::of_url).into_iter().collect();
        assert_eq!(agreed.header.evidence().sources().collect::<Vec<_>>(), [&Source::Quorum(members)]);
        assert!(agreed.dissent.is_empty());
    }
}

#[test]
fn endpoints_of_one_host_are_one_party() {
    let nodes =
        nodes(&[("https://a/1", Some(block())), ("https://a:8545", Some(block())), ("http://a", Some(block()))]);
    let error = block_on(agreed_header(&nodes, HEIGHT, 2)).unwrap_err();
    assert_eq!(error, ChainError::TooFewAgree { got: 1, expected: 2, last: None });
    // Nobody alone is a quorum, whatever the caller says.
    assert!(block_on(agreed_header(&nodes, HEIGHT, 0)).is_err());
    assert_eq!(Error::from(error).code().as_str(), "quorum-missed");
}

#[test]
fn a_disagreement_names_both_endpoints_and_their_blocks() {
    let (one, other) = (block(), other_block());
    let two = nodes(&[("https://a", Some(one.clone())), ("https://b", Some(other.clone()))]);
    let error = Error::from(block_on(agreed_header(&two, HEIGHT, 2)).unwrap_err());
    assert_eq!(error.code().as_str(), "quorum-disagreement");
    let details: BTreeMap<_, _> = error.details().into_iter().collect();
    let mut named = [(&details["first"], &details["firstHash"]), (&details["second"], &details["secondHash"])];
    named.sort();
    let hash = |block: &Value| block["hash"].as_str().unwrap().to_owned();
    assert_eq!(named.map(|(_, hash)| hash.clone()), [hash(&one), hash(&other)]);
    assert_eq!(named.map(|(origin, _)| origin.as_str()), ["https://a", "https://b"]);

    let three = [("https://a", Some(one.clone())), ("https://b", Some(other.clone())), ("https://c", Some(one))];
    let agreed = block_on(agreed_header(&nodes(&three), HEIGHT, 2)).unwrap();
    assert_eq!(agreed.dissent.len(), 1);
    assert_eq!(agreed.dissent[0].0, Origin::of_url("https://b"));
    // Two on each side: the chain has split, or somebody is fooled.
    let four = [three.as_slice(), &[("https://d", Some(other))]].concat();
    assert!(matches!(block_on(agreed_header(&nodes(&four), HEIGHT, 2)), Err(ChainError::Disagreement { .. })));
}

const CHECKPOINT: B256 = B256::repeat_byte(7);

fn hash(block: &Value) -> B256 {
    block["hash"].as_str().unwrap().parse().unwrap()
}

/// What a light client has verified: `block`, with or without what headers up to Fulu say of it.
fn signed(block: &Value, payload: impl Fn(&Header) -> Value) -> Verified {
    let header = Header::from_rpc(block).unwrap();
    let verified = json!({
        "block_hash": header.hash(), "payload": payload(&header), "slot": 11_112_221, "beacon_root": B256::repeat_byte(8),
        "strength": "Optimistic", "age": 12, "checkpoint": CHECKPOINT,
    });
    serde_json::from_value(verified).unwrap()
}

fn with_payload(header: &Header) -> Value {
    let at = header.block();
    json!({ "state_root": header.state_root(), "number": at.number, "timestamp": at.timestamp })
}

fn without(_: &Header) -> Value {
    Value::Null
}

fn client(of: &[(&str, Option<Value>)]) -> Client<Node> {
    let node = |(url, block): &(&str, Option<Value>)| Node { origin: Origin::of_url(url), block: block.clone() };
    let mut nodes = of.iter().map(node);
    Client::new(nodes.next().unwrap(), ChainId(1)).with_witnesses(nodes)
}

fn sources(reads: &Reads) -> Vec<Source> {
    reads.vouchers().unwrap().sources().cloned().collect()
}

#[test]
fn a_block_that_was_signed_rests_on_the_checkpoint_alone() {
    for payload in [with_payload, without] {
        let (block, verified) = (block(), signed(&block(), payload));
        let client = client(&[("https://a", Some(block.clone()))]);
        let header = block_on(client.signed(&verified)).unwrap();
        assert_eq!((header.level(), header.value().hash()), (Level::Proven, hash(&block)));
        let reads = block_on(client.vouched_beside(header.at(), &verified)).unwrap();
        assert_eq!((reads.at().hash, sources(&reads)), (hash(&block), vec![Source::Checkpoint(CHECKPOINT)]));
    }
}

#[test]
fn a_header_that_was_changed_on_its_way_is_refused() {
    let mut forged = block();
    forged["stateRoot"] = json!(B256::repeat_byte(1));
    let client = client(&[("https://a", Some(forged))]);
    let error = block_on(client.signed(&signed(&block(), with_payload))).unwrap_err();
    assert_eq!(error.code().as_str(), "endpoint-inconsistent");
    assert!(error.to_string().contains("https://a"), "{error}");
}

#[test]
fn an_endpoint_with_another_block_at_its_height_is_named() {
    let verified = signed(&other_block(), with_payload);
    let client = client(&[("https://a", Some(block()))]);
    let error = block_on(client.signed(&verified)).unwrap_err();
    let details: BTreeMap<_, _> = error.details().into_iter().collect();
    assert_eq!(error.code().as_str(), "block-contradicted");
    assert_eq!(
        (&*details["got"], &*details["expected"]),
        (&*hash(&block()).to_string(), &*hash(&other_block()).to_string())
    );
    assert!(error.to_string().contains("https://a"), "{error}");

    // The same without asking, for a block that it named itself.
    let at = Header::from_rpc(&block()).unwrap().block();
    assert_eq!(block_on(client.vouched_beside(at, &verified)).unwrap_err().code().as_str(), "block-contradicted");
}

#[test]
fn an_endpoint_that_does_not_have_the_block_yet_is_behind_and_no_liar() {
    let newer = next_block();
    for payload in [with_payload, without] {
        for node in [Some(block()), None] {
            let is_away = node.is_none();
            let error = block_on(client(&[("https://a", node)]).signed(&signed(&newer, payload))).unwrap_err();
            let expected = if is_away { "endpoint-refused" } else { "block-unknown" };
            assert_eq!(error.code().as_str(), expected, "{error}");
        }
    }
}

#[test]
fn a_block_that_nobody_signed_stays_as_well_known_as_endpoints_make_it() {
    let verified = signed(&block(), with_payload);
    let newest = 21_925_176;
    let at = BlockRef { number: newest + 1, hash: B256::repeat_byte(3), ..Header::from_rpc(&block()).unwrap().block() };
    let reads = block_on(client(&[("https://a", Some(block()))]).vouched_beside(at, &verified)).unwrap();
    assert_eq!(reads.vouchers().unwrap().level(), Level::Claimed);
    assert!(sources(&reads).contains(&Source::Unproven(Unproven::NotSigned { newest })));

    let other = other_block();
    let at = Header::from_rpc(&other).unwrap().block();
    let two = client(&[("https://a", Some(other.clone())), ("https://b", Some(other))]);
    let reads = block_on(two.vouched_beside(at, &signed(&next_block(), with_payload))).unwrap();
    assert_eq!(reads.vouchers().unwrap().level(), Level::Attested);
    assert!(sources(&reads).contains(&Source::Unproven(Unproven::NotSigned { newest: 0x14e_8d39 })));
}

//! One question over a recorded state of Ethereum mainnet, turn by turn: the deposit contract, whose proofs are given in RLP.

#![cfg(feature = "evm")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

use alloy_primitives::{Address, B256, Bytes, U256, address, hex};
use assay_sdk::evidence::{Fact, Level, Origin, Source, Unproven};
use assay_sdk::proof::evm::{Inquiry, Turn};
use assay_sdk::proof::{End, Header, Message, Missing, ProofError, Simulated};
use assay_sdk::units::ChainId;
use serde_json::Value;

const CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");
const MINER: Address = address!("4838b106fce9647bdf1e7877bf73ce8b0bad5f97");
const SUPPORTS: [u8; 8] = hex!("01ffc9a701ffc9a7");

fn vector(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
fn block() -> Value {
    vector(include_str!("vectors/mainnet-block.json"))
}
fn contract() -> Value {
    vector(include_str!("vectors/mainnet-deposit-contract.json"))
}
fn code() -> Bytes {
    vector(include_str!("vectors/mainnet-deposit-contract-code.json")).as_str().unwrap().parse().unwrap()
}

/// RLP, written by the encoder of another crate.
fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let payload_length = items.iter().map(Vec::len).sum();
    let mut bytes = Vec::new();
    alloy_rlp::Header { list: true, payload_length }.encode(&mut bytes);
    bytes.extend(items.concat());
    bytes
}
fn integer(value: &Value) -> Vec<u8> {
    alloy_rlp::encode(value.as_str().unwrap().parse::<U256>().unwrap())
}
fn text(value: &Value) -> Vec<u8> {
    alloy_rlp::encode(value.as_str().unwrap().parse::<Bytes>().unwrap())
}
fn nodes(value: &Value) -> Vec<u8> {
    list(&value.as_array().unwrap().iter().map(text).collect::<Vec<_>>())
}

fn proof(proof: &Value, slots: &Value) -> Vec<u8> {
    let slots = slots.as_array().unwrap().iter().map(|slot| list(&[integer(&slot["value"]), nodes(&slot["proof"])]));
    list(&[
        integer(&proof["nonce"]),
        integer(&proof["balance"]),
        text(&proof["storageHash"]),
        text(&proof["codeHash"]),
        nodes(&proof["accountProof"]),
        list(&slots.collect::<Vec<_>>()),
    ])
}

fn header() -> Header {
    let block = block();
    let texts = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"];
    let integers = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp"];
    let mut fields: Vec<_> = texts.iter().map(|name| text(&block[name])).collect();
    fields.extend(integers.iter().map(|name| integer(&block[name])));
    fields.extend(["extraData", "mixHash", "nonce"].iter().map(|name| text(&block[name])));
    fields.extend([integer(&block["baseFeePerGas"]), text(&block["withdrawalsRoot"])]);
    fields.extend(["blobGasUsed", "excessBlobGas"].iter().map(|name| integer(&block[name])));
    fields.push(text(&block["parentBeaconBlockRoot"]));
    Header::from_rlp(&list(&fields)).unwrap()
}

fn message(data: &[u8]) -> Message {
    let data = Bytes::from([data, &[0; 28]].concat());
    Message { from: MINER, to: Some(CONTRACT), data, value: U256::ZERO, gas: 1_000_000, fees: None }
}

fn asked(data: &[u8], known_by: Source) -> Inquiry {
    Inquiry::call(header(), known_by, ChainId(1), message(data)).unwrap()
}

/// Both parties are wanted with their codes; and given.
fn proven(mut inquiry: Inquiry) -> Inquiry {
    let Turn::Wanted(wanted) = inquiry.turn() else { panic!("nothing is proven yet") };
    let wanted: Vec<_> = wanted.iter().map(|want| (want.address, want.slots.len(), want.code)).collect();
    assert_eq!(wanted, [(CONTRACT, 0, true), (MINER, 0, true)]);
    let none = Value::Array(Vec::new());
    inquiry.prove(CONTRACT, &proof(&contract(), &none)).unwrap();
    inquiry.enter_code(CONTRACT, code()).unwrap();
    inquiry.prove(MINER, &proof(&vector(include_str!("vectors/mainnet-miner.json")), &none)).unwrap();
    inquiry
}

fn answered(turn: Turn) -> Fact<Simulated> {
    match turn {
        Turn::Answered(fact) => *fact,
        other @ (Turn::Wanted(_) | Turn::Unproven(_)) => panic!("{other:?}"),
    }
}

#[test]
fn a_header_in_rlp_is_the_one_in_json() {
    assert_eq!(header(), Header::from_rpc(&block()).unwrap());
    assert_eq!(header().hash(), block()["hash"].as_str().unwrap().parse::<B256>().unwrap());
    assert!(matches!(Header::from_rlp(&[0xc0]), Err(ProofError::Malformed { .. })));
    assert!(matches!(Header::from_rlp(&[]), Err(ProofError::Malformed { .. })));
}

#[test]
fn an_answer_is_as_well_known_as_its_block() {
    let (endpoint, hash) = (Source::Endpoint(Origin::of_url("https://a")), header().hash());
    for (known_by, level) in [(endpoint, Level::Claimed), (Source::Checkpoint(hash), Level::Proven)] {
        let fact = answered(proven(asked(&SUPPORTS, known_by.clone())).turn());
        let word = U256::from(1).to_be_bytes_vec();
        assert_eq!(fact.value().step.end, End::Returned(word.into()));
        assert!(!fact.value().depends_on_block && fact.value().balances.is_empty());
        assert_eq!((fact.level(), fact.at()), (level, header().block()));
        let root = header().state_root();
        assert!(
            fact.evidence()
                .sources()
                .eq(&[known_by, Source::MerkleProof { root }].into_iter().collect::<std::collections::BTreeSet<_>>())
        );
    }
}

#[test]
fn what_it_reads_is_wanted_and_its_proof_is_for_that_alone() {
    // get_deposit_count() reads slot 32.
    let mut inquiry = proven(asked(&hex!("621fd13000000000"), Source::Checkpoint(header().hash())));
    let Turn::Wanted(wanted) = inquiry.turn() else { panic!("slot 32 is not proven") };
    assert_eq!(
        (wanted.len(), wanted[0].address, wanted[0].slots.as_slice()),
        (1, CONTRACT, [U256::from(32)].as_slice())
    );
    assert!(!wanted[0].code);
    // The proof of slot 1 is none of slot 32.
    let other = proof(&contract(), &contract()["storageProof"]);
    assert!(matches!(inquiry.prove(CONTRACT, &other), Err(ProofError::Storage { .. })));
    let none = proof(&contract(), &Value::Array(Vec::new()));
    assert!(matches!(inquiry.prove(CONTRACT, &none), Err(ProofError::SlotCount { got: 0, expected: 1 })));
    assert!(matches!(inquiry.prove(MINER, &none), Err(ProofError::Account { .. })));
    // Whoever never brings it is told so in the end, and asked no more.
    let mut turns = 0_u32;
    let why = loop {
        turns = turns.saturating_add(1);
        match inquiry.turn() {
            Turn::Wanted(wanted) => assert_eq!(wanted[0].slots, [U256::from(32)]),
            Turn::Unproven(why) => break why,
            Turn::Answered(fact) => panic!("{fact:?}"),
        }
    };
    assert_eq!(why, Unproven::TooMuch { what: "rounds".to_owned() });
    assert!(turns < 100);
}

#[test]
fn a_hint_asks_for_more_at_once_and_a_hint_for_everything_is_refused() {
    let mut inquiry = asked(&SUPPORTS, Source::Checkpoint(header().hash()));
    inquiry.expect([Missing::Slot(CONTRACT, U256::from(1))]);
    let Turn::Wanted(wanted) = inquiry.turn() else { panic!("nothing is proven yet") };
    assert_eq!(wanted.iter().map(|want| want.slots.len()).sum::<usize>(), 1);
    inquiry.prove(CONTRACT, &proof(&contract(), &contract()["storageProof"])).unwrap();
    let mut inquiry = asked(&SUPPORTS, Source::Checkpoint(header().hash()));
    inquiry.expect((0..10_000_u64).map(|slot| Missing::Slot(CONTRACT, U256::from(slot))));
    assert!(matches!(inquiry.turn(), Turn::Unproven(Unproven::TooMuch { .. })));
}

#[test]
fn no_changed_byte_of_a_proof_is_taken() {
    let honest = proof(&contract(), &contract()["storageProof"]);
    let mut inquiry = asked(&SUPPORTS, Source::Checkpoint(header().hash()));
    inquiry.expect([Missing::Slot(CONTRACT, U256::from(1))]);
    drop(inquiry.turn());
    for at in 0..honest.len() {
        let mut changed = honest.clone();
        changed[at] ^= 1;
        assert!(inquiry.prove(CONTRACT, &changed).is_err(), "byte {at}");
    }
    inquiry.prove(CONTRACT, &honest).unwrap();
}

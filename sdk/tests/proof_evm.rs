//! Calls run over a recorded state of Ethereum mainnet: the deposit contract, of which one slot is proven.

#![cfg(feature = "evm")]
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, Bytes, U256, address, hex, keccak256};
use assay_sdk::proof::evm::{Precompiled, run, run_all};
use assay_sdk::proof::{
    End, Environment, Fork, Header, Job, Message, Missing, ProofError, ProvenState, Ran, verify_account,
};
use assay_sdk::units::ChainId;
use proptest::prelude::*;
use serde_json::{Value, json};

const DEPOSIT_CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");
const MINER: Address = address!("4838b106fce9647bdf1e7877bf73ce8b0bad5f97");

fn vector(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn header() -> Header {
    Header::from_rpc(&vector(include_str!("vectors/mainnet-block.json"))).unwrap()
}

fn contract() -> Value {
    vector(include_str!("vectors/mainnet-deposit-contract.json"))
}

fn code() -> Bytes {
    vector(include_str!("vectors/mainnet-deposit-contract-code.json")).as_str().unwrap().parse().unwrap()
}

fn state() -> ProvenState {
    let mut state = ProvenState::under(&header());
    state.prove(MINER, &[], &vector(include_str!("vectors/mainnet-miner.json"))).unwrap();
    let account = state.prove(DEPOSIT_CONTRACT, &[U256::from(1)], &contract()).unwrap();
    state.enter_code(account.code_hash, code()).unwrap();
    state
}

fn job(data: &[u8]) -> Job {
    let data = Bytes::copy_from_slice(data);
    let message =
        Message { from: MINER, to: Some(DEPOSIT_CONTRACT), data, value: U256::ZERO, gas: 10_000_000, fees: None };
    let environment = Environment::of(&header(), ChainId(1)).unwrap();
    Job { environment, lent: BTreeMap::new(), messages: vec![message] }
}

fn ran(data: &[u8]) -> Ran {
    run(&state(), &job(data), Precompiled::Slim)
}

#[test]
fn the_rules_are_those_of_the_block() {
    assert_eq!(job(&[]).environment.rules.fork, Fork::Cancun);
    let next = Environment::after(&header(), ChainId(1)).unwrap();
    let now = Environment::of(&header(), ChainId(1)).unwrap();
    assert_eq!((next.number, next.hashes.get(&now.number)), (now.number + 1, Some(&header().hash())));
    assert_ne!(next.base_fee, now.base_fee);
}

#[test]
fn a_call_that_reads_no_storage_is_proven() {
    // supportsInterface(0x01ffc9a7): its own interface, and another one.
    for (interface, expected) in [("01ffc9a7", 1), ("85640907", 1), ("ffffffff", 0)] {
        let data = hex::decode(format!("01ffc9a7{interface}{}", "0".repeat(56))).unwrap();
        let answer = ran(&data);
        assert!(answer.is_complete(), "{answer:?}");
        assert_eq!(answer.steps.first().unwrap().end, End::Returned(U256::from(expected).to_be_bytes_vec().into()));
        assert_eq!(run_all(&state(), &[job(&data)]), [answer]);
    }
}

#[test]
fn a_call_that_reads_more_than_is_proven_says_what() {
    // get_deposit_count(): slot 32.
    let count = ran(&hex!("621fd130"));
    assert_eq!(count.missing, BTreeSet::from([Missing::Slot(DEPOSIT_CONTRACT, U256::from(0x20))]));
    // get_deposit_root(): the count, which branches are read by it, and SHA-256 of them.
    let root = ran(&hex!("c5f2892f"));
    assert!(!root.is_complete());
    let slots = root.missing.iter().filter(|missing| matches!(missing, Missing::Slot(DEPOSIT_CONTRACT, _)));
    assert!(slots.count() > 10, "{:?}", root.missing);
    assert!(root.missing.contains(&Missing::Account(Address::with_last_byte(2))), "{:?}", root.missing);
}

#[test]
fn only_what_follows_from_the_root_enters() {
    let mut state = ProvenState::under(&header());
    // Another account's proof, a slot that was not asked for, and an answer without a code's preimage.
    assert!(matches!(state.prove(MINER, &[], &contract()), Err(ProofError::OtherAccount { .. })));
    assert!(matches!(state.prove(DEPOSIT_CONTRACT, &[], &contract()), Err(ProofError::SlotCount { .. })));
    let other = state.prove(DEPOSIT_CONTRACT, &[U256::from(2)], &contract());
    assert!(matches!(other, Err(ProofError::OtherSlot { .. })));
    let renamed = {
        let mut answer = contract();
        answer["address"] = json!(MINER);
        answer
    };
    assert!(matches!(state.prove(MINER, &[U256::from(1)], &renamed), Err(ProofError::Account { .. })));
    assert_eq!((state.account(DEPOSIT_CONTRACT), state.account(MINER), state.proofs()), (None, None, 0));
    let hash = keccak256(code());
    assert!(matches!(state.enter_code(hash, code().slice(1..)), Err(ProofError::CodeHash { .. })));
    assert_eq!(state.code(hash), None);
}

/// Another hexadecimal digit at a place of a text.
fn flip(text: &str, position: usize, by: u8) -> String {
    let digits = text.len() - 2;
    let at = 2 + position % digits;
    let old = u32::from_str_radix(&text[at..=at], 16).unwrap();
    let new = (old + 1 + u32::from(by) % 15) % 16;
    format!("{}{new:x}{}", &text[..at], &text[at + 1..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_changed_digit_keeps_the_account_out(which in any::<prop::sample::Index>(), position in any::<usize>(), by in any::<u8>()) {
        let mut answer = contract();
        let (accounts, slots) = (answer["accountProof"].as_array().unwrap().len(), answer["storageProof"][0]["proof"].as_array().unwrap().len());
        let which = which.index(accounts + slots);
        let place = if which < accounts { &mut answer["accountProof"][which] } else { &mut answer["storageProof"][0]["proof"][which - accounts] };
        *place = json!(flip(place.as_str().unwrap(), position, by));
        let mut state = ProvenState::under(&header());
        prop_assert!(state.prove(DEPOSIT_CONTRACT, &[U256::from(1)], &answer).is_err());
        prop_assert_eq!(state.proofs(), 0);
        prop_assert!(verify_account(header().state_root(), DEPOSIT_CONTRACT, &[U256::from(1)], &answer).is_err());
    }

    #[test]
    fn any_changed_byte_keeps_the_code_out(position in any::<prop::sample::Index>(), by in 1_u8..) {
        let mut changed = code().to_vec();
        let position = position.index(changed.len());
        changed[position] = changed[position].wrapping_add(by);
        let mut state = state();
        let hash: B256 = keccak256(code());
        prop_assert!(state.enter_code(hash, changed.into()).is_err());
    }
}

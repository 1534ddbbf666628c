//! Runs over states made by hand.

use std::collections::BTreeSet;

use alloy_primitives::{B256, Bytes, bytes, hex, keccak256};
use proptest::prelude::*;

use super::*;
use crate::proof::{Fees, Missing, Rules};
use crate::units::ChainId;

const CALLER: Address = Address::repeat_byte(0xca);
const TOKEN: Address = Address::repeat_byte(0x70);
const OTHER: Address = Address::repeat_byte(0x71);

fn environment(fork: Fork) -> Environment {
    Environment {
        chain: ChainId(1),
        rules: Rules { fork, blob_fraction: 5_007_716, known: true },
        number: 1_000,
        timestamp: 1_700_000_000,
        beneficiary: Address::repeat_byte(0xbe),
        gas_limit: 30_000_000,
        base_fee: 7,
        difficulty: U256::ZERO,
        prev_randao: B256::repeat_byte(0x5a),
        excess_blob_gas: 0,
        hashes: BTreeMap::from([(999, B256::repeat_byte(0x99))]),
    }
}

fn call(gas: u64, data: &[u8]) -> Message {
    let data = Bytes::copy_from_slice(data);
    Message { from: CALLER, to: Some(TOKEN), data, value: U256::ZERO, gas, fees: None }
}

fn job(messages: Vec<Message>) -> Job {
    Job { environment: environment(Fork::Osaka), lent: BTreeMap::new(), messages }
}

fn state(code: &[u8]) -> ProvenState {
    ProvenState::for_test().with_account(CALLER, U256::from(10), b"").with_account(TOKEN, U256::ZERO, code)
}

fn ran(state: &ProvenState, data: &[u8]) -> Ran {
    run(state, &job(vec![call(1_000_000, data)]), Precompiled::Slim)
}

fn only(ran: &Ran) -> &End {
    assert_eq!((ran.steps.len(), &ran.missing), (1, &BTreeSet::new()));
    &ran.steps[0].end
}

/// Returns the word that is on top of the stack.
const RETURN: &str = "60005260206000f3";

fn word(state: &ProvenState, code: &str) -> U256 {
    let code = hex::decode([code, RETURN].concat()).unwrap();
    let ran = ran(&state.clone().with_account(TOKEN, U256::ZERO, &code), b"");
    let End::Returned(bytes) = only(&ran) else { panic!("{ran:?}") };
    U256::from_be_slice(bytes)
}

#[test]
fn a_missing_slot_reads_as_zero_and_the_run_goes_on() {
    // SLOAD(1) + SLOAD(2) + SLOAD(3)
    let code = hex::decode(["6001546002540160035401", RETURN].concat()).unwrap();
    let first = state(&code).with_slot(TOKEN, 2, U256::from(20));
    let ran_first = ran(&first, b"");
    let missing = [1, 3].map(|slot| Missing::Slot(TOKEN, U256::from(slot)));
    assert_eq!(ran_first.missing, BTreeSet::from(missing), "both in one run");
    assert!(!ran_first.is_complete());
    let second = first.with_slot(TOKEN, 1, U256::ZERO).with_slot(TOKEN, 3, U256::from(5));
    assert_eq!(*only(&ran(&second, b"")), End::Returned(U256::from(25).to_be_bytes_vec().into()));
}

#[test]
fn accounts_and_codes_are_missing_like_slots() {
    let nothing = ran(&ProvenState::for_test(), b"");
    assert_eq!(nothing.missing, BTreeSet::from([Missing::Account(CALLER), Missing::Account(TOKEN)]));
    let code = hex!("00");
    let missing = ran(&state(&code).without_code(&code), b"").missing;
    assert_eq!(missing, BTreeSet::from([Missing::Code(keccak256(code))]));
    // BALANCE, EXTCODESIZE, EXTCODEHASH of another account; that of one without code needs no code.
    for look in ["31", "3b", "3f"] {
        let code = hex::decode([&format!("73{}{look}", hex::encode(OTHER)), RETURN].concat()).unwrap();
        assert_eq!(ran(&state(&code), b"").missing, BTreeSet::from([Missing::Account(OTHER)]), "{look}");
        assert!(ran(&state(&code).with_account(OTHER, U256::ZERO, b""), b"").is_complete());
    }
}

#[test]
fn an_account_that_a_token_delegates_to_is_missing_like_any_other() {
    // EIP-7702: the code is 0xef0100 and an address.
    let delegation = [&hex!("ef0100")[..], OTHER.as_slice()].concat();
    let delegated = state(&delegation);
    assert_eq!(ran(&delegated, b"").missing, BTreeSet::from([Missing::Account(OTHER)]));
    let code = hex::decode(["6007", RETURN].concat()).unwrap();
    let whole = delegated.with_account(OTHER, U256::ZERO, &code);
    assert_eq!(*only(&ran(&whole, b"")), End::Returned(U256::from(7).to_be_bytes_vec().into()));
}

#[test]
fn the_block_is_that_of_the_environment() {
    let empty = state(b"");
    let all = environment(Fork::Osaka);
    for (opcode, expected) in [
        ("43", U256::from(all.number)),
        ("42", U256::from(all.timestamp)),
        ("41", all.beneficiary.into_word().into()),
        ("44", all.prev_randao.into()),
        ("45", U256::from(all.gas_limit)),
        ("46", U256::from(1)),
        ("48", U256::from(7)),
        ("4a", U256::from(1)),
        ("33", CALLER.into_word().into()),
        ("3a", U256::ZERO),
        ("6103e740", U256::from_be_bytes([0x99; 32])),
        // Its own hash nobody knows while it runs.
        ("6103e840", U256::ZERO),
    ] {
        assert_eq!(word(&empty, opcode), expected, "{opcode}");
    }
}

#[test]
fn hashes_of_earlier_blocks_come_from_where_the_chain_keeps_them() {
    // BLOCKHASH(998)
    let code = hex::decode(["6103e640", RETURN].concat()).unwrap();
    let bare = state(&code);
    let history: Address = "0x0000F90827F1C53a10cb7A02335B175320002935".parse().unwrap();
    assert_eq!(ran(&bare, b"").missing, BTreeSet::from([Missing::Slot(history, U256::from(998))]));
    let kept = bare.clone().with_slot(history, 998, U256::from(77));
    assert_eq!(*only(&ran(&kept, b"")), End::Returned(U256::from(77).to_be_bytes_vec().into()));
    // A chain that keeps none, and one before that fork.
    let none = bare.clone().with_slot(history, 998, U256::ZERO);
    assert_eq!(ran(&none, b"").missing, BTreeSet::from([Missing::BlockHash(998)]));
    let before = Job { environment: environment(Fork::Cancun), ..job(vec![call(100_000, b"")]) };
    assert_eq!(run(&bare, &before, Precompiled::Slim).missing, BTreeSet::from([Missing::BlockHash(998)]));
}

/// Calls a precompiled contract with all of the call's data, and returns what it answers.
fn forwarding(to: u16) -> Vec<u8> {
    hex::decode(format!("36600060003760006000366000600061{to:04x}5af1503d600060003e3d6000f3")).unwrap()
}

fn precompiled(to: u16) -> ProvenState {
    state(&forwarding(to)).with_account(Address::left_padding_from(&to.to_be_bytes()), U256::ZERO, b"")
}

#[test]
fn what_is_built_in_answers_as_the_standard_says() {
    let answer = |to, data: &[u8]| {
        let ran = ran(&precompiled(to), data);
        let End::Returned(bytes) = only(&ran) else { panic!("{ran:?}") };
        bytes.clone()
    };
    assert_eq!(answer(4, b"assay"), Bytes::from_static(b"assay"));
    assert_eq!(answer(2, b"abc"), bytes!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    // The example of the Ethereum tests for `ecrecover`.
    let signed = hex!(
        "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c"
        "000000000000000000000000000000000000000000000000000000000000001c"
        "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"
        "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549"
    );
    let signer = bytes!("000000000000000000000000a94f5374fce5edbc8e2a8697c15331677e6ebf0b");
    assert_eq!(answer(1, &signed), signer);
    let mut wrong = signed;
    wrong[63] = 29;
    assert!(answer(1, &wrong).is_empty(), "v is 27 or 28");
    assert!(answer(1, &signed[..96]).is_empty(), "s is zero");
}

#[cfg(feature = "evm-full")]
#[test]
fn what_is_built_in_is_as_another_implementation_has_it() {
    let mut seed = B256::ZERO;
    for round in 0..200_usize {
        seed = keccak256(seed);
        let mut data = seed.0.repeat(5);
        data.truncate(round);
        // A digest, 27 or 28, and two words that are mostly scalars of the curve.
        if round > 64 {
            data[32..63].fill(0);
            data[63] = 27 + seed[0] % 2;
        }
        for to in [1, 2, 4] {
            let all = job(vec![call(60_000, &data)]);
            let (slim, full) =
                (run(&precompiled(to), &all, Precompiled::Slim), run(&precompiled(to), &all, Precompiled::Full));
            assert_eq!(slim, full, "{to} {data:02x?}");
        }
    }
}

#[test]
fn what_is_not_built_in_is_never_guessed() {
    for to in [3, 5, 6, 9, 10, 17, 256] {
        let address = Address::left_padding_from(&u16::to_be_bytes(to));
        assert_eq!(*only(&ran(&precompiled(to), b"abc")), End::NotBuiltIn { address }, "{to}");
    }
    // A plain account under rules without it.
    let old = Job { environment: environment(Fork::Prague), ..job(vec![call(100_000, b"")]) };
    assert!(matches!(run(&precompiled(256), &old, Precompiled::Slim).steps[0].end, End::Returned(_)));
}

#[cfg(feature = "evm-full")]
#[test]
fn the_full_set_has_what_the_slim_one_lacks() {
    let ran = run(&precompiled(3), &job(vec![call(1_000_000, b"abc")]), Precompiled::Full);
    let ripemd = bytes!("0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    assert_eq!(*only(&ran), End::Returned(ripemd));
}

#[test]
fn loops_and_bombs_end() {
    let bounded = |code: &str| {
        let code = hex::decode(code).unwrap();
        let ran = run(&state(&code), &job(vec![call(10_000_000, b"")]), Precompiled::Slim);
        let End::Halted { reason } = only(&ran).clone() else { panic!("{ran:?}") };
        assert_eq!(ran.steps[0].gas_used, 10_000_000);
        reason
    };
    assert!(bounded("5b600056").contains("OutOfGas"), "a loop");
    assert!(bounded("600163ffffffff5200").contains("OutOfGas"), "four gigabytes of memory");
    assert!(bounded("60017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff5200").contains("OutOfGas"));
    assert_eq!(bounded("fe"), "InvalidFEOpcode");
    // Calls itself for ever with all its gas.
    let recursion = hex::decode("60006000600060006000305af100").unwrap();
    assert!(matches!(only(&ran(&state(&recursion), b"")), End::Returned(_)));
}

#[test]
fn gas_is_bounded_over_all_messages() {
    let spend = hex!("5b600056");
    let all = job(vec![call(60_000_000, b""), call(60_000_000, b"")]);
    let ran = run(&state(&spend), &all, Precompiled::Slim);
    assert!(matches!(ran.steps[0].end, End::Halted { .. }) && matches!(ran.steps[1].end, End::Refused { .. }));
    let many = job(vec![call(30_000, b""); 100]);
    assert_eq!(run(&state(b""), &many, Precompiled::Slim).steps.len(), MOST_MESSAGES);
}

#[test]
fn messages_see_what_those_before_them_changed() {
    // SSTORE(0, SLOAD(0) + 1); LOG0; return SLOAD(0)
    let counter = hex::decode(["60005460010160005560006000a0600054", RETURN].concat()).unwrap();
    let state = state(&counter).with_slot(TOKEN, 0, U256::from(40));
    let ran = run(&state, &job(vec![call(100_000, b""), call(100_000, b"")]), Precompiled::Slim);
    let ends: Vec<_> = ran.steps.iter().map(|step| step.end.clone()).collect();
    assert_eq!(ends, [41, 42].map(|n| End::Returned(U256::from(n).to_be_bytes_vec().into())));
    assert!(ran.steps.iter().all(|step| step.logs.len() == 1 && step.logs[0].address == TOKEN));
    assert!(ran.balances.is_empty() && ran.is_complete());
}

#[test]
fn ether_moves_and_transactions_pay() {
    let mut message = call(100_000, b"");
    message.value = U256::from(4);
    let ran_call = run(&state(b""), &job(vec![message.clone()]), Precompiled::Slim);
    let moved = BTreeMap::from([(CALLER, (U256::from(10), U256::from(6))), (TOKEN, (U256::ZERO, U256::from(4)))]);
    assert_eq!(ran_call.balances, moved);
    message.fees = Some(Fees { max: 10, priority: 1 });
    let poor = run(&state(b""), &job(vec![message.clone()]), Precompiled::Slim);
    assert!(matches!(&poor.steps[0].end, End::Refused { reason } if reason.contains("LackOfFund")), "{poor:?}");
    let mut rich = job(vec![message]);
    rich.lent.insert(CALLER, U256::from(10_000_000));
    let rich = run(&state(b""), &rich, Precompiled::Slim);
    assert_eq!((&rich.steps[0].end, rich.steps[0].gas_used), (&End::Returned(Bytes::new()), 21_000));
    // Seven are burnt, one is the beneficiary's, whose account nobody had to prove.
    assert_eq!(rich.balances[&CALLER], (U256::from(10_000_000), U256::from(10_000_000 - 4 - 8 * 21_000)));
    assert_eq!(rich.balances.len(), 2);
}

proptest! {
    #[test]
    fn no_code_makes_it_panic_or_run_for_ever(code in proptest::collection::vec(any::<u8>(), 0..200), data in proptest::collection::vec(any::<u8>(), 0..100)) {
        let ran = run(&state(&code), &job(vec![call(200_000, &data)]), Precompiled::Slim);
        prop_assert!(ran.steps[0].gas_used <= 200_000);
    }
}

//! What the chain did and why it refused, against data that ethers encoded.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use alloy_primitives::{Address, B256, Bytes, U256};
use assay_sdk::abi::revert::RevertReason;
use assay_sdk::evidence::LogRecord;
use assay_sdk::tx::{Event, Mined, Outcome, PendingTx, Receipt, ReceiptError};
use proptest::prelude::*;
use serde_json::Value;

const HOLDER: Address = Address::repeat_byte(0x11);
const OTHER: Address = Address::repeat_byte(0x22);
const THIRD: Address = Address::repeat_byte(0x33);
const CONTRACT: Address = Address::repeat_byte(0x70);
const HASH: B256 = B256::repeat_byte(0xaa);

fn outcomes() -> Value {
    serde_json::from_str(include_str!("vectors/outcomes.json")).unwrap()
}

fn bytes(value: &Value) -> Bytes {
    value.as_str().unwrap().parse().unwrap()
}

fn log(event: &Value) -> LogRecord {
    LogRecord {
        address: CONTRACT,
        topics: event["topics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|topic| topic.as_str().unwrap().parse().unwrap())
            .collect(),
        data: bytes(&event["data"]),
        block_number: 9,
        transaction: HASH,
    }
}

fn mined(logs: Vec<LogRecord>) -> Mined {
    Mined {
        transaction: HASH,
        block_number: 9,
        succeeded: true,
        gas_used: 50_000,
        effective_gas_price: 2_000_000_000,
        logs,
        revert: None,
    }
}

#[test]
fn logs_become_events() {
    let file = outcomes();
    let receipt = Receipt::decode(mined(file["events"].as_array().unwrap().iter().map(log).collect()), HOLDER).unwrap();
    let amount = U256::from;
    let token = CONTRACT;
    let expected = [
        Event::Left { token, to: OTHER, amount: amount(5) },
        Event::Arrived { token, from: OTHER, amount: amount(6) },
        Event::Moved { token, from: OTHER, to: THIRD, amount: amount(7) },
        // An NFT's `Transfer` has the same first topic, and is no amount of a token.
        Event::Other { contract: token, topic: Some(log(&file["events"][0]).topics[0]) },
        Event::Approved { token, owner: HOLDER, spender: OTHER, amount: amount(9) },
        Event::RedeemRequested {
            vault: token,
            request_id: amount(41),
            controller: OTHER,
            owner: HOLDER,
            shares: amount(10),
        },
        Event::Redeemed { vault: token, receiver: OTHER, owner: THIRD, assets: amount(11), shares: amount(12) },
        Event::DistributionClaimed { distributor: token, index: amount(42), account: HOLDER, amount: amount(13) },
        Event::Retired { token, account: HOLDER, amount: amount(14), event_id: amount(43) },
    ];
    assert_eq!(receipt.events(), expected);
    assert_eq!(receipt.fee, U256::from(100_000_000_000_000_u64));
}

#[test]
fn a_revert_is_an_outcome() {
    let file = outcomes();
    let reverted = |revert| Mined { succeeded: false, revert, ..mined(vec![]) };
    let receipt = Receipt::decode(reverted(Some(bytes(&file["texts"][0]["data"]))), HOLDER).unwrap();
    assert_eq!(receipt.outcome, Outcome::Reverted(Some(RevertReason::Text("Transfer not possible".to_owned()))));
    assert_eq!(receipt.events(), []);
    let unexplained = Receipt::decode(reverted(None), HOLDER).unwrap();
    assert_eq!(unexplained.outcome, Outcome::Reverted(None));
}

#[test]
fn a_receipt_that_contradicts_itself_is_refused() {
    let event = log(&outcomes()["events"][0]);
    let foreign = LogRecord { transaction: B256::ZERO, ..event.clone() };
    let error = Receipt::decode(mined(vec![foreign]), HOLDER).unwrap_err();
    assert_eq!(error, ReceiptError::ForeignLog { got: B256::ZERO, expected: HASH });
    let reverted = Mined { succeeded: false, ..mined(vec![event]) };
    assert_eq!(Receipt::decode(reverted, HOLDER).unwrap_err(), ReceiptError::LogsOfReverted { got: 1 });

    let file: Value = serde_json::from_str(include_str!("vectors/transfer.json")).unwrap();
    let pending = PendingTx::from_raw(&bytes(&file["raw"])).unwrap();
    let expected = pending.signed().hash();
    assert_eq!(pending.mined(mined(vec![])).unwrap_err(), ReceiptError::OtherTransaction { got: HASH, expected });
}

#[test]
fn every_known_error_is_named_with_its_arguments() {
    let file = outcomes();
    let reverts = file["reverts"].as_array().unwrap();
    assert_eq!(reverts.len(), 41);
    for revert in reverts {
        let mut data = bytes(&revert["data"]).to_vec();
        for _ in 0..2 {
            let reason = RevertReason::decode(&data);
            let RevertReason::Named { name, arguments } = &reason else { panic!("{revert}: {reason:?}") };
            assert_eq!(*name, revert["name"]);
            assert!(reason.in_words().is_some(), "{name} has no words");
            let expected = revert["arguments"].as_array().unwrap();
            assert_eq!(arguments.len(), expected.len(), "{name}");
            for ((argument, value), expected) in arguments.iter().zip(expected) {
                assert_eq!(*argument, expected[0]);
                assert!(value.eq_ignore_ascii_case(expected[1].as_str().unwrap()), "{name}: {value} and {expected}");
            }
            // Once more with evidence behind the arguments, as the Asset Tokenization Studio appends it.
            data.extend([0xee; 45]);
        }
    }
}

#[test]
fn texts_and_panics_are_read() {
    let file = outcomes();
    for text in file["texts"].as_array().unwrap() {
        let reason = RevertReason::decode(&bytes(&text["data"]));
        assert_eq!(reason, RevertReason::Text(text["text"].as_str().unwrap().to_owned()));
    }
    for panic in file["panics"].as_array().unwrap() {
        let reason = RevertReason::decode(&bytes(&panic["data"]));
        assert_eq!(reason, RevertReason::Panic { code: U256::from(panic["code"].as_u64().unwrap()) });
        assert_eq!(reason.in_words().is_some(), panic["code"] != 99);
    }
    assert_eq!(RevertReason::decode(&[]), RevertReason::Empty);
    assert!(matches!(RevertReason::decode(&[1, 2, 3]), RevertReason::Unknown { selector: None, .. }));
    let unknown = RevertReason::decode(&[1, 2, 3, 4, 5]);
    assert!(matches!(unknown, RevertReason::Unknown { selector: Some(s), .. } if s.0 == [1, 2, 3, 4]));
    let shown = RevertReason::decode(&bytes(&file["reverts"][0]["data"])).to_string();
    assert_eq!(shown, format!("ERC20InsufficientBalance(sender: {HOLDER}, balance: 1001, needed: 1002)"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A contract may revert with anything: known data cut short or altered, or noise.
    #[test]
    fn no_revert_data_is_too_strange(which in 0..41_usize, cut in 0..200_usize, noise in proptest::collection::vec(any::<u8>(), 0..80)) {
        let known = bytes(&outcomes()["reverts"][which]["data"]);
        let data = [&known[..cut.min(known.len())], &noise].concat();
        let reason = RevertReason::decode(&data);
        prop_assert_eq!(reason == RevertReason::Empty, data.is_empty());
    }
}

//! Histories of any length on a real chain, through endpoints that limit, fail and lie.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "history/books.rs"]
mod books;
#[path = "support/devnet.rs"]
mod devnet;
#[path = "history/hostile.rs"]
mod hostile;
#[path = "history/indexers.rs"]
mod indexers;
#[path = "history/own_return.rs"]
mod own_return;
#[path = "history/stage.rs"]
mod stage;

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{B256, U256};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::chain::{ChainError, Checkpoint, Rpc};
use assay_sdk::evidence::Level;
use hostile::{Hostile, Limit};
use pollster::block_on;
use serde_json::{Value, json};
use stage::{Dice, Reader, Stage, found, net};

const PROVIDERS: [(Limit, &str); 10] = [
    (Limit::None, "none"),
    (Limit::Blocks(150, -32_602, "up to a {} block range is allowed"), "told"),
    (Limit::Blocks(90, -32_000, "Block range is too large"), "not told"),
    (Limit::Blocks(40, -32_005, "eth_getLogs is limited to a {} range"), "by a code of rates"),
    (Limit::Logs(9, -32_005, "query returned more than 9 results. Try with this block range {}."), "results, told"),
    (Limit::Logs(7, -32_000, "logs matched by query exceeds limit of 7"), "results, not told"),
    (Limit::Status(120, 413), "HTTP 413"),
    (Limit::Status(60, 400), "HTTP 400"),
    (Limit::Bytes(16_000), "bytes"),
    (Limit::Slow(200), "time"),
];

fn rpc(stage: &Stage, transport: Hostile) -> Rpc<Hostile> {
    Rpc::new(transport, stage.devnet.chain)
}

#[test]
fn every_providers_limit_is_found_and_the_history_is_the_unlimited_one() {
    let stage = Stage::new();
    let mut dice = Dice(0x5eed_0001);
    stage.live(&mut dice, 45);
    stage.mine(20);
    stage.live(&mut dice, 20);
    let truth = stage.truth();
    assert!(truth.len() > 40, "{}", truth.len());
    for (limit, name) in PROVIDERS {
        for batches in [true, false] {
            let mut hostile = Hostile::new(&stage.devnet.rpc, limit);
            hostile.batches = batches;
            let rpc = rpc(&stage, hostile);
            let reader = Reader::all(&rpc, &stage.filter(), None);
            assert_eq!(found(&reader.logs), truth, "{name}, batches {batches}");
            assert!(reader.logs.iter().all(|log| log.level() == Level::Claimed));
            let head = block_on(rpc.head()).unwrap().at().number;
            for (token, net) in net(&reader.logs, stage.alice) {
                assert_eq!(net, stage.balance(token, head), "{name}: {token}");
            }
            let posts = rpc.transport().posts.get();
            assert!(!batches || posts < 90, "{name}: {posts} exchanges, {} pages", reader.stored.len());
            if matches!((limit, batches), (Limit::None, true)) {
                // The head, the logs, their blocks in exchanges of 64; and the head that this test asked for.
                assert!(posts <= 6, "{posts}");
            }
        }
    }
}

#[test]
fn from_every_checkpoint_the_rest_is_the_same() {
    let stage = Stage::new();
    stage.live(&mut Dice(0x5eed_0002), 40);
    let rpc =
        rpc(&stage, Hostile::new(&stage.devnet.rpc, Limit::Blocks(60, -32_000, "exceed maximum block range: {}")));
    let whole = Reader::all(&rpc, &stage.filter(), None);
    assert_eq!(found(&whole.logs), stage.truth());
    assert!(whole.stored.len() >= 3, "{} pages", whole.stored.len());
    let mut reached = 0;
    for (text, before) in &whole.stored {
        let checkpoint: Checkpoint = serde_json::from_str(text).unwrap();
        let now = checkpoint.reached().unwrap().number;
        assert!(now > reached, "progress");
        reached = now;
        assert!(checkpoint.range() <= 60);
        let refused_before = rpc.transport().posts.get();
        let rest = Reader::all(&rpc, &stage.filter(), Some(&checkpoint));
        assert!(rest.dropped.is_empty());
        let both = [found(&whole.logs[..*before]), found(&rest.logs)].concat();
        assert_eq!(both, found(&whole.logs));
        assert!(rpc.transport().posts.get() - refused_before < 20, "the range was not remembered");
    }
}

#[test]
fn an_endpoint_that_fails_now_and_then_takes_longer_and_gives_the_same() {
    let stage = Stage::new();
    stage.live(&mut Dice(0x5eed_0003), 40);
    for every in [3, 5, 7] {
        let mut hostile =
            Hostile::new(&stage.devnet.rpc, Limit::Blocks(120, -32_000, "block range exceeds maximum of {}"));
        hostile.fails = Some(every);
        let reader = Reader::all(&rpc(&stage, hostile), &stage.filter(), None);
        assert_eq!(found(&reader.logs), stage.truth(), "every {every}");
    }
}

#[test]
fn what_was_reorganised_away_is_dropped_and_the_rest_is_kept() {
    let stage = Stage::new();
    stage.live(&mut Dice(0x5eed_0004), 25);
    stage.mine(10);
    let common = stage.truth().len();
    let fork = stage.devnet.call("evm_snapshot", json!([]));
    stage.live(&mut Dice(0x5eed_0005), 12);
    let rpc = rpc(&stage, Hostile::new(&stage.devnet.rpc, Limit::None));
    let mut scan = block_on(rpc.scan(stage.filter(), None)).unwrap();
    let mut reader = Reader::default();
    reader.read(&rpc, &mut scan);
    assert_eq!(found(&reader.logs), stage.truth());
    let checkpoint = scan.checkpoint();

    assert_eq!(stage.devnet.call("evm_revert", json!([fork])), json!(true));
    stage.devnet.call("evm_increaseTime", json!([77]));
    stage.live(&mut Dice(0x5eed_0006), 30);
    let mut scan = block_on(rpc.scan(stage.filter(), Some(checkpoint))).unwrap();
    reader.read(&rpc, &mut scan);
    assert_eq!(found(&reader.logs), stage.truth());
    let from = *reader.dropped.first().unwrap();
    assert!(from > 1 && common > 0, "it did not begin again: {from}");
}

#[test]
fn a_reorganisation_in_the_middle_of_a_scan_is_seen() {
    let stage = Rc::new(Stage::new());
    stage.live(&mut Dice(0x5eed_0007), 20);
    let fork = stage.devnet.call("evm_snapshot", json!([]));
    stage.live(&mut Dice(0x5eed_0008), 10);
    for after in [1, 2, 3, 5, 8] {
        let fork = if after == 1 { fork.clone() } else { stage.devnet.call("evm_snapshot", json!([])) };
        if after > 1 {
            stage.live(&mut Dice(after), 6);
        }
        let hostile = Hostile::new(&stage.devnet.rpc, Limit::Blocks(200, -32_000, "block range limit {}"));
        let (asked, behind) = (Cell::new(0), Rc::clone(&stage));
        hostile.meddle(move |message, _| {
            if message["method"] == "eth_getLogs" {
                asked.set(asked.get() + 1);
                if asked.get() == after {
                    assert_eq!(behind.devnet.call("evm_revert", json!([fork])), json!(true));
                    behind.devnet.call("evm_increaseTime", json!([after * 13 + 5]));
                    behind.live(&mut Dice(after + 100), 9);
                }
            }
        });
        let rpc = rpc(&stage, hostile);
        let mut reader = Reader::all(&rpc, &stage.filter(), None);
        // Up to the target at that time; then to the end.
        let checkpoint: Checkpoint = serde_json::from_str(&reader.stored.last().unwrap().0).unwrap();
        let mut scan = block_on(rpc.scan(stage.filter(), Some(checkpoint))).unwrap();
        reader.read(&rpc, &mut scan);
        assert_eq!(found(&reader.logs), stage.truth(), "after {after} questions");
    }
}

#[test]
fn a_chain_that_became_shorter_is_read_to_its_new_end() {
    let stage = Rc::new(Stage::new());
    stage.live(&mut Dice(0x5eed_0009), 12);
    let fork = stage.devnet.call("evm_snapshot", json!([]));
    stage.live(&mut Dice(0x5eed_000a), 6);
    stage.mine(10);
    let hostile = Hostile::new(&stage.devnet.rpc, Limit::Blocks(100, -32_000, "block range limit {}"));
    let (asked, behind) = (Cell::new(0), Rc::clone(&stage));
    hostile.meddle(move |message, answer| {
        if message["method"] == "eth_getLogs" {
            asked.set(asked.get() + 1);
            if asked.get() == 2 {
                assert_eq!(behind.devnet.call("evm_revert", json!([fork])), json!(true));
            }
            let head = hostile::quantity(&behind.devnet.call("eth_blockNumber", json!([])));
            if hostile::quantity(&message["params"][0]["toBlock"]) > head {
                let error = json!({ "code": -32_000, "message": "block range extends beyond current head block" });
                *answer = json!({ "jsonrpc": "2.0", "id": message["id"], "error": error });
            }
        }
    });
    let reader = Reader::all(&rpc(&stage, hostile), &stage.filter(), None);
    assert_eq!(found(&reader.logs), stage.truth());
}

/// What a scan says where the endpoint changes its logs.
fn lied(stage: &Stage, lie: impl Fn(&mut Vec<Value>) + 'static) -> String {
    let hostile = Hostile::new(&stage.devnet.rpc, Limit::None);
    hostile.meddle(move |message, answer| {
        if message["method"] == "eth_getLogs" {
            lie(answer["result"].as_array_mut().unwrap());
        }
    });
    let rpc = rpc(stage, hostile);
    let mut scan = block_on(rpc.scan(stage.filter(), None)).unwrap();
    let before = scan.checkpoint();
    let error = block_on(rpc.advance(&mut scan)).unwrap_err();
    assert_eq!(scan.checkpoint(), before, "nothing was reached");
    match error {
        ChainError::Inconsistent { what, .. } => what.to_owned(),
        other => panic!("{other}"),
    }
}

#[test]
fn lies_are_told_from_logs() {
    let stage = Stage::new();
    stage.send(stage.alice, stage.cash, &IERC20::transferCall { to: stage.bob, amount: U256::from(5) });
    stage.mine(3);
    for (what, lie) in [
        ("a log", Box::new(|log: &mut Value| log["removed"] = json!(true)) as Box<dyn Fn(&mut Value)>),
        ("a log", Box::new(|log| log["address"] = json!("0x00000000000000000000000000000000000000aa"))),
        ("a log", Box::new(|log| log["topics"][2] = json!(B256::repeat_byte(1)))),
        ("the height of a log", Box::new(|log| log["blockNumber"] = json!("0xffffff"))),
        ("the block of a log", Box::new(|log| log["blockHash"] = json!(B256::repeat_byte(7)))),
    ] {
        let said = lied(&stage, move |logs| {
            logs.iter_mut().for_each(|log| {
                // The outgoing and the incoming ones alike.
                lie(log);
                if what == "a log" && log["topics"].get(2) == Some(&json!(B256::repeat_byte(1))) {
                    log["topics"][1] = json!(B256::repeat_byte(2));
                }
            });
        });
        assert!(said == what || said == "the block at the height of a log", "{what}: {said}");
    }
    assert_eq!(lied(&stage, |logs| logs.extend(logs.first().cloned())), "the logs");
}

#[test]
fn an_endpoint_that_gives_no_logs_at_all_is_named_with_the_range() {
    let stage = Stage::new();
    let rpc = rpc(&stage, Hostile::new(&stage.devnet.rpc, Limit::Blocks(0, -32_000, "block range is too wide")));
    let mut scan = block_on(rpc.scan(stage.filter(), None)).unwrap();
    match block_on(rpc.advance(&mut scan)) {
        Err(ChainError::LogsRefused { from: 0, to: 0, got, .. }) => assert_eq!(got, "block range is too wide"),
        other => panic!("{other:?}"),
    }
    assert!(rpc.transport().posts.get() < 20);
}

//! The example in Rust: what it says of transfers on the demo chain is what the chain does, and what it proves is what the chain has.

#![cfg(all(feature = "native-http", not(target_arch = "wasm32")))]
#![expect(clippy::indexing_slicing, reason = "a test stops where its data is not what it should be")]

#[path = "../../examples/rust/ask.rs"]
mod ask;
#[expect(dead_code, reason = "shared with tests that do more")]
#[path = "support/devnet.rs"]
mod devnet;

use alloy_primitives::U256;
use ask::{Question, ask};
use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::Source;
use devnet::Devnet;
use serde_json::json;

#[test]
fn a_verdict_is_what_the_chain_does_and_a_balance_is_proven() {
    let devnet = Devnet::start();
    let demo = devnet.demo();
    let list = devnet.file("tokenlist.json").to_string();
    let fund = demo["contracts"]["fund"].as_str().unwrap();
    let address = |who: &str| demo["investors"][who]["address"].as_str().unwrap();
    let asset = format!("eip155:31337/erc20:{fund}");
    let account = |who| format!("eip155:31337:{}", address(who));
    let word = |text: &str| format!("{:0>64}", text.trim_start_matches("0x").to_lowercase());
    for (to, passes) in [("bob", true), ("carol", false)] {
        let question = Question { asset: &asset, from: &account("alice"), to: &account(to), amount: "10" };
        let answer = ask(&devnet.rpc, &list, &question).unwrap();
        let verdict = &answer.assessment.verdict;
        match verdict.value() {
            Verdict::Allow(_) => assert!(passes, "{to}"),
            Verdict::Deny(reasons) => {
                assert!(!passes && reasons.iter().all(|reason| !reason.message.is_empty()), "{to}")
            }
            Verdict::Unknown(gaps) => assert!(gaps.iter().next().is_none(), "{to}: it could not tell"),
        }

        let balance = answer.balance.unwrap();
        assert!(balance.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. })));
        let call = json!({ "to": fund, "data": format!("0x70a08231{}", word(address("alice"))) });
        let said = devnet.call("eth_call", json!([call, { "blockHash": verdict.at().hash }]));
        assert_eq!(balance.value().raw(), said.as_str().unwrap().parse::<U256>().unwrap());
    }
}

#[test]
fn what_cannot_be_asked_says_why() {
    let list = json!({ "name": "nothing", "timestamp": "2026-11-27T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 }, "tokens": [] });
    let nobody = "eip155:1:0x0000000000000000000000000000000000000001";
    let code = |asset: &str| {
        let question = Question { asset, from: nobody, to: nobody, amount: "10" };
        ask("http://127.0.0.1:9", &list.to_string(), &question).map(|_| ()).unwrap_err().code().as_str()
    };
    assert_eq!(code("gold"), "identifier-malformed");
    assert_eq!(code("eip155:1/erc20:0x0000000000000000000000000000000000000002"), "asset-not-listed");
}

//! Published files of distributions: dumps of `@openzeppelin/merkle-tree` itself against its own proofs, files of 16-byte hashes, and what is
//! refused of either.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where a file is not what it should be")]

#[expect(dead_code, reason = "no file of the peers is read here")]
#[path = "support/peers.rs"]
mod peers;

use alloy_primitives::{Address, B128, B256, U256};
use assay_sdk::proof::cumulative_leaf_128;
use assay_sdk::yields::{DistributionTree, StandardLeaf, TreeError, TreeFormat};
use serde_json::{Value, json};

const ALICE: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const BOB: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

fn words(value: &Value) -> Vec<B256> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().parse().unwrap()).collect()
}

fn dumps(trees: &Value) -> Vec<Value> {
    serde_json::from_str(&peers::run("dump.mjs", trees.to_string())).unwrap()
}

fn amount(number: u8) -> U256 {
    U256::from(number).wrapping_shl(200)
}

fn encoding(leaf: StandardLeaf) -> Value {
    match leaf {
        StandardLeaf::Account => json!(["address", "uint256"]),
        StandardLeaf::Indexed => json!(["uint256", "address", "uint256"]),
    }
}

#[test]
fn every_proof_of_a_dump_is_the_librarys() {
    for leaf in [StandardLeaf::Account, StandardLeaf::Indexed] {
        let entry = |number: u8| {
            let (account, amount) = (Address::repeat_byte(number), amount(number).to_string());
            match leaf {
                StandardLeaf::Account => json!([account, amount]),
                StandardLeaf::Indexed => json!([1000 - u32::from(number), account, amount]),
            }
        };
        let tree =
            |count: u8| json!({ "encoding": encoding(leaf), "values": (1..=count).map(entry).collect::<Vec<_>>() });
        let counts: Vec<u8> = (1..=20).chain([31, 32, 33, 64, 100]).collect();
        for (theirs, count) in dumps(&counts.iter().map(|count| tree(*count)).collect()).iter().zip(counts) {
            let read = DistributionTree::parse(&theirs["dump"].to_string()).unwrap();
            assert_eq!(read.format(), TreeFormat::Standard(leaf));
            assert_eq!(read.stated_root().to_string(), theirs["root"]);
            assert_eq!(read.total(), (1..=count).map(amount).sum::<U256>());
            for (number, proof) in (1..=count).zip(theirs["proofs"].as_array().unwrap()) {
                let claim = read.claim_of(Address::repeat_byte(number)).unwrap();
                assert_eq!((&claim.proof, claim.amount), (&words(proof), amount(number)), "{count} leaves");
                let index = (leaf == StandardLeaf::Indexed).then(|| U256::from(1000 - u32::from(number)));
                assert_eq!((claim.index, claim.salt), (index, B128::ZERO));
            }
        }
    }
}

/// A dump with one thing replaced.
fn refused(dump: &Value, pointer: &str, value: Value) -> TreeError {
    let mut changed = dump.clone();
    match pointer.rsplit_once('/') {
        Some((parent, field)) if changed.pointer(pointer).is_none() => {
            changed.pointer_mut(parent).unwrap()[field] = value
        }
        Some(_) | None => *changed.pointer_mut(pointer).unwrap() = value,
    }
    DistributionTree::parse(&changed.to_string()).unwrap_err()
}

#[test]
fn a_dump_that_is_not_what_it_says_is_refused_with_its_place() {
    let values = json!([[ALICE, "5"], [BOB, "7"], [Address::repeat_byte(3), "9"]]);
    let dump = dumps(&json!([{ "encoding": ["address", "uint256"], "values": values }])).remove(0)["dump"].take();
    let place = |error: TreeError| if let TreeError::Value { place, .. } = error { Some(place) } else { None };
    for (pointer, value, expected) in [
        ("/format", json!("standard-v2"), "format"),
        ("/hash", json!("custom"), "hash"),
        ("/leafEncoding", json!(["address", "uint128"]), "leafEncoding"),
        ("/tree/1", json!("0x12"), "tree[1]"),
        ("/values/0/treeIndex", json!(0), "values[0].treeIndex"),
        ("/values/0/treeIndex", json!(5), "values[0].treeIndex"),
        ("/values/0/value/0", json!(ALICE.replace("f39F", "F39F")), "values[0].value[0]"),
        ("/values/0/value/0", json!(7), "values[0].value[0]"),
        ("/values/0/value/1", json!("0x"), "values[0].value[1]"),
        ("/values/0/value/1", json!("5.0"), "values[0].value[1]"),
        ("/values/0/value/1", json!(5.5), "values[0].value[1]"),
        ("/values/0/value/1", json!("-5"), "values[0].value[1]"),
        ("/values/0/value", json!([ALICE]), "values[0].value"),
    ] {
        let error = refused(&dump, pointer, value.clone());
        assert_eq!(place(error).as_deref(), Some(expected), "{pointer} {value}");
    }
}

#[test]
fn a_dump_whose_parts_do_not_fit_is_refused() {
    let values = json!([[ALICE, "5"], [BOB, "7"], [Address::repeat_byte(3), "9"]]);
    let dump = dumps(&json!([{ "encoding": ["address", "uint256"], "values": values }])).remove(0)["dump"].take();
    assert!(matches!(refused(&dump, "/more", json!(1)), TreeError::Shape { .. }));
    assert!(matches!(
        refused(&dump, "/tree", json!([B256::ZERO])),
        TreeError::Nodes { got: 1, expected: 5, leaves: 3 }
    ));
    assert!(matches!(refused(&dump, "/values", json!([])), TreeError::Nodes { got: 5, leaves: 0, .. }));
    assert!(matches!(refused(&dump, "/values/0/value/1", json!("6")), TreeError::Leaf { .. }));
    let twice = json!([[ALICE, "5"], [ALICE, "7"]]);
    let twice = dumps(&json!([{ "encoding": ["address", "uint256"], "values": twice }])).remove(0)["dump"].to_string();
    assert!(matches!(DistributionTree::parse(&twice), Err(TreeError::TwoClaims { .. })));
    let most = U256::MAX.to_string();
    let sums = dumps(&json!([{ "encoding": ["address", "uint256"], "values": [[ALICE, most], [BOB, "1"]] }])).remove(0);
    assert!(matches!(DistributionTree::parse(&sums["dump"].to_string()), Err(TreeError::Sum { .. })));
}

#[test]
fn a_file_of_16_byte_hashes_has_a_salt_in_each_line_and_no_whole_hash() {
    let (salt, amount) = (B128::repeat_byte(9), U256::from(5));
    let root = cumulative_leaf_128(salt, ALICE.parse().unwrap(), amount);
    let line = json!({ "index": 0, "amount": "0x5", "salt": salt, "proof": [] });
    let file = json!({ "merkleRoot": root, "tokenTotal": "0x5", "claims": { ALICE: line } });
    let read = DistributionTree::parse(&file.to_string()).unwrap();
    assert_eq!((read.format(), &read.stated_root()[..16]), (TreeFormat::Halved, &root[..]));
    assert_eq!(read.stated_root()[16..], [0; 16]);
    assert_eq!(read.claim_of(ALICE.parse().unwrap()).unwrap().salt, salt);
    for (pointer, value, place) in
        [("proof/0", json!(B256::ZERO), "proof"), ("salt", json!(B256::ZERO), "salt"), ("salt", json!(null), "salt")]
    {
        let mut changed = file.clone();
        let line = &mut changed["claims"][ALICE];
        match pointer {
            "proof/0" => line["proof"] = json!([value]),
            field => line[field] = value,
        }
        let error = DistributionTree::parse(&changed.to_string()).unwrap_err();
        assert!(error.to_string().starts_with(&format!("claims.{ALICE}.{place}: ")), "{error}");
    }
    // Whole hashes with a salt are of no known tree.
    let mut whole = file;
    whole["merkleRoot"] = json!(B256::repeat_byte(1));
    let error = DistributionTree::parse(&whole.to_string()).unwrap_err();
    assert!(error.to_string().contains("no salt"), "{error}");
}

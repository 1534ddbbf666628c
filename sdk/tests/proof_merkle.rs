//! Merkle trees, against `@openzeppelin/merkle-tree` and merkletreejs; and what must not pass for a proof.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where the trees differ")]

#[expect(dead_code, reason = "no file of the peers is read here")]
#[path = "support/peers.rs"]
mod peers;

use std::collections::BTreeMap;

use alloy_primitives::{Address, B128, B256, U256, hex, keccak256};
use alloy_sol_types::SolValue as _;
use assay_sdk::proof::{
    MerkleStream, MerkleTree, MultiProof, ProofError, StreamedTree, TreeBuildError, cumulative_leaf,
    cumulative_leaf_128, merkl_leaf, standard_leaf, verify_inclusion, verify_inclusion_128, verify_multi_proof,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn leaves(count: u64) -> Vec<B256> {
    (0..count).map(|n| keccak256(n.to_be_bytes())).collect()
}
fn word<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}
fn words(value: &Value) -> Vec<B256> {
    value.as_array().unwrap().iter().map(word).collect()
}
fn all(count: usize) -> Vec<u64> {
    (0..count as u64).collect()
}
fn in_order(leaves: &[B256]) -> StreamedTree {
    let mut stream = MerkleStream::in_order(&all(leaves.len()));
    leaves.iter().for_each(|leaf| stream.push(*leaf).unwrap());
    stream.finish().unwrap()
}
fn ascending(sorted: &[B256]) -> StreamedTree {
    let mut stream = MerkleStream::standard(sorted.len() as u64, &all(sorted.len())).unwrap();
    sorted.iter().for_each(|leaf| stream.push(*leaf).unwrap());
    stream.finish().unwrap()
}

#[test]
fn trees_are_those_of_openzeppelin_and_merkletreejs() {
    let lists: Vec<Vec<B256>> = (1..=40).chain([63, 64, 65, 100]).map(leaves).collect();
    let accounts: Vec<(Address, U256)> = (0..33_u8).map(|n| (Address::repeat_byte(n), U256::from(n) << 130)).collect();
    let entries: Vec<_> = accounts.iter().map(|(account, amount)| json!([account, amount.to_string()])).collect();
    let answer: Value =
        serde_json::from_str(&peers::run("trees.mjs", json!({ "lists": lists, "entries": entries }).to_string()))
            .unwrap();
    for (list, theirs) in lists.iter().zip(answer["lists"].as_array().unwrap()) {
        open_zeppelin(list, &theirs["openZeppelin"]);
        let streamed = in_order(list);
        assert_eq!(streamed.root, word::<B256>(&theirs["whole"]["root"]), "{} leaves", list.len());
        let proofs: Vec<_> = theirs["whole"]["proofs"].as_array().unwrap().iter().map(words).collect();
        assert_eq!(streamed.proofs.into_values().collect::<Vec<_>>(), proofs);
        for (leaf, proof) in list.iter().zip(theirs["halved"]["proofs"].as_array().unwrap()) {
            let nodes: Vec<u8> = proof.as_array().unwrap().iter().flat_map(|node| word::<B128>(node).0).collect();
            let root = word(&theirs["halved"]["root"]);
            verify_inclusion_128(root, B128::from_slice(&leaf[..16]), &nodes).unwrap();
        }
    }
    let standard = |(account, amount): &(Address, U256)| standard_leaf(&(*account, *amount).abi_encode_params());
    let tree = MerkleTree::new(accounts.iter().map(standard)).unwrap();
    assert_eq!(tree.root(), word::<B256>(&answer["standard"]["root"]));
    for (entry, proof) in accounts.iter().zip(answer["standard"]["proofs"].as_array().unwrap()) {
        assert_eq!(tree.proof(standard(entry)).unwrap(), words(proof));
    }
}

/// Built in memory and streamed: root, every proof, a proof of two thirds of the leaves.
fn open_zeppelin(list: &[B256], theirs: &Value) {
    let tree = MerkleTree::new(list.iter().copied()).unwrap();
    assert_eq!(tree.root(), word::<B256>(&theirs["root"]), "{} leaves", list.len());
    for (leaf, proof) in list.iter().zip(theirs["proofs"].as_array().unwrap()) {
        assert_eq!(tree.proof(*leaf).unwrap(), words(proof));
        verify_inclusion(tree.root(), *leaf, &words(proof)).unwrap();
    }
    let multi = &theirs["multi"];
    let flags = multi["flags"].as_array().unwrap().iter().map(|flag| flag.as_bool().unwrap()).collect();
    let theirs = MultiProof { leaves: words(&multi["leaves"]), proof: words(&multi["proof"]), flags };
    let asked: Vec<_> = list.iter().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, leaf)| *leaf).collect();
    assert_eq!(tree.multi_proof(&asked).unwrap(), theirs);
    verify_multi_proof(tree.root(), &theirs).unwrap();
    let streamed = ascending(tree.leaves());
    let expected: BTreeMap<u64, Vec<B256>> =
        (0_u64..).zip(tree.leaves()).map(|(n, leaf)| (n, tree.proof(*leaf).unwrap())).collect();
    assert_eq!((streamed.root, streamed.proofs), (tree.root(), expected));
}

#[test]
fn the_leaves_of_1inch_and_merkl_are_packed_as_their_contracts_pack_them() {
    let (account, token) = (Address::repeat_byte(0xaa), Address::repeat_byte(0xbb));
    let hex = |text: &str| keccak256(hex::decode(text).unwrap());
    let (a, b, seven) = ("aa".repeat(20), "bb".repeat(20), format!("{:064x}", 7));
    assert_eq!(cumulative_leaf(account, U256::from(7)), hex(&format!("{a}{seven}")));
    let pad = "0".repeat(24);
    assert_eq!(merkl_leaf(account, token, U256::from(7)), hex(&format!("{pad}{a}{pad}{b}{seven}")));
    let salted = cumulative_leaf_128(B128::repeat_byte(0xcc), account, U256::from(7));
    assert_eq!(salted[..], hex(&format!("{}{a}{seven}", "cc".repeat(16)))[..16]);
}

#[test]
fn what_makes_no_tree_is_named() {
    assert_eq!(MerkleTree::new([]).unwrap_err(), TreeBuildError::Empty);
    assert_eq!(MerkleStream::in_order(&[]).finish().unwrap_err(), TreeBuildError::Empty);
    assert_eq!(MerkleStream::standard(0, &[]).unwrap_err(), TreeBuildError::Empty);
    let none = TreeBuildError::NoSuchLeaf { index: 2, leaves: 2 };
    assert_eq!(MerkleStream::standard(2, &[2]).unwrap_err(), none);
    let mut stream = MerkleStream::in_order(&[2]);
    leaves(2).iter().for_each(|leaf| stream.push(*leaf).unwrap());
    assert_eq!(stream.finish().unwrap_err(), none);
    let mut stream = MerkleStream::standard(2, &[]).unwrap();
    stream.push(B256::repeat_byte(2)).unwrap();
    assert_eq!(stream.push(B256::repeat_byte(1)), Err(TreeBuildError::OutOfOrder { index: 1 }));
    assert_eq!(stream.clone().finish().unwrap_err(), TreeBuildError::Count { got: 1, expected: 2 });
    stream.push(B256::repeat_byte(2)).unwrap();
    assert_eq!(stream.push(B256::repeat_byte(3)), Err(TreeBuildError::Count { got: 3, expected: 2 }));
}

#[test]
fn a_multi_proof_that_does_not_hold_together_is_refused() {
    let tree = MerkleTree::new(leaves(5)).unwrap();
    let good = tree.multi_proof(&leaves(2)).unwrap();
    let refused = |change: &dyn Fn(&mut MultiProof)| {
        let mut multi = good.clone();
        change(&mut multi);
        assert!(matches!(verify_multi_proof(tree.root(), &multi), Err(ProofError::MultiProof { .. })), "{multi:?}");
    };
    refused(&|multi| multi.leaves.truncate(1));
    refused(&|multi| multi.flags.truncate(1));
    refused(&|multi| multi.proof.push(B256::ZERO));
    // What the contract accepts, and proves nothing.
    refused(&|multi| *multi = MultiProof { leaves: vec![], proof: vec![tree.root()], flags: vec![] });
    // Takes hashes that are not made yet, where the contract reads zeros.
    refused(&|multi| *multi = MultiProof { leaves: leaves(1), proof: vec![], flags: vec![true, true] });
    assert_eq!(tree.multi_proof(&[]), None);
    assert_eq!(tree.multi_proof(&[leaves(1)[0], leaves(1)[0]]), None);
    assert_eq!(tree.proof(B256::ZERO), None);
    let endless = MultiProof { leaves: leaves(1), proof: vec![B256::ZERO; 70_000], flags: vec![false; 70_000] };
    assert!(matches!(verify_multi_proof(tree.root(), &endless), Err(ProofError::TooDeep { .. })));
}

#[test]
fn halved_proofs_have_whole_nodes() {
    let leaf = B128::repeat_byte(1);
    verify_inclusion_128(leaf, leaf, &[]).unwrap();
    assert!(matches!(verify_inclusion_128(leaf, leaf, &[0; 15]), Err(ProofError::Malformed { .. })));
    assert!(matches!(verify_inclusion_128(leaf, leaf, &[0; 65 * 16]), Err(ProofError::TooDeep { .. })));
    assert!(matches!(verify_inclusion_128(leaf, leaf, &[0; 16]), Err(ProofError::NotInTree128 { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_changed_bit_is_noticed(count in 2_u64..70, place in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let list = leaves(count);
        let tree = MerkleTree::new(list.clone()).unwrap();
        let flip = |word: &mut B256| word[bit / 8] ^= 1 << (bit % 8);
        let leaf = list[place.index(list.len())];
        let mut proof = tree.proof(leaf).unwrap();
        let node = place.index(proof.len());
        flip(&mut proof[node]);
        prop_assert!(verify_inclusion(tree.root(), leaf, &proof).is_err());
        let good = tree.multi_proof(&list[..=place.index(list.len())]).unwrap();
        let refused = |multi: &MultiProof| verify_multi_proof(tree.root(), multi).is_err();
        let mut multi = good.clone();
        let node = place.index(multi.leaves.len());
        flip(&mut multi.leaves[node]);
        prop_assert!(refused(&multi));
        for node in 0..good.proof.len() {
            let mut multi = good.clone();
            flip(&mut multi.proof[node]);
            prop_assert!(refused(&multi));
        }
        for node in 0..good.flags.len() {
            let mut multi = good.clone();
            multi.flags[node] ^= true;
            prop_assert!(refused(&multi));
        }
    }

    #[test]
    fn streaming_in_any_layout_holds_for_every_leaf(count in 1_u64..300) {
        let tree = MerkleTree::new(leaves(count)).unwrap();
        for (list, streamed) in [(leaves(count), in_order(&leaves(count))), (tree.leaves().to_vec(), ascending(tree.leaves()))] {
            for (leaf, proof) in list.iter().zip(streamed.proofs.values()) {
                prop_assert_eq!(verify_inclusion(streamed.root, *leaf, proof), Ok(()));
            }
        }
    }
}

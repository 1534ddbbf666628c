//! The tree of liabilities: against a second implementation in JavaScript, and under the attacks that broke others.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test stops where the trees differ")]

#[expect(dead_code, reason = "no file of the peers is read here")]
#[path = "support/peers.rs"]
mod peers;

use alloy_primitives::{Address, B256, hex, keccak256};
use assay_sdk::evidence::{Fact, Level, Origin, Source};
use assay_sdk::proof::{
    Liability, LiabilityContext, LiabilityError, LiabilityProof, LiabilityRoot, LiabilityStream, StreamedLiabilities,
    TreeBuildError,
};
use assay_sdk::units::{AssetId, BlockRef, ChainId, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn context() -> LiabilityContext {
    LiabilityContext {
        issuer: Address::repeat_byte(0x11),
        asset: AssetId { chain: ChainId(1), token: Address::repeat_byte(0x22) },
        epoch: 7,
        block: B256::repeat_byte(0x33),
    }
}

fn holder(n: u64) -> Liability {
    let name = |what: &str| keccak256(format!("{what} {n}"));
    Liability { holder: name("holder"), salt: name("salt"), balance: u128::from(n) * 1_000_000_007 + 5 }
}

fn tree(count: u64) -> StreamedLiabilities {
    let watched: Vec<u64> = (0..count).collect();
    let mut stream = LiabilityStream::new(&context(), &watched);
    (0..count).for_each(|n| assert_eq!(stream.push(&holder(n)).unwrap(), n));
    stream.finish().unwrap()
}

fn published(root: LiabilityRoot) -> Fact<LiabilityRoot> {
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
    Fact::asserted(root, at, Source::Endpoint(Origin::of_url("http://a")))
}

fn check(proof: &LiabilityProof, root: LiabilityRoot, mine: Liability) -> Result<(), LiabilityError> {
    proof.verify(&context(), published(root), mine).map(|_| ())
}

/// A proof with its bytes changed.
fn changed(proof: &LiabilityProof, change: impl FnOnce(&mut Vec<u8>)) -> Result<LiabilityProof, LiabilityError> {
    let mut bytes = proof.to_bytes();
    change(&mut bytes);
    LiabilityProof::from_bytes(&bytes)
}

#[test]
fn a_second_implementation_agrees_on_root_total_and_every_proof() {
    for count in [1_u64, 2, 3, 4, 5, 7, 8, 9, 33, 100] {
        let holders: Vec<_> = (0..count)
            .map(holder)
            .map(|it| json!({ "holder": it.holder, "salt": it.salt, "balance": it.balance.to_string() }))
            .collect();
        let about = context();
        let about = json!({
            "issuer": about.issuer, "chainId": about.asset.chain.0, "token": about.asset.token, "epoch": about.epoch,
            "block": about.block,
        });
        let answer = peers::run("liabilities.mjs", json!({ "context": about, "holders": holders }).to_string());
        let theirs: Value = serde_json::from_str(&answer).unwrap();
        let ours = tree(count);
        assert_eq!(theirs["root"], json!(ours.root.hash), "{count}");
        assert_eq!(theirs["total"], json!(ours.root.total.to_string()));
        assert_eq!(theirs["proofs"].as_array().map(Vec::len), Some(ours.proofs.len()));
        for ((_, proof), theirs) in ours.proofs.iter().zip(theirs["proofs"].as_array().unwrap()) {
            assert_eq!(*theirs, json!(hex::encode_prefixed(proof.to_bytes())));
        }
    }
}

#[test]
fn every_holder_is_counted_and_the_answer_is_as_well_known_as_the_root() {
    for count in [1, 2, 3, 6, 17] {
        let tree = tree(count);
        assert_eq!(tree.root.total, (0..count).map(|n| holder(n).balance).sum::<u128>());
        for (n, proof) in &tree.proofs {
            let read = LiabilityProof::from_bytes(&proof.to_bytes()).unwrap();
            assert_eq!((&read, read.index()), (proof, *n));
            let fact = read.verify(&context(), published(tree.root), holder(*n)).unwrap();
            assert_eq!((fact.level(), *fact.value()), (Level::Claimed, holder(*n)));
        }
    }
}

#[test]
fn another_holder_salt_balance_or_context_is_not_counted() {
    let tree = tree(5);
    let (mine, proof) = (holder(2), &tree.proofs[&2]);
    for lie in [
        Liability { holder: holder(1).holder, ..mine },
        Liability { salt: holder(1).salt, ..mine },
        // Two holders with the same balance cannot be shown one leaf.
        Liability { balance: mine.balance, ..holder(3) },
    ] {
        assert!(matches!(check(proof, tree.root, lie), Err(LiabilityError::NotCounted { .. })));
    }
    let more = Liability { balance: mine.balance + 1, ..mine };
    assert!(matches!(check(proof, tree.root, more), Err(LiabilityError::OtherTotal { .. })));
    for other in [
        LiabilityContext { issuer: Address::ZERO, ..context() },
        LiabilityContext { asset: AssetId { chain: ChainId(2), ..context().asset }, ..context() },
        LiabilityContext { asset: AssetId { token: Address::ZERO, ..context().asset }, ..context() },
        LiabilityContext { epoch: 8, ..context() },
        LiabilityContext { block: B256::ZERO, ..context() },
    ] {
        let refused = proof.verify(&other, published(tree.root), mine).unwrap_err();
        assert!(matches!(refused, LiabilityError::NotCounted { .. }));
    }
}

/// Maxwell's tree: a node that binds only the sum of both lets an issuer move value between the children, and count one twice.
#[test]
fn sums_cannot_be_moved_between_siblings() {
    let tree = tree(4);
    let proof = &tree.proofs[&0];
    // Takes one unit from the sibling's sum; the holder's own would have to grow by it for the total to stay.
    let moved = changed(proof, |bytes| {
        let sum = u128::from_be_bytes(bytes[42..58].try_into().unwrap()) - 1;
        bytes[42..58].copy_from_slice(&sum.to_be_bytes());
    });
    let mine = Liability { balance: holder(0).balance + 1, ..holder(0) };
    assert!(matches!(check(&moved.unwrap(), tree.root, mine), Err(LiabilityError::NotCounted { .. })));
    // Or between two levels of the proof.
    let moved = changed(proof, |bytes| {
        for (at, by) in [(42, 1_i8), (90, -1)] {
            let sum = u128::from_be_bytes(bytes[at..at + 16].try_into().unwrap()).wrapping_add_signed(i128::from(by));
            bytes[at..at + 16].copy_from_slice(&sum.to_be_bytes());
        }
    });
    assert!(matches!(check(&moved.unwrap(), tree.root, holder(0)), Err(LiabilityError::NotCounted { .. })));
}

/// A sibling of "minus five" is a number just below 2^128 here.
#[test]
fn less_than_nothing_overflows() {
    let tree = tree(2);
    let negative =
        changed(&tree.proofs[&0], |bytes| bytes[42..58].copy_from_slice(&(0_u128.wrapping_sub(5)).to_be_bytes()));
    assert_eq!(check(&negative.unwrap(), tree.root, holder(0)), Err(LiabilityError::Overflow { level: 0 }));
    let mut stream = LiabilityStream::new(&context(), &[]);
    stream.push(&Liability { balance: u128::MAX, ..holder(0) }).unwrap();
    assert_eq!(stream.push(&holder(1)), Err(TreeBuildError::Sum { index: 1 }));
}

#[test]
fn a_path_cut_short_or_made_longer_is_refused() {
    let tree = tree(4);
    let proof = &tree.proofs[&3];
    // Consistent within itself, of another depth: the root binds it.
    let short = changed(proof, |bytes| {
        bytes.truncate(58);
        bytes[1] = 1;
        bytes[9] = 1;
    });
    assert!(matches!(check(&short.unwrap(), tree.root, holder(3)), Err(LiabilityError::OtherTotal { .. })));
    let long = changed(proof, |bytes| {
        bytes.extend([0; 48]);
        bytes[1] = 3;
    });
    assert!(matches!(check(&long.unwrap(), tree.root, holder(3)), Err(LiabilityError::NotCounted { .. })));
    // The depth says one thing, the bytes another.
    assert!(matches!(changed(proof, |bytes| bytes.truncate(58)), Err(LiabilityError::Malformed { .. })));
    assert!(matches!(changed(proof, |bytes| bytes.push(0)), Err(LiabilityError::Malformed { .. })));
    assert!(matches!(changed(proof, |bytes| bytes[1] = 41), Err(LiabilityError::Malformed { .. })));
    assert!(matches!(changed(proof, |bytes| bytes[9] = 4), Err(LiabilityError::NoSuchPlace { got: 4, depth: 2 })));
    assert!(matches!(LiabilityProof::from_bytes(&[]), Err(LiabilityError::Malformed { .. })));
}

/// A node's hash in place of a leaf's, with the sum under it for a balance: the holder's id would have to be chosen to fit.
#[test]
fn a_node_does_not_pass_for_a_leaf_nor_padding_for_a_holder() {
    let tree = tree(5);
    // Places 5 to 7 are padding: a proof for one of them proves no holder, not even one that is owed nothing.
    let as_padding = changed(&tree.proofs[&4], |bytes| bytes[9] = 5).unwrap();
    let nobody = Liability { holder: B256::ZERO, salt: B256::ZERO, balance: 0 };
    assert!(check(&as_padding, tree.root, nobody).is_err());
    // One level up: what stands beside the two lowest leaves, with their sum for a balance. Leaves and nodes have other tags.
    let above = changed(&tree.proofs[&0], |bytes| {
        bytes.drain(10..58);
        bytes[1] = 2;
    });
    let both = Liability { balance: holder(0).balance + holder(1).balance, ..holder(0) };
    assert!(matches!(check(&above.unwrap(), tree.root, both), Err(LiabilityError::NotCounted { .. })));
}

/// Invented holders only make the total larger: none can be owed less than nothing, and padding adds none.
#[test]
fn dummy_holders_do_not_lower_the_total() {
    let honest = tree(3).root.total;
    let mut stream = LiabilityStream::new(&context(), &[]);
    (0..3).for_each(|n| assert_eq!(stream.push(&holder(n)).unwrap(), n));
    stream.push(&Liability { balance: 0, ..holder(9) }).unwrap();
    assert_eq!(stream.finish().unwrap().root.total, honest);
}

#[test]
fn a_tree_without_holders_and_a_watched_place_without_one_are_named() {
    assert_eq!(LiabilityStream::new(&context(), &[]).finish().unwrap_err(), TreeBuildError::Empty);
    let mut stream = LiabilityStream::new(&context(), &[1]);
    stream.push(&holder(0)).unwrap();
    assert_eq!(stream.finish().unwrap_err(), TreeBuildError::NoSuchLeaf { index: 1, leaves: 1 });
}

/// Ten million holders, twice: for the root and for three proofs. Minutes without optimisation, so `--ignored` and `--release`.
#[test]
#[ignore = "ten million holders take minutes without optimisation"]
fn ten_million_holders_are_streamed() {
    const COUNT: u64 = 10_000_000;
    let salt = keccak256("salt");
    let pass = |watched: &[u64]| {
        let mut stream = LiabilityStream::new(&context(), watched);
        for n in 0..COUNT {
            let balance = u128::from(n);
            stream.push(&Liability { holder: B256::left_padding_from(&n.to_be_bytes()), salt, balance }).unwrap();
        }
        stream.finish().unwrap()
    };
    let asked = [0, 6_543_210, COUNT - 1];
    let (first, second) = (pass(&[]), pass(&asked));
    assert_eq!((first.root, first.holders), (second.root, COUNT));
    assert_eq!(first.root.total, u128::from(COUNT) * u128::from(COUNT - 1) / 2);
    for n in asked {
        let mine = Liability { holder: B256::left_padding_from(&n.to_be_bytes()), salt, balance: u128::from(n) };
        check(&second.proofs[&n], first.root, mine).unwrap();
        assert_eq!(second.proofs[&n].to_bytes().len(), 10 + 24 * 48);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_changed_byte_is_refused(
        count in 1_u64..70, place in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>(), by in 1_u8..=255,
    ) {
        let tree = tree(count);
        let n = place.index(usize::try_from(count).unwrap()) as u64;
        let proof = &tree.proofs[&n];
        prop_assert_eq!(check(proof, tree.root, holder(n)), Ok(()));
        let refused = changed(proof, |bytes| {
            let at = byte.index(bytes.len());
            bytes[at] ^= by;
        })
        .and_then(|proof| check(&proof, tree.root, holder(n)));
        prop_assert!(refused.is_err());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(proof) = LiabilityProof::from_bytes(&bytes) {
            prop_assert_eq!(proof.to_bytes(), bytes);
        }
    }
}

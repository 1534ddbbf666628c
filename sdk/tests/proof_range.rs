//! Range proofs and the tree of private liabilities: what holds, and everything that was changed, moved or replayed and does not.

#![cfg(all(feature = "prove", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test stops where a proof does not hold"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use alloy_primitives::{Address, B256, keccak256};
use assay_sdk::evidence::{Fact, Level, Origin, Source, Statement};
use assay_sdk::proof::LiabilityContext;
use assay_sdk::proof::range::prove::{PrivateTree, ProveError, Randomness, prove_adequacy, prove_ranges};
use assay_sdk::proof::range::{
    Adequacy, Blinding, Commitment, InclusionProof, Opening, PrivateLiability, PrivateRoot, RangeContext, RangeError,
    RangeProof, verify_ranges,
};
use assay_sdk::units::{AssetId, BlockRef, ChainId, Timestamp};
use bulletproofs::{BulletproofGens, PedersenGens};
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use proptest::prelude::*;
use rand_core::{CryptoRng, RngCore};

const HEIGHT: u8 = 5;

fn context() -> RangeContext {
    let of = LiabilityContext {
        issuer: Address::repeat_byte(0x11),
        asset: AssetId { chain: ChainId(1), token: Address::repeat_byte(0x22) },
        epoch: 7,
        block: B256::repeat_byte(0x33),
    };
    RangeContext { of, exponent: 10 }
}

/// Contexts that differ from it in one thing each.
fn others() -> [RangeContext; 6] {
    let mut others = [context(); 6];
    others[0].of.issuer = Address::repeat_byte(0x12);
    others[1].of.asset.chain = ChainId(2);
    others[2].of.asset.token = Address::repeat_byte(0x23);
    others[3].of.epoch = 8;
    others[4].of.block = B256::repeat_byte(0x34);
    others[5].exponent = 9;
    others
}

fn randomness(seed: u8) -> Randomness {
    Randomness::from_seed(&[seed; 32])
}

fn opening(value: u64, seed: u8) -> Opening {
    Opening { value, blinding: randomness(seed).blinding() }
}

fn holder(n: u64, randomness: &mut Randomness) -> PrivateLiability {
    let owed = Opening { value: n * 1_000 + 5, blinding: randomness.blinding() };
    PrivateLiability { holder: keccak256(n.to_be_bytes()), salt: randomness.salt(), owed }
}

struct Epoch {
    holders: BTreeMap<u64, PrivateLiability>,
    tree: PrivateTree,
    proofs: BTreeMap<u64, InclusionProof>,
}

/// Five holders at scattered places of a tree of 32.
static EPOCH: LazyLock<Epoch> = LazyLock::new(|| {
    let mut randomness = randomness(1);
    let places = [0, 1, 6, 19, 31];
    let holders: BTreeMap<_, _> = places.iter().map(|place| (*place, holder(*place, &mut randomness))).collect();
    let tree = PrivateTree::new(&context(), HEIGHT, &holders, &mut randomness).unwrap();
    let proofs = places.iter().map(|place| (*place, tree.prove(*place, &mut randomness).unwrap())).collect();
    Epoch { holders, tree, proofs }
});

fn check(place: u64) -> Result<(), RangeError> {
    EPOCH.proofs[&place].check(&context(), &EPOCH.tree.root(), &EPOCH.holders[&place])
}

/// A proof with its bytes changed.
fn changed(proof: &InclusionProof, change: impl FnOnce(&mut Vec<u8>)) -> Result<InclusionProof, RangeError> {
    let mut bytes = proof.to_bytes();
    change(&mut bytes);
    InclusionProof::from_bytes(&bytes)
}

#[test]
fn commitments_are_those_of_the_curve_and_open_to_their_value_alone() {
    // RFC 9496, A.1: the generator, and its double; without a blinding they are the commitments to one and two.
    let generator: B256 = "0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76".parse().unwrap();
    let double: B256 = "0x6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919".parse().unwrap();
    let blinding = Blinding::from_bytes(B256::ZERO).unwrap();
    for (value, bytes) in [(0, B256::ZERO), (1, generator), (2, double)] {
        assert_eq!(Opening { value, blinding }.commitment().to_bytes(), bytes);
        assert_eq!(Commitment::from_bytes(bytes).unwrap(), Opening { value, blinding }.commitment());
    }
    let opened = opening(1_000, 3);
    let commitment = opened.commitment();
    assert_eq!(commitment.check_opening(&opened), Ok(()));
    assert_eq!(commitment.check_opening(&Opening { value: 1_001, ..opened }), Err(RangeError::NotOpened));
    assert_eq!(commitment.check_opening(&opening(1_000, 4)), Err(RangeError::NotOpened));
}

#[test]
fn encodings_that_are_not_canonical_are_refused() {
    // RFC 9496, A.3: a number that is not below the modulus, a negative one, one that is no square.
    for bad in [
        "0x00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0x0100000000000000000000000000000000000000000000000000000000000000",
        "0x26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    ] {
        let got: B256 = bad.parse().unwrap();
        assert_eq!(Commitment::from_bytes(got), Err(RangeError::NotACommitment { got }));
    }
    // The order of the group, little-endian.
    let order: B256 = "0xedd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010".parse().unwrap();
    assert_eq!(Blinding::from_bytes(order), Err(RangeError::NotABlinding));
    assert_eq!(format!("{:?}", opening(1, 1).blinding), "Blinding(..)");
}

#[test]
fn every_count_of_commitments_is_proven_padded_or_not() {
    for count in [1_u8, 2, 3, 4, 5, 17, 32] {
        let openings: Vec<_> = (0..count).map(|n| opening(u64::MAX - u64::from(n), n)).collect();
        let commitments: Vec<_> = openings.iter().map(Opening::commitment).collect();
        let proof = prove_ranges(&context(), &openings, &mut randomness(9)).unwrap();
        assert_eq!(verify_ranges(&context(), &commitments, &proof), Ok(()), "{count}");
        let again = RangeProof::from_bytes(proof.to_bytes()).unwrap();
        assert_eq!(verify_ranges(&context(), &commitments, &again), Ok(()), "{count}");
    }
    let too_many = RangeError::Count { got: 33, expected: 32 };
    let refused = prove_ranges(&context(), &vec![opening(1, 1); 33], &mut randomness(9)).unwrap_err();
    assert_eq!(refused, ProveError::Range(too_many));
    assert!(prove_ranges(&context(), &[], &mut randomness(9)).is_err());
}

#[test]
fn a_range_proof_is_of_its_commitments_context_and_statement_alone() {
    let openings = [opening(5, 1), opening(6, 2)];
    let [first, second] = openings.map(|opening| opening.commitment());
    let proof = prove_ranges(&context(), &openings, &mut randomness(9)).unwrap();
    let not_proven = Err(RangeError::NotProven { statement: "range" });
    assert_eq!(verify_ranges(&context(), &[second, first], &proof), not_proven);
    assert_eq!(verify_ranges(&context(), &[first, first], &proof), not_proven);
    assert_eq!(verify_ranges(&context(), &[first], &proof), Err(RangeError::Count { got: 2, expected: 1 }));
    for other in others() {
        assert_eq!(verify_ranges(&other, &[first, second], &proof), not_proven, "{other:?}");
    }
    // The same difference, proven as a range, is no proof of adequacy.
    let blinding = Blinding::from_bytes(B256::ZERO).unwrap();
    let (reserves, liabilities) = (Opening { value: 9, blinding }, Opening { value: 4, blinding });
    let proof = prove_ranges(&context(), &[Opening { value: 5, blinding }], &mut randomness(9)).unwrap();
    let statement = Adequacy { reserves: reserves.commitment(), liabilities: liabilities.commitment() };
    assert_eq!(statement.verify(&context(), &proof), Err(RangeError::NotProven { statement: "adequacy" }));
}

#[test]
fn reserves_below_liabilities_cannot_be_proven() {
    let (reserves, liabilities) = (opening(1_000, 1), opening(1_000, 2));
    let statement = Adequacy { reserves: reserves.commitment(), liabilities: liabilities.commitment() };
    let proof = prove_adequacy(&context(), &reserves, &liabilities, &mut randomness(9)).unwrap();
    assert_eq!(statement.verify(&context(), &proof), Ok(()));
    for other in others() {
        assert!(statement.verify(&other, &proof).is_err(), "{other:?}");
    }
    let swapped = Adequacy { reserves: statement.liabilities, liabilities: statement.reserves };
    assert!(swapped.verify(&context(), &proof).is_err());
    // One more on both sides: the difference is the same commitment, but the proof was of other ones.
    let one = |opening: Opening| Opening { value: opening.value + 1, ..opening }.commitment();
    let moved = Adequacy { reserves: one(reserves), liabilities: one(liabilities) };
    assert!(moved.verify(&context(), &proof).is_err());

    let short = opening(999, 1);
    let refused = prove_adequacy(&context(), &short, &liabilities, &mut randomness(9)).unwrap_err();
    assert_eq!(refused, ProveError::Inadequate { got: 999, expected: 1_000 });
    let statement = Adequacy { reserves: short.commitment(), ..statement };
    assert!(statement.verify(&context(), &proof).is_err());
}

#[test]
fn an_adequacy_of_a_block_is_as_well_known_as_its_commitments() {
    let (reserves, liabilities) = (opening(2, 1), opening(1, 2));
    let statement = Adequacy { reserves: reserves.commitment(), liabilities: liabilities.commitment() };
    let proof = prove_adequacy(&context(), &reserves, &liabilities, &mut randomness(9)).unwrap();
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
    let read = Fact::asserted(statement, at, Source::Signer(Address::repeat_byte(1)));
    let fact = Adequacy::verify_fact(read, &context(), &proof).unwrap();
    assert_eq!(fact.evidence().level(), Level::Attested);
    let proven = Source::ZkProof { statement: Statement::Adequacy };
    assert!(fact.evidence().sources().any(|source| *source == proven));
}

#[test]
fn every_holder_finds_their_balance_in_the_total() {
    let root = EPOCH.tree.root();
    assert_eq!(root.height, HEIGHT);
    for (place, proof) in &EPOCH.proofs {
        assert_eq!(check(*place), Ok(()), "{place}");
        let again = InclusionProof::from_bytes(&proof.to_bytes()).unwrap();
        assert_eq!(again.index(), *place);
        assert_eq!(again.check(&context(), &root, &EPOCH.holders[place]), Ok(()));
    }
    let total = EPOCH.tree.total();
    assert_eq!(total.value, EPOCH.holders.values().map(|holder| holder.owed.value).sum::<u64>());
    assert_eq!(root.commitment.check_opening(&total), Ok(()));
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
    let read = Fact::asserted(root, at, Source::Endpoint(Origin::of_url("http://a")));
    let fact = EPOCH.proofs[&6].verify(&context(), read, EPOCH.holders[&6]).unwrap();
    assert_eq!((fact.value(), fact.evidence().level()), (&EPOCH.holders[&6], Level::Claimed));
}

/// What the crate `dapol` 0.4.0 accepts: the proof is sound, and the balance shown beside it is another.
#[test]
fn a_changed_leaf_is_refused() {
    let (proof, root, mine) = (&EPOCH.proofs[&6], EPOCH.tree.root(), EPOCH.holders[&6]);
    let other = |value| PrivateLiability { owed: Opening { value, ..mine.owed }, ..mine };
    for value in [0, mine.owed.value - 1, mine.owed.value + 1, 999_999, u64::MAX] {
        let refused = proof.check(&context(), &root, &other(value));
        assert!(matches!(refused, Err(RangeError::OtherTotal { .. })), "{value}: {refused:?}");
    }
}

#[test]
fn another_holder_salt_blinding_place_or_context_is_refused() {
    let (proof, root, mine) = (&EPOCH.proofs[&6], EPOCH.tree.root(), EPOCH.holders[&6]);
    let not_counted = |refused: Result<(), RangeError>| assert!(matches!(refused, Err(RangeError::NotCounted { .. })));
    not_counted(proof.check(&context(), &root, &PrivateLiability { holder: B256::repeat_byte(1), ..mine }));
    not_counted(proof.check(&context(), &root, &PrivateLiability { salt: B256::repeat_byte(1), ..mine }));
    others().iter().for_each(|other| not_counted(proof.check(other, &root, &mine)));
    let owed = Opening { blinding: randomness(77).blinding(), ..mine.owed };
    let refused = proof.check(&context(), &root, &PrivateLiability { owed, ..mine });
    assert!(matches!(refused, Err(RangeError::OtherTotal { .. })));
    // The same way to another place: of a sibling, and of a cousin.
    for place in [7, 4] {
        not_counted(changed(proof, |bytes| bytes[9] = place).unwrap().check(&context(), &root, &mine));
    }
    assert!(EPOCH.proofs[&19].check(&context(), &root, &mine).is_err());
}

#[test]
fn another_root_height_or_total_is_refused() {
    let (proof, root, mine) = (&EPOCH.proofs[&6], EPOCH.tree.root(), EPOCH.holders[&6]);
    let refused = |root: PrivateRoot| proof.check(&context(), &root, &mine).unwrap_err();
    assert!(matches!(refused(PrivateRoot { hash: B256::repeat_byte(1), ..root }), RangeError::NotCounted { .. }));
    let commitment = opening(1, 1).commitment();
    assert!(matches!(refused(PrivateRoot { commitment, ..root }), RangeError::OtherTotal { .. }));
    assert_eq!(refused(PrivateRoot { height: 6, ..root }), RangeError::OtherHeight { got: 5, expected: 6 });
    // A proof cut to a subtree of its own.
    let cut = changed(proof, |bytes| {
        bytes[1] = 4;
        bytes.drain(10 + 4 * 64..10 + 5 * 64);
    });
    assert_eq!(cut.unwrap().check(&context(), &root, &mine), Err(RangeError::OtherHeight { got: 4, expected: 5 }));
}

#[test]
fn siblings_cannot_be_replaced_or_swapped() {
    let (proof, mine) = (&EPOCH.proofs[&0], EPOCH.holders[&0]);
    let published = EPOCH.tree.root();
    let neighbour = proof.to_bytes()[10..42].to_vec();
    let replaced =
        changed(proof, |bytes| bytes[10..42].copy_from_slice(opening(1, 2).commitment().to_bytes().as_slice()));
    assert!(matches!(replaced.unwrap().check(&context(), &published, &mine), Err(RangeError::OtherTotal { .. })));
    // Siblings swapped between levels keep the sum, but not the hash.
    let swapped = changed(proof, |bytes| {
        let above = bytes[74..106].to_vec();
        bytes[10..42].copy_from_slice(&above);
        bytes[74..106].copy_from_slice(&neighbour);
    });
    assert!(matches!(swapped.unwrap().check(&context(), &published, &mine), Err(RangeError::NotCounted { .. })));
}

/// Numbers enough for a proof that is made once and hides nothing.
struct Counting(u8);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(13).wrapping_add(7);
            *byte = self.0;
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Counting {}

/// A tree of two by hand: hashes as the format says, and the range proof by the crate itself.
fn by_hand(mine: &PrivateLiability, sibling: Scalar, proven: u64) -> (PrivateRoot, Vec<u8>) {
    let hash = |tag: u8, parts: &[&[u8]]| keccak256([&[tag, 1][..], &parts.concat()].concat());
    let context_hash = hash(0x14, &[b"Assay private liabilities", context().of.hash().as_slice(), &[10]]);
    let generators = PedersenGens::default();
    let blinding = Scalar::from(99_u64);
    let commit = |value: Scalar| generators.commit(value, blinding).compress().0;
    let (own, other) = (mine.owed.commitment().to_bytes(), commit(sibling));
    let leaf =
        hash(0x10, &[context_hash.as_slice(), &[0; 8], mine.holder.as_slice(), mine.salt.as_slice(), own.as_slice()]);
    let other_hash = B256::repeat_byte(0x55);
    let top = hash(0x11, &[own.as_slice(), leaf.as_slice(), &other, other_hash.as_slice()]);
    let own_blinding = Scalar::from_canonical_bytes(mine.owed.blinding.to_bytes().0).unwrap();
    let total = generators.commit(Scalar::from(mine.owed.value) + sibling, own_blinding + blinding).compress().0;
    let root = hash(0x13, &[context_hash.as_slice(), &[1], &total, top.as_slice()]);

    let mut transcript = Transcript::new(b"Assay range proof v1");
    transcript.append_message(b"context", context_hash.as_slice());
    transcript.append_message(b"statement", b"inclusion");
    transcript.append_message(b"subject", &[root.as_slice(), &[0; 8]].concat());
    let (proof, _) = bulletproofs::RangeProof::prove_single_with_rng(
        &BulletproofGens::new(64, 1),
        &generators,
        &mut transcript,
        proven,
        &blinding,
        64,
        &mut Counting(0),
    )
    .unwrap();
    let bytes = [&[1, 1][..], &[0; 8], &other, other_hash.as_slice(), &proof.to_bytes()].concat();
    (PrivateRoot { hash: root, commitment: Commitment::from_bytes(B256::new(total)).unwrap(), height: 1 }, bytes)
}

#[test]
fn a_tree_by_hand_holds_and_one_with_a_negative_sibling_does_not() {
    let mine = holder(9, &mut randomness(5));
    let (root, proof) = by_hand(&mine, Scalar::from(7_u64), 7);
    assert_eq!(InclusionProof::from_bytes(&proof).unwrap().check(&context(), &root, &mine), Ok(()));
    // The total is two less than what this holder alone is owed: all hashes and sums are right.
    let (root, proof) = by_hand(&mine, -Scalar::from(2_u64), 2);
    let refused = InclusionProof::from_bytes(&proof).unwrap().check(&context(), &root, &mine);
    assert_eq!(refused, Err(RangeError::NotProven { statement: "inclusion" }));
}

#[test]
fn a_range_proof_of_another_way_is_refused() {
    let (first, second) = (EPOCH.proofs[&0].to_bytes(), EPOCH.proofs[&1].to_bytes());
    let ranges = 10 + 5 * 64;
    let mixed = InclusionProof::from_bytes(&[&first[..ranges], &second[ranges..]].concat()).unwrap();
    let refused = mixed.check(&context(), &EPOCH.tree.root(), &EPOCH.holders[&0]);
    assert_eq!(refused, Err(RangeError::NotProven { statement: "inclusion" }));
}

#[test]
fn trees_of_every_height_hold() {
    for height in [1_u8, 2, 16, 17, 32] {
        let mut randomness = randomness(height);
        let place = (1_u64 << height) - 1;
        let holders = BTreeMap::from([(place, holder(3, &mut randomness)), (0, holder(4, &mut randomness))]);
        let tree = PrivateTree::new(&context(), height, &holders, &mut randomness).unwrap();
        let proof = tree.prove(place, &mut randomness).unwrap();
        assert_eq!(proof.check(&context(), &tree.root(), &holders[&place]), Ok(()), "{height}");
    }
}

#[test]
fn what_makes_no_tree_is_refused() {
    let holders = BTreeMap::from([(0, holder(1, &mut randomness(1)))]);
    let make = |height, holders: &BTreeMap<_, _>| {
        PrivateTree::new(&context(), height, holders, &mut randomness(2)).map(|tree| tree.root()).unwrap_err()
    };
    assert_eq!(make(0, &holders), RangeError::OtherHeight { got: 0, expected: 32 }.into());
    assert_eq!(make(33, &holders), RangeError::OtherHeight { got: 33, expected: 32 }.into());
    assert_eq!(make(4, &BTreeMap::new()), ProveError::Empty);
    let outside = BTreeMap::from([(16, holders[&0])]);
    assert_eq!(make(4, &outside), RangeError::NoSuchPlace { got: 16, height: 4 }.into());
    let large = PrivateLiability { owed: opening(u64::MAX, 1), ..holders[&0] };
    assert_eq!(make(4, &BTreeMap::from([(0, large), (9, holders[&0])])), ProveError::Sum);
    let nobody = EPOCH.tree.prove(12, &mut randomness(2)).unwrap_err();
    assert_eq!(nobody, ProveError::NoSuchHolder { got: 12 });
}

#[test]
fn cut_lengthened_and_misshapen_proofs_are_refused() {
    let bytes = EPOCH.proofs[&6].to_bytes();
    for length in 0..bytes.len() {
        assert!(InclusionProof::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    assert!(InclusionProof::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
    let read = |place: usize, to: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = to;
        InclusionProof::from_bytes(&bytes).unwrap_err()
    };
    assert!(matches!(read(0, 2), RangeError::Malformed { what: "the version", .. }));
    assert_eq!(read(1, 33), RangeError::OtherHeight { got: 33, expected: 32 });
    assert_eq!(read(1, 0), RangeError::OtherHeight { got: 0, expected: 32 });
    assert_eq!(read(9, 32), RangeError::NoSuchPlace { got: 32, height: 5 });
    assert!(matches!(read(10, 0xff), RangeError::NotACommitment { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_changed_bit_of_a_way_holds(place in any::<prop::sample::Index>(), bit in 0..8_usize) {
        let proof = &EPOCH.proofs[&19];
        let place = place.index(proof.to_bytes().len());
        let changed = changed(proof, |bytes| bytes[place] ^= 1_u8 << bit);
        let held = changed.and_then(|proof| proof.check(&context(), &EPOCH.tree.root(), &EPOCH.holders[&19]));
        prop_assert!(held.is_err(), "byte {}", place);
    }

    #[test]
    fn no_changed_bit_of_a_range_proof_holds(place in any::<prop::sample::Index>(), bit in 0..8_usize) {
        let opening = opening(42, 1);
        let mut bytes = prove_ranges(&context(), &[opening], &mut randomness(9)).unwrap().to_bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] ^= 1_u8 << bit;
        let held = RangeProof::from_bytes(&bytes)
            .and_then(|proof| verify_ranges(&context(), &[opening.commitment()], &proof));
        prop_assert!(held.is_err(), "byte {}", place);
    }

    #[test]
    fn adequacy_can_be_proven_exactly_where_there_is_enough(reserves in any::<u64>(), liabilities in any::<u64>()) {
        let (has, owes) = (opening(reserves, 1), opening(liabilities, 2));
        let made = prove_adequacy(&context(), &has, &owes, &mut randomness(3));
        prop_assert_eq!(made.is_ok(), reserves >= liabilities);
        if let Ok(proof) = made {
            let statement = Adequacy { reserves: has.commitment(), liabilities: owes.commitment() };
            prop_assert_eq!(statement.verify(&context(), &proof), Ok(()));
        }
    }
}

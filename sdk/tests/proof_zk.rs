//! Groth16: proofs that snarkjs and gnark made hold in each of their formats, and nothing that was changed does.

#![cfg(all(feature = "zk", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test stops where a proof does not hold"
)]

use std::sync::LazyLock;

use alloy_primitives::{B256, U256, hex, keccak256};
use assay_sdk::evidence::{Fact, Level, Origin, Source, Statement};
use assay_sdk::proof::groth16::{Groth16Error, Groth16Proof, PinnedKey, PublicInputs, VerificationKey};
use assay_sdk::units::{BlockRef, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

const KEY: &str = include_str!("vectors/groth16/verification_key.json");
const PROOF: &str = include_str!("vectors/groth16/proof.json");
const PUBLIC: &str = include_str!("vectors/groth16/public.json");

/// The order of the group.
fn order() -> U256 {
    U256::from_str_radix("21888242871839275222246405745257275088548364400416034343698204186575808495617", 10).unwrap()
}

static GNARK: LazyLock<(Value, PinnedKey, PublicInputs)> = LazyLock::new(|| {
    let made = gnark();
    let key = pinned(VerificationKey::from_gnark(&bytes(&made["key"]["published"])).unwrap());
    let inputs = PublicInputs::from_gnark(&bytes(&made["witness"])).unwrap();
    (made, key, inputs)
});
static SNARKJS: LazyLock<(PinnedKey, Groth16Proof, PublicInputs)> = LazyLock::new(snarkjs);

fn pinned(key: VerificationKey) -> PinnedKey {
    let hash = key.hash();
    key.pin(hash).unwrap()
}

fn snarkjs() -> (PinnedKey, Groth16Proof, PublicInputs) {
    let key = pinned(VerificationKey::from_snarkjs(KEY).unwrap());
    (key, Groth16Proof::from_snarkjs(PROOF).unwrap(), PublicInputs::from_snarkjs(PUBLIC).unwrap())
}

/// What gnark made, and its other encodings.
fn gnark() -> Value {
    serde_json::from_str(include_str!("vectors/groth16/gnark.json")).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// snarkjs's document with one value replaced.
fn with(document: &str, pointer: &str, value: Value) -> String {
    let mut document: Value = serde_json::from_str(document).unwrap();
    *document.pointer_mut(pointer).unwrap() = value;
    document.to_string()
}

#[test]
fn snarkjs_proof_holds_for_its_inputs_alone() {
    let (key, proof, inputs) = snarkjs();
    assert_eq!(key.verify(&inputs, &proof), Ok(()));
    let numbers = inputs.as_slice().to_vec();
    assert_eq!(PublicInputs::new(&numbers).unwrap(), inputs);
    for place in 0..numbers.len() {
        let mut other = numbers.clone();
        other[place] = (other[place] + U256::from(1)) % order();
        assert_eq!(key.verify(&PublicInputs::new(&other).unwrap(), &proof), Err(Groth16Error::NotProven));
    }
    let swapped: Vec<_> = numbers.iter().rev().copied().collect();
    assert_eq!(key.verify(&PublicInputs::new(&swapped).unwrap(), &proof), Err(Groth16Error::NotProven));
}

#[test]
fn every_encoding_of_gnark_is_the_same_key_and_the_same_proof() {
    let made = gnark();
    let key = VerificationKey::from_gnark(&bytes(&made["key"]["published"])).unwrap();
    assert_eq!(VerificationKey::from_gnark(&bytes(&made["key"]["raw"])).unwrap(), key);
    assert_eq!(VerificationKey::from_gnark_json(&made["key"]["json"].to_string()).unwrap(), key);
    // Before 0.8, gnark's documents ended here.
    let published = bytes(&made["key"]["published"]);
    assert_eq!(VerificationKey::from_gnark(&published[..published.len() - 8]).unwrap(), key);

    let proof = Groth16Proof::from_gnark(&bytes(&made["proof"]["published"])).unwrap();
    for encoding in ["solidity", "compressed"] {
        assert_eq!(Groth16Proof::from_gnark(&bytes(&made["proof"][encoding])).unwrap(), proof, "{encoding}");
    }
    assert_eq!(Groth16Proof::from_gnark_json(&made["proof"]["json"].to_string()).unwrap(), proof);

    let inputs = PublicInputs::from_snarkjs(&made["public"].to_string()).unwrap();
    assert_eq!(PublicInputs::from_gnark(&bytes(&made["witness"])).unwrap(), inputs);
    assert_eq!(pinned(key).verify(&inputs, &proof), Ok(()));
}

#[test]
fn proofs_of_one_key_do_not_hold_under_another() {
    let made = gnark();
    let (key, proof, inputs) = snarkjs();
    let other = pinned(VerificationKey::from_gnark(&bytes(&made["key"]["published"])).unwrap());
    let two = PublicInputs::new(&inputs.as_slice()[..2]).unwrap();
    assert_eq!(other.verify(&two, &proof), Err(Groth16Error::NotProven));
    let what = "public inputs";
    assert_eq!(key.verify(&two, &proof), Err(Groth16Error::Count { what, got: 2, expected: 3 }));
}

#[test]
fn the_hash_of_a_key_is_that_of_its_points_as_the_chain_takes_them() {
    let document: Value = serde_json::from_str(KEY).unwrap();
    let word = |value: &Value| U256::from_str_radix(value.as_str().unwrap(), 10).unwrap().to_be_bytes::<32>();
    let g1 = |point: &Value| [word(&point[0]), word(&point[1])].concat();
    let g2 = |point: &Value| [word(&point[0][1]), word(&point[0][0]), word(&point[1][1]), word(&point[1][0])].concat();
    let mut encoded = b"Assay Groth16 BN254 key\x01".to_vec();
    encoded.extend(g1(&document["vk_alpha_1"]));
    ["vk_beta_2", "vk_gamma_2", "vk_delta_2"].iter().for_each(|name| encoded.extend(g2(&document[name])));
    encoded.extend([0, 0, 0, 3]);
    document["IC"].as_array().unwrap().iter().for_each(|point| encoded.extend(g1(point)));
    assert_eq!(VerificationKey::from_snarkjs(KEY).unwrap().hash(), keccak256(encoded));
}

#[test]
fn a_key_that_is_not_the_expected_one_verifies_nothing() {
    let expected = B256::repeat_byte(7);
    let key = VerificationKey::from_snarkjs(KEY).unwrap();
    let got = key.hash();
    assert_eq!(key.pin(expected).unwrap_err(), Groth16Error::OtherKey { got, expected });
}

#[test]
fn inputs_at_or_above_the_order_are_refused() {
    let first = PublicInputs::from_snarkjs(PUBLIC).unwrap().as_slice()[0];
    let what = "a public input";
    for alias in [order(), first + order(), U256::MAX] {
        let refused = PublicInputs::new(&[alias]).unwrap_err();
        assert_eq!(PublicInputs::from_decimals(&[alias.to_string()]).unwrap_err(), refused);
        assert!(matches!(refused, Groth16Error::NotInField { what: got, .. } if got == what), "{refused}");
    }
    assert!(PublicInputs::new(&[order() - U256::from(1)]).is_ok());
    for text in ["", "-1", "+1", "1_0", "0x1", " 1", "1.0", &"9".repeat(100)] {
        let refused = PublicInputs::from_decimals(&[text]).unwrap_err();
        assert!(matches!(refused, Groth16Error::Malformed { .. }), "{text}: {refused}");
    }
}

#[test]
fn other_systems_curves_and_counts_are_refused() {
    for (pointer, value) in [("/protocol", "plonk"), ("/curve", "bls12381")] {
        let key = VerificationKey::from_snarkjs(&with(KEY, pointer, json!(value))).unwrap_err();
        let proof = Groth16Proof::from_snarkjs(&with(PROOF, pointer, json!(value))).unwrap_err();
        for refused in [key, proof] {
            assert!(matches!(&refused, Groth16Error::Malformed { got, .. } if got == value), "{refused}");
        }
    }
    let refused = VerificationKey::from_snarkjs(&with(KEY, "/nPublic", json!(2))).unwrap_err();
    assert_eq!(refused, Groth16Error::Count { what: "public inputs in nPublic", got: 2, expected: 3 });
    let refused = VerificationKey::from_snarkjs(&with(KEY, "/IC", json!([]))).unwrap_err();
    assert_eq!(refused, Groth16Error::Count { what: "public inputs in nPublic", got: 3, expected: 0 });
}

#[test]
fn infinity_is_refused_but_for_inputs_that_the_circuit_does_not_use() {
    let (first, second) = (json!(["0", "1", "0"]), json!([["0", "0"], ["1", "0"], ["0", "0"]]));
    for (name, infinity) in
        [("vk_alpha_1", &first), ("vk_beta_2", &second), ("vk_gamma_2", &second), ("vk_delta_2", &second)]
    {
        let refused = VerificationKey::from_snarkjs(&with(KEY, &format!("/{name}"), infinity.clone())).unwrap_err();
        assert!(matches!(refused, Groth16Error::Infinity { .. }), "{name}: {refused}");
    }
    for (name, infinity) in [("pi_a", &first), ("pi_b", &second), ("pi_c", &first)] {
        let refused = Groth16Proof::from_snarkjs(&with(PROOF, &format!("/{name}"), infinity.clone())).unwrap_err();
        assert!(matches!(refused, Groth16Error::Infinity { .. }), "{name}: {refused}");
    }
    assert!(VerificationKey::from_snarkjs(&with(KEY, "/IC/2", first)).is_ok());
    // Neither affine nor infinity.
    for z in ["0", "2"] {
        let refused = Groth16Proof::from_snarkjs(&with(PROOF, "/pi_a/2", json!(z))).unwrap_err();
        assert!(matches!(refused, Groth16Error::Malformed { what: "A", .. }), "{refused}");
    }
    for encoding in ["published", "compressed"] {
        let mut zeros = bytes(&gnark()["proof"][encoding]);
        let (flag, length) = if encoding == "published" { (0, 64) } else { (0x40, 32) };
        zeros[..length].fill(0);
        zeros[0] = flag;
        let refused = Groth16Proof::from_gnark(&zeros).unwrap_err();
        assert_eq!(refused, Groth16Error::Infinity { point: "A" }, "{encoding}");
    }
}

#[test]
fn points_off_the_curve_or_outside_of_the_group_are_refused() {
    let refused = Groth16Proof::from_snarkjs(&with(PROOF, "/pi_a/0", json!("5"))).unwrap_err();
    assert_eq!(refused, Groth16Error::OffCurve { point: "A" });
    let modulus = "21888242871839275222246405745257275088696311157297823662689037894645226208583";
    let refused = Groth16Proof::from_snarkjs(&with(PROOF, "/pi_c/1", json!(modulus))).unwrap_err();
    assert!(matches!(refused, Groth16Error::NotInField { what: "C", .. }), "{refused}");
    // About half of all numbers are the x of a point, and next to none of these points is in the group.
    let mut compressed = bytes(&gnark()["proof"]["compressed"]);
    let mut outside = 0;
    for x in 1..=16 {
        compressed[32..96].fill(0);
        (compressed[32], compressed[95]) = (0x80, x);
        let refused = Groth16Proof::from_gnark(&compressed).unwrap_err();
        outside += usize::from(refused == Groth16Error::OutsideGroup { point: "B" });
        let off = Groth16Error::OffCurve { point: "B" };
        assert!(refused == off || refused == Groth16Error::OutsideGroup { point: "B" }, "{refused}");
    }
    assert!(outside > 2, "{outside}");
}

#[test]
fn the_commitments_of_gnark_are_refused_by_name() {
    let made = gnark();
    let point = made["proof"]["json"]["Ar"].clone();
    let mut proof = made["proof"]["json"].clone();
    proof["Commitments"] = json!([point]);
    assert_eq!(Groth16Proof::from_gnark_json(&proof.to_string()), Err(Groth16Error::Commitments { got: 1 }));
    let mut key = made["key"]["json"].clone();
    key["CommitmentKeys"] = json!([{"G": made["key"]["json"]["G2"]["Beta"]}]);
    assert_eq!(VerificationKey::from_gnark_json(&key.to_string()), Err(Groth16Error::Commitments { got: 1 }));
    let mut binary = bytes(&made["proof"]["published"]);
    binary[259] = 1;
    assert_eq!(Groth16Proof::from_gnark(&binary), Err(Groth16Error::Commitments { got: 1 }));
    let mut binary = bytes(&made["proof"]["published"]);
    let a = binary[..64].to_vec();
    binary[260..].copy_from_slice(&a);
    assert_eq!(Groth16Proof::from_gnark(&binary), Err(Groth16Error::Commitments { got: 1 }));
}

#[test]
fn halves_of_a_key_that_do_not_belong_together_are_refused() {
    let mut key = gnark()["key"]["json"].clone();
    key["G1"]["Beta"] = key["G1"]["Alpha"].clone();
    assert_eq!(VerificationKey::from_gnark_json(&key.to_string()), Err(Groth16Error::Halves { secret: "β" }));
}

#[test]
fn a_fact_about_inputs_stays_as_well_known_as_they_are() {
    let (key, proof, inputs) = snarkjs();
    let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
    for (source, level) in [
        (Source::Endpoint(Origin::of_url("http://a")), Level::Claimed),
        (Source::Checkpoint(B256::repeat_byte(1)), Level::Proven),
    ] {
        let fact = key.verify_fact(Fact::asserted(inputs.clone(), at, source.clone()), &proof).unwrap();
        let proven = Source::ZkProof { statement: Statement::Circuit { key: key.hash() } };
        assert_eq!(fact.evidence().level(), level);
        assert!(fact.evidence().sources().any(|source| *source == proven));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_changed_bit_of_a_binary_proof_holds(place in any::<prop::sample::Index>(), bit in 0..8_usize) {
        let (made, key, inputs) = &*GNARK;
        for encoding in ["published", "solidity", "compressed"] {
            let mut changed = bytes(&made["proof"][encoding]);
            let place = place.index(changed.len());
            changed[place] ^= 1_u8 << bit;
            let held = Groth16Proof::from_gnark(&changed).and_then(|proof| key.verify(inputs, &proof));
            prop_assert!(held.is_err(), "{encoding}, byte {place}");
        }
    }

    #[test]
    fn no_changed_bit_of_a_binary_key_is_the_expected_key(place in any::<prop::sample::Index>(), bit in 0..8_usize) {
        let (made, expected, _) = &*GNARK;
        for encoding in ["published", "raw"] {
            let mut changed = bytes(&made["key"][encoding]);
            let place = place.index(changed.len());
            changed[place] ^= 1_u8 << bit;
            let pinned = VerificationKey::from_gnark(&changed).and_then(|key| key.pin(expected.hash()));
            prop_assert!(pinned.is_err(), "{encoding}, byte {place}");
        }
    }

    #[test]
    fn no_changed_bit_of_the_inputs_holds(place in 0_usize..96, bit in 0..8_usize) {
        let (key, proof, inputs) = &*SNARKJS;
        let mut numbers = inputs.as_slice().to_vec();
        numbers[place / 32] ^= U256::from(1) << (place % 32 * 8 + bit);
        let held = PublicInputs::new(&numbers).and_then(|inputs| key.verify(&inputs, proof));
        prop_assert!(held.is_err());
    }

    #[test]
    fn a_changed_byte_of_a_document_is_refused_or_changes_nothing(place in any::<prop::sample::Index>(), to in any::<u8>()) {
        let (key, proof, inputs) = &*SNARKJS;
        let change = |document: &str| {
            let mut changed = document.as_bytes().to_vec();
            changed[place.index(document.len())] = to;
            String::from_utf8(changed).unwrap_or_default()
        };
        // White space, and what is not read: the key is the same one.
        if let Ok(read) = VerificationKey::from_snarkjs(&change(KEY)).and_then(|changed| changed.pin(key.hash())) {
            prop_assert_eq!(read.verify(inputs, proof), Ok(()));
        }
        if let Ok(read) = Groth16Proof::from_snarkjs(&change(PROOF)) {
            prop_assert!(read == *proof || key.verify(inputs, &read).is_err());
        }
    }
}

#[test]
fn cut_and_lengthened_binaries_are_refused() {
    let made = gnark();
    let (key, proof) = (bytes(&made["key"]["published"]), bytes(&made["proof"]["published"]));
    for length in (0..key.len()).filter(|length| *length != key.len() - 8) {
        assert!(VerificationKey::from_gnark(&key[..length]).is_err(), "{length}");
    }
    for length in (0..proof.len()).filter(|length| *length != 256) {
        assert!(Groth16Proof::from_gnark(&proof[..length]).is_err(), "{length}");
    }
    let longer = |bytes: &[u8]| [bytes, &[0]].concat();
    assert!(VerificationKey::from_gnark(&longer(&key)).is_err());
    assert!(Groth16Proof::from_gnark(&longer(&proof)).is_err());
    assert!(PublicInputs::from_gnark(&longer(&bytes(&made["witness"]))).is_err());
}

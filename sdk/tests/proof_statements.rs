//! Merkle trees and reserve attestations made by other implementations.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where its data is not what it should be"
)]

use alloy_primitives::{Address, B256, Bytes, U256, hex, uint};
use assay_sdk::evidence::{Fact, Level, Source};
use assay_sdk::proof::{
    Attestation, AttestationError, ProofError, Reserve, agree, distributor_leaf, standard_leaf, verify_inclusion,
};
use assay_sdk::units::{AssetId, BlockRef, ChainId, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn trees() -> Value {
    serde_json::from_str(include_str!("vectors/merkle.json")).unwrap()
}
fn parsed<V: std::str::FromStr>(value: &Value) -> V {
    value.as_str().unwrap().parse().ok().unwrap()
}
fn proof(entry: &Value) -> Vec<B256> {
    entry["proof"].as_array().unwrap().iter().map(parsed).collect()
}
fn payment(entry: &Value) -> (U256, Address, U256) {
    (U256::from(entry["index"].as_u64().unwrap()), parsed(&entry["account"]), parsed(&entry["amount"]))
}

#[test]
fn every_entry_of_openzeppelins_trees_is_in_its_tree() {
    let trees = trees();
    let distributor = &trees["distributor"];
    for entry in distributor["entries"].as_array().unwrap() {
        let (index, account, amount) = payment(entry);
        let root = parsed(&distributor["root"]);
        verify_inclusion(root, distributor_leaf(index, account, amount), &proof(entry)).unwrap();
        for lie in [
            distributor_leaf(index + U256::from(1), account, amount),
            distributor_leaf(index, Address::ZERO, amount),
            distributor_leaf(index, account, amount + U256::from(1)),
        ] {
            assert!(matches!(verify_inclusion(root, lie, &proof(entry)), Err(ProofError::NotInTree { .. })));
        }
    }
    let standard = &trees["standard"];
    for entry in standard["entries"].as_array().unwrap() {
        let encoded: Bytes = parsed(&entry["encoded"]);
        verify_inclusion(parsed(&standard["root"]), standard_leaf(&encoded), &proof(entry)).unwrap();
    }
}

#[test]
fn endless_proofs_are_refused() {
    let endless = vec![B256::ZERO; 65];
    let refused = verify_inclusion(B256::ZERO, B256::ZERO, &endless);
    assert_eq!(refused, Err(ProofError::TooDeep { got: 65, expected: 64 }));
}

// Attestations.

const TEXT: &str = include_str!("vectors/attestation.json");
const NOW: Timestamp = Timestamp(1_793_500_000);

fn file() -> Value {
    serde_json::from_str(TEXT).unwrap()
}
fn attester() -> Address {
    parsed(&file()["signer"])
}
fn asset() -> AssetId {
    AssetId { chain: ChainId(1), token: parsed(&file()["message"]["token"]) }
}
fn block() -> BlockRef {
    BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: NOW }
}
fn verify(file: &Value) -> Result<(), AttestationError> {
    Attestation::from_json(file.to_string())?.verify(&[attester()], asset(), NOW, block()).map(|_| ())
}

#[test]
fn an_attestation_signed_by_ethers_is_attested() {
    let read = Attestation::from_json(TEXT).unwrap();
    let fact = read.verify(&[Address::ZERO, attester()], asset(), NOW, block()).unwrap();
    assert_eq!(fact.level(), Level::Attested);
    assert_eq!(fact.evidence().sources().collect::<Vec<_>>(), [&Source::Signer(attester())]);
    let reserve = fact.value();
    assert_eq!((reserve.amount.to_string().as_str(), reserve.unit.as_str()), ("1790.5", "troy ounce"));
    assert_eq!(reserve.as_of, Timestamp(1_793_491_200));
}

#[test]
fn the_wrong_party_token_chain_or_moment_is_named() {
    let read = Attestation::from_json(TEXT).unwrap();
    let stranger = Address::repeat_byte(1);
    let check = |attester: Address, asset: AssetId, now: u64| {
        read.verify(&[attester], asset, Timestamp(now), block()).map(|_| ()).unwrap_err()
    };
    let wrong = check(stranger, asset(), NOW.0);
    assert_eq!(wrong, AttestationError::WrongSigner { got: attester(), expected: vec![stranger] });
    let token = check(attester(), AssetId { token: stranger, ..asset() }, NOW.0);
    assert!(matches!(token, AttestationError::OtherToken { .. }));
    let chain = check(attester(), AssetId { chain: ChainId(5), ..asset() }, NOW.0);
    assert_eq!(chain, AttestationError::OtherChain { got: ChainId(1), expected: ChainId(5) });
    assert!(matches!(check(attester(), asset(), 1_796_515_201), AttestationError::Expired { .. }));
    assert!(matches!(check(attester(), asset(), 1_793_400_000), AttestationError::FromTheFuture { .. }));
    // The last moment still counts.
    assert!(read.verify(&[attester()], asset(), Timestamp(1_796_515_200), block()).is_ok());
}

#[test]
fn the_high_form_of_a_signature_is_refused() {
    const ORDER: U256 = uint!(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141_U256);
    let mut file = file();
    let signature: Bytes = parsed(&file["signature"]);
    let s = ORDER - U256::from_be_slice(&signature[32..64]);
    let v = if signature[64] == 27 { 28 } else { 27 };
    let high = [&signature[..32], &s.to_be_bytes::<32>(), &[v]].concat();
    file["signature"] = json!(Bytes::from(high));
    assert_eq!(verify(&file), Err(AttestationError::HighS));
}

#[test]
fn broken_files_say_what_is_broken() {
    let malformed = |change: &dyn Fn(&mut Value), name: &str| {
        let mut file = file();
        change(&mut file);
        let error = verify(&file).unwrap_err();
        assert!(matches!(error, AttestationError::Malformed { .. }) && error.to_string().contains(name), "{error}");
    };
    for field in ["token", "chainId", "reserves", "decimals", "unit", "asOf", "expires", "documentHash"] {
        malformed(&|file| drop(file["message"].as_object_mut().unwrap().remove(field)), field);
    }
    malformed(&|file| file["message"]["decimals"] = json!(256), "decimals");
    malformed(&|file| file["message"]["reserves"] = json!("0x10"), "reserves");
    malformed(&|file| file["message"]["reserves"] = json!(-1), "reserves");
    malformed(&|file| file["message"]["reserves"] = json!(1.5), "reserves");
    malformed(&|file| file["message"]["asOf"] = json!("18446744073709551616"), "asOf");
    malformed(&|file| file["domain"]["name"] = json!("Permit"), "name");
    malformed(&|file| file["domain"]["chainId"] = json!(2), "chainId");
    malformed(&|file| file["primaryType"] = json!("Permit"), "primaryType");
    malformed(&|file| file["signature"] = json!("0x00"), "signature");
    malformed(&|file| file["signature"] = json!(Bytes::from(vec![0_u8; 65])), "signature");
    // A byte that is no text is not read as if it were another one.
    let mut torn = TEXT.as_bytes().to_vec();
    let at = TEXT.find("troy ounce").unwrap();
    torn[at] = 0xff;
    assert!(matches!(Attestation::from_json(&torn), Err(AttestationError::Malformed { .. })));
    let error = Attestation::from_json("<html>").unwrap_err();
    assert!(error.to_string().contains("<html>"), "{error}");
}

type Change<'a> = &'a dyn Fn(&mut Reserve);

/// What several attesters stated, each in words of their own.
fn stated(changes: &[Change<'_>]) -> Vec<Fact<Reserve>> {
    let good = Attestation::from_json(TEXT).unwrap().verify(&[attester()], asset(), NOW, block()).unwrap();
    let change = |change: &Change<'_>| {
        good.clone().map(|mut reserve| {
            change(&mut reserve);
            reserve
        })
    };
    changes.iter().map(change).collect()
}

#[test]
fn several_attesters_agree_or_are_named() {
    let by = |n: u8| move |reserve: &mut Reserve| reserve.attester = Address::repeat_byte(n);
    let sooner = |reserve: &mut Reserve| {
        by(3)(reserve);
        reserve.expires = Timestamp(NOW.0 + 1);
    };
    let (one, two, three) = (by(1), by(2), by(3));
    let agreed = agree(stated(&[&one, &two, &sooner]), 3).unwrap();
    assert_eq!(agreed.level(), Level::Attested);
    assert_eq!(agreed.value().attesters.len(), 3);
    assert_eq!(agreed.value().reserve.expires, Timestamp(NOW.0 + 1));
    // The same attester twice counts once.
    let few = agree(stated(&[&one, &two, &one]), 3).unwrap_err();
    assert_eq!(few, AttestationError::TooFewAttesters { got: 2, expected: 3 });
    assert!(matches!(agree(vec![], 0), Err(AttestationError::TooFewAttesters { got: 0, expected: 1 })));
    let changes: [(&str, Change<'_>); 4] = [
        ("amount", &|reserve| reserve.amount = reserve.amount.with_raw(U256::from(1))),
        ("unit", &|reserve| reserve.unit = "gram".to_owned()),
        ("moment", &|reserve| reserve.as_of = Timestamp(1)),
        ("document", &|reserve| reserve.document_hash = B256::ZERO),
    ];
    for (what, change) in changes {
        let other = |reserve: &mut Reserve| {
            by(2)(reserve);
            change(reserve);
        };
        let (first, second) = (Address::repeat_byte(1), Address::repeat_byte(2));
        // Two of three agree, and it is no matter of majority.
        let refused = agree(stated(&[&one, &other, &three]), 2).unwrap_err();
        assert_eq!(refused, AttestationError::Disagreement { what, first, second });
    }
    let mut moments = stated(&[&one]);
    let elsewhere = BlockRef { number: 2, hash: B256::repeat_byte(2), timestamp: NOW };
    let read = Attestation::from_json(TEXT).unwrap();
    moments.push(read.verify(&[attester()], asset(), NOW, elsewhere).unwrap());
    assert!(matches!(agree(moments, 1), Err(AttestationError::Evidence(_))));
}

#[test]
fn v_is_27_or_28() {
    for v in [0, 1, 26, 29, 37] {
        let mut file = file();
        let mut signature: Vec<u8> = parsed::<Bytes>(&file["signature"]).to_vec();
        signature[64] = v;
        file["signature"] = json!(hex::encode_prefixed(signature));
        assert!(matches!(verify(&file), Err(AttestationError::Malformed { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_changed_bit_of_a_signature_is_noticed(byte in 0_usize..65, bit in 0_u8..8) {
        let mut file = file();
        let mut signature: Vec<u8> = parsed::<Bytes>(&file["signature"]).to_vec();
        signature[byte] ^= 1 << bit;
        file["signature"] = json!(hex::encode_prefixed(signature));
        prop_assert!(verify(&file).is_err());
    }

    #[test]
    fn any_changed_figure_is_noticed(reserves in any::<u128>(), decimals in 0_u8..=77, asof in 0_u64..1_793_500_000) {
        for (field, value) in [
            ("reserves", json!(reserves.to_string())), ("decimals", json!(decimals)), ("asOf", json!(asof)),
            ("unit", json!(format!("unit {reserves}"))), ("expires", json!(NOW.0 + asof)),
        ] {
            let mut file = file();
            prop_assume!(file["message"][field] != value);
            file["message"][field] = value;
            let refused = matches!(verify(&file), Err(AttestationError::WrongSigner { .. } | AttestationError::Malformed { .. }));
            prop_assert!(refused);
        }
    }

    #[test]
    fn any_changed_bit_of_a_merkle_proof_is_noticed(
        entry in 0_usize..11, node in any::<prop::sample::Index>(), byte in 0_usize..32, bit in 0_u8..8,
    ) {
        let trees = trees();
        let entry = &trees["distributor"]["entries"][entry];
        let (index, account, amount) = payment(entry);
        let mut proof = proof(entry);
        let node = node.index(proof.len());
        proof[node][byte] ^= 1 << bit;
        let leaf = distributor_leaf(index, account, amount);
        prop_assert!(verify_inclusion(parsed(&trees["distributor"]["root"]), leaf, &proof).is_err());
    }
}

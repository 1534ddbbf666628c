//! Signed packages, attestations and proofs of inclusion, as anybody may send them: refused, or they hold for what was asked. The first byte
//! says as what the rest is read.
#![no_main]

use alloy_primitives::{Address, B256, U256, address, hex, keccak256};
use assay_sdk::evidence::{Fact, Origin, Source};
use assay_sdk::proof::{
    EasAttestation, EasTerms, Freshness, Liability, LiabilityContext, LiabilityProof, LiabilityRoot, MultiProof,
    PythTerms, PythUpdate, RedstonePayload, RedstoneTerms, redstone_feed_id, verify_inclusion, verify_inclusion_128,
    verify_multi_proof,
};
use assay_sdk::units::{AssetId, BlockRef, ChainId, Seconds, Timestamp};
use libfuzzer_sys::fuzz_target;

const AT: BlockRef = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
/// Any moment will do: nothing is too old, nothing too new.
const ANY_MOMENT: Freshness =
    Freshness { now: Timestamp(u64::MAX / 2), max_age: Seconds(u64::MAX), max_ahead: Seconds(u64::MAX) };
/// Nobody has the key of this account.
const NOBODY: Address = address!("00000000000000000000000000000000000000ff");

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 6 {
        0 => redstone(bytes),
        1 => pyth(bytes),
        2 => eas(bytes),
        3 => liability(bytes),
        4 => multi_proof(bytes),
        _ => inclusion(bytes),
    }
});

fn redstone(bytes: &[u8]) {
    let Ok(payload) = RedstonePayload::from_bytes(bytes) else { return };
    let terms =
        RedstoneTerms { feed: redstone_feed_id("ETH"), signers: &[NOBODY], threshold: 1, freshness: ANY_MOMENT };
    assert!(payload.verify(&terms, AT).is_err(), "nobody signed it");
}

fn pyth(bytes: &[u8]) {
    let Ok(update) = PythUpdate::from_bytes(bytes) else { return };
    let terms = PythTerms {
        feed: B256::ZERO,
        guardian_set: 0,
        guardians: &[NOBODY],
        quorum: 1,
        emitter: (26, B256::ZERO),
        freshness: ANY_MOMENT,
    };
    assert!(update.verify(&terms, AT).is_err(), "nobody signed it");
}

fn eas(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(attestation) = EasAttestation::from_json(text) else { return };
    let contract = address!("A1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587");
    let schema = keccak256("assay test schema");
    let terms = EasTerms { chain: ChainId(1), contract, schema, attesters: &[NOBODY], now: Timestamp(1_793_500_000) };
    assert!(attestation.verify(&terms, AT).is_err(), "nobody signed it");
}

fn liability(bytes: &[u8]) {
    let Ok(proof) = LiabilityProof::from_bytes(bytes) else { return };
    assert_eq!(proof.to_bytes(), bytes, "there is one way to write it");
    let asset = AssetId { chain: ChainId(1), token: NOBODY };
    let context = LiabilityContext { issuer: NOBODY, asset, epoch: 1, block: AT.hash };
    let root = LiabilityRoot { hash: keccak256("nobody's tree"), total: 1 };
    let root = Fact::asserted(root, AT, Source::Endpoint(Origin::of_url("https://a")));
    let mine = Liability { holder: NOBODY.into_word(), salt: B256::ZERO, balance: 1 };
    assert!(proof.verify(&context, root, mine).is_err(), "there is no such tree");
}

/// Two counts, a byte for each flag, then words.
fn multi_proof(bytes: &[u8]) {
    let Some(([leaves, flags], rest)) = bytes.split_first_chunk::<2>() else { return };
    let Some((flags, words)) = rest.split_at_checked(usize::from(*flags)) else { return };
    let words: Vec<B256> = words.chunks_exact(32).map(B256::from_slice).collect();
    let Some((leaves, proof)) = words.split_at_checked(usize::from(*leaves)) else { return };
    let flags = flags.iter().map(|flag| flag & 1 == 1).collect();
    let multi = MultiProof { leaves: leaves.to_vec(), proof: proof.to_vec(), flags };
    assert!(verify_multi_proof(keccak256("nobody's tree"), &multi).is_err(), "there is no such tree");
}

fn inclusion(bytes: &[u8]) {
    let proof: Vec<B256> = bytes.chunks_exact(32).map(B256::from_slice).collect();
    let leaf = keccak256(U256::from(bytes.len()).to_be_bytes::<32>());
    assert!(verify_inclusion(keccak256("nobody's tree"), leaf, &proof).is_err(), "there is no such tree");
    let root = hex!("000102030405060708090a0b0c0d0e0f").into();
    let leaf = keccak256(bytes).0.first_chunk::<16>().map(|half| (*half).into()).unwrap_or_default();
    assert!(verify_inclusion_128(root, leaf, bytes).is_err(), "there is no such tree");
}

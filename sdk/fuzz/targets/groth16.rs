//! Keys, proofs and witnesses of Groth16 as gnark and snarkjs write them. What is read has sound points, so its hash can be told and it can be
//! verified with; nothing but the corpus's own proof holds.
#![no_main]

use std::sync::LazyLock;

use assay_sdk::proof::groth16::{Groth16Proof, PinnedKey, PublicInputs, VerificationKey};
use libfuzzer_sys::fuzz_target;

const KEY: &str = include_str!("../../tests/vectors/groth16/verification_key.json");
const PROOF: &str = include_str!("../../tests/vectors/groth16/proof.json");
const PUBLIC: &str = include_str!("../../tests/vectors/groth16/public.json");

static PINNED: LazyLock<(PinnedKey, Groth16Proof, PublicInputs)> = LazyLock::new(|| {
    let key = VerificationKey::from_snarkjs(KEY).expect("a key of snarkjs");
    let hash = key.hash();
    let proof = Groth16Proof::from_snarkjs(PROOF).expect("its proof");
    let inputs = PublicInputs::from_snarkjs(PUBLIC).expect("its inputs");
    (key.pin(hash).expect("its own hash"), proof, inputs)
});

fuzz_target!(|bytes: &[u8]| {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let keys = [
        VerificationKey::from_gnark(bytes),
        VerificationKey::from_gnark_json(text),
        VerificationKey::from_snarkjs(text),
    ];
    for key in keys.into_iter().flatten() {
        let hash = key.hash();
        assert_eq!(key.pin(hash).expect("its own hash").hash(), hash);
    }
    let (key, real, inputs) = &*PINNED;
    let proofs =
        [Groth16Proof::from_gnark(bytes), Groth16Proof::from_gnark_json(text), Groth16Proof::from_snarkjs(text)];
    for proof in proofs.into_iter().flatten() {
        assert!(proof == *real || key.verify(inputs, &proof).is_err());
    }
    for other in [PublicInputs::from_gnark(bytes), PublicInputs::from_snarkjs(text)].into_iter().flatten() {
        assert!(other == *inputs || key.verify(&other, real).is_err());
    }
});

//! Proofs of private liabilities and range proofs. What is read is what it writes, and none holds for a root that nobody published.
#![no_main]

use alloy_primitives::{Address, B256};
use assay_sdk::proof::LiabilityContext;
use assay_sdk::proof::range::{
    Blinding, InclusionProof, Opening, PrivateLiability, PrivateRoot, RangeContext, RangeProof, verify_ranges,
};
use assay_sdk::units::{AssetId, ChainId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let asset = AssetId { chain: ChainId(1), token: Address::ZERO };
    let of = LiabilityContext { issuer: Address::ZERO, asset, epoch: 0, block: B256::ZERO };
    let context = RangeContext { of, exponent: 0 };
    let owed = Opening { value: 1, blinding: Blinding::from_bytes(B256::ZERO).expect("zero is below the order") };
    if let Ok(proof) = InclusionProof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        let root = PrivateRoot { hash: B256::ZERO, commitment: owed.commitment(), height: bytes[1] };
        let mine = PrivateLiability { holder: B256::ZERO, salt: B256::ZERO, owed };
        assert!(proof.check(&context, &root, &mine).is_err());
    }
    if let Ok(proof) = RangeProof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        assert!(verify_ranges(&context, &[owed.commitment()], &proof).is_err());
    }
});

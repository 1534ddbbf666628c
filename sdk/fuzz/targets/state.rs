//! Headers and proofs of state, in JSON and in RLP, for one account of mainnet: refused, or what was recorded of it. The first byte says as what the
//! rest is read.
#![no_main]

use std::sync::LazyLock;

use alloy_primitives::{Address, U256, address, keccak256};
use assay_sdk::evidence::Source;
use assay_sdk::proof::evm::{Inquiry, Turn};
use assay_sdk::proof::{Header, Message, Missing, VerifiedAccount, verify_account};
use assay_sdk::units::ChainId;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");

static RECORDED: LazyLock<(Header, VerifiedAccount)> = LazyLock::new(|| {
    let read = |text| serde_json::from_str::<Value>(text).expect("it is JSON");
    let header =
        Header::from_rpc(&read(include_str!("../../tests/vectors/mainnet-block.json"))).expect("it was recorded");
    let proof = read(include_str!("../../tests/vectors/mainnet-deposit-contract.json"));
    let account = verify_account(header.state_root(), CONTRACT, &[U256::from(1)], &proof).expect("it was recorded");
    (header, account)
});

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 4 {
        0 => {
            // A header has the hash of its fields, whatever they are.
            let Ok(block) = serde_json::from_slice::<Value>(bytes) else { return };
            drop(Header::from_rpc(&block));
        }
        1 => {
            if let Ok(header) = Header::from_rlp(bytes) {
                assert_eq!(header.hash(), keccak256(bytes));
                drop(assay_sdk::proof::Environment::after(&header, ChainId(1)));
            }
        }
        2 => {
            let Ok(answer) = serde_json::from_slice::<Value>(bytes) else { return };
            let (header, recorded) = &*RECORDED;
            if let Ok(account) = verify_account(header.state_root(), CONTRACT, &[U256::from(1)], &answer) {
                assert_eq!(account, *recorded);
            }
        }
        _ => encoded(bytes),
    }
});

/// A proof in RLP for what an inquiry wants: accepted only where it holds.
fn encoded(bytes: &[u8]) {
    let (header, recorded) = &*RECORDED;
    let message = Message {
        from: CONTRACT,
        to: Some(CONTRACT),
        data: Default::default(),
        value: U256::ZERO,
        gas: 100_000,
        fees: None,
    };
    let known_by = Source::Checkpoint(header.hash());
    let mut inquiry = Inquiry::call(header.clone(), known_by, ChainId(1), message).expect("its rules are known");
    inquiry.expect([Missing::Slot(CONTRACT, U256::from(1))]);
    let Turn::Wanted(wanted) = inquiry.turn() else { panic!("nothing is proven yet") };
    assert_eq!(wanted.len(), 1);
    if inquiry.prove(CONTRACT, bytes).is_ok() {
        // Its code is missing, so the run cannot be complete; the hash is the recorded one.
        assert!(inquiry.enter_code(CONTRACT, vec![0xfe].into()).is_err());
        assert_ne!(recorded.code_hash, keccak256([0xfe]));
        assert!(matches!(inquiry.turn(), Turn::Wanted(_)));
    }
}

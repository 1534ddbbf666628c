//! What is signed, against vectors that others wrote, and what is refused.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use alloy_consensus::{SignableTransaction as _, TxLegacy};
use alloy_eips::eip7702::Authorization;
use alloy_primitives::{Address, Bytes, U256, address, bytes, hex};
use assay_sdk::keys::{LocalSigner, PayloadKind, SecretKey, SignerError, SigningPayload, recover};
use assay_sdk::units::ChainId;

fn key() -> SecretKey {
    SecretKey::from_bytes(&[0x46; 32]).unwrap()
}

fn sign(payload: &SigningPayload, chain: u64) -> Result<alloy_primitives::Signature, SignerError> {
    LocalSigner::new(&key(), ChainId(chain)).sign_now(payload)
}

/// The example in the text of EIP-155.
#[test]
fn the_example_of_eip_155_holds() {
    let payload = SigningPayload::Legacy(bytes!(
        "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080"
    ));
    assert_eq!(payload.digest().to_string(), "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
    let signature = sign(&payload, 1).unwrap();
    let signed = payload.transaction().unwrap().into_signed(&signature);
    assert_eq!(
        hex::encode(&signed.raw),
        concat!(
            "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080",
            "25a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276",
            "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"
        )
    );
    assert_eq!(recover(&payload.digest(), &signature).unwrap(), key().address());
}

#[test]
fn a_legacy_transaction_names_its_chain() {
    let tx = TxLegacy { gas_limit: 21_000, to: Address::ZERO.into(), ..TxLegacy::default() };
    let unprotected = SigningPayload::Legacy(tx.encoded_for_signing().into());
    assert_eq!(sign(&unprotected, 1).unwrap_err(), SignerError::AnyChain { payload: PayloadKind::Legacy });
    let of_zero = TxLegacy { chain_id: Some(0), ..tx.clone() };
    let of_zero = SigningPayload::Legacy(of_zero.encoded_for_signing().into());
    assert_eq!(sign(&of_zero, 0).unwrap_err(), SignerError::AnyChain { payload: PayloadKind::Legacy });
    let of_five = SigningPayload::Legacy(TxLegacy { chain_id: Some(5), ..tx }.encoded_for_signing().into());
    let wrong = SignerError::WrongChain { got: ChainId(5), expected: ChainId(1) };
    assert_eq!(sign(&of_five, 1).unwrap_err(), wrong);
    assert!(sign(&of_five, 5).is_ok());
}

#[test]
fn an_authorization_is_for_one_chain() {
    let of = |chain: u64| Authorization { chain_id: U256::from(chain), address: Address::repeat_byte(7), nonce: 3 };
    assert!(sign(&SigningPayload::from(&of(1)), 1).is_ok());
    let any = SignerError::AnyChain { payload: PayloadKind::Authorization };
    assert_eq!(sign(&SigningPayload::from(&of(0)), 1).unwrap_err(), any);
    assert_eq!(sign(&SigningPayload::from(&of(0)), 0).unwrap_err(), any);
    let wrong = SignerError::WrongChain { got: ChainId(2), expected: ChainId(1) };
    assert_eq!(sign(&SigningPayload::from(&of(2)), 1).unwrap_err(), wrong);
    let huge = Authorization { chain_id: U256::MAX, ..of(1) };
    assert!(matches!(sign(&SigningPayload::from(&huge), 1), Err(SignerError::Malformed { .. })));
    assert_eq!(SigningPayload::from(&of(9)).authorization().unwrap(), of(9));
}

/// `ethers.hashMessage` and `web3.eth.accounts.hashMessage` document these digests.
#[test]
fn messages_are_prefixed_as_eip_191_says() {
    let digest = |text: &'static str| SigningPayload::Message(Bytes::from_static(text.as_bytes())).digest().to_string();
    assert_eq!(digest("Hello World"), "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2");
    assert_eq!(digest("hello world"), "0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68");
}

#[test]
fn a_bare_digest_cannot_be_expressed() {
    let digest = "0x00000000000000000000000000000000000000000000000000000000deadbeef";
    for kind in ["digest", "hash", "ethSign", "eth_sign", "raw"] {
        let json = format!(r#"{{"kind":"{kind}","bytes":"{digest}"}}"#);
        let error = serde_json::from_str::<SigningPayload>(&json).unwrap_err();
        assert!(error.to_string().contains("unknown variant"), "{error}");
    }
    for kind in ["legacy", "eip2930", "eip1559", "eip7702", "authorization"] {
        let json = format!(r#"{{"kind":"{kind}","bytes":"{digest}"}}"#);
        let payload: SigningPayload = serde_json::from_str(&json).unwrap();
        assert!(matches!(sign(&payload, 1), Err(SignerError::Malformed { .. })), "{kind}");
    }
    // As a message it is signed with the prefix, so that the signature is of nothing else.
    let json = format!(r#"{{"kind":"message","bytes":"{digest}"}}"#);
    let payload: SigningPayload = serde_json::from_str(&json).unwrap();
    assert_ne!(payload.digest().to_string(), digest);
    assert_eq!(serde_json::to_string(&payload).unwrap(), json);
}

#[test]
fn another_spelling_of_a_transaction_is_refused() {
    let canonical = hex!("ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080");
    let legacy = |bytes: &[u8]| sign(&SigningPayload::Legacy(Bytes::copy_from_slice(bytes)), 1);
    assert!(legacy(&canonical).is_ok());
    // One of the two zeros is none; a byte too many; a list that says a string; the length spelt long.
    let mut altered = canonical;
    *altered.last_mut().unwrap() = 0x01;
    assert!(matches!(legacy(&altered), Err(SignerError::Malformed { .. })));
    assert!(matches!(legacy(&[canonical.as_slice(), &[0]].concat()), Err(SignerError::Malformed { .. })));
    altered = canonical;
    altered[0] = 0xac;
    assert!(matches!(legacy(&altered), Err(SignerError::Malformed { .. })));
    let long = [&[0xf8, 0x2c], &canonical[1..]].concat();
    assert!(matches!(legacy(&long), Err(SignerError::Malformed { .. })));
    for length in 0..canonical.len() {
        assert!(legacy(&canonical[..length]).is_err(), "{length}");
    }
    // A signed transaction is not signed again.
    let signed = hex!(
        "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"
    );
    assert!(matches!(legacy(&signed), Err(SignerError::Malformed { .. })));
}

#[test]
fn a_transaction_without_authorizations_is_not_of_eip_7702() {
    let tx = alloy_consensus::TxEip7702 {
        chain_id: 1,
        to: address!("7E5F4552091A69125d5DfCb7b8C2659029395Bdf"),
        ..alloy_consensus::TxEip7702::default()
    };
    let error = sign(&SigningPayload::Eip7702(tx.encoded_for_signing().into()), 1).unwrap_err();
    assert!(error.to_string().contains("no authorization"), "{error}");
}

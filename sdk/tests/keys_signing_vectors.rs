//! All vectors of ethers for transactions and typed data, out of its package of test cases.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where a vector has not its shape")]

#[expect(dead_code, reason = "no file of the peers is read here")]
#[path = "support/peers.rs"]
mod peers;

use alloy_primitives::{Bytes, hex};
use assay_sdk::keys::{LocalSigner, SecretKey, SignerError, SigningPayload, TypedData};
use assay_sdk::units::ChainId;
use serde_json::{Value, json};

fn vectors(name: &str) -> Vec<Value> {
    serde_json::from_str(&peers::run("vectors.mjs", name.to_owned())).unwrap()
}

fn bytes(value: &Value) -> Bytes {
    value.as_str().unwrap().parse().unwrap()
}

/// Of a number, without leading zeros.
fn bytes_of(text: &str) -> Vec<u8> {
    let bytes = hex::decode(text).unwrap();
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}

/// The signed bytes of a payload.
fn signed(key: &Value, payload: &SigningPayload, chain: u64) -> Bytes {
    let key = SecretKey::from_hex(key.as_str().unwrap()).unwrap();
    let signature = LocalSigner::new(&key, ChainId(chain)).sign_now(payload).unwrap();
    payload.transaction().unwrap().into_signed(&signature).raw
}

#[test]
fn legacy_transactions_of_ethers() {
    let vectors = vectors("transactions");
    assert_eq!(vectors.len(), 1067);
    let mut refused = 0;
    for vector in vectors {
        let name = &vector["name"];
        let payload = SigningPayload::Legacy(bytes(&vector["unsignedTransactionChainId5"]));
        // The vectors know no limits; nonces (EIP-2681) and gas limits have 64 bits, and prices of more than 128 nobody can pay.
        let is_long = |field: &str, most: usize| vector[field].as_str().is_some_and(|text| bytes_of(text).len() > most);
        if is_long("nonce", 8) || is_long("gasLimit", 8) || is_long("gasPrice", 16) {
            assert!(matches!(payload.chain(), Err(SignerError::Malformed { .. })), "{name}");
            refused += 1;
            continue;
        }
        assert_eq!(signed(&vector["privateKey"], &payload, 5), bytes(&vector["signedTransactionChainId5"]), "{name}");
        // The same without a chain id is refused.
        let unprotected = SigningPayload::Legacy(bytes(&vector["unsignedTransaction"]));
        assert!(matches!(unprotected.chain(), Err(SignerError::AnyChain { .. })), "{name}");
    }
    assert_eq!(refused, 83);
}

#[test]
fn typed_transactions_of_ethers() {
    let vectors = vectors("typed-transactions");
    assert_eq!(vectors.len(), 1792);
    let mut kinds = [0; 2];
    for vector in vectors {
        let unsigned = bytes(&vector["unsigned"]);
        let payload = match unsigned[0] {
            1 => SigningPayload::Eip2930(unsigned),
            _ => SigningPayload::Eip1559(unsigned),
        };
        let chain = payload.chain().unwrap().unwrap();
        assert_eq!(signed(&vector["key"], &payload, chain.0), bytes(&vector["signed"]), "{}", vector["name"]);
        kinds[usize::from(matches!(payload, SigningPayload::Eip1559(_)))] += 1;
    }
    assert_eq!(kinds, [768, 1024]);
}

#[test]
fn typed_data_of_ethers() {
    let vectors = vectors("eip712");
    assert_eq!(vectors.len(), 1025);
    for vector in vectors {
        let name = &vector["name"];
        let mut document = json!({
            "types": vector["types"], "primaryType": vector["primaryType"], "domain": vector["domain"],
            "message": vector["data"],
        });
        // ethers leaves the domain's type to be worked out from its fields.
        let fields = [
            ("name", "string"),
            ("version", "string"),
            ("chainId", "uint256"),
            ("verifyingContract", "address"),
            ("salt", "bytes32"),
        ];
        document["types"]["EIP712Domain"] = fields
            .iter()
            .filter(|(name, _)| !vector["domain"][name].is_null())
            .map(|(name, kind)| json!({ "name": name, "type": kind }))
            .collect();
        document["domain"].as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let data = TypedData::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(json!(data.digest()), vector["digest"], "{name}");
        if let Some(key) = vector["privateKey"].as_str() {
            let key = SecretKey::from_hex(key).unwrap();
            let payload = SigningPayload::TypedData(Box::new(data));
            let signature = LocalSigner::new(&key, ChainId(1)).sign_now(&payload).unwrap();
            assert_eq!(json!(hex::encode_prefixed(signature.as_bytes())), vector["signature"], "{name}");
        }
    }
}

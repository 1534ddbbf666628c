//! Ten thousand random things, signed here and by two libraries that share no code with us, and compared byte for byte:
//! ethers in JavaScript, with `MetaMask`'s library for typed data and authorizations; and in Rust the C library of Bitcoin Core, with `alloy-dyn-abi` for
//! typed data.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::unwrap_in_result,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    clippy::string_slice,
    reason = "a test stops where the libraries differ"
)]

#[path = "signing/items.rs"]
mod items;
#[expect(dead_code, reason = "no file of the peers is read here")]
#[path = "support/peers.rs"]
mod peers;
#[path = "signing/random.rs"]
mod random;

use alloy_primitives::{B256, Bytes, Signature, hex};
use assay_sdk::keys::{SigningPayload, recover};
use items::{Item, item};
use secp256k1::Message;
use secp256k1::ecdsa::RecoverableSignature;
use serde_json::{Value, json};

/// A failure names it with the number of the item: together they make the same item again.
const SEED: u64 = 0xa55a_2026;
const COUNT: usize = 10_000;

/// By libsecp256k1: RFC 6979 nonce, low s.
fn by_bitcoin_core(item: &Item, digest: B256) -> Vec<u8> {
    let key = secp256k1::SecretKey::from_secret_bytes(*item.key.reveal()).unwrap();
    let signature = RecoverableSignature::sign_ecdsa_recoverable(Message::from_digest(digest.0), &key);
    let (recovery, rs) = signature.serialize_compact();
    [rs.as_slice(), &[27 + recovery as u8]].concat()
}

/// The digest by code that is not ours.
fn digest_elsewhere(item: &Item) -> Option<B256> {
    match &item.payload {
        SigningPayload::TypedData(_) if item.recursive => None,
        SigningPayload::TypedData(_) => {
            let data: alloy_dyn_abi::TypedData = serde_json::from_value(item.plain.clone()).unwrap();
            Some(data.eip712_signing_hash().unwrap())
        }
        SigningPayload::Message(bytes) => Some(alloy_primitives::eip191_hash_message(bytes)),
        _ => None,
    }
}

fn compare(item: &Item, reply: &Value) -> Result<Signature, String> {
    let same = |what: &str, ours: String, theirs: &Value| {
        if *theirs == json!(ours) { Ok(()) } else { Err(format!("{what}: ours {ours}, theirs {theirs}")) }
    };
    if !reply["error"].is_null() {
        return Err(reply["error"].to_string());
    }
    let digest = item.payload.digest();
    let signature = items::sign(item);
    same("digest", digest.to_string(), &reply["digest"])?;
    same("signature", hex::encode_prefixed(signature.as_bytes()), &reply["signature"])?;
    same(
        "libsecp256k1",
        hex::encode_prefixed(signature.as_bytes()),
        &json!(hex::encode_prefixed(by_bitcoin_core(item, digest))),
    )?;
    if let Some(elsewhere) = digest_elsewhere(item) {
        same("digest by alloy", digest.to_string(), &json!(elsewhere.to_string()))?;
    }
    match &item.payload {
        SigningPayload::TypedData(_) | SigningPayload::Authorization(_) => {
            same("digest by MetaMask", digest.to_string(), &reply["metamask"])?;
        }
        SigningPayload::Message(_) => {}
        SigningPayload::Legacy(bytes)
        | SigningPayload::Eip2930(bytes)
        | SigningPayload::Eip1559(bytes)
        | SigningPayload::Eip7702(bytes) => {
            same("payload", bytes.to_string(), &reply["payload"])?;
            let signed = item.payload.transaction().unwrap().into_signed(&signature);
            same("raw", signed.raw.to_string(), &reply["raw"])?;
            same("hash", signed.hash.to_string(), &reply["hash"])?;
        }
        other => return Err(format!("nothing to compare {other:?} with")),
    }
    Ok(signature)
}

/// What was signed verifies, by way of its text across the worker's protocol.
fn verified(item: &Item, signature: &Signature) -> Result<(), String> {
    let text = serde_json::to_string(&item.payload).unwrap();
    if serde_json::from_str::<SigningPayload>(&text).ok().as_ref() != Some(&item.payload) {
        return Err(format!("it does not read back from {text}"));
    }
    let account = recover(&item.payload.digest(), signature).map_err(|error| error.to_string())?;
    let verdict = match &item.payload {
        SigningPayload::Message(bytes) => assay_sdk::keys::verify_message(bytes, &signature.as_erc2098(), account),
        SigningPayload::TypedData(data) => assay_sdk::keys::verify_typed_data(data, &signature.as_rsy(), account),
        _ => Ok(()),
    };
    verdict.map_err(|error| error.to_string())
}

#[test]
fn ten_thousand_items_are_signed_alike() {
    // Two halves at once: each with a Node of its own.
    let failures: Vec<String> = std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || run(half)));
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    let shown: Vec<_> = failures.iter().take(5).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {COUNT} differ:\n{}", failures.len(), shown.join("\n"));
}

/// The even numbers, or the odd ones.
fn run(half: usize) -> Vec<String> {
    let numbers: Vec<usize> = (0..COUNT).filter(|number| number % 2 == half).collect();
    let mut lines = String::new();
    let items: Vec<_> = numbers.iter().map(|number| item(SEED, *number)).collect();
    for item in &items {
        let (key, recursive) = (Bytes::copy_from_slice(&*item.key.reveal()), item.recursive);
        let request = json!({ "kind": item.kind, "key": key, "item": item.plain, "recursive": recursive });
        lines += &(request.to_string() + "\n");
    }
    let replies = peers::run("sign.mjs", lines);
    let replies: Vec<Value> = replies.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(replies.len(), items.len());
    let judged = items.iter().zip(&replies).zip(&numbers);
    judged
        .filter_map(|((item, reply), number)| {
            let compared = compare(item, reply);
            // A part of them: without optimisation, recovering takes as long as all the rest.
            let verdict =
                compared.and_then(|signature| if number % 40 < 10 { verified(item, &signature) } else { Ok(()) });
            let error = verdict.err()?;
            Some(format!("seed {SEED:#x}, item {number}, {}: {error}\n  {}", item.kind, item.plain))
        })
        .collect()
}

/// The comparison can fail: a bit in any part of a reply is noticed.
#[test]
fn a_difference_is_noticed() {
    for number in 0..10 {
        let item = item(SEED, number);
        let signature = items::sign(&item);
        let mut reply = json!({
            "digest": item.payload.digest(), "metamask": item.payload.digest(),
            "signature": hex::encode_prefixed(signature.as_bytes()),
        });
        if let Ok(tx) = item.payload.transaction() {
            let signed = tx.into_signed(&signature);
            let payload = serde_json::to_value(&item.payload).unwrap();
            let more =
                [("payload", payload["bytes"].clone()), ("raw", json!(signed.raw)), ("hash", json!(signed.hash))];
            more.into_iter().for_each(|(name, value)| reply[name] = value);
        }
        assert_eq!(compare(&item, &reply), Ok(signature), "{}", item.kind);
        for (name, value) in reply.as_object().unwrap() {
            let mut altered = reply.clone();
            let text = value.as_str().unwrap();
            let last = if text.ends_with('0') { '1' } else { '0' };
            altered[name] = json!(format!("{}{last}", &text[..text.len() - 1]));
            let used = name != "metamask" || matches!(item.kind, "typedData" | "authorization");
            assert_eq!(compare(&item, &altered).is_err(), used, "{} {name}", item.kind);
        }
    }
}

//! Keystores of version 3: the standard's vectors, files of other wallets, damage, and hostile parameters.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::{address, hex};
use assay_sdk::keys::{Keystore, KeystoreError, KeystoreRandomness, OpenedKeystore, ScryptCost, SecretKey};
use proptest::prelude::*;
use serde_json::{Value, json};

fn files() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("vectors/keystores.json")).unwrap();
    file["files"].as_array().unwrap().clone()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

/// The first file of eth-keyfile, to be changed.
fn cheap() -> Value {
    let files = files();
    let file = files.iter().find(|file| text(file, "origin") == "eth-keyfile 0.10.0, scrypt").unwrap();
    serde_json::from_str(text(file, "text")).unwrap()
}

fn open(file: &Value) -> Result<OpenedKeystore, KeystoreError> {
    Keystore::from_json(&file.to_string())?.open("correct horse")
}

#[test]
fn files_of_the_standard_and_of_other_wallets_open() {
    let files = files();
    assert_eq!(files.len(), 15);
    for file in &files {
        let origin = text(file, "origin");
        let keystore = Keystore::from_json(text(file, "text")).unwrap_or_else(|error| panic!("{origin}: {error}"));
        let opened = keystore.open(text(file, "password")).unwrap_or_else(|error| panic!("{origin}: {error}"));
        if let Some(key) = file["priv"].as_str() {
            assert_eq!(hex::encode_prefixed(*opened.key().reveal()), key, "{origin}");
        }
        assert_eq!(keystore.address().unwrap_or(opened.key().address()), opened.key().address(), "{origin}");
        let phrase = opened.phrase().map(|(phrase, path)| (phrase.reveal().to_string(), path.to_string()));
        let expected = file["phrase"].as_str().map(|phrase| (phrase.to_owned(), text(file, "path").to_owned()));
        assert_eq!(phrase, expected, "{origin}");
    }
}

fn randomness() -> KeystoreRandomness {
    KeystoreRandomness { salt: [7; 32], iv: [9; 16], id: [0xff; 16] }
}

#[test]
fn what_is_written_opens() {
    let key = SecretKey::from_bytes(&[0x11; 32]).unwrap();
    for password in ["correct horse", "Zu\u{308}rich", "①"] {
        let written = Keystore::seal(&key, password, ScryptCost::weak(), &randomness()).unwrap();
        let keystore = Keystore::from_json(&written).unwrap();
        assert_eq!(keystore.address(), Some(key.address()));
        assert_eq!(keystore.open(password).unwrap().into_key().reveal(), key.reveal());
        assert_eq!(keystore.open("other").unwrap_err(), KeystoreError::WrongPassword);
        let id: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(id["id"], "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
    let empty = Keystore::seal(&key, "", ScryptCost::weak(), &randomness()).unwrap_err();
    assert_eq!(empty, KeystoreError::EmptyPassword);
    assert_eq!((ScryptCost::STANDARD.n(), ScryptCost::STANDARD.r(), ScryptCost::STANDARD.p()), (1 << 17, 8, 1));
}

/// The same key, password and random bytes give the file that ethers writes.
#[test]
fn what_is_written_is_what_others_write() {
    let file: Value = serde_json::from_str(include_str!("vectors/keystores.json")).unwrap();
    let key = SecretKey::from_bytes(&[0x11; 32]).unwrap();
    let written = Keystore::seal(&key, "correct horse", ScryptCost::weak(), &randomness()).unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    for (ours, theirs) in [("crypto", "Crypto"), ("address", "address"), ("version", "version"), ("id", "id")] {
        assert_eq!(written[ours], file["pinned"][theirs]);
    }
    assert_eq!(written.as_object().unwrap().len(), file["pinned"].as_object().unwrap().len());
}

#[test]
fn spellings_of_wallets_are_read() {
    let plain = open(&cheap()).unwrap().into_key();
    let prefixed = |file: &mut Value, pointer: &str| {
        let slot = file.pointer_mut(pointer).unwrap();
        *slot = format!("0x{}", slot.as_str().unwrap().to_uppercase()).into();
    };
    let mut file = cheap();
    for pointer in
        ["/address", "/crypto/ciphertext", "/crypto/mac", "/crypto/cipherparams/iv", "/crypto/kdfparams/salt"]
    {
        prefixed(&mut file, pointer);
    }
    file["version"] = "3".into();
    file["meta"] = json!({ "name": "old one" });
    file["crypto"]["version"] = 1.into();
    assert_eq!(open(&file).unwrap().into_key().reveal(), plain.reveal());
    let object = file.as_object_mut().unwrap();
    let crypto = object.remove("crypto").unwrap();
    object.insert("Crypto".to_owned(), crypto);
    object.remove("address");
    object.remove("id");
    assert_eq!(open(&file).unwrap().into_key().reveal(), plain.reveal());
}

#[test]
fn what_is_wrong_is_told_apart() {
    let changed = |pointer: &str, value: Value| {
        let mut file = cheap();
        *file.pointer_mut(pointer).unwrap() = value;
        open(&file).map(|_| ()).unwrap_err()
    };
    let unsupported = |error: KeystoreError| {
        let KeystoreError::Unsupported { what, got, .. } = error else { panic!("{error}") };
        (what, got)
    };
    assert_eq!(unsupported(changed("/version", 4.into())), ("version", "4".to_owned()));
    assert_eq!(unsupported(changed("/crypto/cipher", "aes-256-gcm".into())), ("cipher", "aes-256-gcm".to_owned()));
    assert_eq!(unsupported(changed("/crypto/kdf", "argon2id".into())).0, "key derivation");
    assert_eq!(unsupported(changed("/crypto/kdfparams/dklen", 64.into())).0, "length of the derived key");
    assert_eq!(unsupported(changed("/crypto/cipher", "x".repeat(1000).into())).1.len(), 32);
    let stated = address!("00000000000000000000000000000000000000aa");
    let mismatch = changed("/address", stated.to_string().into());
    let got = address!("2c7536E3605D9C16a7a3D7b1898e529396a65c23");
    assert_eq!(mismatch, KeystoreError::AddressMismatch { stated, got });
    let altered = changed("/crypto/ciphertext", "00".repeat(32).into());
    assert_eq!(altered, KeystoreError::WrongPassword, "the format cannot tell these apart");
    for (pointer, value) in [
        ("/crypto/ciphertext", Value::from("")),
        ("/crypto/ciphertext", "00".repeat(33).into()),
        ("/crypto/ciphertext", "zz".into()),
        ("/crypto/mac", "00".into()),
        ("/crypto/cipherparams/iv", "000".into()),
        ("/crypto/kdfparams/n", "many".into()),
        ("/crypto", Value::Null),
        ("/address", "0x12".into()),
    ] {
        let error = changed(pointer, value.clone());
        assert!(matches!(error, KeystoreError::Malformed { .. }), "{pointer} {value}: {error}");
    }
    assert!(matches!(Keystore::from_json("{"), Err(KeystoreError::Malformed { .. })));
    assert!(matches!(Keystore::from_json(&" ".repeat(100_000)), Err(KeystoreError::Malformed { .. })));
}

#[test]
fn a_hostile_file_neither_hangs_nor_takes_the_memory() {
    let refused = |n: u64, r: u64, p: u64| {
        let mut file = cheap();
        let params = &mut file["crypto"]["kdfparams"];
        (params["n"], params["r"], params["p"]) = (n.into(), r.into(), p.into());
        match Keystore::from_json(&file.to_string()) {
            Err(KeystoreError::CostOutOfRange { parameter, .. }) => Some(parameter),
            Err(error) => panic!("{error}"),
            Ok(_) => None,
        }
    };
    assert_eq!(refused(1 << 18, 8, 1), None, "what geth writes");
    assert_eq!(refused(1 << 18, 1, 8), None, "the standard's example");
    assert_eq!(refused(1 << 20, 8, 1), Some("memory in bytes"));
    assert_eq!(refused(2, 1 << 22, 1), Some("memory in bytes"));
    assert_eq!(refused(2, 1, 1 << 23), Some("memory in bytes"));
    assert_eq!(refused(1 << 18, 8, 64), Some("n·r·p"));
    assert_eq!(refused(u64::MAX, u64::MAX, u64::MAX), Some("n"));
    assert_eq!(refused(3, 8, 1), Some("n, which has to be a power of two,"));
    let nothing = [(0, 8, 1), (1, 8, 1), (2, 0, 1), (2, 8, 0)];
    assert!(nothing.iter().all(|(n, r, p)| refused(*n, *r, *p).is_some()));
}

#[test]
fn the_rounds_of_a_file_are_bounded() {
    let files = files();
    let pbkdf2 = files.iter().find(|file| text(file, "origin") == "eth-keyfile 0.10.0, pbkdf2").unwrap();
    for c in [0, 10_000_001, u64::MAX] {
        let mut file: Value = serde_json::from_str(text(pbkdf2, "text")).unwrap();
        file["crypto"]["kdfparams"]["c"] = c.into();
        let error = Keystore::from_json(&file.to_string()).unwrap_err();
        assert!(matches!(error, KeystoreError::CostOutOfRange { parameter: "c", .. }), "{error}");
    }
    let mut file: Value = serde_json::from_str(text(pbkdf2, "text")).unwrap();
    file["crypto"]["kdfparams"]["prf"] = "hmac-sha1".into();
    assert!(matches!(Keystore::from_json(&file.to_string()), Err(KeystoreError::Unsupported { .. })));
}

#[test]
fn nothing_secret_is_printed() {
    let file = cheap();
    let keystore = Keystore::from_json(&file.to_string()).unwrap();
    let opened = keystore.open("correct horse").unwrap();
    let printed = format!("{keystore:?} {opened:?} {:?}", randomness());
    for secret in
        [&hex::encode(*opened.key().reveal()), text(&file["crypto"], "mac"), text(&file["crypto"], "ciphertext")]
    {
        assert!(!printed.contains(secret), "{printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_altered_file_makes_the_reader_panic(at in any::<prop::sample::Index>(), to in 0x20_u8..0x7f, cut in any::<prop::sample::Index>()) {
        let text = cheap().to_string();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _ = Keystore::from_json(std::str::from_utf8(&bytes).unwrap());
        let torn = text.chars().take(cut.index(text.len())).collect::<String>();
        prop_assert!(Keystore::from_json(&torn).is_err());
    }
}

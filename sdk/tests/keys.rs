//! The key room against vectors that others wrote, and against damage.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_primitives::{Bytes, b256, hex};
use assay_sdk::keys::{
    DerivationError, KeyError, LocalSigner, Mnemonic, MnemonicError, SecretKey, SignerError, SigningPayload, Vault,
    VaultRandomness,
};
use assay_sdk::units::ChainId;
use serde_json::Value;

#[path = "support/traits.rs"]
mod traits;

const PHRASE: &str = "test test test test test test test test test test test junk";

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

#[test]
fn accounts_are_those_of_other_wallets() {
    let file = vectors(include_str!("vectors/transactions.json"));
    let mut seen = 0;
    for phrase in file["derived"].as_array().unwrap() {
        let seed = Mnemonic::from_phrase(text(phrase, "phrase")).unwrap().seed(text(phrase, "passphrase"));
        for expected in phrase["accounts"].as_array().unwrap() {
            let index = u32::try_from(expected["index"].as_u64().unwrap()).unwrap();
            let account = seed.account(index).unwrap();
            assert_eq!(account.address().to_string(), text(expected, "address"));
            assert_eq!(hex::encode_prefixed(*account.key().reveal()), text(expected, "key"));
            seen += 1;
        }
    }
    assert_eq!(seen, 15);
    let seed = Mnemonic::from_phrase(PHRASE).unwrap().seed("");
    assert_eq!(seed.account(1 << 31).unwrap_err(), DerivationError::Index { got: 1 << 31 });
}

#[test]
fn phrases_are_read_as_people_type_them() {
    let plain = Mnemonic::from_phrase(PHRASE).unwrap().reveal_entropy();
    for typed in [
        "  Test test\ttest TEST test test\n\n test test test test test junk ",
        // Full-width letters, which NFKD turns into plain ones.
        "ｔｅｓｔ test test test test test test test test test test ｊｕｎｋ",
    ] {
        assert_eq!(Mnemonic::from_phrase(typed).unwrap().reveal_entropy(), plain, "{typed}");
    }
}

#[test]
fn a_wrong_phrase_says_what_is_wrong() {
    let unknown = Mnemonic::from_phrase("test test tset test test zzzzqq test test test test test junk").unwrap_err();
    let MnemonicError::UnknownWords { words, .. } = &unknown else { panic!("{unknown:?}") };
    assert_eq!(words.iter().map(|word| word.position).collect::<Vec<_>>(), [3, 6]);
    assert!(words[0].suggestions.contains(&"test"), "{:?}", words[0].suggestions);
    assert_eq!(words[1].suggestions, Vec::<&str>::new());
    assert_eq!(unknown.to_string(), "not in the English word list of BIP-39: word 3, word 6");
    // What follows the fourth letter does not matter to the suggestion.
    let cut = Mnemonic::from_phrase("acouwrongly").unwrap_err();
    assert!(matches!(cut, MnemonicError::UnknownWords { words, .. } if words[0].suggestions == ["acoustic"]));

    assert_eq!(Mnemonic::from_phrase("test test junk").unwrap_err(), MnemonicError::WordCount { got: 3 });
    assert_eq!(Mnemonic::from_phrase("").unwrap_err(), MnemonicError::WordCount { got: 0 });
    let swapped = "junk test test test test test test test test test test test";
    assert!(matches!(Mnemonic::from_phrase(swapped).unwrap_err(), MnemonicError::Checksum { .. }));
    assert_eq!(Mnemonic::from_entropy(&[0; 17]).unwrap_err(), MnemonicError::EntropyLength { got: 17 });
}

#[test]
fn keys_out_of_range_are_refused() {
    let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    assert_eq!(SecretKey::from_hex(order).unwrap_err(), KeyError::OutOfRange);
    assert_eq!(SecretKey::from_bytes(&[0; 32]).unwrap_err(), KeyError::OutOfRange);
    let largest = order.replace("4141", "4140");
    // The address of order − 1: its point is that of key 1, mirrored.
    assert_eq!(
        SecretKey::from_hex(&largest).unwrap().address().to_string(),
        "0x80C0dbf239224071c59dD8970ab9d542E3414aB2"
    );
    assert_eq!(SecretKey::from_hex("0x1234").unwrap_err(), KeyError::Length { got: 4 });
    assert_eq!(SecretKey::from_hex(&order.replacen('f', "g", 1)).unwrap_err(), KeyError::NotHex { position: 1 });
}

#[test]
fn a_signer_signs_whole_transactions_of_its_chain_alone() {
    let file = vectors(include_str!("vectors/transactions.json"));
    let case = &file["signed"][0];
    let key = SecretKey::from_hex(text(case, "key")).unwrap();
    let payload: Bytes = text(case, "payload").parse().unwrap();
    let chain = ChainId(text(case, "chainId").parse().unwrap());
    let sign = |bytes: Bytes, chain| LocalSigner::new(&key, chain).sign_now(&SigningPayload::Eip1559(bytes));
    assert!(sign(payload.clone(), chain).is_ok());

    let other = ChainId(chain.0 + 1);
    assert_eq!(sign(payload.clone(), other).unwrap_err(), SignerError::WrongChain { got: chain, expected: other });
    let digest = b256!("00000000000000000000000000000000000000000000000000000000deadbeef");
    let trailing: Bytes = [payload.as_ref(), &[0]].concat().into();
    let torn = payload.slice(..payload.len() - 1);
    for bytes in [Bytes::new(), digest.to_vec().into(), trailing, torn, text(case, "raw").parse().unwrap()] {
        assert!(matches!(sign(bytes.clone(), chain), Err(SignerError::Malformed { .. })), "{bytes}");
    }
}

#[test]
fn secrets_print_nothing() {
    let mnemonic = Mnemonic::from_phrase(PHRASE).unwrap();
    let account = mnemonic.seed("").account(0).unwrap();
    let key = hex::encode(*account.key().reveal());
    let unknown = Mnemonic::from_phrase("abandom").unwrap_err();
    let printed = format!(
        "{mnemonic:?} {:?} {:?} {account:?} {:?} {unknown:?} {unknown}",
        mnemonic.seed("pässwörd"),
        account.key(),
        account.key().reveal().len(),
    );
    for secret in ["test", "junk", "pässwörd", "abandon", &key, &key[..16]] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.starts_with("Mnemonic(…) Seed(…) SecretKey(…) Account { index: 0"), "{printed}");
}

#[test]
fn secrets_are_not_copied_printed_or_serialised() {
    use traits::{Ask, No as _};
    macro_rules! has_none {
        ($($secret:ty),*) => { $(
            const { assert!(!Ask::<$secret>::CLONE && !Ask::<$secret>::DISPLAY) };
            const { assert!(!Ask::<$secret>::SERIALIZE && !Ask::<$secret>::DESERIALIZE) };
        )* };
    }
    has_none!(Mnemonic, SecretKey, Vault, assay_sdk::keys::Seed, assay_sdk::keys::Account, VaultRandomness);
    // The question is asked rightly: a type that has them answers yes.
    const { assert!(Ask::<String>::CLONE && Ask::<String>::DISPLAY) };
    const { assert!(Ask::<String>::SERIALIZE && Ask::<String>::DESERIALIZE) };
}

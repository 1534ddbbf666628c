//! The key room against vectors that others wrote, and against damage.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use std::sync::LazyLock;

use alloy_primitives::{Address, Bytes, b256, hex};
use assay_sdk::keys::{
    DamagedPart, DerivationError, KdfParams, KeyError, LocalSigner, Mnemonic, MnemonicError, SealedVault, SecretKey,
    SignerError, SigningPayload, Vault, VaultError, VaultRandomness,
};
use assay_sdk::units::ChainId;
use proptest::prelude::*;
use serde_json::Value;

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

fn randomness() -> VaultRandomness {
    VaultRandomness { salt: [7; 16], nonce: [9; 12] }
}

fn phrase_vault() -> Vault {
    Vault::from_mnemonic("Savings", Mnemonic::from_phrase(PHRASE).unwrap(), "pässwörd", 3).unwrap()
}

fn addresses(vault: &Vault) -> Vec<Address> {
    vault.accounts().iter().map(assay_sdk::keys::Account::address).collect()
}

#[test]
fn a_vault_opens_to_what_was_sealed() {
    let vault = phrase_vault();
    let sealed = vault.seal("correct horse", KdfParams::weak(), &randomness()).unwrap();
    let stored = SealedVault::from_json(&sealed.to_json().unwrap()).unwrap();
    assert_eq!(stored, sealed);
    assert_eq!(stored.label(), "Savings");
    assert_eq!(stored.accounts(), addresses(&vault));

    let mut open = stored.open("correct horse").unwrap();
    assert_eq!(addresses(&open), addresses(&vault));
    assert_eq!(*open.mnemonic().unwrap().reveal(), PHRASE);
    let fourth = open.add_account().unwrap();
    assert_eq!(open.accounts()[3].address(), fourth);
    assert!(open.signer(fourth, ChainId(1)).is_some());
    assert!(open.signer(Address::ZERO, ChainId(1)).is_none());

    let key = SecretKey::from_bytes(&[7; 32]).unwrap();
    let address = key.address();
    let sealed = Vault::from_key("Key", key).seal("correct horse", KdfParams::weak(), &randomness()).unwrap();
    let mut open = sealed.open("correct horse").unwrap();
    assert_eq!(addresses(&open), [address]);
    assert_eq!(open.add_account().unwrap_err(), VaultError::NotAPhrase);
}

/// RFC 9106 and NIST SP 800-38D through other implementations: Node's crypto for the cipher, hash-wasm for Argon2id.
#[test]
fn a_vault_sealed_by_other_software_opens() {
    let text = include_str!("vectors/vault-v1.json").trim();
    let sealed = SealedVault::from_json(text).unwrap();
    let open = sealed.open("correct horse").unwrap();
    assert_eq!(open.label(), "Savings");
    assert_eq!(*open.mnemonic().unwrap().reveal(), PHRASE);
    // The same inputs give the same file: the format is pinned from both sides.
    let again = open.seal("correct horse", sealed.params(), &randomness()).unwrap();
    assert_eq!(vectors(&again.to_json().unwrap()), vectors(text));
}

#[test]
fn a_password_opens_in_every_unicode_form() {
    let sealed = phrase_vault().seal("Z\u{fc}rich", KdfParams::weak(), &randomness()).unwrap();
    assert!(sealed.open("Zu\u{308}rich").is_ok());
    assert_eq!(sealed.open("Zurich").unwrap_err(), VaultError::WrongPassword);
    assert_eq!(sealed.open("").unwrap_err(), VaultError::WrongPassword);
    assert_eq!(phrase_vault().seal("", KdfParams::weak(), &randomness()).unwrap_err(), VaultError::EmptyPassword);
}

#[test]
fn a_vault_of_another_version_or_kind_is_told_apart() {
    let json = phrase_vault().seal("p", KdfParams::weak(), &randomness()).unwrap().to_json().unwrap();
    let newer = json.replace("\"version\":1", "\"version\":2");
    assert_eq!(SealedVault::from_json(&newer).unwrap_err(), VaultError::UnknownVersion { got: 2 });
    let other = json.replace("assay-vault", "other-vault");
    assert!(matches!(SealedVault::from_json(&other), Err(VaultError::Damaged(DamagedPart::Syntax { .. }))));
    let greedy = json.replace("\"memoryKib\":64", "\"memoryKib\":4194304");
    let error = SealedVault::from_json(&greedy).unwrap_err();
    assert!(matches!(&error, VaultError::ParamsOutOfRange(kdf) if kdf.got == 4_194_304), "{error}");
    assert!(KdfParams::new(1024, 3, 1).is_err(), "below the floor");
    assert_eq!(KdfParams::new(64 * 1024, 3, 1).unwrap(), KdfParams::DEFAULT);
}

#[test]
fn calibration_spends_the_time_that_is_there() {
    use std::time::Duration;
    let passes = |one: u64| KdfParams::calibrated(Duration::from_millis(one), Duration::from_millis(1000)).passes();
    assert_eq!((passes(100), passes(500), passes(1), passes(0)), (10, 3, 16, 3));
}

#[test]
fn a_torn_file_is_damaged_at_every_length() {
    let json = phrase_vault().seal("p", KdfParams::weak(), &randomness()).unwrap().to_json().unwrap();
    for length in 0..json.len() {
        let torn = SealedVault::from_json(&json[..length]);
        assert!(matches!(torn, Err(VaultError::Damaged(_))), "{length}");
    }
}

/// Derived once: the phrase's 2048 rounds are slow without optimisation.
static SEALED: LazyLock<SealedVault> =
    LazyLock::new(|| phrase_vault().seal("correct horse", KdfParams::weak(), &randomness()).unwrap());

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damage is never taken for a wrong password, and never goes unnoticed.
    #[test]
    fn an_altered_file_is_noticed(at in any::<prop::sample::Index>(), to in 0x20_u8..0x7f) {
        let sealed = &*SEALED;
        let mut json = sealed.to_json().unwrap().into_bytes();
        let at = at.index(json.len());
        prop_assume!(json[at] != to);
        json[at] = to;
        match SealedVault::from_json(std::str::from_utf8(&json).unwrap()) {
            // White space, or another spelling of the same bytes.
            Ok(same) => prop_assert_eq!(&same, sealed),
            Err(error) => prop_assert!(!matches!(error, VaultError::WrongPassword), "{:?}", error),
        }
    }

    /// A forger who makes the checksum fit is stopped by the tag: label, addresses and parameters are authenticated.
    #[test]
    fn no_other_password_opens(password in "\\PC{1,12}") {
        prop_assume!(password != "correct horse");
        prop_assert_eq!(SEALED.open(&password).unwrap_err(), VaultError::WrongPassword);
    }
}

#[test]
fn a_forged_header_does_not_open() {
    let file = vectors(include_str!("vectors/vault-v1.json"));
    let forge = |change: &dyn Fn(&mut Value)| {
        let mut forged = file.clone();
        change(&mut forged);
        // The forger knows the format and makes the checksum fit.
        let header = &forged["header"];
        let kdf = &header["kdf"];
        let associated = format!(
            r#"["assay-vault",1,{{"kdf":{{"memoryKib":{},"passes":{},"lanes":{}}},"salt":{},"nonce":{},"label":{},"accounts":{}}}]"#,
            kdf["memoryKib"],
            kdf["passes"],
            kdf["lanes"],
            header["salt"],
            header["nonce"],
            header["label"],
            header["accounts"]
        );
        let mut bytes = associated.into_bytes();
        bytes.extend(hex::decode(text(&forged, "ciphertext")).unwrap());
        forged["checksum"] = alloy_primitives::keccak256(bytes).to_string().into();
        SealedVault::from_json(&forged.to_string()).unwrap().open("correct horse").map(|_| ())
    };
    assert_eq!(forge(&|_| {}), Ok(()), "the checksum is worked out rightly");
    assert_eq!(forge(&|file| file["header"]["label"] = "Mine".into()), Err(VaultError::WrongPassword));
    let attacker = Address::repeat_byte(0x66).to_string().to_lowercase();
    assert_eq!(forge(&|file| file["header"]["accounts"][0] = attacker.clone().into()), Err(VaultError::WrongPassword));
    assert_eq!(forge(&|file| file["header"]["kdf"]["passes"] = 2.into()), Err(VaultError::WrongPassword));
}

#[test]
fn secrets_print_nothing() {
    let vault = phrase_vault();
    let mnemonic = vault.mnemonic().unwrap();
    let account = &vault.accounts()[0];
    let key = hex::encode(*account.key().reveal());
    let unknown = Mnemonic::from_phrase("abandom").unwrap_err();
    let printed = format!(
        "{mnemonic:?} {:?} {:?} {account:?} {vault:?} {:?} {unknown:?} {unknown}",
        mnemonic.seed(""),
        account.key(),
        account.key().reveal().len(),
    );
    for secret in ["test", "junk", "pässwörd", "abandon", &key, &key[..16]] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.starts_with("Mnemonic(…) Seed(…) SecretKey(…) Account { index: 0"), "{printed}");
}

/// Which traits a type has, asked without implementing anything for it: an inherent constant wins over a trait's.
mod traits {
    use std::marker::PhantomData;
    pub(super) struct Ask<T>(PhantomData<T>);
    pub(super) trait No {
        const CLONE: bool = false;
        const DISPLAY: bool = false;
        const SERIALIZE: bool = false;
        const DESERIALIZE: bool = false;
    }
    impl<T> No for Ask<T> {}
    impl<T: Clone> Ask<T> {
        pub(super) const CLONE: bool = true;
    }
    impl<T: std::fmt::Display> Ask<T> {
        pub(super) const DISPLAY: bool = true;
    }
    impl<T: serde::Serialize> Ask<T> {
        pub(super) const SERIALIZE: bool = true;
    }
    impl<T: serde::de::DeserializeOwned> Ask<T> {
        pub(super) const DESERIALIZE: bool = true;
    }
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

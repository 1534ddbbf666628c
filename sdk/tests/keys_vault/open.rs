//! The open vault: what it takes, what it refuses, and that it prints nothing.

use alloy_primitives::{Address, hex};
use assay_sdk::keys::{
    Language, Mnemonic, NewMethod, Rescued, SealedVault, SecretId, SecretKind, UnlockKey, Vault, VaultError,
    VaultRandomness,
};

use crate::bench::{
    KEY, NOW, PASSPHRASE, PASSWORD, PHRASE, PRF, by_passkey, counting, key, passkey, password, path, sealed, vault,
};

#[test]
fn accounts_are_added_once_and_the_last_stays() {
    let mut vault = vault();
    let daily = vault.accounts()[0].address;
    let phrase = SecretId(0);
    assert_eq!(vault.add_derived(phrase, &path(0), "").unwrap_err(), VaultError::DuplicateAccount { address: daily });
    assert_eq!(vault.add_watched(daily, "").unwrap_err(), VaultError::DuplicateAccount { address: daily });
    let single = key().address();
    assert_eq!(vault.add_key(key(), "").unwrap_err(), VaultError::DuplicateAccount { address: single });
}

#[test]
fn a_phrase_is_held_once() {
    let mut vault = vault();
    let phrase = SecretId(0);
    let again = Mnemonic::from_phrase(PHRASE).unwrap();
    // The same passphrase in another Unicode form is the same secret.
    let composed = "pa\u{308}sswo\u{308}rd";
    assert_eq!(vault.add_phrase(again, composed).unwrap_err(), VaultError::DuplicatePhrase { secret: phrase });
    assert_eq!(vault.backup_checked(), Some(NOW + 2));
    let other = vault.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), "").unwrap();
    assert_eq!(other, SecretId(2));
    assert_eq!(vault.backup_checked(), None, "what was added is not written down yet");

    let kinds: Vec<_> = vault.secrets().map(|secret| secret.kind).collect();
    let words = |has_passphrase| SecretKind::Phrase { words: 12, language: Language::English, has_passphrase };
    assert_eq!(kinds, [words(true), SecretKind::Key, words(false)]);
}

#[test]
fn a_phrase_comes_back_in_its_own_language() {
    for &language in Language::ALL {
        let phrase = Mnemonic::from_entropy_in(language, &[0x5a; 16]).unwrap();
        let words = phrase.reveal();
        let mut vault = Vault::create("Savings", NOW, &counting(1));
        let id = vault.add_phrase(phrase, "").unwrap();
        vault.add_derived(id, &path(0), "").unwrap();
        let stored = SealedVault::new(&vault, &password(PASSWORD), NOW, &counting(1)).unwrap();
        let open =
            SealedVault::from_json(&stored.to_json().unwrap()).unwrap().open(&UnlockKey::Password(PASSWORD)).unwrap();
        let found = open.mnemonic(id).unwrap();
        assert_eq!((found.language(), found.reveal()), (language, words));
        assert_eq!(open.account_key(vault.accounts()[0].address).unwrap().address(), vault.accounts()[0].address);
    }
}

#[test]
fn a_secret_goes_when_no_account_comes_from_it() {
    let mut vault = vault();
    let (phrase, single) = (SecretId(0), key().address());
    assert_eq!(vault.remove_phrase(phrase).unwrap_err(), VaultError::SecretInUse { secret: phrase, accounts: 2 });
    vault.remove_account(single).unwrap();
    assert_eq!(vault.remove_account(single).unwrap_err(), VaultError::UnknownAccount { address: single });
    assert_eq!(vault.derive(SecretId(1), &path(0)).unwrap_err(), VaultError::UnknownSecret { secret: SecretId(1) });
    for _ in 0..2 {
        vault.remove_account(vault.accounts()[0].address).unwrap();
    }
    assert_eq!(vault.remove_account([0x66; 20].into()).unwrap_err(), VaultError::LastAccount);
    vault.remove_phrase(phrase).unwrap();
    assert!(matches!(vault.mnemonic(phrase), Err(VaultError::UnknownSecret { .. })));
    // An id is given once.
    assert_eq!(vault.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), PASSPHRASE).unwrap(), SecretId(2));
}

#[test]
fn only_an_account_with_a_secret_here_has_a_key() {
    let mut vault = vault();
    let (watched, connected) = (Address::from([0x66; 20]), Address::from([0x77; 20]));
    vault.add_connected(connected, "").unwrap();
    assert_eq!(vault.account_key(watched).unwrap_err(), VaultError::WatchedOnly { address: watched });
    assert_eq!(vault.account_key(connected).unwrap_err(), VaultError::ConnectedOnly { address: connected });
    assert_eq!(vault.account_key(Address::ZERO).unwrap_err(), VaultError::UnknownAccount { address: Address::ZERO });
    assert_eq!(vault.mnemonic(SecretId(1)).unwrap_err(), VaultError::NotAPhrase { secret: SecretId(1) });
    let rename = vault.rename_account(Address::ZERO, "");
    assert_eq!(rename.unwrap_err(), VaultError::UnknownAccount { address: Address::ZERO });
}

#[test]
fn secrets_are_not_copied_printed_or_serialised() {
    use crate::traits::{Ask, No as _};
    macro_rules! has_none {
        ($($secret:ty),*) => { $(
            const { assert!(!Ask::<$secret>::CLONE && !Ask::<$secret>::DISPLAY) };
            const { assert!(!Ask::<$secret>::SERIALIZE && !Ask::<$secret>::DESERIALIZE) };
        )* };
    }
    has_none!(Vault, Rescued, VaultRandomness, NewMethod<'static>);
    // `UnlockKey` holds references alone, so copying it copies nothing secret.
    const { assert!(!Ask::<UnlockKey<'static>>::DISPLAY && !Ask::<UnlockKey<'static>>::SERIALIZE) };
    // The question is asked rightly: a type that has them answers yes.
    const { assert!(Ask::<String>::CLONE && Ask::<String>::DISPLAY) };
    const { assert!(Ask::<String>::SERIALIZE && Ask::<String>::DESERIALIZE) };
}

#[test]
fn debug_and_errors_print_no_secret() {
    let sealed = sealed();
    let text = sealed.to_json().unwrap();
    let vault = sealed.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let generations = assay_sdk::keys::Generations::read(Some(&text), None);
    let rescued = generations.rescue(&UnlockKey::Password(PASSWORD)).unwrap();
    let seed = vault.seed(SecretId(0)).unwrap();
    let account = vault.account_key(vault.accounts()[0].address).unwrap();
    let mut again = vault_with_the_same();
    let errors = [
        again.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), PASSPHRASE).unwrap_err(),
        again.add_key(key(), "").unwrap_err(),
        sealed.open(&UnlockKey::Password("a wrong password")).unwrap_err(),
        sealed.with_method(&vault, &password("a second password"), NOW, &counting(1)).unwrap_err(),
        SealedVault::from_json(&text[..text.len() / 2]).unwrap_err(),
    ];
    let printed = format!(
        "{vault:?} {rescued:?} {:?} {:?} {:?} {:?} {:?} {seed:?} {account:?} {:?} {generations:?} {sealed:?} {errors:?} {}",
        password(PASSWORD),
        passkey(&PRF),
        UnlockKey::Password(PASSWORD),
        by_passkey(&sealed),
        counting(1),
        vault.mnemonic(SecretId(0)).unwrap(),
        errors.iter().map(ToString::to_string).collect::<String>(),
    );
    let list = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_owned();
    let derived = account.reveal();
    let secrets = [
        "test".to_owned(),
        "junk".to_owned(),
        PASSPHRASE.to_owned(),
        PASSWORD.to_owned(),
        "a wrong".to_owned(),
        "a second".to_owned(),
        KEY[..16].to_owned(),
        hex::encode(&derived[..8]),
        list(&derived[..8]),
        list(&hex::decode(&KEY[..16]).unwrap()),
        hex::encode(&seed.reveal()[..8]),
        list(&seed.reveal()[..8]),
        // The PRF output, the data key and the entropy, in hexadecimal and as Rust prints bytes.
        hex::encode([0x22; 8]),
        list(&[0x22; 8]),
        hex::encode([0x02; 8]),
        list(&[0x02; 8]),
        hex::encode(&vault.mnemonic(SecretId(0)).unwrap().reveal_entropy()[..8]),
        list(&vault.mnemonic(SecretId(0)).unwrap().reveal_entropy()[..8]),
    ];
    for secret in secrets {
        assert!(!printed.contains(&secret), "{secret} in {printed}");
    }
    // What is not secret is printed: the scan looks at the right text.
    assert!(printed.contains("Savings") && printed.contains("VaultRandomness(…)"), "{printed}");
}

fn vault_with_the_same() -> Vault {
    vault()
}

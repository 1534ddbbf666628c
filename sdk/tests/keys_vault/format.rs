//! The format of version 2 against other software, and against damage and forgery.

use std::sync::LazyLock;

use alloy_primitives::hex;
use assay_sdk::keys::{
    DamagedPart, KdfParams, ListedAccount, MethodKind, Origin, SealedVault, SecretId, UnlockKey, VaultError,
};
use proptest::prelude::*;

use crate::bench::{KEY, NOW, PASSPHRASE, PASSWORD, PHRASE, PRF, by_passkey, contents, forged, hit, sealed, vault};

const OTHER: &str = include_str!("../vectors/vault/version-2-other-software.json");

static SEALED: LazyLock<SealedVault> = LazyLock::new(sealed);
static TEXT: LazyLock<String> = LazyLock::new(|| SEALED.to_json().unwrap());

/// RFC 9106, RFC 5869 and NIST SP 800-38D through other implementations: hash-wasm for Argon2id, Node's crypto for HKDF and
/// the cipher, ethers for addresses and Keccak-256.
#[test]
fn a_vault_sealed_by_other_software_opens() {
    let stored = SealedVault::from_json(OTHER).unwrap();
    for key in [UnlockKey::Password(PASSWORD), by_passkey(&stored)] {
        let open = stored.open(&key).unwrap();
        assert_eq!(*open.mnemonic(SecretId(0)).unwrap().reveal(), PHRASE);
        assert_eq!(*open.reveal_passphrase(SecretId(0)).unwrap(), PASSPHRASE);
        let listed = |account: &assay_sdk::keys::VaultAccount| (account.address.to_string(), account.label.clone());
        assert_eq!(
            open.accounts().iter().map(listed).collect::<Vec<_>>(),
            [
                // The first three by ethers; the third is that of web3.js' documentation.
                ("0x079ee229F2f65C59A9aa52B93795fFf5A3F075c3", "Daily"),
                ("0xb72379ACF968Ad0e456Ab334901ebfC6537c8CAc", "Zürich \"7\""),
                ("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23", ""),
                ("0x6666666666666666666666666666666666666666", "Cold"),
            ]
            .map(|(address, label)| (address.to_owned(), label.to_owned()))
        );
        for account in &open.accounts()[..3] {
            assert_eq!(open.account_key(account.address).unwrap().address(), account.address);
        }
        assert_eq!(hex::encode(*open.account_key(open.accounts()[2].address).unwrap().reveal()), KEY);
        assert_eq!((open.created(), open.backup_checked()), (Some(NOW), Some(NOW + 2)));
    }
    assert_eq!(stored.counter(), 2);
}

#[test]
fn the_same_inputs_give_the_file_of_the_other_software() {
    assert_eq!(*TEXT, OTHER.trim());
}

#[test]
fn a_locked_vault_lists_what_is_in_the_clear() {
    let stored = SealedVault::from_json(&TEXT).unwrap();
    assert_eq!(stored, *SEALED);
    assert_eq!((stored.label(), stored.created(), stored.backup_checked()), ("Savings", Some(NOW), Some(NOW + 2)));
    assert!(stored.needs_key());
    let accounts = stored.accounts();
    assert_eq!(accounts.len(), 4);
    let cold = ListedAccount { address: [0x66; 20].into(), label: "Cold", origin: Some(&Origin::Watched) };
    assert_eq!(accounts[3], cold);
    let kinds: Vec<_> = stored.methods().map(|method| &method.by).collect();
    assert!(matches!(
        kinds[..],
        [MethodKind::Password { .. }, MethodKind::Passkey { prf_salt, .. }] if prf_salt.0 == [0x21; 32]
    ));
}

#[test]
fn a_password_opens_in_every_unicode_form() {
    let vault = vault();
    let new = crate::bench::password("Z\u{fc}rich");
    let sealed = SealedVault::new(&vault, &new, NOW, &crate::bench::counting(1)).unwrap();
    assert!(sealed.open(&UnlockKey::Password("Zu\u{308}rich")).is_ok());
    for wrong in ["Zurich", ""] {
        assert_eq!(sealed.open(&UnlockKey::Password(wrong)).unwrap_err(), VaultError::WrongPassword);
    }
    let empty = SealedVault::new(&vault, &crate::bench::password(""), NOW, &crate::bench::counting(1));
    assert_eq!(empty.unwrap_err(), VaultError::EmptyPassword);
}

#[test]
fn a_vault_of_another_version_or_kind_is_told_apart() {
    let newer = TEXT.replace("\"version\":2", "\"version\":3").replace("\"counter\"", "\"count\"");
    assert_eq!(SealedVault::from_json(&newer).unwrap_err(), VaultError::UnknownVersion { got: 3 });
    // Nothing but the number was hit: that is damage, not newer software.
    let hit = TEXT.replace("\"version\":2", "\"version\":3");
    assert_eq!(SealedVault::from_json(&hit).unwrap_err(), VaultError::Damaged(DamagedPart::Checksum));
    let other = TEXT.replace("assay-vault", "other-vault");
    assert!(matches!(SealedVault::from_json(&other), Err(VaultError::Damaged(DamagedPart::Syntax { .. }))));
    let greedy = TEXT.replace("\"memoryKib\":64", "\"memoryKib\":4194304");
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
    for (length, _) in TEXT.char_indices() {
        let torn = SealedVault::from_json(&TEXT[..length]);
        assert!(matches!(torn, Err(VaultError::Damaged(_))), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damage is never taken for a wrong password, and never goes unnoticed.
    #[test]
    fn an_altered_file_is_noticed(at in any::<prop::sample::Index>(), to in 0x20_u8..0x7f) {
        let mut json = TEXT.clone().into_bytes();
        let at = at.index(json.len());
        prop_assume!(json[at] != to);
        json[at] = to;
        // Half of a letter of two bytes: storage gives text, so such a record is not text any more.
        let Ok(json) = String::from_utf8(json) else { return Ok(()) };
        match SealedVault::from_json(&json) {
            // White space, or another spelling of the same bytes.
            Ok(same) => prop_assert_eq!(&same, &*SEALED),
            Err(VaultError::Damaged(_) | VaultError::UnknownVersion { .. } | VaultError::ParamsOutOfRange(_)) => {}
            Err(error) => prop_assert!(false, "{:?}", error),
        }
    }

    #[test]
    fn no_other_password_opens(password in "\\PC{1,12}") {
        prop_assume!(password != PASSWORD);
        prop_assert_eq!(SEALED.open(&UnlockKey::Password(&password)).unwrap_err(), VaultError::WrongPassword);
    }
}

/// A forger who makes the checksum fit is stopped by the tags, and the owner learns which part it was.
#[test]
fn a_forged_part_is_named() {
    let opened = |text: &str, passkey: Option<()>| {
        let stored = SealedVault::from_json(text).unwrap();
        let key = passkey.map_or(UnlockKey::Password(PASSWORD), |()| by_passkey(&stored));
        stored.open(&key).map(|vault| contents(&vault))
    };
    let by_password = |from: &str, to: &str| opened(&forged(&TEXT, from, to), None);
    assert_eq!(by_password("Savings", "Savings"), Ok(contents(&vault())), "the checksum is worked out rightly");

    let public = Err(VaultError::Damaged(DamagedPart::Public));
    assert_eq!(by_password("Savings", "Mine"), public);
    assert_eq!(by_password(&"66".repeat(20), &"77".repeat(20)), public);
    assert_eq!(by_password("0'/0/7", "0'/0/8"), public);
    assert_eq!(by_password(&format!("\"backupChecked\":{}", NOW + 2), "\"backupChecked\":null"), public);
    assert_eq!(by_password("\"passes\":1", "\"passes\":2"), Err(VaultError::WrongPassword));
    let moment = format!("\"created\":{}", NOW + 1);
    assert_eq!(by_password(&moment, "\"created\":null"), Err(VaultError::WrongPassword));
    // The other method is untouched by all of that.
    assert_eq!(opened(&forged(&TEXT, "\"passes\":1", "\"passes\":2"), Some(())), Ok(contents(&vault())));
    assert_eq!(opened(&forged(&TEXT, "wallet.example", "wallet.exampl3"), Some(())), Err(VaultError::WrongPasskey));
    let secrets = hit(&TEXT, "\"ciphertext\":\"0x0000000000"[..16].trim_end_matches('0'));
    let digits = secrets.split("\"ciphertext\":\"").nth(1).unwrap();
    let whole = TEXT.split("\"ciphertext\":\"").nth(1).unwrap();
    assert_eq!(
        by_password(&whole[..20], &digits[..20]),
        Err(VaultError::Damaged(DamagedPart::Secrets)),
        "another cipher text"
    );
    // A vault's parts open in no other vault.
    let foreign = TEXT.replace(&"01".repeat(16), &"0a".repeat(16));
    assert_eq!(opened(&forged(&foreign, "Savings", "Savings"), None), Err(VaultError::WrongPassword));
    assert_eq!(opened(&forged(&foreign, "Savings", "Savings"), Some(())), Err(VaultError::WrongPasskey));
}

/// Made by a faulty or hostile program whose checksum fits: refused before any key is asked for.
#[test]
fn a_senseless_file_is_refused() {
    for (from, to) in [
        // Two accounts with one address, two methods with one id, and no method at all.
        ("0x2c7536e3605d9c16a7a3d7b1898e529396a65c23", "0x079ee229f2f65c59a9aa52b93795fff5a3f075c3"),
        ("0x1313131313131313", "0x0303030303030303"),
    ] {
        let error = SealedVault::from_json(&forged(&TEXT, from, to)).unwrap_err();
        assert_eq!(error, VaultError::Damaged(DamagedPart::Contents), "{to}");
    }
    let methods = &TEXT[TEXT.find("[{\"method\"").unwrap()..TEXT.find(",\"seal\"").unwrap()];
    for (from, to) in
        [(methods, "[]"), (&TEXT[TEXT.find("{\"methods\"").unwrap()..TEXT.rfind("},\"checksum").unwrap()], "null")]
    {
        let error = SealedVault::from_json(&forged(&TEXT, from, to)).unwrap_err();
        assert_eq!(error, VaultError::Damaged(DamagedPart::Contents), "{to}");
    }
    let more = forged(&TEXT, "\"counter\"", "\"more\":1,\"counter\"");
    assert!(matches!(SealedVault::from_json(&more), Err(VaultError::Damaged(DamagedPart::Syntax { .. }))));
    let _ = PRF;
}

//! Unlock methods: adding, removing and changing one touches nothing else.

use assay_sdk::keys::{KdfParams, MethodId, SealedVault, SecretId, UnlockKey, Vault, VaultError};

use crate::bench::{Dice, NOW, PASSWORD, PRF, by_passkey, contents, counting, passkey, password, sealed, vault};

/// The lines of the file, without checksum and counter, and without the wrap of the method that is named.
fn without(sealed: &SealedVault, method: Option<MethodId>) -> String {
    let mut file: serde_json::Value = serde_json::from_str(&sealed.to_json().unwrap()).unwrap();
    file["checksum"].take();
    file["vault"]["counter"].take();
    let wraps = file["vault"]["locked"]["methods"].as_array_mut().unwrap();
    wraps.retain(|wrap| method.is_none_or(|method| wrap["method"]["id"] != method.to_string()));
    file.to_string()
}

#[test]
fn adding_and_removing_rewrites_one_wrap_alone() {
    let vault = vault();
    let one = SealedVault::new(&vault, &password(PASSWORD), NOW, &counting(1)).unwrap();
    let two = one.with_method(&vault, &passkey(&PRF), NOW, &counting(0x11)).unwrap();
    let added = two.methods().nth(1).unwrap().id;
    assert_eq!(without(&two, Some(added)), without(&one, None));
    let back = two.without_method(added).unwrap();
    assert_eq!((back.counter(), without(&back, None)), (3, without(&one, None)));
    // Without the password, the passkey alone.
    let alone = two.without_method(one.methods().next().unwrap().id).unwrap();
    assert_eq!(alone.open(&UnlockKey::Password(PASSWORD)).unwrap_err(), VaultError::NoPassword);
    assert_eq!(contents(&alone.open(&by_passkey(&alone)).unwrap()), contents(&vault));
    assert_eq!(alone.without_method(added).unwrap_err(), VaultError::LastMethod);
    assert_eq!(back.without_method(added).unwrap_err(), VaultError::UnknownMethod { method: added });
    let again = UnlockKey::Passkey { method: added, prf: &PRF };
    assert_eq!(back.open(&again).unwrap_err(), VaultError::UnknownMethod { method: added });
}

#[test]
fn a_changed_password_rewrites_its_wrap_alone() {
    let (old, vault) = (sealed(), vault());
    // Opened from the file: only that has the file's data key.
    assert_eq!(
        old.with_changed_password(&vault, "new", KdfParams::weak(), NOW, &counting(0x31)).unwrap_err(),
        VaultError::OtherKey { id: vault.id() },
        "a vault that was never sealed draws another data key"
    );
    let vault = old.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let new = old.with_changed_password(&vault, "new", KdfParams::weak(), NOW, &counting(0x31)).unwrap();
    let (before, after) = (old.methods().next().unwrap().id, new.methods().next().unwrap().id);
    assert_eq!(without(&new, Some(after)), without(&old, Some(before)));
    assert_eq!(new.open(&UnlockKey::Password(PASSWORD)).unwrap_err(), VaultError::WrongPassword);
    for key in [UnlockKey::Password("new"), by_passkey(&new)] {
        assert_eq!(contents(&new.open(&key).unwrap()), contents(&vault));
    }
    let empty = old.with_changed_password(&vault, "", KdfParams::weak(), NOW, &counting(0x31));
    assert_eq!(empty.unwrap_err(), VaultError::EmptyPassword);
}

#[test]
fn wrong_and_second_methods_are_refused() {
    let sealed = sealed();
    let vault = sealed.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let second = sealed.with_method(&vault, &password("another"), NOW, &counting(0x31));
    assert_eq!(second.unwrap_err(), VaultError::PasswordExists);
    let method = sealed.methods().nth(1).unwrap().id;
    let again = sealed.with_method(&vault, &passkey(&[1; 32]), NOW, &counting(0x31));
    assert_eq!(again.unwrap_err(), VaultError::PasskeyExists { method });
    let wrong = UnlockKey::Passkey { method, prf: &[1; 32] };
    assert_eq!(sealed.open(&wrong).unwrap_err(), VaultError::WrongPasskey);
    // A password's id with a passkey's output.
    let of_password = sealed.methods().next().unwrap().id;
    let crossed = UnlockKey::Passkey { method: of_password, prf: &PRF };
    assert_eq!(sealed.open(&crossed).unwrap_err(), VaultError::UnknownMethod { method: of_password });
    assert_eq!(sealed.open_unprotected().unwrap_err(), VaultError::NeedsKey);
}

#[test]
fn the_secrets_are_encrypted_anew_only_where_they_changed() {
    let sealed = sealed();
    let mut vault = sealed.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let ciphertext = |sealed: &SealedVault| {
        let file: serde_json::Value = serde_json::from_str(&sealed.to_json().unwrap()).unwrap();
        file["vault"]["locked"]["secrets"].to_string()
    };
    vault.rename_account(vault.accounts()[0].address, "Renamed").unwrap();
    vault.add_derived(SecretId(0), &crate::bench::path(1), "").unwrap();
    let renamed = sealed.update(&vault, &Dice(0).roll()).unwrap();
    assert_eq!(ciphertext(&renamed), ciphertext(&sealed));
    vault.remove_account(crate::bench::key().address()).unwrap();
    let removed = renamed.update(&vault, &Dice(50).roll()).unwrap();
    assert_ne!(ciphertext(&removed), ciphertext(&sealed));
}

#[test]
fn a_vault_without_secrets_needs_no_key_until_it_has_one() {
    let mut dice = Dice(0);
    let mut vault = Vault::create("Watched", NOW, &dice.roll());
    vault.add_watched([1; 20].into(), "Treasury").unwrap();
    let open = SealedVault::unprotected(&vault).unwrap();
    let open = SealedVault::from_json(&open.to_json().unwrap()).unwrap();
    assert!(!open.needs_key());
    assert_eq!(open.open(&UnlockKey::Password("p")).unwrap_err(), VaultError::NeedsNoKey);
    let mut vault = open.open_unprotected().unwrap();
    vault.add_connected([2; 20].into(), "Browser").unwrap();
    let open = open.update(&vault, &dice.roll()).unwrap();
    assert_eq!((open.counter(), contents(&open.open_unprotected().unwrap())), (2, contents(&vault)));
    assert_eq!(contents(&open.reopen(&vault).unwrap()), contents(&vault));

    vault.add_key(crate::bench::key(), "").unwrap();
    assert_eq!(open.update(&vault, &dice.roll()).unwrap_err(), VaultError::NeedsMethod);
    assert_eq!(SealedVault::unprotected(&vault).unwrap_err(), VaultError::NeedsMethod);
    let sealed = open.with_method(&vault, &password("p"), NOW, &dice.roll()).unwrap();
    assert_eq!(sealed.counter(), 3);
    assert_eq!(contents(&sealed.open(&UnlockKey::Password("p")).unwrap()), contents(&vault));
    let change = open.with_changed_password(&vault, "p", KdfParams::weak(), NOW, &dice.roll());
    assert_eq!(change.unwrap_err(), VaultError::NoPassword);
}

#[test]
fn what_another_tab_wrote_is_taken_up_with_the_keys_in_memory() {
    let sealed = sealed();
    let here = sealed.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let mut there = sealed.open(&by_passkey(&sealed)).unwrap();
    there.rename_account(there.accounts()[0].address, "From there").unwrap();
    let written = sealed.update(&there, &Dice(0).roll()).unwrap();
    assert_eq!(contents(&written.reopen(&here).unwrap()), contents(&there));

    let stranger = Vault::create("Stranger", NOW, &Dice(7).roll());
    let expected = sealed.id();
    let other = VaultError::OtherVault { got: stranger.id(), expected };
    assert_eq!(sealed.reopen(&stranger).unwrap_err(), other);
    assert_eq!(sealed.update(&stranger, &Dice(0).roll()).unwrap_err(), other);
    // The same id, and never opened from this file.
    let impostor = Vault::create("Impostor", NOW, &counting(1));
    assert_eq!(sealed.reopen(&impostor).unwrap_err(), VaultError::NeedsKey);
    assert_eq!(sealed.update(&impostor, &Dice(0).roll()).unwrap_err(), VaultError::OtherKey { id: expected });
}

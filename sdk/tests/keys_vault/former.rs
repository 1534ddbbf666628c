//! Files of version 1. Their origin stands in `vectors/vault/README.md`.

use alloy_primitives::hex;
use assay_sdk::keys::{Generations, KdfParams, MethodKind, SealedVault, SecretId, UnlockKey, VaultError};

use crate::bench::{Dice, KEY, NOW, PHRASE, contents, passkey};

const OF_PHRASE: &str = include_str!("../vectors/vault/version-1-phrase.json");
const OF_KEY: &str = include_str!("../vectors/vault/version-1-key.json");
const OF_OTHERS: &str = include_str!("../vectors/vault/version-1-other-software.json");
const PASSWORD: UnlockKey<'_> = UnlockKey::Password("correct horse battery");

/// Addresses and keys by ethers 6, `HDNodeWallet.fromPhrase(phrase, "Zürich", "m/44'/60'/0'/0/i")`.
const ACCOUNTS: [(&str, &str); 3] = [
    ("0xfD996DfC9D0a1168bb7028959dFd6fc9d3f81D0f", "49d83e3811ab0d3f70f602b5d26c567ba766494970ad3252b2c9d79faf8f9e5b"),
    ("0x1d171841784849123B981399184dcaB2F8B6746E", "b35d9cfd2106f64be2503ee499140c68acc99f5823e92c60f2ee26f08c8e3c0a"),
    ("0x70257bB61e7B2EBA6B9930afd429e15D4b053235", "793d935c02a9c244d74f1607b0c6f4f11d3efcd58f5f45c5aa86f18786781130"),
];

#[test]
fn a_phrase_of_version_1_opens_and_is_written_as_version_2() {
    let former = SealedVault::from_json(OF_PHRASE).unwrap();
    assert_eq!((former.counter(), former.label(), former.created()), (0, "Savings", None));
    let listed: Vec<_> = former.accounts().iter().map(|account| account.address.to_string()).collect();
    assert_eq!(listed, ACCOUNTS.map(|(address, _)| address));
    assert_eq!(former.open(&UnlockKey::Password("correct horse")).unwrap_err(), VaultError::WrongPassword);
    assert_eq!(former.to_json().unwrap(), OF_PHRASE.trim(), "exported as it is");

    let open = former.open(&PASSWORD).unwrap();
    let next = former.update(&open, &Dice(0).roll()).unwrap();
    let text = next.to_json().unwrap();
    assert!(text.starts_with("{\"format\":\"assay-vault\",\"version\":2,"));
    let stored = SealedVault::from_json(&text).unwrap();
    assert_eq!((stored.counter(), stored.id()), (1, former.id()));
    let again = stored.open(&PASSWORD).unwrap();
    assert_eq!(contents(&again), contents(&open));
    for (account, (address, key)) in again.accounts().iter().zip(ACCOUNTS) {
        assert_eq!(account.address.to_string(), address);
        assert_eq!(hex::encode(*again.account_key(account.address).unwrap().reveal()), key);
    }
    assert_eq!(again.accounts().len(), 3);
    assert_eq!(*again.reveal_passphrase(SecretId(0)).unwrap(), "Zürich");

    // What was opened from version 1 goes on with what was written from it.
    let mut changed = stored.reopen(&open).unwrap();
    changed.rename_account(changed.accounts()[1].address, "Second").unwrap();
    let third = stored.update(&changed, &Dice(9).roll()).unwrap();
    assert_eq!(third.counter(), 2);
    assert_eq!(contents(&third.open(&PASSWORD).unwrap()), contents(&changed));
}

#[test]
fn a_key_of_version_1_opens_and_keeps_its_cost() {
    let former = SealedVault::from_json(OF_KEY).unwrap();
    let open = former.open(&PASSWORD).unwrap();
    assert_eq!(hex::encode(*open.account_key(open.accounts()[0].address).unwrap().reveal()), KEY);
    let next = former.update(&open, &Dice(0).roll()).unwrap();
    let Some(MethodKind::Password { kdf, .. }) = next.methods().next().map(|method| &method.by) else {
        panic!("a password")
    };
    assert_eq!(*kdf, KdfParams::DEFAULT);
    assert_eq!(contents(&next.open(&PASSWORD).unwrap()), contents(&open));
}

#[test]
fn a_vault_of_version_1_by_other_software_opens() {
    let former = SealedVault::from_json(OF_OTHERS).unwrap();
    let open = former.open(&UnlockKey::Password("correct horse")).unwrap();
    assert_eq!(*open.mnemonic(SecretId(0)).unwrap().reveal(), PHRASE);
    for account in open.accounts() {
        assert_eq!(open.account_key(account.address).unwrap().address(), account.address);
    }
}

#[test]
fn every_change_of_version_1_writes_version_2() {
    let former = SealedVault::from_json(OF_PHRASE).unwrap();
    let open = former.open(&PASSWORD).unwrap();
    let mut dice = Dice(0);
    let with = former.with_method(&open, &passkey(&[7; 32]), NOW, &dice.roll()).unwrap();
    assert_eq!((with.counter(), with.methods().count()), (1, 2));
    assert_eq!(contents(&with.open(&PASSWORD).unwrap()), contents(&open));

    // Another data key than that of the writing above would be a second truth: the open vault keeps to one.
    let changed = former.with_changed_password(&open, "new", KdfParams::weak(), NOW, &dice.roll()).unwrap();
    assert_eq!(changed.open(&PASSWORD).unwrap_err(), VaultError::WrongPassword);
    assert_eq!(contents(&changed.open(&UnlockKey::Password("new")).unwrap()), contents(&open));
    let only = former.methods().next().unwrap().id;
    assert_eq!(former.without_method(only).unwrap_err(), VaultError::LastMethod);
    assert_eq!(contents(&former.reopen(&open).unwrap()), contents(&open));
}

#[test]
fn version_1_in_a_slot_is_the_oldest_generation() {
    let former = SealedVault::from_json(OF_PHRASE).unwrap();
    let open = former.open(&PASSWORD).unwrap();
    let next = former.update(&open, &Dice(0).roll()).unwrap().to_json().unwrap();
    let both = Generations::read(Some(OF_PHRASE), Some(&next));
    assert_eq!(both.newest().unwrap().counter(), 1);
    assert_eq!(both.fell_back(), None);
    let torn = Generations::read(Some(OF_PHRASE), Some(&next[..next.len() / 2]));
    assert_eq!(torn.newest().unwrap(), &former);
}

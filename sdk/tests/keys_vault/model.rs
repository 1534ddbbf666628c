//! Any sequence of changes: after each one, the file that was written opens to what a plain list says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use alloy_primitives::Address;
use assay_sdk::keys::{
    Generations, KdfParams, Method, MethodKind, Mnemonic, NewMethod, SealedVault, SecretId, SecretKey, Slot, UnlockKey,
    Vault, VaultError,
};
use proptest::prelude::*;

use crate::bench::{Dice, NOW, PHRASE, password, path};

/// The accounts of two phrases, worked out without the vault.
static DERIVED: LazyLock<[[Address; 3]; 2]> = LazyLock::new(|| {
    ["", "other"].map(|passphrase| {
        let accounts = Mnemonic::from_phrase(PHRASE).unwrap().seed(passphrase).accounts(0, 3).unwrap();
        [accounts[0].address(), accounts[1].address(), accounts[2].address()]
    })
});

#[derive(Clone, Debug)]
enum Change {
    Phrase(usize),
    Derived(usize, usize),
    Key(u8),
    Watched(u8),
    Connected(u8),
    Rename(usize, String),
    Remove(usize),
    Label(String),
    Backup(u64),
    AddPasskey(u8),
    RemoveMethod(usize),
    Password(u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..2_usize).prop_map(Change::Phrase),
        (0..2_usize, 0..3_usize).prop_map(|(phrase, index)| Change::Derived(phrase, index)),
        (1..4_u8).prop_map(Change::Key),
        (1..4_u8).prop_map(Change::Watched),
        (1..4_u8).prop_map(Change::Connected),
        (0..8_usize, "\\PC{0,8}").prop_map(|(at, label)| Change::Rename(at, label)),
        (0..8_usize).prop_map(Change::Remove),
        "\\PC{0,8}".prop_map(Change::Label),
        any::<u64>().prop_map(Change::Backup),
        (1..4_u8).prop_map(Change::AddPasskey),
        (0..4_usize).prop_map(Change::RemoveMethod),
        (0..3_u8).prop_map(Change::Password),
    ]
}

/// What should be there, kept by hand.
#[derive(Default)]
struct Model {
    label: String,
    /// Address, label, and the bytes of the key where it is a single one.
    accounts: Vec<(Address, String, Option<u8>)>,
    phrases: BTreeMap<usize, SecretId>,
    backup: Option<u64>,
    password: Option<u8>,
    passkeys: Vec<u8>,
}

impl Model {
    fn has(&self, address: Address) -> bool {
        self.accounts.iter().any(|(known, ..)| *known == address)
    }

    /// Makes the change on both; says whether the secrets of the vault are as the model wants them.
    fn apply(&mut self, change: &Change, vault: &mut Vault) {
        match change {
            Change::Phrase(which) => {
                let passphrase = ["", "other"][*which];
                match vault.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), passphrase) {
                    Ok(id) => {
                        assert_eq!(self.phrases.insert(*which, id), None);
                        self.backup = None;
                    }
                    Err(_) => assert!(self.phrases.contains_key(which)),
                }
            }
            Change::Derived(which, index) => {
                let Some(id) = self.phrases.get(which) else { return };
                let added = vault.add_derived(*id, &path(*index as u32), "derived");
                self.added(DERIVED[*which][*index], "derived", None, &added);
            }
            Change::Key(byte) => {
                let key = SecretKey::from_bytes(&[*byte; 32]).unwrap();
                let address = key.address();
                let added = vault.add_key(key, "key");
                self.added(address, "key", Some(*byte), &added);
            }
            Change::Watched(byte) => {
                let added = vault.add_watched([*byte; 20].into(), "watched");
                self.added([*byte; 20].into(), "watched", None, &added);
            }
            Change::Connected(byte) => {
                let added = vault.add_connected([*byte; 20].into(), "connected");
                self.added([*byte; 20].into(), "connected", None, &added);
            }
            Change::Rename(at, label) => {
                let Some(account) = self.accounts.get_mut(*at) else { return };
                vault.rename_account(account.0, label).unwrap();
                account.1.clone_from(label);
            }
            Change::Remove(at) => {
                let Some((address, ..)) = self.accounts.get(*at) else { return };
                let removed = vault.remove_account(*address).is_ok();
                assert_eq!(removed, self.accounts.len() > 1);
                if removed {
                    self.accounts.remove(*at);
                }
            }
            Change::Label(label) => {
                vault.set_label(label);
                self.label.clone_from(label);
            }
            Change::Backup(moment) => {
                vault.set_backup_checked(*moment);
                self.backup = Some(*moment);
            }
            Change::AddPasskey(_) | Change::RemoveMethod(_) | Change::Password(_) => {}
        }
    }

    fn added<T>(&mut self, address: Address, label: &str, key: Option<u8>, added: &Result<T, VaultError>) {
        assert_eq!(added.is_ok(), !self.has(address));
        if added.is_ok() {
            self.accounts.push((address, label.to_owned(), key));
        }
    }

    /// The next writing, after the change was made on the open vault.
    fn write(&mut self, change: &Change, old: &SealedVault, vault: &Vault, dice: &mut Dice) -> Option<SealedVault> {
        match change {
            Change::AddPasskey(byte) => {
                let new = NewMethod::Passkey {
                    credential: &[*byte],
                    rp_id: "wallet.example",
                    label: "",
                    prf_salt: [*byte; 32],
                    prf: &[*byte; 32],
                };
                let written = old.with_method(vault, &new, NOW, &dice.roll()).ok();
                assert_eq!(written.is_some(), !self.passkeys.contains(byte));
                if written.is_some() {
                    self.passkeys.push(*byte);
                }
                written
            }
            Change::RemoveMethod(at) => {
                let method = old.methods().nth(*at)?.clone();
                let written = old.without_method(method.id).ok()?;
                if method.is_password() {
                    self.password = None;
                } else {
                    let gone = credential(&method);
                    self.passkeys.retain(|byte| *byte != gone);
                }
                Some(written)
            }
            Change::Password(byte) => {
                let text = byte.to_string();
                let written = if self.password.is_some() {
                    old.with_changed_password(vault, &text, KdfParams::weak(), NOW, &dice.roll())
                } else {
                    old.with_method(vault, &password(&text), NOW, &dice.roll())
                };
                self.password = Some(*byte);
                Some(written.unwrap())
            }
            Change::Phrase(_)
            | Change::Derived(..)
            | Change::Key(_)
            | Change::Watched(_)
            | Change::Connected(_)
            | Change::Rename(..)
            | Change::Remove(_)
            | Change::Label(_)
            | Change::Backup(_) => Some(old.update(vault, &dice.roll()).unwrap()),
        }
    }

    fn check(&self, sealed: &SealedVault) {
        assert_eq!(sealed.methods().count(), self.passkeys.len() + usize::from(self.password.is_some()));
        for method in sealed.methods() {
            let (password, prf);
            let key = if method.is_password() {
                password = self.password.unwrap().to_string();
                UnlockKey::Password(&password)
            } else {
                prf = [credential(method); 32];
                UnlockKey::Passkey { method: method.id, prf: &prf }
            };
            let open = sealed.open(&key).unwrap();
            assert_eq!((open.label(), open.backup_checked()), (self.label.as_str(), self.backup));
            let accounts: Vec<_> = open.accounts().iter().map(|account| (account.address, &account.label)).collect();
            assert_eq!(accounts, self.accounts.iter().map(|(address, label, _)| (*address, label)).collect::<Vec<_>>());
            for (address, _, byte) in &self.accounts {
                if let Some(byte) = byte {
                    assert_eq!(*open.account_key(*address).unwrap().reveal(), [*byte; 32]);
                }
            }
            let keys = self.accounts.iter().filter(|(.., byte)| byte.is_some()).count();
            assert_eq!(open.secrets().count(), self.phrases.len() + keys);
            for id in self.phrases.values() {
                assert_eq!(*open.mnemonic(*id).unwrap().reveal(), PHRASE);
            }
        }
    }
}

fn credential(method: &Method) -> u8 {
    match &method.by {
        MethodKind::Passkey { credential, .. } => credential[0],
        other @ (MethodKind::Password { .. } | _) => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_file_opens_to_it(changes in prop::collection::vec(change(), 1..24)) {
        let mut dice = Dice(0);
        let mut model = Model { label: "Model".to_owned(), password: Some(0), ..Model::default() };
        let mut vault = Vault::create("Model", NOW, &dice.roll());
        let first = SealedVault::new(&vault, &password("0"), NOW, &dice.roll()).unwrap();
        let mut slots = [Some(first.to_json().unwrap()), None];
        for change in &changes {
            let generations = Generations::read(slots[0].as_deref(), slots[1].as_deref());
            let old = generations.newest().unwrap();
            vault = old.reopen(&vault).unwrap();
            model.apply(change, &mut vault);
            let Some(new) = model.write(change, old, &vault, &mut dice) else { continue };
            prop_assert_eq!(new.counter(), old.counter() + 1);
            let at = usize::from(generations.next_slot() == Slot::Second);
            slots[at] = Some(new.to_json().unwrap());
            let after = Generations::read(slots[0].as_deref(), slots[1].as_deref());
            prop_assert_eq!(after.newest().unwrap(), &new);
            prop_assert_eq!(after.fell_back(), None);
            model.check(&new);
        }
    }
}

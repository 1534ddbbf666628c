//! The worker in this process: the same desk over records in memory.

mod accounts;
mod arrivals;
mod backup;
mod cuts;
mod doors;
mod methods;
mod repairs;
mod tabs;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use alloy_primitives::{Address, Bytes, address};

use super::*;
use crate::services::storage::StorageError;
use crate::worker::protocol::{
    ImportText, MethodKind, MethodSummary, NewProtection, PasskeyOutput, UnlockKey, VaultSummary,
};
use crate::worker::records::Texts;

/// The phrase of BIP-39's first test vector and the first Ethereum accounts that wallets derive from it
/// (<https://github.com/trezor/python-mnemonic/blob/master/vectors.json>; addresses by ethers 6).
pub(super) const PHRASE: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
pub(super) const ADDRESS: Address = address!("9858EfFD232B4033E47d90003D41EC34EcaEda94");
pub(super) const SECOND: Address = address!("6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0");
pub(super) const PASSWORD: &str = "correct horse";
pub(super) const OTHER: &str = "battery staple";
/// An address of nobody here.
pub(super) const STRANGER: Address = address!("000000000000000000000000000000000000dEaD");

/// Records in memory.
#[derive(Clone, Default)]
pub(super) struct Memory(pub(super) Rc<RefCell<BTreeMap<String, String>>>);

impl Records for Memory {
    type Lock = ();

    async fn all(&self) -> Result<Texts, StorageError> {
        Ok(self.0.borrow().iter().map(|(key, text)| (key.clone(), Ok(text.clone()))).collect())
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.0.borrow().get(key).cloned())
    }
    async fn put(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }
    async fn lock(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Memory {
    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }
    pub(super) fn set(&self, key: &str, text: &str) {
        self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
    }
    pub(super) fn keys(&self) -> Vec<String> {
        self.0.borrow().keys().cloned().collect()
    }
    /// The text with its second half cut off.
    pub(super) fn tear(&self, key: &str) {
        let text = self.get(key).unwrap();
        self.set(key, first_half(&text));
    }
}

/// What is left of a text that was being written when everything ended.
pub(super) fn first_half(text: &str) -> &str {
    text.get(..text.len().div_euclid(2)).expect("what is stored is ASCII")
}

/// A storage that takes nothing.
pub(super) struct Full;

impl Records for Full {
    type Lock = ();

    async fn all(&self) -> Result<Texts, StorageError> {
        Ok(Vec::new())
    }
    async fn read(&self, _: &str) -> Result<Option<String>, StorageError> {
        Ok(None)
    }
    async fn put(&self, _: &str, _: &str) -> Result<(), StorageError> {
        Err(StorageError::Refused { action: "write a record", why: "the disk is full".to_owned() })
    }
    async fn remove(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }
    async fn lock(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }
}

/// When the tests begin, in milliseconds since the Unix epoch.
pub(super) const START: u64 = 1_700_000_000_000;

/// Both clocks, moved by hand.
#[derive(Clone)]
pub(super) struct Clocks(pub(super) Rc<Cell<Moment>>);

impl Clocks {
    pub(super) fn new() -> Self {
        Self(Rc::new(Cell::new(Moment { wall: START, steady: Duration::ZERO })))
    }
    pub(super) fn pass(&self, seconds: u64) {
        let Moment { wall, steady } = self.0.get();
        self.0.set(Moment {
            wall: wall.saturating_add(seconds.saturating_mul(1000)),
            steady: steady.saturating_add(Duration::from_secs(seconds)),
        });
    }
    pub(super) fn set_wall(&self, wall: u64) {
        self.0.set(Moment { wall, ..self.0.get() });
    }
}

pub(super) fn desk_at<R: Records>(records: R, clocks: &Clocks) -> Desk<R> {
    let clocks = clocks.clone();
    Desk::new(records, Effort::Weak, move || clocks.0.get())
}

pub(super) fn desk<R: Records>(records: R) -> Desk<R> {
    desk_at(records, &Clocks::new())
}

/// Memory answers at once, so one look is enough.
pub(super) fn ask<R: Records>(desk: &Desk<R>, call: Call) -> Result<Answer, KeyError> {
    match pin!(KeyService::ask(desk, call)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("memory does not wait"),
    }
}

pub(super) fn status<R: Records>(desk: &Desk<R>, call: Call) -> Status {
    match ask(desk, call) {
        Ok(Answer::Status(status)) => status,
        Ok(_) => panic!("another question's answer"),
        Err(error) => panic!("{error}"),
    }
}

pub(super) fn refused<R: Records>(desk: &Desk<R>, call: Call) -> KeyErrorKind {
    ask(desk, call).expect_err("it was not refused").kind
}

pub(super) fn protection(password: &str) -> NewProtection {
    NewProtection { password: password.to_owned() }
}

pub(super) fn text(text: &str) -> ImportText {
    ImportText { text: text.to_owned(), ..ImportText::default() }
}

pub(super) fn import(brought: &str) -> Call {
    Call::Import { import: text(brought), protection: Some(protection(PASSWORD)), label: " Savings ".to_owned() }
}

pub(super) fn password(password: &str) -> UnlockKey {
    UnlockKey::Password { password: password.to_owned() }
}

pub(super) fn unlock(vault: &str, with: &str) -> Call {
    Call::Unlock { vault: vault.to_owned(), key: Some(password(with)) }
}

/// A desk with the phrase's wallet open, and its id.
pub(super) fn opened(records: &Memory) -> (Desk<Memory>, String) {
    let desk = desk(records.clone());
    let id = status(&desk, import(PHRASE)).open.unwrap();
    (desk, id)
}

/// The wallet with this id.
pub(super) fn find(status: &Status, id: &str) -> VaultSummary {
    status.vaults.iter().find(|vault| vault.id == id).unwrap().clone()
}

pub(super) fn addresses(vault: &VaultSummary) -> Vec<Address> {
    vault.accounts.iter().map(|account| account.address).collect()
}

/// What an authenticator would give: the same for the same salt, another one for each credential.
pub(super) fn passkey(credential: &[u8], salt: &[u8]) -> PasskeyOutput {
    let prf = alloy_primitives::keccak256([credential, salt].concat());
    PasskeyOutput {
        credential: Bytes::copy_from_slice(credential),
        salt: Bytes::copy_from_slice(salt),
        prf: Bytes::copy_from_slice(prf.as_slice()),
    }
}

/// Adds a passkey to the open wallet, as the page does.
pub(super) fn add_passkey<R: Records>(desk: &Desk<R>, credential: &[u8], key: UnlockKey) -> Result<Answer, KeyError> {
    let Answer::PasskeyOffer(offer) = ask(desk, Call::PasskeyOffer)? else { panic!("another question's answer") };
    let output = passkey(credential, &offer.salt);
    ask(desk, Call::AddPasskey { key, label: "Key".to_owned(), rp_id: "localhost".to_owned(), output })
}

/// The output of the passkey for the salt that stands in the wallet.
pub(super) fn passkey_of(vault: &VaultSummary, wanted: &[u8]) -> UnlockKey {
    let salt = vault.methods.iter().find_map(|method| match &method.kind {
        MethodKind::Passkey { credential, salt, .. } if credential.as_ref() == wanted => Some(salt.clone()),
        MethodKind::Passkey { .. } | MethodKind::Password => None,
    });
    UnlockKey::Passkey(passkey(wanted, &salt.expect("the passkey is listed")))
}

pub(super) fn is_password(method: &MethodSummary) -> bool {
    method.kind == MethodKind::Password
}

/// Words of the phrase at these positions.
pub(super) fn answers(phrase: &str, ask: &[u8]) -> Vec<(u8, String)> {
    let word = |position: &u8| phrase.split(' ').nth(usize::from(*position).saturating_sub(1)).unwrap().to_owned();
    ask.iter().map(|position| (*position, word(position))).collect()
}

pub(super) fn generated<R: Records>(desk: &Desk<R>, words: u8) -> (String, Vec<u8>) {
    match ask(desk, Call::Generate { words }) {
        Ok(Answer::Phrase { phrase, ask }) => (phrase, ask),
        _ => panic!("another question's answer"),
    }
}

pub(super) fn confirm(answers: Vec<(u8, String)>) -> Call {
    Call::Confirm { answers, passphrase: String::new(), protection: protection(PASSWORD), label: "Mine".to_owned() }
}

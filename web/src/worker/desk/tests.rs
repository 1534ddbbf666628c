//! The worker in this process: the same desk over records in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use alloy_primitives::{Address, B256, Bytes, Signature, address, hex, keccak256};
use assay_sdk::keys::SigningPayload;
use assay_sdk::units::ChainId;

use super::*;
use crate::worker::protocol::{ImportText, NewProtection};
use crate::worker::room::Effort;

/// The phrase of BIP-39's first test vector and the first Ethereum account that wallets derive from it.
const PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ADDRESS: Address = address!("9858EfFD232B4033E47d90003D41EC34EcaEda94");
const PASSWORD: &str = "correct horse";

#[derive(Clone, Default)]
struct Memory(Rc<RefCell<BTreeMap<String, String>>>);

impl Records for Memory {
    async fn all(&self) -> Result<Vec<(String, Result<String, StorageError>)>, StorageError> {
        Ok(self.0.borrow().iter().map(|(id, text)| (id.clone(), Ok(text.clone()))).collect())
    }
    async fn put(&self, id: &str, text: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(id.to_owned(), text.to_owned());
        Ok(())
    }
    async fn remove(&self, id: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(id);
        Ok(())
    }
}

/// A storage that takes nothing.
struct Full;

impl Records for Full {
    async fn all(&self) -> Result<Vec<(String, Result<String, StorageError>)>, StorageError> {
        Ok(Vec::new())
    }
    async fn put(&self, _: &str, _: &str) -> Result<(), StorageError> {
        Err(StorageError::Refused { action: "write a record", why: "the disk is full".to_owned() })
    }
    async fn remove(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }
}

fn desk<R: Records>(records: R) -> Desk<R> {
    Desk::new(Room::new(Effort::Weak), records, || 1_700_000_000_000)
}

/// Memory answers at once, so one look is enough.
fn ask<R: Records>(desk: &mut Desk<R>, call: Call) -> Result<Answer, KeyError> {
    match pin!(desk.answer(call)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("memory does not wait"),
    }
}

fn status<R: Records>(desk: &mut Desk<R>, call: Call) -> Status {
    match ask(desk, call).unwrap() {
        Answer::Status(status) => status,
        _ => panic!("another question's answer"),
    }
}

fn refused<R: Records>(desk: &mut Desk<R>, call: Call) -> KeyErrorKind {
    ask(desk, call).unwrap_err().kind
}

fn import(phrase: &str) -> Call {
    import_with(phrase, PASSWORD, " Savings ")
}

fn import_with(phrase: &str, password: &str, label: &str) -> Call {
    Call::Import {
        import: ImportText { text: phrase.to_owned(), ..ImportText::default() },
        protection: Some(NewProtection { password: password.to_owned() }),
        label: label.to_owned(),
    }
}

fn unlock(vault: &str, password: &str) -> Call {
    Call::Unlock { vault: vault.to_owned(), key: Some(UnlockKey::Password { password: password.to_owned() }) }
}

fn generated(desk: &mut Desk<Memory>, words: u8) -> (String, Vec<u8>) {
    match ask(desk, Call::Generate { words }).unwrap() {
        Answer::Phrase { phrase, ask } => (phrase, ask),
        _ => panic!("another question's answer"),
    }
}

fn confirm(answers: Vec<(u8, String)>) -> Call {
    let protection = NewProtection { password: PASSWORD.to_owned() };
    Call::Confirm { answers, passphrase: String::new(), protection, label: "Mine".to_owned() }
}

fn answers(phrase: &str, ask: &[u8]) -> Vec<(u8, String)> {
    ask.iter()
        .map(|position| {
            (*position, phrase.split(' ').nth(usize::from(*position).saturating_sub(1)).unwrap().to_owned())
        })
        .collect()
}

#[test]
fn a_created_wallet_opens_again_in_another_worker_and_its_phrase_restores_it() {
    let shelf = Memory::default();
    let mut first = desk(shelf.clone());
    let (phrase, asked) = generated(&mut first, 24);
    assert_eq!((phrase.split(' ').count(), asked.len()), (24, 3));
    assert!(shelf.0.borrow().is_empty(), "nothing is stored before the words are confirmed");
    let created = status(&mut first, confirm(answers(&phrase, &asked)));
    assert_eq!(created.open.as_ref(), Some(&created.vaults[0].id));
    assert_eq!(created.vaults[0].label, "Mine");

    let mut reloaded = desk(shelf.clone());
    let locked = status(&mut reloaded, Call::Status);
    assert_eq!((locked.vaults.as_slice(), locked.open), (created.vaults.as_slice(), None));
    let id = created.vaults[0].id.clone();
    assert_eq!(refused(&mut reloaded, unlock(&id, "wrong horse")), KeyErrorKind::WrongPassword);
    assert_eq!(status(&mut reloaded, unlock(&id, PASSWORD)).open, Some(id));

    let elsewhere = status(&mut desk(Memory::default()), import(&phrase));
    assert_eq!(elsewhere.vaults[0].address(), created.vaults[0].address());
    let stored = shelf.0.borrow().values().cloned().collect::<String>();
    // By pairs: the file's own field names, as `public`, are words of the list too.
    let words: Vec<&str> = phrase.split(' ').collect();
    assert!(words.windows(2).all(|pair| !stored.contains(&pair.join(" "))), "no words in the clear");
}

#[test]
fn words_are_checked_and_a_mistake_can_be_mended() {
    let mut desk = desk(Memory::default());
    let (phrase, asked) = generated(&mut desk, 12);
    let right = answers(&phrase, &asked);
    let mut wrong = right.clone();
    wrong[1].1 = "zzz".to_owned();
    let error = ask(&mut desk, confirm(wrong)).unwrap_err();
    assert_eq!(error.kind, KeyErrorKind::WrongWords);
    assert!(error.message.contains(&format!("Word {} is not", asked[1])), "{error}");
    assert_eq!(
        refused(&mut desk, confirm(right[..2].to_vec())),
        KeyErrorKind::WrongWords,
        "an answer left out is wrong"
    );
    assert_eq!(refused(&mut desk, confirm(Vec::new())), KeyErrorKind::WrongWords);
    let spaced = right.into_iter().map(|(position, word)| (position, format!(" {} ", word.to_uppercase()))).collect();
    assert!(status(&mut desk, confirm(spaced)).open.is_some());
    assert_eq!(refused(&mut desk, confirm(answers(&phrase, &asked))), KeyErrorKind::Missing, "a phrase is stored once");
}

#[test]
fn a_phrase_survives_neither_lock_nor_reload_but_a_full_disk() {
    let shelf = Memory::default();
    let mut desk = desk(shelf);
    let (phrase, asked) = generated(&mut desk, 12);
    status(&mut desk, Call::Lock);
    assert_eq!(refused(&mut desk, confirm(answers(&phrase, &asked))), KeyErrorKind::Missing);
    assert_eq!(refused(&mut desk, Call::Generate { words: 13 }), KeyErrorKind::BadRequest);

    let mut full = Desk::new(Room::new(Effort::Weak), Full, || 0);
    assert_eq!(refused(&mut full, import(PHRASE)), KeyErrorKind::Storage);
    assert_eq!(status(&mut full, Call::Status).open, None, "what is not stored is not open");
}

#[test]
fn an_imported_phrase_leads_to_the_account_that_other_wallets_show() {
    let mut desk = desk(Memory::default());
    let opened = status(&mut desk, import(&format!("  {}\n", PHRASE.to_uppercase())));
    assert_eq!(opened.vaults[0].address(), Some(ADDRESS));
    assert_eq!(opened.vaults[0].label, "Savings");
}

#[test]
fn bad_phrases_passwords_and_names_are_each_refused_by_kind() {
    let mut desk = desk(Memory::default());
    for (phrase, says) in [
        (PHRASE.replace("about", "abaut"), "Word 12"),
        (PHRASE.replace("about", "zoo"), "one was mistaken"),
        ("abandon about".to_owned(), "has 2"),
    ] {
        let error = ask(&mut desk, import(&phrase)).unwrap_err();
        assert_eq!(error.kind, KeyErrorKind::BadImport);
        assert!(error.message.contains(says), "{error}");
    }
    let with = |password: &str, label: &str| import_with(PHRASE, password, label);
    assert_eq!(refused(&mut desk, with("1234567", "a")), KeyErrorKind::WeakPassword);
    assert_eq!(refused(&mut desk, with(PASSWORD, " ")), KeyErrorKind::BadLabel);
    assert_eq!(refused(&mut desk, with(PASSWORD, &"a".repeat(41))), KeyErrorKind::BadLabel);
    assert!(status(&mut desk, Call::Status).vaults.is_empty());
}

#[test]
fn a_damaged_wallet_is_listed_told_from_a_wrong_password_and_removed_only_on_demand() {
    let shelf = Memory::default();
    let mut desk = desk(shelf.clone());
    let id = status(&mut desk, import(PHRASE)).vaults[0].id.clone();
    let whole = shelf.0.borrow()[&id].clone();
    shelf.0.borrow_mut().insert("torn".to_owned(), whole.chars().take(whole.len() / 2).collect());
    shelf.0.borrow_mut().insert(id.clone(), whole.replace("Savings", "Savingz"));
    status(&mut desk, Call::Lock);
    let listed = status(&mut desk, Call::Status).vaults;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|vault| vault.damage.is_some()), "{listed:?}");
    assert_eq!(
        (listed[0].label.as_str(), listed[0].address()),
        ("Savingz", Some(ADDRESS)),
        "what can still be read is shown"
    );
    assert_eq!(refused(&mut desk, unlock(&id, PASSWORD)), KeyErrorKind::Damaged);
    assert_eq!(refused(&mut desk, unlock("nobody", PASSWORD)), KeyErrorKind::Missing);
    assert_eq!(status(&mut desk, Call::Remove { vault: "torn".to_owned() }).vaults.len(), 1);
    assert_eq!(refused(&mut desk, Call::Remove { vault: "torn".to_owned() }), KeyErrorKind::Missing);
}

#[test]
fn removing_the_open_wallet_locks_it_and_a_failed_unlock_leaves_the_open_one() {
    let mut desk = desk(Memory::default());
    let id = status(&mut desk, import(PHRASE)).vaults[0].id.clone();
    assert_eq!(refused(&mut desk, unlock(&id, "wrong horse")), KeyErrorKind::WrongPassword);
    assert_eq!(status(&mut desk, Call::Status).open, Some(id.clone()));
    let removed = status(&mut desk, Call::Remove { vault: id });
    assert_eq!((removed.vaults.len(), removed.open), (0, None));
    assert_eq!(refused(&mut desk, sign(EIP1559, 1)), KeyErrorKind::Locked);
}

/// An unsigned transfer on chain 1: `0x02` and the list of EIP-1559's nine fields, written out by hand.
const EIP1559: &str = "0x02e8018084773594008506fc23ac0082520894000000000000000000000000000000000000dead0a80c0";

fn sign(payload: &str, chain: u64) -> Call {
    let payload = SigningPayload::Eip1559(payload.parse::<Bytes>().unwrap());
    Call::Sign { account: ADDRESS, payload, chain: ChainId(chain) }
}

#[test]
fn signs_whole_transactions_of_its_chain_and_nothing_else() {
    let mut desk = desk(Memory::default());
    assert_eq!(refused(&mut desk, sign(EIP1559, 1)), KeyErrorKind::Locked);
    status(&mut desk, import(PHRASE));
    let Answer::Signature { signature } = ask(&mut desk, sign(EIP1559, 1)).unwrap() else {
        panic!("another question's answer");
    };
    let bytes: [u8; 65] = signature.as_ref().try_into().unwrap();
    assert!(bytes[64] <= 1, "the parity, not 27 or 28");
    let digest = keccak256(hex::decode(EIP1559).unwrap());
    let signature = Signature::from_bytes_and_parity(&bytes[..64], bytes[64] == 1);
    let key = signer_of(&signature, digest);
    assert_eq!(key, ADDRESS);
    for (payload, chain) in [(EIP1559, 5), ("0x", 1), (&EIP1559.replace("0x02", "0x01"), 1)] {
        assert_eq!(refused(&mut desk, sign(payload, chain)), KeyErrorKind::BadPayload, "{payload} on {chain}");
    }
    status(&mut desk, Call::Lock);
    assert_eq!(refused(&mut desk, sign(EIP1559, 1)), KeyErrorKind::Locked);
}

fn signer_of(signature: &Signature, digest: B256) -> Address {
    assay_sdk::keys::recover(&digest, signature).unwrap()
}

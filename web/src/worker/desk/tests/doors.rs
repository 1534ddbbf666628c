//! Opening, and how often one may try.

use super::*;

#[test]
fn wrong_passwords_slow_down_for_all_tabs_and_after_a_reload() {
    let shelf = Memory::default();
    let clocks = Clocks::new();
    let first = desk_at(shelf.clone(), &clocks);
    let id = status(&first, import(PHRASE)).open.unwrap();
    for _ in 0..3 {
        assert_eq!(refused(&first, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    }
    let error = ask(&first, unlock(&id, PASSWORD)).unwrap_err();
    assert_eq!((error.kind, error.wait_seconds), (KeyErrorKind::TooSoon, Some(2)));
    let second = desk_at(shelf.clone(), &clocks);
    assert_eq!(refused(&second, unlock(&id, PASSWORD)), KeyErrorKind::TooSoon, "another tab, or this one reloaded");
    clocks.pass(2);
    assert_eq!(refused(&second, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    let waits = ask(&first, unlock(&id, PASSWORD)).unwrap_err().wait_seconds;
    assert_eq!(waits, Some(4));
    clocks.set_wall(START - 3_600_000);
    assert_eq!(ask(&first, unlock(&id, PASSWORD)).unwrap_err().wait_seconds, Some(4), "a clock that was set back");
    clocks.pass(4);
    assert_eq!(status(&first, unlock(&id, PASSWORD)).open, Some(id.clone()));
    assert_eq!(shelf.get(&format!("{id}/tries")), None, "forgotten once it was right");
    for _ in 0..3 {
        assert_eq!(refused(&first, unlock(&id, OTHER)), KeyErrorKind::WrongPassword, "free again");
    }
}

#[test]
fn an_attempt_is_noted_before_it_is_made_and_for_every_question_with_a_password() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    let reveal =
        |with: &str| Call::Reveal { what: crate::worker::protocol::Reveal::Phrase { secret: 0 }, key: password(with) };
    let change = |with: &str| Call::ChangePassword { key: password(with), password: OTHER.to_owned() };
    assert_eq!(refused(&desk, reveal(OTHER)), KeyErrorKind::WrongPassword);
    let noted = shelf.get(&format!("{id}/tries")).unwrap();
    assert_eq!(noted, format!("{{\"count\":1,\"last\":{START}}}"));
    assert_eq!(refused(&desk, change(OTHER)), KeyErrorKind::WrongPassword);
    assert_eq!(refused(&desk, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    assert_eq!(refused(&desk, reveal(PASSWORD)), KeyErrorKind::TooSoon);
    assert_eq!(refused(&desk, change(PASSWORD)), KeyErrorKind::TooSoon);
    shelf.set(&format!("{id}/tries"), "torn");
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::TooSoon, "a note that cannot be read frees nobody");
}

#[test]
fn passkeys_do_not_wait_and_must_be_asked_with_the_wallets_salt() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    add_passkey(&desk, b"one", password(PASSWORD)).unwrap();
    let vault = find(&status(&desk, Call::Lock), &id);
    for _ in 0..4 {
        refused(&desk, unlock(&id, OTHER));
    }
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::TooSoon);
    let with = |output: PasskeyOutput| Call::Unlock { vault: id.clone(), key: Some(UnlockKey::Passkey(output)) };
    let UnlockKey::Passkey(right) = passkey_of(&vault, b"one") else { panic!("a passkey") };
    let prf = |prf: &[u8]| PasskeyOutput { prf: Bytes::copy_from_slice(prf), ..right.clone() };
    assert_eq!(refused(&desk, with(prf(&[7; 32]))), KeyErrorKind::WrongPasskey);
    assert_eq!(refused(&desk, with(prf(&[7; 31]))), KeyErrorKind::WrongPasskey);
    assert_eq!(refused(&desk, with(passkey(b"two", &right.salt))), KeyErrorKind::WrongPasskey);
    assert_eq!(refused(&desk, with(passkey(b"one", &[1; 32]))), KeyErrorKind::BadRequest);
    assert_eq!(status(&desk, with(right)).open, Some(id));
}

#[test]
fn a_storage_that_takes_no_notes_keeps_nobody_out_and_is_counted_in_memory() {
    /// Takes everything but the attempts.
    struct NoNotes(Memory);
    impl Records for NoNotes {
        type Lock = ();
        async fn all(&self) -> Result<Texts, StorageError> {
            self.0.all().await
        }
        async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
            self.0.read(key).await
        }
        async fn put(&self, key: &str, text: &str) -> Result<(), StorageError> {
            if key.ends_with("tries") {
                return Err(StorageError::Refused { action: "write a record", why: "full".to_owned() });
            }
            self.0.put(key, text).await
        }
        async fn remove(&self, key: &str) -> Result<(), StorageError> {
            self.0.remove(key).await
        }
        async fn lock(&self, _: &str) -> Result<(), StorageError> {
            Ok(())
        }
    }
    let desk = desk(NoNotes(Memory::default()));
    let id = status(&desk, import(PHRASE)).open.unwrap();
    assert_eq!(status(&desk, unlock(&id, PASSWORD)).open, Some(id.clone()));
    for _ in 0..3 {
        assert_eq!(refused(&desk, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    }
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::TooSoon);
}

#[test]
fn a_failed_unlock_leaves_the_open_wallet_and_another_one_takes_its_place() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    assert_eq!(refused(&desk, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    assert_eq!(refused(&desk, unlock("nobody", PASSWORD)), KeyErrorKind::Missing);
    assert_eq!(status(&desk, Call::Status).open, Some(id));
    let watched = status(&desk, Call::Watch { address: STRANGER, label: "Friend".to_owned() });
    let open = watched.open.clone().unwrap();
    assert!(find(&watched, &open).is_keyless());
    let sign = Call::Sign {
        account: ADDRESS,
        payload: SigningPayload::Message(Bytes::from_static(b"text")),
        chain: ChainId(1),
    };
    assert_eq!(refused(&desk, sign), KeyErrorKind::Missing, "the first one's key is gone");
}

/// A file of version 1 as the release before this one wrote it; the SDK's tests of the format tell its origin.
pub(super) const FORMER: &str = include_str!("../../../../../sdk/tests/vectors/vault/version-1-phrase.json");
pub(super) const FORMER_PASSWORD: &str = "correct horse battery";

#[test]
fn a_wallet_of_version_1_is_brought_up_to_date_when_it_is_first_opened() {
    let shelf = Memory::default();
    shelf.set("0001-aa", FORMER);
    let desk = desk(shelf.clone());
    let listed = find(&status(&desk, Call::Status), "0001-aa");
    assert_eq!((listed.damage, listed.methods.len()), (None, 1));
    assert_eq!(refused(&desk, unlock("0001-aa", "wrong horse")), KeyErrorKind::WrongPassword);
    assert!(shelf.get("0001-aa").is_some(), "what does not open is not touched");
    let open = status(&desk, unlock("0001-aa", FORMER_PASSWORD));
    assert_eq!(open.open.as_deref(), Some("0001-aa"));
    assert_eq!(addresses(&find(&open, "0001-aa")), listed.accounts.iter().map(|a| a.address).collect::<Vec<_>>());
    assert_eq!(shelf.keys(), ["0001-aa/a", "0001-aa/b"], "the old record went once the new ones were read back");
    status(&desk, Call::Lock);
    assert_eq!(status(&desk, unlock("0001-aa", FORMER_PASSWORD)).open.as_deref(), Some("0001-aa"));
}

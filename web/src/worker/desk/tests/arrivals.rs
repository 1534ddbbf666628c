//! Wallets that are made, brought or watched.

use super::*;
use crate::worker::protocol::{AccountKind, Recognised, SecretKind};

#[test]
fn a_created_wallet_opens_again_in_another_worker_and_its_phrase_restores_it() {
    let shelf = Memory::default();
    let first = desk(shelf.clone());
    let (phrase, asked) = generated(&first, 24);
    assert_eq!((phrase.split(' ').count(), asked.len()), (24, 3));
    assert!(shelf.keys().is_empty(), "nothing is stored before the words are confirmed");
    let created = status(&first, confirm(answers(&phrase, &asked)));
    let id = created.open.clone().unwrap();
    let vault = find(&created, &id);
    assert_eq!((vault.label.as_str(), vault.created, vault.backup_checked), ("Mine", Some(START), Some(START)));
    assert_eq!(vault.secrets[0].kind, SecretKind::Phrase { words: 24, passphrase: false });
    assert_eq!(shelf.keys(), [format!("{id}/a"), format!("{id}/b")]);

    let reloaded = desk(shelf.clone());
    let locked = status(&reloaded, Call::Status);
    assert_eq!(locked.open, None);
    assert_eq!(locked.vaults, [VaultSummary { secrets: Vec::new(), ..vault.clone() }], "what is secret is not told");
    assert_eq!(refused(&reloaded, unlock(&id, OTHER)), KeyErrorKind::WrongPassword);
    assert_eq!(status(&reloaded, unlock(&id, PASSWORD)).vaults, std::slice::from_ref(&vault));

    let elsewhere = status(&desk(Memory::default()), import(&phrase));
    assert_eq!(elsewhere.vaults[0].address(), vault.address());
    let stored = shelf.0.borrow().values().cloned().collect::<String>();
    let words: Vec<&str> = phrase.split(' ').collect();
    assert!(words.windows(2).all(|two| !stored.contains(&two.join(" "))), "no words in the clear");
}

#[test]
fn words_are_checked_and_a_mistake_can_be_mended() {
    let desk = desk(Memory::default());
    for words in [12, 15, 18, 21, 24] {
        assert_eq!(generated(&desk, words).0.split(' ').count(), usize::from(words));
    }
    let (phrase, asked) = generated(&desk, 12);
    let right = answers(&phrase, &asked);
    let mut wrong = right.clone();
    wrong[1].1 = "zzz".to_owned();
    let error = ask(&desk, confirm(wrong)).unwrap_err();
    assert_eq!(error.kind, KeyErrorKind::WrongWords);
    assert!(error.message.contains(&format!("Word {} is not", asked[1])), "{error}");
    assert_eq!(refused(&desk, confirm(right[..2].to_vec())), KeyErrorKind::WrongWords, "an answer left out is wrong");
    assert_eq!(refused(&desk, confirm(Vec::new())), KeyErrorKind::WrongWords);
    let spaced = right.into_iter().map(|(position, word)| (position, format!(" {} ", word.to_uppercase()))).collect();
    assert!(status(&desk, confirm(spaced)).open.is_some());
    assert_eq!(refused(&desk, confirm(answers(&phrase, &asked))), KeyErrorKind::Missing, "a phrase is stored once");
}

#[test]
fn a_phrase_survives_neither_lock_nor_reload_but_a_full_disk() {
    let locked = desk(Memory::default());
    let (phrase, asked) = generated(&locked, 12);
    status(&locked, Call::Lock);
    assert_eq!(refused(&locked, confirm(answers(&phrase, &asked))), KeyErrorKind::Missing);
    assert_eq!(refused(&locked, Call::Generate { words: 13 }), KeyErrorKind::BadRequest);

    let full = desk(Full);
    let (phrase, asked) = generated(&full, 12);
    assert_eq!(refused(&full, confirm(answers(&phrase, &asked))), KeyErrorKind::Storage);
    assert_eq!(status(&full, Call::Status).open, None, "what is not stored is not open");
    assert_eq!(refused(&full, confirm(answers(&phrase, &asked))), KeyErrorKind::Storage, "the phrase is still there");
}

/// Vectors: the phrase's accounts with and without the passphrase `TREZOR` and along another path, by ethers 6.17
/// (`HDNodeWallet.fromPhrase(phrase, passphrase, path).address`).
#[test]
fn an_imported_phrase_leads_to_the_account_that_other_wallets_show() {
    let at = |passphrase: &str, path: &str| {
        let (passphrase, path) = (passphrase.to_owned(), path.to_owned());
        let import =
            ImportText { text: format!("  {}\n", PHRASE.to_uppercase()), passphrase, path, ..ImportText::default() };
        let protection = Some(protection(PASSWORD));
        status(&desk(Memory::default()), Call::Import { import, protection, label: " Savings ".to_owned() })
            .vaults
            .remove(0)
    };
    let plain = at("", "");
    assert_eq!((plain.address(), plain.label.as_str()), (Some(ADDRESS), "Savings"));
    assert_eq!(plain.backup_checked, None, "what was brought was not checked here");
    assert_eq!(plain.accounts[0].kind, AccountKind::Derived { secret: 0, path: "m/44'/60'/0'/0/0".to_owned() });
    assert_eq!(at("", "m/44'/60'/0'/0/1").address(), Some(SECOND));
    let salted = at("TREZOR", "");
    assert_eq!(salted.secrets[0].kind, SecretKind::Phrase { words: 12, passphrase: true });
    assert_eq!(salted.address(), Some(address!("9c32F71D4DB8Fb9e1A58B0a80dF79935e7256FA6")));
}

/// A private key and its address: EIP-155's example.
#[test]
fn a_private_key_makes_a_wallet_with_one_account() {
    let key = "0x4646464646464646464646464646464646464646464646464646464646464646";
    let vault = status(&desk(Memory::default()), import(key)).vaults.remove(0);
    assert_eq!(vault.address(), Some(address!("9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")));
    assert_eq!((vault.accounts[0].kind.clone(), vault.secrets[0].kind.clone()), (AccountKind::Key, SecretKind::Key));
}

#[test]
fn bad_phrases_passwords_and_names_are_each_refused_by_kind() {
    let desk = desk(Memory::default());
    for (phrase, says) in [
        (PHRASE.replace("about", "abaut"), "Word 12"),
        (PHRASE.replace("about", "zoo"), "one was mistaken"),
        ("abandon about zoo".to_owned(), "has 3"),
        ("0".repeat(64), "no private key"),
    ] {
        let error = ask(&desk, import(&phrase)).unwrap_err();
        assert_eq!(error.kind, KeyErrorKind::BadImport);
        assert!(error.message.contains(says), "{error}");
    }
    let with = |password: &str, label: &str| {
        let protection = Some(protection(password));
        Call::Import { import: text(PHRASE), protection, label: label.to_owned() }
    };
    assert_eq!(refused(&desk, with("1234567", "a")), KeyErrorKind::WeakPassword);
    assert_eq!(refused(&desk, with(PASSWORD, " ")), KeyErrorKind::BadLabel);
    assert_eq!(refused(&desk, with(PASSWORD, &"a".repeat(41))), KeyErrorKind::BadLabel);
    let none = Call::Import { import: text(PHRASE), protection: None, label: "a".to_owned() };
    assert_eq!(refused(&desk, none), KeyErrorKind::WeakPassword);
    let path = ImportText { path: "44/60".to_owned(), ..text(PHRASE) };
    let path = Call::Import { import: path, protection: Some(protection(PASSWORD)), label: "a".to_owned() };
    assert_eq!(refused(&desk, path), KeyErrorKind::BadPath);
    assert!(status(&desk, Call::Status).vaults.is_empty());
}

#[test]
fn watched_and_connected_wallets_open_without_a_key_and_sign_nothing() {
    let shelf = Memory::default();
    let desk = desk(shelf.clone());
    let watched = status(&desk, Call::Watch { address: STRANGER, label: "Friend".to_owned() });
    let id = watched.open.clone().unwrap();
    let vault = find(&watched, &id);
    assert!(vault.is_keyless());
    assert_eq!(vault.accounts[0].kind, AccountKind::Watched);
    let sign = Call::Sign {
        account: STRANGER,
        payload: SigningPayload::Message(Bytes::from_static(b"text")),
        chain: ChainId(1),
    };
    assert_eq!(refused(&desk, sign), KeyErrorKind::NoKey);
    status(&desk, Call::Lock);
    assert_eq!(status(&desk, Call::Unlock { vault: id.clone(), key: None }).open, Some(id));
    assert_eq!(
        refused(&desk, Call::AddSecret { import: text(PHRASE), label: String::new() }),
        KeyErrorKind::BadRequest
    );
    let connected = status(&desk, Call::Connect { address: ADDRESS, label: "Elsewhere".to_owned() });
    assert_eq!(find(&connected, &connected.open.clone().unwrap()).accounts[0].kind, AccountKind::Connected);
    let (phrase, with_key) = opened(&shelf);
    drop(phrase);
    assert_eq!(refused(&desk, Call::Unlock { vault: with_key, key: None }), KeyErrorKind::BadRequest);
}

#[test]
fn a_vault_file_comes_back_with_its_own_ways_to_open_it() {
    let (first, id) = opened(&Memory::default());
    add_passkey(&first, b"one", password(PASSWORD)).unwrap();
    let Ok(Answer::File(file)) = ask(&first, Call::ExportVault { vault: id }) else { panic!("no file") };
    assert_eq!(file.name, "assay-Savings.json");
    assert_eq!(refused(&first, import(&file.text)), KeyErrorKind::Duplicate);

    let other = desk(Memory::default());
    let Ok(Answer::Recognised(recognised)) = ask(&other, Call::Recognise { text: file.text.clone() }) else {
        panic!("another question's answer")
    };
    assert_eq!(recognised, Recognised::Vault { label: "Savings".to_owned(), accounts: 1 });
    let call = Call::Import { import: text(&file.text), protection: None, label: String::new() };
    let brought = status(&other, call);
    assert_eq!(brought.open, None, "nobody has shown to have its key");
    let vault = brought.vaults[0].clone();
    assert_eq!(vault.address(), Some(ADDRESS));
    assert_eq!(status(&other, unlock(&vault.id, PASSWORD)).open, Some(vault.id.clone()));
    status(&other, Call::Lock);
    let key = Some(passkey_of(&vault, b"one"));
    assert_eq!(status(&other, Call::Unlock { vault: vault.id.clone(), key }).open, Some(vault.id));
}

#[test]
fn what_is_pasted_is_recognised_before_anything_is_stored() {
    let shelf = Memory::default();
    let desk = desk(shelf.clone());
    let recognise = |text: &str| match ask(&desk, Call::Recognise { text: text.to_owned() }) {
        Ok(Answer::Recognised(recognised)) => recognised,
        _ => panic!("another question's answer"),
    };
    assert_eq!(recognise("  \n"), Recognised::Nothing);
    assert_eq!(recognise(PHRASE), Recognised::Phrase { words: 12, language: "English".to_owned() });
    assert_eq!(recognise(&"46".repeat(32)), Recognised::PrivateKey);
    assert_eq!(recognise(&format!(" {STRANGER} ")), Recognised::Address { address: STRANGER });
    assert!(matches!(recognise("abandon ability able"), Recognised::Unreadable { .. }));
    assert!(matches!(recognise("{}"), Recognised::Unreadable { .. }));
    assert!(shelf.keys().is_empty());
}

/// Files of other wallets, with their passwords and addresses, from go-ethereum's `accounts/keystore/testdata` (`keystore/aaa`) and
/// by ethers 6.17; collected for the SDK's tests of the format.
const KEYSTORES: &str = include_str!("../../../../../sdk/tests/vectors/keystores.json");

#[test]
fn a_keystore_of_another_wallet_is_told_and_opens_with_its_own_password() {
    let vectors: serde_json::Value = serde_json::from_str(KEYSTORES).unwrap();
    for address in ["f466859ead1932d743d622cb74fc058882e8648a", "2c7536e3605d9c16a7a3d7b1898e529396a65c23"] {
        let file =
            vectors["files"].as_array().unwrap().iter().find(|file| file["text"].as_str().unwrap().contains(address));
        let (file, expected) = (file.unwrap(), address.parse::<Address>().unwrap());
        let desk = desk(Memory::default());
        let pasted = file["text"].as_str().unwrap();
        let Ok(Answer::Recognised(recognised)) = ask(&desk, Call::Recognise { text: pasted.to_owned() }) else {
            panic!("another question's answer")
        };
        assert_eq!(recognised, Recognised::Keystore { address: Some(expected), kdf: "scrypt".to_owned() });
        let with = |file_password: &str| Call::Import {
            import: ImportText { file_password: file_password.to_owned(), ..text(pasted) },
            protection: Some(protection(PASSWORD)),
            label: "Old".to_owned(),
        };
        assert_eq!(refused(&desk, with("")), KeyErrorKind::FilePassword);
        assert_eq!(refused(&desk, with("not it")), KeyErrorKind::FilePassword);
        let opened = status(&desk, with(file["password"].as_str().unwrap()));
        assert_eq!(opened.vaults[0].address(), Some(expected));
        let id = opened.open.unwrap();
        let key = password(PASSWORD);
        let what = crate::worker::protocol::Reveal::Keystore { account: expected, password: "for the file".to_owned() };
        let Ok(Answer::File(out)) = ask(&desk, Call::Reveal { what, key }) else { panic!("no file") };
        assert_eq!(out.name, format!("keystore-{expected}.json"));
        status(&desk, Call::Remove { vault: id });
        let import = ImportText { file_password: "for the file".to_owned(), ..text(&out.text) };
        let back = Call::Import { import, protection: Some(protection(PASSWORD)), label: "Back".to_owned() };
        assert_eq!(status(&desk, back).vaults[0].address(), Some(expected));
    }
}

#[test]
fn shares_are_shown_one_at_a_time_and_enough_of_them_bring_the_wallet_back() {
    use crate::worker::protocol::Reveal;
    let (desk, _) = opened(&Memory::default());
    let make = |threshold, count| {
        let key = password(PASSWORD);
        ask(&desk, Call::Reveal { what: Reveal::Shares { secret: 0, threshold, count }, key })
    };
    assert_eq!(make(1, 3).unwrap_err().kind, KeyErrorKind::BadRequest);
    assert_eq!(refused(&desk, Call::NextShare), KeyErrorKind::Missing);
    let mut shares = Vec::new();
    let mut next = make(2, 3);
    for expected in 1..=3 {
        let Ok(Answer::Share { words, number, count, threshold }) = next else { panic!("no share") };
        assert_eq!((number, count, threshold, words.split(' ').count()), (expected, 3, 2, 20));
        shares.push(words);
        next = ask(&desk, Call::NextShare);
    }
    assert_eq!(next.unwrap_err().kind, KeyErrorKind::Missing);
    let other = super::desk(Memory::default());
    let recognise = |text: &str| match ask(&other, Call::Recognise { text: text.to_owned() }) {
        Ok(Answer::Recognised(recognised)) => recognised,
        _ => panic!("another question's answer"),
    };
    assert_eq!(recognise(&shares[2]), Recognised::Shares { have: 1, need: 2 });
    assert_eq!(refused(&other, import(&shares[2])), KeyErrorKind::BadImport);
    let two = format!("{}\n\n{}", shares[2], shares[0]);
    assert_eq!(recognise(&two), Recognised::Shares { have: 2, need: 2 });
    assert_eq!(status(&other, import(&two)).vaults[0].address(), Some(ADDRESS));
    assert!(make(2, 3).is_ok());
    status(&desk, Call::Lock);
    assert_eq!(refused(&desk, Call::NextShare), KeyErrorKind::Locked);
}

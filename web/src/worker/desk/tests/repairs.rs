//! Damaged wallets.

use super::*;

/// A wallet with a second account, so that both slots differ.
fn two_generations(shelf: &Memory) -> (Desk<Memory>, String) {
    let (desk, id) = opened(shelf);
    status(&desk, Call::AddWatched { address: STRANGER, label: "Friend".to_owned() });
    (desk, id)
}

fn newest_slot(shelf: &Memory, id: &str) -> String {
    let newer = |name: &str| shelf.get(&format!("{id}/{name}")).unwrap().contains("\"counter\":2");
    if newer("a") { format!("{id}/a") } else { format!("{id}/b") }
}

#[test]
fn where_the_newest_generation_is_torn_the_one_before_it_is_in_use_and_says_so() {
    let shelf = Memory::default();
    let (desk, id) = two_generations(&shelf);
    let newest = newest_slot(&shelf, &id);
    shelf.tear(&newest);
    status(&desk, Call::Lock);
    let listed = find(&status(&desk, Call::Status), &id);
    assert_eq!((listed.damage.clone(), addresses(&listed)), (None, vec![ADDRESS]));
    assert!(listed.fell_back.unwrap().contains("not written whole"));
    status(&desk, unlock(&id, PASSWORD));
    let mended = status(&desk, Call::AddWatched { address: STRANGER, label: String::new() });
    assert_eq!((find(&mended, &id).fell_back, addresses(&find(&mended, &id)).len()), (None, 2));
    assert!(shelf.get(&newest).unwrap().ends_with('}'), "the torn one was written over, not the whole one");
}

#[test]
fn a_damaged_wallet_is_listed_with_what_is_left_and_removed_only_on_demand() {
    let shelf = Memory::default();
    let (desk, id) = two_generations(&shelf);
    for name in ["a", "b"] {
        let key = format!("{id}/{name}");
        shelf.set(&key, &shelf.get(&key).unwrap().replace("Savings", "Savingz"));
    }
    shelf.set("0001-former", "{\"format\":\"assay-vault\",\"version\":1");
    status(&desk, Call::Lock);
    let listed = status(&desk, Call::Status);
    let damaged = find(&listed, &id);
    assert!(damaged.damage.is_some());
    assert_eq!((damaged.label.as_str(), addresses(&damaged)[0]), ("Savingz", ADDRESS));
    assert_eq!(damaged.methods.len(), 1, "how it may still be opened");
    assert!(find(&listed, "0001-former").damage.is_some());
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::Damaged);
    let without = status(&desk, Call::Remove { vault: "0001-former".to_owned() });
    assert_eq!(without.vaults.len(), 1);
    assert_eq!(refused(&desk, Call::Remove { vault: "0001-former".to_owned() }), KeyErrorKind::Missing);
}

#[test]
fn what_still_opens_is_stored_as_a_wallet_of_its_own() {
    let shelf = Memory::default();
    let (desk, id) = two_generations(&shelf);
    add_passkey(&desk, b"one", password(PASSWORD)).unwrap();
    let whole = find(&status(&desk, Call::Lock), &id);
    for name in ["a", "b"] {
        let key = format!("{id}/{name}");
        shelf.set(&key, &shelf.get(&key).unwrap().replace("Savings", "Savingz"));
    }
    let rescue = |key| Call::Rescue { vault: id.clone(), key };
    assert_eq!(refused(&desk, rescue(password(OTHER))), KeyErrorKind::WrongPassword);
    for key in [password(PASSWORD), passkey_of(&whole, b"one")] {
        let rescued = status(&desk, rescue(key));
        let open = rescued.open.clone().unwrap();
        assert_ne!(open, id);
        let vault = find(&rescued, &open);
        assert_eq!((vault.damage, vault.accounts[0].address), (None, ADDRESS));
        assert!(find(&rescued, &id).damage.is_some(), "the damaged one stays");
        status(&desk, Call::Remove { vault: open });
    }
    let Ok(Answer::File(file)) = ask(&desk, Call::Salvage { vault: id.clone() }) else { panic!("no file") };
    assert_eq!(file.name, "assay-salvage-Savingz.json");
    let salvage: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(salvage["slots"][0]["text"].as_str(), shelf.get(&format!("{id}/a")).as_deref());
    for _ in 0..2 {
        refused(&desk, rescue(password(OTHER)));
    }
    refused(&desk, rescue(password(OTHER)));
    assert_eq!(refused(&desk, rescue(password(PASSWORD))), KeyErrorKind::TooSoon, "guessing here is no quicker");
}

#[test]
fn newer_software_s_wallet_is_left_alone() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    status(&desk, Call::Lock);
    shelf.set(&format!("{id}/b"), r#"{"format":"assay-vault","version":3,"vault":{"what":"nobody here knows"}}"#);
    let error = ask(&desk, unlock(&id, PASSWORD)).unwrap_err();
    assert_eq!(error.kind, KeyErrorKind::Damaged);
    assert!(error.message.contains("version 3"), "{error}");
}

//! Damaged wallets.

use super::*;
use crate::worker::protocol::{LostAccount, Recognised, WhyLost};

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
        let lost = LostAccount { address: STRANGER, label: "Friend".to_owned(), why: WhyLost::NotAuthentic };
        assert_eq!(vault.lost, [lost], "what nothing vouches for is told and not taken");
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

/// A wallet whose name was altered in both slots, salvaged: nothing vouches for its public part any more.
fn salvaged() -> (String, [String; 2]) {
    let shelf = Memory::default();
    let (desk, id) = two_generations(&shelf);
    let slots = ["a", "b"].map(|name| {
        let key = format!("{id}/{name}");
        let text = shelf.get(&key).unwrap().replace("Savings", "Savingz");
        shelf.set(&key, &text);
        text
    });
    let Ok(Answer::File(file)) = ask(&desk, Call::Salvage { vault: id }) else { panic!("no file") };
    (file.text, slots)
}

fn restore(file: &str) -> Call {
    Call::Import { import: text(file), protection: None, label: String::new() }
}

#[test]
fn a_salvaged_file_is_restored_elsewhere_as_the_damaged_wallet_and_rescued_there() {
    let (file, slots) = salvaged();
    let shelf = Memory::default();
    let elsewhere = desk(shelf.clone());
    let Ok(Answer::Recognised(recognised)) = ask(&elsewhere, Call::Recognise { text: file.clone() }) else { panic!() };
    assert_eq!(recognised, Recognised::Salvage { label: "Savingz".to_owned(), accounts: 2 });
    let into_another = Call::AddSecret { import: text(&file), label: "Bank".to_owned() };
    assert_eq!(refused(&elsewhere, into_another), KeyErrorKind::BadImport);

    let restored = status(&elsewhere, restore(&file));
    let [damaged] = &restored.vaults[..] else { panic!("{restored:?}") };
    assert_eq!(restored.open, None, "nobody has shown to have its key");
    assert!(damaged.damage.is_some());
    assert_eq!(["a", "b"].map(|name| shelf.get(&format!("{}/{name}", damaged.id)).unwrap()), slots, "as they lay");
    assert_eq!(refused(&elsewhere, restore(&file)), KeyErrorKind::Duplicate);

    let rescue = |key| Call::Rescue { vault: damaged.id.clone(), key };
    assert_eq!(refused(&elsewhere, rescue(password(OTHER))), KeyErrorKind::WrongPassword);
    let rescued = status(&elsewhere, rescue(password(PASSWORD)));
    let open = find(&rescued, rescued.open.as_deref().unwrap());
    assert_eq!(addresses(&open), [ADDRESS]);
    assert_eq!(open.lost.iter().map(|lost| lost.address).collect::<Vec<_>>(), [STRANGER]);
    let watched = status(&elsewhere, Call::AddWatched { address: STRANGER, label: "Friend".to_owned() });
    assert!(find(&watched, &open.id).lost.is_empty(), "it is back");
    let locked = status(&elsewhere, Call::Lock);
    assert!(locked.vaults.iter().all(|vault| vault.lost.is_empty()));
    status(&elsewhere, unlock(&open.id, PASSWORD));
}

#[test]
fn a_salvaged_file_with_one_slot_or_torn_itself_is_taken_and_one_with_nothing_is_not() {
    let (file, [text, _]) = salvaged();
    let one = assay_sdk::keys::Generations::read(Some(&text), None).salvage_json().unwrap();
    let torn = file.split("\"slots\"").next().unwrap().to_owned();
    for file in [one, torn] {
        let elsewhere = desk(Memory::default());
        let restored = status(&elsewhere, restore(&file));
        assert_eq!((restored.vaults.len(), restored.vaults[0].damage.is_some()), (1, true));
        let rescue = Call::Rescue { vault: restored.vaults[0].id.clone(), key: password(PASSWORD) };
        let rescued = status(&elsewhere, rescue);
        assert_eq!(find(&rescued, rescued.open.as_deref().unwrap()).accounts[0].address, ADDRESS);
    }
    let nothing = r#"{"format":"assay-vault-salvage","readable":{},"slots":[{"slot":"first","problem":null,"text":null},{"slot":"second","problem":null,"text":"{"}]}"#;
    for nothing in [nothing, r#"{"format":"assay-vault-salvage"}"#] {
        let elsewhere = desk(Memory::default());
        assert_eq!(refused(&elsewhere, restore(nothing)), KeyErrorKind::BadImport);
        let recognised = ask(&elsewhere, Call::Recognise { text: nothing.to_owned() });
        assert!(matches!(recognised, Ok(Answer::Recognised(Recognised::Unreadable { .. }))));
        assert!(status(&elsewhere, Call::Status).vaults.is_empty());
    }
}

#[test]
fn a_salvaged_wallet_of_which_one_copy_is_whole_is_restored_as_a_wallet() {
    let (desk_here, id) = opened(&Memory::default());
    let Ok(Answer::File(file)) = ask(&desk_here, Call::Salvage { vault: id }) else { panic!("no file") };
    let elsewhere = desk(Memory::default());
    let restored = status(&elsewhere, restore(&file.text));
    assert_eq!((restored.vaults[0].damage.clone(), restored.open.clone()), (None, None));
    status(&elsewhere, unlock(&restored.vaults[0].id, PASSWORD));
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

//! What was salvaged from a damaged vault can be rescued from, whichever version it had. Found by the fuzz target `vault`.

use assay_sdk::keys::{Generations, Pasted, Slot, UnlockKey};

#[test]
fn a_salvaged_vault_of_version_1_is_rescued_like_itself() {
    let text = include_str!("vectors/vault/version-1-other-software.json");
    let key = UnlockKey::Password("correct horse");
    let direct = Generations::read(Some(text), None).rescue(&key).unwrap();
    assert_eq!(direct.vault.accounts().len(), 3);
    let salvage = Generations::read(Some(text), None).salvage_json().unwrap();
    let salvaged = Generations::read(Some(&salvage), None).rescue(&key).unwrap();
    assert_eq!(salvaged.vault.accounts(), direct.vault.accounts());
    // Torn as well, as long as one text is whole inside.
    let torn = Generations::read(text.get(..200), Some(text)).salvage_json().unwrap();
    let salvaged = Generations::read(None, Some(&torn)).rescue(&key).unwrap();
    assert_eq!(salvaged.vault.accounts(), direct.vault.accounts());
}

#[test]
fn a_salvage_is_told_from_a_vault_and_gives_both_slots_back() {
    let whole = include_str!("vectors/vault/version-2-other-software.json");
    let torn = whole.get(..whole.len() - 40).unwrap();
    let salvage = Generations::read(Some(torn), None).salvage_json().unwrap();
    for pasted in [salvage.clone(), format!("\u{feff}from my old computer:\n{salvage}\n")] {
        let Ok(Pasted::Salvage(found)) = Pasted::read(&pasted) else { panic!("{pasted}") };
        let again = Generations::from_salvage(&found);
        assert_eq!((again.text(Slot::First), again.text(Slot::Second)), (Some(torn), None));
    }
    let both = Generations::read(Some(whole), Some(torn)).salvage_json().unwrap();
    let again = Generations::from_salvage(&both);
    assert_eq!((again.text(Slot::First), again.text(Slot::Second)), (Some(whole), Some(torn)));
    assert_eq!(
        again.newest().unwrap().accounts().len(),
        Generations::read(Some(whole), None).newest().unwrap().accounts().len()
    );
}

/// Cut where the texts of the slots begin: what was listed as readable before them is left.
#[test]
fn a_salvage_that_is_torn_itself_is_rescued_from() {
    let text = include_str!("vectors/vault/version-2-other-software.json");
    let key = UnlockKey::Password("correct horse");
    let direct = Generations::read(Some(text), None).rescue(&key).unwrap();
    let salvage = Generations::read(Some(text), None).salvage_json().unwrap();
    let torn = salvage.split("\"slots\"").next().unwrap();
    let Ok(Pasted::Salvage(found)) = Pasted::read(torn) else { panic!("a torn salvage is one") };
    let rescued = Generations::from_salvage(&found).rescue(&key).unwrap();
    assert_eq!(rescued.vault.accounts(), direct.vault.accounts());
    assert_eq!(rescued.lost, []);
}

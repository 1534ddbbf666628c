//! What was salvaged from a damaged vault can be rescued from, whichever version it had. Found by the fuzz target `vault`.

use assay_sdk::keys::{Generations, UnlockKey};

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

//! What is saved of damaged vaults.

use assay_sdk::keys::{
    DamagedPart, Generations, KdfParams, SealedVault, SecretId, SecretKey, UnlockKey, VaultError, WhyLost,
};

use crate::bench::{Dice, NOW, PASSWORD, by_passkey, contents, forged, hit, key, password, path, sealed, vault};

const OF_PHRASE: &str = include_str!("../vectors/vault/version-1-phrase.json");
const OPENS: UnlockKey<'_> = UnlockKey::Password(PASSWORD);

fn of(text: &str) -> Generations {
    Generations::read(Some(text), None)
}

#[test]
fn a_torn_file_gives_what_stands_before_the_tear() {
    let text = sealed().to_json().unwrap();
    // All but the checksum.
    let torn = &text[..text.rfind("},\"checksum").unwrap()];
    assert!(of(torn).newest().is_err());
    let rescued = of(torn).rescue(&OPENS).unwrap();
    assert_eq!(contents(&rescued.vault), contents(&vault()));
    assert!(rescued.public_is_authentic && rescued.lost.is_empty());
    // Cut within the secrets: the file lost them.
    let end = text.find("\"ciphertext\"").unwrap() + 40;
    let error = of(&text[..end]).rescue(&OPENS).unwrap_err();
    assert_eq!(error, VaultError::Damaged(DamagedPart::Secrets));
    // Cut before the methods.
    let end = text.find("\"methods\"").unwrap();
    assert_eq!(of(&text[..end]).rescue(&OPENS).unwrap_err(), VaultError::Damaged(DamagedPart::Methods));
}

#[test]
fn damage_to_one_part_leaves_the_others() {
    let text = sealed().to_json().unwrap();
    // Every part but the wrap of the password is hit: the passkey's wrap, the label, an address, the seal.
    let mut broken = hit(&text, "\"key\":\"0x");
    broken = hit(&broken, "\"label\":\"");
    let error = of(&broken).rescue(&OPENS).unwrap_err();
    assert_eq!(error, VaultError::WrongPassword, "its own wrap was hit");
    let rescued = of(&broken).rescue(&by_passkey(&sealed())).unwrap();
    assert!(!rescued.public_is_authentic);
    assert_eq!(rescued.vault.label(), "");
    // Accounts are believed where their secret gives their address; a watched address could be anybody's.
    assert_eq!(rescued.vault.accounts(), &vault().accounts()[..3]);
    assert_eq!(rescued.lost.len(), 1);
    assert_eq!((rescued.lost[0].label.as_str(), rescued.lost[0].why), ("Cold", WhyLost::NotAuthentic));
    assert_eq!(*rescued.vault.mnemonic(SecretId(0)).unwrap().reveal(), crate::bench::PHRASE);
    assert!(rescued.vault.account_key(key().address()).is_ok());
}

#[test]
fn an_altered_address_is_reported_and_its_key_kept() {
    let text = sealed().to_json().unwrap();
    let altered = forged(&text, "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23", &format!("0x{}", "9".repeat(40)));
    assert_eq!(of(&altered).newest().unwrap().open(&OPENS).unwrap_err(), VaultError::Damaged(DamagedPart::Public));
    let rescued = of(&altered).rescue(&OPENS).unwrap();
    let lost: Vec<_> = rescued.lost.iter().map(|lost| lost.why).collect();
    assert_eq!(lost, [WhyLost::NoSecretFits, WhyLost::NotAuthentic]);
    assert!(rescued.vault.account_key(key().address()).is_ok(), "a key knows its account");
}

#[test]
fn wraps_of_one_generation_open_secrets_of_the_other() {
    let old = sealed();
    let mut open = old.open(&OPENS).unwrap();
    open.add_derived(SecretId(0), &path(1), "Later").unwrap();
    let new = old.update(&open, &Dice(0).roll()).unwrap();
    let (old, new) = (old.to_json().unwrap(), new.to_json().unwrap());
    let no_secrets = hit(&new, "\"ciphertext\":\"0x");
    let no_methods = old.replace("\"wrapped\"", "").replace("\"key\":\"0x", "\"key\":\"0y");
    let both = Generations::read(Some(&no_methods), Some(&no_secrets));
    assert!(both.newest().is_err());
    let rescued = both.rescue(&OPENS).unwrap();
    assert_eq!(contents(&rescued.vault), contents(&open));
    assert!(rescued.public_is_authentic && rescued.lost.is_empty());

    // What was saved is written into both slots and is the newest there.
    let sealed = rescued.seal(&password("new"), NOW, &Dice(50).roll()).unwrap();
    assert_eq!(sealed.counter(), 4);
    let text = sealed.to_json().unwrap();
    let after = Generations::read(Some(&text), Some(&no_secrets));
    assert_eq!(contents(&after.newest().unwrap().open(&UnlockKey::Password("new")).unwrap()), contents(&open));
}

#[test]
fn twins_are_put_together() {
    let old = sealed();
    let mut here = old.open(&OPENS).unwrap();
    let mut there = old.open(&OPENS).unwrap();
    let first = here.add_key(SecretKey::from_bytes(&[7; 32]).unwrap(), "Here").unwrap();
    let second = there.add_key(SecretKey::from_bytes(&[8; 32]).unwrap(), "There").unwrap();
    let here = old.update(&here, &Dice(0).roll()).unwrap().to_json().unwrap();
    let there = old.update(&there, &Dice(50).roll()).unwrap().to_json().unwrap();
    let rescued = Generations::read(Some(&here), Some(&there)).rescue(&OPENS).unwrap();
    // Both tabs gave the same id to different keys.
    for address in [first, second] {
        assert_eq!(rescued.vault.account_key(address).unwrap().address(), address);
    }
    assert_eq!(rescued.vault.accounts().len(), 6);
    assert!(rescued.lost.is_empty());
}

#[test]
fn a_wrong_key_saves_nothing_and_says_so() {
    let text = sealed().to_json().unwrap();
    let torn = &text[..text.len() - 20];
    assert_eq!(of(torn).rescue(&UnlockKey::Password("wrong")).unwrap_err(), VaultError::WrongPassword);
    let method = assay_sdk::keys::MethodId([9; 8].into());
    let unknown = UnlockKey::Passkey { method, prf: &[0; 32] };
    assert_eq!(of(torn).rescue(&unknown).unwrap_err(), VaultError::UnknownMethod { method });
    assert_eq!(of("").rescue(&OPENS).unwrap_err(), VaultError::Damaged(DamagedPart::Methods));
}

#[test]
fn version_1_is_rescued_where_only_its_checksum_was_hit() {
    let former = SealedVault::from_json(OF_PHRASE).unwrap();
    let key = UnlockKey::Password("correct horse battery");
    let broken = hit(OF_PHRASE, "\"checksum\":\"0x");
    assert!(of(&broken).newest().is_err());
    let rescued = of(&broken).rescue(&key).unwrap();
    assert_eq!(contents(&rescued.vault), contents(&former.open(&key).unwrap()));
    assert_eq!(of(&broken).rescue(&OPENS).unwrap_err(), VaultError::WrongPassword);
    let sealed = rescued.seal(&password("new"), NOW, &Dice(0).roll()).unwrap();
    assert!(sealed.open(&UnlockKey::Password("new")).is_ok());
}

#[test]
fn the_salvage_holds_both_texts_and_can_be_rescued_from() {
    let text = sealed().to_json().unwrap();
    let open = sealed().open(&OPENS).unwrap();
    let changed = sealed().with_changed_password(&open, "new", KdfParams::weak(), NOW, &Dice(0).roll()).unwrap();
    let torn = changed.to_json().unwrap().replace("\"checksum\"", "\"checksun\"");
    let salvage = Generations::read(Some(&torn), Some(&text[..text.len() / 3])).salvage_json().unwrap();
    let file: serde_json::Value = serde_json::from_str(&salvage).unwrap();
    assert_eq!(file["slots"][0]["text"], torn);
    assert_eq!(file["slots"][1]["text"], text[..text.len() / 3]);
    assert!(file["slots"][0]["problem"].as_str().unwrap().contains("fields"), "{}", file["slots"][0]["problem"]);
    for word in ["test", "junk", crate::bench::PASSPHRASE, crate::bench::KEY] {
        assert!(!salvage.contains(word));
    }
    let rescued = of(&salvage).rescue(&UnlockKey::Password("new")).unwrap();
    assert_eq!(contents(&rescued.vault), contents(&vault()));
}

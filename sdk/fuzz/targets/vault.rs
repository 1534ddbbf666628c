//! What lies in the two slots of a vault, one to a line, torn or altered. A line that begins with `{"id"` is the inside of a file and
//! gets the checksum that fits it, so that more than checksums is tried.
//!
//! The corpus holds vaults under the password and the passkey below, with next to no key derivation. No other is ever run.
#![no_main]

use assay_sdk::keys::{Generations, MethodId, Origin, SealedVault, UnlockKey, Vault, VaultRandomness};
use libfuzzer_sys::fuzz_target;
use sha3::{Digest as _, Keccak256};

const KEYS: [UnlockKey<'static>; 2] = [
    UnlockKey::Password("correct horse"),
    UnlockKey::Passkey { method: MethodId(alloy_primitives::FixedBytes([0x13; 8])), prf: &[0x22; 32] },
];
/// How a file spells the only key derivation that is run here.
const WEAK: &str = r#""kdf":{"memoryKib":64,"passes":1,"lanes":1}"#;

fuzz_target!(|text: &str| {
    let mut slots = text.splitn(2, '\n').map(file);
    let slots = [slots.next(), slots.next()];
    for text in slots.iter().flatten() {
        if let Ok(sealed) = SealedVault::from_json(text) {
            whole(&sealed, text);
        }
    }
    let [first, second] = slots.each_ref().map(Option::as_deref);
    let generations = Generations::read(first, second);
    if generations.newest().is_ok() && generations.fell_back().is_none() {
        // Nothing was passed over: then whatever is there is whole.
        assert!(slots.iter().flatten().all(|text| SealedVault::from_json(text).is_ok()));
    }
    let _ = generations.next_slot();
    let salvage = generations.salvage_json().expect("salvage always succeeds");
    let from_salvage = Generations::read(Some(&salvage), None);
    for key in keys(text) {
        let Ok(rescued) = generations.rescue(key) else { continue };
        honest(&rescued.vault);
        let again = from_salvage.rescue(key).expect("what can be rescued can be rescued from what was salvaged");
        honest(&again.vault);
        assert_eq!(again.vault.secrets().count(), rescued.vault.secrets().count());
    }
});

fn file(line: &str) -> String {
    if !line.starts_with(r#"{"id""#) {
        return line.to_owned();
    }
    let checksum = Keccak256::digest(format!(r#"["assay-vault",2,{line}]"#));
    let checksum = alloy_primitives::hex::encode_prefixed(checksum);
    format!(r#"{{"format":"assay-vault","version":2,"vault":{line},"checksum":"{checksum}"}}"#)
}

/// The password only where all key derivations are the weak one.
fn keys(text: &str) -> &'static [UnlockKey<'static>] {
    let weak = !text.contains('\\') && text.matches("kdf").count() == text.matches(WEAK).count();
    if weak { &KEYS } else { &KEYS[1..] }
}

/// A file that was read: it is what it writes, and where a key fits, every account is what it says.
fn whole(sealed: &SealedVault, text: &str) {
    let written = sealed.to_json().expect("what was read can be written");
    assert_eq!(SealedVault::from_json(&written).as_ref(), Ok(sealed));
    for key in keys(text) {
        let Ok(vault) = sealed.open(key) else { continue };
        let listed: Vec<_> = sealed.accounts().iter().map(|account| account.address).collect();
        assert!(vault.accounts().iter().map(|account| account.address).eq(listed));
        let randomness = VaultRandomness::draw(|bytes| Ok::<_, ()>(bytes.fill(5))).expect("it fills");
        if let Ok(next) = sealed.update(&vault, &randomness) {
            assert_eq!(next.counter(), sealed.counter() + 1);
            assert_eq!(next.reopen(&vault).expect("its own writing").accounts(), vault.accounts());
        }
    }
}

/// What was rescued claims no key that it has not.
fn honest(vault: &Vault) {
    for account in vault.accounts() {
        if matches!(account.origin, Origin::Derived { .. } | Origin::Key { .. }) {
            assert_eq!(vault.account_key(account.address).expect("its key is here").address(), account.address);
        }
    }
}

//! What the tests of the vault work with.

use alloy_primitives::{hex, keccak256};
use assay_sdk::keys::{
    KdfParams, Mnemonic, NewMethod, SealedVault, SecretId, SecretKey, UnlockKey, Vault, VaultError, VaultRandomness,
};
use assay_sdk::units::DerivationPath;

pub(crate) const PHRASE: &str = "test test test test test test test test test test test junk";
pub(crate) const PASSPHRASE: &str = "pässwörd";
pub(crate) const PASSWORD: &str = "correct horse";
/// The example of web3.js' documentation.
pub(crate) const KEY: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
pub(crate) const PRF: [u8; 32] = [0x22; 32];
pub(crate) const NOW: u64 = 1_700_000_000_000;

/// Bytes that count up from `base`, as in `vectors/vault/version-2.mjs`: each part of the randomness is one byte over and over.
pub(crate) fn counting(base: u8) -> VaultRandomness {
    let mut next = base;
    VaultRandomness::draw(|bytes| {
        bytes.fill(next);
        next += 1;
        Ok::<_, VaultError>(())
    })
    .unwrap()
}

/// Different bytes at every call, and the same ones in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> VaultRandomness {
        VaultRandomness::draw(|bytes| {
            self.0 += 1;
            bytes.copy_from_slice(&keccak256(self.0.to_be_bytes())[..bytes.len()]);
            Ok::<_, VaultError>(())
        })
        .unwrap()
    }
}

pub(crate) fn path(index: u32) -> DerivationPath {
    format!("m/44'/60'/0'/0/{index}").parse().unwrap()
}

pub(crate) const fn password(password: &str) -> NewMethod<'_> {
    NewMethod::Password { password, params: KdfParams::weak() }
}

pub(crate) const fn passkey(prf: &[u8; 32]) -> NewMethod<'_> {
    NewMethod::Passkey { credential: &[0x23; 20], rp_id: "wallet.example", label: "Phone", prf_salt: [0x21; 32], prf }
}

pub(crate) fn key() -> SecretKey {
    SecretKey::from_hex(KEY).unwrap()
}

/// The vault of `vectors/vault/version-2.mjs`.
pub(crate) fn vault() -> Vault {
    let mut vault = Vault::create("Savings", NOW, &counting(1));
    let phrase = vault.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), PASSPHRASE).unwrap();
    assert_eq!(phrase, SecretId(0));
    vault.add_derived(phrase, &path(0), "Daily").unwrap();
    vault.add_derived(phrase, &path(7), "Zürich \"7\"").unwrap();
    vault.add_key(key(), "").unwrap();
    vault.add_watched([0x66; 20].into(), "Cold").unwrap();
    vault.set_backup_checked(NOW + 2);
    vault
}

/// That vault under a password and a passkey.
pub(crate) fn sealed() -> SealedVault {
    let vault = vault();
    let first = SealedVault::new(&vault, &password(PASSWORD), NOW + 1, &counting(1)).unwrap();
    first.with_method(&vault, &passkey(&PRF), NOW + 3, &counting(0x11)).unwrap()
}

pub(crate) fn by_passkey(sealed: &SealedVault) -> UnlockKey<'static> {
    let method = sealed.methods().find(|method| !method.is_password()).unwrap().id;
    UnlockKey::Passkey { method, prf: &PRF }
}

/// Everything that a vault holds, to compare two.
pub(crate) fn contents(vault: &Vault) -> String {
    let secrets: Vec<String> = vault
        .secrets()
        .map(|summary| match vault.mnemonic(summary.id) {
            Ok(phrase) => {
                format!("{summary:?} {} {}", *phrase.reveal(), *vault.reveal_passphrase(summary.id).unwrap())
            }
            Err(VaultError::NotAPhrase { .. }) => {
                let own = |account: &&assay_sdk::keys::VaultAccount| account.origin.secret() == Some(summary.id);
                let address = vault.accounts().iter().find(own).unwrap().address;
                format!("{summary:?} {}", hex::encode(*vault.account_key(address).unwrap().reveal()))
            }
            Err(error) => panic!("{error}"),
        })
        .collect();
    let (label, accounts) = (vault.label(), vault.accounts());
    format!("{} {label:?} {:?} {:?} {accounts:?} {secrets:?}", vault.id(), vault.created(), vault.backup_checked())
}

/// The file after a change by somebody who knows the format and makes the checksum fit.
pub(crate) fn forged(text: &str, from: &str, to: &str) -> String {
    let begin = text.find("\"vault\":").unwrap() + "\"vault\":".len();
    let end = text.rfind(",\"checksum\"").unwrap();
    let body = &text[begin..end];
    assert!(body.contains(from), "{from} in {body}");
    let body = body.replacen(from, to, 1);
    let checksum = keccak256(format!("[\"assay-vault\",2,{body}]"));
    format!("{{\"format\":\"assay-vault\",\"version\":2,\"vault\":{body},\"checksum\":\"{checksum}\"}}")
}

/// The text with one character of its `part` changed to another of the same kind.
pub(crate) fn hit(text: &str, part: &str) -> String {
    let at = text.find(part).unwrap() + part.len();
    let new = if &text[at..=at] == "a" { "b" } else { "a" };
    format!("{}{new}{}", &text[..at], &text[at + 1..])
}

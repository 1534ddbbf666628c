//! `Vault`: secrets in a file, under a password.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input::{self, SecretText};
use super::key::Key;
use super::{answer, random, thrown};
use crate::error::KeysError;
use crate::keys::{
    self, KdfParams, Language, Mnemonic, NewMethod, Origin, SealedVault, UnlockKey, VaultError, VaultRandomness,
};
use crate::units::PathScheme;

/// What goes into a new vault.
#[derive(Deserialize, Tsify)]
pub(crate) struct VaultOptions {
    /// What its owner calls it. Stands in the clear in the file.
    label: String,
    /// An English BIP-39 phrase.
    #[tsify(type = "string")]
    phrase: SecretText,
    /// BIP-39's passphrase. None by default.
    #[tsify(optional, type = "string")]
    passphrase: Option<SecretText>,
    /// How many accounts of it, from the first on, at `m/44'/60'/0'/0/i`.
    count: u32,
}

/// A vault's file.
#[derive(Deserialize, Tsify)]
pub(crate) struct OpenVaultOptions {
    /// The text of the file.
    file: String,
    /// Its password.
    #[tsify(type = "string")]
    password: SecretText,
}

/// How to seal a vault.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SealVaultOptions {
    /// The password that opens it from now on; not empty.
    #[tsify(type = "string")]
    password: SecretText,
    /// Argon2id's memory, in KiB: 65536 by default, which is the least.
    #[tsify(optional)]
    memory_kib: Option<u32>,
    /// Argon2id's passes: 3 by default, which is the least.
    #[tsify(optional)]
    passes: Option<u32>,
}

/// Whose key.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct VaultKeyOptions {
    /// The account's address.
    account: String,
}

/// The accounts of a vault.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct VaultAccounts {
    /// In the order in which they were added.
    accounts: Vec<VaultAccount>,
}

/// An account of a vault.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultAccount {
    /// Its address.
    address: String,
    /// What its owner calls it.
    label: String,
    /// Whether the vault has its key.
    has_key: bool,
}

/// An open vault, held in WebAssembly. `free()` wipes it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Vault {
    inner: keys::Vault,
    /// What it was opened from.
    file: Option<SealedVault>,
}

#[wasm_bindgen]
impl Vault {
    /// A new vault, not sealed yet.
    ///
    /// ```js
    /// const vault = new Vault({ label: 'Savings', phrase, count: 2 });
    /// const file = vault.seal({ password });
    /// vault.free();
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<VaultOptions>) -> Result<Self, JsValue> {
        create(options).map(|inner| Self { inner, file: None }).map_err(thrown)
    }

    /// Opens a file by its password: Argon2id as the file says, 64 MiB and three passes or more. Throws an `AssayError`:
    /// `password-wrong`, `vault-damaged`.
    ///
    /// ```js
    /// const vault = Vault.open({ file: sealed, password });
    /// const [{ address }] = vault.accounts().accounts;
    /// const key = vault.key({ account: address });
    /// key.free();
    /// vault.free();
    /// ```
    pub fn open(options: Ts<OpenVaultOptions>) -> Result<Self, JsValue> {
        open(options).map_err(thrown)
    }

    /// The text of the file under this password: of a new vault its first, of one that was opened the next. It opens as it is
    /// with Assay's wallet.
    pub fn seal(&self, options: Ts<SealVaultOptions>) -> Result<String, JsValue> {
        self.text(options).map_err(thrown)
    }

    /// Its accounts.
    pub fn accounts(&self) -> Result<Ts<VaultAccounts>, JsValue> {
        let accounts = self.inner.accounts().iter().map(|account| VaultAccount {
            address: account.address.to_string(),
            label: account.label.clone(),
            has_key: matches!(account.origin, Origin::Derived { .. } | Origin::Key { .. }),
        });
        answer(Ok(VaultAccounts { accounts: accounts.collect() }))
    }

    /// The key of an account.
    pub fn key(&self, options: Ts<VaultKeyOptions>) -> Result<Key, JsValue> {
        self.account_key(options).map_err(thrown)
    }
}

impl Vault {
    fn text(&self, options: Ts<SealVaultOptions>) -> Result<String, KeysError> {
        let SealVaultOptions { password, memory_kib, passes } = input::options(options)?;
        let params = KdfParams::new(
            memory_kib.unwrap_or_else(|| KdfParams::DEFAULT.memory_kib()),
            passes.unwrap_or_else(|| KdfParams::DEFAULT.passes()),
            KdfParams::DEFAULT.lanes(),
        );
        let params = params.map_err(VaultError::from)?;
        let (now, randomness) = (now_ms()?, VaultRandomness::draw(random::fill)?);
        let sealed = match &self.file {
            None => {
                let method = NewMethod::Password { password: &password.0, params };
                SealedVault::new(&self.inner, &method, now, &randomness)?
            }
            Some(file) => file.with_changed_password(&self.inner, &password.0, params, now, &randomness)?,
        };
        Ok(sealed.to_json()?)
    }

    fn account_key(&self, options: Ts<VaultKeyOptions>) -> Result<Key, KeysError> {
        let VaultKeyOptions { account } = input::options(options)?;
        Ok(self.inner.account_key(input::address(&account)?)?.into())
    }
}

fn create(options: Ts<VaultOptions>) -> Result<keys::Vault, KeysError> {
    let VaultOptions { label, phrase, passphrase, count } = input::options(options)?;
    let mnemonic = Mnemonic::from_phrase_in(Language::English, &phrase.0)?;
    let mut vault = keys::Vault::create(&label, now_ms()?, &VaultRandomness::draw(random::fill)?);
    let secret = vault.add_phrase(mnemonic, passphrase.as_ref().map_or("", |passphrase| &passphrase.0))?;
    for index in 0..count {
        let path = PathScheme::Bip44.path(index);
        let path = path.ok_or_else(|| input::argument("count", &"expected fewer than 2^31 accounts"))?;
        vault.add_derived(secret, &path, "")?;
    }
    Ok(vault)
}

fn open(options: Ts<OpenVaultOptions>) -> Result<Vault, KeysError> {
    let OpenVaultOptions { file, password } = input::options(options)?;
    let file = SealedVault::from_json(&file)?;
    let inner = file.open(&UnlockKey::Password(&password.0))?;
    Ok(Vault { inner, file: Some(file) })
}

/// The machine's clock. `Date.now()` is a whole number of milliseconds; going through its text needs no arithmetic on floats.
fn now_ms() -> Result<u64, KeysError> {
    let milliseconds = js_sys::Date::now().trunc().to_string();
    milliseconds.parse().map_err(|_| input::argument("now", &"the machine's clock is out of range"))
}

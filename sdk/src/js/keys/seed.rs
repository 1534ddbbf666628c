//! `Seed`: from a phrase to accounts.

use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input::{self, SecretText};
use super::key::Key;
use super::thrown;
use crate::error::KeysError;
use crate::keys::{self, Language, Mnemonic};
use crate::units::{DerivationPath, PathScheme};

/// A phrase.
#[derive(Deserialize, Tsify)]
pub(crate) struct SeedOptions {
    /// An English BIP-39 phrase of 12, 15, 18, 21 or 24 words.
    #[tsify(type = "string")]
    pub(super) phrase: SecretText,
    /// BIP-39's passphrase: another one is another wallet. None by default.
    #[tsify(optional, type = "string")]
    pub(super) passphrase: Option<SecretText>,
}

/// Which accounts.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct AccountsOptions {
    /// The path with `i` in the place of the index. `"m/44'/60'/0'/0/i"` by default, as nearly every wallet.
    #[tsify(optional)]
    scheme: Option<String>,
    /// The first index.
    first: u32,
    /// How many.
    count: u32,
}

/// Where a key is.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct PathOptions {
    /// A path of BIP-32, as `"m/44'/60'/0'/0/0"`.
    path: String,
}

/// The seed of a phrase, held in WebAssembly. `free()` wipes it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Seed {
    inner: keys::Seed,
}

#[wasm_bindgen]
impl Seed {
    /// From a phrase. Throws an `AssayError`: `phrase-malformed`; `checkPhrase` says more.
    ///
    /// ```js
    /// const seed = new Seed({ phrase });
    /// const addresses = seed.accounts({ first: 0, count: 5 });
    /// const key = seed.key({ path: "m/44'/60'/0'/0/0" });
    /// key.free();
    /// seed.free();
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<SeedOptions>) -> Result<Self, JsValue> {
        seed(options).map(|inner| Self { inner }).map_err(thrown)
    }

    /// The addresses of these accounts, in their order. What their paths share is walked once.
    pub fn accounts(&self, options: Ts<AccountsOptions>) -> Result<Vec<String>, JsValue> {
        self.addresses(options).map_err(thrown)
    }

    /// The key at a path.
    pub fn key(&self, options: Ts<PathOptions>) -> Result<Key, JsValue> {
        self.key_at(options).map_err(thrown)
    }
}

impl Seed {
    fn addresses(&self, options: Ts<AccountsOptions>) -> Result<Vec<String>, KeysError> {
        let AccountsOptions { scheme, first, count } = input::options(options)?;
        let scheme = scheme.map_or(Ok(PathScheme::Bip44), |text| text.parse())?;
        let end = first.checked_add(count).ok_or_else(|| {
            input::argument("count", &format!("got {count} from {first} on, expected indexes below 2^31"))
        })?;
        let accounts = self.inner.accounts_of(&scheme, first..end)?;
        Ok(accounts.iter().map(|account| account.address().to_string()).collect())
    }

    fn key_at(&self, options: Ts<PathOptions>) -> Result<Key, KeysError> {
        let PathOptions { path } = input::options(options)?;
        let path: DerivationPath = path.parse()?;
        Ok(self.inner.key_at(&path)?.into())
    }
}

fn seed(options: Ts<SeedOptions>) -> Result<keys::Seed, KeysError> {
    let SeedOptions { phrase, passphrase } = input::options(options)?;
    let mnemonic = Mnemonic::from_phrase_in(Language::English, &phrase.0)?;
    Ok(mnemonic.seed(passphrase.as_ref().map_or("", |passphrase| &passphrase.0)))
}

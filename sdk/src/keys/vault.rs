//! Secrets, open and sealed.
//!
//! A [`Vault`] is open: phrases, keys, and the accounts that come from them or are only watched. A [`SealedVault`] is the
//! file: its secrets are under one random data key, and the data key is wrapped once for each way to open it. In storage
//! a vault lies twice, as [`Generations`]: each write goes over the older one, so that a write that is cut off anywhere
//! leaves the other whole.
//!
//! To change a vault: read the generations, [`SealedVault::reopen`] the newest (another tab may have written), change what
//! it gives, [`SealedVault::update`], and write the result into [`Generations::next_slot`].

mod cipher;
mod error;
mod file;
mod former;
mod generations;
mod kdf;
mod method;
mod path;
mod rescue;
mod sealed;
mod secrets;

use std::cell::OnceCell;
use std::fmt;

use alloy_primitives::{Address, FixedBytes};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Mnemonic, SecretKey, Seed};
use crate::units::DerivationPath;
use cipher::CipherKey;
use method::Method as FormerMethod;
use secrets::{Phrase, Secret, Secrets};

pub use cipher::VaultRandomness;
pub use error::{DamagedPart, VaultError};
pub(super) use generations::SALVAGE;
pub use generations::{FellBack, Generations, NoGeneration, Slot};
pub use kdf::{KdfError, KdfParams};
pub use method::{Method, MethodId, MethodKind, NewMethod, UnlockKey};
pub use rescue::{LostAccount, Rescued, WhyLost};
pub use sealed::{ListedAccount, SealedVault};
pub use secrets::{SecretId, SecretKind, SecretSummary};

/// Names a vault: 16 random bytes. Every wrap and the secrets are bound to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VaultId(pub FixedBytes<16>);

/// An account of a vault. Not secret: it stands in the clear in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultAccount {
    /// Its address.
    pub address: Address,
    /// What its owner calls it; empty where nothing was said.
    pub label: String,
    /// Where its key is.
    pub origin: Origin,
}

/// Where an account's key is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Origin {
    /// It derives from a phrase of this vault.
    Derived {
        /// The phrase.
        secret: SecretId,
        /// The path.
        path: DerivationPath,
    },
    /// It is a single key of this vault.
    Key {
        /// The key.
        secret: SecretId,
    },
    /// Nowhere here: the account is only watched.
    Watched,
    /// In a wallet that the browser injects (EIP-1193).
    Connected,
}

/// A vault that is open: its accounts and its secrets. Keys are derived when they are asked for. Wiped when dropped.
pub struct Vault {
    id: VaultId,
    label: String,
    created: Option<u64>,
    accounts: Vec<VaultAccount>,
    backup_checked: Option<u64>,
    secrets: Secrets,
    /// Drawn when the vault is first sealed under a method, and the same for good from then on.
    data_key: OnceCell<CipherKey>,
    /// The password's key and method, of a vault that was opened from version 1 and has not been written since.
    former: Option<(FormerMethod, CipherKey)>,
}

impl Vault {
    /// A vault with nothing in it, made at this moment (milliseconds since the Unix epoch).
    #[must_use]
    pub fn create(label: &str, now_ms: u64, randomness: &VaultRandomness) -> Self {
        Self {
            id: VaultId(randomness.vault.into()),
            label: label.to_owned(),
            created: Some(now_ms),
            accounts: Vec::new(),
            backup_checked: None,
            secrets: Secrets::default(),
            data_key: OnceCell::new(),
            former: None,
        }
    }

    /// Its name in files and storage.
    #[must_use]
    pub const fn id(&self) -> VaultId {
        self.id
    }

    /// What its owner calls it. Not secret: it stands in the clear in the file.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Gives it another label.
    pub fn set_label(&mut self, label: &str) {
        label.clone_into(&mut self.label);
    }

    /// When it was made, in milliseconds since the Unix epoch; `None` where version 1 did not say.
    #[must_use]
    pub const fn created(&self) -> Option<u64> {
        self.created
    }

    /// Its accounts, in the order in which they were added.
    #[must_use]
    pub fn accounts(&self) -> &[VaultAccount] {
        &self.accounts
    }

    /// The account with this address.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`].
    pub fn account(&self, address: Address) -> Result<&VaultAccount, VaultError> {
        let found = self.accounts.iter().find(|account| account.address == address);
        found.ok_or(VaultError::UnknownAccount { address })
    }

    /// What secrets it holds, without handing them out.
    pub fn secrets(&self) -> impl Iterator<Item = SecretSummary> {
        self.secrets.iter().map(|(id, secret)| secret.summary(id))
    }

    /// Takes a phrase. The passphrase (empty for none) belongs to it: with another one it is another secret. The backup of
    /// the vault counts as unchecked from here on.
    ///
    /// # Errors
    /// [`VaultError::DuplicatePhrase`].
    pub fn add_phrase(&mut self, mnemonic: Mnemonic, passphrase: &str) -> Result<SecretId, VaultError> {
        let secret = Secret::Phrase(Phrase::new(mnemonic, passphrase));
        if let Some(secret) = self.secrets.same_as(&secret) {
            return Err(VaultError::DuplicatePhrase { secret });
        }
        let id = self.secrets.add(secret)?;
        self.backup_checked = None;
        Ok(id)
    }

    /// Takes a single key, with its account.
    ///
    /// # Errors
    /// [`VaultError::DuplicateAccount`].
    pub fn add_key(&mut self, key: SecretKey, label: &str) -> Result<Address, VaultError> {
        let address = key.address();
        self.check_new(address)?;
        let secret = self.secrets.add(Secret::Key(key))?;
        self.add_account(address, label, Origin::Key { secret })
    }

    /// The address that a phrase has at a path, whether or not the vault has it as an account.
    ///
    /// # Errors
    /// [`VaultError::UnknownSecret`], [`VaultError::NotAPhrase`] or [`VaultError::NoKeyAtPath`].
    pub fn derive(&self, secret: SecretId, path: &DerivationPath) -> Result<Address, VaultError> {
        path::key_at(self.seed(secret)?, path).map(|key| key.address())
    }

    /// Adds the account that a phrase has at a path.
    ///
    /// # Errors
    /// Those of [`Vault::derive`], and [`VaultError::DuplicateAccount`].
    pub fn add_derived(&mut self, secret: SecretId, path: &DerivationPath, label: &str) -> Result<Address, VaultError> {
        let address = self.derive(secret, path)?;
        self.add_account(address, label, Origin::Derived { secret, path: path.clone() })
    }

    /// Adds an account that is only looked at.
    ///
    /// # Errors
    /// [`VaultError::DuplicateAccount`].
    pub fn add_watched(&mut self, address: Address, label: &str) -> Result<(), VaultError> {
        self.add_account(address, label, Origin::Watched).map(drop)
    }

    /// Adds an account whose key is in a wallet that the browser injects.
    ///
    /// # Errors
    /// [`VaultError::DuplicateAccount`].
    pub fn add_connected(&mut self, address: Address, label: &str) -> Result<(), VaultError> {
        self.add_account(address, label, Origin::Connected).map(drop)
    }

    /// Gives an account another label.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`].
    pub fn rename_account(&mut self, address: Address, label: &str) -> Result<(), VaultError> {
        let found = self.accounts.iter_mut().find(|account| account.address == address);
        label.clone_into(&mut found.ok_or(VaultError::UnknownAccount { address })?.label);
        Ok(())
    }

    /// Removes an account. A single key goes with its account; a phrase stays, see [`Vault::remove_phrase`].
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`] or [`VaultError::LastAccount`].
    pub fn remove_account(&mut self, address: Address) -> Result<(), VaultError> {
        let origin = self.account(address)?.origin.clone();
        if self.accounts.len() == 1 {
            return Err(VaultError::LastAccount);
        }
        self.accounts.retain(|account| account.address != address);
        if let Origin::Key { secret } = origin {
            self.secrets.remove(secret);
        }
        Ok(())
    }

    /// Forgets a phrase that no account comes from any more.
    ///
    /// # Errors
    /// [`VaultError::UnknownSecret`], [`VaultError::NotAPhrase`] or [`VaultError::SecretInUse`].
    pub fn remove_phrase(&mut self, secret: SecretId) -> Result<(), VaultError> {
        self.secrets.phrase(secret)?;
        match self.accounts.iter().filter(|account| account.origin.secret() == Some(secret)).count() {
            0 => {
                self.secrets.remove(secret);
                Ok(())
            }
            accounts => Err(VaultError::SecretInUse { secret, accounts }),
        }
    }

    /// The phrase, to be revealed or signed with.
    ///
    /// # Errors
    /// [`VaultError::UnknownSecret`] or [`VaultError::NotAPhrase`].
    pub fn mnemonic(&self, secret: SecretId) -> Result<&Mnemonic, VaultError> {
        self.secrets.phrase(secret).map(|phrase| &phrase.mnemonic)
    }

    /// The passphrase of a phrase, empty for none. A secret leaves here.
    ///
    /// # Errors
    /// [`VaultError::UnknownSecret`] or [`VaultError::NotAPhrase`].
    pub fn reveal_passphrase(&self, secret: SecretId) -> Result<Zeroizing<String>, VaultError> {
        self.secrets.phrase(secret).map(|phrase| phrase.passphrase.clone())
    }

    /// The seed of a phrase, worked out once. For finding accounts along many paths.
    ///
    /// # Errors
    /// [`VaultError::UnknownSecret`] or [`VaultError::NotAPhrase`].
    pub fn seed(&self, secret: SecretId) -> Result<&Seed, VaultError> {
        self.secrets.phrase(secret).map(Phrase::seed)
    }

    /// The key of an account, derived now, after checking that it gives the account's address.
    ///
    /// # Errors
    /// [`VaultError::UnknownAccount`], [`VaultError::WatchedOnly`], [`VaultError::ConnectedOnly`], or
    /// [`VaultError::AnotherAddress`] and the like where faulty software wrote the vault.
    pub fn account_key(&self, address: Address) -> Result<SecretKey, VaultError> {
        let key = match &self.account(address)?.origin {
            Origin::Derived { secret, path } => path::key_at(self.seed(*secret)?, path)?,
            Origin::Key { secret } => {
                let bytes = self.secrets.key(*secret)?.reveal();
                SecretKey::from_bytes(&bytes).map_err(|_| VaultError::Damaged(DamagedPart::Contents))?
            }
            Origin::Watched => return Err(VaultError::WatchedOnly { address }),
            Origin::Connected => return Err(VaultError::ConnectedOnly { address }),
        };
        match key.address() {
            got if got == address => Ok(key),
            got => Err(VaultError::AnotherAddress { got, expected: address }),
        }
    }

    /// When its owner last proved to have the phrases written down, in milliseconds since the Unix epoch.
    #[must_use]
    pub const fn backup_checked(&self) -> Option<u64> {
        self.backup_checked
    }

    /// Its owner proved it at this moment.
    pub const fn set_backup_checked(&mut self, now_ms: u64) {
        self.backup_checked = Some(now_ms);
    }

    fn check_new(&self, address: Address) -> Result<(), VaultError> {
        match self.account(address) {
            Ok(_) => Err(VaultError::DuplicateAccount { address }),
            Err(_) => Ok(()),
        }
    }

    fn add_account(&mut self, address: Address, label: &str, origin: Origin) -> Result<Address, VaultError> {
        self.check_new(address)?;
        self.accounts.push(VaultAccount { address, label: label.to_owned(), origin });
        Ok(address)
    }

    /// The data key; drawn now where the vault was not sealed yet.
    fn data_key(&self, randomness: &VaultRandomness) -> &CipherKey {
        self.data_key.get_or_init(|| randomness.data_key.copied())
    }
}

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("id", &self.id)
            .field("label", &self.label)
            .field("accounts", &self.accounts)
            .finish_non_exhaustive()
    }
}

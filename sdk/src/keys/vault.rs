//! Secrets, open and sealed.
//!
//! A [`Vault`] holds one phrase with its accounts, or one key. [`Vault::seal`] encrypts it under a password;
//! [`SealedVault::open`] is the way back. See [`SealedVault`] for the format.

mod contents;
mod kdf;
mod sealed;

use std::fmt;

use alloy_primitives::Address;
use zeroize::Zeroizing;

use super::{Account, DerivationError, LocalSigner, Mnemonic, SecretKey, Seed};
use crate::units::ChainId;

pub use kdf::{KdfError, KdfParams};
pub use sealed::{DamagedPart, SealedVault, VaultRandomness};

/// Secrets that are open: a phrase with its accounts, or a single key. Wiped when dropped.
pub struct Vault {
    label: String,
    secret: Secret,
    accounts: Vec<Account>,
}

/// What the accounts come from.
enum Secret {
    Phrase { mnemonic: Mnemonic, passphrase: Zeroizing<String>, seed: Seed },
    Key,
}

/// Why a vault could not be made, sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The file is whole and this password does not open it. (A forger who also made the checksum fit looks the same.)
    #[error("the password is wrong")]
    WrongPassword,
    /// A vault is not sealed under an empty password.
    #[error("the password is empty")]
    EmptyPassword,
    /// The file is torn, cut short or altered. No password will open it; another copy may.
    #[error("the vault file is damaged: {0}")]
    Damaged(DamagedPart),
    /// The file was written by another version of this software.
    #[error("the vault has version {got}, this software reads version {expected}", expected = SealedVault::VERSION)]
    UnknownVersion {
        /// The version in the file.
        got: u64,
    },
    /// The file asks for a key derivation that this software refuses to run.
    #[error("the vault's key derivation is refused: {0}")]
    ParamsOutOfRange(#[from] KdfError),
    /// There is not enough memory for the key derivation.
    #[error("not enough memory for the key derivation: it needs {needed_kib} KiB")]
    OutOfMemory {
        /// What it needs.
        needed_kib: u32,
    },
    /// A phrase has between one and [`Vault::MAX_ACCOUNTS`] accounts here.
    #[error("a vault holds 1 to {max} accounts: got {got}", max = Vault::MAX_ACCOUNTS)]
    AccountCount {
        /// How many were asked for.
        got: u32,
    },
    /// A vault with a single key has no further accounts.
    #[error("this vault holds a single key: no further accounts derive from it")]
    NotAPhrase,
    /// An account could not be derived.
    #[error(transparent)]
    Derivation(#[from] DerivationError),
    /// The cipher refused its input: the label and the accounts are longer than AES-GCM takes.
    #[error("the vault is too large to be sealed")]
    TooLarge,
}

impl Vault {
    /// The most accounts that one vault keeps open.
    pub const MAX_ACCOUNTS: u32 = 1000;

    /// A vault with the first `accounts` accounts of a phrase. The passphrase (empty for none) is kept in it.
    ///
    /// # Errors
    /// [`VaultError::AccountCount`] or [`VaultError::Derivation`].
    pub fn from_mnemonic(label: &str, mnemonic: Mnemonic, passphrase: &str, accounts: u32) -> Result<Self, VaultError> {
        if !(1..=Self::MAX_ACCOUNTS).contains(&accounts) {
            return Err(VaultError::AccountCount { got: accounts });
        }
        let seed = mnemonic.seed(passphrase);
        let accounts = seed.accounts(0, accounts)?;
        let passphrase = Zeroizing::new(passphrase.to_owned());
        Ok(Self { label: label.to_owned(), secret: Secret::Phrase { mnemonic, passphrase, seed }, accounts })
    }

    /// A vault with a single key.
    #[must_use]
    pub fn from_key(label: &str, key: SecretKey) -> Self {
        Self { label: label.to_owned(), secret: Secret::Key, accounts: vec![Account::of_key(key)] }
    }

    /// What its owner calls it. Not secret: it stands in the clear in the sealed file.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its accounts, in the order of derivation; never none.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Derives the next account.
    ///
    /// # Errors
    /// [`VaultError::NotAPhrase`], [`VaultError::AccountCount`] or [`VaultError::Derivation`].
    pub fn add_account(&mut self) -> Result<Address, VaultError> {
        let Secret::Phrase { seed, .. } = &self.secret else {
            return Err(VaultError::NotAPhrase);
        };
        let next = u32::try_from(self.accounts.len()).unwrap_or(u32::MAX);
        if next >= Self::MAX_ACCOUNTS {
            return Err(VaultError::AccountCount { got: next.saturating_add(1) });
        }
        let account = seed.account(next)?;
        let address = account.address();
        self.accounts.push(account);
        Ok(address)
    }

    /// The phrase, where it is one.
    #[must_use]
    pub const fn mnemonic(&self) -> Option<&Mnemonic> {
        match &self.secret {
            Secret::Phrase { mnemonic, .. } => Some(mnemonic),
            Secret::Key => None,
        }
    }

    /// A signer for one of its accounts, for transactions of one chain.
    #[must_use]
    pub fn signer(&self, address: Address, chain: ChainId) -> Option<LocalSigner<'_>> {
        let account = self.accounts.iter().find(|account| account.address() == address)?;
        Some(LocalSigner::new(account.key(), chain))
    }

    /// Encrypts it under a password. The password is taken in Unicode form NFKD, so that it opens on every keyboard.
    ///
    /// # Errors
    /// [`VaultError::EmptyPassword`], [`VaultError::OutOfMemory`] or [`VaultError::TooLarge`].
    pub fn seal(
        &self,
        password: &str,
        params: KdfParams,
        randomness: &VaultRandomness,
    ) -> Result<SealedVault, VaultError> {
        SealedVault::seal(self, password, params, randomness)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("label", &self.label).field("accounts", &self.accounts).finish_non_exhaustive()
    }
}

//! BIP-32 derivation: from a seed to the keys at paths.

use std::fmt;

use alloy_primitives::Address;
use bip32::{ChildNumber, XPrv};
use zeroize::Zeroizing;

use super::SecretKey;
use crate::units::{DerivationPath, PathScheme};

/// The 64 bytes that a phrase and its passphrase amount to. Wiped when dropped.
pub struct Seed(Zeroizing<[u8; 64]>);

/// An account: an address, and the key behind it.
pub struct Account {
    index: u32,
    key: SecretKey,
}

/// Why an account could not be derived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DerivationError {
    /// An index of 2^31 or more names a hardened child, which is not an account.
    #[error("an account's index is below 2^31: got {got}")]
    Index {
        /// The index as given.
        got: u32,
    },
    /// This path has no key (BIP-32: less likely than one in 2^127).
    #[error("there is no key at {path}: take the next one")]
    NoKey {
        /// The path.
        path: DerivationPath,
    },
}

impl Seed {
    pub(super) const fn from_bytes(bytes: Zeroizing<[u8; 64]>) -> Self {
        Self(bytes)
    }

    /// The 64 bytes. A secret leaves here.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<[u8; 64]> {
        self.0.clone()
    }

    /// The key at a path.
    ///
    /// # Errors
    /// [`DerivationError::NoKey`].
    pub fn key_at(&self, path: &DerivationPath) -> Result<SecretKey, DerivationError> {
        let derived = self.descend(path.steps()).map_err(|_| DerivationError::NoKey { path: path.clone() })?;
        Ok(SecretKey::from_signing_key(derived.private_key().clone()))
    }

    /// The account with this index, by [`PathScheme::Bip44`].
    ///
    /// # Errors
    /// [`DerivationError`].
    pub fn account(&self, index: u32) -> Result<Account, DerivationError> {
        let path = PathScheme::Bip44.path(index).ok_or(DerivationError::Index { got: index })?;
        Ok(Account { index, key: self.key_at(&path)? })
    }

    /// The accounts from `first` on, `count` of them, by [`PathScheme::Bip44`].
    ///
    /// # Errors
    /// [`DerivationError`].
    pub fn accounts(&self, first: u32, count: u32) -> Result<Vec<Account>, DerivationError> {
        self.accounts_of(&PathScheme::Bip44, first..first.saturating_add(count))
    }

    /// The accounts with these indexes, in their order, as the scheme numbers them. What their paths begin with is walked
    /// once for all.
    ///
    /// # Errors
    /// [`DerivationError`], for the first index that fails.
    pub fn accounts_of(
        &self,
        scheme: &PathScheme,
        indexes: impl IntoIterator<Item = u32>,
    ) -> Result<Vec<Account>, DerivationError> {
        let template = scheme.template();
        let branch = self.descend(template.before().steps());
        let branch = branch.map_err(|_| DerivationError::NoKey { path: template.before().clone() })?;
        indexes
            .into_iter()
            .map(|index| {
                let number = template.child(index).ok_or(DerivationError::Index { got: index })?;
                let derived =
                    branch.derive_child(ChildNumber(number)).and_then(|child| walk(child, template.after().steps()));
                let none = || scheme.path(index).unwrap_or_default();
                let derived = derived.map_err(|_| DerivationError::NoKey { path: none() })?;
                Ok(Account { index, key: SecretKey::from_signing_key(derived.private_key().clone()) })
            })
            .collect()
    }

    fn descend(&self, steps: &[u32]) -> Result<XPrv, bip32::Error> {
        walk(XPrv::new(&*self.0)?, steps)
    }
}

fn walk(from: XPrv, steps: &[u32]) -> Result<XPrv, bip32::Error> {
    steps.iter().try_fold(from, |key, step| key.derive_child(ChildNumber(*step)))
}

impl Account {
    /// Its index in the scheme that it was derived by.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// Its address.
    #[must_use]
    pub const fn address(&self) -> Address {
        self.key.address()
    }

    /// Its key.
    #[must_use]
    pub const fn key(&self) -> &SecretKey {
        &self.key
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("index", &self.index).field("address", &self.address()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bip32::{Error, Prefix};
    use serde_json::Value;

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../../tests/vectors/bip32.json")).unwrap()
    }

    /// Vectors 1 to 4; 3 and 4 are there for leading zeros.
    #[test]
    fn the_vectors_of_bip_32_hold() {
        let file = vectors();
        let vectors = file["derivations"].as_array().unwrap();
        assert_eq!(vectors.len(), 17);
        for vector in vectors {
            let text = |field: &str| vector[field].as_str().unwrap();
            let seed = alloy_primitives::hex::decode(text("seed")).unwrap();
            let path: DerivationPath = text("path").parse().unwrap();
            assert_eq!(path.to_string(), text("path"));
            let derived = walk(XPrv::new(&seed).unwrap(), path.steps()).unwrap();
            assert_eq!(*derived.to_string(Prefix::XPRV), text("xprv"), "{}", text("path"));
        }
    }

    /// Vector 5: what is no key is refused by the crate that derives.
    #[test]
    fn the_invalid_keys_of_bip_32_are_refused() {
        let file = vectors();
        let invalid = file["invalid"].as_array().unwrap();
        assert_eq!(invalid.len(), 8);
        for vector in invalid {
            let key = vector["key"].as_str().unwrap();
            let read: Result<XPrv, Error> = key.parse();
            assert!(read.is_err(), "{}: {}", vector["why"], key);
        }
    }
}

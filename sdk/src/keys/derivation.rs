//! BIP-32 derivation along the BIP-44 path of Ethereum.

use std::fmt;

use alloy_primitives::Address;
use bip32::{ChildNumber, XPrv};
use zeroize::Zeroizing;

use super::SecretKey;

/// The branch that accounts hang from; the account's index is the last step: `m/44'/60'/0'/0/i` (BIP-44).
pub const DERIVATION_PATH: &str = "m/44'/60'/0'/0";

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
    /// This index has no key (BIP-32: less likely than one in 2^127).
    #[error("there is no key at index {index}: take the next one")]
    NoKey {
        /// The index.
        index: u32,
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

    /// The account `m/44'/60'/0'/0/index`.
    ///
    /// # Errors
    /// [`DerivationError`].
    pub fn account(&self, index: u32) -> Result<Account, DerivationError> {
        self.accounts(index, 1)?.pop().ok_or(DerivationError::NoKey { index })
    }

    /// The accounts from `first` on, `count` of them. The branch is walked once.
    ///
    /// # Errors
    /// [`DerivationError`].
    pub fn accounts(&self, first: u32, count: u32) -> Result<Vec<Account>, DerivationError> {
        let branch = descend(&*self.0, DERIVATION_PATH).map_err(|_| DerivationError::NoKey { index: first })?;
        (first..first.saturating_add(count)).map(|index| child(&branch, index)).collect()
    }
}

fn descend(seed: &[u8], path: &str) -> Result<XPrv, bip32::Error> {
    XPrv::derive_from_path(seed, &path.parse()?)
}

fn child(branch: &XPrv, index: u32) -> Result<Account, DerivationError> {
    let number = ChildNumber::new(index, false).map_err(|_| DerivationError::Index { got: index })?;
    let derived = branch.derive_child(number).map_err(|_| DerivationError::NoKey { index })?;
    Ok(Account { index, key: SecretKey::from_signing_key(derived.private_key().clone()) })
}

impl Account {
    /// The last step of its path.
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
    use bip32::Prefix;

    #[test]
    fn the_vectors_of_bip_32_hold() {
        let file: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/bip32.json")).unwrap();
        let vectors = file["derivations"].as_array().unwrap();
        assert_eq!(vectors.len(), 17);
        for vector in vectors {
            let text = |field: &str| vector[field].as_str().unwrap();
            let seed = alloy_primitives::hex::decode(text("seed")).unwrap();
            let derived = descend(&seed, text("path")).unwrap();
            assert_eq!(*derived.to_string(Prefix::XPRV), text("xprv"), "{}", text("path"));
        }
    }
}

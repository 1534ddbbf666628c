//! The path of a derived account.

use std::fmt;
use std::str::FromStr;

use bip32::XPrv;
use serde::{Deserialize, Serialize};

use super::VaultError;
use crate::keys::{SecretKey, Seed};

/// A path of BIP-32, such as `m/44'/60'/0'/0/0`. One spelling only: what is read is what is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DerivationPath(bip32::DerivationPath);

/// Why a path was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a derivation path is written like m/44'/60'/0'/0/0, with numbers below 2147483648")]
pub struct PathError;

impl FromStr for DerivationPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let path = text.parse::<bip32::DerivationPath>().map(Self).map_err(|_| PathError)?;
        if path.to_string() == text { Ok(path) } else { Err(PathError) }
    }
}

impl TryFrom<String> for DerivationPath {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, PathError> {
        text.parse()
    }
}

impl From<DerivationPath> for String {
    fn from(path: DerivationPath) -> Self {
        path.to_string()
    }
}

impl fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The key at the end of the path.
pub(super) fn key_at(seed: &Seed, path: &DerivationPath) -> Result<SecretKey, VaultError> {
    #[cfg(test)]
    DERIVED.with(|count| count.set(count.get().saturating_add(1)));
    XPrv::derive_from_path(&*seed.reveal(), &path.0)
        .map(|derived| SecretKey::from_signing_key(derived.private_key().clone()))
        .map_err(|_| VaultError::NoKeyAtPath { path: path.to_string() })
}

#[cfg(test)]
thread_local! {
    /// How many keys this thread derived, for the test that opening derives none.
    pub(super) static DERIVED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

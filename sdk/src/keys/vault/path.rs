//! The key of a derived account.

use super::VaultError;
use crate::keys::{DerivationPath, SecretKey, Seed};

/// The key at the end of the path.
pub(super) fn key_at(seed: &Seed, path: &DerivationPath) -> Result<SecretKey, VaultError> {
    #[cfg(test)]
    DERIVED.with(|count| count.set(count.get().saturating_add(1)));
    seed.key_at(path).map_err(|_| VaultError::NoKeyAtPath { path: path.to_string() })
}

#[cfg(test)]
thread_local! {
    /// How many keys this thread derived, for the test that opening derives none.
    pub(super) static DERIVED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

//! From what opens a vault to the key that its data key is wrapped under: Argon2id for a password (RFC 9106), HKDF for a
//! passkey (RFC 5869).

use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::cipher::CipherKey;
use super::{VaultError, VaultId};
use crate::keys::mnemonic::normalize_form;

/// How much work a guess at the password costs. Kept in the vault's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct KdfParams {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// As in the file, before its bounds are checked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Raw {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Parameters outside the bounds: a file from elsewhere must not make a browser run for an hour or out of memory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter} is {got}, expected {min} to {max}")]
pub struct KdfError {
    /// `memory in KiB`, `passes` or `lanes`.
    pub parameter: &'static str,
    /// What was asked for.
    pub got: u32,
    /// The least that is allowed.
    pub min: u32,
    /// The most that is allowed.
    pub max: u32,
}

impl KdfParams {
    /// The floor for new vaults: 64 MiB, three passes, one lane (the second recommendation of RFC 9106, with one lane
    /// because wasm has one thread).
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    const MAX: Self = Self { memory_kib: 512 * 1024, passes: 16, lanes: 4 };

    /// Parameters for a new vault, at least [`Self::DEFAULT`].
    ///
    /// # Errors
    /// [`KdfError`] below the floor or above 512 MiB, 16 passes, 4 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, KdfError> {
        Self { memory_kib, passes, lanes }.within(Self::DEFAULT)
    }

    /// [`Self::DEFAULT`] with as many passes as fit `target`, where one pass over 64 MiB took `one_pass` on this device.
    #[must_use]
    pub fn calibrated(one_pass: Duration, target: Duration) -> Self {
        let fitting = target.as_micros().checked_div(one_pass.as_micros()).unwrap_or(0);
        let passes = u32::try_from(fitting).unwrap_or(Self::MAX.passes);
        Self { passes: passes.clamp(Self::DEFAULT.passes, Self::MAX.passes), ..Self::DEFAULT }
    }

    /// Next to no work, so that tests are quick. Protects nothing: never for a vault that somebody keeps.
    #[must_use]
    pub const fn weak() -> Self {
        Self { memory_kib: 64, passes: 1, lanes: 1 }
    }

    /// Memory, in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }

    fn within(self, floor: Self) -> Result<Self, KdfError> {
        let check = |parameter, got, min, max| {
            if (min..=max).contains(&got) { Ok(()) } else { Err(KdfError { parameter, got, min, max }) }
        };
        check("memory in KiB", self.memory_kib, floor.memory_kib, Self::MAX.memory_kib)?;
        check("passes", self.passes, floor.passes, Self::MAX.passes)?;
        check("lanes", self.lanes, floor.lanes, Self::MAX.lanes)?;
        Ok(self)
    }

    /// The key for AES-256.
    pub(super) fn derive(self, password: &str, salt: &[u8; 16]) -> Result<CipherKey, VaultError> {
        let refused =
            || KdfError { parameter: "memory in KiB", got: self.memory_kib, min: 64, max: Self::MAX.memory_kib };
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| refused())?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = CipherKey::zeroed();
        argon2
            .hash_password_into(normalize_form(password).as_bytes(), salt, key.bytes_mut())
            .map_err(|_| VaultError::OutOfMemory { needed_kib: self.memory_kib })?;
        Ok(key)
    }
}

/// The key that a passkey gives: HKDF-SHA256 of its PRF output with the method's salt, bound to the vault. The output of the
/// `WebAuthn` PRF extension is uniform already; HKDF parts this use of it from every other.
pub(super) fn of_passkey(prf: &[u8; 32], salt: &[u8; 32], vault: VaultId) -> Result<CipherKey, VaultError> {
    let mut key = CipherKey::zeroed();
    // Fails only for more than 255 blocks of output.
    Hkdf::<Sha256>::new(Some(salt), prf)
        .expand_multi_info(&[b"assay-vault v2 passkey", vault.0.as_slice()], key.bytes_mut())
        .map_err(|_| VaultError::TooLarge)?;
    Ok(key)
}

impl TryFrom<Raw> for KdfParams {
    type Error = KdfError;

    fn try_from(raw: Raw) -> Result<Self, KdfError> {
        Self { memory_kib: raw.memory_kib, passes: raw.passes, lanes: raw.lanes }.within(Self::weak())
    }
}

impl From<KdfParams> for Raw {
    fn from(params: KdfParams) -> Self {
        Self { memory_kib: params.memory_kib, passes: params.passes, lanes: params.lanes }
    }
}

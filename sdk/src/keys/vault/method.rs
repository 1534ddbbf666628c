//! What opens a vault: passwords and passkeys, and the data key wrapped under each.

use std::fmt;

use alloy_primitives::{Bytes, FixedBytes};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cipher::{CipherKey, NonceBytes, TAG, VaultRandomness};
use super::file::{FORMAT, canonical};
use super::{KdfParams, SealedVault, VaultError, VaultId, kdf};

/// Names an unlock method of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MethodId(pub FixedBytes<8>);

/// An unlock method as it stands in the file. Nothing in it is secret; all of it is authenticated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its name.
    pub id: MethodId,
    /// When it was added, in milliseconds since the Unix epoch; `None` where version 1 did not say.
    pub created: Option<u64>,
    /// What it takes.
    pub by: MethodKind,
}

/// What an unlock method takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum MethodKind {
    /// A password, in Unicode form NFKD, through Argon2id.
    Password {
        /// What a guess costs.
        kdf: KdfParams,
        /// The salt.
        salt: FixedBytes<16>,
    },
    /// A passkey with the PRF extension of `WebAuthn`, through HKDF-SHA256.
    Passkey {
        /// The credential's id, for `allowCredentials`.
        credential: Bytes,
        /// The relying party that it belongs to.
        rp_id: String,
        /// What its owner calls it.
        label: String,
        /// What the authenticator is asked to evaluate; also HKDF's salt.
        prf_salt: FixedBytes<32>,
    },
}

/// An unlock method with the data key under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrap {
    pub(super) method: Method,
    pub(super) nonce: NonceBytes,
    /// The data key, encrypted, and the tag.
    pub(super) key: Bytes,
}

/// A method to be added.
pub enum NewMethod<'a> {
    /// A password.
    Password {
        /// The password; not empty.
        password: &'a str,
        /// What a guess shall cost.
        params: KdfParams,
    },
    /// A passkey.
    Passkey {
        /// The credential's id.
        credential: &'a [u8],
        /// The relying party.
        rp_id: &'a str,
        /// What its owner calls it.
        label: &'a str,
        /// What the authenticator evaluated: 32 random bytes.
        prf_salt: [u8; 32],
        /// What it gave: the first PRF output of an assertion, not of the creation.
        prf: &'a [u8; 32],
    },
}

/// What somebody opens a vault with.
#[derive(Clone, Copy)]
pub enum UnlockKey<'a> {
    /// The password.
    Password(&'a str),
    /// A passkey.
    Passkey {
        /// Which method of the vault.
        method: MethodId,
        /// What the authenticator gave for the method's salt.
        prf: &'a [u8; 32],
    },
}

impl Wrap {
    /// Wraps the data key for a new method.
    pub(super) fn new(
        vault: VaultId,
        data_key: &CipherKey,
        method: &NewMethod<'_>,
        now_ms: u64,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let (by, key) = match method {
            NewMethod::Password { password: "", .. } => return Err(VaultError::EmptyPassword),
            NewMethod::Password { password, params } => {
                let key = params.derive(password, &randomness.salt)?;
                (MethodKind::Password { kdf: *params, salt: randomness.salt.into() }, key)
            }
            NewMethod::Passkey { credential, rp_id, label, prf_salt, prf } => {
                let by = MethodKind::Passkey {
                    credential: Bytes::copy_from_slice(credential),
                    rp_id: (*rp_id).to_owned(),
                    label: (*label).to_owned(),
                    prf_salt: prf_salt.into(),
                };
                (by, kdf::of_passkey(prf, prf_salt, vault)?)
            }
        };
        let method = Method { id: MethodId(randomness.method.into()), created: Some(now_ms), by };
        Self::under(vault, data_key, method, &key, randomness)
    }

    /// Wraps the data key under the key that this method gives.
    pub(super) fn under(
        vault: VaultId,
        data_key: &CipherKey,
        method: Method,
        key: &CipherKey,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let nonce = NonceBytes::from(randomness.wrap_nonce);
        let mut buffer = Zeroizing::new(Vec::with_capacity(TAG.saturating_add(32)));
        buffer.extend_from_slice(data_key.bytes());
        key.encrypt(nonce, &method.associated(vault)?, &mut buffer)?;
        Ok(Self { method, nonce, key: Bytes::copy_from_slice(&buffer) })
    }

    /// The data key; `None` where this key is not the method's.
    pub(super) fn unwrap(&self, vault: VaultId, key: &CipherKey) -> Result<Option<CipherKey>, VaultError> {
        let opened = key.decrypt(self.nonce, &self.method.associated(vault)?, &self.key);
        Ok(opened.and_then(|bytes| CipherKey::from_slice(&bytes)))
    }
}

impl Method {
    /// Binds the wrap to the vault and to everything that the file says of the method.
    fn associated(&self, vault: VaultId) -> Result<Vec<u8>, VaultError> {
        canonical(&(FORMAT, SealedVault::VERSION, "wrap", vault, self))
    }

    /// The key that this gives with this method; `None` where it is for another.
    pub(super) fn key_from(&self, vault: VaultId, key: &UnlockKey<'_>) -> Result<Option<CipherKey>, VaultError> {
        match (&self.by, key) {
            (MethodKind::Password { kdf, salt }, UnlockKey::Password(password)) => {
                kdf.derive(password, &salt.0).map(Some)
            }
            (MethodKind::Passkey { prf_salt, .. }, UnlockKey::Passkey { method, prf }) if *method == self.id => {
                kdf::of_passkey(prf, &prf_salt.0, vault).map(Some)
            }
            (MethodKind::Password { .. }, UnlockKey::Passkey { .. }) | (MethodKind::Passkey { .. }, _) => Ok(None),
        }
    }

    /// Whether it is a password.
    #[must_use]
    pub const fn is_password(&self) -> bool {
        matches!(self.by, MethodKind::Password { .. })
    }
}

impl UnlockKey<'_> {
    /// What is said where a method of this kind is there and does not open.
    pub(super) const fn wrong(&self) -> VaultError {
        match self {
            Self::Password(_) => VaultError::WrongPassword,
            Self::Passkey { .. } => VaultError::WrongPasskey,
        }
    }

    /// What is said where no such method is there.
    pub(super) const fn missing(&self) -> VaultError {
        match self {
            Self::Password(_) => VaultError::NoPassword,
            Self::Passkey { method, .. } => VaultError::UnknownMethod { method: *method },
        }
    }
}

impl fmt::Display for MethodId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for NewMethod<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewMethod(…)")
    }
}

impl fmt::Debug for UnlockKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnlockKey(…)")
    }
}

//! The file of version 2: its fields, its canonical form, its checksum.

use alloy_primitives::{Address, B256, Bytes, FixedBytes};
use serde::{Deserialize, Serialize};

use super::cipher::{CipherKey, NonceBytes, VaultRandomness};
use super::error::syntax;
use super::method::Wrap;
use super::secrets::Secrets;
use super::{DamagedPart, KdfParams, Origin, SealedVault, Vault, VaultAccount, VaultError, VaultId, kdf};
use crate::keys::key::keccak256;

pub(super) const FORMAT: &str = "assay-vault";

/// What stands in the clear, so that a locked wallet can show what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Public {
    pub(super) label: String,
    pub(super) created: Option<u64>,
    pub(super) accounts: Vec<VaultAccount>,
    pub(super) backup_checked: Option<u64>,
}

/// Everything but format, version and checksum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub(super) id: VaultId,
    pub(super) counter: u64,
    pub(super) public: Public,
    /// Of a vault without secrets there is none.
    pub(super) locked: Option<Locked>,
}

/// What only the data key opens, and the ways to the data key; never none of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Locked {
    pub(super) methods: Vec<Wrap>,
    pub(super) seal: Seal,
    pub(super) secrets: Ciphertext,
}

/// AES-256-GCM of nothing under the data key, with [`Public`] as associated data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seal {
    nonce: NonceBytes,
    tag: FixedBytes<16>,
}

/// The secrets under the data key. Depends on nothing but the vault's id, so that damage elsewhere leaves it readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ciphertext {
    nonce: NonceBytes,
    ciphertext: Bytes,
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'static str,
    version: u64,
    vault: &'a Body,
    checksum: B256,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u64,
    vault: Body,
    checksum: B256,
}

/// The parameters alone, to tell "out of range" from "not of this shape".
#[derive(Deserialize)]
struct Parameters {
    vault: ParametersOfVault,
}
#[derive(Deserialize)]
struct ParametersOfVault {
    locked: Option<ParametersOfLocked>,
}
#[derive(Deserialize)]
struct ParametersOfLocked {
    methods: Vec<ParametersOfWrap>,
}
#[derive(Deserialize)]
struct ParametersOfWrap {
    method: ParametersOfMethod,
}
#[derive(Deserialize)]
struct ParametersOfMethod {
    by: ParametersOfKind,
}
#[derive(Deserialize)]
struct ParametersOfKind {
    kdf: Option<kdf::Raw>,
}

/// One fixed spelling, whatever the file's white space and order of fields.
pub(super) fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, VaultError> {
    serde_json::to_vec(value).map_err(|_| VaultError::TooLarge)
}

impl Body {
    pub(super) fn to_json(&self) -> Result<String, VaultError> {
        let written =
            Written { format: FORMAT, version: SealedVault::VERSION, vault: self, checksum: self.checksum()? };
        serde_json::to_string(&written).map_err(|_| VaultError::TooLarge)
    }

    /// Reads the text of a file whose version was looked at already.
    pub(super) fn from_json(text: &str) -> Result<Self, VaultError> {
        let Parameters { vault } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        for wrap in vault.locked.into_iter().flat_map(|locked| locked.methods) {
            wrap.method.by.kdf.map(KdfParams::try_from).transpose()?;
        }
        let Read { vault, checksum, .. } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if vault.checksum()? != checksum {
            return Err(VaultError::Damaged(DamagedPart::Checksum));
        }
        if vault.makes_sense() { Ok(vault) } else { Err(VaultError::Damaged(DamagedPart::Contents)) }
    }

    fn checksum(&self) -> Result<B256, VaultError> {
        canonical(&(FORMAT, SealedVault::VERSION, self)).map(|bytes| keccak256(&bytes))
    }

    /// What every vault fulfils that this software writes.
    fn makes_sense(&self) -> bool {
        let mut addresses: Vec<Address> = self.public.accounts.iter().map(|account| account.address).collect();
        addresses.sort_unstable();
        let distinct = addresses.is_sorted_by(|one, next| one < next);
        let keyed = self.public.accounts.iter().any(|account| account.origin.secret().is_some());
        distinct
            && match &self.locked {
                None => !keyed,
                Some(locked) => {
                    let mut ids: Vec<_> = locked.methods.iter().map(|wrap| wrap.method.id).collect();
                    ids.sort_unstable();
                    !ids.is_empty() && ids.is_sorted_by(|one, next| one < next)
                }
            }
    }
}

impl Public {
    pub(super) fn of(vault: &Vault) -> Self {
        Self {
            label: vault.label.clone(),
            created: vault.created,
            accounts: vault.accounts.clone(),
            backup_checked: vault.backup_checked,
        }
    }

    fn associated(&self, vault: VaultId) -> Result<Vec<u8>, VaultError> {
        canonical(&(FORMAT, SealedVault::VERSION, "public", vault, self))
    }
}

impl Seal {
    pub(super) fn new(
        public: &Public,
        vault: VaultId,
        data_key: &CipherKey,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let nonce = NonceBytes::from(randomness.public_nonce);
        let mut tag = Vec::new();
        data_key.encrypt(nonce, &public.associated(vault)?, &mut tag)?;
        let tag = FixedBytes::try_from(tag.as_slice()).map_err(|_| VaultError::TooLarge)?;
        Ok(Self { nonce, tag })
    }

    /// Whether this is what was sealed.
    pub(super) fn fits(&self, public: &Public, vault: VaultId, data_key: &CipherKey) -> Result<bool, VaultError> {
        Ok(data_key.decrypt(self.nonce, &public.associated(vault)?, self.tag.as_slice()).is_some())
    }
}

impl Ciphertext {
    pub(super) fn new(
        secrets: &Secrets,
        vault: VaultId,
        data_key: &CipherKey,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let nonce = NonceBytes::from(randomness.secrets_nonce);
        let mut buffer = secrets.encode()?;
        data_key.encrypt(nonce, &Self::associated(vault)?, &mut buffer)?;
        Ok(Self { nonce, ciphertext: Bytes::copy_from_slice(&buffer) })
    }

    /// The bytes inside; `None` where this key does not open them.
    pub(super) fn open(
        &self,
        vault: VaultId,
        data_key: &CipherKey,
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, VaultError> {
        Ok(data_key.decrypt(self.nonce, &Self::associated(vault)?, &self.ciphertext))
    }

    fn associated(vault: VaultId) -> Result<Vec<u8>, VaultError> {
        canonical(&(FORMAT, SealedVault::VERSION, "secrets", vault))
    }
}

impl Origin {
    /// The secret that the account's key comes from.
    #[must_use]
    pub const fn secret(&self) -> Option<super::SecretId> {
        match self {
            Self::Derived { secret, .. } | Self::Key { secret } => Some(*secret),
            Self::Watched | Self::Connected => None,
        }
    }
}

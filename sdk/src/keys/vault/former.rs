//! The file of version 1: one password, one phrase or key, all under one cipher. Read, and never made anew.
//!
//! `header` holds the Argon2id parameters and salt, the nonce, the label and the addresses, and is the associated data.
//! Inside the cipher text: one tag byte. `1`, a phrase: the number of accounts (4 bytes, big-endian), the length of the
//! entropy (1 byte), the entropy, and the passphrase to the end. Its accounts are `m/44'/60'/0'/0/i`. `2`, a key: its 32
//! bytes.

use alloy_primitives::{Address, B256, Bytes, FixedBytes};
use serde::{Deserialize, Serialize};

use super::cipher::CipherKey;
use super::error::syntax;
use super::file::{FORMAT, canonical};
use super::method::{Method, MethodId, MethodKind};
use super::secrets::{Phrase, Reader, Secret, Secrets};
use super::{DamagedPart, KdfParams, Origin, SecretId, VaultAccount, VaultError, VaultId, kdf};
use crate::keys::Language;
use crate::keys::key::keccak256;
use crate::units::PathScheme;

pub(super) const VERSION: u64 = 1;

const PHRASE: u8 = 1;
const KEY: u8 = 2;

/// A sealed vault of version 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Former {
    header: Header,
    ciphertext: Bytes,
    /// Worked out from salt and nonce, which were drawn for this one file: version 1 gave no id.
    pub(super) id: VaultId,
    /// Its password, as version 2 would say it.
    pub(super) method: Method,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Header {
    kdf: KdfParams,
    salt: FixedBytes<16>,
    nonce: FixedBytes<12>,
    label: String,
    accounts: Vec<Address>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    version: u64,
    header: Header,
    ciphertext: Bytes,
    checksum: B256,
}

/// The parameters alone, to tell "out of range" from "not of this shape".
#[derive(Deserialize)]
struct Parameters {
    header: ParametersOfHeader,
}
#[derive(Deserialize)]
struct ParametersOfHeader {
    kdf: kdf::Raw,
}

impl Former {
    pub(super) fn from_json(text: &str) -> Result<Self, VaultError> {
        let Parameters { header } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        KdfParams::try_from(header.kdf)?;
        let File { header, ciphertext, checksum, .. } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if self::checksum(&header, &ciphertext)? != checksum {
            return Err(VaultError::Damaged(DamagedPart::Checksum));
        }
        Self::new(header, ciphertext)
    }

    /// The file as it was read: a vault of version 1 can be stored and exported without being opened.
    pub(super) fn to_json(&self) -> Result<String, VaultError> {
        let (header, ciphertext) = (self.header.clone(), self.ciphertext.clone());
        let checksum = checksum(&header, &ciphertext)?;
        let file = File { format: FORMAT.to_owned(), version: VERSION, header, ciphertext, checksum };
        serde_json::to_string(&file).map_err(|_| VaultError::TooLarge)
    }

    /// The file although its checksum does not fit: where only the checksum was hit, the cipher's tag still does.
    pub(super) fn despite_damage(text: &str) -> Option<Self> {
        let file: File = serde_json::from_str(text).ok()?;
        Self::new(file.header, file.ciphertext).ok()
    }

    fn new(header: Header, ciphertext: Bytes) -> Result<Self, VaultError> {
        let digest = keccak256(&canonical(&(FORMAT, VERSION, header.salt, header.nonce))?);
        let (id, _) = digest.0.split_first_chunk().ok_or(VaultError::TooLarge)?;
        let method = Method {
            id: MethodId(FixedBytes::ZERO),
            created: None,
            by: MethodKind::Password { kdf: header.kdf, salt: header.salt },
        };
        Ok(Self { id: VaultId((*id).into()), header, ciphertext, method })
    }

    pub(super) fn label(&self) -> &str {
        &self.header.label
    }

    pub(super) fn addresses(&self) -> &[Address] {
        &self.header.accounts
    }

    /// The secrets and accounts; `None` where this key does not open them.
    pub(super) fn open(&self, key: &CipherKey) -> Result<Option<(Secrets, Vec<VaultAccount>)>, VaultError> {
        let nonce = FixedBytes(self.header.nonce.0);
        let Some(bytes) = key.decrypt(nonce, &self.header.associated_data()?, &self.ciphertext) else {
            return Ok(None);
        };
        let (secret, origins) = decode(&bytes)?;
        // The addresses were authenticated with the rest: none is derived here. Deriving a key checks it.
        let own = secret.own_address();
        let fits = origins.len() == self.header.accounts.len()
            && own.is_none_or(|own| self.header.accounts.iter().all(|address| *address == own));
        if !fits {
            return Err(VaultError::Damaged(DamagedPart::Contents));
        }
        let mut secrets = Secrets::default();
        secrets.add(secret)?;
        let account =
            |(address, origin): (&Address, Origin)| VaultAccount { address: *address, label: String::new(), origin };
        Ok(Some((secrets, self.header.accounts.iter().zip(origins).map(account).collect())))
    }
}

/// The secret and where its accounts come from.
fn decode(bytes: &[u8]) -> Result<(Secret, Vec<Origin>), VaultError> {
    let damaged = || VaultError::Damaged(DamagedPart::Contents);
    // The first that a vault gives.
    let secret = SecretId(0);
    let mut rest = Reader(bytes);
    match rest.chunk()? {
        [PHRASE] => {
            let accounts = u32::from_be_bytes(*rest.chunk()?);
            // Version 1 kept so many at most; a larger number would only cost memory here.
            if !(1..=1000).contains(&accounts) {
                return Err(damaged());
            }
            let mnemonic = rest.phrase_in(Language::English)?;
            let passphrase = std::str::from_utf8(rest.0).map_err(|_| damaged())?;
            let derived = |index: u32| {
                let path = PathScheme::Bip44.path(index).ok_or_else(damaged)?;
                Ok(Origin::Derived { secret, path })
            };
            let origins = (0..accounts).map(derived).collect::<Result<_, VaultError>>()?;
            Ok((Secret::Phrase(Phrase::new(mnemonic, passphrase)), origins))
        }
        [KEY] => {
            let key = rest.key()?;
            if rest.0.is_empty() { Ok((Secret::Key(key), vec![Origin::Key { secret }])) } else { Err(damaged()) }
        }
        _ => Err(damaged()),
    }
}

fn checksum(header: &Header, ciphertext: &[u8]) -> Result<B256, VaultError> {
    let mut bytes = header.associated_data()?;
    bytes.extend_from_slice(ciphertext);
    Ok(keccak256(&bytes))
}

impl Header {
    fn associated_data(&self) -> Result<Vec<u8>, VaultError> {
        canonical(&(FORMAT, VERSION, self))
    }
}

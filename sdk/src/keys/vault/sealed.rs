//! The encrypted file.

use std::fmt;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use alloy_primitives::{Address, B256, Bytes, FixedBytes};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KdfParams, Vault, VaultError, contents, kdf};
use crate::keys::Account;
use crate::keys::key::keccak256;

/// A vault under a password: what is stored and exported. Holds nothing secret in the clear.
///
/// One JSON object: `format` is `assay-vault`, `version` is 1, then
///
/// - `header`: the Argon2id parameters and salt, the AES-256-GCM nonce, the label, and the accounts' addresses. These stand
///   in the clear on purpose, so that a locked wallet can show what it holds. The price: whoever gets the file learns that
///   these addresses belong together. The whole header is authenticated as associated data.
/// - `ciphertext`: the secrets and the tag of AES-256-GCM.
/// - `checksum`: Keccak-256 of version, header and cipher text. It tells a damaged file from a wrong password. It protects
///   against accidents only: against people, the tag does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedVault {
    header: Header,
    ciphertext: Bytes,
}

/// Which part of a file is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DamagedPart {
    /// The text is no vault file: cut short, or not JSON of the expected shape.
    Syntax {
        /// What the reader found, without any content of the file.
        what: String,
    },
    /// The text has the right shape, and something in it was altered.
    Checksum,
    /// The password fits, and what was inside makes no sense: written by faulty software.
    Contents,
}

/// The random bytes that sealing needs: fresh from the platform's generator for every single seal.
pub struct VaultRandomness {
    /// For the key derivation.
    pub salt: [u8; 16],
    /// For the cipher.
    pub nonce: [u8; 12],
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

/// The file itself.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    version: u64,
    header: Header,
    ciphertext: Bytes,
    checksum: B256,
}

/// The one thing that every version has.
#[derive(Deserialize)]
struct Versioned {
    format: String,
    version: u64,
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

const FORMAT: &str = "assay-vault";

impl SealedVault {
    /// The version of the format that is written and read.
    pub const VERSION: u64 = 1;

    pub(super) fn seal(
        vault: &Vault,
        password: &str,
        params: KdfParams,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        if password.is_empty() {
            return Err(VaultError::EmptyPassword);
        }
        let header = Header {
            kdf: params,
            salt: randomness.salt.into(),
            nonce: randomness.nonce.into(),
            label: vault.label().to_owned(),
            accounts: vault.accounts().iter().map(Account::address).collect(),
        };
        let mut buffer = contents::encode(vault)?;
        let key = params.derive(password, &randomness.salt)?;
        Aes256Gcm::new(&(*key).into())
            .encrypt_in_place(&Nonce::from(randomness.nonce), &header.associated_data()?, &mut *buffer)
            .map_err(|_| VaultError::TooLarge)?;
        Ok(Self { header, ciphertext: Bytes::copy_from_slice(&buffer) })
    }

    /// Decrypts it. Costs what its [`SealedVault::params`] say.
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`], [`VaultError::OutOfMemory`], or [`VaultError::Damaged`] where faulty software wrote it.
    pub fn open(&self, password: &str) -> Result<Vault, VaultError> {
        let key = self.header.kdf.derive(password, &self.header.salt.0)?;
        let mut buffer = Zeroizing::new(self.ciphertext.to_vec());
        Aes256Gcm::new(&(*key).into())
            .decrypt_in_place(&Nonce::from(self.header.nonce.0), &self.header.associated_data()?, &mut *buffer)
            .map_err(|_| VaultError::WrongPassword)?;
        let vault = contents::decode(&self.header.label, &buffer)?;
        if vault.accounts().iter().map(Account::address).ne(self.header.accounts.iter().copied()) {
            return Err(VaultError::Damaged(DamagedPart::Contents));
        }
        Ok(vault)
    }

    /// What its owner calls it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.header.label
    }

    /// The addresses of its accounts: shown while it is locked, trusted only once it is open.
    #[must_use]
    pub fn accounts(&self) -> &[Address] {
        &self.header.accounts
    }

    /// What opening it costs.
    #[must_use]
    pub const fn params(&self) -> KdfParams {
        self.header.kdf
    }

    /// The file's text.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] where the JSON writer fails, which no vault makes it do.
    pub fn to_json(&self) -> Result<String, VaultError> {
        let file = File {
            format: FORMAT.to_owned(),
            version: Self::VERSION,
            header: self.header.clone(),
            ciphertext: self.ciphertext.clone(),
            checksum: self.checksum()?,
        };
        serde_json::to_string(&file).map_err(|_| VaultError::TooLarge)
    }

    /// Reads the file's text and checks that it is whole. Needs no password.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::UnknownVersion`] or [`VaultError::ParamsOutOfRange`].
    pub fn from_json(text: &str) -> Result<Self, VaultError> {
        let Versioned { format, version } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if format != FORMAT {
            let what = format!("its format is not {FORMAT}");
            return Err(VaultError::Damaged(DamagedPart::Syntax { what }));
        }
        if version != Self::VERSION {
            return Err(VaultError::UnknownVersion { got: version });
        }
        let Parameters { header } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        KdfParams::try_from(header.kdf)?;
        let file: File = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        let sealed = Self { header: file.header, ciphertext: file.ciphertext };
        if sealed.checksum()? != file.checksum {
            return Err(VaultError::Damaged(DamagedPart::Checksum));
        }
        Ok(sealed)
    }

    fn checksum(&self) -> Result<B256, VaultError> {
        let mut bytes = self.header.associated_data()?;
        bytes.extend_from_slice(&self.ciphertext);
        Ok(keccak256(&bytes))
    }
}

impl Header {
    /// The version and the header in one fixed spelling, whatever the file's white space and order of fields.
    fn associated_data(&self) -> Result<Vec<u8>, VaultError> {
        serde_json::to_vec(&(FORMAT, SealedVault::VERSION, self)).map_err(|_| VaultError::TooLarge)
    }
}

/// The place and kind of a syntax error; serde's own text can quote the file.
fn syntax(error: &serde_json::Error) -> VaultError {
    let kind = match error.classify() {
        serde_json::error::Category::Eof | serde_json::error::Category::Io => "it is cut short",
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Data => "it has not the fields of a vault",
    };
    let what = format!("{kind} (line {}, column {})", error.line(), error.column());
    VaultError::Damaged(DamagedPart::Syntax { what })
}

impl fmt::Display for DamagedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { what } => f.write_str(what),
            Self::Checksum => f.write_str("its checksum does not fit, so a part of it was altered"),
            Self::Contents => f.write_str("what is inside makes no sense"),
        }
    }
}

impl fmt::Debug for VaultRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultRandomness(…)")
    }
}

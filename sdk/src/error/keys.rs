//! One error for callers that use the keys and nothing else: small, since a wallet's page loads it with every key.

use super::ErrorCode;
use crate::keys::{DerivationError, KeyError, KeystoreError, MnemonicError, SignerError, TypedDataError, VaultError};
use crate::units::{IdError, PathError};

/// Why something could not be done with keys. Never holds a part of a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// A phrase.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicError),
    /// A derivation path.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A derivation.
    #[error(transparent)]
    Derivation(#[from] DerivationError),
    /// A key or a signature.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A payload that was not signed.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// Typed data.
    #[error(transparent)]
    TypedData(#[from] TypedDataError),
    /// A vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A keystore.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// An identifier.
    #[error(transparent)]
    Id(#[from] IdError),
    /// An argument has not the shape that was asked for.
    #[error("{name}: {why}")]
    Argument {
        /// Which.
        name: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The platform gave no random numbers.
    #[error("this platform gave no random numbers, so nothing was made: it needs crypto.getRandomValues")]
    NoRandomness,
}

impl KeysError {
    /// Its stable name.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Mnemonic(_) => ErrorCode::PhraseMalformed,
            Self::Path(_) => ErrorCode::PathMalformed,
            Self::Derivation(_) => ErrorCode::PathWithoutKey,
            Self::Key(error) => error.into(),
            Self::Signer(error) => error.into(),
            Self::TypedData(_) => ErrorCode::TypedDataMalformed,
            Self::Vault(error) => error.into(),
            Self::Keystore(error) => error.into(),
            Self::Id(error) => error.into(),
            Self::Argument { .. } => ErrorCode::ArgumentInvalid,
            Self::NoRandomness => ErrorCode::NoRandomness,
        }
    }

    /// The figures inside, by name: `got` and `expected` wherever a value was refused, `path` within a document.
    #[must_use]
    pub fn details(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Argument { name, why } => vec![("argument", (*name).to_owned()), ("why", why.clone())],
            Self::Signer(SignerError::WrongChain { got, expected }) => {
                vec![("got", got.to_string()), ("expected", expected.to_string())]
            }
            Self::TypedData(error) => typed_data(error),
            // Their messages say it all; what a phrase lacks is for the eyes of its owner.
            Self::Mnemonic(_)
            | Self::Path(_)
            | Self::Derivation(_)
            | Self::Key(_)
            | Self::Signer(_)
            | Self::Vault(_)
            | Self::Keystore(_)
            | Self::Id(_)
            | Self::NoRandomness => Vec::new(),
        }
    }
}

fn typed_data(error: &TypedDataError) -> Vec<(&'static str, String)> {
    match error {
        TypedDataError::Value { path, got, expected } => {
            vec![("path", path.clone()), ("got", got.clone()), ("expected", expected.clone())]
        }
        TypedDataError::Name { path, got, expected } => {
            vec![("path", path.clone()), ("got", got.clone()), ("expected", (*expected).to_owned())]
        }
        TypedDataError::UnknownType { path, got } => vec![("path", path.clone()), ("got", got.clone())],
        TypedDataError::Missing { path }
        | TypedDataError::Unexpected { path }
        | TypedDataError::TooMuch { path, .. } => {
            vec![("path", path.clone())]
        }
        TypedDataError::TooLong { .. } | TypedDataError::NotJson { .. } => Vec::new(),
    }
}

impl From<&VaultError> for ErrorCode {
    fn from(error: &VaultError) -> Self {
        match error {
            VaultError::WrongPassword | VaultError::WrongPasskey => Self::PasswordWrong,
            VaultError::Damaged(_) => Self::VaultDamaged,
            VaultError::UnknownVersion { .. }
            | VaultError::ParamsOutOfRange(_)
            | VaultError::UnknownWordList { .. } => Self::VaultUnsupported,
            VaultError::OutOfMemory { .. } => Self::OutOfMemory,
            VaultError::Path(_) => Self::PathMalformed,
            VaultError::NoKeyAtPath { .. } => Self::PathWithoutKey,
            VaultError::EmptyPassword
            | VaultError::NoPassword
            | VaultError::PasswordExists
            | VaultError::PasskeyExists { .. }
            | VaultError::UnknownMethod { .. }
            | VaultError::LastMethod
            | VaultError::NeedsMethod
            | VaultError::NeedsKey
            | VaultError::NeedsNoKey
            | VaultError::OtherVault { .. }
            | VaultError::OtherKey { .. }
            | VaultError::DuplicateAccount { .. }
            | VaultError::DuplicatePhrase { .. }
            | VaultError::UnknownAccount { .. }
            | VaultError::LastAccount
            | VaultError::WatchedOnly { .. }
            | VaultError::ConnectedOnly { .. }
            | VaultError::UnknownSecret { .. }
            | VaultError::NotAPhrase { .. }
            | VaultError::NotAKey { .. }
            | VaultError::SecretInUse { .. }
            | VaultError::AnotherAddress { .. }
            | VaultError::CounterExhausted
            | VaultError::TooLarge => Self::VaultRefused,
        }
    }
}

impl From<&KeystoreError> for ErrorCode {
    fn from(error: &KeystoreError) -> Self {
        match error {
            KeystoreError::Malformed { .. } | KeystoreError::NotAKey | KeystoreError::AddressMismatch { .. } => {
                Self::KeystoreMalformed
            }
            KeystoreError::Unsupported { .. } | KeystoreError::CostOutOfRange { .. } => Self::KeystoreUnsupported,
            KeystoreError::OutOfMemory { .. } => Self::OutOfMemory,
            KeystoreError::WrongPassword => Self::PasswordWrong,
            KeystoreError::EmptyPassword => Self::ArgumentInvalid,
        }
    }
}

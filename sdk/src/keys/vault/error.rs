//! Why a vault could not be changed, written or opened.

use std::fmt;

use alloy_primitives::Address;

use super::{KdfError, MethodId, SealedVault, SecretId, VaultId};
use crate::units::PathError;

/// Why a vault could not be changed, written or opened. Never holds a part of a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The file is whole and this password does not open it. (A forger who also made the checksum fit looks the same.)
    #[error("the password is wrong")]
    WrongPassword,
    /// The file is whole and what this passkey gave does not open it.
    #[error("this passkey does not open the vault: use the one that was registered for it, or the password")]
    WrongPasskey,
    /// A vault is not sealed under an empty password.
    #[error("the password is empty")]
    EmptyPassword,
    /// The vault has no password.
    #[error("this vault has no password: use one of its passkeys")]
    NoPassword,
    /// The vault has a password, and a second one would only be a second thing to guess.
    #[error("this vault has a password already: change it instead")]
    PasswordExists,
    /// This passkey opens the vault already.
    #[error("this passkey opens the vault already, as method {method}")]
    PasskeyExists {
        /// As which method.
        method: MethodId,
    },
    /// The vault has no such unlock method.
    #[error("the vault has no unlock method {method}: it may have been removed")]
    UnknownMethod {
        /// The one asked for.
        method: MethodId,
    },
    /// Without its last unlock method nobody could open the vault again.
    #[error("this is the vault's only unlock method: add another before removing it")]
    LastMethod,
    /// The vault holds secrets and has no unlock method to protect them.
    #[error("the vault holds secrets: give it a password or a passkey before it is stored")]
    NeedsMethod,
    /// The vault is protected: it does not open without a key.
    #[error("the vault is protected: open it with its password or a passkey")]
    NeedsKey,
    /// The vault holds no secrets and opens without a key.
    #[error("the vault is not protected: it opens without a key")]
    NeedsNoKey,
    /// The open vault and the file are not of one vault.
    #[error("the open vault is {got}, the file is of vault {expected}: open the file itself")]
    OtherVault {
        /// The open one.
        got: VaultId,
        /// That of the file.
        expected: VaultId,
    },
    /// The open vault and the file have one id and different data keys.
    #[error("the file of vault {id} is under another key than the open vault: lock it and open the file itself")]
    OtherKey {
        /// The vault.
        id: VaultId,
    },
    /// The file is torn, cut short or altered. No password will open it; another copy may.
    #[error("the vault file is damaged: {0}")]
    Damaged(DamagedPart),
    /// The file was written by another version of this software.
    #[error(
        "the vault has version {got}, this software reads versions 1 to {newest}: update it",
        newest = SealedVault::VERSION
    )]
    UnknownVersion {
        /// The version in the file.
        got: u64,
    },
    /// The file asks for a key derivation that this software refuses to run.
    #[error("the vault's key derivation is refused: {0}")]
    ParamsOutOfRange(#[from] KdfError),
    /// There is not enough memory for the key derivation.
    #[error("not enough memory for the key derivation: it needs {needed_kib} KiB")]
    OutOfMemory {
        /// What it needs.
        needed_kib: u32,
    },
    /// The vault has this account already.
    #[error("the vault has the account {address} already")]
    DuplicateAccount {
        /// The account.
        address: Address,
    },
    /// The vault holds this phrase with this passphrase already.
    #[error("the vault holds this phrase already, as secret {secret}: add accounts to that one")]
    DuplicatePhrase {
        /// As which secret.
        secret: SecretId,
    },
    /// The vault has no such account.
    #[error("the vault has no account {address}")]
    UnknownAccount {
        /// The one asked for.
        address: Address,
    },
    /// A vault keeps its last account.
    #[error("this is the vault's only account: remove the whole vault instead")]
    LastAccount,
    /// The account is only watched: there is no key for it anywhere here.
    #[error("the account {address} is watched only: import its phrase or key to sign with it")]
    WatchedOnly {
        /// The account.
        address: Address,
    },
    /// Another wallet holds the account's key.
    #[error("the key of {address} is in a connected wallet: sign there")]
    ConnectedOnly {
        /// The account.
        address: Address,
    },
    /// The vault holds no such secret.
    #[error("the vault holds no secret {secret}")]
    UnknownSecret {
        /// The one asked for.
        secret: SecretId,
    },
    /// The secret is a single key: nothing derives from it.
    #[error("secret {secret} is a single key, not a phrase: no accounts derive from it")]
    NotAPhrase {
        /// The secret.
        secret: SecretId,
    },
    /// The secret is a phrase where a single key was expected.
    #[error("secret {secret} is a phrase, not a single key")]
    NotAKey {
        /// The secret.
        secret: SecretId,
    },
    /// Accounts hang from the phrase.
    #[error("{accounts} of the vault's accounts come from secret {secret}: remove them first")]
    SecretInUse {
        /// The secret.
        secret: SecretId,
        /// How many accounts.
        accounts: usize,
    },
    /// The secret gives another address than the vault says: faulty software wrote it. Nothing is signed.
    #[error("the secret of {expected} gives the account {got}: do not use this account, and rescue the vault")]
    AnotherAddress {
        /// What the secret gives.
        got: Address,
        /// What the vault says.
        expected: Address,
    },
    /// A path that is none.
    #[error(transparent)]
    Path(#[from] PathError),
    /// This path has no key (BIP-32: less likely than one in 2^127), or more steps than the standard counts.
    #[error("there is no key at {path}: take another path")]
    NoKeyAtPath {
        /// The path.
        path: String,
    },
    /// A phrase of a language whose words this build has not.
    #[error(
        "a phrase in the vault is of word list {got}, which this build does not have: open it with one that has all languages"
    )]
    UnknownWordList {
        /// The number of the list.
        got: u8,
    },
    /// The counter of a vault's writes is at its end, which no honest vault reaches.
    #[error("the vault's counter is at its end: rescue it into a new vault")]
    CounterExhausted,
    /// The cipher or the writer refused its input: labels and accounts are longer than they take.
    #[error("the vault is too large to be sealed")]
    TooLarge,
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
    /// The key fits, and the label, the accounts or the date of the backup are not what was sealed. The secrets can be
    /// rescued.
    Public,
    /// No unlock method is legible any more: without one the data key, and so the secrets, cannot be had.
    Methods,
    /// The key fits, and the secrets' cipher text is not what was sealed. The other generation may have them.
    Secrets,
    /// The key fits, and what was inside makes no sense: written by faulty software.
    Contents,
}

impl fmt::Display for DamagedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { what } => f.write_str(what),
            Self::Checksum => f.write_str("its checksum does not fit, so a part of it was altered"),
            Self::Public => f.write_str("its label or accounts were altered; the secrets can be rescued"),
            Self::Methods => f.write_str("no unlock method is legible any more; another copy may have one"),
            Self::Secrets => f.write_str("its secrets were altered; an older copy may have them"),
            Self::Contents => f.write_str("what is inside makes no sense"),
        }
    }
}

/// The place and kind of a syntax error; serde's own text can quote the file.
pub(super) fn syntax(error: &serde_json::Error) -> VaultError {
    let kind = match error.classify() {
        serde_json::error::Category::Eof | serde_json::error::Category::Io => "it is cut short",
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Data => "it has not the fields of a vault",
    };
    let what = format!("{kind} (line {}, column {})", error.line(), error.column());
    VaultError::Damaged(DamagedPart::Syntax { what })
}

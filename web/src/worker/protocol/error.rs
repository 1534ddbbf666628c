//! Refusals.

use serde::{Deserialize, Serialize};

/// Why the worker refused: in words for the person at the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct KeyError {
    /// What kind.
    pub kind: KeyErrorKind,
    /// What exactly, and what to do.
    pub message: String,
    /// With [`KeyErrorKind::TooSoon`]: how many seconds until the next attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<u64>,
}

/// The kinds of refusal that the page treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyErrorKind {
    /// The password does not open this vault.
    WrongPassword,
    /// The passkey does not open this vault.
    WrongPasskey,
    /// After several wrong passwords the next attempt has to wait.
    TooSoon,
    /// What was brought is no phrase, key, keystore, vault file or set of shares.
    BadImport,
    /// The password of the file that was brought is missing or wrong.
    FilePassword,
    /// The words given back are not those of the phrase.
    WrongWords,
    /// The password is too short to protect anything.
    WeakPassword,
    /// A name is empty or too long.
    BadLabel,
    /// A derivation path is none.
    BadPath,
    /// The account, phrase or passkey is there already.
    Duplicate,
    /// The last way to open, or the last account, is not removed.
    LastOne,
    /// The account has no key here: it is watched, or its key is in another wallet.
    NoKey,
    /// The stored bytes are torn or changed.
    Damaged,
    /// No such wallet, account or method, or nothing to confirm.
    Missing,
    /// The wallet is locked.
    Locked,
    /// The browser's storage refused: full, or forbidden.
    Storage,
    /// The payload is not what it says it is, or for another chain.
    BadPayload,
    /// The question itself is not one: a fault of the page, not of the user.
    BadRequest,
    /// The worker itself does not answer.
    Unavailable,
}

//! The SDK's errors in words for the person at the screen: what happened, what was expected, what to do.

mod imports;
mod vault;

use assay_sdk::keys::SignerError;

use super::protocol::{KeyError, KeyErrorKind, LABEL_MAX, PASSWORD_MIN};
use crate::services::storage::StorageError;

pub(super) fn refusal(kind: KeyErrorKind, message: impl Into<String>) -> KeyError {
    KeyError { kind, message: message.into(), wait_seconds: None }
}

impl From<SignerError> for KeyError {
    fn from(error: SignerError) -> Self {
        let kind = match &error {
            SignerError::Locked => KeyErrorKind::Locked,
            SignerError::UnknownAccount { .. } => KeyErrorKind::Missing,
            SignerError::Malformed { .. } | SignerError::AnyChain { .. } | SignerError::WrongChain { .. } => {
                KeyErrorKind::BadPayload
            }
            SignerError::Rejected | SignerError::Unreachable { .. } | _ => KeyErrorKind::Unavailable,
        };
        refusal(kind, format!("Nothing was signed: {error}."))
    }
}

impl From<StorageError> for KeyError {
    fn from(error: StorageError) -> Self {
        let kind = match &error {
            StorageError::Refused { .. } | StorageError::NoLocks { .. } | StorageError::NotKept { .. } => {
                KeyErrorKind::Storage
            }
            StorageError::Damaged { .. } => KeyErrorKind::Damaged,
        };
        refusal(kind, capitalised(&error.to_string()))
    }
}

/// A sentence for the screen.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

pub(super) fn weak_password(got: usize) -> KeyError {
    refusal(
        KeyErrorKind::WeakPassword,
        format!(
            "The password has {got} characters; at least {PASSWORD_MIN} are needed. A few unrelated words make a good one."
        ),
    )
}

pub(super) fn wrong_words(positions: &[u8]) -> KeyError {
    let message = match positions {
        [one] => format!("Word {one} is not that of your phrase. Look at what you wrote down and type it again."),
        several => {
            let places: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!(
                "Words {} are not those of your phrase. Look at what you wrote down and type them again.",
                places.join(", ")
            )
        }
    };
    refusal(KeyErrorKind::WrongWords, message)
}

/// `what` begins the sentence, as `The wallet's name`.
pub(super) fn bad_label(what: &str, got: usize, least: usize) -> KeyError {
    refusal(KeyErrorKind::BadLabel, format!("{what} has {got} characters; {least} to {LABEL_MAX} are expected."))
}

pub(super) fn too_soon(seconds: u64) -> KeyError {
    let unit = if seconds == 1 { "second" } else { "seconds" };
    let message = format!("After several wrong passwords the next attempt has to wait: {seconds} {unit} more.");
    KeyError { wait_seconds: Some(seconds), ..refusal(KeyErrorKind::TooSoon, message) }
}

pub(super) fn locked() -> KeyError {
    refusal(KeyErrorKind::Locked, "The wallet is locked. Unlock it and try again; nothing was signed.")
}

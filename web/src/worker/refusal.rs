//! The SDK's errors in words for the person at the screen: what happened, what was expected, what to do.

use assay_sdk::keys::{MnemonicError, Repair, SignerError, UnknownWord, VaultError};

use super::protocol::{KeyError, KeyErrorKind, LABEL_MAX, PASSWORD_MIN};
use crate::services::storage::StorageError;

pub(super) fn refusal(kind: KeyErrorKind, message: impl Into<String>) -> KeyError {
    KeyError { kind, message: message.into(), wait_seconds: None }
}

impl From<MnemonicError> for KeyError {
    fn from(error: MnemonicError) -> Self {
        let message = match &error {
            MnemonicError::UnknownWords { language, words } => {
                let lines: Vec<String> = words.iter().map(unknown_word).collect();
                format!("{} Phrases use the 2048 {language} words of BIP-39.", lines.join(" "))
            }
            MnemonicError::WordCount { got } => {
                format!(
                    "A phrase has 12, 15, 18, 21 or 24 words; this one has {got}. Check whether a word is missing or was pasted twice."
                )
            }
            MnemonicError::Checksum { repairs } => checksum(repairs),
            MnemonicError::Ambiguous { .. } => capitalised(&error.to_string()),
            MnemonicError::EntropyLength { .. } | _ => format!("This is not a recovery phrase: {error}."),
        };
        refusal(KeyErrorKind::BadImport, message)
    }
}

/// What would explain it. The checksum cannot tell which, so neither does the text.
fn checksum(repairs: &[Repair]) -> String {
    let start = "Every word is in the list, but together they are not a phrase: one was mistaken for another, or two were \
                 swapped.";
    let likely: Vec<String> = repairs.iter().take(3).filter_map(repair).collect();
    if likely.is_empty() {
        return format!("{start} No single slip explains it. Compare each word with what you wrote down.");
    }
    format!("{start} It may be that {}. Compare each word with what you wrote down.", likely.join(", or that "))
}

fn repair(repair: &Repair) -> Option<String> {
    match repair {
        Repair::Replace { position, word } => Some(format!("word {position} is “{word}”")),
        Repair::Swap { first, second } => Some(format!("words {first} and {second} are swapped")),
        _ => None,
    }
}

fn unknown_word(word: &UnknownWord) -> String {
    let position = word.position;
    match word.suggestions.as_slice() {
        [] => format!("Word {position} is not in the word list."),
        [one] => format!("Word {position} is not in the word list; perhaps “{one}”?"),
        [first, rest @ ..] => {
            format!("Word {position} is not in the word list; perhaps “{first}” or “{}”?", rest.join("” or “"))
        }
    }
}

impl From<VaultError> for KeyError {
    fn from(error: VaultError) -> Self {
        let (kind, message) = match &error {
            VaultError::WrongPassword => (
                KeyErrorKind::WrongPassword,
                "This password does not open the wallet. Check the keyboard's language and Caps Lock, and try again."
                    .to_owned(),
            ),
            VaultError::EmptyPassword => return weak_password(0),
            VaultError::Damaged(_) | VaultError::UnknownVersion { .. } | VaultError::ParamsOutOfRange(_) => {
                (KeyErrorKind::Damaged, format!("This wallet cannot be opened: {error}."))
            }
            VaultError::OutOfMemory { needed_kib } => (
                KeyErrorKind::Unavailable,
                format!(
                    "There is not enough memory to work out the key: {} MiB are needed. Close other tabs and try again.",
                    needed_kib / 1024
                ),
            ),
            VaultError::UnknownAccount { .. } | VaultError::UnknownSecret { .. } => {
                (KeyErrorKind::Missing, format!("Nothing was done: {error}."))
            }
            _ => (KeyErrorKind::Unavailable, format!("Nothing was done: {error}.")),
        };
        refusal(kind, message)
    }
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
            StorageError::Refused { .. } => KeyErrorKind::Storage,
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

pub(super) fn bad_label(got: usize) -> KeyError {
    refusal(KeyErrorKind::BadLabel, format!("The wallet's name has {got} characters; 1 to {LABEL_MAX} are expected."))
}

pub(super) fn locked() -> KeyError {
    refusal(KeyErrorKind::Locked, "The wallet is locked. Unlock it and try again; nothing was signed.")
}

#[cfg(test)]
mod tests {
    use assay_sdk::keys::Language;

    use super::*;

    #[test]
    fn a_mistyped_word_is_named_with_its_place_and_neighbours() {
        let unknown =
            |position, suggestions: &[&'static str]| UnknownWord { position, suggestions: suggestions.to_vec() };
        let words = vec![unknown(3, &["able", "cable"]), unknown(12, &[])];
        let error = MnemonicError::UnknownWords { language: Language::English, words };
        let error = KeyError::from(error);
        assert_eq!(error.kind, KeyErrorKind::BadImport);
        assert!(
            error.message.starts_with("Word 3 is not in the word list; perhaps “able” or “cable”? Word 12 is not"),
            "{error}"
        );
    }

    #[test]
    fn a_wrong_password_is_not_damage() {
        assert_eq!(KeyError::from(VaultError::WrongPassword).kind, KeyErrorKind::WrongPassword);
        assert_eq!(KeyError::from(VaultError::UnknownVersion { got: 9 }).kind, KeyErrorKind::Damaged);
    }
}

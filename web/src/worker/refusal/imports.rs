//! Why what the user brings is not taken, or not handed out as asked.

use assay_sdk::keys::{
    DerivationError, KeyError as SecretKeyError, KeystoreError, MnemonicError, PastedError, Repair, ShareError,
    UnknownWord,
};
use assay_sdk::units::PathError;

use super::{capitalised, refusal, weak_password};
use crate::worker::protocol::{KeyError, KeyErrorKind};

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

impl From<PathError> for KeyError {
    fn from(error: PathError) -> Self {
        refusal(
            KeyErrorKind::BadPath,
            format!("This is no derivation path: {error}. Paths look like m/44'/60'/0'/0/0."),
        )
    }
}

impl From<DerivationError> for KeyError {
    fn from(error: DerivationError) -> Self {
        refusal(KeyErrorKind::BadPath, capitalised(&error.to_string()))
    }
}

impl From<SecretKeyError> for KeyError {
    fn from(error: SecretKeyError) -> Self {
        refusal(
            KeyErrorKind::BadImport,
            format!("This is no private key: {error}. Compare it with what you wrote down."),
        )
    }
}

impl From<PastedError> for KeyError {
    fn from(error: PastedError) -> Self {
        match &error {
            PastedError::Phrase(error) => error.clone().into(),
            PastedError::Key(error) => error.clone().into(),
            PastedError::Keystore(error) => error.clone().into(),
            PastedError::Share { share, error } => {
                let of_share = Self::from(error.clone());
                Self { message: format!("Share {share}: {}", of_share.message), ..of_share }
            }
            PastedError::Empty
            | PastedError::TooLong { .. }
            | PastedError::AddressChecksum { .. }
            | PastedError::AddressDigit { .. }
            | PastedError::HexLength { .. }
            | PastedError::UnknownFile
            | PastedError::Unknown
            | _ => refusal(KeyErrorKind::BadImport, capitalised(&error.to_string())),
        }
    }
}

impl From<KeystoreError> for KeyError {
    fn from(error: KeystoreError) -> Self {
        match &error {
            KeystoreError::WrongPassword => refusal(
                KeyErrorKind::FilePassword,
                "This password does not open the keystore file, or the file was altered. It is the password of the wallet that wrote the \
                 file.",
            ),
            KeystoreError::EmptyPassword => weak_password(0),
            KeystoreError::OutOfMemory { needed_kib } => refusal(
                KeyErrorKind::Unavailable,
                format!(
                    "There is not enough memory for the keystore's password: {} MiB are needed. Close other tabs and try again.",
                    needed_kib / 1024
                ),
            ),
            KeystoreError::Malformed { .. }
            | KeystoreError::Unsupported { .. }
            | KeystoreError::CostOutOfRange { .. }
            | KeystoreError::NotAKey
            | KeystoreError::AddressMismatch { .. }
            | _ => refusal(KeyErrorKind::BadImport, capitalised(&error.to_string())),
        }
    }
}

impl From<ShareError> for KeyError {
    fn from(error: ShareError) -> Self {
        let message = match &error {
            ShareError::UnknownWords(words) => {
                let lines: Vec<String> = words.iter().map(unknown_word).collect();
                format!("{} Shares use the 1024 words of SLIP-39.", lines.join(" "))
            }
            ShareError::Checksum { repairs } => checksum(repairs),
            ShareError::TooFew { need, have } => format!("{need} shares are needed, {have} are here. Add the others."),
            ShareError::Duplicate { first, second } => {
                format!("Shares {first} and {second} are the same one. Leave one of them out.")
            }
            ShareError::DifferentSets { first, second } => {
                format!("Shares {first} and {second} are of different sets. Bring the shares of one set.")
            }
            ShareError::Threshold { need, of } => {
                let message =
                    format!("Of up to 16 shares at least 2 bring the phrase back: {need} of {of} is not possible.");
                return refusal(KeyErrorKind::BadRequest, message);
            }
            ShareError::Language { .. } => {
                return refusal(KeyErrorKind::BadRequest, capitalised(&error.to_string()));
            }
            ShareError::WordCount { .. }
            | ShareError::Malformed { .. }
            | ShareError::None
            | ShareError::TooFewGroups { .. }
            | ShareError::Digest
            | ShareError::Cost { .. }
            | ShareError::NotAPhrase { .. }
            | ShareError::Passphrase { .. }
            | _ => capitalised(&error.to_string()),
        };
        refusal(KeyErrorKind::BadImport, message)
    }
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
}

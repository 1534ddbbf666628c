//! The SDK's errors in words for the person at the screen: what happened, what was expected, what to do.

use assay_sdk::keys::{
    KeyError as SecretKeyError, MnemonicError, NoGeneration, PathError, Repair, SignerError, UnknownWord, VaultError,
};

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
        match &error {
            VaultError::EmptyPassword => weak_password(0),
            VaultError::OutOfMemory { needed_kib } => refusal(
                KeyErrorKind::Unavailable,
                format!(
                    "There is not enough memory to work out the key: {} MiB are needed. Close other tabs and try again.",
                    needed_kib / 1024
                ),
            ),
            VaultError::Path(error) => error.clone().into(),
            _ => refusal(kind_of(&error), words_for(&error)),
        }
    }
}

fn kind_of(error: &VaultError) -> KeyErrorKind {
    match error {
        VaultError::WrongPassword | VaultError::NoPassword => KeyErrorKind::WrongPassword,
        VaultError::WrongPasskey => KeyErrorKind::WrongPasskey,
        VaultError::EmptyPassword => KeyErrorKind::WeakPassword,
        VaultError::PasswordExists
        | VaultError::PasskeyExists { .. }
        | VaultError::DuplicateAccount { .. }
        | VaultError::DuplicatePhrase { .. } => KeyErrorKind::Duplicate,
        VaultError::UnknownMethod { .. } | VaultError::UnknownAccount { .. } | VaultError::UnknownSecret { .. } => {
            KeyErrorKind::Missing
        }
        VaultError::LastMethod | VaultError::LastAccount | VaultError::SecretInUse { .. } => KeyErrorKind::LastOne,
        VaultError::WatchedOnly { .. } | VaultError::ConnectedOnly { .. } => KeyErrorKind::NoKey,
        VaultError::OtherVault { .. } | VaultError::OtherKey { .. } => KeyErrorKind::Locked,
        VaultError::Damaged(_)
        | VaultError::UnknownVersion { .. }
        | VaultError::ParamsOutOfRange(_)
        | VaultError::AnotherAddress { .. }
        | VaultError::CounterExhausted => KeyErrorKind::Damaged,
        VaultError::Path(_) | VaultError::NoKeyAtPath { .. } => KeyErrorKind::BadPath,
        VaultError::NeedsMethod
        | VaultError::NeedsKey
        | VaultError::NeedsNoKey
        | VaultError::NotAPhrase { .. }
        | VaultError::NotAKey { .. } => KeyErrorKind::BadRequest,
        VaultError::OutOfMemory { .. } | VaultError::TooLarge | _ => KeyErrorKind::Unavailable,
    }
}

fn words_for(error: &VaultError) -> String {
    let fixed = match error {
        VaultError::WrongPassword => {
            "This password does not open the wallet. Check the keyboard's language and Caps Lock, and try again."
        }
        VaultError::WrongPasskey => {
            "This passkey does not open the wallet. Use the one that was added to it, or the wallet's password."
        }
        VaultError::NoPassword => "This wallet has no password. Use one of its passkeys.",
        VaultError::PasswordExists => "This wallet has a password already. Change it instead.",
        VaultError::PasskeyExists { .. } => "This passkey opens the wallet already.",
        VaultError::UnknownMethod { .. } => {
            "The wallet has no such way to open it. It may have been removed in another tab; reload the page."
        }
        VaultError::LastMethod => {
            "This is the only way to open the wallet. Add another password or passkey before you remove it."
        }
        VaultError::NeedsMethod => {
            "This wallet has no password, so it takes no keys. Bring the phrase or key in as a wallet of its own."
        }
        VaultError::NeedsKey => "This wallet opens with its password or a passkey.",
        VaultError::NeedsNoKey => "This wallet has no keys and opens without a password.",
        VaultError::OtherVault { .. } | VaultError::OtherKey { .. } => {
            "Another wallet lies in this one's place by now. Nothing was changed. Lock the wallet and open it again."
        }
        VaultError::DuplicatePhrase { .. } => "The wallet has this phrase already. Add accounts of it instead.",
        VaultError::LastAccount => "This is the wallet's only account. Remove the whole wallet instead.",
        VaultError::NotAPhrase { .. } => "This is a single key: no further accounts follow from it.",
        VaultError::NotAKey { .. } => "This is a phrase, not a single key.",
        VaultError::CounterExhausted => {
            "This wallet cannot be written any more. Show its phrase, and bring it in as a new wallet."
        }
        VaultError::TooLarge => "The wallet is too large to be stored. Give its accounts shorter names, or remove some.",
        VaultError::DuplicateAccount { address } => return format!("The wallet has the account {address} already."),
        VaultError::UnknownAccount { address } => {
            return format!("The wallet has no account {address}. It may have been removed in another tab; reload the page.");
        }
        VaultError::UnknownSecret { .. } => "The wallet has no such phrase or key. Reload the page.",
        VaultError::WatchedOnly { address } => {
            return format!("{address} is only watched: there is no key for it here. Bring in its phrase or key to sign with it.");
        }
        VaultError::ConnectedOnly { address } => {
            return format!("The key of {address} is in another wallet of this browser. Sign there.");
        }
        VaultError::SecretInUse { accounts, .. } => {
            return format!("{accounts} accounts come from this phrase. Remove them first.");
        }
        VaultError::AnotherAddress { got, expected } => {
            return format!(
                "The key of {expected} turned out to be that of {got}. Nothing was signed; do not use this account, and bring the wallet \
                 back from its phrase."
            );
        }
        VaultError::NoKeyAtPath { path } => return format!("There is no key at {path}. Take another path."),
        VaultError::UnknownVersion { got } => {
            return format!("Newer software wrote this wallet (version {got}). Reload the page to get the newest version of Assay.");
        }
        VaultError::Damaged(_)
        | VaultError::ParamsOutOfRange(_)
        | VaultError::EmptyPassword
        | VaultError::OutOfMemory { .. }
        | VaultError::Path(_)
        | _ => return format!("This wallet cannot be opened: {error}."),
    };
    fixed.to_owned()
}

impl From<NoGeneration> for KeyError {
    fn from(error: NoGeneration) -> Self {
        match &error {
            NoGeneration::Nothing => {
                refusal(KeyErrorKind::Missing, "This wallet is not stored any more. It may have been removed in another tab.")
            }
            NoGeneration::NewerSoftware { got } => VaultError::UnknownVersion { got: *got }.into(),
            // Two slots with the same fault are told as one.
            NoGeneration::Damaged { first: Some(one), second: None } | NoGeneration::Damaged { first: None, second: Some(one) } => {
                one.clone().into()
            }
            NoGeneration::Damaged { first: Some(first), second: Some(second) } if first == second => first.clone().into(),
            NoGeneration::Damaged { .. } | NoGeneration::Strangers { .. } | _ => {
                refusal(KeyErrorKind::Damaged, format!("This wallet cannot be opened: {error}."))
            }
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

impl From<SecretKeyError> for KeyError {
    fn from(error: SecretKeyError) -> Self {
        refusal(KeyErrorKind::BadImport, format!("This is no private key: {error}. Compare it with what you wrote down."))
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
            StorageError::Refused { .. } | StorageError::NoLocks { .. } | StorageError::NotKept { .. } => KeyErrorKind::Storage,
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

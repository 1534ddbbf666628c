//! Why a wallet could not be opened or changed.

use assay_sdk::keys::{NoGeneration, VaultError};

use super::{refusal, weak_password};
use crate::worker::protocol::{KeyError, KeyErrorKind};

impl From<VaultError> for KeyError {
    fn from(error: VaultError) -> Self {
        if error == VaultError::EmptyPassword {
            return weak_password(0);
        }
        if let VaultError::Path(error) = error {
            return error.into();
        }
        let words = fixed(&error).map(str::to_owned).or_else(|| telling(&error));
        refusal(kind_of(&error), words.unwrap_or_else(|| format!("This wallet cannot be opened: {error}.")))
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

/// The words for what names an account, a number or a path.
fn telling(error: &VaultError) -> Option<String> {
    if let VaultError::DuplicateAccount { address } = error {
        return Some(format!("The wallet has the account {address} already."));
    }
    if let VaultError::UnknownAccount { address } = error {
        let words =
            format!("The wallet has no account {address}. It may have been removed in another tab; reload the page.");
        return Some(words);
    }
    if let VaultError::WatchedOnly { address } = error {
        let words = format!(
            "{address} is only watched: there is no key for it here. Bring in its phrase or key to sign with it."
        );
        return Some(words);
    }
    if let VaultError::ConnectedOnly { address } = error {
        return Some(format!("The key of {address} is in another wallet of this browser. Sign there."));
    }
    if let VaultError::SecretInUse { accounts, .. } = error {
        return Some(format!("{accounts} accounts come from this phrase. Remove them first."));
    }
    if let VaultError::AnotherAddress { got, expected } = error {
        return Some(format!(
            "The key of {expected} turned out to be that of {got}. Nothing was signed; do not use this account, and bring the wallet \
             back from its phrase."
        ));
    }
    if let VaultError::NoKeyAtPath { path } = error {
        return Some(format!("There is no key at {path}. Take another path."));
    }
    if let VaultError::UnknownVersion { got } = error {
        let words = format!(
            "Newer software wrote this wallet (version {got}). Reload the page to get the newest version of Assay."
        );
        return Some(words);
    }
    if let VaultError::OutOfMemory { needed_kib } = error {
        let mebibytes = needed_kib / 1024;
        let words = format!(
            "There is not enough memory to work out the key: {mebibytes} MiB are needed. Close other tabs and try again."
        );
        return Some(words);
    }
    None
}

/// The words for what says nothing of its own.
fn fixed(error: &VaultError) -> Option<&'static str> {
    let words = match error {
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
        VaultError::UnknownSecret { .. } => "The wallet has no such phrase or key. Reload the page.",
        VaultError::LastAccount => "This is the wallet's only account. Remove the whole wallet instead.",
        VaultError::NotAPhrase { .. } => "This is a single key: no further accounts follow from it.",
        VaultError::NotAKey { .. } => "This is a phrase, not a single key.",
        VaultError::CounterExhausted => {
            "This wallet cannot be written any more. Show its phrase, and bring it in as a new wallet."
        }
        VaultError::TooLarge => {
            "The wallet is too large to be stored. Give its accounts shorter names, or remove some."
        }
        VaultError::EmptyPassword
        | VaultError::Damaged(_)
        | VaultError::UnknownVersion { .. }
        | VaultError::ParamsOutOfRange(_)
        | VaultError::OutOfMemory { .. }
        | VaultError::DuplicateAccount { .. }
        | VaultError::UnknownAccount { .. }
        | VaultError::WatchedOnly { .. }
        | VaultError::ConnectedOnly { .. }
        | VaultError::SecretInUse { .. }
        | VaultError::AnotherAddress { .. }
        | VaultError::Path(_)
        | VaultError::NoKeyAtPath { .. }
        | _ => return None,
    };
    Some(words)
}

impl From<NoGeneration> for KeyError {
    fn from(error: NoGeneration) -> Self {
        match &error {
            NoGeneration::Nothing => refusal(
                KeyErrorKind::Missing,
                "This wallet is not stored any more. It may have been removed in another tab.",
            ),
            NoGeneration::NewerSoftware { got } => VaultError::UnknownVersion { got: *got }.into(),
            // Two slots with the same fault are told as one.
            NoGeneration::Damaged { first: Some(one), second: None }
            | NoGeneration::Damaged { first: None, second: Some(one) } => one.clone().into(),
            NoGeneration::Damaged { first: Some(first), second: Some(second) } if first == second => {
                first.clone().into()
            }
            NoGeneration::Damaged { .. } | NoGeneration::Strangers { .. } | _ => {
                refusal(KeyErrorKind::Damaged, format!("This wallet cannot be opened: {error}."))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_password_is_not_damage() {
        assert_eq!(KeyError::from(VaultError::WrongPassword).kind, KeyErrorKind::WrongPassword);
        assert_eq!(KeyError::from(VaultError::UnknownVersion { got: 9 }).kind, KeyErrorKind::Damaged);
    }
}

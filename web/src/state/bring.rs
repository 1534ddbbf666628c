//! What the user brings into the wallet, once the key worker has recognised it: what it is in words, and what else is needed for it.

use alloy_primitives::Address;

use crate::format;
use crate::text::{fill, t};
use crate::worker::protocol::Recognised;

/// What is to be done with what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// There is nothing yet, or not enough, or it is nothing that is known.
    Incomplete,
    /// A phrase, whole or from its shares: a passphrase may belong to it, and its first account may lie on another path.
    Phrase,
    /// A private key.
    Key,
    /// A keystore file: it has a password of its own.
    Keystore,
    /// An Assay wallet's file: it keeps its password and passkeys.
    Vault {
        /// The wallet's name in it.
        label: String,
    },
    /// What was salvaged of a damaged Assay wallet: it is damaged here too, and may be rescued.
    Salvage,
    /// An address: it can be watched.
    Address(Address),
}

impl From<&Recognised> for Brought {
    fn from(recognised: &Recognised) -> Self {
        match recognised {
            Recognised::Nothing | Recognised::Unreadable { .. } => Self::Incomplete,
            Recognised::Phrase { .. } => Self::Phrase,
            Recognised::PrivateKey => Self::Key,
            Recognised::Keystore { .. } => Self::Keystore,
            Recognised::Vault { label, .. } => Self::Vault { label: label.clone() },
            Recognised::Salvage { .. } => Self::Salvage,
            Recognised::Shares { have, need } if have >= need => Self::Phrase,
            Recognised::Shares { .. } => Self::Incomplete,
            Recognised::Address { address } => Self::Address(*address),
        }
    }
}

/// What it is, in a sentence. Nothing where there is nothing, and where something is wrong: that is said elsewhere.
#[must_use]
pub fn sentence(recognised: &Recognised) -> Option<String> {
    let words = match recognised {
        Recognised::Nothing | Recognised::Unreadable { .. } => return None,
        Recognised::Phrase { words, language } => {
            let values = [("words", words.to_string()), ("language", language.clone())];
            fill_with(t("A phrase of {words} {language} words."), &values)
        }
        Recognised::PrivateKey => t("A private key: one account.").to_owned(),
        Recognised::Keystore { address: Some(address), .. } => {
            let address = format::short_address(address);
            fill(t("A keystore file for {address}: its password will be needed."), &[("address", &address)])
        }
        Recognised::Keystore { address: None, .. } => {
            t("A keystore file that names no address: its password will be needed.").to_owned()
        }
        Recognised::Vault { label, accounts: 1 } => {
            fill(t("The Assay wallet “{label}”, with one account."), &[("label", label)])
        }
        Recognised::Vault { label, accounts } => {
            let values = [("label", label.clone()), ("n", accounts.to_string())];
            fill_with(t("The Assay wallet “{label}”, with {n} accounts."), &values)
        }
        Recognised::Salvage { label, accounts } => {
            let values = [("label", label.trim().to_owned()), ("n", accounts.to_string())];
            let pattern = match (label.trim(), accounts) {
                ("", 1) => t("What is left of a damaged Assay wallet: one account can still be read in it."),
                ("", _) => t("What is left of a damaged Assay wallet: {n} accounts can still be read in it."),
                (_, 1) => t("What is left of the damaged Assay wallet “{label}”: one account can still be read in it."),
                (_, _) => {
                    t("What is left of the damaged Assay wallet “{label}”: {n} accounts can still be read in it.")
                }
            };
            fill_with(pattern, &values)
        }
        Recognised::Shares { have, need } => shares(*have, *need),
        Recognised::Address { address } => {
            let address = format::short_address(address);
            fill(t("The address {address}. It brings no key, but it can be watched."), &[("address", &address)])
        }
    };
    Some(words)
}

fn shares(have: u8, need: u8) -> String {
    let values =
        [("have", have.to_string()), ("need", need.to_string()), ("more", need.saturating_sub(have).to_string())];
    match need.saturating_sub(have) {
        0 if have == 1 => t("One recovery share, which is enough: it is a phrase.").to_owned(),
        0 => fill_with(t("{have} recovery shares, which is enough: together they are a phrase."), &values),
        1 => fill_with(t("{have} of {need} shares: paste one more below the others."), &values),
        _ => fill_with(t("{have} of {need} shares: paste {more} more below the others."), &values),
    }
}

fn fill_with(pattern: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(pattern, &values)
}

/// What is wrong with it and what to do, in the worker's words.
#[must_use]
pub fn fault(recognised: &Recognised) -> Option<&str> {
    match recognised {
        Recognised::Unreadable { message } => Some(message),
        Recognised::Nothing
        | Recognised::Phrase { .. }
        | Recognised::PrivateKey
        | Recognised::Keystore { .. }
        | Recognised::Vault { .. }
        | Recognised::Salvage { .. }
        | Recognised::Shares { .. }
        | Recognised::Address { .. } => None,
    }
}

/// An address as typed, read strictly: where it mixes capitals and small letters, they must be those of EIP-55.
///
/// # Errors
/// What is wrong with it, in words.
pub fn watched_address(typed: &str) -> Result<Address, String> {
    let typed = typed.trim();
    let expected = t("An address is 0x and 40 characters from 0 to 9 and a to f.");
    if typed.is_empty() {
        return Err(fill(t("Type or paste the address. {expected}"), &[("expected", expected)]));
    }
    let digits = typed.strip_prefix("0x").or_else(|| typed.strip_prefix("0X")).unwrap_or_default();
    if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(fill(t("This is not an address. {expected}"), &[("expected", expected)]));
    }
    let address: Address = format!("0x{digits}").parse().map_err(|_| expected.to_owned())?;
    let (small, large) = (digits.to_ascii_lowercase(), digits.to_ascii_uppercase());
    let checked = address.to_checksum(None);
    if digits == small || digits == large || checked.strip_prefix("0x") == Some(digits) {
        Ok(address)
    } else {
        Err(t("A character of this address was mistyped: its capitals do not fit (EIP-55). Copy it again from where you got it.").to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::address;

    const DAI: Address = address!("6B175474E89094C44Da98b954EedeAC495271d0F");

    #[test]
    fn each_kind_is_named_and_asks_for_what_it_needs() {
        let phrase = Recognised::Phrase { words: 24, language: "Japanese".to_owned() };
        assert_eq!(sentence(&phrase).unwrap(), "A phrase of 24 Japanese words.");
        assert_eq!(Brought::from(&phrase), Brought::Phrase);
        let keystore = Recognised::Keystore { address: Some(DAI), kdf: "scrypt".to_owned() };
        assert_eq!(sentence(&keystore).unwrap(), "A keystore file for 0x6B1754…271d0F: its password will be needed.");
        assert_eq!(Brought::from(&keystore), Brought::Keystore);
        assert_eq!(Brought::from(&Recognised::PrivateKey), Brought::Key);
        let vault = Recognised::Vault { label: "Savings".to_owned(), accounts: 3 };
        assert_eq!(sentence(&vault).unwrap(), "The Assay wallet “Savings”, with 3 accounts.");
        assert_eq!(Brought::from(&vault), Brought::Vault { label: "Savings".to_owned() });
        assert_eq!(Brought::from(&Recognised::Address { address: DAI }), Brought::Address(DAI));
        let salvage = |label: &str, accounts| Recognised::Salvage { label: label.to_owned(), accounts };
        assert_eq!(
            sentence(&salvage(" Savings", 2)).unwrap(),
            "What is left of the damaged Assay wallet “Savings”: 2 accounts can still be read in it."
        );
        assert_eq!(
            sentence(&salvage("", 1)).unwrap(),
            "What is left of a damaged Assay wallet: one account can still be read in it."
        );
        assert_eq!(Brought::from(&salvage("", 0)), Brought::Salvage);
    }

    #[test]
    fn shares_are_counted_until_they_are_enough() {
        let shares = |have, need| Recognised::Shares { have, need };
        assert_eq!(sentence(&shares(2, 3)).unwrap(), "2 of 3 shares: paste one more below the others.");
        assert_eq!(sentence(&shares(1, 3)).unwrap(), "1 of 3 shares: paste 2 more below the others.");
        assert_eq!(Brought::from(&shares(2, 3)), Brought::Incomplete);
        assert_eq!(Brought::from(&shares(3, 3)), Brought::Phrase);
        assert_eq!(sentence(&shares(1, 1)).unwrap(), "One recovery share, which is enough: it is a phrase.");
    }

    #[test]
    fn what_is_wrong_stands_alone() {
        let wrong = Recognised::Unreadable { message: "Word 3 is not in the list.".to_owned() };
        assert_eq!((sentence(&wrong), fault(&wrong)), (None, Some("Word 3 is not in the list.")));
        assert_eq!(Brought::from(&wrong), Brought::Incomplete);
        assert_eq!((sentence(&Recognised::Nothing), fault(&Recognised::Nothing)), (None, None));
    }

    #[test]
    fn addresses_are_held_to_eip_55() {
        // The examples of EIP-55: all capitals, all small letters, normal.
        for good in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            " 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359 ",
        ] {
            assert!(watched_address(good).is_ok(), "{good}");
        }
        let mistyped = watched_address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD").unwrap_err();
        assert!(mistyped.contains("EIP-55"), "{mistyped}");
        for bad in [
            "",
            "0x",
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "vitalik.eth",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA",
        ] {
            assert!(watched_address(bad).is_err(), "{bad}");
        }
    }
}

//! What the user brings: told from its shape, and opened.

use assay_sdk::keys::{Generations, Keystore, Mnemonic, Pasted, RecoveryShare, SealedVault, SecretKey, Vault};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::accounts::parse_path;
use super::repairs::nothing_left;
use crate::worker::protocol::{ImportText, KeyError, KeyErrorKind, Recognised};
use crate::worker::refusal::refusal;
use crate::worker::remains::Remains;

/// Where a phrase's first account is, unless the user says otherwise: BIP-44, as nearly every wallet has it.
const FIRST_PATH: &str = "m/44'/60'/0'/0/0";

/// Secrets that the user brings.
pub(super) enum Brought {
    Phrase { mnemonic: Mnemonic, passphrase: Zeroizing<String>, path: String },
    Key(SecretKey),
}

/// What becomes a wallet.
pub(super) enum Arrival {
    Secret(Brought),
    /// A vault file, which keeps its own ways to open it.
    Vault(SealedVault),
    /// What was salvaged of a damaged wallet, all of it damaged.
    Salvage(Generations),
}

impl Arrival {
    pub(super) fn read(import: ImportText) -> Result<Self, KeyError> {
        let ImportText { text, passphrase, file_password, path } = import;
        let (text, passphrase) = (Zeroizing::new(text), Zeroizing::new(passphrase));
        let file_password = Zeroizing::new(file_password);
        let phrase = |mnemonic| Self::Secret(Brought::Phrase { mnemonic, passphrase, path });
        match Pasted::read(&text)? {
            Pasted::Phrase(mnemonic) => Ok(phrase(mnemonic)),
            Pasted::Shares(shares) => Ok(phrase(RecoveryShare::combine(&shares, "")?)),
            Pasted::Key(key) => Ok(Self::Secret(Brought::Key(key))),
            Pasted::Keystore(file) => Ok(Self::Secret(Brought::Key(open_keystore(&file, &file_password)?))),
            Pasted::Vault(text) => Ok(Self::Vault(SealedVault::from_json(&text)?)),
            Pasted::Salvage(text) => {
                let (salvaged, _) = salvaged(&text)?;
                Ok(salvaged.newest().cloned().map_or_else(|_| Self::Salvage(salvaged), Self::Vault))
            }
            Pasted::Address(_) => Err(refusal(
                KeyErrorKind::BadImport,
                "This is an address, which everybody may know: it brings no key. It can be watched.",
            )),
            _ => Err(refusal(KeyErrorKind::BadImport, "This is nothing that a wallet is made of.")),
        }
    }
}

fn open_keystore(file: &Keystore, password: &str) -> Result<SecretKey, KeyError> {
    if password.is_empty() {
        return Err(refusal(
            KeyErrorKind::FilePassword,
            "The keystore file has a password: that of the wallet that wrote it. Type it to open the file.",
        ));
    }
    Ok(file.open(password)?.into_key())
}

impl Brought {
    /// For a wallet that is open already: a phrase or a key, not a wallet.
    pub(super) fn read(import: ImportText) -> Result<Self, KeyError> {
        match Arrival::read(import)? {
            Arrival::Secret(brought) => Ok(brought),
            Arrival::Vault(_) | Arrival::Salvage(_) => Err(refusal(
                KeyErrorKind::BadImport,
                "This is a whole wallet. It cannot be put into another one; bring it in as a wallet of its own.",
            )),
        }
    }

    /// Adds it, with its first account.
    pub(super) fn add_to(self, vault: &mut Vault, label: &str) -> Result<(), KeyError> {
        match self {
            Self::Phrase { mnemonic, passphrase, path } => {
                let path = if path.trim().is_empty() { FIRST_PATH } else { path.as_str() };
                let path = parse_path(path)?;
                let secret = vault.add_phrase(mnemonic, &passphrase)?;
                vault.add_derived(secret, &path, label)?;
            }
            Self::Key(key) => {
                vault.add_key(key, label)?;
            }
        }
        Ok(())
    }
}

/// As much of a keystore as tells how its password is worked.
#[derive(Deserialize)]
struct Costs {
    #[serde(alias = "Crypto")]
    crypto: Crypto,
}
#[derive(Deserialize)]
struct Crypto {
    kdf: String,
}

/// What the user has pasted, as far as it can be told without a password.
pub(super) fn recognise(text: String) -> Recognised {
    let text = Zeroizing::new(text);
    if text.trim().is_empty() {
        return Recognised::Nothing;
    }
    let unreadable = |error: KeyError| Recognised::Unreadable { message: error.message };
    match Pasted::read(&text) {
        Ok(Pasted::Phrase(mnemonic)) => Recognised::Phrase {
            words: u8::try_from(mnemonic.word_count()).unwrap_or(u8::MAX),
            language: mnemonic.language().to_string(),
        },
        Ok(Pasted::Key(_)) => Recognised::PrivateKey,
        Ok(Pasted::Keystore(file)) => {
            let object = text.find('{').and_then(|start| text.get(start..)).unwrap_or_default();
            let costs = serde_json::Deserializer::from_str(object).into_iter::<Costs>().next().and_then(Result::ok);
            Recognised::Keystore {
                address: file.address(),
                kdf: costs.map(|costs| costs.crypto.kdf).unwrap_or_default(),
            }
        }
        Ok(Pasted::Vault(text)) => {
            SealedVault::from_json(&text).map_or_else(|error| unreadable(error.into()), |sealed| whole(&sealed))
        }
        Ok(Pasted::Salvage(text)) => salvaged(&text).map_or_else(unreadable, |(_, recognised)| recognised),
        Ok(Pasted::Shares(shares)) => recognise_shares(&shares),
        Ok(Pasted::Address(address)) => Recognised::Address { address },
        Ok(_) => Recognised::Unreadable { message: "This is nothing that a wallet is made of.".to_owned() },
        Err(error) => unreadable(error.into()),
    }
}

fn whole(sealed: &SealedVault) -> Recognised {
    Recognised::Vault { label: sealed.label().to_owned(), accounts: sealed.accounts().len() }
}

/// What was salvaged, and what can be told of it. Where one of its generations is whole, that is a wallet like any other.
fn salvaged(text: &str) -> Result<(Generations, Recognised), KeyError> {
    let generations = Generations::from_salvage(text);
    let recognised = match generations.newest() {
        Ok(sealed) => whole(sealed),
        Err(_) => {
            let remains = Remains::of(&generations);
            if remains.methods.is_empty() && remains.accounts.is_empty() {
                return Err(nothing_left());
            }
            Recognised::Salvage { label: remains.label, accounts: remains.accounts.len() }
        }
    };
    Ok((generations, recognised))
}

/// Too few shares are not a fault: others can be added.
fn recognise_shares(shares: &[RecoveryShare]) -> Recognised {
    use assay_sdk::keys::ShareError;
    let Some(first) = shares.first() else { return Recognised::Nothing };
    let have = u8::try_from(shares.len()).unwrap_or(u8::MAX);
    match RecoveryShare::combine(shares, "") {
        Ok(_) | Err(ShareError::TooFew { .. } | ShareError::TooFewGroups { .. }) => {
            Recognised::Shares { have, need: first.needed() }
        }
        Err(error) => Recognised::Unreadable { message: KeyError::from(error).message },
    }
}

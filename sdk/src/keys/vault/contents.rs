//! What is inside the cipher text, as bytes.
//!
//! One tag byte. `1`, a phrase: the number of accounts (4 bytes, big-endian), the length of the entropy (1 byte), the
//! entropy, and the passphrase to the end. `2`, a key: its 32 bytes.

use zeroize::Zeroizing;

use super::{DamagedPart, Secret, Vault, VaultError};
use crate::keys::{Mnemonic, SecretKey};

const PHRASE: u8 = 1;
const KEY: u8 = 2;

pub(super) fn encode(vault: &Vault) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    match &vault.secret {
        Secret::Phrase { mnemonic, passphrase, .. } => {
            let entropy = mnemonic.reveal_entropy();
            let accounts = u32::try_from(vault.accounts.len()).map_err(|_| VaultError::TooLarge)?;
            let length = u8::try_from(entropy.len()).map_err(|_| VaultError::TooLarge)?;
            // In one piece, with room for the cipher's tag: growing would leave copies behind.
            let mut bytes = Zeroizing::new(Vec::with_capacity(passphrase.len().saturating_add(64)));
            bytes.push(PHRASE);
            bytes.extend_from_slice(&accounts.to_be_bytes());
            bytes.push(length);
            bytes.extend_from_slice(&entropy);
            bytes.extend_from_slice(passphrase.as_bytes());
            Ok(bytes)
        }
        Secret::Key => {
            let mut bytes = Zeroizing::new(Vec::with_capacity(64));
            bytes.push(KEY);
            for account in &vault.accounts {
                bytes.extend_from_slice(&*account.key().reveal());
            }
            Ok(bytes)
        }
    }
}

pub(super) fn decode(label: &str, bytes: &[u8]) -> Result<Vault, VaultError> {
    let damaged = || VaultError::Damaged(DamagedPart::Contents);
    match bytes.split_first().ok_or_else(damaged)? {
        (&PHRASE, rest) => {
            let (accounts, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
            let (length, rest) = rest.split_first().ok_or_else(damaged)?;
            let (entropy, passphrase) = rest.split_at_checked(usize::from(*length)).ok_or_else(damaged)?;
            let mnemonic = Mnemonic::from_entropy(entropy).map_err(|_| damaged())?;
            let passphrase = std::str::from_utf8(passphrase).map_err(|_| damaged())?;
            Vault::from_mnemonic(label, mnemonic, passphrase, u32::from_be_bytes(*accounts))
        }
        (&KEY, rest) => {
            let bytes: &[u8; 32] = rest.try_into().map_err(|_| damaged())?;
            Ok(Vault::from_key(label, SecretKey::from_bytes(bytes).map_err(|_| damaged())?))
        }
        _ => Err(damaged()),
    }
}

//! Web3 Secret Storage, version 3: the JSON files with one key under a password that other wallets write and read.
//!
//! AES-128-CTR under the first half of a derived key, and a Keccak-256 over the second half and the cipher text. For the
//! wallet's own keeping there is the vault, which is stronger in every part; this is for moving keys.

mod file;
mod kdf;

use std::fmt;

use aes::cipher::{KeyIvInit as _, StreamCipher as _};
use alloy_primitives::{Address, B256, hex};
use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::key::keccak256;
use super::{Mnemonic, SecretKey};
use crate::units::DerivationPath;
use file::Phrase;
use kdf::Kdf;

pub use kdf::ScryptCost;

/// A keystore file of version 3, read and not yet opened. Holds nothing secret in the clear.
///
/// Read are the key derivations `scrypt` and `pbkdf2` with `hmac-sha256`, within bounds, and the cipher `aes-128-ctr`: the
/// ones that the standard requires. Fields that it does not name are let be, as wallets add their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Keystore {
    address: Option<Address>,
    kdf: Kdf,
    iv: [u8; 16],
    ciphertext: Vec<u8>,
    mac: B256,
    phrase: Option<Phrase>,
}

/// What was in a keystore file.
pub struct OpenedKeystore {
    key: SecretKey,
    phrase: Option<(Mnemonic, DerivationPath)>,
}

/// The random bytes that writing a keystore needs: fresh from the platform's generator for every file.
pub struct KeystoreRandomness {
    /// For the key derivation.
    pub salt: [u8; 32],
    /// For the cipher.
    pub iv: [u8; 16],
    /// For the file's name for itself, a UUID of version 4.
    pub id: [u8; 16],
}

/// Why a keystore could not be read, opened or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeystoreError {
    /// The text is cut short, or not JSON of the shape of a keystore. No password will open it; another copy may.
    #[error("the keystore file is damaged: {what}")]
    Malformed {
        /// What is wrong, without any content of the file.
        what: String,
    },
    /// The file is a whole keystore of a kind that is not read here.
    #[error("the keystore's {what} is {got}, expected {expected}")]
    Unsupported {
        /// Which part.
        what: &'static str,
        /// What the file has, cut to 32 characters.
        got: String,
        /// What is read.
        expected: &'static str,
    },
    /// The file asks for a key derivation that would take minutes or more memory than there is, or is none.
    #[error("the keystore's key derivation is refused: {parameter} is {got}, expected {min} to {max}")]
    CostOutOfRange {
        /// Which parameter.
        parameter: &'static str,
        /// What the file asks for.
        got: u64,
        /// The least that is accepted.
        min: u64,
        /// The most that is accepted.
        max: u64,
    },
    /// There is not enough memory for the key derivation.
    #[error("not enough memory for the key derivation: it needs {needed_kib} KiB")]
    OutOfMemory {
        /// What it needs.
        needed_kib: u64,
    },
    /// The code over the cipher text does not fit. The format has one code for both, so that an altered file looks the same as a
    /// wrong password.
    #[error("the password is wrong, or the keystore file was altered")]
    WrongPassword,
    /// A keystore is not written under an empty password.
    #[error("the password is empty")]
    EmptyPassword,
    /// The password fits, and what was inside is no key: written by faulty software.
    #[error("the password opens the keystore, and what is inside is no private key")]
    NotAKey,
    /// The password fits, and the key is of another address than the file says.
    #[error("the keystore says {stated}, and its key is of {got}")]
    AddressMismatch {
        /// The address in the file.
        stated: Address,
        /// The address of the key.
        got: Address,
    },
}

impl Keystore {
    /// The most bytes that a file may have.
    pub const MOST_BYTES: usize = 64 * 1024;

    /// Reads a file's text. Needs no password.
    ///
    /// # Errors
    /// [`KeystoreError::Malformed`], [`KeystoreError::Unsupported`] or [`KeystoreError::CostOutOfRange`].
    pub fn from_json(text: &str) -> Result<Self, KeystoreError> {
        file::read(text)
    }

    /// The address that the file names. It may be left out, and nothing vouches for it until the file is open.
    #[must_use]
    pub const fn address(&self) -> Option<Address> {
        self.address
    }

    /// Opens it. The password is taken as it was typed and, where that does not open, in Unicode form NFKC, as some wallets do.
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassword`], [`KeystoreError::NotAKey`], [`KeystoreError::AddressMismatch`] or
    /// [`KeystoreError::OutOfMemory`].
    pub fn open(&self, password: &str) -> Result<OpenedKeystore, KeystoreError> {
        let derived = match self.derive(password.as_bytes())? {
            Some(derived) => derived,
            None => {
                let other = nfkc(password);
                if *other == password {
                    return Err(KeystoreError::WrongPassword);
                }
                self.derive(other.as_bytes())?.ok_or(KeystoreError::WrongPassword)?
            }
        };
        let (cipher_key, _) = derived.split_first_chunk::<16>().ok_or(KeystoreError::NotAKey)?;
        let mut bytes = Zeroizing::new([0_u8; 32]);
        // Some wallets left out leading zeros.
        let missing = bytes.len().checked_sub(self.ciphertext.len()).ok_or(KeystoreError::NotAKey)?;
        let (_, given) = bytes.split_at_mut_checked(missing).ok_or(KeystoreError::NotAKey)?;
        given.copy_from_slice(&self.ciphertext);
        crypt(cipher_key, &self.iv, given);
        let key = SecretKey::from_bytes(&bytes).map_err(|_| KeystoreError::NotAKey)?;
        if let Some(stated) = self.address.filter(|stated| *stated != key.address()) {
            return Err(KeystoreError::AddressMismatch { stated, got: key.address() });
        }
        let phrase = self.phrase.as_ref().and_then(|phrase| phrase.open(&derived, &key));
        Ok(OpenedKeystore { key, phrase })
    }

    /// The 64 derived bytes, where the password fits: 32 of the standard's, and 32 more under which ethers keeps a phrase.
    fn derive(&self, password: &[u8]) -> Result<Option<Zeroizing<[u8; 64]>>, KeystoreError> {
        let derived = self.kdf.derive(password)?;
        Ok(bool::from(mac(&derived, &self.ciphertext).ct_eq(self.mac.as_slice())).then_some(derived))
    }

    /// The text of a file with this key under a password, as every wallet that reads version 3 opens it. The password is
    /// taken in Unicode form NFKC.
    ///
    /// # Errors
    /// [`KeystoreError::EmptyPassword`] or [`KeystoreError::OutOfMemory`].
    pub fn seal(
        key: &SecretKey,
        password: &str,
        cost: ScryptCost,
        randomness: &KeystoreRandomness,
    ) -> Result<String, KeystoreError> {
        if password.is_empty() {
            return Err(KeystoreError::EmptyPassword);
        }
        let kdf = Kdf::Scrypt { cost, salt: randomness.salt.to_vec() };
        let derived = kdf.derive(nfkc(password).as_bytes())?;
        let (cipher_key, _) = derived.split_first_chunk::<16>().ok_or(KeystoreError::NotAKey)?;
        let mut bytes = key.reveal();
        crypt(cipher_key, &randomness.iv, &mut *bytes);
        let sealed = Self {
            address: Some(key.address()),
            kdf,
            iv: randomness.iv,
            ciphertext: bytes.to_vec(),
            mac: B256::from(mac(&derived, &*bytes)),
            phrase: None,
        };
        file::write(&sealed, cost, randomness)
    }
}

impl OpenedKeystore {
    /// The key.
    #[must_use]
    pub const fn key(&self) -> &SecretKey {
        &self.key
    }

    /// The phrase that the key comes from, and the path to it: where ethers wrote it beside the key, and it leads there
    /// without a passphrase.
    #[must_use]
    pub fn phrase(&self) -> Option<(&Mnemonic, &DerivationPath)> {
        self.phrase.as_ref().map(|(phrase, path)| (phrase, path))
    }

    /// The key alone.
    #[must_use]
    pub fn into_key(self) -> SecretKey {
        self.key
    }
}

/// Encrypts and decrypts.
fn crypt(key: &[u8; 16], iv: &[u8; 16], bytes: &mut [u8]) {
    ctr::Ctr128BE::<aes::Aes128>::new(key.into(), iv.into()).apply_keystream(bytes);
}

/// Keccak-256 of the second 16 derived bytes and the cipher text.
fn mac(derived: &[u8; 64], ciphertext: &[u8]) -> [u8; 32] {
    let (_, rest) = derived.split_at(16);
    let (second, _) = rest.split_at(16);
    let mut bytes = Zeroizing::new(Vec::with_capacity(ciphertext.len().saturating_add(16)));
    bytes.extend_from_slice(second);
    bytes.extend_from_slice(ciphertext);
    keccak256(&bytes).0
}

/// Unicode form NFKC, in one piece of memory.
fn nfkc(text: &str) -> Zeroizing<String> {
    let length = text.nfkc().map(char::len_utf8).fold(0, usize::saturating_add);
    let mut normalized = Zeroizing::new(String::with_capacity(length));
    text.nfkc().for_each(|c| normalized.push(c));
    normalized
}

impl fmt::Debug for Keystore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keystore").field("address", &self.address).finish_non_exhaustive()
    }
}

impl fmt::Debug for OpenedKeystore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenedKeystore").field("address", &self.key.address()).finish_non_exhaustive()
    }
}

impl fmt::Debug for KeystoreRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeystoreRandomness(…)")
    }
}

/// A UUID of version 4 (RFC 9562).
fn uuid(random: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(random) & !(0xf000 << 64) & !(0xc000 << 48) | 0x4000 << 64 | 0x8000 << 48;
    let hex = hex::encode(bits.to_be_bytes());
    let mut text = String::with_capacity(36);
    for (position, digit) in hex.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

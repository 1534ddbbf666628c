//! The secrets of an open vault, and their form as bytes inside the cipher text.
//!
//! All numbers big-endian: the next secret's id (4 bytes), then for each secret its id (4) and a tag byte. `1`, a phrase:
//! the word list (1), the length of the entropy (1), the entropy, the length of the passphrase (4), the passphrase in UTF-8.
//! `2`, a key: its 32 bytes.

use std::cell::OnceCell;
use std::fmt;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cipher::TAG;
use super::{DamagedPart, VaultError};
use crate::keys::mnemonic::normalize_form;
use crate::keys::{Language, Mnemonic, SecretKey, Seed};

const PHRASE: u8 = 1;
const KEY: u8 = 2;

/// Names a secret of a vault. Given once and never again to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretId(pub u32);

/// What is known of a secret without handing it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretSummary {
    /// Its name.
    pub id: SecretId,
    /// What it is.
    pub kind: SecretKind,
}

/// What a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretKind {
    /// A phrase; accounts derive from it.
    Phrase {
        /// How many words it has.
        words: usize,
        /// The language of its words.
        language: Language,
        /// Whether a passphrase belongs to it.
        has_passphrase: bool,
    },
    /// A single key, with one account.
    Key,
}

/// All secrets of one vault.
#[derive(Default)]
pub(super) struct Secrets {
    /// The number that the next one gets.
    next: u32,
    /// Each in a place of its own: a list that grows would leave copies behind.
    held: Vec<(SecretId, Box<Secret>)>,
}

pub(super) enum Secret {
    Phrase(Phrase),
    Key(SecretKey),
}

pub(super) struct Phrase {
    pub(super) mnemonic: Mnemonic,
    pub(super) passphrase: Zeroizing<String>,
    /// Worked out when first asked for: opening does not pay the 2048 rounds.
    seed: OnceCell<Seed>,
}

impl Phrase {
    pub(super) fn new(mnemonic: Mnemonic, passphrase: &str) -> Self {
        Self { mnemonic, passphrase: Zeroizing::new(passphrase.to_owned()), seed: OnceCell::new() }
    }

    pub(super) fn seed(&self) -> &Seed {
        self.seed.get_or_init(|| self.mnemonic.seed(&self.passphrase))
    }

    /// Whether both lead to the same seed.
    fn is_same(&self, other: &Self) -> bool {
        *self.mnemonic.reveal() == *other.mnemonic.reveal()
            && *normalize_form(&self.passphrase) == *normalize_form(&other.passphrase)
    }
}

impl Secret {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Phrase(one), Self::Phrase(other)) => one.is_same(other),
            (Self::Key(one), Self::Key(other)) => one.address() == other.address(),
            (Self::Phrase(_), Self::Key(_)) | (Self::Key(_), Self::Phrase(_)) => false,
        }
    }

    /// How many bytes it takes.
    fn encoded_len(&self) -> usize {
        let own = match self {
            // Tag, list, two lengths, and 32 bytes of entropy at most.
            Self::Phrase(phrase) => phrase.passphrase.len().saturating_add(39),
            Self::Key(_) => 33,
        };
        own.saturating_add(4)
    }
}

impl Secrets {
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (SecretId, &Secret)> {
        self.held.iter().map(|(id, secret)| (*id, &**secret))
    }

    pub(super) fn find(&self, id: SecretId) -> Result<&Secret, VaultError> {
        self.held
            .iter()
            .find(|(held, _)| *held == id)
            .map(|(_, secret)| &**secret)
            .ok_or(VaultError::UnknownSecret { secret: id })
    }

    pub(super) fn phrase(&self, id: SecretId) -> Result<&Phrase, VaultError> {
        match self.find(id)? {
            Secret::Phrase(phrase) => Ok(phrase),
            Secret::Key(_) => Err(VaultError::NotAPhrase { secret: id }),
        }
    }

    pub(super) fn key(&self, id: SecretId) -> Result<&SecretKey, VaultError> {
        match self.find(id)? {
            Secret::Key(key) => Ok(key),
            Secret::Phrase(_) => Err(VaultError::NotAKey { secret: id }),
        }
    }

    /// Under which id an equal secret is held.
    pub(super) fn same_as(&self, secret: &Secret) -> Option<SecretId> {
        self.held.iter().find(|(_, held)| held.is_same(secret)).map(|(id, _)| *id)
    }

    pub(super) fn add(&mut self, secret: Secret) -> Result<SecretId, VaultError> {
        let id = SecretId(self.next);
        self.next = self.next.checked_add(1).ok_or(VaultError::TooLarge)?;
        self.held.push((id, Box::new(secret)));
        Ok(id)
    }

    pub(super) fn remove(&mut self, id: SecretId) {
        self.held.retain(|(held, _)| *held != id);
    }

    /// Takes what the other has and this one lacks; under a new id where its own names another secret here.
    pub(super) fn absorb(&mut self, other: Self) -> Result<(), VaultError> {
        self.next = self.next.max(other.next);
        for (id, secret) in other.held {
            match self.same_as(&secret) {
                Some(_) => {}
                None if self.find(id).is_err() => self.held.push((id, secret)),
                None => self.add(*secret).map(drop)?,
            }
        }
        Ok(())
    }

    /// The bytes to encrypt, in one piece with room for the cipher's tag.
    pub(super) fn encode(&self) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let length = self.held.iter().fold(4_usize, |sum, (_, secret)| sum.saturating_add(secret.encoded_len()));
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.saturating_add(TAG)));
        bytes.extend_from_slice(&self.next.to_be_bytes());
        for (id, secret) in &self.held {
            bytes.extend_from_slice(&id.0.to_be_bytes());
            match &**secret {
                Secret::Phrase(phrase) => {
                    let entropy = phrase.mnemonic.reveal_entropy();
                    let passphrase = u32::try_from(phrase.passphrase.len()).map_err(|_| VaultError::TooLarge)?;
                    bytes.push(PHRASE);
                    bytes.push(phrase.mnemonic.language().number());
                    bytes.push(u8::try_from(entropy.len()).map_err(|_| VaultError::TooLarge)?);
                    bytes.extend_from_slice(&entropy);
                    bytes.extend_from_slice(&passphrase.to_be_bytes());
                    bytes.extend_from_slice(phrase.passphrase.as_bytes());
                }
                Secret::Key(key) => {
                    bytes.push(KEY);
                    bytes.extend_from_slice(&*key.reveal());
                }
            }
        }
        Ok(bytes)
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        let mut rest = Reader(bytes);
        let next = rest.number()?;
        let mut secrets = Self { next, held: Vec::new() };
        while !rest.0.is_empty() {
            let id = SecretId(rest.number()?);
            if id.0 >= next || secrets.find(id).is_ok() {
                return Err(senseless());
            }
            secrets.held.push((id, Box::new(rest.secret()?)));
        }
        Ok(secrets)
    }
}

fn senseless() -> VaultError {
    VaultError::Damaged(DamagedPart::Contents)
}

/// The bytes that are still to be read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], VaultError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(senseless)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn chunk<const N: usize>(&mut self) -> Result<&'a [u8; N], VaultError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or_else(senseless)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, VaultError> {
        self.chunk().map(|bytes| u32::from_be_bytes(*bytes))
    }

    pub(super) fn phrase_in(&mut self, language: Language) -> Result<Mnemonic, VaultError> {
        let [length] = self.chunk()?;
        Mnemonic::from_entropy_in(language, self.take(usize::from(*length))?).map_err(|_| senseless())
    }

    pub(super) fn key(&mut self) -> Result<SecretKey, VaultError> {
        SecretKey::from_bytes(self.chunk()?).map_err(|_| senseless())
    }

    fn secret(&mut self) -> Result<Secret, VaultError> {
        match self.chunk()? {
            [PHRASE] => {
                let [number] = *self.chunk()?;
                let language = Language::ALL.iter().find(|language| language.number() == number);
                let mnemonic = self.phrase_in(*language.ok_or(VaultError::UnknownWordList { got: number })?)?;
                let length = usize::try_from(self.number()?).map_err(|_| senseless())?;
                let passphrase = std::str::from_utf8(self.take(length)?).map_err(|_| senseless())?;
                Ok(Secret::Phrase(Phrase::new(mnemonic, passphrase)))
            }
            [KEY] => self.key().map(Secret::Key),
            _ => Err(senseless()),
        }
    }
}

impl Secret {
    pub(super) fn summary(&self, id: SecretId) -> SecretSummary {
        let kind = match self {
            Self::Phrase(phrase) => SecretKind::Phrase {
                words: phrase.mnemonic.word_count(),
                language: phrase.mnemonic.language(),
                has_passphrase: !phrase.passphrase.is_empty(),
            },
            Self::Key(_) => SecretKind::Key,
        };
        SecretSummary { id, kind }
    }

    /// The account of a single key.
    pub(super) fn own_address(&self) -> Option<Address> {
        match self {
            Self::Key(key) => Some(key.address()),
            Self::Phrase(_) => None,
        }
    }
}

impl fmt::Display for SecretId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

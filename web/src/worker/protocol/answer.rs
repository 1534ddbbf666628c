//! Answers.

use alloy_primitives::{Address, Bytes};
use serde::{Deserialize, Serialize};

use super::Status;

/// What is answered. Its `Debug` says nothing: the phrase passes through here while it is written down.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum Answer {
    /// To [`super::Call::Status`], and to everything that changes it.
    Status(Status),
    /// A phrase to be written down, and the positions, counted from 1, that will be asked for.
    Phrase {
        /// The words.
        phrase: String,
        /// Positions that [`super::Call::Confirm`] must answer; none where an old phrase is shown again.
        ask: Vec<u8>,
    },
    /// To [`super::Call::BackupQuestion`]: the positions, counted from 1.
    Ask {
        /// They.
        positions: Vec<u8>,
    },
    /// To [`super::Call::Recognise`].
    Recognised(Recognised),
    /// To [`super::Call::Derive`].
    Derived {
        /// In the order of the running step.
        addresses: Vec<DerivedAddress>,
    },
    /// One recovery share. Fewer shares than the threshold say nothing about the phrase.
    Share {
        /// Its words.
        words: String,
        /// Which it is, counted from 1.
        number: u8,
        /// How many there are.
        count: u8,
        /// How many bring the phrase back.
        threshold: u8,
    },
    /// To [`super::Call::PasskeyOffer`].
    PasskeyOffer(PasskeyOffer),
    /// A file for the user to keep.
    File(File),
    /// To [`super::Call::Sign`].
    Signature {
        /// 65 bytes: r ‖ s ‖ y-parity.
        signature: Bytes,
    },
}

/// What was pasted, as far as it can be told without a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Recognised {
    /// Nothing yet.
    Nothing,
    /// A whole phrase.
    Phrase {
        /// How many words.
        words: u8,
        /// The word list's name in English, as `English`.
        language: String,
    },
    /// A private key.
    PrivateKey,
    /// A Web3 Secret Storage v3 keystore. Its password will be needed.
    Keystore {
        /// The address that the file names, where it names one.
        address: Option<Address>,
        /// `scrypt` or `pbkdf2`.
        kdf: String,
    },
    /// An Assay vault file. It keeps its own password and passkeys.
    Vault {
        /// The wallet's name in it.
        label: String,
        /// How many accounts.
        accounts: usize,
    },
    /// What was salvaged of a damaged wallet. What opened the wallet may still open it.
    Salvage {
        /// The wallet's name, as far as it can be read; perhaps empty.
        label: String,
        /// How many accounts can be read.
        accounts: usize,
    },
    /// Recovery shares of one set.
    Shares {
        /// How many different ones were pasted.
        have: u8,
        /// How many are needed.
        need: u8,
    },
    /// An address: it can be watched, and brings no key.
    Address {
        /// It.
        address: Address,
    },
    /// Something is wrong with it, or it is nothing that is known.
    Unreadable {
        /// What is wrong and what to do, for the person at the screen.
        message: String,
    },
}

/// An address of a phrase that is not an account yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DerivedAddress {
    /// Its path.
    pub path: String,
    /// It.
    pub address: Address,
    /// It is an account of the wallet already.
    pub added: bool,
}

/// What `navigator.credentials.create` is told. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyOffer {
    /// A random name for the user: never a key, nor made from one.
    pub user: Bytes,
    /// Random, 32 bytes; nobody checks the answer to it, since there is no server.
    pub challenge: Bytes,
    /// What the PRF shall be evaluated at, 32 bytes.
    pub salt: Bytes,
    /// Passkeys that open the wallet already.
    pub exclude: Vec<Bytes>,
}

/// A file for the user to keep. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// How to call it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

silent!(Answer, PasskeyOffer, File);

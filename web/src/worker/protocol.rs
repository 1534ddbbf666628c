//! What the page may ask of the key worker, and what it may answer. JSON both ways.

use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};

/// One question, numbered by the page.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Comes back with the answer.
    pub id: u32,
    /// What is asked.
    pub call: Call,
}

/// One answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reply {
    /// The number of the question.
    pub id: u32,
    /// What came of it.
    pub result: Result<Answer, KeyError>,
}

/// What is asked. Its `Debug` says nothing: passwords and phrases pass through here.
#[derive(Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "camelCase")]
pub enum Call {
    /// Which wallets are stored, and is one open?
    Status,
    /// Make a new phrase and keep it in the worker until it is confirmed.
    Generate {
        /// 12 or 24.
        words: u8,
    },
    /// Seal and store the generated phrase. The words prove that it was written down.
    Confirm {
        /// Words of the phrase by position, counted from 1.
        answers: Vec<(u8, String)>,
        /// Protects the vault.
        password: String,
        /// The wallet's name.
        label: String,
    },
    /// Seal and store a phrase that the user brings.
    Import {
        /// 12 or 24 words.
        phrase: String,
        /// Protects the vault.
        password: String,
        /// The wallet's name.
        label: String,
    },
    /// Open a stored wallet.
    Unlock {
        /// Which.
        vault: String,
        /// Its password.
        password: String,
    },
    /// Wipe every secret from memory.
    Lock,
    /// Sign a transaction with the open wallet.
    Sign {
        /// The whole unsigned transaction, `0x02…`.
        payload: String,
        /// The chain it must be for.
        chain: ChainId,
    },
    /// Delete a stored wallet for good.
    Remove {
        /// Which.
        vault: String,
    },
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Call(…)")
    }
}

/// What is answered. Its `Debug` says nothing: the phrase passes through here once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum Answer {
    /// To [`Call::Status`], and to everything that changes it.
    Status(Status),
    /// To [`Call::Generate`]: the phrase, once, and the positions that will be asked for.
    Phrase {
        /// The words.
        phrase: String,
        /// Positions, counted from 1, that [`Call::Confirm`] must answer.
        ask: Vec<u8>,
    },
    /// To [`Call::Sign`]: 65 bytes, `0x` r ‖ s ‖ y-parity.
    Signature {
        /// The signature.
        signature: String,
    },
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer(…)")
    }
}

/// What the worker holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Stored wallets, oldest first.
    pub vaults: Vec<VaultSummary>,
    /// The open one, by its id.
    pub open: Option<String>,
}

/// A stored wallet, as much as is known without its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultSummary {
    /// Names it in [`Call::Unlock`].
    pub id: String,
    /// The user's name for it. Of a damaged wallet only what can still be read of it, perhaps nothing.
    pub label: String,
    /// Its account, with EIP-55 checksum. Of a damaged wallet only what can still be read of it, perhaps nothing.
    pub address: String,
    /// What is wrong with it, where it cannot be read.
    pub damage: Option<String>,
}

/// Why the worker refused. The words are the SDK's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct KeyError {
    /// What kind.
    pub kind: KeyErrorKind,
    /// What exactly.
    pub message: String,
}

/// The kinds of refusal that the page treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyErrorKind {
    /// The password does not open this vault.
    WrongPassword,
    /// The phrase is not a BIP-39 phrase.
    BadPhrase,
    /// The words given back are not those of the phrase.
    WrongWords,
    /// The password is too short to protect anything.
    WeakPassword,
    /// The wallet's name is empty or too long.
    BadLabel,
    /// The stored bytes are torn or changed.
    Damaged,
    /// No such wallet, or nothing to confirm.
    Missing,
    /// The wallet is locked.
    Locked,
    /// The browser's storage refused: full, or forbidden.
    Storage,
    /// The payload is not a transaction for this chain.
    BadPayload,
    /// The question itself is not one: a fault of the page, not of the user.
    BadRequest,
    /// The worker itself does not answer.
    Unavailable,
}

/// Shortest password that a vault accepts, in characters.
pub const PASSWORD_MIN: usize = 8;

/// Longest name of a wallet, in characters.
pub const LABEL_MAX: usize = 40;

/// What the worker says, unasked, when it has failed for good: the page stops it and starts another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Farewell {
    /// Where it failed; nothing of what it held.
    pub failed: String,
}

impl VaultSummary {
    /// What it is called on the screen: the user's name for it, or, where damage took that, a name by the end of its id.
    #[must_use]
    pub fn name(&self) -> String {
        if !self.label.trim().is_empty() {
            return self.label.trim().to_owned();
        }
        let tail: String = self.id.chars().skip(self.id.chars().count().saturating_sub(4)).collect();
        crate::text::fill(crate::text::t("Unreadable wallet {tail}"), &[("tail", &tail)])
    }
}

//! What the worker holds, as much as the page may know.

use alloy_primitives::{Address, B64, Bytes};
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultSummary {
    /// Names it in questions.
    pub id: String,
    /// The user's name for it. Of a damaged wallet only what can still be read of it, perhaps nothing.
    pub label: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub created: Option<u64>,
    /// Its accounts; of a damaged wallet those that can still be read.
    pub accounts: Vec<AccountSummary>,
    /// What its keys come from; known only while it is open.
    pub secrets: Vec<SecretSummary>,
    /// What opens it; nothing for a wallet without keys.
    pub methods: Vec<MethodSummary>,
    /// When the user last showed that the backup is at hand, in milliseconds since the Unix epoch.
    pub backup_checked: Option<u64>,
    /// What is wrong with it, where it cannot be read.
    pub damage: Option<String>,
    /// Why its newest copy was passed over, where the one before it is in use.
    pub fell_back: Option<String>,
    /// Accounts that could not be saved when it was rescued from a damaged one. Told until it is locked.
    pub lost: Vec<LostAccount>,
}

/// An account that could not be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LostAccount {
    /// The address as the damaged file has it: perhaps not the true one.
    pub address: Address,
    /// The user's name for it as the damaged file has it; perhaps empty.
    pub label: String,
    /// Why.
    pub why: WhyLost,
}

/// Why an account could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WhyLost {
    /// None of the keys that were saved is its key.
    NoKeyFits,
    /// It has no key in the wallet, and nothing shows that its address was not altered.
    NotAuthentic,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    /// Its address.
    pub address: Address,
    /// The user's name for it; perhaps empty.
    pub label: String,
    /// Where its key is.
    pub kind: AccountKind,
}

/// Where an account's key is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AccountKind {
    /// It follows from a phrase of the wallet.
    Derived {
        /// Which phrase.
        secret: u32,
        /// Along which path.
        path: String,
    },
    /// It is a key of its own.
    Key,
    /// Nowhere here: the address is watched.
    Watched,
    /// In another wallet of this browser.
    Connected,
}

/// What keys come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretSummary {
    /// Names it in questions.
    pub id: u32,
    /// What it is.
    pub kind: SecretKind,
}

/// What a secret is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SecretKind {
    /// A phrase.
    Phrase {
        /// How many words.
        words: u8,
        /// Whether a BIP-39 passphrase belongs to it. That is not on the paper with the words.
        passphrase: bool,
    },
    /// A single key.
    Key,
}

/// A way to open a wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodSummary {
    /// Names it in questions.
    pub id: B64,
    /// What it is.
    pub kind: MethodKind,
    /// When it was added, in milliseconds since the Unix epoch; nothing where the wallet was made before that was noted.
    pub created: Option<u64>,
}

/// What a way to open is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MethodKind {
    /// A password.
    Password,
    /// A passkey.
    #[serde(rename_all = "camelCase")]
    Passkey {
        /// The user's name for it.
        label: String,
        /// The id of the credential.
        credential: Bytes,
        /// The site that it is bound to.
        rp_id: String,
        /// What its PRF is evaluated at, 32 bytes.
        salt: Bytes,
    },
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

    /// The address of its first account.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        self.accounts.first().map(|account| account.address)
    }

    /// Whether it opens without a password or passkey, since there is nothing secret in it.
    #[must_use]
    pub fn is_keyless(&self) -> bool {
        self.damage.is_none() && self.methods.is_empty()
    }
}

impl AccountSummary {
    /// Whether this wallet can sign for it by itself.
    #[must_use]
    pub const fn has_key(&self) -> bool {
        matches!(self.kind, AccountKind::Derived { .. } | AccountKind::Key)
    }
}

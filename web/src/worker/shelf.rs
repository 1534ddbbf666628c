//! What is stored: sealed wallets, and what became of those that cannot be read any more.

use alloy_primitives::Address;
use assay_sdk::keys::SealedVault;
use serde::Deserialize;

use super::protocol::{KeyError, KeyErrorKind, VaultSummary};
use super::refusal::refusal;
use crate::services::storage::StorageError;

/// Stored wallets, oldest first: their ids begin with the moment when they were made.
#[derive(Debug)]
pub(super) struct Shelf(Vec<Stored>);

#[derive(Debug)]
struct Stored {
    id: String,
    contents: Result<SealedVault, Damaged>,
}

/// A wallet that cannot be read, with the little that still can be. It stays where it is: perhaps it can be mended elsewhere.
#[derive(Debug)]
struct Damaged {
    label: String,
    address: String,
    why: KeyError,
}

/// As much of a damaged file as a person needs to know which one it is. Shown as damaged, never trusted.
#[derive(Deserialize)]
struct Remains {
    vault: RemainsOfVault,
}
#[derive(Deserialize)]
struct RemainsOfVault {
    public: RemainsOfPublic,
}
#[derive(Deserialize)]
struct RemainsOfPublic {
    label: Option<String>,
    accounts: Option<Vec<RemainsOfAccount>>,
}
#[derive(Deserialize)]
struct RemainsOfAccount {
    address: String,
}

impl Shelf {
    /// Reads the records as the storage gives them.
    pub(super) fn read(records: Vec<(String, Result<String, StorageError>)>) -> Self {
        let stored = |(id, text): (String, Result<String, StorageError>)| {
            let contents = match text {
                Ok(text) => SealedVault::from_json(&text).map_err(|error| Damaged::of(&text, KeyError::from(error))),
                Err(error) => {
                    let message =
                        format!("This wallet cannot be opened: its file is cut short or was changed ({error}).");
                    Err(Damaged::of("", refusal(KeyErrorKind::Damaged, message)))
                }
            };
            Stored { id, contents }
        };
        Self(records.into_iter().map(stored).collect())
    }

    /// Its wallets as the page sees them.
    pub(super) fn summaries(&self) -> Vec<VaultSummary> {
        self.0.iter().map(Stored::summary).collect()
    }

    /// The wallet with this id, whole.
    pub(super) fn find(&self, id: &str) -> Result<&SealedVault, KeyError> {
        let stored = self.0.iter().find(|stored| stored.id == id).ok_or_else(|| missing(id))?;
        stored.contents.as_ref().map_err(|damaged| damaged.why.clone())
    }

    /// Whether a wallet, whole or damaged, has this id.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.0.iter().any(|stored| stored.id == id)
    }
}

pub(super) fn missing(id: &str) -> KeyError {
    refusal(
        KeyErrorKind::Missing,
        format!("There is no stored wallet {id:?}. It may have been removed in another tab; reload the page."),
    )
}

impl Stored {
    fn summary(&self) -> VaultSummary {
        let id = self.id.clone();
        match &self.contents {
            Ok(sealed) => VaultSummary {
                id,
                label: sealed.label().to_owned(),
                address: sealed.accounts().first().map(|account| account.address.to_string()).unwrap_or_default(),
                damage: None,
            },
            Err(damaged) => VaultSummary {
                id,
                label: damaged.label.clone(),
                address: damaged.address.clone(),
                damage: Some(damaged.why.message.clone()),
            },
        }
    }
}

impl Damaged {
    fn of(text: &str, why: KeyError) -> Self {
        let remains = serde_json::from_str::<Remains>(text).ok().map(|remains| remains.vault.public);
        let (label, accounts) = remains.map_or((None, None), |public| (public.label, public.accounts));
        let account = accounts
            .and_then(|accounts| accounts.into_iter().next())
            .and_then(|account| account.address.parse::<Address>().ok());
        let address = account.map(|account| account.to_string()).unwrap_or_default();
        Self { label: label.unwrap_or_default(), address, why }
    }
}

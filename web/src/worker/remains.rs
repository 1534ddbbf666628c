//! What can still be read of a damaged wallet without opening it. Shown as damaged, never trusted.

use alloy_primitives::Address;
use assay_sdk::keys::{Generations, ListedAccount, Method, VaultAccount};
use serde::Deserialize;

/// What is left, as far as a person needs it to know which wallet this is.
#[derive(Debug, Default)]
pub(super) struct Remains {
    pub(super) label: String,
    pub(super) created: Option<u64>,
    pub(super) accounts: Vec<Left>,
    pub(super) methods: Vec<Method>,
    pub(super) backup_checked: Option<u64>,
}

/// An account that is left.
#[derive(Debug)]
pub(super) enum Left {
    /// With all that belongs to it.
    Whole(VaultAccount),
    /// Of version 1, which lists addresses alone.
    Address(Address),
}

impl Left {
    pub(super) fn listed(&self) -> ListedAccount<'_> {
        match self {
            Self::Whole(account) => {
                ListedAccount { address: account.address, label: &account.label, origin: Some(&account.origin) }
            }
            Self::Address(address) => ListedAccount { address: *address, label: "", origin: None },
        }
    }

    const fn address(&self) -> Address {
        match self {
            Self::Whole(account) => account.address,
            Self::Address(address) => *address,
        }
    }
}

/// The SDK's list of what is readable.
#[derive(Deserialize)]
struct Salvage {
    readable: Readable,
    slots: Vec<Slot>,
}
#[derive(Deserialize)]
struct Readable {
    wraps: Vec<Wrap>,
    publics: Vec<Public>,
    accounts: Vec<VaultAccount>,
}
#[derive(Deserialize)]
struct Wrap {
    method: Method,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Public {
    label: String,
    created: Option<u64>,
    accounts: Vec<VaultAccount>,
    backup_checked: Option<u64>,
}
#[derive(Deserialize)]
struct Slot {
    text: Option<String>,
}

/// As much of version 1 as can be read where its checksum does not fit.
#[derive(Deserialize)]
struct Former {
    header: FormerHeader,
}
#[derive(Deserialize)]
struct FormerHeader {
    label: Option<String>,
    accounts: Option<Vec<Address>>,
}

impl Remains {
    pub(super) fn of(generations: &Generations) -> Self {
        let salvage = generations.salvage_json().ok().and_then(|text| serde_json::from_str::<Salvage>(&text).ok());
        let Some(Salvage { readable, slots }) = salvage else {
            return Self::default();
        };
        let mut remains = Self::default();
        remains.methods.extend(readable.wraps.into_iter().map(|wrap| wrap.method));
        for public in readable.publics {
            remains.name(public.label);
            remains.created = remains.created.or(public.created);
            remains.backup_checked = remains.backup_checked.or(public.backup_checked);
            remains.list(public.accounts.into_iter().map(Left::Whole));
        }
        remains.list(readable.accounts.into_iter().map(Left::Whole));
        for text in slots.into_iter().filter_map(|slot| slot.text) {
            if let Ok(Former { header }) = serde_json::from_str(&text) {
                remains.name(header.label.unwrap_or_default());
                remains.list(header.accounts.into_iter().flatten().map(Left::Address));
            }
        }
        remains
    }

    fn name(&mut self, label: String) {
        if self.label.is_empty() {
            self.label = label;
        }
    }

    fn list(&mut self, accounts: impl Iterator<Item = Left>) {
        for account in accounts {
            if self.accounts.iter().all(|known| known.address() != account.address()) {
                self.accounts.push(account);
            }
        }
    }
}

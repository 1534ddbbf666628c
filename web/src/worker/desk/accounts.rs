//! The accounts and the name of the open wallet.

use alloy_primitives::Address;
use assay_sdk::keys::{Account, SecretId, Vault};
use assay_sdk::units::{DerivationPath, PathScheme};

use super::Desk;
use super::brought::Brought;
use crate::worker::labels::{account_label, wallet_label};
use crate::worker::protocol::{Answer, DerivedAddress, ImportText, KeyError, KeyErrorKind};
use crate::worker::records::Records;
use crate::worker::refusal::refusal;

/// Most addresses that are derived for one question.
const MOST_DERIVED: u32 = 100;

impl<R: Records> Desk<R> {
    pub(super) async fn rename(&self, label: &str) -> Result<(), KeyError> {
        let label = wallet_label(label)?;
        self.edit(|vault| {
            vault.set_label(label);
            Ok(())
        })
        .await
    }

    pub(super) fn derive(&self, secret: u32, scheme: &str, first: u32, count: u32) -> Result<Answer, KeyError> {
        if !(1..=MOST_DERIVED).contains(&count) {
            return Err(refusal(
                KeyErrorKind::BadRequest,
                format!("Between 1 and {MOST_DERIVED} addresses are derived at once: got {count}."),
            ));
        }
        let room = self.room.borrow();
        let (_, vault) = room.open()?;
        let addresses = derived(vault, SecretId(secret), scheme, first, count)?;
        Ok(Answer::Derived { addresses })
    }

    pub(super) async fn add_derived(&self, secret: u32, accounts: Vec<(String, String)>) -> Result<(), KeyError> {
        self.edit(|vault| {
            for (path, label) in &accounts {
                vault.add_derived(SecretId(secret), &parse_path(path)?, account_label(label)?)?;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn add_secret(&self, import: ImportText, label: &str) -> Result<(), KeyError> {
        let label = account_label(label)?;
        let brought = Brought::read(import)?;
        self.edit(|vault| brought.add_to(vault, label)).await
    }

    pub(super) async fn add_watched(&self, address: Address, label: &str) -> Result<(), KeyError> {
        let label = account_label(label)?;
        self.edit(|vault| Ok(vault.add_watched(address, label)?)).await
    }

    pub(super) async fn rename_account(&self, account: Address, label: &str) -> Result<(), KeyError> {
        let label = account_label(label)?;
        self.edit(|vault| Ok(vault.rename_account(account, label)?)).await
    }

    pub(super) async fn remove_account(&self, account: Address) -> Result<(), KeyError> {
        self.edit(|vault| Ok(vault.remove_account(account)?)).await
    }
}

pub(super) fn parse_path(path: &str) -> Result<DerivationPath, KeyError> {
    Ok(path.trim().parse::<DerivationPath>()?)
}

/// The addresses of a phrase along a scheme.
fn derived(
    vault: &Vault,
    secret: SecretId,
    scheme: &str,
    first: u32,
    count: u32,
) -> Result<Vec<DerivedAddress>, KeyError> {
    let scheme = scheme.trim().parse::<PathScheme>()?;
    // What the paths begin with is walked once.
    let accounts = vault.seed(secret)?.accounts_of(&scheme, first..first.saturating_add(count))?;
    let address = |account: Account| {
        let path = scheme.path(account.index()).map(|path| path.to_string()).unwrap_or_default();
        let address = account.address();
        DerivedAddress { path, address, added: vault.account(address).is_ok() }
    };
    Ok(accounts.into_iter().map(address).collect())
}

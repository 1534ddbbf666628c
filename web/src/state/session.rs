//! Where the user stands with the key worker.

use alloy_primitives::Address;

use crate::worker::protocol::{AccountSummary, Status, VaultSummary};

/// Which of the wallet's doors is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// The worker has not told its status yet.
    Starting,
    /// No wallet is stored here.
    New,
    /// Wallets are stored, none is open.
    Locked {
        /// They.
        vaults: Vec<VaultSummary>,
    },
    /// One is open. Pages that sign take an [`Unlocked`], which exists only here.
    Open(Unlocked),
}

/// Proof that a wallet is open: made only from the worker's own status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlocked {
    vault: Box<VaultSummary>,
    account: Box<AccountSummary>,
}

impl Unlocked {
    /// The open account.
    #[must_use]
    pub const fn address(&self) -> Address {
        self.account.address
    }

    /// The wallet's name.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.vault.label
    }

    /// The vault's id in the key worker.
    #[must_use]
    pub fn vault(&self) -> &str {
        &self.vault.id
    }
}

impl From<Status> for Session {
    fn from(status: Status) -> Self {
        let open = status.open.and_then(|id| status.vaults.iter().find(|vault| vault.id == id)).and_then(|vault| {
            Some(Unlocked { account: Box::new(vault.accounts.first()?.clone()), vault: Box::new(vault.clone()) })
        });
        match open {
            Some(unlocked) => Self::Open(unlocked),
            None if status.vaults.is_empty() => Self::New,
            None => Self::Locked { vaults: status.vaults },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::AccountKind;

    fn vault(id: &str, address: &str) -> VaultSummary {
        let account = |address| AccountSummary { address, label: String::new(), kind: AccountKind::Key };
        let accounts = address.parse().ok().map(account).into_iter().collect();
        VaultSummary { id: id.to_owned(), label: "Mine".to_owned(), accounts, ..VaultSummary::default() }
    }

    #[test]
    fn an_open_vault_opens_the_session_only_if_it_exists_and_reads() {
        let good = vault("a", "0x6B175474E89094C44Da98b954EedeAC495271d0F");
        let status = |vaults: &[VaultSummary], open: Option<&str>| Status {
            vaults: vaults.to_vec(),
            open: open.map(str::to_owned),
        };
        assert_eq!(Session::from(status(&[], None)), Session::New);
        assert!(matches!(Session::from(status(std::slice::from_ref(&good), None)), Session::Locked { .. }));
        assert!(matches!(Session::from(status(std::slice::from_ref(&good), Some("a"))), Session::Open(_)));
        assert!(matches!(Session::from(status(&[good], Some("b"))), Session::Locked { .. }));
        assert!(matches!(Session::from(status(&[vault("a", "?")], Some("a"))), Session::Locked { .. }));
    }
}

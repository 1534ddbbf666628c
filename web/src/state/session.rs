//! Where the user stands with the key worker.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use crate::worker::protocol::{AccountKind, Status};

/// Which of the wallet's doors is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// The worker has not told its status yet.
    Starting,
    /// No wallet is stored here.
    New,
    /// Wallets are stored, none is open.
    Locked,
    /// One is open. Pages that sign take an [`Unlocked`], which exists only here.
    Open(Unlocked),
}

/// Proof that a wallet is open: made only from the worker's own status. It stays the same while names and methods change, so that what
/// is built on it stays too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlocked {
    vault: String,
    account: Address,
    kind: AccountKind,
}

impl Unlocked {
    /// The account in use.
    #[must_use]
    pub const fn address(&self) -> Address {
        self.account
    }

    /// Where its key is.
    #[must_use]
    pub const fn kind(&self) -> &AccountKind {
        &self.kind
    }

    /// The wallet's id in the key worker.
    #[must_use]
    pub fn vault(&self) -> &str {
        &self.vault
    }
}

impl Session {
    /// Where this status leads. `in_use` names the account in use by wallet; where it names none that is there, it is the first.
    #[must_use]
    pub fn of(status: Option<&Status>, in_use: &BTreeMap<String, Address>) -> Self {
        let Some(status) = status else { return Self::Starting };
        let open = status.open.as_ref().and_then(|id| status.vaults.iter().find(|vault| vault.id == *id));
        let unlocked = open.and_then(|vault| {
            let chosen = in_use.get(&vault.id);
            let account = vault.accounts.iter().find(|account| Some(&account.address) == chosen);
            let account = account.or_else(|| vault.accounts.first())?;
            Some(Unlocked { vault: vault.id.clone(), account: account.address, kind: account.kind.clone() })
        });
        match unlocked {
            Some(unlocked) => Self::Open(unlocked),
            None if status.vaults.is_empty() => Self::New,
            None => Self::Locked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::{AccountSummary, VaultSummary};

    const ONE: &str = "0x6B175474E89094C44Da98b954EedeAC495271d0F";
    const TWO: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    fn vault(id: &str, addresses: &[&str]) -> VaultSummary {
        let account = |address| AccountSummary { address, label: String::new(), kind: AccountKind::Key };
        let accounts = addresses.iter().filter_map(|address| address.parse().ok()).map(account).collect();
        VaultSummary { id: id.to_owned(), label: "Mine".to_owned(), accounts, ..VaultSummary::default() }
    }

    fn session(vaults: &[VaultSummary], open: Option<&str>, in_use: &[(&str, &str)]) -> Session {
        let status = Status { vaults: vaults.to_vec(), open: open.map(str::to_owned) };
        let in_use = in_use.iter().map(|(id, address)| ((*id).to_owned(), address.parse().unwrap())).collect();
        Session::of(Some(&status), &in_use)
    }

    #[test]
    fn an_open_vault_opens_the_session_only_if_it_exists_and_reads() {
        let good = vault("a", &[ONE]);
        assert_eq!(Session::of(None, &BTreeMap::new()), Session::Starting);
        assert_eq!(session(&[], None, &[]), Session::New);
        assert_eq!(session(std::slice::from_ref(&good), None, &[]), Session::Locked);
        assert!(matches!(session(std::slice::from_ref(&good), Some("a"), &[]), Session::Open(_)));
        assert_eq!(session(&[good], Some("b"), &[]), Session::Locked);
        assert_eq!(session(&[vault("a", &["?"])], Some("a"), &[]), Session::Locked);
    }

    #[test]
    fn the_account_in_use_is_the_chosen_one_of_this_wallet_or_its_first() {
        let both = [vault("a", &[ONE, TWO])];
        let used = |in_use: &[(&str, &str)]| match session(&both, Some("a"), in_use) {
            Session::Open(unlocked) => unlocked.address().to_string(),
            other @ (Session::Starting | Session::New | Session::Locked) => panic!("{other:?}"),
        };
        assert_eq!(used(&[]), ONE);
        assert_eq!(used(&[("a", TWO)]), TWO);
        assert_eq!(used(&[("b", TWO)]), ONE, "another wallet's choice");
        assert_eq!(used(&[("a", "0x0000000000000000000000000000000000000001")]), ONE, "an account that was removed");
    }

    #[test]
    fn a_new_name_does_not_rebuild_what_stands_on_the_open_account() {
        let before = vault("a", &[ONE]);
        let after = VaultSummary { label: "Renamed".to_owned(), ..before.clone() };
        assert_eq!(session(&[before], Some("a"), &[]), session(&[after], Some("a"), &[]));
    }
}

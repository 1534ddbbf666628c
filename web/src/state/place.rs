//! What is on the screen: where the address leads, as far as the wallet's doors are open.

use super::session::{Session, Unlocked};
use crate::route::{Page, Way};

/// What is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The key worker has not answered yet.
    Starting,
    /// One of the ways to a wallet.
    Welcome(Way),
    /// Wallets are stored and none is open. The address stays: unlocking leads to it.
    Unlock,
    /// A page of the open wallet.
    Open(Page, Unlocked),
    /// The style guide, which shows nothing of anybody's wallet.
    Gallery,
}

impl Place {
    /// Where this address leads in this session.
    #[must_use]
    pub fn of(page: Page, session: &Session) -> Self {
        match (page, session) {
            (Page::Gallery, _) => Self::Gallery,
            (_, Session::Starting) => Self::Starting,
            (Page::Welcome(way), _) => Self::Welcome(way),
            (_, Session::New) => Self::Welcome(Way::Choose),
            (_, Session::Locked) => Self::Unlock,
            (page, Session::Open(unlocked)) => Self::Open(page, unlocked.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::{AccountKind, AccountSummary, Status, VaultSummary};

    #[test]
    fn nothing_of_a_wallet_shows_before_it_is_open() {
        let vault = VaultSummary {
            id: "a".to_owned(),
            label: "Mine".to_owned(),
            accounts: vec![AccountSummary {
                address: alloy_primitives::address!("6B175474E89094C44Da98b954EedeAC495271d0F"),
                label: String::new(),
                kind: AccountKind::Key,
            }],
            ..VaultSummary::default()
        };
        let session = |open: Option<&str>| {
            let status = Status { vaults: vec![vault.clone()], open: open.map(str::to_owned) };
            Session::of(Some(&status), &std::collections::BTreeMap::new())
        };
        let (locked, open) = (session(None), session(Some("a")));
        for page in [Page::Portfolio, Page::Send, Page::Settings, Page::Unknown("/x".to_owned())] {
            assert_eq!(Place::of(page.clone(), &Session::Starting), Place::Starting);
            assert_eq!(Place::of(page.clone(), &Session::New), Place::Welcome(Way::Choose));
            assert_eq!(Place::of(page.clone(), &locked), Place::Unlock);
            assert!(matches!(Place::of(page, &open), Place::Open(..)));
        }
        assert_eq!(Place::of(Page::Welcome(Way::Import), &locked), Place::Welcome(Way::Import));
    }
}

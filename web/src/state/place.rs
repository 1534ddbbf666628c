//! What is on the screen: where the address leads, as far as the wallet's doors are open.

use super::session::{Session, Unlocked};
use crate::route::{Page, Way};

/// What this page was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The wallet itself.
    Wallet,
    /// A site that asks for something: whatever its user does here, the page stays the site's.
    Site,
    /// A site, which cannot be heard.
    Astray,
}

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
    /// What a site asks of the open wallet.
    Site(Unlocked),
    /// A site's page, without a site to speak to.
    Astray,
    /// The style guide, which shows nothing of anybody's wallet.
    Gallery,
}

impl Place {
    /// Where this address leads in this session.
    #[must_use]
    pub fn of(page: Page, session: &Session, purpose: Purpose) -> Self {
        let page = if purpose == Purpose::Site && page == Page::Gallery { Page::Connect } else { page };
        match (page, session) {
            _ if purpose == Purpose::Astray => Self::Astray,
            (Page::Gallery, _) => Self::Gallery,
            (Page::Connect, _) if purpose == Purpose::Wallet => Self::Astray,
            (_, Session::Starting) => Self::Starting,
            (Page::Welcome(way), _) => Self::Welcome(way),
            (_, Session::New) => Self::Welcome(Way::Choose),
            (_, Session::Locked) => Self::Unlock,
            (_, Session::Open(unlocked)) if purpose == Purpose::Site => Self::Site(unlocked.clone()),
            (page, Session::Open(unlocked)) => Self::Open(page, unlocked.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::{AccountKind, AccountSummary, Status, VaultSummary};

    fn vault() -> VaultSummary {
        VaultSummary {
            id: "a".to_owned(),
            label: "Mine".to_owned(),
            accounts: vec![AccountSummary {
                address: alloy_primitives::address!("6B175474E89094C44Da98b954EedeAC495271d0F"),
                label: String::new(),
                kind: AccountKind::Key,
            }],
            ..VaultSummary::default()
        }
    }

    fn unlocked() -> Unlocked {
        let status = Status { vaults: vec![vault()], open: Some("a".to_owned()) };
        match Session::of(Some(&status), &std::collections::BTreeMap::new()) {
            Session::Open(unlocked) => unlocked,
            other @ (Session::Starting | Session::New | Session::Locked) => panic!("{other:?}"),
        }
    }

    #[test]
    fn nothing_of_a_wallet_shows_before_it_is_open() {
        let vault = vault();
        let session = |open: Option<&str>| {
            let status = Status { vaults: vec![vault.clone()], open: open.map(str::to_owned) };
            Session::of(Some(&status), &std::collections::BTreeMap::new())
        };
        let (locked, open) = (session(None), session(Some("a")));
        for page in [Page::Portfolio, Page::Send, Page::Settings, Page::Unknown("/x".to_owned())] {
            assert_eq!(Place::of(page.clone(), &Session::Starting, Purpose::Wallet), Place::Starting);
            assert_eq!(Place::of(page.clone(), &Session::New, Purpose::Wallet), Place::Welcome(Way::Choose));
            assert_eq!(Place::of(page.clone(), &locked, Purpose::Wallet), Place::Unlock);
            assert!(matches!(Place::of(page, &open, Purpose::Wallet), Place::Open(..)));
        }
        assert_eq!(Place::of(Page::Welcome(Way::Import), &locked, Purpose::Wallet), Place::Welcome(Way::Import));
    }

    #[test]
    fn a_sites_page_stays_the_sites() {
        let open = Session::Open(unlocked());
        for page in [Page::Connect, Page::Portfolio, Page::Send, Page::Gallery, Page::Unknown("/x".to_owned())] {
            let at = |session: &Session| Place::of(page.clone(), session, Purpose::Site);
            assert_eq!(at(&Session::Starting), Place::Starting);
            assert_eq!(at(&Session::New), Place::Welcome(Way::Choose));
            assert_eq!(at(&Session::Locked), Place::Unlock);
            assert_eq!(at(&open), Place::Site(unlocked()));
            assert_eq!(Place::of(page.clone(), &open, Purpose::Astray), Place::Astray);
        }
        let way = Place::of(Page::Welcome(Way::Create), &open, Purpose::Site);
        assert_eq!(way, Place::Welcome(Way::Create), "a wallet is made here too");
        assert_eq!(
            Place::of(Page::Connect, &open, Purpose::Wallet),
            Place::Astray,
            "nobody asks in the wallet's own page"
        );
    }
}

//! The sites that were allowed to see an account: one record for each site and account of a wallet, kept in this browser.

use alloy_primitives::Address;
use assay_sdk::units::{ChainId, Timestamp};
use serde::{Deserialize, Serialize};

use super::contacts::Damaged;
use super::site_origin::SiteOrigin;

/// A site that may see an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Connection {
    /// The site.
    pub origin: SiteOrigin,
    /// The account that it may see.
    pub account: Address,
    /// The id of the account's wallet.
    pub vault: String,
    /// The chain that was in use when it was allowed.
    pub chain: ChainId,
    /// When it was allowed.
    pub since: Timestamp,
    /// When it last asked for something with this account.
    pub used: Timestamp,
    /// What the site calls itself: its own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Connection {
    /// The key of its record. No part of it has a space.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.origin, &self.vault, self.account)
    }

    fn restored(self, key: &str) -> Result<Self, String> {
        let own = self.key();
        if own == key { Ok(self) } else { Err(format!("it is about {own}, expected {key}")) }
    }
}

/// The key of the record of this site and account.
#[must_use]
pub fn key(origin: &SiteOrigin, vault: &str, account: Address) -> String {
    format!("{origin} {vault} {}", account.to_checksum(None))
}

/// All connections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    all: Vec<Connection>,
    damaged: Vec<Damaged>,
}

impl Connections {
    /// From what was stored, each record with its key. A damaged one allows nothing.
    #[must_use]
    pub fn restored(records: Vec<(String, Result<Connection, String>)>) -> Self {
        let mut all = Self::default();
        for (key, record) in records {
            match record.and_then(|connection| connection.restored(&key)) {
                Ok(connection) => all.all.push(connection),
                Err(why) => all.damaged.push(Damaged { key, why }),
            }
        }
        all.sort();
        all
    }

    /// Adds one, or puts it in the place of the one of the same site and account.
    pub fn insert(&mut self, connection: Connection) {
        self.remove(&connection.key());
        self.all.push(connection);
        self.sort();
    }

    /// Takes away what is stored under a key, readable or not.
    pub fn remove(&mut self, key: &str) {
        self.all.retain(|known| known.key() != key);
        self.damaged.retain(|known| known.key != key);
    }

    /// All of them, the last used first.
    pub fn iter(&self) -> impl Iterator<Item = &Connection> {
        self.all.iter()
    }

    /// That this site may see this account, where it may.
    #[must_use]
    pub fn allowed(&self, origin: &SiteOrigin, vault: &str, account: Address) -> Option<&Connection> {
        self.all.iter().find(|known| known.origin == *origin && known.vault == vault && known.account == account)
    }

    /// The account of this wallet that the site was last shown.
    #[must_use]
    pub fn last_shown(&self, origin: &SiteOrigin, vault: &str) -> Option<Address> {
        self.all.iter().find(|known| known.origin == *origin && known.vault == vault).map(|known| known.account)
    }

    /// The records that cannot be read.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    fn sort(&mut self) {
        self.all
            .sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.origin.cmp(&b.origin)).then(a.account.cmp(&b.account)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::address;

    const ALICE: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
    const BOB: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");

    fn connection(origin: &str, account: Address, used: u64) -> Connection {
        Connection {
            origin: SiteOrigin::parse(origin).unwrap(),
            account,
            vault: "a1".to_owned(),
            chain: ChainId(1),
            since: Timestamp(1),
            used: Timestamp(used),
            name: None,
        }
    }

    #[test]
    fn a_consent_is_of_one_site_one_account_and_one_wallet() {
        let mut all = Connections::default();
        all.insert(connection("https://a.example", ALICE, 5));
        all.insert(connection("https://a.example", BOB, 9));
        let origin = |text| SiteOrigin::parse(text).unwrap();
        let allowed = |site, vault, account| all.allowed(&origin(site), vault, account).is_some();
        assert!(allowed("https://a.example", "a1", ALICE));
        assert!(!allowed("https://a.example:8443", "a1", ALICE));
        assert!(!allowed("https://b.a.example", "a1", ALICE));
        assert!(!allowed("https://a.example", "a2", ALICE));
        assert_eq!(all.last_shown(&origin("https://a.example"), "a1"), Some(BOB));
        assert_eq!(all.last_shown(&origin("https://a.example"), "a2"), None);
        let mut again = all.clone();
        again.insert(connection("https://a.example", ALICE, 10));
        assert_eq!(again.iter().map(|one| one.account).collect::<Vec<_>>(), [ALICE, BOB], "once, the last used first");
        again.remove(&connection("https://a.example", ALICE, 0).key());
        assert_eq!(again.iter().map(|one| one.account).collect::<Vec<_>>(), [BOB]);
    }

    #[test]
    fn records_read_back_and_damaged_ones_allow_nothing() {
        let one = connection("https://a.example", ALICE, 5);
        let text = serde_json::to_string(&one).unwrap();
        let read =
            |key: &str, text: &str| (key.to_owned(), serde_json::from_str(text).map_err(|error| error.to_string()));
        let moved = one.key().replace("a.example", "b.example");
        let all = Connections::restored(vec![
            read(&one.key(), &text),
            read(&moved, &text),
            read("torn", "{"),
            read("plain", &text.replace("https", "http")),
        ]);
        assert_eq!(all.iter().collect::<Vec<_>>(), [&one]);
        let damaged: Vec<_> = all.damaged().iter().map(|damaged| damaged.key.as_str()).collect();
        assert_eq!(damaged, [moved.as_str(), "torn", "plain"]);
    }
}

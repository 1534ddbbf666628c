//! What this wallet has sent: remembered before it leaves, so that a closed tab loses nothing.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::units::{ChainId, Timestamp};
use serde::{Deserialize, Serialize};

/// Several calls that another wallet carries out as one (EIP-5792).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Batch {
    /// The other wallet's name for it.
    pub id: String,
    /// The contracts that were to be called, call by call.
    pub calls: Vec<Address>,
    /// The assets that it is about, as their CAIP-19 ids.
    pub assets: Vec<String>,
    /// Its transaction, once the other wallet has named one.
    pub transaction: Option<B256>,
}

/// The site that asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskedBy {
    /// Its origin.
    pub site: String,
    /// The calls that it is one of, where the site asked for several in one go (EIP-5792).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<CallsPlace>,
}

/// Its place among calls that a site asked for in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallsPlace {
    /// The name of all of them, which the site knows them by.
    pub id: String,
    /// Which of them, from 0. Of calls that another wallet carries out as one there is one entry, with place 0.
    pub place: usize,
    /// How many they are.
    pub count: usize,
}

/// One transaction of this wallet, or one signature that it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// What tells it from all others: its hash, known as soon as it is signed; of a message or typed data its digest. A batch has no hash yet when it is sent, so of a batch it is
    /// the Keccak-256 of the other wallet's name for it: see [`Entry::transaction`].
    pub hash: B256,
    /// Its chain.
    pub chain: ChainId,
    /// The account that signed it, with EIP-55 checksum.
    pub from: String,
    /// What it does, from the review that was approved.
    pub summary: String,
    /// The asset it is about, as its CAIP-19 id, where it is about one.
    pub asset: Option<String>,
    /// The signed bytes: sent again where it is unknown whether they arrived. Empty as long as only another wallet has seen them.
    pub raw: Bytes,
    /// The bytes that were reviewed, where another wallet says to have sent them under this hash and that was not checked yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Bytes>,
    /// What another wallet chose otherwise than was reviewed, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The batch, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
    /// The site that asked for it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedBy>,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// How far it has come.
    pub state: State,
}

impl Entry {
    /// Whether it is about this asset, by its CAIP-19 id.
    #[must_use]
    pub fn is_about(&self, asset: &str) -> bool {
        let in_batch = self.batch.as_ref().is_some_and(|batch| batch.assets.iter().any(|one| one == asset));
        in_batch || self.asset.as_deref() == Some(asset)
    }

    /// The hash of its transaction; `None` of a batch of which the other wallet has named none yet, and of what is no transaction.
    #[must_use]
    pub const fn transaction(&self) -> Option<B256> {
        match (&self.batch, &self.state) {
            (_, State::Given) => None,
            (Some(batch), _) => batch.transaction,
            (None, _) => Some(self.hash),
        }
    }

    /// Its place among the calls of this name that this site asked for.
    #[must_use]
    pub fn place_among(&self, site: &str, id: &str) -> Option<&CallsPlace> {
        let asked = self.asked.as_ref().filter(|asked| asked.site == site)?;
        asked.calls.as_ref().filter(|calls| calls.id == id)
    }
}

/// How far a transaction has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum State {
    /// Signed, and perhaps sent.
    Signed,
    /// An endpoint has it.
    Pending,
    /// In a block, and it did what it should.
    Succeeded {
        /// The block.
        block: u64,
        /// What came of it, in words.
        outcome: Vec<String>,
    },
    /// In a block, and the contract refused.
    Failed {
        /// The block.
        block: u64,
        /// Why, in words.
        reason: String,
    },
    /// Another wallet sent something else than was reviewed.
    SomethingElse {
        /// What is different, in words.
        what: String,
    },
    /// Another wallet did a part of what was to happen as one.
    InParts {
        /// What it says that it did, in words.
        what: String,
    },
    /// Another wallet took it, and does not say any more what became of it.
    Untold {
        /// Its words.
        what: String,
    },
    /// Another transaction of the same account took its place: it will not happen.
    Replaced,
    /// A message or typed data, whose signature was given to the site that asked for it. Nothing was sent.
    Given,
    /// The endpoint would not take it.
    Rejected {
        /// Why, in words.
        reason: String,
    },
}

impl State {
    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Signed | Self::Pending => false,
            Self::Succeeded { .. }
            | Self::Failed { .. }
            | Self::SomethingElse { .. }
            | Self::InParts { .. }
            | Self::Untold { .. }
            | Self::Replaced
            | Self::Given
            | Self::Rejected { .. } => true,
        }
    }
}

/// All transactions, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity(Vec<Entry>);

impl Activity {
    /// From what was stored, in any order.
    #[must_use]
    pub fn restored(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| b.signed_at.cmp(&a.signed_at).then_with(|| b.hash.cmp(&a.hash)));
        Self(entries)
    }

    /// Adds a transaction, or replaces what was known of it. A final state is never taken back.
    pub fn record(&mut self, entry: Entry) {
        match self.0.iter_mut().find(|known| known.hash == entry.hash) {
            Some(known) if known.state.is_final() && !entry.state.is_final() => {}
            Some(known) => *known = entry,
            None => self.0.insert(0, entry),
        }
    }

    /// All of them, newest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// The calls of this name that a site asked for, in their order.
    #[must_use]
    pub fn calls(&self, site: &str, id: &str) -> Vec<&Entry> {
        let placed = self.0.iter().filter_map(|entry| Some((entry.place_among(site, id)?.place, entry)));
        let mut found: Vec<(usize, &Entry)> = placed.collect();
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Those of one chain that are still on their way.
    pub fn unfinished(&self, chain: ChainId) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(move |entry| entry.chain == chain && !entry.state.is_final())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(byte: u8, at: u64, state: State) -> Entry {
        Entry {
            hash: B256::repeat_byte(byte),
            chain: ChainId(1),
            from: String::new(),
            summary: String::new(),
            asset: None,
            raw: Bytes::new(),
            reviewed: None,
            notes: Vec::new(),
            batch: None,
            asked: None,
            signed_at: Timestamp(at),
            state,
        }
    }

    #[test]
    fn the_newest_comes_first_and_a_final_state_stays() {
        let mut activity = Activity::restored(vec![entry(1, 10, State::Pending), entry(2, 20, State::Signed)]);
        activity.record(entry(3, 30, State::Signed));
        let failed = State::Failed { block: 7, reason: "no".to_owned() };
        activity.record(entry(1, 10, failed.clone()));
        activity.record(entry(1, 10, State::Pending));
        activity.record(entry(4, 5, State::Replaced));
        activity.record(entry(4, 5, State::Pending));
        let order: Vec<_> = activity.entries().map(|entry| entry.hash).collect();
        assert_eq!(order, [4, 3, 2, 1].map(B256::repeat_byte));
        assert_eq!(activity.entries().last().unwrap().state, failed);
        assert_eq!(activity.unfinished(ChainId(1)).count(), 2);
        assert_eq!(activity.unfinished(ChainId(5)).count(), 0);
    }

    #[test]
    fn entries_read_back() {
        let before = entry(1, 10, State::Succeeded { block: 1, outcome: vec!["sent".to_owned()] });
        let text = serde_json::to_string(&before).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), before);
        // As it was written before other wallets could send.
        for later in ["reviewed", "notes", "batch", "asked"] {
            assert!(!text.contains(later), "{text}");
        }
        let named = Entry { reviewed: Some(Bytes::from_static(&[2])), notes: vec!["so".to_owned()], ..before };
        let text = serde_json::to_string(&named).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), named);
    }

    #[test]
    fn a_batch_is_about_all_its_assets_and_has_no_hash_before_its_transaction() {
        let assets = vec!["a".to_owned(), "b".to_owned()];
        let batch = Batch { id: "0x01".to_owned(), calls: vec![Address::ZERO], assets, transaction: None };
        let sent = Entry { batch: Some(batch), ..entry(1, 10, State::Pending) };
        assert_eq!(sent.transaction(), None);
        assert!(sent.is_about("a") && sent.is_about("b") && !sent.is_about("c"));
        let text = serde_json::to_string(&sent).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), sent);
        let named = Batch { transaction: Some(B256::repeat_byte(9)), ..sent.batch.clone().unwrap() };
        assert_eq!(Entry { batch: Some(named), ..sent }.transaction(), Some(B256::repeat_byte(9)));
        let alone = Entry { asset: Some("a".to_owned()), ..entry(2, 10, State::Pending) };
        assert_eq!(alone.transaction(), Some(B256::repeat_byte(2)));
        assert!(alone.is_about("a") && !alone.is_about("b"));
    }

    #[test]
    fn what_a_site_asked_for_is_found_by_its_name_in_order_and_by_that_site_alone() {
        let calls = |place| Some(CallsPlace { id: "0x01".to_owned(), place, count: 2 });
        let asked = |place| Some(AskedBy { site: "https://a.example".to_owned(), calls: calls(place) });
        let second = Entry { asked: asked(1), ..entry(2, 30, State::Pending) };
        let first = Entry { asked: asked(0), ..entry(1, 20, State::Given) };
        let activity = Activity::restored(vec![second, first.clone(), entry(3, 10, State::Pending)]);
        let order = |site: &str| activity.calls(site, "0x01").iter().map(|entry| entry.hash).collect::<Vec<_>>();
        assert_eq!(order("https://a.example"), [1, 2].map(B256::repeat_byte));
        assert!(order("https://b.example").is_empty() && activity.calls("https://a.example", "0x02").is_empty());
        assert_eq!((first.transaction(), first.state.is_final()), (None, true));
        let text = serde_json::to_string(&first).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), first);
    }
}

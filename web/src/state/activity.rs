//! What this wallet has sent: remembered before it leaves, so that a closed tab loses nothing.

use alloy_primitives::{B256, Bytes};
use assay_sdk::units::{ChainId, Timestamp};
use serde::{Deserialize, Serialize};

/// One transaction of this wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Its hash, known as soon as it is signed.
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
    /// When it was signed.
    pub signed_at: Timestamp,
    /// How far it has come.
    pub state: State,
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
    /// Another transaction of the same account took its place: it will not happen.
    Replaced,
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
            | Self::Replaced
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
        assert!(!text.contains("reviewed") && !text.contains("notes"), "{text}");
        let named = Entry { reviewed: Some(Bytes::from_static(&[2])), notes: vec!["so".to_owned()], ..before };
        let text = serde_json::to_string(&named).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), named);
    }
}

//! Logs as a caller stores them between two visits, beside the [`Checkpoint`](super::Checkpoint) that they belong to.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, keccak256};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::chain::ChainError;
use crate::evidence::{Fact, LogRecord, Origin, PlacedLog, Source};
use crate::units::{BlockRef, ChainId};

use super::HistoryFilter;

/// Part of a history: plain data, to be stored and handed back. A digest tells what was torn or changed since; it does not keep out somebody who
/// may write to the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptLogs {
    version: u8,
    chain: ChainId,
    filter: B256,
    logs: Vec<KeptLog>,
    digest: B256,
}

/// One log, and which endpoints said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeptLog {
    at: BlockRef,
    index: u64,
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
    transaction: B256,
    endpoints: BTreeSet<Origin>,
}

impl KeptLogs {
    /// The version that this release writes and reads.
    pub const VERSION: u8 = 1;

    /// Logs of a filter, as a scan handed them over.
    #[must_use]
    pub fn new(chain: ChainId, filter: &HistoryFilter, logs: &[Fact<PlacedLog>]) -> Self {
        let logs = logs.iter().map(KeptLog::of).collect();
        let mut kept = Self { version: Self::VERSION, chain, filter: filter.hash(), logs, digest: B256::ZERO };
        kept.digest = kept.worked_out();
        kept
    }

    /// How many logs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.logs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.logs.is_empty()
    }

    /// The logs again, known from the endpoints that told them then, and from nobody else.
    ///
    /// # Errors
    /// [`ChainError::OtherCheckpoint`] where they are not as they were stored, or of another chain or filter.
    pub fn restored(self, chain: ChainId, filter: &HistoryFilter) -> Result<Vec<Fact<PlacedLog>>, ChainError> {
        let other = |what, got: String, expected: String| Err(ChainError::OtherCheckpoint { what, got, expected });
        if self.version != Self::VERSION {
            return other("version", self.version.to_string(), Self::VERSION.to_string());
        }
        if self.chain != chain {
            return other("chain", self.chain.to_string(), chain.to_string());
        }
        if self.filter != filter.hash() {
            return other("filter", self.filter.to_string(), filter.hash().to_string());
        }
        let digest = self.worked_out();
        if self.digest != digest {
            return other("digest", self.digest.to_string(), digest.to_string());
        }
        Ok(self.logs.into_iter().map(KeptLog::into_fact).collect())
    }

    fn worked_out(&self) -> B256 {
        keccak256(json!([self.version, self.chain, self.filter, self.logs]).to_string())
    }
}

impl KeptLog {
    fn of(log: &Fact<PlacedLog>) -> Self {
        let PlacedLog { record, index } = log.value().clone();
        let endpoints = log.evidence().sources().flat_map(endpoints).collect();
        let LogRecord { address, topics, data, transaction, .. } = record;
        Self { at: log.at(), index, address, topics, data, transaction, endpoints }
    }

    fn into_fact(self) -> Fact<PlacedLog> {
        let Self { at, index, address, topics, data, transaction, endpoints } = self;
        let record = LogRecord { address, topics, data, block_number: at.number, transaction };
        // A quorum of one, or of none, is a claim.
        Fact::asserted(PlacedLog { record, index }, at, Source::Quorum(endpoints))
    }
}

/// Who told it. Nothing else is kept: what a proof said has to be proven again.
fn endpoints(source: &Source) -> Vec<Origin> {
    match source {
        Source::Endpoint(origin) => vec![origin.clone()],
        Source::Quorum(parties) => parties.iter().cloned().collect(),
        Source::Signer(_)
        | Source::TokenList
        | Source::Checkpoint(_)
        | Source::MerkleProof { .. }
        | Source::ZkProof { .. }
        | Source::Unproven(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Level;
    use crate::units::Timestamp;

    fn logs() -> (HistoryFilter, Vec<Fact<PlacedLog>>) {
        let filter = HistoryFilter::new(Address::repeat_byte(1), [Address::repeat_byte(2)], 0);
        let record = LogRecord {
            address: Address::repeat_byte(2),
            topics: vec![B256::repeat_byte(3)],
            data: Bytes::from_static(&[7; 32]),
            block_number: 5,
            transaction: B256::repeat_byte(4),
        };
        let at = BlockRef { number: 5, hash: B256::repeat_byte(5), timestamp: Timestamp(50) };
        let said = |source| Fact::asserted(PlacedLog { record: record.clone(), index: 2 }, at, source);
        let [a, b] = ["https://a.org", "https://b.org"].map(Origin::of_url);
        (filter, vec![said(Source::Endpoint(a.clone())), said(Source::Quorum(BTreeSet::from([a, b])))])
    }

    #[test]
    fn what_was_kept_comes_back_and_what_was_changed_does_not() {
        let (filter, logs) = logs();
        let text = serde_json::to_string(&KeptLogs::new(ChainId(1), &filter, &logs)).unwrap();
        let kept = || serde_json::from_str::<KeptLogs>(&text).unwrap();
        let back = kept().restored(ChainId(1), &filter).unwrap();
        assert_eq!(back.iter().map(Fact::value).collect::<Vec<_>>(), logs.iter().map(Fact::value).collect::<Vec<_>>());
        assert_eq!(back.iter().map(Fact::level).collect::<Vec<_>>(), [Level::Claimed, Level::Attested]);
        let refused = |text: &str, chain, filter: &HistoryFilter| match serde_json::from_str::<KeptLogs>(text)
            .unwrap()
            .restored(chain, filter)
        {
            Err(ChainError::OtherCheckpoint { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&text.replace("0x0707", "0x0708"), ChainId(1), &filter), "digest");
        assert_eq!(refused(&text, ChainId(2), &filter), "chain");
        let other = HistoryFilter::new(Address::repeat_byte(1), [Address::repeat_byte(9)], 0);
        assert_eq!(refused(&text, ChainId(1), &other), "filter");
        assert_eq!(refused(&text.replace("\"version\":1", "\"version\":2"), ChainId(1), &filter), "version");
        assert!(serde_json::from_slice::<KeptLogs>(&text.as_bytes()[..text.len() / 2]).is_err(), "torn");
    }
}

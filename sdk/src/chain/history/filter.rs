//! Which logs belong to a history.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, keccak256};
use alloy_sol_types::SolEvent as _;
use serde_json::{Value, json};

use crate::abi::erc20::IERC20::Transfer;
use crate::evidence::{LogFilter, LogRecord};

use super::super::codec::Request;

/// Contracts that one request names: some endpoints take no more.
const CONTRACTS_PER_REQUEST: usize = 256;

/// The transfers of one holder in many assets, and other events that the caller names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryFilter {
    holder: Address,
    assets: BTreeSet<Address>,
    from: u64,
    lanes: Vec<Lane>,
}

/// One question: what any of these contracts logged with these topics. A list without contracts would mean all of them, so there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::chain) struct Lane {
    addresses: Vec<Address>,
    topics: Vec<Option<B256>>,
}

impl HistoryFilter {
    /// Every ERC-20 transfer from and to `holder` in these contracts, from block `from` on: no block before the first of them was deployed
    /// has anything to tell.
    #[must_use]
    pub fn new(holder: Address, assets: impl IntoIterator<Item = Address>, from: u64) -> Self {
        let assets: BTreeSet<_> = assets.into_iter().collect();
        let mut filter = Self { holder, assets, from, lanes: Vec::new() };
        filter.arrange(&[]);
        filter
    }

    /// The same, with other events beside the transfers: income and redemptions, as `Withdraw` of a vault with the holder as its owner.
    #[must_use]
    pub fn with_events(mut self, events: &[LogFilter]) -> Self {
        self.arrange(events);
        self
    }

    /// Whose history.
    #[must_use]
    pub const fn holder(&self) -> Address {
        self.holder
    }

    /// The contracts whose transfers are asked for.
    #[must_use]
    pub const fn assets(&self) -> &BTreeSet<Address> {
        &self.assets
    }

    /// The first block.
    #[must_use]
    pub const fn from(&self) -> u64 {
        self.from
    }

    /// A hash of everything that the answer depends on: a checkpoint of another filter is of no use.
    #[must_use]
    pub fn hash(&self) -> B256 {
        let lanes: Vec<Value> = self.lanes.iter().map(|lane| json!([lane.addresses, lane.topics])).collect();
        keccak256(json!([self.holder, self.from, lanes]).to_string())
    }

    /// The questions for each range.
    pub(super) fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// Contracts that are asked with the same topics share a question.
    fn arrange(&mut self, events: &[LogFilter]) {
        let (transfer, who) = (Some(Transfer::SIGNATURE_HASH), Some(self.holder.into_word()));
        let mut contracts: BTreeMap<Vec<Option<B256>>, BTreeSet<Address>> = BTreeMap::new();
        for topics in [vec![transfer, who], vec![transfer, None, who]] {
            contracts.insert(topics, self.assets.clone());
        }
        for event in events {
            contracts.entry(event.topics.clone()).or_default().insert(event.address);
        }
        self.lanes.clear();
        for (topics, addresses) in contracts {
            let addresses: Vec<_> = addresses.into_iter().collect();
            let parts = addresses.chunks(CONTRACTS_PER_REQUEST);
            self.lanes.extend(parts.map(|part| Lane { addresses: part.to_vec(), topics: topics.clone() }));
        }
    }
}

impl Lane {
    pub(super) fn request(&self, (first, last): (u64, u64)) -> Request {
        let (first, last) = (format!("{first:#x}"), format!("{last:#x}"));
        let query = json!({ "address": self.addresses, "topics": self.topics, "fromBlock": first, "toBlock": last });
        Request::new("eth_getLogs", json!([query]))
    }

    /// Whether a log answers the question.
    pub(super) fn fits(&self, log: &LogRecord) -> bool {
        let fits = |(position, topic): (usize, &Option<B256>)| {
            topic.is_none_or(|topic| log.topics.get(position) == Some(&topic))
        };
        self.addresses.contains(&log.address)
            && log.topics.len() >= self.topics.len()
            && self.topics.iter().enumerate().all(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_share_a_question_and_no_question_is_about_all_contracts() {
        let assets = [1, 2, 3].map(Address::repeat_byte);
        let filter = HistoryFilter::new(Address::repeat_byte(9), assets, 7);
        assert_eq!(filter.lanes().len(), 2);
        assert!(HistoryFilter::new(Address::repeat_byte(9), [], 7).lanes().is_empty());
        let event = LogFilter { address: assets[0], topics: vec![Some(B256::repeat_byte(5))], signature: "X()" };
        let more = filter.clone().with_events(&[event.clone(), LogFilter { address: assets[1], ..event }]);
        assert_eq!(more.lanes().len(), 3);
        assert_ne!(more.hash(), filter.hash());
        assert_ne!(HistoryFilter::new(Address::repeat_byte(9), assets, 8).hash(), filter.hash());
    }
}

//! The history of an account as this browser keeps it between two visits: a head, which says how far it was read, and pages of logs.
//!
//! A page is written before the head that counts it, and a history that lost logs to a reorganisation is written anew under another generation. So
//! whatever is torn off in the middle, the head counts pages that are there. What does not fit all the same is refused, and read again: the chain is
//! the source.

use alloy_primitives::Address;
use assay_sdk::chain::{Checkpoint, HistoryFilter, HistoryPage, KeptLogs};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, PlacedLog};
use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};

/// How far it was read, and how many pages there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptHead {
    /// Where to go on.
    pub checkpoint: Checkpoint,
    /// Which writing of the pages counts.
    pub generation: u32,
    /// How many of them.
    pub pages: u32,
    /// How many logs are in them.
    pub logs: usize,
}

/// Why what was kept cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeptError {
    /// A page that the head counts is not there.
    #[error("page {page} is missing: expected {expected} pages")]
    Missing {
        /// Which.
        page: u32,
        /// How many there should be.
        expected: u32,
    },
    /// The pages hold another number of logs than the head says.
    #[error("the pages hold another number of logs: got {got}, expected {expected}")]
    Count {
        /// How many there are.
        got: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Logs that are out of order, or above the block up to which they were read.
    #[error("a log of block {got} is out of place: expected one above that before it, at most in block {expected}")]
    Order {
        /// Its block.
        got: u64,
        /// The highest that there may be.
        expected: u64,
    },
    /// A page that is damaged, or of another history.
    #[error(transparent)]
    Page(Box<Error>),
    /// The browser's storage refused, or a record is not what was written.
    #[error("{why}")]
    Storage {
        /// Why.
        why: String,
    },
}

/// Where an account's history is kept: chain, account, and what it asks for.
#[must_use]
pub fn place(chain: ChainId, holder: Address, filter: &HistoryFilter) -> String {
    format!("{chain}/{holder}/{}", filter.hash())
}

/// The key of the head.
#[must_use]
pub fn head_key(place: &str) -> String {
    format!("{place}/head")
}

/// The key of a page.
#[must_use]
pub fn page_key(place: &str, generation: u32, page: u32) -> String {
    format!("{place}/{generation}/{page}")
}

/// The logs of all pages, where they fit the head and each other.
///
/// # Errors
/// [`KeptError`].
pub fn restored(
    head: &KeptHead,
    pages: Vec<Option<KeptLogs>>,
    chain: ChainId,
    filter: &HistoryFilter,
) -> Result<Vec<Fact<PlacedLog>>, KeptError> {
    let mut logs = Vec::new();
    let found = (0..head.pages).zip(pages.into_iter().chain(std::iter::repeat(None)));
    for (page, kept) in found {
        let kept = kept.ok_or(KeptError::Missing { page, expected: head.pages })?;
        let page = kept.restored(chain, filter).map_err(|error| KeptError::Page(Box::new(error.into())))?;
        logs.extend(page);
    }
    if logs.len() != head.logs {
        return Err(KeptError::Count { got: logs.len(), expected: head.logs });
    }
    let expected = head.checkpoint.reached().map_or(0, |reached| reached.number);
    let mut last = None;
    for log in &logs {
        let here = (log.at().number, log.value().index);
        if last.is_some_and(|last| last >= here) || here.0 > expected {
            return Err(KeptError::Order { got: here.0, expected });
        }
        last = Some(here);
    }
    Ok(logs)
}

/// Takes a page in. Whether logs that were there before are gone: then all that is kept is to be written anew.
pub fn take_in(logs: &mut Vec<Fact<PlacedLog>>, page: &HistoryPage) -> bool {
    let before = logs.len();
    if let Some(from) = page.dropped_from {
        logs.retain(|log| log.at().number < from);
    }
    let dropped = logs.len() < before;
    logs.extend(page.logs.iter().cloned());
    dropped
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{B256, Bytes};
    use assay_sdk::evidence::{LogRecord, Origin, Source};
    use assay_sdk::units::{BlockRef, Timestamp};
    use serde_json::json;

    fn log(number: u64) -> Fact<PlacedLog> {
        let record = LogRecord {
            address: Address::repeat_byte(2),
            topics: vec![B256::repeat_byte(3)],
            data: Bytes::new(),
            block_number: number,
            transaction: B256::repeat_byte(4),
        };
        let at = BlockRef { number, hash: B256::with_last_byte(9), timestamp: Timestamp(number) };
        Fact::asserted(PlacedLog { record, index: 0 }, at, Source::Endpoint(Origin::of_url("https://a.org")))
    }

    fn filter() -> HistoryFilter {
        HistoryFilter::new(Address::repeat_byte(1), [Address::repeat_byte(2)], 0)
    }

    fn page(blocks: &[u64]) -> KeptLogs {
        KeptLogs::new(ChainId(1), &filter(), &blocks.iter().map(|number| log(*number)).collect::<Vec<_>>())
    }

    /// A head as it lies in storage; what belongs to the endpoint's limits is taken from a real one.
    fn head(reached: u64, pages: u32, logs: usize) -> KeptHead {
        let checkpoint = json!({
            "version": 1, "chain": "eip155:1", "filter": filter().hash(),
            "reached": { "number": reached, "hash": B256::with_last_byte(9) }, "trail": [],
            "pace": pace(),
        });
        KeptHead { checkpoint: serde_json::from_value(checkpoint).unwrap(), generation: 0, pages, logs }
    }

    fn pace() -> serde_json::Value {
        json!({ "width": 0, "good": 0, "refused": null, "fixed": false, "ranges": 1, "mostRanges": 16, "streak": 0 })
    }

    #[test]
    fn what_was_kept_fits_its_head_or_is_refused() {
        let restore = |head: &KeptHead, pages: Vec<KeptLogs>| {
            let pages = pages.into_iter().map(Some).collect();
            restored(head, pages, ChainId(1), &filter()).map(|logs| logs.len())
        };
        let pages = || vec![page(&[1, 5]), page(&[7])];
        assert_eq!(restore(&head(9, 2, 3), pages()), Ok(3));
        assert_eq!(restore(&head(9, 0, 0), Vec::new()), Ok(0));
        // A page more than the head counts: the tab was closed before the head was written.
        assert_eq!(restore(&head(6, 1, 2), pages()), Ok(2));
        assert_eq!(restore(&head(9, 3, 3), pages()), Err(KeptError::Missing { page: 2, expected: 3 }));
        assert_eq!(restore(&head(9, 2, 4), pages()), Err(KeptError::Count { got: 3, expected: 4 }));
        assert_eq!(restore(&head(6, 2, 3), pages()), Err(KeptError::Order { got: 7, expected: 6 }));
        let twice = vec![page(&[1, 5]), page(&[5])];
        assert_eq!(restore(&head(9, 2, 3), twice), Err(KeptError::Order { got: 5, expected: 9 }));
        let torn = restored(&head(9, 2, 3), vec![None, Some(page(&[7]))], ChainId(1), &filter());
        assert_eq!(torn, Err(KeptError::Missing { page: 0, expected: 2 }));
        assert!(matches!(
            restored(&head(9, 1, 2), vec![Some(page(&[1, 5]))], ChainId(2), &filter()),
            Err(KeptError::Page(_))
        ));
    }
}

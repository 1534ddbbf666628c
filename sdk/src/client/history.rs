//! The history of an account, page by page.

use crate::chain::{Checkpoint, Confirmation, Cursor, HistoryFilter, HistoryPage, Indexer, Scan, Transport};
use crate::error::Error;
use crate::evidence::{Fact, PlacedLog};

use super::Client;

/// Pages of an indexer after which it is given up: a million transfers.
const MOST_PAGES: usize = 1_000;

impl<T: Transport> Client<T> {
    /// Begins to read the history that a filter describes, up to the newest block, or goes on from a checkpoint.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn history(&self, filter: HistoryFilter, checkpoint: Option<Checkpoint>) -> Result<Scan, Error> {
        Ok(self.rpc.scan(filter, checkpoint).await?)
    }

    /// The next page of a history; `None` at its end. After each page [`Scan::checkpoint`] is worth storing. Where this fails it can be called
    /// again.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn history_page(&self, scan: &mut Scan) -> Result<Option<HistoryPage>, Error> {
        Ok(self.rpc.advance(scan).await?)
    }

    /// All transfers of a filter that an indexer has, up to block `to`. Claimed, until [`Client::confirm`] has compared them.
    ///
    /// # Errors
    /// [`Error::Chain`]; [`Error::Unsettled`] where the pages do not end.
    pub async fn indexed<I: Transport>(
        &self,
        indexer: &Indexer<I>,
        filter: &HistoryFilter,
        to: u64,
    ) -> Result<Vec<Fact<PlacedLog>>, Error> {
        let (mut logs, mut next) = (Vec::new(), Some(Cursor::first()));
        for _ in 0..MOST_PAGES {
            let Some(after) = next else {
                logs.sort_by_key(|log: &Fact<PlacedLog>| (log.value().record.block_number, log.value().index));
                return Ok(logs);
            };
            let page = indexer.page(filter, to, &after).await?;
            logs.extend(page.logs);
            next = page.next;
        }
        Err(Error::Unsettled { rounds: MOST_PAGES })
    }

    /// Compares records of an indexer with the chain's own logs of their blocks.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn confirm(&self, filter: &HistoryFilter, claimed: &[Fact<PlacedLog>]) -> Result<Confirmation, Error> {
        Ok(self.rpc.confirm(filter, claimed).await?)
    }
}

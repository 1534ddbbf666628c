//! The history of an account, page by page.

use crate::chain::{Checkpoint, Confirmation, Cursor, HistoryFilter, HistoryPage, Indexer, Scan, Transport};
use crate::error::Error;
use crate::evidence::{Fact, PlacedLog};

use super::Client;

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
    /// [`Error::Chain`].
    pub async fn indexed<I: Transport>(
        &self,
        indexer: &Indexer<I>,
        filter: &HistoryFilter,
        to: u64,
    ) -> Result<Vec<Fact<PlacedLog>>, Error> {
        let (mut logs, mut next) = (Vec::new(), Some(Cursor::first()));
        while let Some(after) = next {
            let page = indexer.page(filter, to, &after).await?;
            logs.extend(page.logs);
            next = page.next;
        }
        logs.sort_by_key(|log| (log.value().record.block_number, log.value().index));
        Ok(logs)
    }

    /// Compares records of an indexer with the chain's own logs of their blocks.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn confirm(&self, filter: &HistoryFilter, claimed: &[Fact<PlacedLog>]) -> Result<Confirmation, Error> {
        Ok(self.rpc.confirm(filter, claimed).await?)
    }
}

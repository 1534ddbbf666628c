//! What stands behind an asset, as far back as its feed remembers, and the documents that its contract names.

use crate::asset::{Descriptor, DocumentRegister, FeedRound, documents, feed_history};
use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};

use super::Client;

/// Rounds of a reserve feed that are looked at: seven weeks of a daily one.
const MOST_FEED_ROUNDS: u16 = 48;

impl<T: Transport> Client<T> {
    /// What the asset's reserve feed said so far, oldest first; `None` where it has none. Two round trips.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Feed`].
    pub async fn reserve_history(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
    ) -> Result<Option<Fact<Vec<FeedRound>>>, Error> {
        let Some(reserves) = &descriptor.reserves else { return Ok(None) };
        let history = self.settle(reads, |reads| feed_history(reads, reserves.feed, MOST_FEED_ROUNDS)).await??;
        Ok(Some(history))
    }

    /// The documents that the asset's own contract names (ERC-1643, CMTAT); `None` where it has no such function. Two round trips.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Gap`].
    pub async fn documents(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
    ) -> Result<Option<Fact<DocumentRegister>>, Error> {
        Ok(self.settle(reads, |reads| documents(reads, descriptor.asset.token)).await??)
    }
}

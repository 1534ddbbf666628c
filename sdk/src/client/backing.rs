//! What stands behind an asset, as far back as its feed remembers, and the documents that its contract names.

use alloy_primitives::{Address, B256};

use crate::asset::{
    Anchor, Descriptor, DocumentRegister, FeedRound, anchored, documents, eas_revocation, feed_history,
};
use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::proof::EasStatement;
use crate::units::{BlockRef, Timestamp};

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

    /// The hash that a contract keeps of a published file; `None` where it keeps none. One round trip.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Gap`].
    pub async fn anchored(&self, reads: &mut Reads, anchor: &Anchor) -> Result<Fact<Option<B256>>, Error> {
        Ok(self.settle(reads, |reads| anchored(reads, anchor)).await??)
    }

    /// When the attester of an off-chain attestation of EAS revoked it; `None` where that has not happened. `contract` is the deployment that
    /// the statement was verified for. One round trip.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Gap`].
    pub async fn eas_revocation(
        &self,
        reads: &mut Reads,
        contract: Address,
        statement: &EasStatement,
    ) -> Result<Fact<Option<Timestamp>>, Error> {
        Ok(self.settle(reads, |reads| eas_revocation(reads, contract, statement)).await??)
    }

    /// The block of a hash, by its header, which has that hash: its moment needs nobody's word. That the block is one of the chain is the
    /// endpoint's. One round trip.
    ///
    /// # Errors
    /// [`Error::Chain`], also where the endpoint knows no such block.
    pub async fn block_of(&self, hash: B256) -> Result<BlockRef, Error> {
        Ok(self.rpc.block_by_hash(hash).await?.at())
    }
}

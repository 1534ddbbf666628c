//! What reserve proofs ask the chain.

use alloy_primitives::{Address, B256};
use assay_sdk::asset::Anchor;
use assay_sdk::chain::ChainError;
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::proof::{Attestation, EasStatement, Reserve};
use assay_sdk::units::{AssetId, BlockRef, Timestamp};

use super::{ChainProblem, ChainRoom};

impl ChainRoom {
    /// The reserves that a contract states, and whether it vouches for them.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`], also with what is wrong with the statement.
    pub async fn reserve_by_contract(
        &self,
        reads: &mut Reads,
        attestation: &Attestation,
        about: (Address, AssetId),
        now: Timestamp,
    ) -> Result<Fact<Reserve>, ChainProblem> {
        Ok(self.client.reserve_by_contract(reads, attestation, about, now).await?)
    }

    /// The hash that a contract keeps of a published file; `None` where it keeps none.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn anchored(&self, reads: &mut Reads, anchor: &Anchor) -> Result<Fact<Option<B256>>, ChainProblem> {
        Ok(self.client.anchored(reads, anchor).await?)
    }

    /// When an off-chain attestation was revoked; `None` where it was not.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn eas_revocation(
        &self,
        reads: &mut Reads,
        contract: Address,
        statement: &EasStatement,
    ) -> Result<Fact<Option<Timestamp>>, ChainProblem> {
        Ok(self.client.eas_revocation(reads, contract, statement).await?)
    }

    /// The block of a hash; `None` where the endpoint knows none.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn block_of(&self, hash: B256) -> Result<Option<BlockRef>, ChainProblem> {
        match self.client.block_of(hash).await {
            Err(Error::Chain(ChainError::BlockUnknown { .. })) => Ok(None),
            other => Ok(Some(other?)),
        }
    }
}

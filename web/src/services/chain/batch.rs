//! Several calls that one account carries out together.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Gap, Reads, Refusal, Unproven};
use assay_sdk::tx::{BatchReview, BatchSimulation, Intent, Receipt, SentBatch, UnsignedBatch};

use super::{ChainProblem, ChainRoom};

impl ChainRoom {
    /// The calls of a batch, each decoded back from its bytes for review.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn prepare_batch(
        &self,
        intents: Vec<Intent>,
        from: Address,
        reads: &mut Reads,
    ) -> Result<BatchReview, ChainProblem> {
        let mut known = self.known.clone();
        for intent in &intents {
            known = self.known_of(known, intent.to(), reads).await;
        }
        Ok(UnsignedBatch::build(self.chain(), from, intents)?.review(&known))
    }

    /// What the endpoint says the calls of a batch come to, one after another; `None` where it cannot run them so.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn rehearse_batch(
        &self,
        batch: &UnsignedBatch,
        reads: &mut Reads,
    ) -> Result<Option<Fact<Vec<Result<Bytes, Refusal>>>>, ChainProblem> {
        match self.client.rehearse_batch(batch, reads).await {
            Ok(rehearsed) => Ok(Some(rehearsed)),
            Err(Error::Gap(Gap::Declined { .. })) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The same over proven state, with what moves; or why that cannot be said.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn simulate_batch(
        &self,
        batch: &BatchReview,
        reads: &Reads,
    ) -> Result<Result<Fact<BatchSimulation>, Unproven>, ChainProblem> {
        Ok(self.client.simulate_batch(batch, reads).await?)
    }

    /// What the transaction of a batch did, by the chain's receipt; `None` where no block has it.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn batch_receipt(&self, batch: &SentBatch, transaction: B256) -> Result<Option<Receipt>, ChainProblem> {
        Ok(self.client.batch_receipt(batch, transaction).await?)
    }
}

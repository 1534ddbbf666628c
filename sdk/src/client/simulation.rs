//! A transaction before it is signed.

use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads, Unproven};
use crate::proof::Message;
use crate::tx::{BatchReview, BatchSimulation, Simulation};

use super::Client;

impl<T: Transport> Client<T> {
    /// What a transaction would do in the block after that of `reads`: run here, twice, over proven state. Where that cannot be, the reason; never the
    /// endpoint's own simulation in its stead.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn simulate(
        &self,
        transaction: Message,
        reads: &Reads,
    ) -> Result<Result<Fact<Simulation>, Unproven>, Error> {
        let Some(prover) = &self.prover else {
            let message = "this client takes its endpoint's word".to_owned();
            return Ok(Err(Unproven::NotRun { message }));
        };
        let simulated = prover.simulate(&self.rpc, transaction, reads).await?;
        Ok(simulated.map(|fact| fact.map(Simulation::of)))
    }

    /// The same of a batch: its calls one after another, each on what those before it have changed.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn simulate_batch(
        &self,
        batch: &BatchReview,
        reads: &Reads,
    ) -> Result<Result<Fact<BatchSimulation>, Unproven>, Error> {
        let Some(prover) = &self.prover else {
            let message = "this client takes its endpoint's word".to_owned();
            return Ok(Err(Unproven::NotRun { message }));
        };
        let simulated = prover.simulate_all(&self.rpc, batch.messages(), reads).await?;
        Ok(simulated.map(|fact| fact.map(BatchSimulation::of)))
    }
}

//! The page's end of the line to the proofs' worker (see [`crate::prover`]).

use assay_sdk::chain::{Engine, EngineError, Running};
use assay_sdk::proof::wire::{decode_ran, encode_jobs};
use assay_sdk::proof::{Job, ProvenState};

use super::exchange::Exchange;

/// Runs contracts in a worker. Cheap to clone; all clones speak to one worker.
#[derive(Clone)]
pub struct ProofRoom(Exchange);

impl Default for ProofRoom {
    fn default() -> Self {
        Self(Exchange::new("proofs"))
    }
}

impl std::fmt::Debug for ProofRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProofRoom")
    }
}

impl Engine for ProofRoom {
    fn run<'a>(&'a self, state: &'a ProvenState, jobs: &'a [Job]) -> Running<'a> {
        Box::pin(async move {
            if jobs.is_empty() {
                return Ok(Vec::new());
            }
            let unavailable = |reason| EngineError::Unavailable { reason };
            // Gas is bounded, so that a run ends.
            let answer = self.0.ask(&encode_jobs(state, jobs)).await.map_err(unavailable)?;
            decode_ran(&answer).map_err(|error| unavailable(error.to_string()))
        })
    }
}

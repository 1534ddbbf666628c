//! The page's end of the lines to the proofs' workers (see [`crate::prover`]).

use assay_sdk::chain::{Engine, EngineError, Running};
use assay_sdk::proof::wire::{decode_ran, encode_jobs};
use assay_sdk::proof::{End, Job, ProvenState, Ran};

use super::exchange::Exchange;

/// Runs contracts in a worker; what calls a precompiled contract that it lacks, in a larger one. Cheap to clone; all clones speak to the
/// same workers.
#[derive(Clone)]
pub struct ProofRoom {
    usual: Exchange,
    full: Exchange,
}

impl Default for ProofRoom {
    fn default() -> Self {
        Self { usual: Exchange::new("proofs"), full: Exchange::new("allProofs") }
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
            let question = encode_jobs(state, jobs);
            let ran = ask(&self.usual, &question).await?;
            if ran.iter().any(lacks_a_contract) { ask(&self.full, &question).await } else { Ok(ran) }
        })
    }
}

/// Gas is bounded, so that a run ends.
async fn ask(exchange: &Exchange, question: &[u8]) -> Result<Vec<Ran>, EngineError> {
    let unavailable = |reason| EngineError::Unavailable { reason };
    let answer = exchange.ask(question).await.map_err(unavailable)?;
    decode_ran(&answer).map_err(|error| unavailable(error.to_string()))
}

fn lacks_a_contract(ran: &Ran) -> bool {
    ran.steps.iter().any(|step| matches!(step.end, End::NotBuiltIn { .. }))
}

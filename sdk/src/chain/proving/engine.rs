//! What runs contracts: here, or behind a message to a worker.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::proof::{Job, ProvenState, Ran};

/// A run that is under way. It need not be `Send`: in a browser nothing is.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Vec<Ran>, EngineError>> + 'a>>;

/// Runs jobs over proven state. A page has this done in a worker, with a module that is loaded when it is first needed: so that the page
/// itself does not carry it.
pub trait Engine: fmt::Debug {
    /// What each job comes to, in their order.
    fn run<'a>(&'a self, state: &'a ProvenState, jobs: &'a [Job]) -> Running<'a>;
}

/// Why nothing was run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// It is not there: its module did not load, or its worker is gone.
    #[error("what runs contracts is not there: {reason}")]
    Unavailable {
        /// What is known of it.
        reason: String,
    },
}

/// Runs jobs here and now, with the precompiled contracts of this build.
#[cfg(feature = "evm")]
#[derive(Clone, Copy, Debug, Default)]
pub struct InProcess;

#[cfg(feature = "evm")]
impl Engine for InProcess {
    fn run<'a>(&'a self, state: &'a ProvenState, jobs: &'a [Job]) -> Running<'a> {
        use crate::proof::evm::run_all_built_in;

        Box::pin(std::future::ready(Ok(run_all_built_in(state, jobs))))
    }
}

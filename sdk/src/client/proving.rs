//! The seam between a client and what proves its calls: a client that takes its endpoint's word does not carry the prover.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::chain::{ChainError, Prover, Rpc, Transport};
use crate::evidence::{Fact, Reads, Unproven};
use crate::proof::{Message, Simulated, SimulatedAll};

/// An answer under way. It need not be `Send`: in a browser nothing is.
pub(super) type UnderWay<'a, R> = Pin<Box<dyn Future<Output = Result<R, ChainError>> + 'a>>;

/// A [`Prover`] behind a pointer: only [`Client::proving`](super::Client::proving) names it, so that it is linked only where that is called.
pub(super) trait Proving<T>: fmt::Debug {
    /// As [`Prover::answer`].
    fn answer<'a>(&'a self, rpc: &'a Rpc<T>, reads: &'a mut Reads) -> UnderWay<'a, ()>;

    /// As [`Prover::simulate`].
    fn simulate<'a>(
        &'a self,
        rpc: &'a Rpc<T>,
        transaction: Message,
        reads: &'a Reads,
    ) -> UnderWay<'a, Result<Fact<Simulated>, Unproven>>;

    /// As [`Prover::simulate_all`].
    fn simulate_all<'a>(
        &'a self,
        rpc: &'a Rpc<T>,
        calls: Vec<Message>,
        reads: &'a Reads,
    ) -> UnderWay<'a, Result<Fact<SimulatedAll>, Unproven>>;
}

impl<T: Transport> Proving<T> for Prover {
    fn answer<'a>(&'a self, rpc: &'a Rpc<T>, reads: &'a mut Reads) -> UnderWay<'a, ()> {
        Box::pin(Self::answer(self, rpc, reads))
    }

    fn simulate<'a>(
        &'a self,
        rpc: &'a Rpc<T>,
        transaction: Message,
        reads: &'a Reads,
    ) -> UnderWay<'a, Result<Fact<Simulated>, Unproven>> {
        Box::pin(Self::simulate(self, rpc, transaction, reads))
    }

    fn simulate_all<'a>(
        &'a self,
        rpc: &'a Rpc<T>,
        calls: Vec<Message>,
        reads: &'a Reads,
    ) -> UnderWay<'a, Result<Fact<SimulatedAll>, Unproven>> {
        Box::pin(Self::simulate_all(self, rpc, calls, reads))
    }
}

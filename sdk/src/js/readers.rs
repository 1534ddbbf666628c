//! The endpoints of a client, in the order in which they take over from each other.

use super::endpoint::Endpoint;
use crate::client::Client;
use crate::error::{Blame, Error, ErrorCode, Retry};
use crate::evidence::Reads;
use crate::units::ChainId;

/// A reader of the chain through one endpoint, with the others for witnesses.
pub(super) type Reader = Client<Endpoint>;

/// One reader for each endpoint. Never empty.
#[derive(Debug)]
pub(super) struct Readers {
    chain: ChainId,
    each: Vec<Reader>,
}

impl Readers {
    pub(super) fn new(endpoints: &[Endpoint], chain: ChainId) -> Self {
        let reader = |(place, first): (usize, &Endpoint)| {
            let others = endpoints.iter().enumerate().filter(|(other, _)| *other != place);
            Client::new(first.clone(), chain).with_witnesses(others.map(|(_, other)| other.clone()))
        };
        Self { chain, each: endpoints.iter().enumerate().map(reader).collect() }
    }

    pub(super) const fn chain(&self) -> ChainId {
        self.chain
    }

    /// The reader of a place, for what goes on from one call to the next.
    pub(super) fn at(&self, place: usize) -> Option<&Reader> {
        self.each.get(place)
    }

    /// Asks a question through the first endpoint; where that cannot answer, all of it anew through the next. What the last one is refused is
    /// thrown.
    pub(super) async fn ask<T>(&self, question: impl AsyncFn(&Reader) -> Result<T, Error>) -> Result<T, Error> {
        let mut last = Err(crate::chain::ChainError::NoEndpoint.into());
        for reader in &self.each {
            last = question(reader).await;
            if !last.as_ref().is_err_and(takes_over) {
                return last;
            }
        }
        last
    }
}

/// Whether the next endpoint may do better. Where endpoints contradict each other, none is preferred to another.
pub(super) fn takes_over(error: &Error) -> bool {
    let code = error.code();
    code != ErrorCode::QuorumDisagreement && code.blame() == Blame::Endpoint && code.retry() != Retry::Never
}

/// An empty ledger at the newest block of the endpoint, vouched for by the others.
pub(super) async fn newest(reader: &Reader) -> Result<Reads, Error> {
    reader.vouched(reader.ledger().await?.at()).await
}

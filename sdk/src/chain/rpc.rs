//! One endpoint of one chain: batches, ids, and what was sent.

use std::cell::{Cell, RefCell};

use serde_json::{Value, json};

use crate::evidence::Origin;
use crate::proof::ProofError;
use crate::units::ChainId;

use super::codec::{self, Answer, Failure, Reply, Request};
use super::error::from_proof;
use super::{ChainError, Transport, TransportError};

/// One endpoint, expected to serve one chain.
///
/// Every method is one round trip unless it says otherwise. Nothing is retried behind the caller's back, except that
/// an endpoint which refuses batches is asked one by one, and a read that failed inside a packed call is asked again
/// alone.
#[derive(Debug)]
pub struct Rpc<T> {
    transport: T,
    chain: ChainId,
    next_id: Cell<u64>,
    batches: Cell<bool>,
    no_rehearsals: RefCell<Option<String>>,
    traffic: Cell<Traffic>,
}

/// What went over the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// HTTP exchanges.
    pub round_trips: u64,
    /// Bytes of request bodies.
    pub sent: u64,
    /// Bytes of answer bodies.
    pub received: u64,
}

impl<T: Transport> Rpc<T> {
    /// An endpoint that should serve `chain`. Asks nothing yet.
    pub const fn new(transport: T, chain: ChainId) -> Self {
        let traffic = Traffic { round_trips: 0, sent: 0, received: 0 };
        Self {
            transport,
            chain,
            next_id: Cell::new(1),
            batches: Cell::new(true),
            no_rehearsals: RefCell::new(None),
            traffic: Cell::new(traffic),
        }
    }

    /// The chain that the endpoint should serve.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// Who is asked.
    pub fn origin(&self) -> &Origin {
        self.transport.origin()
    }

    /// What carries the requests.
    pub const fn transport(&self) -> &T {
        &self.transport
    }

    /// What went over the wire since this was created.
    #[must_use]
    pub const fn traffic(&self) -> Traffic {
        self.traffic.get()
    }

    /// Asks everything in one HTTP exchange; one by one where the endpoint is known not to take batches.
    pub(super) async fn batch(&self, requests: &[Request]) -> Result<Vec<Answer>, ChainError> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        if self.batches.get() || requests.len() == 1 {
            match self.exchange(requests).await {
                Ok(Reply::Answers(answers)) => return Ok(answers),
                Ok(Reply::Batch(failure)) if failure.is_rate_limit() => return Err(failure.into_error(self.origin())),
                Ok(Reply::Batch(_)) => {}
                Err(ChainError::Refused(TransportError::Status { got: 400 | 405 | 413 | 422, .. }))
                    if requests.len() > 1 => {}
                Err(error) => return Err(error),
            }
        }
        let mut answers = Vec::with_capacity(requests.len());
        for request in requests {
            match self.exchange(std::slice::from_ref(request)).await? {
                Reply::Answers(single) => answers.extend(single),
                Reply::Batch(failure) => answers.push(Err(failure)),
            }
            // It answers single questions where it refused the batch: remembered.
            self.batches.set(false);
        }
        Ok(answers)
    }

    /// Asks two or more questions, each of which must be answered.
    pub(super) async fn all<const N: usize>(&self, requests: [Request; N]) -> Result<[Value; N], ChainError> {
        let answers = self.batch(&requests).await?;
        let values: Vec<Value> = answers
            .into_iter()
            .map(|answer| answer.map_err(|failure| failure.into_error(self.origin())))
            .collect::<Result<_, _>>()?;
        <[Value; N]>::try_from(values).map_err(|values| self.answer_count(values.len(), N))
    }

    /// Asks several questions, each of which may fail by itself.
    pub(super) async fn each<const N: usize>(&self, requests: [Request; N]) -> Result<[Answer; N], ChainError> {
        let answers = self.batch(&requests).await?;
        <[Answer; N]>::try_from(answers).map_err(|answers| self.answer_count(answers.len(), N))
    }

    /// The codec hands back one answer per question; said as an error all the same, never assumed.
    pub(super) fn answer_count(&self, got: usize, expected: usize) -> ChainError {
        self.malformed("the answers", got.to_string(), &format!("{expected} answers"))
    }

    pub(super) fn malformed(&self, what: &str, got: String, expected: &str) -> ChainError {
        ChainError::Malformed {
            origin: self.origin().clone(),
            what: what.to_owned(),
            got,
            expected: expected.to_owned(),
        }
    }

    pub(super) fn inconsistent(
        &self,
        what: &'static str,
        got: &(impl ToString + ?Sized),
        expected: &(impl ToString + ?Sized),
    ) -> ChainError {
        let (got, expected) = (got.to_string(), expected.to_string());
        ChainError::Inconsistent { origin: self.origin().clone(), what, got, expected }
    }

    /// Names the endpoint beside what is wrong with its answer.
    pub(super) fn checked<V>(&self, result: Result<V, ProofError>) -> Result<V, ChainError> {
        result.map_err(|error| from_proof(self.origin(), error))
    }

    /// The question for the chain's id, for batches that rest on it.
    pub(super) fn chain_request() -> Request {
        Request::new("eth_chainId", json!([]))
    }

    /// Checks the answer to [`Rpc::chain_request`].
    pub(super) fn check_chain(&self, answer: &Value) -> Result<(), ChainError> {
        let got = ChainId(self.checked(crate::proof::quantity::u64("the chain id", answer))?);
        if got == self.chain {
            return Ok(());
        }
        Err(ChainError::WrongChain { origin: self.origin().clone(), got, expected: self.chain })
    }

    /// The endpoint's own words for lacking the method for rehearsals, where it is known to.
    pub(super) fn no_rehearsals(&self) -> Option<String> {
        self.no_rehearsals.borrow().clone()
    }

    /// The endpoint lacks the method for rehearsals: remembered, so that it is not asked again.
    pub(super) fn lacks_rehearsals(&self, failure: &Failure) {
        self.no_rehearsals.replace(Some(failure.message.clone()));
    }

    /// One HTTP exchange. Whoever calls this decides what a refusal of the whole means.
    pub(super) async fn exchange(&self, requests: &[Request]) -> Result<Reply, ChainError> {
        let first = self.next_id.get();
        self.next_id.set(first.saturating_add(length(requests.len())));
        let body = codec::encode(requests, first);
        self.count(|traffic| {
            traffic.round_trips = traffic.round_trips.saturating_add(1);
            traffic.sent = traffic.sent.saturating_add(length(body.len()));
        });
        let answer = self.transport.post(&body).await?;
        self.count(|traffic| traffic.received = traffic.received.saturating_add(length(answer.len())));
        codec::decode(self.origin(), &answer, first, requests.len())
    }

    fn count(&self, change: impl FnOnce(&mut Traffic)) {
        let mut traffic = self.traffic.get();
        change(&mut traffic);
        self.traffic.set(traffic);
    }
}

fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

//! Questions that spoil a whole exchange, each asked by itself: one contract that floods its answer, or keeps the endpoint busy, must not
//! take away the answers about all others.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use super::codec::{Answer, Failure, Request};
use super::{ChainError, Rpc, Transport};

/// Questions about one contract that may fail so before no more are asked about it.
const FAILURES_PER_CONTRACT: u8 = 2;

/// Questions that may fail so before any is answered: then it is the endpoint.
const FAILURES_AT_FIRST: usize = 2;

impl<T: Transport> Rpc<T> {
    /// All questions in one exchange. Where its answer is too long, or takes too long, each alone; one that then still fails so is
    /// answered with that failure. `contracts` says what each question is about.
    pub(super) async fn batch_or_apart(
        &self,
        requests: &[Request],
        contracts: &[Option<Address>],
    ) -> Result<Vec<Answer>, ChainError> {
        match self.batch(requests).await {
            Err(ChainError::Oversized { .. }) => {}
            Err(ChainError::TimedOut { .. }) if requests.len() > 1 => {}
            settled @ (Ok(_) | Err(_)) => return settled,
        }
        let mut failures: BTreeMap<Option<Address>, (u8, Failure)> = BTreeMap::new();
        let mut answers = Vec::with_capacity(requests.len());
        for (request, contract) in requests.iter().zip(contracts) {
            if let Some((FAILURES_PER_CONTRACT.., failure)) = failures.get(contract).filter(|_| contract.is_some()) {
                answers.push(Err(failure.clone()));
                continue;
            }
            match self.batch(std::slice::from_ref(request)).await {
                Ok(single) => answers.extend(single),
                Err(error @ (ChainError::Oversized { .. } | ChainError::TimedOut { .. })) => {
                    let dead = matches!(error, ChainError::TimedOut { .. }) && answers.iter().all(Result::is_err);
                    if dead && answers.len().saturating_add(1) >= FAILURES_AT_FIRST {
                        return Err(error);
                    }
                    let failure = Failure { code: 0, message: error.to_string(), data: None };
                    let (count, _) = failures.entry(*contract).or_insert_with(|| (0, failure.clone()));
                    *count = count.saturating_add(1);
                    answers.push(Err(failure));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(answers)
    }
}

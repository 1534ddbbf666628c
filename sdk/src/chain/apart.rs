//! Questions that spoil a whole exchange, each asked by itself: one contract that floods its answer, or keeps the endpoint busy, must not
//! take away the answers about all others.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use super::codec::{Answer, Failure, Request};
use super::{ChainError, Rpc, Transport};

/// Questions about one contract that are asked alone, and how many of them may fail, before no more are asked about it.
const QUESTIONS_PER_CONTRACT: u8 = 8;
const FAILURES_PER_CONTRACT: u8 = 2;
/// Questions that are asked alone at all.
const QUESTIONS: usize = 100;

/// Questions that may fail so before any is answered: then it is the endpoint.
const FAILURES_AT_FIRST: usize = 2;

/// What was asked alone about one contract so far.
#[derive(Clone, Copy, Default)]
struct Patience {
    asked: u8,
    failed: u8,
}

impl Patience {
    const fn is_over(self) -> bool {
        self.asked >= QUESTIONS_PER_CONTRACT || self.failed >= FAILURES_PER_CONTRACT
    }
}

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
        let mut patience: BTreeMap<Address, Patience> = BTreeMap::new();
        let mut answers = Vec::with_capacity(requests.len());
        for (position, (request, contract)) in requests.iter().zip(contracts).enumerate() {
            let mut left = contract.and_then(|contract| patience.get(&contract).copied()).unwrap_or_default();
            if left.is_over() || position >= QUESTIONS {
                answers
                    .push(Err(failure("its answers are too long, or take too long, and there are too many of them")));
                continue;
            }
            match self.batch(std::slice::from_ref(request)).await {
                Ok(single) => answers.extend(single),
                Err(error @ (ChainError::Oversized { .. } | ChainError::TimedOut { .. })) => {
                    let dead = matches!(error, ChainError::TimedOut { .. }) && answers.iter().all(Result::is_err);
                    if dead && answers.len().saturating_add(1) >= FAILURES_AT_FIRST {
                        return Err(error);
                    }
                    left.failed = left.failed.saturating_add(1);
                    answers.push(Err(failure(&error.to_string())));
                }
                Err(error) => return Err(error),
            }
            left.asked = left.asked.saturating_add(1);
            patience.extend(contract.map(|contract| (contract, left)));
        }
        Ok(answers)
    }
}

fn failure(message: &str) -> Failure {
    Failure { code: 0, message: message.to_owned(), words: message.to_owned(), data: None }
}

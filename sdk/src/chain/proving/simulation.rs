//! A transaction before it is signed, run over proven state.

use crate::evidence::{Fact, Reads, Source, Unproven};
use crate::proof::{End, Job, Message, Simulated, without_fees};

use super::super::{ChainError, Rpc, Transport};
use super::Prover;
use super::jobs::Question;
use super::rounds::Work;

impl Prover {
    /// Runs a transaction as the block after that of `reads` would, over the state that it left behind; and once more in another such
    /// block. Not everything can be proven: then there is the reason instead.
    ///
    /// # Errors
    /// As [`Prover::answer`].
    pub async fn simulate<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        transaction: Message,
        reads: &Reads,
    ) -> Result<Result<Fact<Simulated>, Unproven>, ChainError> {
        if let Some(message) = self.no_proofs.borrow().clone() {
            return Ok(Err(Unproven::NoProofs { message }));
        }
        let question = Question::Transaction(transaction);
        let mut work = Work::new([question.clone()]);
        self.worked(rpc, &mut reads.wanting([]), &mut work).await?;
        let ran = match work.results().remove(&question) {
            Some(Ok(ran)) => ran,
            Some(Err(why)) => return Ok(Err(why)),
            None => return Ok(Err(Unproven::UnknownRules)),
        };
        let (Some(block), Some(step)) = (self.known(reads.at().hash), ran.steps.first()) else {
            return Ok(Err(Unproven::UnknownRules));
        };
        if let End::NotBuiltIn { address } = step.end {
            return Ok(Err(Unproven::NotBuiltIn { address }));
        }
        let Some(job) = question.job(rpc.chain(), &block) else { return Ok(Err(Unproven::UnknownRules)) };
        let environment = job.environment.clone();
        let other = Job { environment: environment.otherwise(), ..job };
        // What it touches only in the other block needs no proof: that it goes there is the answer.
        let depends_on_block = match self.engine.run(&block.state, &[other]).await {
            Ok(others) => others.iter().any(|other| !other.is_complete() || other.steps != ran.steps),
            Err(error) => return Ok(Err(Unproven::NotRun { message: error.to_string() })),
        };
        let Question::Transaction(transaction) = &question else { return Ok(Err(Unproven::UnknownRules)) };
        let simulated = Simulated {
            balances: without_fees(ran.balances, transaction, step.gas_used, &environment),
            step: step.clone(),
            depends_on_block,
            rules: environment.rules,
        };
        let fact = reads.under_root(simulated, block.state.root(), rpc.origin());
        if environment.rules.known {
            return Ok(Ok(fact));
        }
        Ok(Ok(fact.extended(Source::Unproven(Unproven::AssumedRules))))
    }
}

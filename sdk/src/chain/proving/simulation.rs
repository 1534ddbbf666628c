//! Transactions before they are signed, run over proven state.

use crate::evidence::{Fact, Reads, Source, Unproven};
use crate::proof::{End, Environment, Job, Message, Simulated, SimulatedAll, without_fees};

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
        let (ran, environment) = match self.run_transactions(rpc, vec![transaction.clone()], reads).await? {
            Ok(ran) => ran,
            Err(why) => return Ok(Err(why)),
        };
        Ok(ran.try_map(|ran| {
            let step = ran.steps.into_iter().next().ok_or(Unproven::UnknownRules)?;
            let balances = without_fees(ran.balances, &transaction, step.gas_used, &environment);
            Ok(Simulated { step, balances, depends_on_block: ran.depends_on_block, rules: ran.rules })
        }))
    }

    /// Runs transactions one after another, each on what those before it have changed, as [`Prover::simulate`] runs one. They have to be
    /// calls without fees: what several would pay is not told apart.
    ///
    /// # Errors
    /// As [`Prover::answer`].
    pub async fn simulate_all<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        calls: Vec<Message>,
        reads: &Reads,
    ) -> Result<Result<Fact<SimulatedAll>, Unproven>, ChainError> {
        let ran = self.run_transactions(rpc, calls, reads).await?;
        Ok(ran.map(|(ran, _)| {
            ran.map(|mut ran| {
                ran.balances.retain(|_, (before, after)| before != after);
                ran
            })
        }))
    }

    /// What these come to in the block after that of `reads`, with the balances as they are after the fees.
    async fn run_transactions<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        transactions: Vec<Message>,
        reads: &Reads,
    ) -> Result<Result<(Fact<SimulatedAll>, Environment), Unproven>, ChainError> {
        if let Some(message) = self.no_proofs.borrow().clone() {
            return Ok(Err(Unproven::NoProofs { message }));
        }
        let question = Question::Transactions(transactions);
        let mut work = Work::new([question.clone()]);
        self.worked(rpc, &mut reads.wanting([]), &mut work).await?;
        let ran = match work.results().remove(&question) {
            Some(Ok(ran)) => ran,
            Some(Err(why)) => return Ok(Err(why)),
            None => return Ok(Err(Unproven::UnknownRules)),
        };
        let not_built_in = ran.steps.iter().find_map(|step| match step.end {
            End::NotBuiltIn { address } => Some(address),
            End::Returned(_) | End::Reverted(_) | End::Halted { .. } | End::Refused { .. } => None,
        });
        if let Some(address) = not_built_in {
            return Ok(Err(Unproven::NotBuiltIn { address }));
        }
        let Some(block) = self.known(reads.at().hash) else { return Ok(Err(Unproven::UnknownRules)) };
        let Some(job) = question.job(rpc.chain(), &block) else { return Ok(Err(Unproven::UnknownRules)) };
        let environment = job.environment.clone();
        let other = Job { environment: environment.otherwise(), ..job };
        // What it touches only in the other block needs no proof: that it goes there is the answer.
        let depends_on_block = match self.engine.run(&block.state, &[other]).await {
            Ok(others) => others.iter().any(|other| !other.is_complete() || other.steps != ran.steps),
            Err(error) => return Ok(Err(Unproven::NotRun { message: error.to_string() })),
        };
        let rules = environment.rules;
        let simulated = SimulatedAll { steps: ran.steps, balances: ran.balances, depends_on_block, rules };
        let fact = reads.under_root(simulated, block.state.root(), rpc.origin());
        if rules.known {
            return Ok(Ok((fact, environment)));
        }
        Ok(Ok((fact.extended(Source::Unproven(Unproven::AssumedRules)), environment)))
    }
}

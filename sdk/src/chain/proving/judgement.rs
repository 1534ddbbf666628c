//! What was run, beside what the endpoint said.

use std::collections::BTreeMap;

use alloy_primitives::B256;

use crate::evidence::{Outcome, Read, Reads, Unproven};
use crate::proof::quantity::shortened_text;

use super::super::ledger::LONGEST_ANSWER;
use super::super::{ChainError, Rpc, Transport, call};
use super::known::KnownBlock;
use super::{Proven, Prover, jobs};

/// A read with what it came to, and under which state root; or why that is not known.
pub(super) type Judged = BTreeMap<Read, Result<(Outcome, B256), Unproven>>;

/// Whether the endpoint said the same; a refusal to answer is no other answer.
fn agrees(claimed: &Outcome, proven: &Outcome) -> bool {
    match claimed {
        Outcome::Declined { .. } => true,
        Outcome::Returned(_) | Outcome::Reverted(_) | Outcome::Rehearsed(_) | Outcome::Logs(_) | Outcome::Word(_) => {
            claimed == proven
        }
    }
}

/// A list that no reader wants, which the endpoint's answer was found to be already.
fn too_long(proven: &Outcome) -> bool {
    matches!(proven, Outcome::Returned(bytes) if bytes.len() > LONGEST_ANSWER)
}

fn told(outcome: &Outcome) -> String {
    let (verb, bytes) = match outcome {
        Outcome::Returned(bytes) => ("returned", bytes.to_string()),
        Outcome::Reverted(data) => ("reverted with", data.to_string()),
        other @ (Outcome::Rehearsed(_) | Outcome::Logs(_) | Outcome::Word(_) | Outcome::Declined { .. }) => {
            ("came to", format!("{other:?}"))
        }
    };
    shortened_text(&format!("{verb} {bytes}"))
}

impl Prover {
    /// Compares what was run with what the endpoint said.
    ///
    /// Some differences are innocent: a call that was packed with others had another caller, and endpoints differ in the fees and the
    /// random word that a call sees. So where there is a difference the call is asked again by itself; and where it depends on those, it
    /// is left to the endpoint. What remains is a contradiction.
    pub(super) async fn judged<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        claimed: &Reads,
        proven: Proven,
    ) -> Result<Judged, ChainError> {
        let Some(block) = self.known(claimed.at().hash) else {
            let unproven = proven.into_iter().map(|(read, outcome)| (read, outcome.map(|it| (it, B256::ZERO))));
            return Ok(unproven.filter(|(_, outcome)| outcome.is_err()).collect());
        };
        let root = block.state.root();
        let (mut judged, mut suspects) = (Judged::new(), Vec::new());
        for (read, outcome) in proven {
            match (claimed.answered(&read), outcome) {
                (_, Ok(outcome)) if too_long(&outcome) => {
                    judged.insert(read, Err(Unproven::TooMuch { what: "bytes".to_owned() }));
                }
                (Some(said), Ok(outcome)) if !agrees(said.value(), &outcome) => {
                    suspects.push((read, said.value().clone(), outcome));
                }
                (_, outcome) => drop(judged.insert(read, outcome.map(|outcome| (outcome, root)))),
            }
        }
        for (read, said, outcome) in self.asked_again(rpc, suspects, &block).await? {
            if agrees(&said, &outcome) {
                judged.insert(read, Ok((outcome, root)));
            } else if self.depends_on_the_node(&read, rpc, &block, &outcome).await {
                judged.insert(read, Err(Unproven::BlockDependent));
            } else {
                let what = "what a call answers, beside a run of it over the state that was proven";
                let named = |outcome| format!("{read} {}", told(outcome));
                return Err(rpc.inconsistent(what, &named(&said), &named(&outcome)));
            }
        }
        Ok(judged)
    }

    /// Asks those again by themselves that were packed with others.
    async fn asked_again<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        mut suspects: Vec<(Read, Outcome, Outcome)>,
        block: &KnownBlock,
    ) -> Result<Vec<(Read, Outcome, Outcome)>, ChainError> {
        let at = block.header.block();
        let (mut requests, mut contracts, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (position, (read, _, _)) in suspects.iter().enumerate() {
            if let Read::Call { to, from: None, data, .. } = read {
                requests.push(call::call(*to, None, data, at));
                contracts.push(Some(*to));
                asked.push(position);
            }
        }
        let answers = rpc.batch_or_apart(&requests, &contracts).await?;
        for (position, answer) in asked.into_iter().zip(answers) {
            let said = rpc.call_outcome(answer, at)?;
            if let Some((_, before, _)) = suspects.get_mut(position) {
                *before = said;
            }
        }
        Ok(suspects)
    }

    /// Whether a read comes to something else in a block that differs only in what endpoints differ in.
    async fn depends_on_the_node<T: Transport>(
        &self,
        read: &Read,
        rpc: &Rpc<T>,
        block: &KnownBlock,
        outcome: &Outcome,
    ) -> bool {
        let Some(mut job) = jobs::job(read, rpc.chain(), block) else { return false };
        job.environment = job.environment.where_nodes_differ();
        match self.engine.run(&block.state, &[job]).await {
            Ok(ran) => {
                ran.into_iter().any(|ran| !ran.is_complete() || jobs::outcome(read, ran).as_ref() != Ok(outcome))
            }
            Err(_) => false,
        }
    }
}

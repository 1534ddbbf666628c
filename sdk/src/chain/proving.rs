//! Calls that become proven facts, without knowing the contract: everything that a call reads is proven under the block's state root, and
//! the call is then run here, over exactly that.
//!
//! A [`Prover`] answers a ledger as [`Rpc::answer`] does, and the rooms above do not change. It asks the endpoint what it would answer and,
//! as a hint only, what the calls would touch (EIP-2930); fetches proofs (EIP-1186) and codes for that in one exchange; runs the calls; and
//! fetches what they touched beyond it, until nothing is missing. What cannot be proven stays the endpoint's word, and says why
//! ([`Unproven`]). Where what was run says otherwise than the endpoint, the endpoint contradicts itself: that is an error.

mod engine;
mod hints;
mod jobs;
mod judgement;
mod known;
mod rounds;
mod simulation;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::evidence::{Outcome, Read, Reads, Source, Unproven};
use crate::proof::Rules;

use super::{ChainError, Rpc, Transport, block};

#[cfg(feature = "evm")]
pub use engine::InProcess;
pub use engine::{Engine, EngineError, Running};

use jobs::Question;
use known::{Codes, KnownBlock};
use rounds::Work;

/// Blocks whose proven state is kept: the newest, and those that a comparison with earlier moments reads at the same time.
const BLOCKS_KEPT: usize = 9;

/// What makes proven facts of the calls of one chain. Keeps what it has proven: codes for good, state for the last few blocks.
#[derive(Debug)]
pub struct Prover {
    engine: Box<dyn Engine>,
    codes: RefCell<Codes>,
    blocks: RefCell<Vec<KnownBlock>>,
    no_proofs: RefCell<Option<String>>,
}

/// What became of a read: what it came to over proven state, or why it could not be proven.
type Proven = BTreeMap<Read, Result<Outcome, Unproven>>;

impl Prover {
    /// A prover that has calls run by `engine`.
    #[must_use]
    pub fn new(engine: impl Engine + 'static) -> Self {
        Self {
            engine: Box::new(engine),
            codes: RefCell::default(),
            blocks: RefCell::default(),
            no_proofs: RefCell::default(),
        }
    }

    /// Fetches everything that the ledger wants, pinned to its block, and enters it: calls and programs as proven as the block is, as far
    /// as they can be.
    ///
    /// Two exchanges as a rule, one where the endpoint's hint has nothing new; some more where calls lead on and on.
    ///
    /// # Errors
    /// As [`Rpc::answer`]; [`ChainError::Proof`] where a proof or a code does not hold; [`ChainError::Inconsistent`] where the endpoint
    /// answers a call otherwise than the state that it proved. Then nothing of the exchange is entered.
    pub async fn answer<T: Transport>(&self, rpc: &Rpc<T>, reads: &mut Reads) -> Result<(), ChainError> {
        let (at, wanted) = (reads.at(), reads.wanted());
        let mut claimed = reads.wanting(wanted.iter().cloned());
        let provable = wanted.iter().filter(|read| jobs::is_provable(read)).cloned().collect::<Vec<_>>();
        let rules = Rules::of(rpc.chain(), at.timestamp.0);
        let refused = self.no_proofs.borrow().clone().map(|message| Unproven::NoProofs { message });
        let refused = refused.or_else(|| rules.is_none().then_some(Unproven::UnknownRules));
        let proven = match refused {
            Some(why) => {
                rpc.answer(&mut claimed).await?;
                provable.into_iter().map(|read| (read, Err(why.clone()))).collect()
            }
            None => self.prove(rpc, &mut claimed, provable).await?,
        };
        let assumed = rules.is_some_and(|rules| !rules.known);
        let settled = self.judged(rpc, &claimed, proven).await?;
        for read in wanted {
            let Some(fact) = claimed.answered(&read) else { continue };
            let fact = match settled.get(&read) {
                Some(Ok((outcome, root))) => {
                    let fact = reads.under_root(outcome.clone(), *root, rpc.origin());
                    if assumed { fact.extended(Source::Unproven(Unproven::AssumedRules)) } else { fact }
                }
                Some(Err(why)) => fact.clone().extended(Source::Unproven(why.clone())),
                None => fact.clone(),
            };
            reads.answer(read, fact)?;
        }
        Ok(())
    }

    /// Runs all that can be proven over proven state; what the endpoint itself answers travels with the first exchange.
    async fn prove<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        claimed: &mut Reads,
        provable: Vec<Read>,
    ) -> Result<Proven, ChainError> {
        let mut work = Work::new(provable.into_iter().map(Question::Read));
        self.worked(rpc, claimed, &mut work).await?;
        let results = work.results().into_iter().filter_map(|(question, ran)| match question {
            Question::Read(read) => {
                let outcome = ran.and_then(|ran| jobs::outcome(&read, ran));
                Some((read, outcome))
            }
            Question::Transactions(_) => None,
        });
        Ok(results.collect())
    }

    /// Does the work, and answers the ledger by the endpoint's word beside it.
    async fn worked<T: Transport>(&self, rpc: &Rpc<T>, claimed: &mut Reads, work: &mut Work) -> Result<(), ChainError> {
        let at = claimed.at();
        let mut known = self.known(at.hash);
        if let Some(block) = &known {
            // What was proven before may be enough.
            work.run(self, rpc.chain(), block).await;
        }
        let hints = hints::requests(work.open(), at);
        let header = known.is_none().then(|| block::by_hash(at.hash));
        let mut beside = header.into_iter().chain(hints).collect::<Vec<_>>();
        if work.open().next().is_none() {
            beside.clear();
        }
        let mut answers = rpc.answer_beside(claimed, beside).await?.into_iter();
        if known.is_none() && work.open().next().is_some() {
            let header = answers.next().ok_or_else(|| rpc.answer_count(0, 1))?;
            let header = header.map_err(|failure| failure.into_error(rpc.origin()))?;
            known = Some(KnownBlock::new(rpc.header_of(&header, at.hash)?.into_value()));
        }
        let Some(mut block) = known else { return Ok(()) };
        work.expect(hints::touched(answers));
        let done = self.rounds(rpc, work, &mut block).await;
        self.keep(block);
        done
    }
}

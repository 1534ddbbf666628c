//! Proofs for what is missing, a run, proofs for what it touched beyond that, and again. Rounds, proofs and gas are bounded.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use alloy_trie::KECCAK_EMPTY;
use serde_json::json;

use crate::evidence::Unproven;
use crate::proof::quantity::bytes;
use crate::proof::{MOST_PROOFS, MOST_ROUNDS, Missing, Ran};
use crate::units::{BlockRef, ChainId};

use super::super::call::pinned;
use super::super::codec::{Answer, Request};
use super::super::rehearsal::LACKING;
use super::super::{ChainError, Rpc, Transport, state_proof};
use super::Prover;
use super::jobs::{self, Question};
use super::known::KnownBlock;

/// What is being proven.
#[derive(Debug, Default)]
pub(super) struct Work {
    open: BTreeMap<Question, BTreeSet<Missing>>,
    done: BTreeMap<Question, Result<Ran, Unproven>>,
    /// Things that the endpoint would not prove, with its words.
    declined: BTreeMap<Address, String>,
    proofs: usize,
}

impl Work {
    pub(super) fn new(questions: impl IntoIterator<Item = Question>) -> Self {
        let open = questions.into_iter().map(|question| (question.parties(), question));
        Self { open: open.map(|(parties, question)| (question, parties)).collect(), ..Self::default() }
    }

    /// What has come to no conclusion yet.
    pub(super) fn open(&self) -> impl Iterator<Item = &Question> {
        self.open.keys()
    }

    /// What will probably be touched: by whom does not matter.
    pub(super) fn expect(&mut self, touched: BTreeSet<Missing>) {
        if let Some(missing) = self.open.values_mut().next() {
            missing.extend(touched);
        }
    }

    pub(super) fn results(self) -> BTreeMap<Question, Result<Ran, Unproven>> {
        let given_up = || Err(Unproven::TooMuch { what: "rounds".to_owned() });
        self.open.into_keys().map(|question| (question, given_up())).chain(self.done).collect()
    }

    /// Runs all that is open, and sorts it into what is done and what misses something.
    pub(super) async fn run(&mut self, prover: &Prover, chain: ChainId, block: &KnownBlock) {
        let open = std::mem::take(&mut self.open);
        let (mut questions, mut all) = (Vec::new(), Vec::new());
        for question in open.into_keys() {
            match question.job(chain, block) {
                Some(job) => {
                    questions.push(question);
                    all.push(job);
                }
                None => drop(self.done.insert(question, Err(Unproven::UnknownRules))),
            }
        }
        match prover.engine.run(&block.state, &all).await {
            Ok(ran) if ran.len() == questions.len() => {
                for (question, ran) in questions.into_iter().zip(ran) {
                    if ran.is_complete() {
                        self.done.insert(question, Ok(ran));
                    } else {
                        self.open.insert(question, ran.missing);
                    }
                }
            }
            other => {
                let message = other.map_or_else(|error| error.to_string(), |ran| format!("{} results", ran.len()));
                let not_run = |question| (question, Err(Unproven::NotRun { message: message.clone() }));
                self.done.extend(questions.into_iter().map(not_run));
            }
        }
    }

    /// Gives up what misses something that cannot be had.
    fn give_up(&mut self, block: &KnownBlock) {
        let hopeless = |missing: &Missing| {
            let declined = jobs::account(&block.state, missing).and_then(|account| self.declined.get(&account));
            match (missing, declined) {
                (Missing::BlockHash(number), _) => Some(Unproven::EarlierBlock { number: *number }),
                (_, Some(message)) => Some(Unproven::NoProofs { message: message.clone() }),
                (_, None) => None,
            }
        };
        let mut given_up = Vec::new();
        for (question, missing) in &self.open {
            // Known hashes may lead it elsewhere, so that one is last.
            let mut why = missing.iter().rev().filter_map(hopeless);
            let is_last = missing.iter().all(|missing| matches!(missing, Missing::BlockHash(_)));
            match why.next() {
                Some(Unproven::EarlierBlock { .. }) if !is_last => {}
                Some(why) => given_up.push((question.clone(), Err(why))),
                None => {}
            }
        }
        for (question, _) in &given_up {
            self.open.remove(question);
        }
        self.done.extend(given_up);
    }

    fn give_up_all(&mut self, why: &Unproven) {
        let open = std::mem::take(&mut self.open);
        self.done.extend(open.into_keys().map(|question| (question, Err(why.clone()))));
    }

    /// What is missing and not proven yet, account by account.
    fn needs(&self, block: &KnownBlock) -> Needs {
        let mut needs = Needs::default();
        let missing = self.open.values().flatten().filter(|missing| !jobs::is_proven(&block.state, missing));
        for missing in missing {
            match missing {
                Missing::Account(address) => drop(needs.accounts.entry(*address).or_default()),
                Missing::Slot(address, slot) => drop(needs.accounts.entry(*address).or_default().insert(*slot)),
                Missing::Code(hash) => needs.codes.extend(block.state.holder_of(*hash)),
                Missing::BlockHash(_) => {}
            }
        }
        needs
    }
}

/// What one exchange is for.
#[derive(Debug, Default)]
struct Needs {
    accounts: BTreeMap<Address, BTreeSet<U256>>,
    codes: BTreeSet<Address>,
}

impl Needs {
    fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.codes.is_empty()
    }

    /// The first so many proofs of it.
    fn at_most(mut self, mut left: usize) -> Self {
        self.accounts.retain(|_, slots| {
            let Some(rest) = left.checked_sub(1) else { return false };
            *slots = std::mem::take(slots).into_iter().take(rest).collect();
            left = rest.saturating_sub(slots.len());
            true
        });
        self
    }

    fn proofs(&self) -> usize {
        self.accounts.values().map(|slots| slots.len().saturating_add(1)).sum()
    }
}

/// `eth_getCode` at a block.
fn code_request(address: Address, at: BlockRef) -> Request {
    Request::new("eth_getCode", json!([address, pinned(at.hash)]))
}

impl Prover {
    /// Proves and runs until nothing is open, or what is open cannot be proven.
    pub(super) async fn rounds<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        work: &mut Work,
        block: &mut KnownBlock,
    ) -> Result<(), ChainError> {
        for _ in 0..MOST_ROUNDS {
            if work.open.is_empty() {
                return Ok(());
            }
            let left = MOST_PROOFS.saturating_sub(work.proofs);
            if left == 0 {
                work.give_up_all(&Unproven::TooMuch { what: "proofs".to_owned() });
                return Ok(());
            }
            // A hint may name more than is needed: what fits may do.
            let needs = work.needs(block).at_most(left);
            work.proofs = work.proofs.saturating_add(needs.proofs());
            if !needs.is_empty() {
                self.fetch(rpc, work, block, needs).await?;
            }
            if let Some(message) = self.no_proofs.borrow().clone() {
                work.give_up_all(&Unproven::NoProofs { message });
                return Ok(());
            }
            work.run(self, rpc.chain(), block).await;
            work.give_up(block);
        }
        Ok(())
    }

    /// Proofs of what is needed, and the codes of accounts that are new, in one exchange.
    async fn fetch<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        work: &mut Work,
        block: &mut KnownBlock,
        mut needs: Needs,
    ) -> Result<(), ChainError> {
        let at = block.header.block();
        let new = needs.accounts.keys().filter(|address| block.state.account(**address).is_none());
        let known = self.code_holders();
        needs.codes.extend(new.filter(|address| !known.contains(*address)));
        let proofs = needs.accounts.iter().map(|(address, slots)| {
            let slots = slots.iter().copied().collect::<Vec<_>>();
            (*address, state_proof::request(*address, &slots, at))
        });
        let codes = needs.codes.iter().map(|address| (*address, code_request(*address, at)));
        let (about, requests): (Vec<Address>, Vec<Request>) = proofs.chain(codes).unzip();
        let contracts = about.iter().copied().map(Some).collect::<Vec<_>>();
        let mut answers = rpc.batch_or_apart(&requests, &contracts).await?.into_iter();
        for (address, slots) in &needs.accounts {
            let answer = answers.next().ok_or_else(|| rpc.answer_count(0, 1))?;
            if let Some(answer) = self.allowed(rpc, work, *address, answer)? {
                let slots = slots.iter().copied().collect::<Vec<_>>();
                rpc.checked(block.state.prove(*address, &slots, &answer))?;
            }
        }
        for address in &needs.codes {
            let answer = answers.next().ok_or_else(|| rpc.answer_count(0, 1))?;
            let Some(account) = block.state.account(*address).copied() else { continue };
            if let Some(answer) = self.allowed(rpc, work, *address, answer)? {
                let code = rpc.checked(bytes("the result of eth_getCode", &answer))?;
                rpc.checked(block.state.enter_code(account.code_hash, code))?;
            }
        }
        self.remembered_codes(&needs, block);
        Ok(())
    }

    /// The answer, where it is one. That an endpoint does not prove something is no error: it has it said otherwise.
    fn allowed<T: Transport>(
        &self,
        rpc: &Rpc<T>,
        work: &mut Work,
        address: Address,
        answer: Answer,
    ) -> Result<Option<serde_json::Value>, ChainError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(failure) if failure.is_rate_limit() => Err(failure.into_error(rpc.origin())),
            Err(failure) => {
                if LACKING.contains(&failure.code) {
                    self.no_proofs.replace(Some(failure.message.clone()));
                }
                work.declined.insert(address, failure.message);
                Ok(None)
            }
        }
    }

    /// Accounts whose code was known at an earlier block: it will hardly have changed, and if it has it is asked for after all.
    fn code_holders(&self) -> BTreeSet<Address> {
        let (blocks, codes) = (self.blocks.borrow(), self.codes.borrow());
        let known = |block: &KnownBlock| {
            let holders = block
                .state
                .accounts()
                .filter(|(_, account)| account.code_hash == KECCAK_EMPTY || codes.code(account.code_hash).is_some());
            holders.map(|(address, _)| address).collect::<Vec<_>>()
        };
        blocks.iter().flat_map(known).collect()
    }

    fn remembered_codes(&self, needs: &Needs, block: &mut KnownBlock) {
        for address in needs.accounts.keys() {
            let Some(account) = block.state.account(*address).copied() else { continue };
            if block.state.code(account.code_hash).is_none()
                && let Some(code) = self.codes.borrow().code(account.code_hash)
            {
                // It was entered under this very hash before.
                let _ = block.state.enter_code(account.code_hash, code.clone());
            }
        }
    }
}

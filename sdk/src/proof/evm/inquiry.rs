//! One question to a chain's contracts, answered over proven state turn by turn, for callers who fetch by themselves: it says what has to
//! be proven, is given proofs, and runs. [`chain::Prover`](crate::chain::Prover) does the same for many reads at once, with its own transport.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, Bytes, U256};

use crate::evidence::{Fact, Source, Unproven};
use crate::proof::execution::{MOST_PROOFS, MOST_ROUNDS, without_fees};
use crate::proof::{End, Environment, Header, Job, Message, Missing, ProofError, ProvenState, Ran, Simulated};
use crate::units::ChainId;

use super::run_all_built_in;

/// A call or a transaction, the block that it is run on, and what is proven of that so far.
#[derive(Debug)]
pub struct Inquiry {
    header: Header,
    known_by: Source,
    job: Job,
    state: ProvenState,
    missing: BTreeSet<Missing>,
    asked: Vec<Want>,
    turns: usize,
    proofs: usize,
}

/// What has to be proven of one account: its own proof, which every proof of a slot begins with, those of slots, and its code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Want {
    /// The account.
    pub address: Address,
    /// Its slots.
    pub slots: Vec<U256>,
    /// Whether its code is wanted, if it has one.
    pub code: bool,
}

/// Where an inquiry stands.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "callers have to do something else in each case")]
pub enum Turn {
    /// These have to be proven before it goes on.
    Wanted(Vec<Want>),
    /// What it came to.
    Answered(Box<Fact<Simulated>>),
    /// It cannot be proven.
    Unproven(Unproven),
}

impl Inquiry {
    /// A call in the block of this header, as `eth_call` makes it. `known_by` is whoever named the block.
    ///
    /// # Errors
    /// [`Unproven::UnknownRules`].
    pub fn call(header: Header, known_by: Source, chain: ChainId, message: Message) -> Result<Self, Unproven> {
        let environment = Environment::of(&header, chain);
        Self::new(header, known_by, environment, message)
    }

    /// A transaction in the block after this header's.
    ///
    /// # Errors
    /// [`Unproven::UnknownRules`].
    pub fn transaction(header: Header, known_by: Source, chain: ChainId, message: Message) -> Result<Self, Unproven> {
        let environment = Environment::after(&header, chain);
        Self::new(header, known_by, environment, message)
    }

    fn new(
        header: Header,
        known_by: Source,
        environment: Option<Environment>,
        message: Message,
    ) -> Result<Self, Unproven> {
        let environment = environment.ok_or(Unproven::UnknownRules)?;
        let mut missing = BTreeSet::from([Missing::Account(message.from)]);
        missing.extend(message.to.map(Missing::Account));
        Ok(Self {
            state: ProvenState::under(&header),
            missing,
            job: Job { environment, lent: BTreeMap::new(), messages: vec![message] },
            header,
            known_by,
            asked: Vec::new(),
            turns: 0,
            proofs: 0,
        })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// What will probably be touched, by anybody's word: it saves turns and decides nothing.
    pub fn expect(&mut self, touched: impl IntoIterator<Item = Missing>) {
        self.missing.extend(touched.into_iter().take(MOST_PROOFS));
    }

    /// Enters the answer to `eth_getProof` for what was wanted of this account, in RLP.
    ///
    /// # Errors
    /// A [`ProofError`]; then nothing is entered.
    pub fn prove(&mut self, address: Address, answer: &[u8]) -> Result<(), ProofError> {
        // Keys are those that were asked for.
        let asked = self.asked.iter().find(|want| want.address == address);
        let slots = asked.map(|want| want.slots.as_slice()).unwrap_or_default();
        self.state.prove_encoded(address, slots, answer)
    }

    /// Enters the code of a proven account.
    ///
    /// # Errors
    /// [`ProofError::CodeHash`].
    pub fn enter_code(&mut self, address: Address, code: Bytes) -> Result<(), ProofError> {
        match self.state.account(address).copied() {
            Some(account) => self.state.enter_code(account.code_hash, code),
            None => Ok(()),
        }
    }

    /// What is wanted next; or runs, where nothing is.
    pub fn turn(&mut self) -> Turn {
        self.turns = self.turns.saturating_add(1);
        if self.turns > MOST_ROUNDS {
            return Turn::Unproven(Unproven::TooMuch { what: "rounds".to_owned() });
        }
        let wanted = self.wanted();
        if !wanted.is_empty() {
            return self.bounded(wanted);
        }
        let Some(ran) = run_all_built_in(&self.state, std::slice::from_ref(&self.job)).pop() else {
            return Turn::Unproven(Unproven::UnknownRules);
        };
        if ran.is_complete() {
            return self.concluded(ran);
        }
        self.missing = ran.missing;
        let wanted = self.wanted();
        match self.missing.first() {
            // Known hashes may lead it elsewhere, so that one is last.
            Some(Missing::BlockHash(number)) if wanted.is_empty() => {
                Turn::Unproven(Unproven::EarlierBlock { number: *number })
            }
            _ => self.bounded(wanted),
        }
    }

    /// What is missing and not proven, account by account. The code of an account that is new is asked for along with its proof.
    fn wanted(&self) -> Vec<Want> {
        let mut wanted = Vec::<Want>::new();
        for missing in &self.missing {
            let (address, slot) = match *missing {
                Missing::Account(address) if self.state.account(address).is_none() => (Some(address), None),
                Missing::Slot(address, slot) if self.state.slot(address, slot).is_none() => (Some(address), Some(slot)),
                Missing::Code(hash) if self.state.code(hash).is_none() => (self.state.holder_of(hash), None),
                Missing::Account(_) | Missing::Slot(..) | Missing::Code(_) | Missing::BlockHash(_) => (None, None),
            };
            let Some(address) = address else { continue };
            let known = wanted.iter().position(|want| want.address == address);
            let code = matches!(missing, Missing::Code(_)) || self.state.account(address).is_none();
            match known.and_then(|at| wanted.get_mut(at)) {
                Some(want) => {
                    want.slots.extend(slot);
                    want.code |= code;
                }
                None => wanted.push(Want { address, slots: slot.into_iter().collect(), code }),
            }
        }
        wanted
    }

    fn bounded(&mut self, wanted: Vec<Want>) -> Turn {
        self.proofs =
            wanted.iter().fold(self.proofs, |sum, want| sum.saturating_add(want.slots.len()).saturating_add(1));
        if self.proofs > MOST_PROOFS || wanted.is_empty() {
            return Turn::Unproven(Unproven::TooMuch { what: "proofs".to_owned() });
        }
        self.asked.clone_from(&wanted);
        Turn::Wanted(wanted)
    }

    fn concluded(&self, ran: Ran) -> Turn {
        let (environment, Ran { steps, balances, .. }) = (&self.job.environment, ran);
        let (Some(step), Some(message)) = (steps.first().cloned(), self.job.messages.first()) else {
            return Turn::Unproven(Unproven::UnknownRules);
        };
        match &step.end {
            End::NotBuiltIn { address } => return Turn::Unproven(Unproven::NotBuiltIn { address: *address }),
            End::Refused { reason } if message.fees.is_none() => {
                return Turn::Unproven(Unproven::NotRun { message: reason.clone() });
            }
            End::Refused { .. } | End::Returned(_) | End::Reverted(_) | End::Halted { .. } => {}
        }
        // What it touches only in the other block needs no proof: that it goes there is the answer.
        let other =
            Job { environment: environment.otherwise(), lent: BTreeMap::new(), messages: vec![message.clone()] };
        let others = run_all_built_in(&self.state, &[other]);
        let simulated = Simulated {
            balances: without_fees(balances, message, step.gas_used, environment),
            depends_on_block: others.iter().any(|other| !other.is_complete() || other.steps != steps),
            step,
            rules: environment.rules,
        };
        let fact = Fact::asserted(simulated, self.header.block(), self.known_by.clone());
        let fact = fact.extended(Source::MerkleProof { root: self.state.root() });
        let assumed = Source::Unproven(Unproven::AssumedRules);
        Turn::Answered(Box::new(if environment.rules.known { fact } else { fact.extended(assumed) }))
    }
}

//! From reads to jobs, and from what jobs came to back to answers.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, Bytes, U256, keccak256};

use crate::evidence::{Outcome, Read, Refusal, Rehearsal, Unproven};
use crate::proof::{End, Environment, Fees, Job, Message, Missing, ProvenState, Ran};
use crate::units::ChainId;

use super::super::call::CALL_GAS;
use super::super::rehearsal::{GAS_PRICE, ether};
use super::known::KnownBlock;

/// Gas for a program: what nodes give to a call that names no limit, or more.
const PROGRAM_GAS: u64 = 50_000_000;

/// Whether a read is a run of contracts.
pub(super) const fn is_provable(read: &Read) -> bool {
    match read {
        Read::Call { .. } | Read::Program { .. } | Read::Rehearsal(_) => true,
        Read::Logs(_) | Read::Storage { .. } => false,
    }
}

/// Something to run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// In the ledger's block, or as a rehearsal says.
    Read(Read),
    /// In the block after it: transactions, one after another.
    Transactions(Vec<Message>),
}

impl Question {
    /// The job that it stands for; `None` where its block's rules are not known, or where it is no run.
    pub(super) fn job(&self, chain: ChainId, block: &KnownBlock) -> Option<Job> {
        match self {
            Self::Read(read) => job(read, chain, block),
            Self::Transactions(messages) => {
                let environment = Environment::after(&block.header, chain)?;
                Some(Job { environment, lent: BTreeMap::new(), messages: messages.clone() })
            }
        }
    }

    /// Who takes part in it: needed before anything runs.
    pub(super) fn parties(&self) -> BTreeSet<Missing> {
        match self {
            Self::Read(read) => parties(read),
            Self::Transactions(messages) => {
                let parties = messages.iter().flat_map(|Message { from, to, .. }| [Some(*from), *to]);
                parties.flatten().map(Missing::Account).collect()
            }
        }
    }
}

pub(super) fn job(read: &Read, chain: ChainId, block: &KnownBlock) -> Option<Job> {
    let environment = Environment::of(&block.header, chain)?;
    let plain = |message| Job { environment: environment.clone(), lent: BTreeMap::new(), messages: vec![message] };
    match read {
        Read::Call { to, from, data, .. } => Some(plain(message(from.unwrap_or_default(), Some(*to), data, CALL_GAS))),
        Read::Program { code, .. } => Some(plain(message(Address::ZERO, None, code, PROGRAM_GAS))),
        Read::Rehearsal(rehearsal) => Some(rehearsed(rehearsal, &environment, block)),
        Read::Logs(_) | Read::Storage { .. } => None,
    }
}

fn message(from: Address, to: Option<Address>, data: &Bytes, gas: u64) -> Message {
    Message { from, to, data: data.clone(), value: U256::ZERO, gas, fees: None }
}

/// In the block that the question for a rehearsal describes.
fn rehearsed(rehearsal: &Rehearsal, environment: &Environment, block: &KnownBlock) -> Job {
    let hash = block.header.hash();
    let mut environment = environment.clone();
    environment.hashes.insert(environment.number, hash);
    environment.number = environment.number.saturating_add(1);
    environment.timestamp = environment.timestamp.saturating_add(1);
    environment.base_fee = GAS_PRICE;
    environment.prev_randao = keccak256(hash);
    environment.beneficiary = Address::from_word(keccak256(keccak256(hash)));
    let price = u128::from(GAS_PRICE);
    let messages = rehearsal.steps.iter().map(|step| {
        // A contract cannot send a transaction: it calls, and pays nothing.
        let pays = !is_contract(&block.state, step.from);
        let fees = pays.then_some(Fees { max: price, priority: price });
        Message { fees, ..message(step.from, Some(step.to), &step.data, step.gas) }
    });
    let lent = rehearsal.steps.iter().map(|step| (step.from, ether(step.from, hash))).collect();
    Job { environment, lent, messages: messages.collect() }
}

/// Code that is no delegation (EIP-7702).
fn is_contract(state: &ProvenState, account: Address) -> bool {
    let code = state.account(account).and_then(|account| state.code(account.code_hash));
    code.is_some_and(|code| !code.is_empty() && !code.starts_with(&[0xef, 0x01, 0x00]))
}

fn parties(read: &Read) -> BTreeSet<Missing> {
    let parties = match read {
        Read::Call { to, from, .. } => vec![*to, from.unwrap_or_default()],
        Read::Program { .. } => vec![Address::ZERO],
        Read::Rehearsal(rehearsal) => rehearsal.steps.iter().flat_map(|step| [step.from, step.to]).collect(),
        Read::Logs(_) | Read::Storage { .. } => Vec::new(),
    };
    parties.into_iter().map(Missing::Account).collect()
}

/// What a complete run says of its read.
pub(super) fn outcome(read: &Read, ran: Ran) -> Result<Outcome, Unproven> {
    let mut ends = ran.steps.into_iter().map(|step| of_end(step.end)).collect::<Result<Vec<_>, _>>()?;
    match read {
        Read::Rehearsal(_) => Ok(Outcome::Rehearsed(ends)),
        Read::Call { .. } | Read::Program { .. } | Read::Logs(_) | Read::Storage { .. } => match ends.pop() {
            Some(Ok(bytes)) => Ok(Outcome::Returned(bytes)),
            Some(Err(Refusal(data))) => Ok(Outcome::Reverted(data)),
            None => Err(Unproven::NotRun { message: "it has no steps".to_owned() }),
        },
    }
}

fn of_end(end: End) -> Result<Result<Bytes, Refusal>, Unproven> {
    match end {
        End::Returned(bytes) => Ok(Ok(bytes)),
        End::Reverted(data) => Ok(Err(Refusal(data))),
        // As nodes say it: a revert without data.
        End::Halted { .. } => Ok(Err(Refusal(Bytes::new()))),
        End::Refused { reason } => Err(Unproven::NotRun { message: reason }),
        End::NotBuiltIn { address } => Err(Unproven::NotBuiltIn { address }),
    }
}

/// Whether something is proven already.
pub(super) fn is_proven(state: &ProvenState, missing: &Missing) -> bool {
    match missing {
        Missing::Account(address) => state.account(*address).is_some(),
        Missing::Slot(address, slot) => state.slot(*address, *slot).is_some(),
        Missing::Code(hash) => state.code(*hash).is_some(),
        Missing::BlockHash(_) => true,
    }
}

/// The account that something belongs to.
pub(super) fn account(state: &ProvenState, missing: &Missing) -> Option<Address> {
    match missing {
        Missing::Account(address) | Missing::Slot(address, _) => Some(*address),
        Missing::Code(hash) => state.holder_of(*hash),
        Missing::BlockHash(_) => None,
    }
}

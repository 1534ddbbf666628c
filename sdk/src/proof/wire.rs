//! Jobs and what they came to as bytes (RLP), for a machine that runs in another thread: a browser's worker, with a module of its own.
//!
//! Both ends are this software, and the state that crosses was verified before: it is not checked again, except that a code is always kept
//! under what it hashes to. Bytes that are no message are refused.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, Log, U256, keccak256};
use alloy_rlp::{Decodable as _, RlpDecodable, RlpEncodable};

use crate::units::ChainId;

use super::execution::{End, Environment, Fees, Job, Message, Missing, Ran, Step};
use super::state::ProvenAccount;
use super::{Fork, ProvenState, Rules};

/// Bytes that are no message of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message is none of this version: {reason}")]
pub struct WireError {
    /// What is wrong with it.
    reason: String,
}

impl From<alloy_rlp::Error> for WireError {
    fn from(error: alloy_rlp::Error) -> Self {
        Self { reason: error.to_string() }
    }
}

fn unknown(what: &str) -> WireError {
    WireError { reason: format!("an unknown {what}") }
}

#[derive(RlpEncodable, RlpDecodable)]
struct Question {
    root: B256,
    accounts: Vec<Account>,
    slots: Vec<Slot>,
    codes: Vec<Bytes>,
    jobs: Vec<WireJob>,
}

#[derive(RlpEncodable, RlpDecodable)]
struct Account {
    address: Address,
    nonce: u64,
    balance: U256,
    code_hash: B256,
    storage_empty: bool,
}

#[derive(RlpEncodable, RlpDecodable)]
struct Slot {
    address: Address,
    slot: U256,
    value: U256,
}

#[derive(RlpEncodable, RlpDecodable)]
struct WireJob {
    chain: u64,
    fork: u8,
    blob_fraction: u64,
    known: bool,
    number: u64,
    timestamp: u64,
    beneficiary: Address,
    gas_limit: u64,
    base_fee: u64,
    difficulty: U256,
    prev_randao: B256,
    excess_blob_gas: u64,
    hashes: Vec<Numbered>,
    lent: Vec<Owned>,
    messages: Vec<WireMessage>,
}

#[derive(RlpEncodable, RlpDecodable)]
struct Numbered {
    number: u64,
    hash: B256,
}

#[derive(RlpEncodable, RlpDecodable)]
struct Owned {
    address: Address,
    wei: U256,
}

#[derive(RlpEncodable, RlpDecodable)]
struct WireMessage {
    from: Address,
    /// Nothing, or one.
    to: Vec<Address>,
    data: Bytes,
    value: U256,
    gas: u64,
    /// Nothing, or the most and the priority.
    fees: Vec<u128>,
}

#[derive(RlpEncodable, RlpDecodable)]
struct WireRan {
    steps: Vec<WireStep>,
    balances: Vec<Change>,
    missing: Vec<WireMissing>,
}

#[derive(RlpEncodable, RlpDecodable)]
struct WireStep {
    end: u8,
    bytes: Bytes,
    gas_used: u64,
    logs: Vec<Log>,
}

#[derive(RlpEncodable, RlpDecodable)]
struct Change {
    address: Address,
    before: U256,
    after: U256,
}

#[derive(RlpEncodable, RlpDecodable)]
struct WireMissing {
    kind: u8,
    address: Address,
    word: U256,
}

const FORKS: [Fork; 6] = [Fork::London, Fork::Paris, Fork::Shanghai, Fork::Cancun, Fork::Prague, Fork::Osaka];

/// State and jobs, for the other end to run.
#[must_use]
pub fn encode_jobs(state: &ProvenState, jobs: &[Job]) -> Vec<u8> {
    let accounts = state.accounts().map(|(address, account)| Account {
        address,
        nonce: account.nonce,
        balance: account.balance,
        code_hash: account.code_hash,
        storage_empty: account.storage_empty,
    });
    let question = Question {
        root: state.root(),
        accounts: accounts.collect(),
        slots: state.slots().map(|((address, slot), value)| Slot { address, slot, value }).collect(),
        codes: state.codes().values().cloned().collect(),
        jobs: jobs.iter().map(WireJob::of).collect(),
    };
    alloy_rlp::encode(question)
}

/// What [`encode_jobs`] wrote.
///
/// # Errors
/// [`WireError`].
pub fn decode_jobs(mut bytes: &[u8]) -> Result<(ProvenState, Vec<Job>), WireError> {
    let question = Question::decode(&mut bytes)?;
    let accounts = question.accounts.into_iter().map(|account| {
        let Account { address, nonce, balance, code_hash, storage_empty } = account;
        (address, ProvenAccount { nonce, balance, code_hash, storage_empty })
    });
    let slots = question.slots.into_iter().map(|Slot { address, slot, value }| ((address, slot), value));
    let codes = question.codes.into_iter().map(|code| (keccak256(&code), code));
    let state = ProvenState::received(question.root, accounts.collect(), slots.collect(), codes.collect());
    let jobs = question.jobs.into_iter().map(WireJob::job).collect::<Result<_, _>>()?;
    Ok((state, jobs))
}

/// What jobs came to, for the one who asked.
#[must_use]
pub fn encode_ran(ran: &[Ran]) -> Vec<u8> {
    let ran: Vec<WireRan> = ran.iter().map(WireRan::of).collect();
    alloy_rlp::encode(ran)
}

/// What [`encode_ran`] wrote.
///
/// # Errors
/// [`WireError`].
pub fn decode_ran(mut bytes: &[u8]) -> Result<Vec<Ran>, WireError> {
    Vec::<WireRan>::decode(&mut bytes)?.into_iter().map(WireRan::ran).collect()
}

impl WireJob {
    fn of(job: &Job) -> Self {
        let Job { environment, lent, messages } = job;
        let fork = FORKS.iter().position(|fork| *fork == environment.rules.fork);
        Self {
            chain: environment.chain.0,
            fork: fork.and_then(|fork| u8::try_from(fork).ok()).unwrap_or(u8::MAX),
            blob_fraction: environment.rules.blob_fraction,
            known: environment.rules.known,
            number: environment.number,
            timestamp: environment.timestamp,
            beneficiary: environment.beneficiary,
            gas_limit: environment.gas_limit,
            base_fee: environment.base_fee,
            difficulty: environment.difficulty,
            prev_randao: environment.prev_randao,
            excess_blob_gas: environment.excess_blob_gas,
            hashes: environment.hashes.iter().map(|(number, hash)| Numbered { number: *number, hash: *hash }).collect(),
            lent: lent.iter().map(|(address, wei)| Owned { address: *address, wei: *wei }).collect(),
            messages: messages.iter().map(WireMessage::of).collect(),
        }
    }

    fn job(self) -> Result<Job, WireError> {
        let fork = FORKS.get(usize::from(self.fork)).copied().ok_or_else(|| unknown("fork"))?;
        let environment = Environment {
            chain: ChainId(self.chain),
            rules: Rules { fork, blob_fraction: self.blob_fraction, known: self.known },
            number: self.number,
            timestamp: self.timestamp,
            beneficiary: self.beneficiary,
            gas_limit: self.gas_limit,
            base_fee: self.base_fee,
            difficulty: self.difficulty,
            prev_randao: self.prev_randao,
            excess_blob_gas: self.excess_blob_gas,
            hashes: self.hashes.into_iter().map(|Numbered { number, hash }| (number, hash)).collect(),
        };
        let messages = self.messages.into_iter().map(WireMessage::message).collect::<Result<_, _>>()?;
        let lent = self.lent.into_iter().map(|Owned { address, wei }| (address, wei)).collect();
        Ok(Job { environment, lent, messages })
    }
}

impl WireMessage {
    fn of(message: &Message) -> Self {
        Self {
            from: message.from,
            to: message.to.into_iter().collect(),
            data: message.data.clone(),
            value: message.value,
            gas: message.gas,
            fees: message.fees.map(|fees| vec![fees.max, fees.priority]).unwrap_or_default(),
        }
    }

    fn message(self) -> Result<Message, WireError> {
        let to = match self.to.as_slice() {
            [] => None,
            [to] => Some(*to),
            _ => return Err(unknown("receiver")),
        };
        let fees = match *self.fees.as_slice() {
            [] => None,
            [max, priority] => Some(Fees { max, priority }),
            _ => return Err(unknown("fee")),
        };
        Ok(Message { from: self.from, to, data: self.data, value: self.value, gas: self.gas, fees })
    }
}

impl WireRan {
    fn of(ran: &Ran) -> Self {
        let balances = ran.balances.iter().map(|(address, (before, after))| Change {
            address: *address,
            before: *before,
            after: *after,
        });
        Self {
            steps: ran.steps.iter().map(WireStep::of).collect(),
            balances: balances.collect(),
            missing: ran.missing.iter().map(WireMissing::of).collect(),
        }
    }

    fn ran(self) -> Result<Ran, WireError> {
        Ok(Ran {
            steps: self.steps.into_iter().map(WireStep::step).collect::<Result<_, _>>()?,
            balances: self
                .balances
                .into_iter()
                .map(|Change { address, before, after }| (address, (before, after)))
                .collect::<BTreeMap<_, _>>(),
            missing: self.missing.into_iter().map(|missing| missing.missing()).collect::<Result<_, _>>()?,
        })
    }
}

impl WireStep {
    fn of(step: &Step) -> Self {
        let text = |text: &String| Bytes::copy_from_slice(text.as_bytes());
        let (end, bytes) = match &step.end {
            End::Returned(bytes) => (0, bytes.clone()),
            End::Reverted(data) => (1, data.clone()),
            End::Halted { reason } => (2, text(reason)),
            End::Refused { reason } => (3, text(reason)),
            End::NotBuiltIn { address } => (4, Bytes::copy_from_slice(address.as_slice())),
        };
        Self { end, bytes, gas_used: step.gas_used, logs: step.logs.clone() }
    }

    fn step(self) -> Result<Step, WireError> {
        let reason = || String::from_utf8_lossy(&self.bytes).into_owned();
        let end = match self.end {
            0 => End::Returned(self.bytes),
            1 => End::Reverted(self.bytes),
            2 => End::Halted { reason: reason() },
            3 => End::Refused { reason: reason() },
            4 => End::NotBuiltIn { address: Address::try_from(self.bytes.as_ref()).map_err(|_| unknown("address"))? },
            _ => return Err(unknown("end")),
        };
        Ok(Step { end, gas_used: self.gas_used, logs: self.logs })
    }
}

impl WireMissing {
    fn of(missing: &Missing) -> Self {
        let (kind, address, word) = match *missing {
            Missing::Account(address) => (0, address, U256::ZERO),
            Missing::Slot(address, slot) => (1, address, slot),
            Missing::Code(hash) => (2, Address::ZERO, hash.into()),
            Missing::BlockHash(number) => (3, Address::ZERO, U256::from(number)),
        };
        Self { kind, address, word }
    }

    fn missing(self) -> Result<Missing, WireError> {
        match self.kind {
            0 => Ok(Missing::Account(self.address)),
            1 => Ok(Missing::Slot(self.address, self.word)),
            2 => Ok(Missing::Code(self.word.into())),
            3 => Ok(Missing::BlockHash(u64::try_from(self.word).map_err(|_| unknown("height"))?)),
            _ => Err(unknown("kind of thing")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::LogData;
    use proptest::prelude::*;

    fn job() -> Job {
        let message = Message {
            from: Address::repeat_byte(1),
            to: Some(Address::repeat_byte(2)),
            data: Bytes::from_static(b"data"),
            value: U256::from(3),
            gas: 4,
            fees: Some(Fees { max: u128::MAX, priority: 5 }),
        };
        let program = Message { to: None, fees: None, ..message.clone() };
        let environment = Environment {
            chain: ChainId(1),
            rules: Rules { fork: Fork::Prague, blob_fraction: 6, known: false },
            number: 7,
            timestamp: 8,
            beneficiary: Address::repeat_byte(9),
            gas_limit: 10,
            base_fee: 11,
            difficulty: U256::MAX,
            prev_randao: B256::repeat_byte(12),
            excess_blob_gas: 13,
            hashes: BTreeMap::from([(6, B256::repeat_byte(14))]),
        };
        let lent = BTreeMap::from([(Address::repeat_byte(1), U256::from(15))]);
        Job { environment, lent, messages: vec![message, program] }
    }

    #[test]
    fn what_is_sent_arrives() {
        let state = ProvenState::for_test().with_account(Address::repeat_byte(2), U256::from(16), b"code").with_slot(
            Address::repeat_byte(2),
            17,
            U256::from(18),
        );
        let (arrived, jobs) = decode_jobs(&encode_jobs(&state, &[job(), job()])).unwrap();
        assert_eq!(jobs, [job(), job()]);
        assert_eq!(format!("{arrived:?}"), format!("{state:?}"));
    }

    #[test]
    fn what_came_of_it_arrives() {
        let log =
            Log { address: Address::ZERO, data: LogData::new_unchecked(vec![B256::ZERO], Bytes::from_static(b"log")) };
        let ends = [
            End::Returned(Bytes::from_static(b"yes")),
            End::Reverted(Bytes::from_static(b"no")),
            End::Halted { reason: "out of gas".to_owned() },
            End::Refused { reason: "poor".to_owned() },
            End::NotBuiltIn { address: Address::with_last_byte(5) },
        ];
        let steps = ends.map(|end| Step { end, gas_used: 21_000, logs: vec![log.clone()] });
        let missing = [
            Missing::Account(Address::repeat_byte(1)),
            Missing::Slot(Address::repeat_byte(1), U256::MAX),
            Missing::Code(B256::repeat_byte(2)),
            Missing::BlockHash(u64::MAX),
        ];
        let ran = Ran {
            steps: steps.into(),
            balances: BTreeMap::from([(Address::ZERO, (U256::ZERO, U256::MAX))]),
            missing: missing.into(),
        };
        let all = [ran.clone(), ran];
        assert_eq!(decode_ran(&encode_ran(&all)).unwrap(), all);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), by in 1_u8..) {
            let _ = (decode_jobs(&bytes), decode_ran(&bytes));
            let mut bent = encode_jobs(&ProvenState::for_test(), &[job()]);
            let at = at.index(bent.len());
            bent[at] = bent[at].wrapping_add(by);
            let _ = decode_jobs(&bent);
        }
    }
}

//! A question to a chain, its outcome, and the ways in which it can stay unanswered.

use std::fmt;

use alloy_primitives::{Address, B256, Bytes, U256};
use serde::{Serialize, Serializer};

/// One question about the state at a block.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Read {
    /// A call that changes nothing (`eth_call`).
    Call {
        /// The contract.
        to: Address,
        /// The caller that the contract should see, where that matters to the answer.
        from: Option<Address>,
        /// Selector and arguments.
        data: Bytes,
        /// The function, as `isVerified(address)`: for people.
        signature: &'static str,
    },
    /// A program that runs as if it created a contract, and whose return is the answer (`eth_call` without a receiver). For
    /// what takes several steps, each of which sees what the one before has changed; none of it lasts.
    Program {
        /// The account that the answer is about.
        about: Address,
        /// The program.
        code: Bytes,
        /// The question, as `isValidSignature(bytes32,bytes)`: for people.
        signature: &'static str,
    },
    /// Calls that run one after another, as transactions of the next block (`eth_simulateV1`).
    Rehearsal(Rehearsal),
    /// Logs of one contract up to the block (`eth_getLogs`).
    Logs(LogFilter),
    /// One word of a contract's storage, by Merkle proof (`eth_getProof`).
    Storage {
        /// The contract.
        account: Address,
        /// The slot.
        slot: U256,
    },
}

/// Calls that run one after another, as if they were transactions of the block after the ledger's: each sees what the ones before it have
/// changed, and none of it lasts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rehearsal {
    /// The contract that the answer is about.
    pub about: Address,
    /// The calls, in their order.
    pub steps: Vec<Step>,
    /// The question, as `transfer(address,uint256)`: for people.
    pub signature: &'static str,
}

/// One call of a [`Rehearsal`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Who calls.
    pub from: Address,
    /// The contract.
    pub to: Address,
    /// Selector and arguments.
    pub data: Bytes,
    /// The coin that goes along, in wei.
    pub value: U256,
    /// The most gas that it may use.
    pub gas: u64,
}

/// Which logs to read. From the chain's first block up to the block of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogFilter {
    /// The contract that emitted them.
    pub address: Address,
    /// Topic by topic; `None` matches anything.
    pub topics: Vec<Option<B256>>,
    /// The event, as `MaxBalanceSet(address,uint256)`: for people.
    pub signature: &'static str,
}

/// One log, in the order of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The contract that emitted it.
    pub address: Address,
    /// Indexed arguments, the event's own topic first.
    pub topics: Vec<B256>,
    /// The other arguments.
    pub data: Bytes,
    /// Height of its block.
    pub block_number: u64,
    /// The transaction that emitted it.
    pub transaction: B256,
}

/// A log and its place: what the history of an account is made of. Its block, with hash and time, is that of the fact that it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "callers make them from sources of their own")]
pub struct PlacedLog {
    /// What was logged.
    pub record: LogRecord,
    /// Its number among all logs of its block.
    pub index: u64,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The call returned these bytes.
    Returned(Bytes),
    /// The call reverted with these bytes: an answer, not a failure.
    Reverted(Bytes),
    /// What each step of a rehearsal came to, in their order.
    Rehearsed(Vec<Result<Bytes, Refusal>>),
    /// The logs.
    Logs(Vec<LogRecord>),
    /// The word, which follows from the block's state root.
    Word(U256),
    /// The endpoint would not answer this one, though it answered others (a log range it finds too wide, a method it lacks).
    Declined {
        /// The endpoint's own words.
        message: String,
    },
}

/// Bytes that a contract reverted with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Refusal(pub Bytes);

/// Why a read gave no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Gap {
    /// Asked for, and not fetched yet: the ledger's owner fetches what is wanted and asks again.
    #[error("{read} is not fetched yet")]
    Pending {
        /// The question.
        read: Read,
    },
    /// The contract reverted where an answer was expected.
    #[error("{read} reverted with {}", Shortened(data))]
    Reverted {
        /// The question.
        read: Read,
        /// The revert data.
        data: Bytes,
    },
    /// The answer has not the shape that the standard prescribes.
    #[error("{read} answered {}, expected {expected}", Shortened(got))]
    Malformed {
        /// The question.
        read: Read,
        /// The return types of the function.
        expected: &'static str,
        /// The bytes as they came.
        got: Bytes,
    },
    /// The endpoint would not answer this read.
    #[error("the endpoint declined {read}: {message}")]
    Declined {
        /// The question.
        read: Read,
        /// The endpoint's own words.
        message: String,
    },
}

impl Gap {
    /// Whether the ledger has simply not been filled yet.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Pending { .. })
    }

    /// The question that stayed open.
    #[must_use]
    pub const fn read(&self) -> &Read {
        match self {
            Self::Pending { read }
            | Self::Reverted { read, .. }
            | Self::Malformed { read, .. }
            | Self::Declined { read, .. } => read,
        }
    }
}

impl Read {
    /// The contract that is asked.
    #[must_use]
    pub const fn contract(&self) -> Address {
        match self {
            Self::Call { to, .. } => *to,
            Self::Program { about, .. } | Self::Rehearsal(Rehearsal { about, .. }) => *about,
            Self::Logs(filter) => filter.address,
            Self::Storage { account, .. } => *account,
        }
    }

    /// The function or event that is asked for; of a word of storage just that.
    #[must_use]
    pub const fn signature(&self) -> &'static str {
        match self {
            Self::Call { signature, .. } | Self::Program { signature, .. } => signature,
            Self::Rehearsal(rehearsal) => rehearsal.signature,
            Self::Logs(filter) => filter.signature,
            Self::Storage { .. } => "storage",
        }
    }
}

/// Bytes for people: a contract may answer with more than anybody reads.
struct Shortened<'a>(&'a Bytes);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 260;
        match self.0.get(..SHOWN) {
            Some(head) if self.0.len() > SHOWN => {
                write!(f, "{}… ({} bytes)", Bytes::copy_from_slice(head), self.0.len())
            }
            Some(_) | None => write!(f, "{}", self.0),
        }
    }
}

/// `isVerified(address) on 0x…`.
impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.signature(), self.contract())
    }
}

/// As its text: a read is shown, and never sent back.
impl Serialize for Read {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

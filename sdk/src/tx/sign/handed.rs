//! What another wallet made of an approved transaction.

use std::fmt;

use alloy_consensus::Transaction;
use alloy_primitives::{Address, B256, Bytes, U256, hex};

use super::{PendingTx, SignError};
use crate::keys::{PayloadKind, SignerError, SigningPayload, UnsignedTransaction};
use crate::tx::{BuildError, UnsignedTx};
use crate::units::ChainId;

/// A transaction that another wallet says to have sent, under this hash. Until the transaction was read back it is pending by
/// the hash alone: an endpoint may not know it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedTx {
    unsigned: UnsignedTx,
    hash: B256,
}

/// What stands behind the hash: the reviewed transaction, perhaps at another price.
#[derive(Debug, PartialEq, Eq)]
pub struct SentElsewhere {
    /// Signed by the account, and on its way.
    pub pending: PendingTx,
    /// What the other wallet chose otherwise.
    pub differences: Vec<Difference>,
}

/// What another wallet may choose by itself: the envelope, its place among the account's transactions, and its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// Another kind of transaction.
    Kind {
        /// What was sent.
        sent: PayloadKind,
        /// What was reviewed.
        reviewed: PayloadKind,
    },
    /// Another place among the account's transactions.
    Nonce {
        /// What was sent.
        sent: u64,
        /// What was reviewed.
        reviewed: u64,
    },
    /// Another limit of gas.
    GasLimit {
        /// What was sent.
        sent: u64,
        /// What was reviewed.
        reviewed: u64,
    },
    /// Another ceiling of the price of gas, in wei. Of a legacy or EIP-2930 transaction it is the price itself.
    MaxFeePerGas {
        /// What was sent.
        sent: u128,
        /// What was reviewed.
        reviewed: u128,
    },
    /// Another share for the block's proposer, in wei per gas.
    MaxPriorityFeePerGas {
        /// What was sent.
        sent: u128,
        /// What was reviewed.
        reviewed: u128,
    },
    /// Another access list (EIP-2930). It moves nothing.
    AccessList {
        /// How many accounts it names.
        sent: usize,
        /// How many accounts the reviewed one names.
        reviewed: usize,
    },
}

/// What a transaction does: all of it that another wallet must not touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TxContent {
    /// Whose it is: of a sent one, whom its signature recovers to.
    pub from: Address,
    /// Where it is valid.
    pub chain: ChainId,
    /// What it calls; `None` where it creates a contract.
    pub to: Option<Address>,
    /// Wei that go with it.
    pub value: U256,
    /// Selector and arguments.
    pub data: Bytes,
}

/// What another wallet sent is not what was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SentError {
    /// It does something else.
    #[error("the other wallet sent something else, as transaction {hash}: {}", reviewed.unlike(sent))]
    SomethingElse {
        /// Its hash.
        hash: B256,
        /// What it does.
        sent: Box<TxContent>,
        /// What was reviewed.
        reviewed: Box<TxContent>,
    },
    /// It also puts accounts under the control of code (EIP-7702).
    #[error(
        "the other wallet sent something else, as transaction {hash}: got {got} authorizations that put accounts under the control of code, expected none"
    )]
    Delegates {
        /// Its hash.
        hash: B256,
        /// How many authorizations.
        got: usize,
    },
    /// It is of a kind that is never reviewed here, as one with blobs.
    #[error("the other wallet sent something else, as transaction {hash}: got a transaction of type {got}")]
    OtherKind {
        /// Its hash.
        hash: B256,
        /// Its EIP-2718 type.
        got: u64,
    },
    /// Its bytes make no transaction that names its chain and its sender.
    #[error("the other wallet sent something else, as transaction {hash}: {why}")]
    Unreadable {
        /// Its hash.
        hash: B256,
        /// What is wrong with it.
        why: SignError,
    },
    /// Bytes of another transaction were to be compared.
    #[error("these bytes are of another transaction: got {got}, expected {expected}")]
    OtherHash {
        /// What they hash to.
        got: B256,
        /// The hash that the other wallet named.
        expected: B256,
    },
}

impl HandedTx {
    pub(super) const fn new(unsigned: UnsignedTx, hash: B256) -> Self {
        Self { unsigned, hash }
    }

    /// One of an earlier visit: the bytes that were reviewed, and the hash that the other wallet named.
    ///
    /// # Errors
    /// [`BuildError::Payload`].
    pub fn restore(from: Address, payload: Bytes, hash: B256) -> Result<Self, BuildError> {
        Ok(Self::new(UnsignedTx::from_payload(from, payload)?, hash))
    }

    /// The hash that the other wallet named.
    #[must_use]
    pub const fn hash(&self) -> B256 {
        self.hash
    }

    /// The bytes that were reviewed.
    #[must_use]
    pub const fn payload(&self) -> &Bytes {
        self.unsigned.payload()
    }

    /// Compares what is behind the hash with what was reviewed.
    ///
    /// # Errors
    /// [`SentError`]: sender, chain, receiver, value or data is not the reviewed one.
    pub fn check(&self, raw: &[u8]) -> Result<SentElsewhere, SentError> {
        let hash = self.hash;
        let unreadable = |why: SignError| SentError::Unreadable { hash, why };
        let pending = PendingTx::from_raw(raw).map_err(unreadable)?;
        let signed = pending.signed();
        if signed.hash() != hash {
            return Err(SentError::OtherHash { got: signed.hash(), expected: hash });
        }
        let of_signer = |error: SignerError| unreadable(error.into());
        let (tx, _signature) = UnsignedTransaction::from_signed(raw).map_err(of_signer)?;
        let payload = SigningPayload::Eip1559(self.payload().clone());
        let reviewed = payload.transaction().map_err(of_signer)?;
        let [sent, expected] = [(signed.from(), &tx), (self.unsigned.from(), &reviewed)].map(TxContent::of);
        if sent != expected {
            return Err(SentError::SomethingElse { hash, sent: Box::new(sent), reviewed: Box::new(expected) });
        }
        let delegations = fields(&tx).authorization_list().map_or(0, <[_]>::len);
        if delegations > 0 {
            return Err(SentError::Delegates { hash, got: delegations });
        }
        Ok(SentElsewhere { differences: differences(&tx, &reviewed), pending })
    }

    /// The transaction behind the hash is of another kind than any that is reviewed here.
    #[must_use]
    pub const fn other_kind(&self, got: u64) -> SentError {
        SentError::OtherKind { hash: self.hash, got }
    }
}

impl TxContent {
    fn of((from, tx): (Address, &UnsignedTransaction)) -> Self {
        let fields = fields(tx);
        Self { from, chain: tx.chain(), to: fields.to(), value: fields.value(), data: fields.input().clone() }
    }

    /// The parts in which another one differs, with both sides.
    fn unlike(&self, sent: &Self) -> String {
        let to = |to: Option<Address>| to.map_or_else(|| "a new contract".to_owned(), |to| to.to_string());
        let data = |of: &Bytes| excerpt(of, &sent.data, &self.data);
        let parts = [
            ("sender", sent.from.to_string(), self.from.to_string(), sent.from == self.from),
            ("chain", sent.chain.to_string(), self.chain.to_string(), sent.chain == self.chain),
            ("receiver", to(sent.to), to(self.to), sent.to == self.to),
            ("value in wei", sent.value.to_string(), self.value.to_string(), sent.value == self.value),
            ("data", data(&sent.data), data(&self.data), sent.data == self.data),
        ];
        let unlike = parts.iter().filter(|(.., same)| !same);
        let words: Vec<String> =
            unlike.map(|(what, got, expected, _)| format!("{what}: got {got}, expected {expected}")).collect();
        words.join("; ")
    }
}

/// Data in full, or of a long one the 32 bytes from where the two part.
fn excerpt(data: &Bytes, a: &Bytes, b: &Bytes) -> String {
    const WHOLE: usize = 260;
    if a.len().max(b.len()) <= WHOLE {
        return data.to_string();
    }
    let parting = a.iter().zip(b.iter()).take_while(|(a, b)| a == b).count();
    let rest: Vec<u8> = data.iter().skip(parting).take(32).copied().collect();
    format!("{} bytes, of which from byte {parting} on 0x{}…", data.len(), hex::encode(rest))
}

fn fields(tx: &UnsignedTransaction) -> &dyn Transaction {
    match tx {
        UnsignedTransaction::Legacy(tx) => tx,
        UnsignedTransaction::Eip2930(tx) => tx,
        UnsignedTransaction::Eip1559(tx) => tx,
        UnsignedTransaction::Eip7702(tx) => tx,
    }
}

fn differences(sent: &UnsignedTransaction, reviewed: &UnsignedTransaction) -> Vec<Difference> {
    let mut found = Vec::new();
    let kinds = (sent.kind(), reviewed.kind());
    let (sent, reviewed) = (fields(sent), fields(reviewed));
    if kinds.0 != kinds.1 {
        found.push(Difference::Kind { sent: kinds.0, reviewed: kinds.1 });
    }
    let pair = (sent.nonce(), reviewed.nonce());
    if pair.0 != pair.1 {
        found.push(Difference::Nonce { sent: pair.0, reviewed: pair.1 });
    }
    let pair = (sent.gas_limit(), reviewed.gas_limit());
    if pair.0 != pair.1 {
        found.push(Difference::GasLimit { sent: pair.0, reviewed: pair.1 });
    }
    let pair = (sent.max_fee_per_gas(), reviewed.max_fee_per_gas());
    if pair.0 != pair.1 {
        found.push(Difference::MaxFeePerGas { sent: pair.0, reviewed: pair.1 });
    }
    // A legacy or EIP-2930 transaction has none: the difference in kind says it.
    if let (Some(sent), Some(reviewed)) = (sent.max_priority_fee_per_gas(), reviewed.max_priority_fee_per_gas())
        && sent != reviewed
    {
        found.push(Difference::MaxPriorityFeePerGas { sent, reviewed });
    }
    let (sent, reviewed) = (sent.access_list(), reviewed.access_list());
    let count = |list: Option<&alloy_eips::eip2930::AccessList>| list.map_or(0, |list| list.len());
    if sent.map(|list| &list.0[..]).unwrap_or_default() != reviewed.map(|list| &list.0[..]).unwrap_or_default() {
        found.push(Difference::AccessList { sent: count(sent), reviewed: count(reviewed) });
    }
    found
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind { sent, reviewed } => write!(f, "it is {sent}, reviewed was {reviewed}"),
            Self::Nonce { sent, reviewed } => write!(f, "nonce {sent}, reviewed was {reviewed}"),
            Self::GasLimit { sent, reviewed } => write!(f, "at most {sent} gas, reviewed were {reviewed}"),
            Self::MaxFeePerGas { sent, reviewed } => {
                write!(f, "at most {sent} wei per gas, reviewed were {reviewed}")
            }
            Self::MaxPriorityFeePerGas { sent, reviewed } => {
                write!(f, "at most {sent} wei per gas to the block's proposer, reviewed were {reviewed}")
            }
            Self::AccessList { sent, reviewed } => {
                write!(f, "an access list of {sent} accounts, reviewed was one of {reviewed}")
            }
        }
    }
}

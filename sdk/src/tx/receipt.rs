//! What the chain did.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolEvent;

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::IERC7540Redeem;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::abi::retirement::IRetirement;
use crate::abi::revert::RevertReason;
use crate::evidence::LogRecord;

/// A mined transaction, as `eth_getTransactionReceipt` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mined {
    /// The transaction's hash.
    pub transaction: B256,
    /// Height of its block.
    pub block_number: u64,
    /// Its status: whether it did what it should, or reverted.
    pub succeeded: bool,
    /// Gas used.
    pub gas_used: u64,
    /// What was paid per unit of gas, in wei.
    pub effective_gas_price: u128,
    /// Its logs, in order.
    pub logs: Vec<LogRecord>,
    /// Where it reverted: the revert data, from running the call again on the state before its block. `None` where that was
    /// not possible.
    pub revert: Option<Bytes>,
}

/// A mined transaction and what it did for one holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The transaction's hash.
    pub transaction: B256,
    /// Height of its block.
    pub block_number: u64,
    /// Gas used.
    pub gas_used: u64,
    /// The fee that was paid, in wei.
    pub fee: U256,
    /// What happened.
    pub outcome: Outcome,
}

/// How a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did its work; this is what its logs tell, in order.
    Succeeded(Vec<Event>),
    /// It reverted and changed nothing but the fee; why, where it could be found out.
    Reverted(Option<RevertReason>),
}

/// One thing that a contract's log tells. Amounts and shares are raw units.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Tokens left the holder (ERC-20 `Transfer`); `to` is zero where they were burnt.
    Left {
        /// The token.
        token: Address,
        /// To whom.
        to: Address,
        /// How much.
        amount: U256,
    },
    /// Tokens arrived at the holder (ERC-20 `Transfer`); `from` is zero where they were minted.
    Arrived {
        /// The token.
        token: Address,
        /// From whom.
        from: Address,
        /// How much.
        amount: U256,
    },
    /// Tokens moved between two others, as a fee that the receiver pays.
    Moved {
        /// The token.
        token: Address,
        /// From whom.
        from: Address,
        /// To whom.
        to: Address,
        /// How much.
        amount: U256,
    },
    /// A permission to spend was set (ERC-20 `Approval`).
    Approved {
        /// The token.
        token: Address,
        /// Whose tokens.
        owner: Address,
        /// Who may spend.
        spender: Address,
        /// How much.
        amount: U256,
    },
    /// A redemption was asked for (ERC-7540 `RedeemRequest`).
    RedeemRequested {
        /// The vault.
        vault: Address,
        /// The request's id; 0 where the vault counts by controller alone.
        request_id: U256,
        /// Who may claim.
        controller: Address,
        /// Whose shares.
        owner: Address,
        /// How many shares.
        shares: U256,
    },
    /// Shares were turned into assets (ERC-4626 `Withdraw`).
    Redeemed {
        /// The vault.
        vault: Address,
        /// Who received.
        receiver: Address,
        /// Whose shares, or whose request.
        owner: Address,
        /// How many assets were paid.
        assets: U256,
        /// How many shares were used up.
        shares: U256,
    },
    /// A share of a distribution was paid (`Claimed`).
    DistributionClaimed {
        /// The distributor.
        distributor: Address,
        /// Which leaf.
        index: U256,
        /// To whom.
        account: Address,
        /// How much.
        amount: U256,
    },
    /// Credits were retired (`Retired`).
    Retired {
        /// The token.
        token: Address,
        /// Whose credits.
        account: Address,
        /// How much.
        amount: U256,
        /// The contract's number for it.
        event_id: U256,
    },
    /// A log that this software does not know.
    Other {
        /// Who emitted it.
        contract: Address,
        /// Its first topic.
        topic: Option<B256>,
    },
}

impl Event {
    /// The contract whose log tells it.
    #[must_use]
    pub const fn contract(&self) -> Address {
        match self {
            Self::Left { token, .. }
            | Self::Arrived { token, .. }
            | Self::Moved { token, .. }
            | Self::Approved { token, .. }
            | Self::Retired { token, .. } => *token,
            Self::RedeemRequested { vault, .. } | Self::Redeemed { vault, .. } => *vault,
            Self::DistributionClaimed { distributor, .. } => *distributor,
            Self::Other { contract, .. } => *contract,
        }
    }
}

/// Why a receipt was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// The receipt is of another transaction.
    #[error("the receipt is of another transaction: got {got}, expected {expected}")]
    OtherTransaction {
        /// Its transaction.
        got: B256,
        /// The one that was sent.
        expected: B256,
    },
    /// A log in it is of another transaction.
    #[error("a log of the receipt is of another transaction: got {got}, expected {expected}")]
    ForeignLog {
        /// The log's transaction.
        got: B256,
        /// The receipt's.
        expected: B256,
    },
    /// It reverted and yet has logs, which no chain does.
    #[error("the receipt says that the transaction reverted, and has {got} logs")]
    LogsOfReverted {
        /// How many.
        got: usize,
    },
}

impl Receipt {
    /// Reads what a mined transaction did, seen by one holder.
    ///
    /// # Errors
    /// [`ReceiptError::ForeignLog`] or [`ReceiptError::LogsOfReverted`]: the endpoint's answer contradicts itself.
    pub fn decode(mined: Mined, holder: Address) -> Result<Self, ReceiptError> {
        let foreign = mined.logs.iter().find(|log| log.transaction != mined.transaction);
        if let Some(log) = foreign {
            return Err(ReceiptError::ForeignLog { got: log.transaction, expected: mined.transaction });
        }
        let outcome = if mined.succeeded {
            Outcome::Succeeded(mined.logs.iter().map(|log| event(log, holder)).collect())
        } else if mined.logs.is_empty() {
            Outcome::Reverted(mined.revert.map(|data| RevertReason::decode(&data)))
        } else {
            return Err(ReceiptError::LogsOfReverted { got: mined.logs.len() });
        };
        Ok(Self {
            transaction: mined.transaction,
            block_number: mined.block_number,
            gas_used: mined.gas_used,
            // 64 by 128 bits: cannot overflow 256.
            fee: U256::from(mined.gas_used).saturating_mul(U256::from(mined.effective_gas_price)),
            outcome,
        })
    }

    /// What happened, where the transaction did its work.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        match &self.outcome {
            Outcome::Succeeded(events) => events,
            Outcome::Reverted(_) => &[],
        }
    }
}

/// The event of this kind in a log, where it is one, down to the number of topics and the last bit of padding.
fn read<E: SolEvent>(log: &LogRecord) -> Option<E> {
    E::decode_raw_log_validate(log.topics.iter().copied(), &log.data).ok()
}

fn event(log: &LogRecord, holder: Address) -> Event {
    transfer(log, holder)
        .or_else(|| redemption(log))
        .or_else(|| payout(log))
        .unwrap_or_else(|| Event::Other { contract: log.address, topic: log.topics.first().copied() })
}

fn transfer(log: &LogRecord, holder: Address) -> Option<Event> {
    let token = log.address;
    if let Some(IERC20::Transfer { from, to, value: amount }) = read(log) {
        return Some(if from == holder {
            Event::Left { token, to, amount }
        } else if to == holder {
            Event::Arrived { token, from, amount }
        } else {
            Event::Moved { token, from, to, amount }
        });
    }
    let IERC20::Approval { owner, spender, value } = read(log)?;
    Some(Event::Approved { token, owner, spender, amount: value })
}

fn redemption(log: &LogRecord) -> Option<Event> {
    let vault = log.address;
    if let Some(IERC7540Redeem::RedeemRequest { controller, owner, requestId, shares, .. }) = read(log) {
        return Some(Event::RedeemRequested { vault, request_id: requestId, controller, owner, shares });
    }
    let IERC4626::Withdraw { receiver, owner, assets, shares, .. } = read(log)?;
    Some(Event::Redeemed { vault, receiver, owner, assets, shares })
}

fn payout(log: &LogRecord) -> Option<Event> {
    if let Some(IMerkleDistributor::Claimed { index, account, amount }) = read(log) {
        return Some(Event::DistributionClaimed { distributor: log.address, index, account, amount });
    }
    let IRetirement::Retired { sender, amount, eventId } = read(log)?;
    Some(Event::Retired { token: log.address, account: sender, amount, event_id: eventId })
}

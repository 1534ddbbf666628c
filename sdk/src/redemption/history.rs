//! What the logs of an asynchronous vault tell of one controller.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::evidence::Gap;
use crate::units::{Amount, Rate, Shares, UnitsError};

use super::lines::{self, RequestLine};
use super::logs::{Logs, Told};
use super::replay;
use super::requests::{RequestBook, RequestTotals};

/// Where a request stands: the words of ERC-7540, and of ERC-7887 for its cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Waits to be fulfilled.
    Pending,
    /// Fulfilled, at least in part: there is something to claim.
    Claimable,
    /// Paid out.
    Claimed,
    /// Waits, and its cancellation was asked for: until that is answered it may still be fulfilled.
    CancelPending,
    /// Cancelled: the shares can be claimed back.
    CancelClaimable,
    /// Cancelled, at least in part, and the shares are back; what was fulfilled before is paid out.
    Cancelled,
    /// Neither waits, nor was paid, nor was given back: logs are missing.
    Unexplained,
}

/// One `RedeemRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Requested {
    /// The request's id. 0: the vault does not tell one controller's requests apart.
    pub id: U256,
    /// Whose shares went in.
    pub owner: Address,
    /// How many.
    pub shares: Shares,
    /// Height of the block.
    pub block: u64,
    /// The transaction.
    pub transaction: B256,
}

/// One payment: a `Withdraw`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Who was paid.
    pub receiver: Address,
    /// For how many shares.
    pub shares: Shares,
    /// How much of the asset.
    pub assets: Amount,
    /// Height of the block.
    pub block: u64,
    /// The transaction.
    pub transaction: B256,
}

/// One fulfilment: where the price was set. Known only of vaults that write a log of it (`RedeemClaimable`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Fulfilment {
    /// Of which request id.
    pub id: U256,
    /// How many shares.
    pub shares: Shares,
    /// What they will pay.
    pub assets: Amount,
    /// Height of the block.
    pub block: u64,
    /// The transaction.
    pub transaction: B256,
}

/// Shares that a cancelled request gave back: a `CancelRedeemClaim` (ERC-7887).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Return {
    /// Of which request id.
    pub id: U256,
    /// Who got them.
    pub receiver: Address,
    /// How many.
    pub shares: Shares,
    /// Height of the block.
    pub block: u64,
    /// The transaction.
    pub transaction: B256,
}

/// Whether what was requested is all accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "by", rename_all = "camelCase")]
pub enum Balance {
    /// Requested = pending + claimable + claimed + given back, or to be given back, by a cancellation.
    Even,
    /// So much of what was requested is nowhere: the log of its claim, or of its return, is missing.
    Missing(Shares),
    /// So much more waits or was claimed than was requested: logs of requests are missing.
    Surplus(Shares),
}

/// What the logs tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum History {
    /// Read in full.
    Known {
        /// Each request with its part of what waits, can be claimed and was claimed; oldest first.
        lines: Vec<RequestLine>,
        /// Each payment; oldest first.
        claims: Vec<Claim>,
        /// Each fulfilment that the vault wrote a log of; oldest first.
        fulfilments: Vec<Fulfilment>,
        /// What cancelled requests gave back; oldest first.
        returns: Vec<Return>,
        /// Who may act for the controller now: request with its shares, claim what is its own (`isOperator`).
        operators: Vec<Address>,
        /// The totals by request id that follow from the logs alone. They are those of the contract, if the vault writes a log where
        /// it fulfils.
        rebuilt: Vec<RequestTotals>,
        /// Whether it all adds up.
        balance: Balance,
    },
    /// The endpoint would not give the logs: what waits and can be claimed is known all the same.
    Unread {
        /// What is missing.
        #[serde(serialize_with = "super::obstacle::as_text")]
        gap: Gap,
    },
}

impl Claim {
    /// The price that was paid: raw units of the asset for each raw unit of shares.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] for a claim of no shares.
    pub fn price(&self) -> Result<Rate, UnitsError> {
        Rate::new(self.assets.raw(), self.shares.raw())
    }
}

impl Fulfilment {
    /// The price that was set: raw units of the asset for each raw unit of shares.
    ///
    /// # Errors
    /// [`UnitsError::DivisionByZero`] for a fulfilment of no shares.
    pub fn price(&self) -> Result<Rate, UnitsError> {
        Rate::new(self.assets.raw(), self.shares.raw())
    }
}

/// What the logs and the contract's present answers make together.
pub(super) fn history(logs: &Logs, book: &RequestBook, operators: Vec<Address>) -> Result<History, UnitsError> {
    let no_shares = book.pending.with_raw(U256::ZERO);
    let replayed = replay::replay(logs, no_shares);
    let (claims, fulfilments, returns) = paid(logs, no_shares, book.claimable_assets.with_raw(U256::ZERO));
    let add = |sum: Shares, part: Shares| sum.checked_add(&part);
    let asked = replayed.iter().map(|line| line.request.shares).try_fold(no_shares, add)?;
    let claimed = claims.iter().map(|claim| claim.shares).try_fold(no_shares, add)?;
    let returned = returns.iter().map(|part| part.shares).try_fold(claimed, add)?;
    let mut waiting = book.totals.iter().flat_map(|total| [total.pending, total.claimable, total.cancel_claimable]);
    let accounted = waiting.try_fold(returned, add)?;
    let balance = if asked == accounted {
        Balance::Even
    } else if asked > accounted {
        Balance::Missing(asked.checked_sub(&accounted)?)
    } else {
        Balance::Surplus(accounted.checked_sub(&asked)?)
    };
    let lines = lines::allot(&replayed, &book.totals, claimed)?;
    let rebuilt = replay::totals(&replayed, no_shares);
    Ok(History::Known { lines, claims, fulfilments, returns, operators, rebuilt, balance })
}

fn paid(logs: &Logs, no_shares: Shares, no_assets: Amount) -> (Vec<Claim>, Vec<Fulfilment>, Vec<Return>) {
    let (mut claims, mut fulfilments, mut returns) = (Vec::new(), Vec::new(), Vec::new());
    for (told, record) in &logs.0 {
        let (block, transaction) = (record.block_number, record.transaction);
        match told {
            Told::Claimed(event) => claims.push(Claim {
                receiver: event.receiver,
                shares: no_shares.with_raw(event.shares),
                assets: no_assets.with_raw(event.assets),
                block,
                transaction,
            }),
            Told::Fulfilled(event) => fulfilments.push(Fulfilment {
                id: event.requestId,
                shares: no_shares.with_raw(event.shares),
                assets: no_assets.with_raw(event.assets),
                block,
                transaction,
            }),
            Told::CancelClaimed(event) => returns.push(Return {
                id: event.requestId,
                receiver: event.receiver,
                shares: no_shares.with_raw(event.shares),
                block,
                transaction,
            }),
            Told::Requested(_) | Told::CancelRequested(_) | Told::CancelFulfilled(_) | Told::Operator(_) => {}
        }
    }
    (claims, fulfilments, returns)
}

impl History {
    pub(super) const fn none() -> Self {
        Self::Known {
            lines: Vec::new(),
            claims: Vec::new(),
            fulfilments: Vec::new(),
            returns: Vec::new(),
            operators: Vec::new(),
            rebuilt: Vec::new(),
            balance: Balance::Even,
        }
    }
}

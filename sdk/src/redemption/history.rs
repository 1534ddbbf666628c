//! What the logs of an asynchronous vault tell of one controller.
//!
//! `RedeemRequest` names the controller. Claims are ERC-4626 `Withdraw` logs, whose `owner` is the controller in such a vault;
//! they do not name the request that they pay.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use serde::Serialize;

use crate::abi::erc4626::IERC4626::Withdraw;
use crate::abi::erc7540::IERC7540Redeem::RedeemRequest;
use crate::evidence::{Fact, Gap, LogFilter, LogRecord, Reads};
use crate::units::{Amount, Rate, Shares, UnitsError};

use super::RedemptionError;
use super::lines::{self, RequestLine};
use super::requests::RequestTotals;

/// Where a request stands: ERC-7540's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Waits to be fulfilled.
    Pending,
    /// Fulfilled, at least in part: there is something to claim.
    Claimable,
    /// Paid out.
    Claimed,
    /// Neither waits nor was paid: cancelled, or logs are missing.
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

/// Whether what was requested is all accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "by", rename_all = "camelCase")]
pub enum Balance {
    /// Requested = pending + claimable + claimed.
    Even,
    /// So much of what was requested is nowhere: cancelled, or its claim's log is missing.
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

impl History {
    pub(super) const fn none() -> Self {
        Self::Known { lines: Vec::new(), claims: Vec::new(), balance: Balance::Even }
    }
}

/// The logs as they came, decoded and not yet counted.
#[derive(Clone, Debug)]
pub(super) struct Logs {
    requested: Vec<(RedeemRequest, LogRecord)>,
    withdrawn: Vec<(Withdraw, LogRecord)>,
}

/// The logs of one controller: or the gap, where the endpoint would not give them.
pub(super) fn logs(
    reads: &mut Reads,
    vault: Address,
    controller: Address,
) -> Result<Result<Fact<Logs>, Gap>, RedemptionError> {
    let who = Some(controller.into_word());
    let requested = reads.logs(LogFilter {
        address: vault,
        topics: vec![Some(RedeemRequest::SIGNATURE_HASH), who],
        signature: RedeemRequest::SIGNATURE,
    });
    let withdrawn = reads.logs(LogFilter {
        address: vault,
        topics: vec![Some(Withdraw::SIGNATURE_HASH), None, None, who],
        signature: Withdraw::SIGNATURE,
    });
    let (requested, withdrawn) = match (requested, withdrawn) {
        (Ok(requested), Ok(withdrawn)) => (requested, withdrawn),
        (Err(gap), _) | (_, Err(gap)) if gap.is_pending() => return Err(gap.into()),
        (Err(gap), _) | (_, Err(gap)) => return Ok(Err(gap)),
    };
    let read = requested.zip(withdrawn)?;
    let decoded = read.try_map(|(requested, withdrawn)| {
        Ok::<_, RedemptionError>(Logs { requested: decoded(requested)?, withdrawn: decoded(withdrawn)? })
    });
    Ok(Ok(decoded?))
}

fn decoded<E: SolEvent>(records: Vec<LogRecord>) -> Result<Vec<(E, LogRecord)>, RedemptionError> {
    let decode = |record: LogRecord| {
        let event = E::decode_raw_log_validate(record.topics.iter().copied(), &record.data);
        let shape = |_| RedemptionError::Log { event: E::SIGNATURE, block: record.block_number };
        Ok((event.map_err(shape)?, record))
    };
    records.into_iter().map(decode).collect()
}

impl Logs {
    /// The request ids that occur.
    pub(super) fn ids(&self) -> BTreeSet<U256> {
        self.requested.iter().map(|(event, _)| event.requestId).collect()
    }

    /// The history that these logs and the contract's present totals make together.
    pub(super) fn history(
        &self,
        totals: &[RequestTotals],
        no_shares: Shares,
        no_assets: Amount,
    ) -> Result<History, UnitsError> {
        let requested: Vec<_> = self
            .requested
            .iter()
            .map(|(event, record)| Requested {
                id: event.requestId,
                owner: event.owner,
                shares: no_shares.with_raw(event.shares),
                block: record.block_number,
                transaction: record.transaction,
            })
            .collect();
        let claims: Vec<_> = self
            .withdrawn
            .iter()
            .map(|(event, record)| Claim {
                receiver: event.receiver,
                shares: no_shares.with_raw(event.shares),
                assets: no_assets.with_raw(event.assets),
                block: record.block_number,
                transaction: record.transaction,
            })
            .collect();
        let add = |sum: Shares, part: Shares| sum.checked_add(&part);
        let asked = requested.iter().map(|request| request.shares).try_fold(no_shares, add)?;
        let claimed = claims.iter().map(|claim| claim.shares).try_fold(no_shares, add)?;
        let mut waiting = totals.iter().flat_map(|total| [total.pending, total.claimable]);
        let accounted = waiting.try_fold(claimed, add)?;
        let balance = if asked == accounted {
            Balance::Even
        } else if asked > accounted {
            Balance::Missing(asked.checked_sub(&accounted)?)
        } else {
            Balance::Surplus(accounted.checked_sub(&asked)?)
        };
        let lines = lines::allot(&requested, totals, claimed)?;
        Ok(History::Known { lines, claims, balance })
    }
}

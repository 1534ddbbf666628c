//! Maple's queue: shares are asked back, wait in turn, and are paid without a claim.
//!
//! The pool is the token. One open request for each owner; a request gives its place up by `removeShares`. What is paid is decided
//! when the queue comes to it: the estimate is `convertToExitAssets`, which takes losses into account that are not realised yet.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::maple::IWithdrawalQueue::{RequestCreated, RequestDecreased, RequestProcessed, RequestRemoved};
use crate::abi::maple::{IPool, IPoolManager, IWithdrawalQueue};
use crate::evidence::{Fact, LogFilter, LogRecord, Reads, Refusal};
use crate::units::{Amount, Shares};

use super::logs::shaped;
use super::plan::{Offer, expect_contract, note_refusal, noted};
use super::{Obstacle, Payout, RedemptionError, Route, RoutePlan, Step, Timing};

pub(super) fn work_out(
    reads: &mut Reads,
    offer: &Offer,
    manager: Address,
    asset: Address,
) -> Result<RoutePlan, RedemptionError> {
    let (pool, owner, shares) = (offer.token, offer.holder, offer.shares()?);
    let mut obstacles = Vec::new();
    let pool_manager = reads.ask(pool, &IPool::managerCall {});
    let id = reads.ask(manager, &IWithdrawalQueue::requestIdsCall { owner });
    let worth = reads.ask(pool, &IPool::convertToExitAssetsCall { shares: shares.raw() });
    let decimals = reads.ask(asset, &IERC20::decimalsCall {});
    let trial = offer.simulate(reads, pool, &IPool::requestRedeemCall { shares: shares.raw(), owner });
    if let Some(pool_manager) = noted(pool_manager, &mut obstacles)? {
        let named = reads.ask(*pool_manager.value(), &IPoolManager::withdrawalManagerCall {});
        expect_contract(noted(named, &mut obstacles)?.as_ref(), manager, &mut obstacles);
    }
    if let Some(id) = noted(id, &mut obstacles)?.map(Fact::into_value).filter(|id| *id != 0) {
        obstacles.push(Obstacle::InQueue { id });
    }
    let worth = noted(worth, &mut obstacles)?.zip(noted(decimals, &mut obstacles)?);
    let payout =
        match worth {
            None => None,
            Some((worth, decimals)) => Some(worth.zip(decimals)?.try_map(|(raw, scale)| {
                Amount::from_raw(raw, scale).map(|amount| Payout::Estimated { asset, amount })
            })?),
        };
    if let Some(Err(Refusal(data))) = noted(trial, &mut obstacles)?.map(Fact::into_value) {
        note_refusal("requestRedeem", data, &mut obstacles);
    }
    let route = RoutePlan::unread(Route::Queue { manager, asset }, Timing::InTurn);
    Ok(RoutePlan { payout, steps: vec![Step::Enqueue { pool, shares, owner }], obstacles, ..route })
}

/// An owner's open request and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueuePlace {
    /// The request's number.
    pub id: u128,
    /// Its shares that still wait.
    pub shares: Shares,
    /// How many numbers come before it, at most: some may have been given up.
    pub ahead: u128,
    /// How many come after it.
    pub behind: u128,
    /// Whether the owner has to take the payout by itself, instead of being sent it.
    pub manual: bool,
}

/// One request of an owner, as the logs tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct QueuedRequest {
    /// Its number.
    pub id: u128,
    /// Shares that went in.
    pub shares: Shares,
    /// Shares that were paid.
    pub processed: Shares,
    /// What was paid for them.
    pub assets: Amount,
    /// Shares that were taken back.
    pub returned: Shares,
    /// Height of its block.
    pub block: u64,
    /// Its transaction.
    pub transaction: B256,
}

/// All that an owner has, and had, in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueBook {
    /// The pool.
    pub pool: Address,
    /// Whose.
    pub owner: Address,
    /// The open request; `None` where nothing waits.
    pub place: Option<QueuePlace>,
    /// Every request, oldest first.
    pub requests: Vec<QueuedRequest>,
}

impl QueueBook {
    /// Takes everything that waits back (`removeShares`).
    #[must_use]
    pub fn remove_step(&self) -> Option<Step> {
        let place = self.place?;
        Some(Step::Dequeue { pool: self.pool, shares: place.shares, owner: self.owner })
    }
}

/// Where an owner stands in a pool's queue, and what became of its earlier requests.
///
/// # Errors
/// [`RedemptionError::Gap`], [`RedemptionError::Units`] or [`RedemptionError::Log`].
pub fn queue(
    reads: &mut Reads,
    (pool, manager): (Address, Address),
    asset: Address,
    owner: Address,
) -> Result<Fact<QueueBook>, RedemptionError> {
    let id = reads.ask(manager, &IWithdrawalQueue::requestIdsCall { owner });
    let queue = reads.ask(manager, &IWithdrawalQueue::queueCall {});
    let manual = reads.ask(manager, &IWithdrawalQueue::isManualWithdrawalCall { owner });
    let scales = (reads.ask(pool, &IERC20::decimalsCall {}), reads.ask(asset, &IERC20::decimalsCall {}));
    let by_owner = |signature, topic| LogFilter {
        address: manager,
        topics: vec![Some(topic), None, Some(owner.into_word())],
        signature,
    };
    let created = reads.logs(by_owner(RequestCreated::SIGNATURE, RequestCreated::SIGNATURE_HASH));
    let processed = reads.logs(by_owner(RequestProcessed::SIGNATURE, RequestProcessed::SIGNATURE_HASH));
    // These do not name the owner: those of its requests are picked out.
    let all = |signature, topic| LogFilter { address: manager, topics: vec![Some(topic)], signature };
    let decreased = reads.logs(all(RequestDecreased::SIGNATURE, RequestDecreased::SIGNATURE_HASH));
    let removed = reads.logs(all(RequestRemoved::SIGNATURE, RequestRemoved::SIGNATURE_HASH));
    let id = id?;
    let open = match *id.value() {
        0 => None,
        id => Some(reads.ask(manager, &IWithdrawalQueue::requestsCall { requestId: id })?),
    };
    let scales = scales.0?.zip(scales.1?)?;
    let place = raw_place(id, queue?, manual?, open)?.zip(scales)?;
    let logs = created?.zip(processed?)?.zip(decreased?)?.zip(removed?)?;
    place.zip(logs)?.try_map(|((place, (share, unit)), (((created, processed), decreased), removed))| {
        let none = (Shares::from_raw(U256::ZERO, share)?, Amount::from_raw(U256::ZERO, unit)?);
        let requests = history(none, [created, processed, decreased, removed])?;
        Ok(QueueBook { pool, owner, place: place.map(|place| place.counted(none.0)), requests })
    })
}

/// A place, its shares in raw units.
#[derive(Clone, Copy, Debug)]
struct RawPlace {
    id: u128,
    shares: U256,
    next: u128,
    last: u128,
    manual: bool,
}

impl RawPlace {
    const fn counted(self, none: Shares) -> QueuePlace {
        QueuePlace {
            id: self.id,
            shares: none.with_raw(self.shares),
            ahead: self.id.saturating_sub(self.next),
            behind: self.last.saturating_sub(self.id),
            manual: self.manual,
        }
    }
}

fn raw_place(
    id: Fact<u128>,
    queue: Fact<IWithdrawalQueue::queueReturn>,
    manual: Fact<bool>,
    open: Option<Fact<IWithdrawalQueue::requestsReturn>>,
) -> Result<Fact<Option<RawPlace>>, RedemptionError> {
    let known = id.zip(queue)?.zip(manual)?;
    let Some(open) = open else { return Ok(known.map(|_| None)) };
    Ok(known.zip(open)?.map(|(((id, queue), manual), open)| {
        let (next, last) = (queue.nextRequestId, queue.lastRequestId);
        Some(RawPlace { id, shares: open.shares, next, last, manual })
    }))
}

/// The requests from the logs of their creation, of payments, of shares taken back, and of their end.
fn history(
    (no_shares, no_assets): (Shares, Amount),
    [created, processed, decreased, removed]: [Vec<LogRecord>; 4],
) -> Result<Vec<QueuedRequest>, RedemptionError> {
    let mut requests = Vec::new();
    for record in &created {
        let RequestCreated { requestId, shares, .. } = shaped(record)?;
        requests.push(QueuedRequest {
            id: requestId,
            shares: no_shares.with_raw(shares),
            processed: no_shares,
            assets: no_assets,
            returned: no_shares,
            block: record.block_number,
            transaction: record.transaction,
        });
    }
    for record in &processed {
        let RequestProcessed { requestId, shares, assets, .. } = shaped(record)?;
        for request in requests.iter_mut().filter(|request| request.id == requestId) {
            request.processed = request.processed.checked_add(&no_shares.with_raw(shares))?;
            request.assets = request.assets.checked_add(&no_assets.with_raw(assets))?;
        }
    }
    for record in &decreased {
        let RequestDecreased { requestId, shares } = shaped(record)?;
        for request in requests.iter_mut().filter(|request| request.id == requestId) {
            request.returned = request.returned.checked_add(&no_shares.with_raw(shares))?;
        }
    }
    // The end of a request, paid in full or taken back: what was not paid is back.
    for record in &removed {
        let RequestRemoved { requestId } = shaped(record)?;
        for request in requests.iter_mut().filter(|request| request.id == requestId) {
            request.returned = request.shares.saturating_sub(&request.processed)?;
        }
    }
    Ok(requests)
}

//! Following asynchronous redemptions (ERC-7540): Pending → Claimable → Claimed, from the chain alone.
//!
//! What waits and what can be claimed is the contract's own word (`pendingRedeemRequest`, `claimableRedeemRequest`). What was
//! requested and claimed is in its logs (see the history). Both together have to balance; where they do not, the
//! book says so.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::IERC7540Redeem;
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Shares, UnitsError};

use super::history::{self, History, Logs, RequestState};
use super::{RedemptionError, Step};

/// What one request id has waiting and claimable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RequestTotals {
    /// The request's id.
    pub id: U256,
    /// Shares that wait.
    pub pending: Shares,
    /// Shares that can be claimed.
    pub claimable: Shares,
}

/// All redemptions of one controller at one vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestBook {
    /// The vault.
    pub vault: Address,
    /// Whose requests these are.
    pub controller: Address,
    /// The token that is paid.
    pub asset: Address,
    /// Shares that wait, of all requests.
    pub pending: Shares,
    /// Shares that can be claimed, of all requests.
    pub claimable: Shares,
    /// What claiming them pays (`maxWithdraw`).
    pub claimable_assets: Amount,
    /// The same by request id.
    pub totals: Vec<RequestTotals>,
    /// What the logs tell.
    pub history: History,
}

/// The redemptions of a controller at the ledger's block.
///
/// # Errors
/// [`RedemptionError::Gap`], [`RedemptionError::Units`] or [`RedemptionError::Log`]. Logs that the endpoint will not give are
/// no error: see [`History::Unread`].
pub fn requests(reads: &mut Reads, vault: Address, controller: Address) -> Result<Fact<RequestBook>, RedemptionError> {
    let terms = terms(reads, vault);
    let assets = reads.ask(vault, &IERC4626::maxWithdrawCall { owner: controller });
    let mut states = vec![state(reads, vault, controller, U256::ZERO)];
    let logs = history::logs(reads, vault, controller)?;
    let ids = logs.as_ref().map_or_else(|_| BTreeSet::new(), |logs| logs.value().ids());
    if !ids.is_empty() {
        states = ids.into_iter().map(|id| state(reads, vault, controller, id)).collect();
    }
    let mut known = terms?.zip(assets?)?.map(|(terms, claimable)| Known { terms, claimable, states: Vec::new() });
    for state in states {
        known = known.zip(state?)?.map(|(known, state)| known.with(state));
    }
    match logs {
        Ok(logs) => known.zip(logs)?.try_map(|(known, logs)| {
            let book = known.book(vault, controller)?;
            let history = known.history(&logs, &book)?;
            Ok(RequestBook { history, ..book })
        }),
        Err(gap) => known
            .try_map(|known| Ok(RequestBook { history: History::Unread { gap }, ..known.book(vault, controller)? })),
    }
}

impl RequestBook {
    /// Where the whole stands: claimable as soon as anything is, then pending, then claimed. `None` where nothing was ever
    /// requested, or the logs that would tell could not be read.
    #[must_use]
    pub fn state(&self) -> Option<RequestState> {
        if !self.claimable.is_zero() {
            return Some(RequestState::Claimable);
        }
        if !self.pending.is_zero() {
            return Some(RequestState::Pending);
        }
        match &self.history {
            History::Known { claims, .. } if !claims.is_empty() => Some(RequestState::Claimed),
            History::Known { lines, .. } if !lines.is_empty() => Some(RequestState::Unexplained),
            History::Known { .. } | History::Unread { .. } => None,
        }
    }

    /// Whether a part is fulfilled and a part still waits.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.claimable.is_zero() && !self.pending.is_zero()
    }

    /// What to send next: a claim of all that can be claimed, paid to `receiver`.
    #[must_use]
    pub fn next_step(&self, receiver: Address) -> Option<Step> {
        let Self { vault, controller, claimable: shares, .. } = *self;
        (!shares.is_zero()).then_some(Step::Claim { vault, shares, receiver, controller })
    }
}

/// The tokens of a vault and their decimals.
#[derive(Clone, Copy, Debug)]
struct Terms {
    shares: u8,
    asset: Address,
    units: u8,
}

fn terms(reads: &mut Reads, vault: Address) -> Result<Fact<Terms>, RedemptionError> {
    let share = reads.ask(vault, &IERC7540Redeem::shareCall {});
    let asset = reads.ask(vault, &IERC4626::assetCall {});
    let (share, asset) = (share?, asset?);
    let shares = reads.ask(*share.value(), &IERC20::decimalsCall {});
    let units = reads.ask(*asset.value(), &IERC20::decimalsCall {});
    let read = share.zip(shares?)?.zip(asset)?.zip(units?)?;
    Ok(read.map(|(((_, shares), asset), units)| Terms { shares, asset, units }))
}

/// Raw shares of one request id.
#[derive(Clone, Copy, Debug)]
struct State {
    id: U256,
    pending: U256,
    claimable: U256,
}

fn state(reads: &mut Reads, vault: Address, controller: Address, id: U256) -> Result<Fact<State>, RedemptionError> {
    let pending = reads.ask(vault, &IERC7540Redeem::pendingRedeemRequestCall { requestId: id, controller });
    let claimable = reads.ask(vault, &IERC7540Redeem::claimableRedeemRequestCall { requestId: id, controller });
    Ok(pending?.zip(claimable?)?.map(|(pending, claimable)| State { id, pending, claimable }))
}

/// Everything but the logs.
#[derive(Clone, Debug)]
struct Known {
    terms: Terms,
    claimable: U256,
    states: Vec<State>,
}

impl Known {
    fn with(mut self, state: State) -> Self {
        self.states.push(state);
        self
    }

    /// The book, with a history that says nothing was ever requested.
    fn book(&self, vault: Address, controller: Address) -> Result<RequestBook, UnitsError> {
        let none = Shares::from_raw(U256::ZERO, self.terms.shares)?;
        let totals: Vec<_> = self
            .states
            .iter()
            .map(|&State { id, pending, claimable }| RequestTotals {
                id,
                pending: none.with_raw(pending),
                claimable: none.with_raw(claimable),
            })
            .collect();
        let add = |sum: Shares, part: &Shares| sum.checked_add(part);
        Ok(RequestBook {
            vault,
            controller,
            asset: self.terms.asset,
            pending: totals.iter().map(|total| &total.pending).try_fold(none, add)?,
            claimable: totals.iter().map(|total| &total.claimable).try_fold(none, add)?,
            claimable_assets: Amount::from_raw(self.claimable, self.terms.units)?,
            totals,
            history: History::none(),
        })
    }

    fn history(&self, logs: &Logs, book: &RequestBook) -> Result<History, UnitsError> {
        let zero = book.claimable_assets.with_raw(U256::ZERO);
        logs.history(&book.totals, book.pending.with_raw(U256::ZERO), zero)
    }
}

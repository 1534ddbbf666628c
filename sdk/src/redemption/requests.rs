//! Following asynchronous redemptions (ERC-7540) and their cancellation (ERC-7887), from the chain alone.
//!
//! What waits and what can be claimed is the contract's own word (`pendingRedeemRequest`, `claimableRedeemRequest`, and their twins
//! for cancellation, where ERC-165 says that the vault has them). What was
//! requested and claimed is in its logs (see the history). Both together have to balance; where they do not, the
//! book says so.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::erc165::{ERC7887_REDEEM, IERC165};
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::{IERC7540Redeem, IERC7887Redeem};
use crate::evidence::{Fact, Reads};
use crate::units::{Amount, Shares, UnitsError};

use super::history::{self, History, RequestState};
use super::logs::{self, Logs};
use super::{RedemptionError, Step};

/// What one request id has waiting and claimable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestTotals {
    /// The request's id.
    pub id: U256,
    /// Shares that wait.
    pub pending: Shares,
    /// Shares that can be claimed.
    pub claimable: Shares,
    /// Whether the cancellation of what waits was asked for and is not answered (`pendingCancelRedeemRequest`).
    pub cancel_pending: bool,
    /// Shares that were cancelled and can be claimed back (`claimableCancelRedeemRequest`).
    pub cancel_claimable: Shares,
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
    /// Whether what waits can be cancelled: the vault says that it follows ERC-7887.
    pub cancellable: bool,
    /// Shares that were cancelled and can be claimed back, of all requests.
    pub cancel_claimable: Shares,
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
    let cancellable = cancellable(reads, vault, controller);
    let follows = cancellable.as_ref().is_ok_and(|fact| *fact.value());
    let state = if follows { cancellable_state } else { state };
    let mut states = vec![state(reads, vault, controller, U256::ZERO)];
    let logs = logs::read(reads, vault, controller)?;
    let ids = logs.as_ref().map_or_else(|_| BTreeSet::new(), |logs| logs.value().ids());
    if !ids.is_empty() {
        states = ids.into_iter().map(|id| state(reads, vault, controller, id)).collect();
    }
    let operators = logs.as_ref().map_or_else(|_| BTreeSet::new(), |logs| logs.value().operators());
    let operators: Vec<_> = operators
        .into_iter()
        .map(|operator| (operator, reads.ask(vault, &IERC7540Redeem::isOperatorCall { controller, operator })))
        .collect();
    let mut known = terms?.zip(assets?)?.zip(cancellable?)?.map(|((terms, claimable), cancellable)| Known {
        terms,
        claimable,
        cancellable,
        states: Vec::new(),
        operators: Vec::new(),
    });
    for state in states {
        known = known.zip(state?)?.map(|(known, state)| known.with(state));
    }
    for (operator, is_operator) in operators {
        known = known.zip(is_operator?)?.map(|(known, is)| known.with_operator(is.then_some(operator)));
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
    /// Where the whole stands: claimable as soon as anything is, then what can be claimed back, then pending, then as the newest
    /// request does. `None` where nothing was ever requested, or the logs that would tell could not be read.
    #[must_use]
    pub fn state(&self) -> Option<RequestState> {
        if !self.claimable.is_zero() {
            return Some(RequestState::Claimable);
        }
        if !self.cancel_claimable.is_zero() {
            return Some(RequestState::CancelClaimable);
        }
        if !self.pending.is_zero() {
            let mut waiting = self.totals.iter().filter(|total| !total.pending.is_zero());
            let all = waiting.all(|total| total.cancel_pending);
            return Some(if all { RequestState::CancelPending } else { RequestState::Pending });
        }
        match &self.history {
            History::Known { lines, .. } => lines.last().map(super::RequestLine::state),
            History::Unread { .. } => None,
        }
    }

    /// Whether a part is fulfilled and a part still waits.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.claimable.is_zero() && !self.pending.is_zero()
    }

    /// What to send next: a claim of all that can be claimed, paid to `receiver`; after that, of what was cancelled.
    #[must_use]
    pub fn next_step(&self, receiver: Address) -> Option<Step> {
        let Self { vault, controller, claimable: shares, .. } = *self;
        if !shares.is_zero() {
            return Some(Step::Claim { vault, shares, receiver, controller });
        }
        let cancelled = self.totals.iter().find(|total| !total.cancel_claimable.is_zero())?;
        let (id, shares) = (cancelled.id, cancelled.cancel_claimable);
        Some(Step::ClaimCancelled { vault, id, shares, receiver, controller })
    }

    /// The cancellations that can be asked for now, one for each request id of which something waits; none where the vault does not
    /// follow ERC-7887. What is fulfilled before the cancellation is answered is paid all the same.
    #[must_use]
    pub fn cancel_steps(&self) -> Vec<Step> {
        let Self { vault, controller, .. } = *self;
        let waits = |total: &&RequestTotals| self.cancellable && !total.pending.is_zero() && !total.cancel_pending;
        let step = |total: &RequestTotals| Step::Cancel { vault, id: total.id, shares: total.pending, controller };
        self.totals.iter().filter(waits).map(step).collect()
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
    cancel_pending: bool,
    cancel_claimable: U256,
}

fn state(reads: &mut Reads, vault: Address, controller: Address, id: U256) -> Result<Fact<State>, RedemptionError> {
    let pending = reads.ask(vault, &IERC7540Redeem::pendingRedeemRequestCall { requestId: id, controller });
    let claimable = reads.ask(vault, &IERC7540Redeem::claimableRedeemRequestCall { requestId: id, controller });
    let (cancel_pending, cancel_claimable) = (false, U256::ZERO);
    let state = |(pending, claimable)| State { id, pending, claimable, cancel_pending, cancel_claimable };
    Ok(pending?.zip(claimable?)?.map(state))
}

/// The same of a vault that follows ERC-7887.
fn cancellable_state(
    reads: &mut Reads,
    vault: Address,
    controller: Address,
    id: U256,
) -> Result<Fact<State>, RedemptionError> {
    let state = state(reads, vault, controller, id);
    let waits = reads.ask(vault, &IERC7887Redeem::pendingCancelRedeemRequestCall { requestId: id, controller });
    let back = reads.ask(vault, &IERC7887Redeem::claimableCancelRedeemRequestCall { requestId: id, controller });
    let cancels = waits?.zip(back?)?;
    let with = |(state, (cancel_pending, cancel_claimable))| State { cancel_pending, cancel_claimable, ..state };
    Ok(state?.zip(cancels)?.map(with))
}

/// Whether the vault says that it follows ERC-7887. By the rules of ERC-165, a contract that refuses the question or answers anything
/// but a boolean does not.
fn cancellable(reads: &mut Reads, vault: Address, controller: Address) -> Result<Fact<bool>, RedemptionError> {
    let question = IERC165::supportsInterfaceCall { interfaceId: ERC7887_REDEEM };
    let signature = IERC165::supportsInterfaceCall::SIGNATURE;
    let answer = reads.simulate(controller, vault, question.abi_encode().into(), signature)?;
    Ok(answer.map(|answer| {
        let said = answer.ok().and_then(|data| IERC165::supportsInterfaceCall::abi_decode_returns_validate(&data).ok());
        said == Some(true)
    }))
}

/// Everything but the logs.
#[derive(Clone, Debug)]
struct Known {
    terms: Terms,
    claimable: U256,
    cancellable: bool,
    states: Vec<State>,
    operators: Vec<Address>,
}

impl Known {
    fn with(mut self, state: State) -> Self {
        self.states.push(state);
        self
    }

    fn with_operator(mut self, operator: Option<Address>) -> Self {
        self.operators.extend(operator);
        self
    }

    /// The book, with a history that says nothing was ever requested.
    fn book(&self, vault: Address, controller: Address) -> Result<RequestBook, UnitsError> {
        let none = Shares::from_raw(U256::ZERO, self.terms.shares)?;
        let total = |state: &State| RequestTotals {
            id: state.id,
            pending: none.with_raw(state.pending),
            claimable: none.with_raw(state.claimable),
            cancel_pending: state.cancel_pending,
            cancel_claimable: none.with_raw(state.cancel_claimable),
        };
        let totals: Vec<_> = self.states.iter().map(total).collect();
        let sum = |part: fn(&RequestTotals) -> Shares| {
            totals.iter().map(part).try_fold(none, |sum, part| sum.checked_add(&part))
        };
        Ok(RequestBook {
            vault,
            controller,
            asset: self.terms.asset,
            pending: sum(|total| total.pending)?,
            claimable: sum(|total| total.claimable)?,
            claimable_assets: Amount::from_raw(self.claimable, self.terms.units)?,
            cancellable: self.cancellable,
            cancel_claimable: sum(|total| total.cancel_claimable)?,
            totals,
            history: History::none(),
        })
    }

    fn history(&self, logs: &Logs, book: &RequestBook) -> Result<History, UnitsError> {
        history::history(logs, book, self.operators.clone())
    }
}

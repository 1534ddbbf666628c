//! The state machine of ERC-7540 and ERC-7887, run again over the logs alone.
//!
//! Pending → Claimable → Claimed, and from Pending by a cancellation, which is pending, claimable and claimed in its turn. A vault fulfils
//! its oldest requests first; a cancellation takes all that still waits. No standard asks for a log where a request is fulfilled:
//! of a vault that writes none, a fulfilment is seen only when it is claimed, and what the contract itself answers is then the
//! only word on what is claimable.

use std::collections::BTreeSet;

use alloy_primitives::U256;

use super::history::Requested;
use super::logs::{Logs, Told};
use super::requests::RequestTotals;
use crate::units::Shares;

/// One request as the logs leave it, in raw shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replayed {
    pub(super) request: Requested,
    /// Neither fulfilled nor given back.
    pub(super) open: U256,
    pub(super) claimable: U256,
    pub(super) claimed: U256,
    pub(super) cancel_claimable: U256,
    pub(super) cancelled: U256,
    /// Whether a cancellation was asked for that is not answered yet.
    pub(super) cancel_pending: bool,
}

/// Takes from one place of a request to another.
type Way = fn(&mut Replayed) -> (&mut U256, &mut U256);

const fn fulfilled(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.open, &mut line.claimable)
}

const fn claimed(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.claimable, &mut line.claimed)
}

const fn cancel_fulfilled(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.open, &mut line.cancel_claimable)
}

const fn cancel_claimed(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.cancel_claimable, &mut line.cancelled)
}

const fn unclaimed(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.claimed, &mut line.cancel_claimable)
}

const fn paid(line: &mut Replayed) -> (&mut U256, &mut U256) {
    (&mut line.open, &mut line.claimed)
}

/// The requests as the logs leave them, oldest first.
pub(super) fn replay(logs: &Logs, no_shares: Shares) -> Vec<Replayed> {
    let mut lines: Vec<Replayed> = Vec::new();
    for (told, record) in &logs.0 {
        match told {
            Told::Requested(event) => lines.push(Replayed {
                request: Requested {
                    id: event.requestId,
                    owner: event.owner,
                    shares: no_shares.with_raw(event.shares),
                    block: record.block_number,
                    transaction: record.transaction,
                },
                open: event.shares,
                claimable: U256::ZERO,
                claimed: U256::ZERO,
                cancel_claimable: U256::ZERO,
                cancelled: U256::ZERO,
                cancel_pending: false,
            }),
            Told::Fulfilled(event) => {
                shift(of(&mut lines, event.requestId), event.shares, fulfilled);
                of(&mut lines, event.requestId).for_each(Replayed::settle);
            }
            Told::Claimed(event) => {
                let missing = shift(lines.iter_mut(), event.shares, claimed);
                // Fulfilled without a log.
                shift(lines.iter_mut(), missing, paid);
            }
            Told::CancelRequested(event) => {
                of(&mut lines, event.requestId).for_each(|line| line.cancel_pending = !line.open.is_zero());
            }
            Told::CancelFulfilled(event) => give_back(&mut lines, event.requestId, event.shares),
            Told::CancelClaimed(event) => {
                let missing = shift(of(&mut lines, event.requestId), event.shares, cancel_claimed);
                // Given back without a log.
                if !missing.is_zero() {
                    give_back_unseen(&mut lines, event.requestId, missing);
                    shift(of(&mut lines, event.requestId), missing, cancel_claimed);
                }
            }
            Told::Operator(_) => {}
        }
    }
    lines
}

/// What the logs alone make of the totals that the contract answers.
pub(super) fn totals(lines: &[Replayed], no_shares: Shares) -> Vec<RequestTotals> {
    let ids: BTreeSet<U256> = lines.iter().map(|line| line.request.id).collect();
    let total = |id| {
        let of_id = || lines.iter().filter(move |line| line.request.id == id);
        let sum = |part: fn(&Replayed) -> U256| {
            no_shares.with_raw(of_id().map(part).fold(U256::ZERO, |sum, part| sum.saturating_add(part)))
        };
        RequestTotals {
            id,
            pending: sum(|line| line.open),
            claimable: sum(|line| line.claimable),
            cancel_pending: of_id().any(|line| line.cancel_pending),
            cancel_claimable: sum(|line| line.cancel_claimable),
        }
    };
    ids.into_iter().map(total).collect()
}

/// Answers a cancellation. Newest first: what was fulfilled before belongs to the oldest.
fn give_back(lines: &mut [Replayed], id: U256, shares: U256) {
    shift(of(lines, id).rev().filter(|line| line.cancel_pending), shares, cancel_fulfilled);
    of(lines, id).for_each(|line| line.cancel_pending = false);
}

/// Answers a cancellation whose answer wrote no log. Claims may have been laid to shares that, as is seen only now, had been given back:
/// then they were of later requests.
fn give_back_unseen(lines: &mut [Replayed], id: U256, shares: U256) {
    let mut left = shares;
    let mut unpaid = U256::ZERO;
    for cancelled in [true, false] {
        let these = |line: &&mut Replayed| line.cancel_pending == cancelled;
        left = shift(of(lines, id).rev().filter(these), left, cancel_fulfilled);
        let still = shift(of(lines, id).rev().filter(these), left, unclaimed);
        unpaid = unpaid.saturating_add(left.saturating_sub(still));
        left = still;
    }
    of(lines, id).for_each(|line| line.cancel_pending = false);
    shift(lines.iter_mut(), unpaid, paid);
}

fn of(lines: &mut [Replayed], id: U256) -> impl DoubleEndedIterator<Item = &mut Replayed> {
    lines.iter_mut().filter(move |line| line.request.id == id)
}

/// Moves shares, line by line; what no line had.
fn shift<'a>(lines: impl Iterator<Item = &'a mut Replayed>, shares: U256, way: Way) -> U256 {
    let mut left = shares;
    for line in lines {
        let (from, to) = way(line);
        let moved = left.min(*from);
        *from = from.saturating_sub(moved);
        *to = to.saturating_add(moved);
        left = left.saturating_sub(moved);
    }
    left
}

impl Replayed {
    /// A cancellation of which everything was fulfilled in the meantime has come too late.
    fn settle(&mut self) {
        self.cancel_pending &= !self.open.is_zero();
    }
}

//! Requests one by one, though the contract counts them together.
//!
//! A vault that uses request id 0 does not say which of a controller's requests was fulfilled or paid. We read it as a
//! queue: what was claimed belongs to the oldest requests, what still waits to the newest, what can be claimed lies between. What a
//! cancellation took out belongs to the requests that were made before it. The sums are the contract's; only this allotment is
//! ours.

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{Shares, UnitsError};

use super::replay::Replayed;
use super::{RequestState, RequestTotals, Requested};

/// One request and its part of what waits, can be claimed, was claimed or was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLine {
    /// The request.
    pub request: Requested,
    /// Its shares that were claimed.
    pub claimed: Shares,
    /// Its shares that can be claimed.
    pub claimable: Shares,
    /// Its shares that wait.
    pub pending: Shares,
    /// Whether the cancellation of what waits was asked for.
    pub cancel_pending: bool,
    /// Its shares that were cancelled and can be claimed back.
    pub cancel_claimable: Shares,
    /// Its shares that were cancelled and are back.
    pub cancelled: Shares,
}

impl RequestLine {
    /// Where this request stands.
    #[must_use]
    pub fn state(&self) -> RequestState {
        if !self.claimable.is_zero() {
            RequestState::Claimable
        } else if !self.cancel_claimable.is_zero() {
            RequestState::CancelClaimable
        } else if !self.pending.is_zero() {
            if self.cancel_pending { RequestState::CancelPending } else { RequestState::Pending }
        } else if self.claimed == self.request.shares {
            RequestState::Claimed
        } else if self.claimed.checked_add(&self.cancelled) == Ok(self.request.shares) {
            RequestState::Cancelled
        } else {
            RequestState::Unexplained
        }
    }

    /// What of it is neither cancelled nor `taken`.
    fn rest(&self, taken: &[Shares]) -> Result<Shares, UnitsError> {
        let left = self.request.shares.saturating_sub(&self.cancelled)?.saturating_sub(&self.cancel_claimable)?;
        taken.iter().try_fold(left, |left, part| left.saturating_sub(part))
    }
}

/// Allots the totals to the requests, which come oldest first. `claimed` is the sum of all claims.
pub(super) fn allot(
    replayed: &[Replayed],
    totals: &[RequestTotals],
    claimed: Shares,
) -> Result<Vec<RequestLine>, UnitsError> {
    let none = claimed.with_raw(U256::ZERO);
    let mut lines: Vec<_> = replayed
        .iter()
        .map(|line| RequestLine {
            request: line.request,
            claimed: none,
            claimable: none,
            pending: none,
            cancel_pending: false,
            cancel_claimable: none,
            cancelled: none.with_raw(line.cancelled),
        })
        .collect();
    for total in totals {
        allot_cancelled(&mut lines, replayed, total)?;
        let of_id = lines.iter().filter(|line| line.request.id == total.id);
        let asked = of_id.map(|line| line.rest(&[])).try_fold(none, |sum, part| sum.checked_add(&part?))?;
        // Claims do not name their request: with several ids, what an id no longer has was claimed.
        let mut claimed = match totals {
            [_] => claimed,
            _ => asked.saturating_sub(&total.pending)?.saturating_sub(&total.claimable)?,
        };
        let (mut pending, mut claimable) = (total.pending, total.claimable);
        for line in lines.iter_mut().rev().filter(|line| line.request.id == total.id) {
            line.pending = take(&mut pending, line.rest(&[])?)?;
            line.claimable = take(&mut claimable, line.rest(&[line.pending])?)?;
            line.cancel_pending = total.cancel_pending && !line.pending.is_zero();
        }
        for line in lines.iter_mut().filter(|line| line.request.id == total.id) {
            line.claimed = take(&mut claimed, line.rest(&[line.pending, line.claimable])?)?;
        }
    }
    Ok(lines)
}

/// The most of what can be claimed back that may be of a request.
type Most = fn(&RequestLine, &Replayed) -> Result<Shares, UnitsError>;

/// What can be claimed back: to the requests that the logs say it of, then to those whose cancellation they do not know the end of, then to
/// whatever has room: the contract's total stands.
fn allot_cancelled(lines: &mut [RequestLine], replayed: &[Replayed], total: &RequestTotals) -> Result<(), UnitsError> {
    let mut left = total.cancel_claimable;
    let ways: [Most; 3] = [
        |line, past| Ok(line.request.shares.with_raw(past.cancel_claimable)),
        |line, past| if past.cancel_pending { line.rest(&[]) } else { Ok(line.request.shares.with_raw(U256::ZERO)) },
        |line, _| line.rest(&[]),
    ];
    for most in ways {
        for (line, past) in lines.iter_mut().zip(replayed).rev().filter(|(line, _)| line.request.id == total.id) {
            let part = take(&mut left, most(line, past)?)?;
            line.cancel_claimable = line.cancel_claimable.checked_add(&part)?;
        }
    }
    Ok(())
}

/// Takes at most `most` from what is left.
fn take(left: &mut Shares, most: Shares) -> Result<Shares, UnitsError> {
    let taken = if *left < most { *left } else { most };
    *left = left.checked_sub(&taken)?;
    Ok(taken)
}

//! Requests one by one, though the contract counts them together.
//!
//! A vault that uses request id 0 does not say which of a controller's requests was fulfilled or paid. We read it as a
//! queue: what was claimed belongs to the oldest requests, what still waits to the newest, what can be claimed lies between.
//! The sums are the contract's; only this allotment is ours.

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{Shares, UnitsError};

use super::{RequestState, RequestTotals, Requested};

/// One request and its part of what waits, can be claimed and was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RequestLine {
    /// The request.
    pub request: Requested,
    /// Its shares that were claimed.
    pub claimed: Shares,
    /// Its shares that can be claimed.
    pub claimable: Shares,
    /// Its shares that wait.
    pub pending: Shares,
}

impl RequestLine {
    /// Where this request stands.
    #[must_use]
    pub fn state(&self) -> RequestState {
        if !self.claimable.is_zero() {
            RequestState::Claimable
        } else if !self.pending.is_zero() {
            RequestState::Pending
        } else if self.claimed == self.request.shares {
            RequestState::Claimed
        } else {
            RequestState::Unexplained
        }
    }
}

/// Allots the totals to the requests, which come oldest first. `claimed` is the sum of all claims.
pub(super) fn allot(
    requested: &[Requested],
    totals: &[RequestTotals],
    claimed: Shares,
) -> Result<Vec<RequestLine>, UnitsError> {
    let none = claimed.with_raw(U256::ZERO);
    let mut lines: Vec<_> = requested
        .iter()
        .map(|request| RequestLine { request: *request, claimed: none, claimable: none, pending: none })
        .collect();
    for total in totals {
        let of_id = requested.iter().filter(|request| request.id == total.id);
        let asked = of_id.map(|request| request.shares).try_fold(none, |sum, part| sum.checked_add(&part))?;
        // Claims do not name their request: with several ids, what an id no longer has was claimed.
        let mut claimed = match totals {
            [_] => claimed,
            _ => asked.saturating_sub(&total.pending)?.saturating_sub(&total.claimable)?,
        };
        let (mut pending, mut claimable) = (total.pending, total.claimable);
        for line in lines.iter_mut().rev().filter(|line| line.request.id == total.id) {
            line.pending = take(&mut pending, line.request.shares)?;
            line.claimable = take(&mut claimable, line.request.shares.saturating_sub(&line.pending)?)?;
        }
        for line in lines.iter_mut().filter(|line| line.request.id == total.id) {
            let rest = line.request.shares.saturating_sub(&line.pending)?.saturating_sub(&line.claimable)?;
            line.claimed = take(&mut claimed, rest)?;
        }
    }
    Ok(lines)
}

/// Takes at most `most` from what is left.
fn take(left: &mut Shares, most: Shares) -> Result<Shares, UnitsError> {
    let taken = if *left < most { *left } else { most };
    *left = left.checked_sub(&taken)?;
    Ok(taken)
}

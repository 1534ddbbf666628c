//! How a way out stands, and where the shares of a request are.

use std::collections::VecDeque;

use alloy_primitives::{B256, U256};
use assay_sdk::compliance::Verdict;
use assay_sdk::redemption::{Claim, RequestBook, RequestLine, RequestState, RoutePlan};
use assay_sdk::units::{Amount, Rate, Shares, UnitsError};

/// How a way out stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that is known stands in its way.
    Open,
    /// It cannot be told whether it would pass.
    Unsure,
    /// It would be refused.
    Refused,
}

/// How a way out stands, by what was found out about it and by the rules of the transfer that it takes.
#[must_use]
pub fn standing(route: &RoutePlan, rules: Option<&Verdict>) -> Standing {
    let refused = route.obstacles.iter().any(|obstacle| !obstacle.is_unknown());
    match rules {
        _ if refused => Standing::Refused,
        Some(Verdict::Deny(_)) => Standing::Refused,
        Some(Verdict::Unknown(_)) => Standing::Unsure,
        Some(Verdict::Allow(_)) | None if route.obstacles.is_empty() => Standing::Open,
        Some(Verdict::Allow(_)) | None => Standing::Unsure,
    }
}

/// Where the shares of a request are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// They wait.
    pub pending: Shares,
    /// They can be claimed.
    pub claimable: Shares,
    /// They were claimed.
    pub claimed: Shares,
    /// What waits was asked back.
    pub cancel_pending: bool,
    /// They can be taken back.
    pub cancel_claimable: Shares,
    /// They are back.
    pub cancelled: Shares,
    /// Where all of it stands.
    pub state: RequestState,
}

impl From<&RequestLine> for Parts {
    fn from(line: &RequestLine) -> Self {
        Self {
            pending: line.pending,
            claimable: line.claimable,
            claimed: line.claimed,
            cancel_pending: line.cancel_pending,
            cancel_claimable: line.cancel_claimable,
            cancelled: line.cancelled,
            state: line.state(),
        }
    }
}

impl Parts {
    /// Of all requests together, for a book whose logs could not be read; `None` where nothing is under way.
    #[must_use]
    pub fn of_book(book: &RequestBook) -> Option<Self> {
        let none = book.pending.with_raw(U256::ZERO);
        Some(Self {
            pending: book.pending,
            claimable: book.claimable,
            claimed: none,
            cancel_pending: book.totals.iter().any(|total| total.cancel_pending),
            cancel_claimable: book.cancel_claimable,
            cancelled: none,
            state: book.state()?,
        })
    }

    /// Whether nothing of it is under way any more.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.state, RequestState::Claimed | RequestState::Cancelled)
    }

    /// The steps of its line.
    #[must_use]
    pub fn steps(&self) -> [(Mark, Reach, Option<Shares>); 4] {
        let some = |shares: Shares| (!shares.is_zero()).then_some(shares);
        let asked_back = self.cancel_pending || !self.cancel_claimable.is_zero();
        if asked_back || (self.pending.is_zero() && !self.cancelled.is_zero()) {
            let back = !self.cancelled.is_zero();
            return [
                (Mark::Requested, Reach::Done, None),
                (
                    Mark::CancelPending,
                    if self.cancel_pending { Reach::Waiting } else { Reach::Done },
                    some(self.pending),
                ),
                (
                    Mark::CancelClaimable,
                    ready(&self.cancel_claimable, if back { Reach::Done } else { Reach::Ahead }),
                    some(self.cancel_claimable),
                ),
                (Mark::Cancelled, if back && !asked_back { Reach::Done } else { Reach::Ahead }, some(self.cancelled)),
            ];
        }
        let waiting = !self.pending.is_zero();
        let pending = if self.state == RequestState::Unexplained {
            Reach::Failed
        } else if waiting {
            Reach::Waiting
        } else {
            Reach::Done
        };
        let past = !waiting && self.state != RequestState::Unexplained;
        [
            (Mark::Requested, Reach::Done, None),
            (Mark::Pending, pending, some(self.pending)),
            (
                Mark::Claimable,
                ready(&self.claimable, if past { Reach::Done } else { Reach::Ahead }),
                some(self.claimable),
            ),
            (
                Mark::Claimed,
                if self.state == RequestState::Claimed { Reach::Done } else { Reach::Ahead },
                some(self.claimed),
            ),
        ]
    }
}

/// A step on the line of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was asked for.
    Requested,
    /// It waits for the issuer.
    Pending,
    /// It can be claimed.
    Claimable,
    /// It was claimed.
    Claimed,
    /// It was asked back.
    CancelPending,
    /// It can be taken back.
    CancelClaimable,
    /// It is back.
    Cancelled,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Behind us.
    Done,
    /// Others are at work.
    Waiting,
    /// It waits for the holder.
    Ready,
    /// Not reached.
    Ahead,
    /// Nobody can say.
    Failed,
}

/// Where shares wait for the holder, that; otherwise what it is without them.
fn ready(shares: &Shares, otherwise: Reach) -> Reach {
    if shares.is_zero() { otherwise } else { Reach::Ready }
}

/// A part of a claim that belongs to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// For how many of its shares.
    pub shares: Shares,
    /// How much of the asset, rounded down where a claim paid several requests.
    pub assets: Amount,
    /// The price of the claim.
    pub price: Rate,
    /// Height of the claim's block.
    pub block: u64,
    /// The claim's transaction.
    pub transaction: B256,
}

/// What was paid for each request: claims do not name theirs, so the oldest requests are paid first, as the SDK's lines are.
///
/// # Errors
/// [`UnitsError`] where a claim is of no shares.
pub fn payments(lines: &[RequestLine], claims: &[Claim]) -> Result<Vec<Vec<Payment>>, UnitsError> {
    let mut left: VecDeque<(Shares, &Claim)> = claims.iter().map(|claim| (claim.shares, claim)).collect();
    let mut paid = Vec::with_capacity(lines.len());
    for line in lines {
        let (mut open, mut of_line) = (line.claimed, Vec::new());
        while !open.is_zero() {
            let Some((rest, claim)) = left.pop_front() else { break };
            let part = if rest < open { rest } else { open };
            let assets = claim.assets.mul_div(part.raw(), claim.shares.raw(), assay_sdk::units::Rounding::Down)?;
            let (block, transaction) = (claim.block, claim.transaction);
            of_line.push(Payment { shares: part, assets, price: claim.price()?, block, transaction });
            open = open.checked_sub(&part)?;
            let rest = rest.checked_sub(&part)?;
            if !rest.is_zero() {
                left.push_front((rest, claim));
            }
        }
        paid.push(of_line);
    }
    Ok(paid)
}

/// What one whole share is worth at a price in raw units.
///
/// # Errors
/// [`UnitsError`] where that fits no amount.
pub fn of_one_share(price: &Rate, shares: u8, assets: u8) -> Result<Amount, UnitsError> {
    Amount::from_raw(price.per(power(shares))?, assets)
}

/// By how much `now` is more, or less, than `then`; `None` where that cannot be said.
#[must_use]
pub fn change(then: &Rate, now: &Rate) -> Option<(bool, Rate)> {
    // Both over one denominator, so that nothing is rounded.
    let (then, now) = (then.numerator.checked_mul(now.denominator)?, now.numerator.checked_mul(then.denominator)?);
    let (more, by) = if now >= then { (true, now.checked_sub(then)?) } else { (false, then.checked_sub(now)?) };
    Rate::new(by, then).ok().map(|by| (more, by))
}

/// Powers that do not fit are more than any amount, and the sums made with them say so.
fn power(exponent: u8) -> U256 {
    U256::from(10).saturating_pow(U256::from(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;
    use assay_sdk::redemption::Requested;

    fn shares(raw: u64) -> Shares {
        Shares::from_raw(U256::from(raw), 0).unwrap()
    }

    fn line(asked: u64, pending: u64, claimable: u64, claimed: u64) -> RequestLine {
        let (id, owner, transaction) = (U256::ZERO, Address::ZERO, B256::ZERO);
        let request = Requested { id, owner, shares: shares(asked), block: 1, transaction };
        RequestLine {
            request,
            claimed: shares(claimed),
            claimable: shares(claimable),
            pending: shares(pending),
            cancel_pending: false,
            cancel_claimable: shares(0),
            cancelled: shares(0),
        }
    }

    fn reached(line: &RequestLine) -> Vec<Reach> {
        Parts::from(line).steps().map(|(_, reach, _)| reach).to_vec()
    }

    fn claim(shares_paid: u64, assets: u64, block: u64) -> Claim {
        let assets = Amount::from_raw(U256::from(assets), 0).unwrap();
        Claim { receiver: Address::ZERO, shares: shares(shares_paid), assets, block, transaction: B256::ZERO }
    }

    #[test]
    fn a_request_goes_along_its_line_and_may_stand_in_two_places() {
        use Reach::{Ahead, Done, Failed, Ready, Waiting};
        assert_eq!(reached(&line(9, 9, 0, 0)), [Done, Waiting, Ahead, Ahead]);
        assert_eq!(reached(&line(9, 5, 4, 0)), [Done, Waiting, Ready, Ahead]);
        assert_eq!(reached(&line(9, 5, 0, 4)), [Done, Waiting, Ahead, Ahead]);
        assert_eq!(reached(&line(9, 0, 5, 4)), [Done, Done, Ready, Ahead]);
        assert_eq!(reached(&line(9, 0, 0, 9)), [Done, Done, Done, Done]);
        assert_eq!(reached(&line(9, 0, 0, 4)), [Done, Failed, Ahead, Ahead]);
        let asked_back = RequestLine { cancel_pending: true, ..line(9, 9, 0, 0) };
        assert_eq!(reached(&asked_back), [Done, Waiting, Ahead, Ahead]);
        let given = RequestLine { cancel_claimable: shares(9), ..line(9, 0, 0, 0) };
        assert_eq!(reached(&given), [Done, Done, Ready, Ahead]);
        let back = RequestLine { cancelled: shares(5), ..line(9, 0, 0, 4) };
        assert_eq!(reached(&back), [Done, Done, Done, Done]);
        assert!(Parts::from(&back).is_over());
    }

    #[test]
    fn claims_pay_the_oldest_requests_first() {
        let lines = [line(4, 0, 0, 4), line(6, 1, 0, 5)];
        let paid = payments(&lines, &[claim(3, 300, 7), claim(6, 660, 8)]).unwrap();
        let told: Vec<Vec<_>> = paid
            .iter()
            .map(|parts| parts.iter().map(|part| (part.shares.raw(), part.assets.raw(), part.block)).collect())
            .collect();
        let part = |shares: u64, assets: u64, block| (U256::from(shares), U256::from(assets), block);
        assert_eq!(told, [vec![part(3, 300, 7), part(1, 110, 8)], vec![part(5, 550, 8)]]);
        assert!(payments(&lines, &[claim(0, 1, 7)]).is_err());
    }

    #[test]
    fn prices_are_of_one_share_and_compared() {
        let price = |assets: u64, shares: u64| Rate::new(U256::from(assets), U256::from(shares)).unwrap();
        // 102.5 of 6 decimals for one share of 18: 102,500,000 raw units for 10^18.
        let raw = price(102_500_000, 1_000_000_000_000_000_000);
        assert_eq!(of_one_share(&raw, 18, 6).unwrap().to_string(), "102.5");
        let (more, by) = change(&price(100, 7), &price(101, 7)).unwrap();
        assert_eq!((more, by.per(U256::from(100_000))), (true, Ok(U256::from(1_000))));
        let (more, by) = change(&price(100, 7), &price(98, 7)).unwrap();
        assert_eq!((more, by.per(U256::from(100_000))), (false, Ok(U256::from(2_000))));
        assert_eq!(change(&price(0, 7), &price(98, 7)), None);
    }
}

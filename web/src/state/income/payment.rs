//! Payments to holders, whatever contract makes them: what for, how much, where it stands, and what is to be sent for it.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::asset::{Descriptor, Distribution};
use assay_sdk::evidence::Fact;
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, Timestamp};
use assay_sdk::yields::{
    Change, CumulativeEntitlement, Dividend, DividendState, DividendStep, Entitlement, SnapshotPayout, Unread,
    YieldReport,
};

/// One payment. Its amount comes apart from the rest, which stays the same from block to block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// What it is, and where it stands.
    pub line: PaymentLine,
    /// How much; `None` where the holder has no share in it, or that is not known.
    pub amount: Option<Fact<Amount>>,
}

/// A payment without its amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLine {
    /// What the payment is called; `None` where nobody can tell which one it is.
    pub label: Option<String>,
    /// What it pays; the chain's own coin where `None`.
    pub token: Option<Address>,
    /// Where it stands.
    pub standing: Standing,
    /// What is to be sent for it, in order. Nothing where it cannot be claimed now.
    pub steps: Vec<Intent>,
    /// Whom the contract pays, where that is not the holder.
    pub paid_to: Option<Address>,
}

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be claimed now.
    Ready {
        /// What came in and is to be booked first: a part of it is the holder's too.
        unbooked: Option<Amount>,
    },
    /// Nothing is due yet, but something came in that is due to holders once it is booked.
    ToBook {
        /// What came in.
        unbooked: Amount,
    },
    /// The contract has less than is due.
    Unfunded {
        /// What it has.
        available: Amount,
    },
    /// The published file does not count yet.
    Disputable {
        /// From when on it counts.
        until: Timestamp,
        /// Who disputes it.
        disputer: Option<Address>,
    },
    /// The chain would refuse the claim.
    Refused {
        /// The revert data.
        revert: Bytes,
    },
    /// It was claimed before.
    Claimed,
    /// Nothing is due now, and nothing ever was or all of it was withdrawn.
    Nothing,
    /// The published file has nothing for this holder.
    NotEntitled,
    /// The published file does not belong to the contract.
    Mismatch {
        /// The root that the file leads to.
        got: B256,
        /// The root that the contract holds.
        expected: B256,
    },
    /// It could not be read.
    Unread(String),
}

impl Standing {
    /// Whether it can be claimed now.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready { .. })
    }
}

/// All payments of an asset: those by files, those by cumulative files, those by snapshots, and dividends.
#[must_use]
pub fn payments(descriptor: &Descriptor, report: &YieldReport) -> Vec<Payment> {
    let single = listed(descriptor, |one| {
        matches!(one, Distribution::UniswapMerkle { .. } | Distribution::StandardMerkle { .. })
    });
    let cumulative = listed(descriptor, |one| {
        matches!(
            one,
            Distribution::CumulativeMerkle { .. }
                | Distribution::CumulativeMerkle128 { .. }
                | Distribution::Merkl { .. }
        )
    });
    let snapshots = listed(descriptor, |one| matches!(one, Distribution::Snapshot { .. }));
    let dividends =
        listed(descriptor, |one| matches!(one, Distribution::Erc2222 { .. } | Distribution::Erc1726 { .. }));
    let by_file = named(&report.claims, single, of_entitlement);
    let by_sum = named(&report.cumulative, cumulative, of_cumulative);
    let by_share = named(&report.dividends, dividends, of_dividend);
    let by_snapshot = named(&report.snapshots, snapshots, of_snapshot);
    by_file.chain(by_sum).chain(by_snapshot).chain(by_share).collect()
}

fn listed(descriptor: &Descriptor, of_kind: fn(&Distribution) -> bool) -> Vec<String> {
    descriptor.distributions.iter().filter(|one| of_kind(one)).map(Distribution::title).collect()
}

/// Each part as a payment. Where a file is missing its payment has no part, and places no longer tell names.
fn named<'a, T>(
    parts: &'a [Result<Fact<T>, Unread>],
    titles: Vec<String>,
    of: fn(&Fact<T>) -> Payment,
) -> impl Iterator<Item = Payment> + use<'a, T> {
    let titles = if titles.len() == parts.len() { titles } else { Vec::new() };
    parts.iter().enumerate().map(move |(place, part)| {
        let mut payment = match part {
            Ok(fact) => of(fact),
            Err(Unread(error)) => Payment::without_share(Standing::Unread(error.to_string())),
        };
        payment.line.label = payment.line.label.or_else(|| titles.get(place).cloned());
        payment
    })
}

impl Payment {
    const fn without_share(standing: Standing) -> Self {
        let line = PaymentLine { label: None, token: None, standing, steps: Vec::new(), paid_to: None };
        Self { line, amount: None }
    }
}

fn of_entitlement(fact: &Fact<Entitlement>) -> Payment {
    let (claim, standing) = match fact.value() {
        Entitlement::Claimable(claim) => (claim, Standing::Ready { unbooked: None }),
        Entitlement::Unfunded { claim, available } => (claim, Standing::Unfunded { available: *available }),
        Entitlement::AlreadyClaimed(claim) => (claim, Standing::Claimed),
        Entitlement::NotEntitled => return Payment::without_share(Standing::NotEntitled),
        &Entitlement::TreeMismatch { got, expected } => {
            return Payment::without_share(Standing::Mismatch { got, expected });
        }
    };
    let steps = if standing.is_ready() { vec![Intent::from(claim)] } else { Vec::new() };
    let amount = Some(fact.clone().map(|_| claim.amount));
    let (label, token) = (Some(claim.label.clone()), Some(claim.token));
    Payment { line: PaymentLine { label, token, standing, steps, paid_to: None }, amount }
}

fn of_cumulative(fact: &Fact<CumulativeEntitlement>) -> Payment {
    let (claim, standing) = match fact.value() {
        CumulativeEntitlement::Claimable(claim) => (claim, Standing::Ready { unbooked: None }),
        CumulativeEntitlement::Unfunded { claim, available } => (claim, Standing::Unfunded { available: *available }),
        CumulativeEntitlement::Disputable { claim, until, disputer } => {
            (claim, Standing::Disputable { until: *until, disputer: *disputer })
        }
        CumulativeEntitlement::AlreadyClaimed(claim) => (claim, Standing::Claimed),
        CumulativeEntitlement::NotEntitled => return Payment::without_share(Standing::NotEntitled),
        &CumulativeEntitlement::TreeMismatch { got, expected } => {
            return Payment::without_share(Standing::Mismatch { got, expected });
        }
    };
    let steps = if standing.is_ready() { vec![Intent::from(claim)] } else { Vec::new() };
    // Of what was claimed before, all of it is told: nothing is left.
    let shown = if standing == Standing::Claimed { claim.claimed } else { claim.due };
    let paid_to = Some(claim.recipient).filter(|recipient| *recipient != claim.account);
    let (label, token) = (Some(claim.of.label.clone()), Some(claim.of.token));
    let amount = Some(fact.clone().map(|_| shown));
    Payment { line: PaymentLine { label, token, standing, steps, paid_to }, amount }
}

fn of_snapshot(fact: &Fact<SnapshotPayout>) -> Payment {
    let payout = fact.value();
    let standing = match &payout.state {
        DividendState::Claimable => Standing::Ready { unbooked: None },
        DividendState::Nothing if payout.settled.is_zero() => Standing::Nothing,
        DividendState::Nothing => Standing::Claimed,
        DividendState::Unfunded { available } => Standing::Unfunded { available: *available },
        DividendState::Refused { revert } => Standing::Refused { revert: revert.clone() },
    };
    let steps = if standing.is_ready() { vec![Intent::from(payout)] } else { Vec::new() };
    let shown = if standing == Standing::Claimed { payout.settled } else { payout.due };
    let (label, token) = (Some(payout.of.label.clone()), Some(payout.of.token));
    let amount = Some(fact.clone().map(|_| shown));
    Payment { line: PaymentLine { label, token, standing, steps, paid_to: None }, amount }
}

fn of_dividend(fact: &Fact<Dividend>) -> Payment {
    let dividend = fact.value();
    let unbooked = match dividend.unbooked {
        Some(Change::Gain(by)) if !by.is_zero() => Some(by),
        Some(Change::Gain(_) | Change::Loss(_)) | None => None,
    };
    let steps = dividend.steps();
    let withdraws = steps.iter().any(|step| matches!(step, DividendStep::Withdraw { .. }));
    let standing = match (&dividend.state, unbooked) {
        (DividendState::Claimable, Some(unbooked)) if !withdraws => Standing::ToBook { unbooked },
        (DividendState::Claimable, unbooked) => Standing::Ready { unbooked },
        (DividendState::Nothing, Some(unbooked)) => Standing::ToBook { unbooked },
        (DividendState::Nothing, None) if dividend.withdrawn.is_zero() => Standing::Nothing,
        (DividendState::Nothing, None) => Standing::Claimed,
        (DividendState::Unfunded { available }, _) => Standing::Unfunded { available: *available },
        (DividendState::Refused { revert }, _) => Standing::Refused { revert: revert.clone() },
    };
    let offered = matches!(standing, Standing::Ready { .. } | Standing::ToBook { .. });
    let steps = if offered { steps.iter().map(Intent::from).collect() } else { Vec::new() };
    let shown = if standing == Standing::Claimed { dividend.withdrawn } else { dividend.withdrawable };
    let amount = Some(fact.clone().map(|_| shown));
    let (label, token) = (Some(dividend.of.label.clone()), dividend.of.pays);
    Payment { line: PaymentLine { label, token, standing, steps, paid_to: None }, amount }
}

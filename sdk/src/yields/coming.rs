//! The income to come of several holdings, month by month: what terms promise, what waits to be claimed, and what a list says is expected.
//!
//! Nothing is invented: an expectation has the day that the list names and no amount, and no growth is carried on into the future.

use alloy_primitives::Address;
use serde::Serialize;

use crate::evidence::Fact;
use crate::units::{Amount, Date};

use super::{
    BondHolding, CashFlow, CumulativeEntitlement, DividendState, Entitlement, FlowKind, TermsError, YieldReport,
};

/// Why a payment is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ComingKind {
    /// It can be claimed now.
    Claimable,
    /// The terms promise it as interest.
    Coupon,
    /// The terms promise it as the face, repaid. No income: it is in no total.
    Redemption,
    /// The list names the day. How much, nobody knows.
    Expected,
}

/// One payment to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ComingPayment {
    /// The token that is held.
    pub asset: Address,
    /// Why it is to come.
    pub kind: ComingKind,
    /// What it is called, where it has a name: `Rent 2026-10`.
    pub title: Option<String>,
    /// The day; of what can be claimed, the first day that was asked for.
    pub date: Date,
    /// The token that is paid; the chain's own coin where `None`.
    pub currency: Option<Address>,
    /// How much, where that is known.
    pub amount: Option<Amount>,
}

/// A sum of income in one token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComingTotal {
    /// The token; the chain's own coin where `None`.
    pub currency: Option<Address>,
    /// The sum of what is known, as sure as the least sure of it. It is of the newest of the blocks that were read.
    pub amount: Fact<Amount>,
}

/// The payments of one month of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComingMonth {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// Its payments by their days.
    pub payments: Vec<Fact<ComingPayment>>,
    /// The income in each token. Sums of different tokens are not added up; repaid faces are no income.
    pub totals: Vec<ComingTotal>,
}

/// Twenty years of daily payments.
const MOST_PAYMENTS: usize = 10_000;

/// The payments from `from` to `to`, both counted, by months of the calendar. Months without payments are left out. What a report
/// could not read is not in it: the report says so.
///
/// # Errors
/// [`TermsError::TooMany`] above 10,000 payments; [`TermsError::Units`] where amounts of one token differ in scale, or a sum does not fit.
pub fn coming_income(
    holdings: &[(Address, &YieldReport)],
    from: Date,
    to: Date,
) -> Result<Vec<ComingMonth>, TermsError> {
    let mut payments = Vec::new();
    for &(asset, report) in holdings {
        claimable(asset, report, from, &mut payments);
        if let Some(Ok(bond)) = &report.bond {
            promised(asset, bond, &mut payments);
        }
        expected(asset, report, to, &mut payments)?;
    }
    payments.retain(|payment| (from..=to).contains(&payment.value().date));
    if payments.len() > MOST_PAYMENTS {
        return Err(TermsError::TooMany { what: "payments", expected: MOST_PAYMENTS });
    }
    payments.sort_by_key(|payment| (payment.value().date, payment.value().kind));
    let mut months: Vec<ComingMonth> = Vec::new();
    for payment in payments {
        let (year, month) = (payment.value().date.year(), payment.value().date.month());
        if months.last().is_none_or(|last| (last.year, last.month) != (year, month)) {
            months.push(ComingMonth { year, month, payments: Vec::new(), totals: Vec::new() });
        }
        if let Some(last) = months.last_mut() {
            last.add(payment)?;
        }
    }
    Ok(months)
}

impl ComingMonth {
    fn add(&mut self, payment: Fact<ComingPayment>) -> Result<(), TermsError> {
        if let Some(amount) = payment.value().amount.filter(|_| payment.value().kind != ComingKind::Redemption) {
            let currency = payment.value().currency;
            let amount = payment.as_ref().map(|_| amount);
            match self.totals.iter_mut().find(|total| total.currency == currency) {
                // Holdings may have been read at different blocks: a total says so.
                Some(total) => {
                    let both = total.amount.clone().zip_across_moments(amount);
                    total.amount = both.try_map(|(sum, more)| sum.checked_add(&more))?;
                }
                None => self.totals.push(ComingTotal { currency, amount }),
            }
        }
        self.payments.push(payment);
        Ok(())
    }
}

fn claimable(asset: Address, report: &YieldReport, date: Date, into: &mut Vec<Fact<ComingPayment>>) {
    let payment = |title: &str, currency, amount| ComingPayment {
        asset,
        kind: ComingKind::Claimable,
        title: Some(title.to_owned()),
        date,
        currency,
        amount: Some(amount),
    };
    into.extend(report.claims.iter().flatten().filter_map(|fact| match fact.value() {
        Entitlement::Claimable(claim) => {
            Some(fact.as_ref().map(|_| payment(&claim.label, Some(claim.token), claim.amount)))
        }
        Entitlement::Unfunded { .. }
        | Entitlement::AlreadyClaimed(_)
        | Entitlement::NotEntitled
        | Entitlement::TreeMismatch { .. } => None,
    }));
    into.extend(report.cumulative.iter().flatten().filter_map(|fact| match fact.value() {
        CumulativeEntitlement::Claimable(claim) => {
            Some(fact.as_ref().map(|_| payment(&claim.of.label, Some(claim.of.token), claim.due)))
        }
        CumulativeEntitlement::Unfunded { .. }
        | CumulativeEntitlement::Disputable { .. }
        | CumulativeEntitlement::AlreadyClaimed(_)
        | CumulativeEntitlement::NotEntitled
        | CumulativeEntitlement::TreeMismatch { .. } => None,
    }));
    into.extend(report.snapshots.iter().flatten().filter_map(|fact| match fact.value().state {
        DividendState::Claimable => {
            let payout = fact.value();
            Some(fact.as_ref().map(|_| payment(&payout.of.label, Some(payout.of.token), payout.due)))
        }
        DividendState::Nothing | DividendState::Unfunded { .. } | DividendState::Refused { .. } => None,
    }));
    into.extend(report.dividends.iter().flatten().filter_map(|fact| match fact.value().state {
        DividendState::Claimable => {
            let dividend = fact.value();
            Some(fact.as_ref().map(|_| payment(&dividend.of.label, dividend.of.pays, dividend.withdrawable)))
        }
        DividendState::Nothing | DividendState::Unfunded { .. } | DividendState::Refused { .. } => None,
    }));
}

fn promised(asset: Address, bond: &Fact<BondHolding>, into: &mut Vec<Fact<ComingPayment>>) {
    let holding = bond.value();
    let Ok(figures) = &holding.figures else { return };
    into.extend(figures.flows.iter().map(|&CashFlow { date, kind, amount }| {
        let kind = match kind {
            FlowKind::Coupon => ComingKind::Coupon,
            FlowKind::Redemption => ComingKind::Redemption,
        };
        let currency = Some(holding.currency);
        bond.as_ref().map(|_| ComingPayment { asset, kind, title: None, date, currency, amount: Some(amount) })
    }));
}

/// The days that a list names, up to the last that is asked for.
fn expected(
    asset: Address,
    report: &YieldReport,
    to: Date,
    into: &mut Vec<Fact<ComingPayment>>,
) -> Result<(), TermsError> {
    for fact in &report.expected {
        let expected = fact.value();
        let mut date = expected.next;
        let mut months = 0_i64;
        while date <= to && into.len() <= MOST_PAYMENTS {
            into.push(fact.as_ref().map(|_| ComingPayment {
                asset,
                kind: ComingKind::Expected,
                title: Some(expected.label.clone()),
                date,
                currency: expected.token,
                amount: None,
            }));
            let Some(every) = expected.every else { break };
            months = months.saturating_add(every.months());
            // Always from the day that is named: counted from one that a short month clipped, the days would drift.
            date = expected.next.plus_months(months)?;
        }
    }
    Ok(())
}

//! What several holdings will pay, month by month.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use serde::Serialize;

use super::{CashFlow, Date, TermsError};
use crate::units::Amount;

/// What one holding pays: of a bond, [`Bond::cash_flows`](super::Bond::cash_flows).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoldingFlows {
    /// The token that is held.
    pub asset: Address,
    /// The token that it pays in.
    pub currency: Address,
    /// The payments.
    pub flows: Vec<CashFlow>,
}

/// One payment, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectedFlow {
    /// The token that is held.
    pub asset: Address,
    /// The token that it pays in.
    pub currency: Address,
    /// The payment.
    pub flow: CashFlow,
}

/// The payments of one month of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Month {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// Its payments by their days; those of one day in the order of the holdings.
    pub flows: Vec<ProjectedFlow>,
    /// The sum in each token that is paid in. Sums of different tokens are not added up.
    pub totals: BTreeMap<Address, Amount>,
}

/// Twenty years of daily payments.
const MOST_FLOWS: usize = 10_000;

/// The payments from `from` to `to`, both counted, by months of the calendar. Months without payments are left out.
///
/// What was promised, not what will happen: a payment that fails is not foreseen here.
///
/// # Errors
/// [`TermsError::TooMany`] above 10,000 payments; [`TermsError::Units`] where amounts of one token differ in scale, or a sum does not fit.
pub fn project(holdings: &[HoldingFlows], from: Date, to: Date) -> Result<Vec<Month>, TermsError> {
    let mut flows: Vec<_> = holdings
        .iter()
        .flat_map(|&HoldingFlows { asset, currency, ref flows }| {
            flows.iter().map(move |flow| ProjectedFlow { asset, currency, flow: *flow })
        })
        .filter(|projected| (from..=to).contains(&projected.flow.date))
        .take(MOST_FLOWS.saturating_add(1))
        .collect();
    if flows.len() > MOST_FLOWS {
        return Err(TermsError::TooMany { what: "payments", expected: MOST_FLOWS });
    }
    flows.sort_by_key(|projected| projected.flow.date);
    let mut months: Vec<Month> = Vec::new();
    for projected in flows {
        let (year, month) = (projected.flow.date.year(), projected.flow.date.month());
        match months.last_mut().filter(|last| (last.year, last.month) == (year, month)) {
            Some(last) => last.add(projected)?,
            None => {
                let totals = BTreeMap::from([(projected.currency, projected.flow.amount)]);
                months.push(Month { year, month, flows: vec![projected], totals });
            }
        }
    }
    Ok(months)
}

impl Month {
    fn add(&mut self, projected: ProjectedFlow) -> Result<(), TermsError> {
        let amount = projected.flow.amount;
        let sum = match self.totals.get(&projected.currency) {
            Some(total) => total.checked_add(&amount)?,
            None => amount,
        };
        self.totals.insert(projected.currency, sum);
        self.flows.push(projected);
        Ok(())
    }
}

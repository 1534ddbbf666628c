//! `comingIncome`: what is to come of all holdings, month by month.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Fact};
use super::holdings::Unread;
use crate::asset::{Expected, Frequency};
use crate::evidence;
use crate::units::{BlockRef, Date};
use crate::yields::{self, ComingKind, YieldReport};

/// Whose income is to come, of which assets, until when.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComingIncomeOptions {
    /// Whose income: an address, or CAIP-10.
    pub(super) holder: String,
    /// The issuers' token list, parsed or as text. Every asset of it is looked at.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// The first day, counted, as `"2026-11-30"`. The day of the newest block by default.
    #[tsify(optional, type = "string")]
    pub(super) from: Option<Date>,
    /// The last day, counted.
    #[tsify(type = "string")]
    pub(super) to: Date,
    /// The published files of the distributions, as for `yields`.
    #[tsify(optional, type = "Record<string, object | string>")]
    pub(super) trees: Option<BTreeMap<String, Value>>,
}

/// The income to come. Nothing is invented: what is expected has a day and no amount, and no growth is carried on into the future.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ComingIncome {
    /// The block that all of it was read at.
    at: Block,
    /// Month by month; months without payments are left out.
    months: Vec<ComingMonth>,
    /// What could not be read, and so is missing from the months.
    unread: Vec<ComingUnread>,
}

/// The payments of one month of the calendar.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ComingMonth {
    /// The year.
    year: i64,
    /// The month, from 1.
    month: i64,
    /// Its payments by their days.
    payments: Vec<Fact<ComingPayment>>,
    /// The income in each token. Repaid faces are no income.
    totals: Vec<ComingTotal>,
}

/// One payment to come.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ComingPayment {
    /// The token that is held.
    asset: String,
    /// Why it is to come: it can be claimed now; the terms promise it as interest, or as the face repaid; or the list names the day.
    #[tsify(type = "\"claimable\" | \"coupon\" | \"redemption\" | \"expected\"")]
    kind: ComingKind,
    /// What it is called, where it has a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    title: Option<String>,
    /// The day; of what can be claimed, the first day that was asked for.
    date: String,
    /// The token that is paid; left out where it is the chain's own coin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    currency: Option<String>,
    /// How much; left out where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    amount: Option<Amount>,
}

/// A sum of income in one token.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ComingTotal {
    /// The token; left out where it is the chain's own coin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    currency: Option<String>,
    /// The sum of what is known, as sure as the least sure of it.
    amount: Fact<Amount>,
}

/// A part of an asset's income that could not be read.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ComingUnread {
    /// The token that is held.
    asset: String,
    /// Why.
    why: Unread,
}

/// A payment whose day the list names.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ExpectedPayment {
    /// What the payment is called.
    label: String,
    /// The contract that pays.
    contract: String,
    /// What it pays; left out where it is the chain's own coin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    token: Option<String>,
    /// The next day that is named.
    next: String,
    /// How often it is repeated; left out where the list does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(
        optional,
        type = "\"annual\" | \"semiannual\" | \"every-fourth-month\" | \"quarterly\" | \"bimonthly\" | \"monthly\""
    )]
    every: Option<Frequency>,
}

impl ComingIncome {
    pub(super) fn new(at: BlockRef, months: &[yields::ComingMonth], of: &[(Address, &YieldReport)]) -> Self {
        let unread = of.iter().flat_map(|(asset, report)| missing(*asset, report)).collect();
        Self { at: at.into(), months: months.iter().map(ComingMonth::from).collect(), unread }
    }
}

/// What a report could not read of what months are made of.
fn missing(asset: Address, report: &YieldReport) -> impl Iterator<Item = ComingUnread> {
    fn of<T>(part: &Result<evidence::Fact<T>, yields::Unread>) -> Option<&yields::Unread> {
        part.as_ref().err()
    }
    let paid = report.claims.iter().filter_map(of).chain(report.cumulative.iter().filter_map(of));
    let paid = paid.chain(report.snapshots.iter().filter_map(of)).chain(report.dividends.iter().filter_map(of));
    let all = paid.chain(report.bond.iter().filter_map(of));
    all.map(move |why| ComingUnread { asset: asset.to_string(), why: Unread::of(why.0.clone()) })
}

impl From<&yields::ComingMonth> for ComingMonth {
    fn from(month: &yields::ComingMonth) -> Self {
        let total = |total: &yields::ComingTotal| ComingTotal {
            currency: total.currency.map(|token| token.to_string()),
            amount: Fact::of(&total.amount, Amount::from),
        };
        Self {
            year: month.year,
            month: month.month,
            payments: month.payments.iter().map(|payment| Fact::of(payment, ComingPayment::from)).collect(),
            totals: month.totals.iter().map(total).collect(),
        }
    }
}

impl From<&yields::ComingPayment> for ComingPayment {
    fn from(payment: &yields::ComingPayment) -> Self {
        Self {
            asset: payment.asset.to_string(),
            kind: payment.kind,
            title: payment.title.clone(),
            date: payment.date.to_string(),
            currency: payment.currency.map(|token| token.to_string()),
            amount: payment.amount.as_ref().map(Amount::from),
        }
    }
}

impl From<&Expected> for ExpectedPayment {
    fn from(expected: &Expected) -> Self {
        Self {
            label: expected.label.clone(),
            contract: expected.contract.to_string(),
            token: expected.token.map(|token| token.to_string()),
            next: expected.next.to_string(),
            every: expected.every,
        }
    }
}

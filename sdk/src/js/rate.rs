//! Payments of bonds month by month, and rates of return from dated flows.

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::amounts::AmountGiven;
use super::bond::{BondTerms, terms};
use super::figure::{Amount, Ratio};
use super::options::{address, answer, options};
use crate::error::Error;
use crate::yields::{self, Date, DatedFlow, HoldingFlows, Valuation, irr, project, time_weighted};

/// What is held of which bond.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct BondCashFlowsOptions {
    /// Its terms.
    bond: BondTerms,
    /// How much face is held.
    face: AmountGiven,
    /// The day after which payments count.
    #[tsify(type = "string")]
    after: Date,
}

/// Payments, in order.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct BondCashFlows {
    /// Coupons rounded down to the amount's own units: how the issuer rounds, no standard says.
    flows: Vec<CashFlow>,
}

/// One payment to the holder.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CashFlow {
    /// The day it is paid.
    date: String,
    /// Interest, or the face repaid.
    kind: CashFlowKind,
    /// How much.
    amount: Amount,
}

/// What a payment is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CashFlowKind {
    Coupon,
    Redemption,
}

/// A payment as `bondCashFlows` answers it.
#[derive(Clone, Debug, Deserialize, Tsify)]
pub(crate) struct CashFlowGiven {
    /// The day it is paid.
    #[tsify(type = "string")]
    date: Date,
    /// Interest, or the face repaid.
    kind: CashFlowKind,
    /// How much.
    amount: AmountGiven,
}

/// What is held, over which time.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct CashFlowsByMonthOptions {
    /// The holdings and their payments.
    holdings: Vec<HoldingCashFlows>,
    /// The first day, counted.
    #[tsify(type = "string")]
    from: Date,
    /// The last day, counted.
    #[tsify(type = "string")]
    to: Date,
}

/// What one holding pays.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct HoldingCashFlows {
    /// The token that is held: its address.
    asset: String,
    /// The token that it pays in: its address.
    currency: String,
    /// The payments.
    flows: Vec<CashFlowGiven>,
}

/// Payments by months of the calendar.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CashFlowsByMonth {
    /// Months with payments, in order. What was promised, not what will happen.
    months: Vec<CashFlowMonth>,
}

/// The payments of one month.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CashFlowMonth {
    /// The year.
    year: i64,
    /// The month, from 1.
    month: i64,
    /// Its payments by their days.
    flows: Vec<ProjectedCashFlow>,
    /// The sum in each token that is paid in. Sums of different tokens are not added up.
    totals: Vec<CashFlowTotal>,
}

/// One payment, and of what.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ProjectedCashFlow {
    /// The token that is held.
    asset: String,
    /// The token that it pays in.
    currency: String,
    /// The payment.
    flow: CashFlow,
}

/// A sum.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CashFlowTotal {
    /// The token that is paid.
    currency: String,
    /// How much.
    amount: Amount,
}

/// Which way money went, as the investor sees it: into the investment, or out of it.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FlowDirection {
    Paid,
    Received,
}

/// Money that went in or came out on one day.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct DatedCashFlow {
    /// The day.
    #[tsify(type = "string")]
    date: Date,
    /// Which way. What the investment is worth at the end counts as received.
    direction: FlowDirection,
    /// How much; all of one calculation have the same decimals and mean the same currency.
    amount: AmountGiven,
}

/// Flows in any order.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MoneyWeightedReturnOptions {
    /// At most 2,000.
    flows: Vec<DatedCashFlow>,
}

/// A money-weighted rate of return (IRR; spreadsheets call it XIRR).
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct MoneyWeightedReturn {
    /// Of a year; `"-0.05"` for a loss of five per cent. Wrong by less than 1e-12.
    rate: String,
    /// What it solves.
    formula: &'static str,
    /// The year that the rate is of.
    year: &'static str,
}

/// What a holding is worth on a day, and the money that came or went right after.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct HoldingValuation {
    /// The day.
    #[tsify(type = "string")]
    date: Date,
    /// The worth before the flow; zero where nothing is held yet.
    worth: AmountGiven,
    /// The flow, if there is one.
    #[tsify(optional)]
    flow: Option<ValuationFlow>,
}

/// Money that came or went.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct ValuationFlow {
    /// Which way.
    direction: FlowDirection,
    /// How much.
    amount: AmountGiven,
}

/// Valuations in the order of their days.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct TimeWeightedReturnOptions {
    /// One whenever money came or went, from two up to 10,000.
    valuations: Vec<HoldingValuation>,
}

/// A time-weighted rate of return: what the investment did, whatever was paid in or taken out meanwhile.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct TimeWeightedReturn {
    /// What each span brought.
    periods: Vec<ReturnPeriod>,
    /// The return of the whole time, not of a year.
    total: String,
    /// The same per year of 365 days; left out for less than a year, which is not stretched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    annual: Option<String>,
}

/// The return of the time between two valuations.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ReturnPeriod {
    /// The first valuation.
    from: String,
    /// The second.
    to: String,
    /// Worth at the end over what was invested from the start on: exact.
    ratio: Ratio,
}

/// The payments on a holding of a bond that are due after a day.
///
/// ```js
/// const { flows } = bondCashFlows({ bond, face: { raw: '1000000', decimals: 2 }, after: '2026-11-27' });
/// ```
#[wasm_bindgen(js_name = bondCashFlows)]
pub fn bond_cash_flows(given: Ts<BondCashFlowsOptions>) -> Result<Ts<BondCashFlows>, JsValue> {
    answer(options(given).and_then(|BondCashFlowsOptions { bond, face, after }| {
        let flows = terms(bond.read()?.cash_flows(&face.read()?, after))?;
        Ok(BondCashFlows { flows: flows.iter().map(CashFlow::from).collect() })
    }))
}

/// What several holdings will pay, month by month.
///
/// ```js
/// const { months } = cashFlowsByMonth({ holdings: [{ asset: token, currency, flows }], from: '2026-12-01', to: '2027-11-30' });
/// ```
#[wasm_bindgen(js_name = cashFlowsByMonth)]
pub fn cash_flows_by_month(given: Ts<CashFlowsByMonthOptions>) -> Result<Ts<CashFlowsByMonth>, JsValue> {
    answer(options(given).and_then(|CashFlowsByMonthOptions { holdings, from, to }| {
        let holdings = holdings.iter().map(HoldingCashFlows::read).collect::<Result<Vec<_>, _>>()?;
        let months = terms(project(&holdings, from, to))?;
        Ok(CashFlowsByMonth { months: months.iter().map(CashFlowMonth::from).collect() })
    }))
}

/// The rate at which dated flows are worth nothing together. Where no rate fits, or more than one, it says so: `rate-none`,
/// `rate-ambiguous`.
///
/// ```js
/// moneyWeightedReturn({
///   flows: [
///     { date: '2025-11-27', direction: 'paid', amount: { raw: '10000', decimals: 2 } },
///     { date: '2026-11-27', direction: 'received', amount: { raw: '10500', decimals: 2 } },
///   ],
/// }).rate; // '0.05'
/// ```
#[wasm_bindgen(js_name = moneyWeightedReturn)]
pub fn money_weighted_return(given: Ts<MoneyWeightedReturnOptions>) -> Result<Ts<MoneyWeightedReturn>, JsValue> {
    answer(options(given).and_then(|MoneyWeightedReturnOptions { flows }| {
        let flows = flows.iter().map(|flow| {
            Ok(DatedFlow { date: flow.date, direction: flow.direction.into(), amount: flow.amount.read()? })
        });
        let found = terms(irr(&flows.collect::<Result<Vec<_>, Error>>()?))?;
        Ok(MoneyWeightedReturn { rate: found.rate.to_string(), formula: found.formula, year: found.year })
    }))
}

/// The product of the returns between valuations.
///
/// ```js
/// const { total, annual } = timeWeightedReturn({ valuations: [{ date: '2025-11-27', worth, flow }, { date: '2026-11-27', worth: later }] });
/// ```
#[wasm_bindgen(js_name = timeWeightedReturn)]
pub fn time_weighted_return(given: Ts<TimeWeightedReturnOptions>) -> Result<Ts<TimeWeightedReturn>, JsValue> {
    answer(options(given).and_then(|TimeWeightedReturnOptions { valuations }| {
        let valuations = valuations.iter().map(|valuation| {
            let flow = valuation.flow.as_ref();
            let flow = flow.map(|flow| Ok::<_, Error>((flow.direction.into(), flow.amount.read()?))).transpose()?;
            Ok(Valuation { date: valuation.date, worth: valuation.worth.read()?, flow })
        });
        let found = terms(time_weighted(&valuations.collect::<Result<Vec<_>, Error>>()?))?;
        let periods = found.periods.iter().map(|period| ReturnPeriod {
            from: period.from.to_string(),
            to: period.to.to_string(),
            ratio: (&period.ratio).into(),
        });
        let annual = found.annual.map(|annual| annual.to_string());
        Ok(TimeWeightedReturn { periods: periods.collect(), total: found.total.to_string(), annual })
    }))
}

impl From<FlowDirection> for yields::Direction {
    fn from(direction: FlowDirection) -> Self {
        match direction {
            FlowDirection::Paid => Self::Paid,
            FlowDirection::Received => Self::Received,
        }
    }
}

impl From<&yields::CashFlow> for CashFlow {
    fn from(flow: &yields::CashFlow) -> Self {
        let kind = match flow.kind {
            yields::FlowKind::Coupon => CashFlowKind::Coupon,
            yields::FlowKind::Redemption => CashFlowKind::Redemption,
        };
        Self { date: flow.date.to_string(), kind, amount: (&flow.amount).into() }
    }
}

impl CashFlowGiven {
    fn read(&self) -> Result<yields::CashFlow, Error> {
        let kind = match self.kind {
            CashFlowKind::Coupon => yields::FlowKind::Coupon,
            CashFlowKind::Redemption => yields::FlowKind::Redemption,
        };
        Ok(yields::CashFlow { date: self.date, kind, amount: self.amount.read()? })
    }
}

impl HoldingCashFlows {
    fn read(&self) -> Result<HoldingFlows, Error> {
        let flows = self.flows.iter().map(CashFlowGiven::read).collect::<Result<_, _>>()?;
        Ok(HoldingFlows { asset: address(&self.asset)?, currency: address(&self.currency)?, flows })
    }
}

impl From<&yields::Month> for CashFlowMonth {
    fn from(month: &yields::Month) -> Self {
        let flow = |projected: &yields::ProjectedFlow| ProjectedCashFlow {
            asset: projected.asset.to_string(),
            currency: projected.currency.to_string(),
            flow: (&projected.flow).into(),
        };
        let total = |(currency, amount): (&Address, &crate::units::Amount)| CashFlowTotal {
            currency: currency.to_string(),
            amount: amount.into(),
        };
        Self {
            year: month.year,
            month: month.month,
            flows: month.flows.iter().map(flow).collect(),
            totals: month.totals.iter().map(total).collect(),
        }
    }
}

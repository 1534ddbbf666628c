//! Bonds by their terms: days and years, coupons, accrued interest, price, yield, duration, present value, payments.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::figure::Ratio;
use super::options::{answer, options};
use crate::error::Error;
use crate::units::{Amount, Rate};
use crate::yields::{
    self, Bend, Bond, BusinessDayConvention, Calendar, Date, Decimal, Frequency, ScheduleTerms, TermsError,
    YieldConvention, YieldError, ZeroCurve, ZeroRate,
};

/// The names that terms are written in.
#[wasm_bindgen(typescript_custom_section)]
const NAMES: &str = r#"/**
 * How days become a part of a year: ACT/360, ACT/365 Fixed, 30/360 (Bond Basis), 30/360 US, 30E/360, ACT/ACT ISDA (the 2006 ISDA Definitions,
 * section 4.16) and ACT/ACT ICMA (rule 251).
 */
export type DayCount = "act360" | "act365-fixed" | "thirty360" | "thirty-360-us" | "thirty-e-360" | "act-act-isda" | "act-act-icma";
/** How often interest is paid. */
export type CouponFrequency = "annual" | "semiannual" | "every-fourth-month" | "quarterly" | "bimonthly" | "monthly";
/** What becomes of a payment on a day without banking: nothing, the next business day, or the one before where that is in another month. */
export type BusinessDayConvention = "none" | "following" | "modified-following";
/** How the last coupon period is discounted: compound as every other (ICMA), or simple, as US markets do when one payment is left. */
export type YieldConvention = "icma" | "us-street";
"#;

/// What a bond with a fixed coupon promises. The face is repaid at once, at the maturity. Days are written `"2026-11-30"`.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BondTerms {
    /// Interest of a year as a part of the face, as `"0.0525"`; `"0"` for a bond that pays none.
    coupon_rate: String,
    /// How days become interest.
    #[tsify(type = "DayCount")]
    day_count: yields::DayCount,
    /// How often interest is paid.
    #[tsify(type = "CouponFrequency")]
    frequency: Frequency,
    /// The day from which interest runs.
    #[tsify(type = "string")]
    issue: Date,
    /// The day on which the face is repaid.
    #[tsify(type = "string")]
    maturity: Date,
    /// Where the maturity is the last day of a month: whether all coupons fall on last days of months. No by default.
    #[tsify(optional)]
    end_of_month: Option<bool>,
    /// How payments keep clear of days without banking. `"none"` by default.
    #[tsify(optional, type = "BusinessDayConvention")]
    business_days: Option<BusinessDayConvention>,
    /// Days without banking, beside Saturdays and Sundays.
    #[tsify(optional, type = "string[]")]
    holidays: Option<Calendar>,
}

/// A span of days.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountDaysOptions {
    /// How they are counted.
    #[tsify(type = "DayCount")]
    day_count: yields::DayCount,
    /// The first day, which counts.
    #[tsify(type = "string")]
    from: Date,
    /// The last day, which does not.
    #[tsify(type = "string")]
    to: Date,
    /// The regular coupon period that the days lie in: for ACT/ACT ICMA alone.
    #[tsify(optional)]
    period: Option<ReferencePeriod>,
}

/// A regular coupon period, which a shorter first one lies in.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
pub(crate) struct ReferencePeriod {
    /// Its first day.
    #[tsify(type = "string")]
    start: Date,
    /// The day it ends on, with which the next one starts.
    #[tsify(type = "string")]
    end: Date,
    /// How many such periods make a year.
    #[tsify(type = "CouponFrequency")]
    frequency: Frequency,
}

/// Days, and the part of a year that they are.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountedDays {
    /// As the convention counts them: a year has 360 of them in the 30/360 conventions.
    days: u64,
    /// Exact.
    year_fraction: Ratio,
}

/// A bond.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct CouponScheduleOptions {
    /// Its terms.
    bond: BondTerms,
}

/// The coupons of a bond, oldest first.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CouponSchedule {
    /// Never empty.
    coupons: Vec<Coupon>,
}

/// One coupon: interest of the days from `start` to `end`, the last not counted.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Coupon {
    /// The day interest begins on. Not moved by holidays.
    start: String,
    /// The day interest ends on. Not moved by holidays.
    end: String,
    /// The day it is paid on, moved as the convention says.
    payment: String,
    /// How much of the face.
    of_face: Ratio,
}

/// A bond that changes hands.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct AccruedInterestOptions {
    /// Its terms.
    bond: BondTerms,
    /// The day on which it changes hands: from the issue on, before the maturity.
    #[tsify(type = "string")]
    settlement: Date,
}

/// A bond at a yield.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct BondPriceOptions {
    /// Its terms.
    bond: BondTerms,
    /// The day on which it changes hands: from the issue on, before the maturity.
    #[tsify(type = "string")]
    settlement: Date,
    /// The yield to maturity, as `"0.05"`.
    #[serde(rename = "yield")]
    #[tsify(type = "string")]
    rate: Decimal,
    /// `"icma"` by default.
    #[tsify(optional, type = "YieldConvention")]
    convention: Option<YieldConvention>,
}

/// A bond at a price.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct BondYieldOptions {
    /// Its terms.
    bond: BondTerms,
    /// The day on which it changes hands: from the issue on, before the maturity.
    #[tsify(type = "string")]
    settlement: Date,
    /// The price per 100 of face without accrued interest, as `"98.75"`.
    #[tsify(type = "string")]
    clean: Decimal,
    /// `"icma"` by default.
    #[tsify(optional, type = "YieldConvention")]
    convention: Option<YieldConvention>,
}

/// Prices per 100 of face, good to 1e-15.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct BondPrice {
    /// What is quoted: without accrued interest.
    clean: String,
    /// What is paid: with it.
    dirty: String,
    /// The difference.
    accrued: String,
}

/// A yield.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct BondYield {
    /// Of a year, good to 1e-12: `"0.05"` for five per cent.
    #[serde(rename = "yield")]
    rate: String,
}

/// How long the money is tied up, and how the price moves with the yield. In years, good to 1e-15.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct BondDuration {
    /// The mean time to the payments, each weighted with its present value.
    macaulay: String,
    /// By which part the dirty price falls for a yield higher by one.
    modified: String,
}

/// A bond under a curve of zero rates, which can be bent.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PresentValueOptions {
    /// Its terms.
    bond: BondTerms,
    /// The day of valuation.
    #[tsify(type = "string")]
    valuation: Date,
    /// The curve, by ascending days; between points the rate lies on a straight line, before the first and after the last it stays.
    curve: Vec<CurvePoint>,
    /// Added to every rate, as `"0.01"`: the market's rates moved.
    #[tsify(optional, type = "string")]
    rate_shift: Option<Decimal>,
    /// Added to every rate: what the issuer's credit costs.
    #[tsify(optional, type = "string")]
    credit_spread: Option<Decimal>,
    /// Calendar days by which every payment arrives later than it is due.
    #[tsify(optional)]
    settlement_delay: Option<u32>,
}

/// A zero rate.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
pub(crate) struct CurvePoint {
    /// Days from the day of valuation.
    days: u32,
    /// The rate of a year, compounded continuously over ACT/365 Fixed years, as `"0.043"`.
    #[tsify(type = "string")]
    rate: Decimal,
}

/// What a bond is worth.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct PresentValue {
    /// Of all payments due after the day of valuation, per 100 of face.
    value: String,
}

/// Counts days by a convention.
///
/// ```js
/// const { days, yearFraction } = countDays({ dayCount: 'act360', from: '2026-01-15', to: '2026-07-15' });
/// ```
#[wasm_bindgen(js_name = countDays)]
pub fn count_days(given: Ts<CountDaysOptions>) -> Result<Ts<CountedDays>, JsValue> {
    answer(options(given).and_then(|CountDaysOptions { day_count, from, to, period }| {
        let period =
            period.map(|ReferencePeriod { start, end, frequency }| yields::ReferencePeriod { start, end, frequency });
        let days = terms(day_count.days(from, to))?;
        let fraction = terms(day_count.year_fraction(from, to, period.as_ref()))?;
        Ok(CountedDays { days, year_fraction: (&fraction).into() })
    }))
}

/// The coupons of a bond: counted back from the maturity, so that a first period that is no regular one is a short one.
///
/// ```js
/// const { coupons } = couponSchedule({ bond });
/// ```
#[wasm_bindgen(js_name = couponSchedule)]
pub fn coupon_schedule(given: Ts<CouponScheduleOptions>) -> Result<Ts<CouponSchedule>, JsValue> {
    answer(options(given).and_then(|CouponScheduleOptions { bond }| {
        let bond = bond.read()?;
        let coupons = bond.schedule().periods().iter().map(|period| {
            let (start, end, payment) = (period.start.to_string(), period.end.to_string(), period.payment.to_string());
            Ok(Coupon { start, end, payment, of_face: (&terms(bond.coupon(period))?).into() })
        });
        Ok(CouponSchedule { coupons: coupons.collect::<Result<_, Error>>()? })
    }))
}

/// Interest that a buyer owes the seller, as an exact part of the face. Zero on the day a coupon is paid.
///
/// ```js
/// const { numerator, denominator } = accruedInterest({ bond, settlement: '2026-11-27' });
/// ```
#[wasm_bindgen(js_name = accruedInterest)]
pub fn accrued_interest(given: Ts<AccruedInterestOptions>) -> Result<Ts<Ratio>, JsValue> {
    answer(options(given).and_then(|AccruedInterestOptions { bond, settlement }| {
        Ok((&terms(bond.read()?.accrued_interest(settlement))?).into())
    }))
}

/// The price of a bond at a yield, by the street convention.
///
/// ```js
/// const { clean, dirty } = bondPrice({ bond, settlement: '2026-11-27', yield: '0.05' });
/// ```
#[wasm_bindgen(js_name = bondPrice)]
pub fn bond_price(given: Ts<BondPriceOptions>) -> Result<Ts<BondPrice>, JsValue> {
    answer(options(given).and_then(|BondPriceOptions { bond, settlement, rate, convention }| {
        let quote = terms(bond.read()?.price(settlement, rate, convention.unwrap_or(YieldConvention::Icma)))?;
        let (clean, dirty, accrued) = (quote.clean.to_string(), quote.dirty.to_string(), quote.accrued.to_string());
        Ok(BondPrice { clean, dirty, accrued })
    }))
}

/// The yield to maturity of a bond at a clean price: the one yield at which `bondPrice` gives that price.
///
/// ```js
/// const rate = bondYield({ bond, settlement: '2026-11-27', clean: '98.75' }).yield;
/// ```
#[wasm_bindgen(js_name = bondYield)]
pub fn bond_yield(given: Ts<BondYieldOptions>) -> Result<Ts<BondYield>, JsValue> {
    answer(options(given).and_then(|BondYieldOptions { bond, settlement, clean, convention }| {
        let convention = convention.unwrap_or(YieldConvention::Icma);
        let rate = terms(bond.read()?.yield_to_maturity(settlement, clean, convention))?;
        Ok(BondYield { rate: rate.to_string() })
    }))
}

/// Macaulay and modified duration of a bond at a yield.
///
/// ```js
/// const { macaulay, modified } = bondDuration({ bond, settlement: '2026-11-27', yield: '0.05' });
/// ```
#[wasm_bindgen(js_name = bondDuration)]
pub fn bond_duration(given: Ts<BondPriceOptions>) -> Result<Ts<BondDuration>, JsValue> {
    answer(options(given).and_then(|BondPriceOptions { bond, settlement, rate, convention }| {
        let duration = terms(bond.read()?.duration(settlement, rate, convention.unwrap_or(YieldConvention::Icma)))?;
        Ok(BondDuration { macaulay: duration.macaulay.to_string(), modified: duration.modified.to_string() })
    }))
}

/// What the payments of a bond are worth under a curve of zero rates, and under what becomes of it when it is bent.
///
/// ```js
/// const curve = [{ days: 30, rate: '0.041' }, { days: 3650, rate: '0.045' }];
/// const { value } = presentValue({ bond, valuation: '2026-11-27', curve, creditSpread: '0.01', settlementDelay: 30 });
/// ```
#[wasm_bindgen(js_name = presentValue)]
pub fn present_value(given: Ts<PresentValueOptions>) -> Result<Ts<PresentValue>, JsValue> {
    answer(options(given).and_then(|given: PresentValueOptions| {
        let points = given.curve.into_iter().map(|CurvePoint { days, rate }| ZeroRate { days, rate });
        let curve = terms(ZeroCurve::new(points.collect()))?;
        let bend = Bend {
            rate_shift: given.rate_shift.unwrap_or(Decimal::ZERO),
            credit_spread: given.credit_spread.unwrap_or(Decimal::ZERO),
            settlement_delay: given.settlement_delay.unwrap_or(0),
        };
        let value = terms(given.bond.read()?.present_value(given.valuation, &curve, &bend))?;
        Ok(PresentValue { value: value.to_string() })
    }))
}

/// A result of terms, with the error that exports throw.
pub(super) fn terms<T>(result: Result<T, TermsError>) -> Result<T, Error> {
    Ok(result.map_err(YieldError::from)?)
}

impl BondTerms {
    pub(super) fn read(self) -> Result<Bond, Error> {
        // Not below zero: it is read as an amount is.
        let rate = Amount::parse(&self.coupon_rate, Decimal::SCALE)?;
        let one = Amount::parse("1", Decimal::SCALE)?;
        let schedule = ScheduleTerms {
            issue: self.issue,
            maturity: self.maturity,
            frequency: self.frequency,
            end_of_month: self.end_of_month.unwrap_or(false),
            convention: self.business_days.unwrap_or_default(),
            calendar: self.holidays.unwrap_or_default(),
        };
        let coupon_rate = Rate::new(rate.raw(), one.raw())?;
        terms(Bond::new(yields::BondTerms { coupon_rate, day_count: self.day_count, schedule }))
    }
}

//! What a holder has of a bond: the interest that has accrued, the payments to come, and the yield at the price of a feed.
//!
//! Terms come from the list or, explained by it, from the contract. Days are those of UTC; the day of the ledger's block is the day of settlement.

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::asset::{BondReading, BondTerms, Instrument, InstrumentTerms, PriceQuote};
use crate::evidence::{Fact, Reads, Source};
use crate::units::{Amount, Date, Rate, Rounding, UnitsError};

use super::decimal::share_of;
use super::{
    Bond, CashFlow, Decimal, Duration, Feed, FlowKind, NotComputed, Quote, Round, StatedTerms, TermsError,
    YieldConvention, YieldError, bond_terms, latest_round, principal,
};

/// A token that is an instrument with a coupon.
#[derive(Clone, Copy, Debug)]
pub struct BondToken<'a> {
    /// The contract.
    pub contract: Address,
    /// What the list says of it.
    pub instrument: &'a Instrument,
}

/// What a holder has of a bond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BondHolding {
    /// The terms as the contract states them; `None` where the list states them.
    pub stated: Option<StatedTerms>,
    /// The token in which interest and face are paid.
    pub currency: Address,
    /// The face that is held, in units of that token.
    pub face: Amount,
    /// The day of settlement: that of the block, in UTC.
    pub day: Date,
    /// What follows from the terms, or why they are not computed with.
    pub figures: Result<BondFigures, NotComputed>,
}

/// What follows from the terms of a bond for a holding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BondFigures {
    /// The bond.
    pub bond: Bond,
    /// Where its life stands.
    pub life: BondLife,
    /// Interest since the last coupon, rounded down to the token's own units; `None` before the issue and from the maturity on.
    pub accrued: Option<Amount>,
    /// The next coupon; `None` where none is left.
    pub next_coupon: Option<CashFlow>,
    /// All payments after the day of settlement, in order.
    pub flows: Vec<CashFlow>,
}

/// Where the life of a bond stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "before, within and after")]
pub enum BondLife {
    /// Interest does not run yet.
    NotIssued,
    /// Interest runs.
    Running,
    /// The face is due.
    Matured,
}

/// The price of a bond by its feed, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BondPrice {
    /// What the feed published, for one whole token.
    pub round: Round,
    /// Which price that is.
    pub quoted: PriceQuote,
    /// The day of settlement: that of the block, in UTC.
    pub day: Date,
    /// The prices per 100 of face.
    pub quote: Quote,
    /// How the last period is discounted.
    pub convention: YieldConvention,
    /// The yield to maturity, compounded as often as interest is paid.
    pub yield_to_maturity: Decimal,
    /// The duration at that yield.
    pub duration: Duration,
}

/// A bond and its face, however they came.
struct Held {
    stated: Option<StatedTerms>,
    currency: Address,
    /// The face of one whole token in whole units of the currency; `None` where balances count the face itself.
    face_of_one: Option<Rate>,
    terms: Result<BondTerms, NotComputed>,
}

/// What a holder has of a bond at the ledger's block.
///
/// # Errors
/// [`YieldError::Gap`], [`YieldError::Units`] or, of terms that make no sense, [`YieldError::Terms`].
pub fn bond_holding(reads: &mut Reads, token: BondToken<'_>, holder: Address) -> Result<Fact<BondHolding>, YieldError> {
    let at = reads.at();
    let face = match &token.instrument.terms {
        InstrumentTerms::Bond { face, token: currency, .. } => {
            face_of_balance(reads, token.contract, *currency, face, holder)
        }
        InstrumentTerms::Erc7092 { reading, decimals } => {
            face_of_principal(reads, token.contract, reading, *decimals, holder)
        }
    };
    let held = held(reads, token);
    face?.zip(held?)?.try_map(|(face, Held { stated, currency, terms, .. })| {
        let day = Date::of(at.timestamp)?;
        let figures = match terms {
            Ok(terms) => Ok(figures(Bond::new(terms)?, &face, day)?),
            Err(why) => Err(why),
        };
        Ok(BondHolding { stated, currency, face, day, figures })
    })
}

/// The price of a bond by its feed, and the yield at it.
///
/// # Errors
/// As [`bond_holding`] and [`latest_round`]; [`YieldError::NotComputed`] where the terms are not computed with, [`YieldError::NoQuote`] where the list does
/// not say which price the feed tells, in which currency the face is, or the contract what the face of a token is;
/// [`YieldError::Terms`] outside of the bond's life or where no yield gives the price.
pub fn bond_price(reads: &mut Reads, token: BondToken<'_>, feed: &Feed) -> Result<Fact<BondPrice>, YieldError> {
    let at = reads.at();
    let (round, held) = (latest_round(reads, feed), held(reads, token));
    let Instrument { quote, currency, .. } = token.instrument;
    let contract = token.contract;
    let (Some(quoted), Some(currency)) = (*quote, currency) else { return Err(YieldError::NoQuote { contract }) };
    if *currency != feed.currency {
        let (got, expected) = (feed.currency.code().to_owned(), currency.code().to_owned());
        return Err(UnitsError::CurrencyMismatch { got, expected }.into());
    }
    round?.zip(held?)?.try_map(|(round, held)| {
        let bond = Bond::new(held.terms.map_err(|why| YieldError::NotComputed(Box::new(why)))?)?;
        let face = held.face_of_one.ok_or(YieldError::NoQuote { contract })?;
        let day = Date::of(at.timestamp)?;
        let convention = YieldConvention::Icma;
        let accrued = hundredfold(bond.accrued_interest(day)?)?;
        let price = Decimal::from_rate(&per_hundred(&round, &face)?)?;
        let quote = match quoted {
            PriceQuote::Clean => Quote { clean: price, dirty: plus(price, accrued)?, accrued },
            PriceQuote::Dirty => Quote { clean: minus(price, accrued)?, dirty: price, accrued },
        };
        let yield_to_maturity = bond.yield_to_maturity(day, quote.clean, convention)?;
        let duration = bond.duration(day, yield_to_maturity, convention)?;
        Ok(BondPrice { round, quoted, day, quote, convention, yield_to_maturity, duration })
    })
}

fn held(reads: &mut Reads, token: BondToken<'_>) -> Result<Fact<Held>, YieldError> {
    match &token.instrument.terms {
        InstrumentTerms::Bond { terms, face, token: currency } => {
            let held = Held { stated: None, currency: *currency, face_of_one: Some(*face), terms: Ok(terms.clone()) };
            Ok(Fact::asserted(held, reads.at(), Source::TokenList))
        }
        InstrumentTerms::Erc7092 { reading, decimals } => {
            let terms = bond_terms(reads, token.contract, reading)?;
            // What its numbers mean is the list's word.
            terms.extended(Source::TokenList).try_map(|read| {
                let denomination = Amount::from_raw(read.stated.denomination, *decimals)?;
                let one = U256::from(10_u8).pow(U256::from(*decimals));
                let face_of_one = Some(Rate::new(denomination.raw(), one)?).filter(|face| !face.numerator.is_zero());
                let currency = read.stated.currency;
                Ok(Held { stated: Some(read.stated), currency, face_of_one, terms: read.terms })
            })
        }
    }
}

/// The face behind a balance: the face of one token times the balance, rounded down to units of the currency.
fn face_of_balance(
    reads: &mut Reads,
    contract: Address,
    currency: Address,
    face: &Rate,
    holder: Address,
) -> Result<Fact<Amount>, YieldError> {
    let balance = reads.ask(contract, &IERC20::balanceOfCall { account: holder });
    let decimals = [contract, currency].map(|token| reads.ask(token, &IERC20::decimalsCall {}));
    let [own, paid] = decimals;
    let read = balance?.zip(own?)?.zip(paid?)?;
    read.try_map(|((balance, own), paid)| {
        let (balance, unit) = (Amount::from_raw(balance, own)?, Amount::from_raw(U256::ONE, paid)?);
        let out_of_range = UnitsError::OutOfRange { operation: "working out a face" };
        let above = power_of_ten(unit.scale()).checked_mul(face.numerator).ok_or_else(|| out_of_range.clone())?;
        let below = power_of_ten(balance.scale()).checked_mul(face.denominator).ok_or(out_of_range)?;
        Ok(unit.with_raw(balance.mul_div(above, below, Rounding::Down)?.raw()))
    })
}

/// The principal that a contract of ERC-7092 counts, in units of the currency.
fn face_of_principal(
    reads: &mut Reads,
    contract: Address,
    reading: &BondReading,
    decimals: u8,
    holder: Address,
) -> Result<Fact<Amount>, YieldError> {
    let (held, terms) = (principal(reads, contract, holder, decimals), bond_terms(reads, contract, reading));
    let terms = terms?;
    let paid = reads.ask(terms.value().stated.currency, &IERC20::decimalsCall {})?;
    held?.zip(paid)?.try_map(|(held, paid)| {
        let unit = Amount::from_raw(U256::ONE, paid)?;
        let raw = held.mul_div(power_of_ten(unit.scale()), power_of_ten(held.scale()), Rounding::Down)?.raw();
        Ok(unit.with_raw(raw))
    })
}

fn figures(bond: Bond, face: &Amount, day: Date) -> Result<BondFigures, TermsError> {
    let schedule = &bond.terms().schedule;
    let life = if day < schedule.issue {
        BondLife::NotIssued
    } else if day < schedule.maturity {
        BondLife::Running
    } else {
        BondLife::Matured
    };
    let accrued = match life {
        BondLife::Running => Some(share_of(face, &bond.accrued_interest(day)?)?),
        BondLife::NotIssued | BondLife::Matured => None,
    };
    let flows = bond.cash_flows(face, day)?;
    let next_coupon = flows.iter().find(|flow| flow.kind == FlowKind::Coupon).copied();
    Ok(BondFigures { bond, life, accrued, next_coupon, flows })
}

/// The price per 100 of face.
fn per_hundred(round: &Round, face: &Rate) -> Result<Rate, UnitsError> {
    let out_of_range = || UnitsError::OutOfRange { operation: "quoting a price" };
    let above =
        round.price.answer.checked_mul(U256::from(100_u8)).and_then(|price| price.checked_mul(face.denominator));
    let below = power_of_ten(round.price.scale).checked_mul(face.numerator);
    Rate::new(above.ok_or_else(out_of_range)?, below.ok_or_else(out_of_range)?)
}

fn hundredfold(rate: Rate) -> Result<Decimal, UnitsError> {
    let above = rate.numerator.checked_mul(U256::from(100_u8));
    let above = above.ok_or(UnitsError::OutOfRange { operation: "quoting interest" })?;
    Decimal::from_rate(&Rate::new(above, rate.denominator)?)
}

fn plus(a: Decimal, b: Decimal) -> Result<Decimal, UnitsError> {
    a.raw().checked_add(b.raw()).map(Decimal::from_raw).ok_or(UnitsError::OutOfRange { operation: "adding interest" })
}

fn minus(a: Decimal, b: Decimal) -> Result<Decimal, UnitsError> {
    let difference = a.raw().checked_sub(b.raw()).map(Decimal::from_raw);
    difference.ok_or(UnitsError::OutOfRange { operation: "taking interest off" })
}

/// Scales are at most 77.
fn power_of_ten(scale: u8) -> U256 {
    U256::from(10_u8).wrapping_pow(U256::from(scale))
}

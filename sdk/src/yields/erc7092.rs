//! The terms of a bond, as an ERC-7092 contract states them.
//!
//! The standard leaves open what its numbers mean: basis points for the coupon rate are "recommended", the numbers of day-count bases and coupon types are
//! examples. So terms are always shown as they are stated, and computed with only where the bond's descriptor says what the numbers mean
//! and the contract does not say otherwise.

use alloy_primitives::{Address, U256};
use serde::{Serialize, Serializer};

use crate::abi::erc7092::{IERC7092, IERC7092ESG};
use crate::evidence::{Fact, Gap, Gathering, Reads};
use crate::units::{Amount, Rate, Timestamp, legible};

use super::{BondTerms, Date, Frequency, ScheduleTerms, TermsError, YieldError};

pub use crate::asset::BondReading;

/// What a contract answered, number by number. The optional ones are `None` where it does not have the function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatedTerms {
    /// Its ISIN; fit to be shown, and not longer than a line.
    pub isin: String,
    /// The token in which the face is repaid.
    pub currency: Address,
    /// The token in which interest is paid, where it is told.
    pub currency_of_coupon: Option<Address>,
    /// The face of one bond.
    pub denomination: U256,
    /// The coupon rate, of a scale that is not told.
    pub coupon_rate: U256,
    /// The kind of coupon, by a number that the standard does not fix.
    pub coupon_type: Option<u8>,
    /// Coupons in a year.
    pub coupon_frequency: Option<U256>,
    /// The day-count convention, by a number that the standard does not fix.
    pub day_count_basis: Option<u8>,
    /// The day of issue, in seconds since 1970.
    pub issue_date: U256,
    /// The day of maturity, in seconds since 1970.
    pub maturity_date: U256,
}

/// Why stated terms are not computed with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotComputed {
    /// The descriptor does not say what the coupon rate is a count of.
    #[error("the descriptor does not say what the coupon rate of {got} is a count of")]
    RateScale {
        /// The rate as stated.
        got: U256,
    },
    /// The descriptor names no day-count convention.
    #[error("the descriptor names no day-count convention")]
    DayCount,
    /// The contract states another number for a convention than the descriptor says, or just one of them states one.
    #[error("the contract states the {what} {}, expected {} as the descriptor says", Stated(.got), Stated(.expected))]
    OtherNumber {
        /// Which number.
        what: &'static str,
        /// The contract's.
        got: Option<u8>,
        /// The descriptor's.
        expected: Option<u8>,
    },
    /// Neither contract nor descriptor says how often interest is paid.
    #[error("neither the contract nor the descriptor says how often interest is paid")]
    Frequency,
    /// Interest is paid in another currency than the face: no yield can be told without their rate of exchange.
    #[error("interest is paid in {got}, expected the currency of the face, {expected}")]
    TwoCurrencies {
        /// The currency of the interest.
        got: Address,
        /// The currency of the face.
        expected: Address,
    },
    /// The terms make no sense.
    #[error(transparent)]
    Terms(#[from] TermsError),
}

struct Stated<'a>(&'a Option<u8>);

impl std::fmt::Display for Stated<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(number) => number.fmt(f),
            None => f.write_str("not at all"),
        }
    }
}

/// What a contract states, and what can be computed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractTerms {
    /// As stated.
    pub stated: StatedTerms,
    /// As understood, or why not.
    pub terms: Result<BondTerms, NotComputed>,
}

/// Characters of an ISIN, and a few more.
const LONGEST_ISIN: usize = 40;

/// Reads a bond's terms, in one round.
///
/// # Errors
/// [`YieldError::Gap`], also where an optional function was not answered for another reason than that the contract does not have it.
pub fn bond_terms(
    reads: &mut Reads,
    contract: Address,
    reading: &BondReading,
) -> Result<Fact<ContractTerms>, YieldError> {
    let mut gathering = Gathering::default();
    let isin = reads.ask(contract, &IERC7092::isinCall {});
    let [currency, coupon_currency] =
        [reads.ask(contract, &IERC7092::currencyCall {}), reads.ask(contract, &IERC7092ESG::currencyOfCouponCall {})];
    let numbers = [
        reads.ask(contract, &IERC7092::denominationCall {}),
        reads.ask(contract, &IERC7092::couponRateCall {}),
        reads.ask(contract, &IERC7092::issueDateCall {}),
        reads.ask(contract, &IERC7092::maturityDateCall {}),
    ];
    let frequency = reads.ask(contract, &IERC7092ESG::couponFrequencyCall {});
    let kind = reads.ask(contract, &IERC7092ESG::couponTypeCall {});
    let basis = reads.ask(contract, &IERC7092ESG::dayCountBasisCall {});
    let (isin, currency) = (gathering.note(isin)?, gathering.note(currency)?);
    let [denomination, coupon_rate, issue_date, maturity_date] = numbers.map(|asked| gathering.note(asked));
    let stated = StatedTerms {
        isin: legible(&isin, LONGEST_ISIN),
        currency,
        currency_of_coupon: optional(gathering.note(coupon_currency))?,
        denomination: denomination?,
        coupon_rate: coupon_rate?,
        coupon_type: optional(gathering.note(kind))?,
        coupon_frequency: optional(gathering.note(frequency))?,
        day_count_basis: optional(gathering.note(basis))?,
        issue_date: issue_date?,
        maturity_date: maturity_date?,
    };
    let terms = understood(&stated, reading);
    Ok(gathering.conclude(ContractTerms { stated, terms })?)
}

/// The face that an account holds (`principalOf`), in units of `scale` decimals, which the descriptor knows.
///
/// # Errors
/// [`YieldError::Gap`] or [`YieldError::Units`].
pub fn principal(reads: &mut Reads, contract: Address, holder: Address, scale: u8) -> Result<Fact<Amount>, YieldError> {
    let principal = reads.ask(contract, &IERC7092::principalOfCall { _account: holder })?;
    principal.try_map(|raw| Ok(Amount::from_raw(raw, scale)?))
}

/// A function that a contract need not have. Without it a call reverts, or a fallback answers something else.
fn optional<T>(asked: Result<T, Gap>) -> Result<Option<T>, Gap> {
    match asked {
        Ok(value) => Ok(Some(value)),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Ok(None),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
    }
}

fn understood(stated: &StatedTerms, reading: &BondReading) -> Result<BondTerms, NotComputed> {
    let per = reading.coupon_rate_per.ok_or(NotComputed::RateScale { got: stated.coupon_rate })?;
    let day_count = reading.day_count.ok_or(NotComputed::DayCount)?;
    same_number("day-count basis", stated.day_count_basis, reading.day_count_basis)?;
    same_number("coupon type", stated.coupon_type, reading.coupon_type)?;
    if let Some(got) = stated.currency_of_coupon.filter(|coupon| *coupon != stated.currency) {
        return Err(NotComputed::TwoCurrencies { got, expected: stated.currency });
    }
    let frequency = match stated.coupon_frequency {
        Some(number) => Frequency::from_per_year(number)?,
        None => reading.frequency.ok_or(NotComputed::Frequency)?,
    };
    let schedule = ScheduleTerms {
        issue: day(stated.issue_date)?,
        maturity: day(stated.maturity_date)?,
        frequency,
        end_of_month: reading.end_of_month,
        convention: reading.convention,
        calendar: reading.calendar.clone(),
    };
    let coupon_rate = Rate::new(stated.coupon_rate, per).map_err(TermsError::Units)?;
    Ok(BondTerms { coupon_rate, day_count, schedule })
}

const fn same_number(what: &'static str, got: Option<u8>, expected: Option<u8>) -> Result<(), NotComputed> {
    match (got, expected) {
        (None, None) => Ok(()),
        (Some(a), Some(b)) if a == b => Ok(()),
        (_, _) => Err(NotComputed::OtherNumber { what, got, expected }),
    }
}

/// The day in UTC of a moment in seconds.
fn day(seconds: U256) -> Result<Date, TermsError> {
    Ok(Date::of(Timestamp(u64::try_from(seconds).unwrap_or(u64::MAX)))?)
}

/// As its text: it is shown.
impl Serialize for NotComputed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

//! `extensions.assay.terms` and `extensions.assay.stated`: what an instrument with a coupon promises, and the rate that the issuer states.
//!
//! Rates are decimal texts (`"0.0525"`), days are `2026-11-30`, conventions are the words of their types.

use alloy_primitives::U256;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};

use crate::units::{Amount, Currency, Date, Rate, Seconds};

use super::super::instrument::{
    BondReading, BondTerms, BusinessDayConvention, Calendar, Expected, Frequency, Instrument, InstrumentTerms,
    ScheduleTerms, StatedRate,
};
use super::super::json::{Node, Object};
use super::DescriptorError;

pub(super) fn instrument(assay: &Object<'_>) -> Result<Option<Instrument>, DescriptorError> {
    const TYPES: &str = "one of bond, erc7092";
    let Some(node) = assay.optional("terms") else { return Ok(None) };
    let object = node.object()?;
    let kind = object.required("type", TYPES)?;
    let terms = match kind.text()? {
        "bond" => InstrumentTerms::Bond {
            terms: bond(&object)?,
            face: above_zero(&object.required("face", RATE)?)?,
            token: object.address("token")?,
        },
        "erc7092" => InstrumentTerms::Erc7092 {
            reading: reading(&object)?,
            decimals: decimals(&object.required("decimals", DECIMALS)?)?,
        },
        _ => return Err(kind.unexpected(TYPES)),
    };
    let quote = object.optional("quote").map(|node| word(&node, "one of clean, dirty")).transpose()?;
    let currency = object.optional("currency").map(|node| currency(&node)).transpose()?;
    Ok(Some(Instrument { terms, currency, quote }))
}

pub(super) fn stated(assay: &Object<'_>) -> Result<Option<StatedRate>, DescriptorError> {
    const COMPOUNDING: &str = "one of simple, daily, monthly, quarterly, semiannual, annual";
    const SOURCE: &str = "an address that begins with https://";
    let Some(node) = assay.optional("stated") else { return Ok(None) };
    let object = node.object()?;
    let source = object.required("source", SOURCE)?;
    if !source.text()?.starts_with("https://") {
        return Err(source.unexpected(SOURCE));
    }
    Ok(Some(StatedRate {
        rate: rate(&object.required("rate", RATE)?)?,
        compounding: word(&object.required("compounding", COMPOUNDING)?, COMPOUNDING)?,
        year: year(&object.required("year", YEARS)?)?,
        as_of: day(&object.required("asOf", DAY)?)?,
        source: source.text()?.to_owned(),
    }))
}

/// When a distribution is expected to pay next, where the list says so.
pub(super) fn expected(node: &Node<'_>) -> Result<Option<Expected>, DescriptorError> {
    let object = node.object()?;
    let every = object.optional("every").map(|node| word(&node, FREQUENCIES)).transpose()?;
    let next = match (object.optional("next"), every) {
        (Some(next), _) => day(&next)?,
        (None, None) => return Ok(None),
        // How often without from when would leave the day to be invented.
        (None, Some(_)) => return Err(object.required("next", DAY).err().unwrap_or_else(|| node.unexpected(DAY))),
    };
    let token = object.optional("token").map(|node| node.address()).transpose()?;
    Ok(Some(Expected { label: object.text("label")?, contract: object.address("contract")?, token, next, every }))
}

const RATE: &str = "a decimal number as a text, with at most 18 decimals";
const DAY: &str = "a day such as 2026-11-30, of the years 1 to 9999";
const DECIMALS: &str = "a whole number up to 77";
const YEARS: &str = "one of 360, 365, 365.2425 as a text: the days of the year";
const DAY_COUNTS: &str =
    "one of act360, act365-fixed, thirty360, thirty-360-us, thirty-e-360, act-act-isda, act-act-icma";
const FREQUENCIES: &str = "one of annual, semiannual, every-fourth-month, quarterly, bimonthly, monthly";

fn bond(object: &Object<'_>) -> Result<BondTerms, DescriptorError> {
    let (issue, maturity) = (day(&object.required("issue", DAY)?)?, object.required("maturity", DAY)?);
    let last = day(&maturity)?;
    if last <= issue {
        return Err(maturity.unexpected("a day after the issue"));
    }
    let (end_of_month, convention, calendar) = paying(object)?;
    let frequency: Frequency = word(&object.required("frequency", FREQUENCIES)?, FREQUENCIES)?;
    Ok(BondTerms {
        coupon_rate: rate(&object.required("couponRate", RATE)?)?,
        day_count: word(&object.required("dayCount", DAY_COUNTS)?, DAY_COUNTS)?,
        schedule: ScheduleTerms { issue, maturity: last, frequency, end_of_month, convention, calendar },
    })
}

fn reading(object: &Object<'_>) -> Result<BondReading, DescriptorError> {
    const NUMBER: &str = "a whole number up to 255";
    let number = |field| {
        let node = object.optional(field);
        node.map(|node| u8::try_from(node.integer()?).map_err(|_| node.unexpected(NUMBER))).transpose()
    };
    let (end_of_month, convention, calendar) = paying(object)?;
    Ok(BondReading {
        coupon_rate_per: object.optional("couponRatePer").map(|node| per(&node)).transpose()?,
        day_count: object.optional("dayCount").map(|node| word(&node, DAY_COUNTS)).transpose()?,
        day_count_basis: number("dayCountBasis")?,
        coupon_type: number("couponType")?,
        frequency: object.optional("frequency").map(|node| word(&node, FREQUENCIES)).transpose()?,
        end_of_month,
        convention,
        calendar,
    })
}

/// On which days is paid: the end-of-month rule, the convention and its holidays. Left out, days stay as they are.
fn paying(object: &Object<'_>) -> Result<(bool, BusinessDayConvention, Calendar), DescriptorError> {
    const CONVENTIONS: &str = "one of none, following, modified-following";
    let end_of_month = object.optional("endOfMonth").map(|node| node.truth()).transpose()?;
    let convention = object.optional("businessDays").map(|node| word(&node, CONVENTIONS)).transpose()?;
    let holidays = object.list("holidays", day)?;
    Ok((end_of_month.unwrap_or(false), convention.unwrap_or_default(), Calendar::new(holidays)))
}

/// One of the words of a type.
fn word<T: DeserializeOwned>(node: &Node<'_>, expected: &'static str) -> Result<T, DescriptorError> {
    let text: StrDeserializer<'_, Error> = node.text()?.into_deserializer();
    T::deserialize(text).map_err(|_| node.unexpected(expected))
}

fn day(node: &Node<'_>) -> Result<Date, DescriptorError> {
    Date::parse(node.text()?).map_err(|_| node.unexpected(DAY))
}

/// A text, so that no reader makes a binary fraction of it.
fn rate(node: &Node<'_>) -> Result<Rate, DescriptorError> {
    let parsed = Amount::parse(node.text()?, 18).ok();
    let one = U256::from(1_000_000_000_000_000_000_u64);
    parsed.and_then(|rate| Rate::new(rate.raw(), one).ok()).ok_or_else(|| node.unexpected(RATE))
}

fn above_zero(node: &Node<'_>) -> Result<Rate, DescriptorError> {
    let rate = rate(node)?;
    if rate.numerator.is_zero() { Err(node.unexpected("a decimal number above zero as a text")) } else { Ok(rate) }
}

fn per(node: &Node<'_>) -> Result<U256, DescriptorError> {
    let per = node.decimal()?;
    if per.is_zero() { Err(node.unexpected("a decimal integer above zero as a text")) } else { Ok(per) }
}

fn decimals(node: &Node<'_>) -> Result<u8, DescriptorError> {
    let scale = u8::try_from(node.integer()?).ok().filter(|scale| *scale <= Amount::MAX_SCALE);
    scale.ok_or_else(|| node.unexpected(DECIMALS))
}

fn currency(node: &Node<'_>) -> Result<Currency, DescriptorError> {
    Currency::new(node.text()?).map_err(|why| DescriptorError::Units { path: node.path.clone(), why })
}

fn year(node: &Node<'_>) -> Result<Seconds, DescriptorError> {
    match node.text()? {
        "360" => Ok(Seconds(360 * Seconds::DAY.0)),
        "365" => Ok(Seconds(365 * Seconds::DAY.0)),
        "365.2425" => Ok(Seconds::YEAR),
        _ => Err(node.unexpected(YEARS)),
    }
}

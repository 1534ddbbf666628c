//! The terms of an instrument with a coupon: what was promised, as data. What follows from them is worked out in
//! [`yields`](crate::yields).

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};

use crate::units::{Currency, Date, Rate, Seconds};

/// An instrument with terms, as its descriptor tells them: `extensions.assay.terms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Instrument {
    /// What it promises, or where that is to be read.
    pub terms: InstrumentTerms,
    /// What its face is counted in, by the ISO 4217 code: without it no price can be compared with the face.
    pub currency: Option<Currency>,
    /// Which price the asset's feed tells; `None` where the list does not say, and then no yield is worked out from it.
    pub quote: Option<PriceQuote>,
}

/// Where the terms of an instrument stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum InstrumentTerms {
    /// All of them in the list, of a token with balances.
    Bond {
        /// What was promised.
        terms: BondTerms,
        /// The face of one whole token, in whole units of the token that is paid.
        face: Rate,
        /// The token in which interest and face are paid.
        token: Address,
    },
    /// In the contract (ERC-7092), and here what its numbers mean.
    Erc7092 {
        /// What they mean.
        reading: BondReading,
        /// Decimals of the contract's own count of principal.
        decimals: u8,
    },
}

/// Which price of a bond a feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "with accrued interest, or without")]
pub enum PriceQuote {
    /// Without accrued interest.
    Clean,
    /// With it.
    Dirty,
}

/// The rate of return that the issuer states: `extensions.assay.stated`. A claim of the list's publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatedRate {
    /// The rate of a year: 475/10,000.
    pub rate: Rate,
    /// How interest becomes interest in it.
    pub compounding: Compounding,
    /// How long its year is.
    pub year: Seconds,
    /// The day that it was stated for.
    pub as_of: Date,
    /// Where the issuer states it.
    pub source: String,
}

/// How often interest is added to what bears interest, in a rate of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "the ways in which rates are stated")]
pub enum Compounding {
    /// Never: simple interest, as yields of seven days are stated.
    Simple,
    /// Every day.
    Daily,
    /// Every month: a twelfth of the year.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every half year, as bond yields are stated.
    Semiannual,
    /// Every year: the effective rate, called APY.
    Annual,
}

/// When a payment is expected by what the list says. A claim of its publisher: of its amount, it says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expected {
    /// What the payment is called: `Rent`.
    pub label: String,
    /// The contract that pays.
    pub contract: Address,
    /// What it pays; the chain's own coin where `None`.
    pub token: Option<Address>,
    /// The next day that is named.
    pub next: Date,
    /// How often it is repeated; `None` where the list does not say.
    pub every: Option<Frequency>,
}

/// What a bond with a fixed coupon promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BondTerms {
    /// Interest of a year, as a part of the face: 5/100. Zero for a bond that pays none.
    pub coupon_rate: Rate,
    /// How days become interest.
    pub day_count: DayCount,
    /// When it is paid.
    pub schedule: ScheduleTerms,
}

/// What a descriptor says about a bond with a fixed coupon, so that its contract's numbers mean something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BondReading {
    /// What the coupon rate is a count of: 10,000 for basis points.
    pub coupon_rate_per: Option<U256>,
    /// The day-count convention.
    pub day_count: Option<DayCount>,
    /// The contract's number for that convention; `None` where the contract has none.
    pub day_count_basis: Option<u8>,
    /// The contract's number for a fixed coupon; `None` where the contract has none.
    pub coupon_type: Option<u8>,
    /// How often interest is paid, where the contract does not tell.
    pub frequency: Option<Frequency>,
    /// As in [`ScheduleTerms`].
    pub end_of_month: bool,
    /// As in [`ScheduleTerms`].
    pub convention: BusinessDayConvention,
    /// As in [`ScheduleTerms`].
    pub calendar: Calendar,
}

/// How days become a part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DayCount {
    /// ACT/360: the days over 360 (ISDA 4.16(e)).
    Act360,
    /// ACT/365 Fixed: the days over 365, in leap years too (ISDA 4.16(d)).
    Act365Fixed,
    /// 30/360, Bond Basis (ISDA 4.16(f)): a first day of 31 is taken for 30; a last day of 31 too, where the first is 30 by then.
    Thirty360,
    /// 30/360 US, of the SIA: as Bond Basis, and the last day of February is taken for 30 as a first day; as a last day too, where the first
    /// is one. For bonds that pay at the end of the month.
    #[serde(rename = "thirty-360-us")]
    Thirty360Us,
    /// 30E/360, Eurobond Basis (ISDA 4.16(g)): a day of 31 is taken for 30.
    #[serde(rename = "thirty-e-360")]
    ThirtyE360,
    /// ACT/ACT ISDA: days in leap years over 366, all others over 365 (ISDA 4.16(b)).
    ActActIsda,
    /// ACT/ACT ICMA, rule 251: the days over those of the regular coupon period times the coupons of a year.
    ActActIcma,
}

/// How often interest is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the whole numbers of months that divide a year")]
pub enum Frequency {
    /// Once a year.
    Annual,
    /// Every six months.
    Semiannual,
    /// Every four months.
    EveryFourthMonth,
    /// Every three months.
    Quarterly,
    /// Every two months.
    Bimonthly,
    /// Every month.
    Monthly,
}

/// What becomes of a payment on a day without banking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the conventions of the 2006 ISDA Definitions that bonds use")]
pub enum BusinessDayConvention {
    /// Nothing: the day stays as it is.
    #[default]
    None,
    /// It moves to the next business day.
    Following,
    /// It moves to the next business day, or, where that lies in another month, to the one before.
    ModifiedFollowing,
}

/// Days without banking: Saturdays, Sundays, and the holidays that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Calendar {
    holidays: BTreeSet<Date>,
}

/// What a schedule follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleTerms {
    /// The day from which interest runs.
    pub issue: Date,
    /// The day on which the face is repaid.
    pub maturity: Date,
    /// How often interest is paid.
    pub frequency: Frequency,
    /// Where the maturity is the last day of a month: whether all coupons fall on last days of months. The end-of-month rule.
    pub end_of_month: bool,
    /// How payments keep clear of days without banking.
    pub convention: BusinessDayConvention,
    /// The days without banking.
    pub calendar: Calendar,
}

impl BondTerms {
    /// A coupon rate in basis points: 525 for 5.25 % a year.
    #[must_use]
    pub fn basis_points(number: u64) -> Rate {
        Rate { numerator: U256::from(number), denominator: U256::from(10_000_u16) }
    }
}

impl Frequency {
    /// Coupons in a year.
    #[must_use]
    pub const fn per_year(self) -> u64 {
        match self {
            Self::Annual => 1,
            Self::Semiannual => 2,
            Self::EveryFourthMonth => 3,
            Self::Quarterly => 4,
            Self::Bimonthly => 6,
            Self::Monthly => 12,
        }
    }

    /// Months from one coupon to the next.
    #[must_use]
    pub const fn months(self) -> i64 {
        match self {
            Self::Annual => 12,
            Self::Semiannual => 6,
            Self::EveryFourthMonth => 4,
            Self::Quarterly => 3,
            Self::Bimonthly => 2,
            Self::Monthly => 1,
        }
    }
}

impl Calendar {
    /// Weekends and these holidays.
    pub fn new(holidays: impl IntoIterator<Item = Date>) -> Self {
        Self { holidays: holidays.into_iter().collect() }
    }

    /// Whether banks work.
    #[must_use]
    pub fn is_business_day(&self, day: Date) -> bool {
        !day.is_weekend() && !self.holidays.contains(&day)
    }
}

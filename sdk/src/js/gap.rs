//! The rate that an issuer states, beside the realised one.

use serde::Serialize;
use tsify::Tsify;

use super::figure::Ratio;
use super::yields::{AnnualRate, RateOfChange};
use crate::asset::Compounding;
use crate::yields::{self, Growing};

/// A stated rate, the realised one in the same terms, and what lies between them.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RateGap {
    /// What the realised rate was measured by.
    #[tsify(type = "\"sharePrice\" | \"nav\" | \"index\"")]
    measured_by: Growing,
    /// What the issuer states.
    stated: StatedRate,
    /// From when it was measured, in seconds since 1970.
    from: u64,
    /// Until when, in seconds since 1970.
    to: u64,
    /// What was realised, by the year and the compounding of the stated rate.
    realised: AnnualRate,
    /// Realised less stated: a loss where less was realised.
    gap: RateOfChange,
}

/// The rate that an issuer states.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatedRate {
    /// The rate of a year: `475/10000`.
    rate: Ratio,
    /// How interest becomes interest in it.
    #[tsify(type = "\"simple\" | \"daily\" | \"monthly\" | \"quarterly\" | \"semiannual\" | \"annual\"")]
    compounding: Compounding,
    /// How long its year is, in seconds.
    year_seconds: u64,
    /// The day that it was stated for.
    as_of: String,
    /// Where the issuer states it.
    source: String,
}

impl From<&yields::RateGap> for RateGap {
    fn from(gap: &yields::RateGap) -> Self {
        let stated = &gap.stated;
        Self {
            measured_by: gap.measured_by,
            stated: StatedRate {
                rate: (&stated.rate).into(),
                compounding: stated.compounding,
                year_seconds: stated.year.0,
                as_of: stated.as_of.to_string(),
                source: stated.source.clone(),
            },
            from: gap.window.window.from().time.0,
            to: gap.window.window.to().time.0,
            realised: (&gap.realised).into(),
            gap: (&gap.gap).into(),
        }
    }
}

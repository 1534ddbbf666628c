//! Reserves against supply.

use alloy_primitives::U256;
use serde::Serialize;

use crate::evidence::{EvidenceError, Fact};
use crate::units::{Amount, Rate, Timestamp, UnitsError};

use super::FeedAnswer;

/// Reserves against supply, both in displayed units of the asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Backing {
    /// What is held in reserve, at the reserve figure's own scale.
    pub reserve: Amount,
    /// What was issued.
    pub supply: Amount,
    /// `reserve / supply`, exact; `None` where nothing was issued.
    pub ratio: Option<Rate>,
    /// Whether the reserve is at least the supply.
    pub covered: bool,
    /// The moment that the reserve figure speaks of. The supply is that of the block.
    pub reserve_as_of: Timestamp,
}

/// A reserve figure that somebody vouches for: `amount` in displayed units of the asset, as of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveFigure {
    /// How much there is.
    pub amount: Amount,
    /// When it was counted.
    pub as_of: Timestamp,
}

/// Why reserves and supply were not compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackingError {
    /// The two facts are of different blocks.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A figure is out of range.
    #[error(transparent)]
    Units(#[from] UnitsError),
}

/// A reserve feed's answer against the total supply, both read at one block.
///
/// # Errors
/// [`BackingError`].
pub fn by_feed(reserve: Fact<FeedAnswer>, supply: Fact<Amount>) -> Result<Fact<Backing>, BackingError> {
    reserve.zip(supply)?.try_map(|(answer, supply)| {
        let figure = ReserveFigure { amount: answer.amount()?, as_of: answer.updated_at };
        Ok(compare(figure, supply)?)
    })
}

/// A verified attestation's reserve figure against the total supply. The two are of different moments, on purpose: the result
/// says which moment the figure speaks of.
///
/// # Errors
/// [`BackingError`].
pub fn by_attestation(reserve: Fact<ReserveFigure>, supply: Fact<Amount>) -> Result<Fact<Backing>, BackingError> {
    reserve.zip_across_moments(supply).try_map(|(figure, supply)| Ok(compare(figure, supply)?))
}

fn compare(figure: ReserveFigure, supply: Amount) -> Result<Backing, UnitsError> {
    let scale = figure.amount.scale().max(supply.scale());
    let (reserve, issued) = (at_scale(&figure.amount, scale)?, at_scale(&supply, scale)?);
    let ratio = if issued.is_zero() { None } else { Some(Rate::new(reserve, issued)?) };
    Ok(Backing { reserve: figure.amount, supply, ratio, covered: reserve >= issued, reserve_as_of: figure.as_of })
}

fn at_scale(amount: &Amount, scale: u8) -> Result<U256, UnitsError> {
    let shift = U256::from(scale.saturating_sub(amount.scale()));
    let factor = U256::from(10_u8).checked_pow(shift);
    factor
        .and_then(|factor| amount.raw().checked_mul(factor))
        .ok_or(UnitsError::OutOfRange { operation: "comparing reserve and supply" })
}

//! Reserves against supply.

mod checklist;
mod risk;

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::evidence::{EvidenceError, Fact, Source};
use crate::units::{Amount, Rate, Seconds, Timestamp, UnitsError};

use super::{FeedAnswer, Staleness};
pub use checklist::{AdequacyProof, CheckedPoint, Finding, Grounds, Point, checklist};
pub use risk::{Metric, RiskReport, Standing};

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
    /// Time between that moment and the block of the supply, whichever came first: what was issued or redeemed in it is not in both.
    pub age_gap: Seconds,
    /// How the reserve figure came about.
    pub method: ReserveMethod,
}

/// How a reserve figure came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum ReserveMethod {
    /// A feed on the chain repeats what its operators were told. Who counted, the feed does not say.
    Feed {
        /// Whether it is within its heartbeat.
        staleness: Staleness,
    },
    /// A signed statement.
    Statement {
        /// Who signed.
        attesters: BTreeSet<Address>,
    },
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
    let block = supply.at().timestamp;
    reserve.zip(supply)?.try_map(|(answer, supply)| {
        let figure = ReserveFigure { amount: answer.amount()?, as_of: answer.updated_at };
        Ok(compare(figure, supply, block, ReserveMethod::Feed { staleness: answer.staleness })?)
    })
}

/// A verified attestation's reserve figure against the total supply. The two are of different moments, on purpose: the result
/// says which moment the figure speaks of, and how far apart they are.
///
/// # Errors
/// [`BackingError`].
pub fn by_attestation(reserve: Fact<ReserveFigure>, supply: Fact<Amount>) -> Result<Fact<Backing>, BackingError> {
    let block = supply.at().timestamp;
    let attesters = reserve.evidence().sources().filter_map(|source| match source {
        Source::Signer(attester) => Some(*attester),
        Source::Endpoint(_)
        | Source::Quorum(_)
        | Source::Checkpoint(_)
        | Source::MerkleProof { .. }
        | Source::ZkProof { .. }
        | Source::TokenList
        | Source::Unproven(_) => None,
    });
    let method = ReserveMethod::Statement { attesters: attesters.collect() };
    reserve.zip_across_moments(supply).try_map(|(figure, supply)| Ok(compare(figure, supply, block, method)?))
}

fn compare(
    figure: ReserveFigure,
    supply: Amount,
    block: Timestamp,
    method: ReserveMethod,
) -> Result<Backing, UnitsError> {
    let scale = figure.amount.scale().max(supply.scale());
    let (reserve, issued) = (at_scale(&figure.amount, scale)?, at_scale(&supply, scale)?);
    let ratio = if issued.is_zero() { None } else { Some(Rate::new(reserve, issued)?) };
    let ReserveFigure { amount, as_of } = figure;
    let age_gap = Seconds(block.0.abs_diff(as_of.0));
    Ok(Backing { reserve: amount, supply, ratio, covered: reserve >= issued, reserve_as_of: as_of, age_gap, method })
}

fn at_scale(amount: &Amount, scale: u8) -> Result<U256, UnitsError> {
    let shift = U256::from(scale.saturating_sub(amount.scale()));
    let factor = U256::from(10_u8).checked_pow(shift);
    factor
        .and_then(|factor| amount.raw().checked_mul(factor))
        .ok_or(UnitsError::OutOfRange { operation: "comparing reserve and supply" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Level, Origin, Source};
    use crate::units::BlockRef;
    use alloy_primitives::{Address, B256};

    fn amount(text: &str, scale: u8) -> Amount {
        Amount::parse(text, scale).unwrap()
    }

    #[test]
    fn figures_of_different_scales_compare_by_what_they_are() {
        let figure = |text, scale| ReserveFigure { amount: amount(text, scale), as_of: Timestamp(1) };
        let compare = |figure, supply| {
            compare(figure, supply, Timestamp(61), ReserveMethod::Statement { attesters: BTreeSet::new() })
        };
        let even = compare(figure("100", 8), amount("100", 18)).unwrap();
        assert_eq!(even.age_gap, Seconds(60));
        assert!(even.covered);
        assert_eq!(even.ratio, Some(Rate::new(U256::from(1), U256::from(1)).unwrap()));
        let short = compare(figure("99.99999999", 8), amount("100", 18)).unwrap();
        assert!(!short.covered);
        assert_eq!(compare(figure("1", 8), amount("0", 18)).unwrap().ratio, None);
    }

    #[test]
    fn an_attestation_is_no_stronger_than_the_supply_it_is_held_against() {
        let block = |number| BlockRef { number, hash: B256::with_last_byte(number as u8), timestamp: Timestamp(9) };
        let figure = ReserveFigure { amount: amount("5", 18), as_of: Timestamp(1) };
        let attested = Fact::asserted(figure, block(1), Source::Signer(Address::repeat_byte(1)));
        let claimed = Fact::asserted(amount("4", 18), block(2), Source::Endpoint(Origin::of_url("http://a")));
        let backing = by_attestation(attested, claimed).unwrap();
        assert_eq!(backing.level(), Level::Claimed);
        assert_eq!((backing.value().covered, backing.value().reserve_as_of), (true, Timestamp(1)));
        assert_eq!(backing.value().age_gap, Seconds(8));
        let attesters = BTreeSet::from([Address::repeat_byte(1)]);
        assert_eq!(backing.value().method, ReserveMethod::Statement { attesters });
    }
}

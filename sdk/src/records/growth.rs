//! What a rebasing token's balance grew by without a transfer, as income.
//!
//! The balance is read at both ends of every stretch in which something moved, and of every stretch in which nothing did. In a quiet stretch what
//! the shares of its beginning are worth at its end has to be the balance, exactly. In a stretch with transfers the rest has to be what the index
//! made of the shares, but for the rounding of each transfer. So a transfer that is missing is no growth: it is refused.

use std::collections::BTreeSet;

use alloy_primitives::{I256, U256};
use serde::Serialize;

use crate::evidence::Fact;
use crate::units::{Amount, AssetId, Index, RebasingShares, UnitsError};

use super::{Asset, Direction, Excess, IncomeKind, Kind, Movement, MovementId, RecordError};

/// What a holder has of a rebasing token at a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct ShareBalance {
    /// The shares behind the balance.
    pub shares: RebasingShares,
    /// The balance.
    pub amount: Amount,
    /// What makes one of the other.
    pub index: Index,
}

/// The heights at which balances are needed in order to tell what a token grew by in the blocks after `after`, up to `until`.
#[must_use]
pub fn growth_heights(asset: AssetId, movements: &[Movement], after: u64, until: u64) -> Vec<u64> {
    let moved = movements.iter().filter(|movement| movement.asset == Asset::Token(asset));
    let within = moved.map(|movement| movement.id.block).filter(|block| (after..=until).contains(block));
    let around = within.flat_map(|block| [block.saturating_sub(1), block]).filter(|block| *block >= after);
    around.chain([after, until]).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What a token grew by between the heights of [`growth_heights`], as movements. Where it shrank they go out.
///
/// # Errors
/// [`RecordError::Unbalanced`] where a transfer is missing among `movements`; [`RecordError::Units`].
pub fn growth(
    asset: AssetId,
    balances: &[Fact<ShareBalance>],
    movements: &[Movement],
) -> Result<Vec<Movement>, RecordError> {
    let mut grown = Vec::new();
    for pair in balances.windows(2) {
        let [start, end] = pair else { continue };
        let stretch = start.at().number.saturating_add(1)..=end.at().number;
        let moved = movements.iter().filter(|movement| {
            let growth = movement.kind == Kind::Income(IncomeKind::Rebase);
            movement.asset == Asset::Token(asset) && stretch.contains(&movement.id.block) && !growth
        });
        grown.extend(of_stretch(asset, start, end, &moved.collect::<Vec<_>>())?);
    }
    Ok(grown)
}

fn of_stretch(
    asset: AssetId,
    start: &Fact<ShareBalance>,
    end: &Fact<ShareBalance>,
    moved: &[&Movement],
) -> Result<Option<Movement>, RecordError> {
    let (before, after) = (start.value(), end.value());
    let (mut came, mut accounted) = (before.amount, after.amount);
    for movement in moved {
        match movement.direction {
            Direction::In => came = came.checked_add(&movement.amount)?,
            Direction::Out => accounted = accounted.checked_add(&movement.amount)?,
        }
    }
    let grown = signed(&accounted)?.saturating_sub(signed(&came)?);
    // What the index made of the shares of either end.
    let by_first = signed(&after.index.amount(&before.shares)?)?.saturating_sub(signed(&before.amount)?);
    let by_last = signed(&after.amount)?.saturating_sub(signed(&before.index.amount(&after.shares)?)?);
    let slack = slack(before, after, moved.len())?;
    let least = by_first.min(by_last).saturating_sub(slack);
    let most = by_first.max(by_last).saturating_add(slack);
    let off = if grown > most {
        Some((grown.saturating_sub(most), Excess::Balance))
    } else if grown < least {
        Some((least.saturating_sub(grown), Excess::Movements))
    } else {
        None
    };
    if let Some((by, excess)) = off {
        let difference = after.amount.with_raw(by.unsigned_abs());
        let got = format!("{came} less what went, with what the index made of it");
        let asset = Asset::Token(asset);
        return Err(RecordError::Unbalanced { asset, got, expected: after.amount, difference, excess });
    }
    if grown.is_zero() {
        return Ok(None);
    }
    let direction = if grown.is_negative() { Direction::Out } else { Direction::In };
    Ok(Some(Movement {
        id: MovementId { chain: asset.chain, block: end.at().number, log: None, transaction: asset.token.into_word() },
        at: end.at().timestamp,
        asset: Asset::Token(asset),
        direction,
        kind: Kind::Income(IncomeKind::Rebase),
        amount: after.amount.with_raw(grown.unsigned_abs()),
        counterparty: None,
        evidence: start.evidence().union(end.evidence()),
    }))
}

/// A transfer moves whole shares, and each of them is worth as much as the index says: so much may an amount be off, once for each transfer. Without
/// transfers nothing is.
fn slack(before: &ShareBalance, after: &ShareBalance, transfers: usize) -> Result<I256, RecordError> {
    if transfers == 0 {
        return Ok(I256::ZERO);
    }
    let out = || UnitsError::OutOfRange { operation: "rounding of a rebasing token" };
    let one = |index: &Index| index.numerator().div_ceil(index.denominator());
    let share = one(&before.index).max(one(&after.index)).saturating_add(U256::from(1));
    let times = U256::from(transfers).saturating_add(U256::from(1));
    Ok(I256::try_from(share.checked_mul(times).ok_or_else(out)?).map_err(|_| out())?)
}

fn signed(amount: &Amount) -> Result<I256, RecordError> {
    let out = UnitsError::OutOfRange { operation: "growth of a rebasing token" };
    Ok(I256::try_from(amount.raw()).map_err(|_| out)?)
}

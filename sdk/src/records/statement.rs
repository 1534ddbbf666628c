//! A period's statement: what was there, what moved, what is there.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use serde::Serialize;

use crate::evidence::{Evidence, Fact, Level};
use crate::units::{Amount, BlockRef};

use super::{Asset, Direction, Excess, IncomeKind, Kind, Movement, RecordError};

/// What a contract said that the holder has, at the beginning and at the end.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct Balances {
    /// After the last block before the period.
    pub opening: Fact<Amount>,
    /// After the last block of the period.
    pub closing: Fact<Amount>,
}

/// One asset in a period. `opening + received + income + paid = closing + sent + redeemed + fees`, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// The asset.
    pub asset: Asset,
    /// What was there before.
    pub opening: Amount,
    /// What came by transfers.
    pub received: Amount,
    /// Income by kind.
    pub income: BTreeMap<IncomeKind, Amount>,
    /// What redemptions paid out.
    pub paid: Amount,
    /// What went by transfers.
    pub sent: Amount,
    /// What was given up for redemption.
    pub redeemed: Amount,
    /// What fees took.
    pub fees: Amount,
    /// What is there now.
    pub closing: Amount,
    /// What all of it rests on.
    pub evidence: Evidence,
}

/// A period, asset by asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Statement {
    /// The last block before the period.
    pub after: BlockRef,
    /// The last block of it.
    pub until: BlockRef,
    /// Each asset.
    pub lines: Vec<Line>,
}

impl Statement {
    /// How well all of it is known.
    #[must_use]
    pub fn level(&self) -> Level {
        self.lines.iter().map(|line| line.evidence.level()).min().unwrap_or(Level::Claimed)
    }
}

impl Line {
    /// A figure of this line, as well known as the whole line is.
    #[must_use]
    pub fn known(&self, amount: Amount, closing: &Fact<Amount>) -> Fact<Amount> {
        self.evidence.sources().fold(closing.clone().map(|_| amount), |fact, source| fact.extended(source.clone()))
    }

    /// Income of all kinds.
    ///
    /// # Errors
    /// [`RecordError::Units`].
    pub fn all_income(&self) -> Result<Amount, RecordError> {
        let nothing = self.opening.with_raw(U256::ZERO);
        self.income.values().try_fold(nothing, |sum, amount| Ok(sum.checked_add(amount)?))
    }
}

/// The statement of the blocks after those of the opening balances, up to those of the closing ones. Every asset that moved in the period has to have
/// its balances, and every line has to add up. Fees in the chain's coin count where the coin has balances, which then has to be complete too;
/// without them they are left to the caller, since plain payments in it leave no logs.
///
/// # Errors
/// [`RecordError::Unbalanced`] names asset and difference; [`RecordError::OtherBlock`], [`RecordError::Missing`], [`RecordError::Repeated`] or
/// [`RecordError::Units`]. `None` for no assets at all.
pub fn statement(
    movements: &[Movement],
    balances: &BTreeMap<Asset, Balances>,
) -> Result<Option<Statement>, RecordError> {
    let Some(first) = balances.values().next() else { return Ok(None) };
    let (after, until) = (first.opening.at(), first.closing.at());
    for (asset, of) in balances {
        for (got, expected) in [(of.opening.at(), after), (of.closing.at(), until)] {
            if got.hash != expected.hash {
                let (got, expected) = (got.number, expected.number);
                return Err(RecordError::OtherBlock { asset: *asset, got, expected });
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut within: BTreeMap<Asset, Vec<&Movement>> = BTreeMap::new();
    for movement in
        movements.iter().filter(|movement| movement.id.block > after.number && movement.id.block <= until.number)
    {
        if !seen.insert((movement.id, movement.asset)) {
            return Err(RecordError::Repeated { id: movement.id });
        }
        let coin = matches!(movement.asset, Asset::Coin(_));
        if balances.contains_key(&movement.asset) {
            within.entry(movement.asset).or_default().push(movement);
        } else if !coin {
            return Err(RecordError::Missing { what: "balances", of: movement.asset.to_string() });
        }
    }
    let none = Vec::new();
    let line = |(asset, of): (&Asset, &Balances)| line(*asset, of, within.get(asset).unwrap_or(&none));
    let lines = balances.iter().map(line).collect::<Result<_, _>>()?;
    Ok(Some(Statement { after, until, lines }))
}

fn line(asset: Asset, balances: &Balances, movements: &[&Movement]) -> Result<Line, RecordError> {
    let (opening, closing) = (*balances.opening.value(), *balances.closing.value());
    let nothing = opening.with_raw(U256::ZERO);
    let evidence = balances.opening.evidence().union(balances.closing.evidence());
    let mut line = Line {
        asset,
        opening,
        received: nothing,
        income: BTreeMap::new(),
        paid: nothing,
        sent: nothing,
        redeemed: nothing,
        fees: nothing,
        closing,
        evidence,
    };
    let (mut came, mut went) = (opening, nothing);
    for movement in movements {
        line.evidence = line.evidence.union(&movement.evidence);
        let sum = match movement.direction {
            Direction::In => &mut came,
            Direction::Out => &mut went,
        };
        *sum = sum.checked_add(&movement.amount)?;
        let place = match (movement.direction, movement.kind) {
            (Direction::In, Kind::Income(kind)) => line.income.entry(kind).or_insert(nothing),
            (Direction::In, Kind::Redemption) => &mut line.paid,
            (Direction::In, Kind::Transfer | Kind::Own | Kind::Fee) => &mut line.received,
            (Direction::Out, Kind::Redemption) => &mut line.redeemed,
            (Direction::Out, Kind::Fee) => &mut line.fees,
            // What was paid too much as income and is taken back, and what a rebase took.
            (Direction::Out, Kind::Transfer | Kind::Own | Kind::Income(_)) => &mut line.sent,
        };
        *place = place.checked_add(&movement.amount)?;
    }
    balanced(&line, came, went)?;
    Ok(line)
}

/// What came is what went and what is there.
fn balanced(line: &Line, came: Amount, went: Amount) -> Result<(), RecordError> {
    let accounted = went.checked_add(&line.closing)?;
    let (excess, difference) = if came == accounted {
        return Ok(());
    } else if came > accounted {
        (Excess::Movements, came.checked_sub(&accounted)?)
    } else {
        (Excess::Balance, accounted.checked_sub(&came)?)
    };
    let got = match came.checked_sub(&went) {
        Ok(left) => left.to_string(),
        Err(_) => format!("{} below zero", went.checked_sub(&came)?),
    };
    Err(RecordError::Unbalanced { asset: line.asset, got, expected: line.closing, difference, excess })
}

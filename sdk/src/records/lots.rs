//! Lots with their cost, and what each disposal gained: first in first out, highest cost first, or lot by lot as the holder identified them.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{Amount, Currency, Price, Rate, Timestamp, Value};

use super::{Asset, Direction, Kind, Movement, MovementId, RecordError};

/// What one unit was worth at each movement.
pub type Prices = BTreeMap<MovementId, Price>;

/// Which lots a disposal takes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each of them is a method of its own")]
pub enum Method {
    /// The oldest first.
    Fifo,
    /// The one that cost most for a unit first; of two that cost the same the older.
    Hifo,
    /// As identified: for each disposal its lots.
    Specific(BTreeMap<MovementId, Vec<Pick>>),
}

/// Part of a lot that was identified for a disposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct Pick {
    /// The lot.
    pub lot: MovementId,
    /// How much of it.
    pub amount: Amount,
}

/// What was acquired at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "callers hand over what they held before")]
pub struct Lot {
    /// The movement that brought it.
    pub id: MovementId,
    /// Of what.
    pub asset: Asset,
    /// When.
    pub acquired: Timestamp,
    /// How much.
    pub amount: Amount,
    /// What it cost.
    pub cost: Value,
    /// How much of it is left.
    pub left: Amount,
    /// The cost of what is left.
    pub left_cost: Value,
}

/// What came of selling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Gain {
    /// More than the cost, or the same.
    Profit(Value),
    /// Less than the cost.
    Loss(Value),
}

/// What of a disposal came out of one lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DisposalPart {
    /// The lot.
    pub lot: MovementId,
    /// When that was acquired.
    pub acquired: Timestamp,
    /// How much.
    pub amount: Amount,
    /// Its cost.
    pub cost: Value,
    /// What it brought.
    pub proceeds: Value,
    /// The difference.
    pub gain: Gain,
}

/// Something that went out, with what it gained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Disposal {
    /// The movement.
    pub id: MovementId,
    /// Of what.
    pub asset: Asset,
    /// When.
    pub at: Timestamp,
    /// How much.
    pub amount: Amount,
    /// What it was worth.
    pub proceeds: Value,
    /// Lot by lot.
    pub parts: Vec<DisposalPart>,
    /// Proceeds less cost.
    pub gain: Gain,
}

/// Lots and disposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Book {
    /// Every lot, those that are used up too, in the order in which they were acquired.
    pub lots: Vec<Lot>,
    /// Every disposal, in the order of time.
    pub disposals: Vec<Disposal>,
}

/// Brings movements to account, in the order of their time: what came in becomes a lot at its worth, what went out is taken from lots. `prices` has
/// what a unit was worth at each of them; `opening` are lots from before. Lots are of all accounts of a holder together: movements between them
/// ([`Kind::Own`]) change no lot and need no price, so the movements of each account that took part have to be there.
///
/// # Errors
/// [`RecordError::Missing`] without a price; [`RecordError::TooFewLots`]; [`RecordError::Picked`]; [`RecordError::Repeated`]; or
/// [`RecordError::Units`], as where prices are in several currencies.
pub fn book(movements: &[Movement], prices: &Prices, opening: &[Lot], method: &Method) -> Result<Book, RecordError> {
    let mut sorted: Vec<&Movement> = movements.iter().filter(|movement| movement.kind != Kind::Own).collect();
    sorted.sort_by_key(|movement| (movement.at, movement.id));
    let scale = scale(&sorted, prices, opening)?;
    let mut lots = opening.iter().map(|lot| rescaled(lot, scale)).collect::<Result<Vec<_>, _>>()?;
    let mut seen: BTreeSet<MovementId> = lots.iter().map(|lot| lot.id).collect();
    let mut disposals = Vec::new();
    for movement in sorted {
        if !seen.insert(movement.id) {
            return Err(RecordError::Repeated { id: movement.id });
        }
        let value = price(prices, movement)?.value_of(&movement.amount)?.rescaled(scale)?;
        match movement.direction {
            Direction::In => lots.push(Lot {
                id: movement.id,
                asset: movement.asset,
                acquired: movement.at,
                amount: movement.amount,
                cost: value.clone(),
                left: movement.amount,
                left_cost: value,
            }),
            Direction::Out => disposals.push(dispose(&mut lots, movement, value, method)?),
        }
    }
    lots.sort_by_key(|lot| (lot.acquired, lot.id));
    Ok(Book { lots, disposals })
}

/// The finest scale of all prices, so that all sums of money are exact among each other.
fn scale(movements: &[&Movement], prices: &Prices, opening: &[Lot]) -> Result<u8, RecordError> {
    let mut scale = opening.iter().map(|lot| lot.cost.scale.max(lot.left_cost.scale)).max().unwrap_or(0);
    for movement in movements {
        scale = scale.max(price(prices, movement)?.scale);
    }
    Ok(scale)
}

pub(super) fn price<'a>(prices: &'a Prices, movement: &Movement) -> Result<&'a Price, RecordError> {
    prices.get(&movement.id).ok_or_else(|| RecordError::Missing { what: "price", of: movement.id.to_string() })
}

fn rescaled(lot: &Lot, scale: u8) -> Result<Lot, RecordError> {
    Ok(Lot { cost: lot.cost.rescaled(scale)?, left_cost: lot.left_cost.rescaled(scale)?, ..lot.clone() })
}

fn dispose(lots: &mut [Lot], movement: &Movement, proceeds: Value, method: &Method) -> Result<Disposal, RecordError> {
    let mut parts = Vec::new();
    let (mut left, mut left_proceeds) = (movement.amount, proceeds.clone());
    for pick in picks(lots, movement, method)? {
        let Some(lot) = lots.iter_mut().find(|lot| lot.id == pick.lot && lot.asset == movement.asset) else {
            let (got, expected) = (pick.lot.to_string(), "a lot of the same asset".to_owned());
            return Err(RecordError::Picked { of: movement.id, got, expected });
        };
        if pick.amount > lot.left || pick.amount > left {
            let expected = format!("at most {} of lot {}", if lot.left < left { lot.left } else { left }, lot.id);
            return Err(RecordError::Picked { of: movement.id, got: pick.amount.to_string(), expected });
        }
        // The last part of a lot takes what is left of its cost, so that the parts of its cost add up to it; and so with the proceeds.
        let cost = share(&lot.left_cost, pick.amount, lot.left)?;
        let brought = share(&left_proceeds, pick.amount, left)?;
        lot.left = lot.left.checked_sub(&pick.amount)?;
        lot.left_cost = lot.left_cost.checked_sub(&cost)?;
        left = left.checked_sub(&pick.amount)?;
        left_proceeds = left_proceeds.checked_sub(&brought)?;
        let (acquired, gain) = (lot.acquired, Gain::of(&brought, &cost)?);
        parts.push(DisposalPart { lot: lot.id, acquired, amount: pick.amount, cost, proceeds: brought, gain });
    }
    if !left.is_zero() {
        let expected = format!("{} in all", movement.amount);
        return Err(RecordError::Picked { of: movement.id, got: format!("{left} too little"), expected });
    }
    let nothing = Value { raw: U256::ZERO, scale: proceeds.scale, currency: proceeds.currency.clone() };
    let cost = parts.iter().try_fold(nothing, |sum, part| sum.checked_add(&part.cost))?;
    let gain = Gain::of(&proceeds, &cost)?;
    Ok(Disposal {
        id: movement.id,
        asset: movement.asset,
        at: movement.at,
        amount: movement.amount,
        proceeds,
        parts,
        gain,
    })
}

/// The share of a sum of money that a part of an amount has.
fn share(value: &Value, part: Amount, of: Amount) -> Result<Value, RecordError> {
    // Nothing of nothing.
    if part == of { Ok(value.clone()) } else { Ok(value.part(part.raw(), of.raw())?) }
}

fn picks(lots: &[Lot], movement: &Movement, method: &Method) -> Result<Vec<Pick>, RecordError> {
    let mut open: Vec<&Lot> = lots.iter().filter(|lot| lot.asset == movement.asset && !lot.left.is_zero()).collect();
    match method {
        Method::Fifo => open.sort_by_key(|lot| (lot.acquired, lot.id)),
        Method::Hifo => {
            let mut priced =
                open.into_iter().map(|lot| Ok((unit_cost(lot)?, lot))).collect::<Result<Vec<_>, RecordError>>()?;
            priced.sort_by(|(a, x), (b, y)| b.cmp(a).then((x.acquired, x.id).cmp(&(y.acquired, y.id))));
            open = priced.into_iter().map(|(_, lot)| lot).collect();
        }
        Method::Specific(identified) => {
            let picked = identified.get(&movement.id).cloned();
            return picked.ok_or_else(|| RecordError::Missing { what: "lots", of: movement.id.to_string() });
        }
    }
    let (mut picks, mut missing) = (Vec::new(), movement.amount);
    for lot in open {
        if missing.is_zero() {
            break;
        }
        let amount = if lot.left < missing { lot.left } else { missing };
        missing = missing.checked_sub(&amount)?;
        picks.push(Pick { lot: lot.id, amount });
    }
    if missing.is_zero() {
        return Ok(picks);
    }
    let expected = movement.amount.checked_sub(&missing)?;
    Err(RecordError::TooFewLots { of: movement.id, asset: movement.asset, got: movement.amount, expected })
}

/// What a unit of a lot cost when it was acquired.
fn unit_cost(lot: &Lot) -> Result<Rate, RecordError> {
    Ok(Rate::new(lot.cost.raw, lot.amount.raw())?)
}

impl Gain {
    /// `proceeds − cost`.
    ///
    /// # Errors
    /// [`RecordError::Units`].
    pub fn of(proceeds: &Value, cost: &Value) -> Result<Self, RecordError> {
        // Both have one scale in a book, and where they have not the subtraction brings them to one.
        match proceeds.checked_sub(cost) {
            Ok(profit) => Ok(Self::Profit(profit)),
            Err(_) => Ok(Self::Loss(cost.checked_sub(proceeds)?)),
        }
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> &Currency {
        match self {
            Self::Profit(value) | Self::Loss(value) => &value.currency,
        }
    }
}

//! Income by day, kind and asset.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::units::{Amount, Timestamp, Value};

use super::lots::price;
use super::{Asset, Direction, IncomeKind, Kind, Movement, Prices, RecordError};

/// What one asset brought of one kind on one day (UTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IncomeLine {
    /// Year, month and day.
    pub date: (u64, u64, u64),
    /// What it is.
    pub kind: IncomeKind,
    /// Of what.
    pub asset: Asset,
    /// How much.
    pub amount: Amount,
    /// What it was worth when it came; `None` where no prices were given.
    pub value: Option<Value>,
}

/// All income of the movements, by day, kind and asset. With prices, each has to have one.
///
/// # Errors
/// [`RecordError::Missing`], [`RecordError::NoDate`] or [`RecordError::Units`].
pub fn income(movements: &[Movement], prices: Option<&Prices>) -> Result<Vec<IncomeLine>, RecordError> {
    let mut lines: BTreeMap<_, IncomeLine> = BTreeMap::new();
    for movement in movements {
        let (Kind::Income(kind), Direction::In) = (movement.kind, movement.direction) else { continue };
        let date = date(movement.at)?;
        let value = match prices {
            Some(prices) => Some(price(prices, movement)?.value_of(&movement.amount)?),
            None => None,
        };
        let key = (date, kind, movement.asset);
        let line = match lines.get(&key) {
            Some(line) => IncomeLine {
                amount: line.amount.checked_add(&movement.amount)?,
                value: match (&line.value, &value) {
                    (Some(sum), Some(value)) => Some(sum.checked_add(value)?),
                    (None, _) | (_, None) => None,
                },
                ..line.clone()
            },
            None => IncomeLine { date, kind, asset: movement.asset, amount: movement.amount, value },
        };
        lines.insert(key, line);
    }
    Ok(lines.into_values().collect())
}

fn date(at: Timestamp) -> Result<(u64, u64, u64), RecordError> {
    let utc = at.utc().ok_or(RecordError::NoDate { got: at.0 })?;
    Ok((utc.year, utc.month, utc.day))
}

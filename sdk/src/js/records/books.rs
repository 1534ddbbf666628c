//! `lots` and `incomeByDay`: what things cost, what selling them gained, and what came in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::movement::{self, MovementGiven};
use crate::error::Error;
use crate::js::amounts::AmountGiven;
use crate::js::figure::{Amount, Money};
use crate::js::options::{answer, argument, integer, options};
use crate::records::{self, Gain, Pick, Prices};
use crate::units::{Currency, Price, Timestamp, Value};

/// A price or a sum of money, as this package writes it: of `text` nothing is read.
#[derive(Clone, Debug, Deserialize, Tsify)]
pub(crate) struct MoneyGiven {
    /// In units of `10^-decimals` of the currency: a decimal string.
    raw: String,
    /// Decimals between that and what people read.
    decimals: u8,
    /// ISO 4217 code, as `"USD"`.
    currency: String,
}

/// Movements, what each was worth, and which lots are sold first.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct LotsOptions {
    /// Movements, as `movements` answers them.
    pub(super) movements: Vec<MovementGiven>,
    /// What one unit was worth at each movement, by its `id`.
    #[tsify(type = "Record<string, MoneyGiven>")]
    pub(super) prices: BTreeMap<String, MoneyGiven>,
    /// Lots from before.
    #[tsify(optional)]
    pub(super) opening: Option<Vec<LotGiven>>,
    /// The oldest first, the one that cost most for a unit first, or as identified.
    #[tsify(type = "\"fifo\" | \"hifo\" | IdentifiedLots")]
    pub(super) method: MethodGiven,
}

/// Which lots a disposal takes from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum MethodGiven {
    Named(String),
    Identified(IdentifiedLots),
}

/// Lots as the holder identified them.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct IdentifiedLots {
    /// For each disposal, by its `id`, the lots that it takes from.
    #[tsify(type = "Record<string, LotPick[]>")]
    specific: BTreeMap<String, Vec<LotPick>>,
}

/// Part of a lot that was identified for a disposal.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct LotPick {
    /// The lot: the `id` of the movement that brought it.
    lot: String,
    /// How much of it.
    amount: AmountGiven,
}

/// A lot as `lots` answers it.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LotGiven {
    /// The movement that brought it.
    id: String,
    /// Of what.
    asset: String,
    /// When, in seconds since 1970.
    acquired: u64,
    /// How much.
    amount: AmountGiven,
    /// What it cost.
    cost: MoneyGiven,
    /// How much of it is left.
    left: AmountGiven,
    /// The cost of what is left.
    left_cost: MoneyGiven,
}

/// Lots and disposals.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct LotBook {
    /// Every lot, those that are used up too, in the order in which they were acquired.
    lots: Vec<Lot>,
    /// Every disposal, in the order of time.
    disposals: Vec<Disposal>,
}

/// What was acquired at once.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Lot {
    /// The movement that brought it.
    id: String,
    /// Of what.
    asset: String,
    /// When, in seconds since 1970.
    acquired: u64,
    /// How much.
    amount: Amount,
    /// What it cost.
    cost: Money,
    /// How much of it is left.
    left: Amount,
    /// The cost of what is left.
    left_cost: Money,
}

/// Something that went out, with what it gained.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Disposal {
    /// The movement.
    id: String,
    /// Of what.
    asset: String,
    /// When, in seconds since 1970.
    at: u64,
    /// How much.
    amount: Amount,
    /// What it was worth.
    proceeds: Money,
    /// Proceeds less cost.
    gain: GainOrLoss,
    /// Lot by lot.
    parts: Vec<DisposalPart>,
}

/// What of a disposal came out of one lot.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct DisposalPart {
    /// The lot.
    lot: String,
    /// When that was acquired, in seconds since 1970.
    acquired: u64,
    /// How much.
    amount: Amount,
    /// Its cost.
    cost: Money,
    /// What it brought.
    proceeds: Money,
    /// The difference.
    gain: GainOrLoss,
}

/// What came of selling.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct GainOrLoss {
    /// Whether it is a loss.
    loss: bool,
    /// How much, without sign.
    value: Money,
}

/// Movements, and what each was worth.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct IncomeByDayOptions {
    /// Movements, as `movements` answers them.
    movements: Vec<MovementGiven>,
    /// What one unit was worth at each movement, by its `id`. Where it is given, each has to have one.
    #[tsify(optional, type = "Record<string, MoneyGiven>")]
    prices: Option<BTreeMap<String, MoneyGiven>>,
}

/// Income by day (UTC), kind and asset.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct IncomeByDay {
    /// In the order of days.
    lines: Vec<IncomeLine>,
}

/// What one asset brought of one kind on one day.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct IncomeLine {
    /// The day, as `"2026-11-30"`.
    date: String,
    /// What it is.
    #[tsify(type = "IncomeKind")]
    kind: &'static str,
    /// Of what.
    asset: String,
    /// How much.
    amount: Amount,
    /// What it was worth when it came; left out where no prices were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    value: Option<Money>,
}

/// Brings movements to account: what came in becomes a lot at its worth, what went out is taken from lots.
///
/// ```js
/// const { disposals } = lots({ movements: moved, prices: { [moved[0].id]: { raw: '10425', decimals: 2, currency: 'USD' } }, method: 'fifo' });
/// ```
#[wasm_bindgen]
pub fn lots(given: Ts<LotsOptions>) -> Result<Ts<LotBook>, JsValue> {
    answer(options(given).and_then(|given: LotsOptions| Ok((&given.book()?).into())))
}

/// All income of the movements.
///
/// ```js
/// const { lines } = incomeByDay({ movements: moved });
/// ```
#[wasm_bindgen(js_name = incomeByDay)]
pub fn income_by_day(given: Ts<IncomeByDayOptions>) -> Result<Ts<IncomeByDay>, JsValue> {
    answer(options(given).and_then(|given: IncomeByDayOptions| {
        let prices = given.prices.as_ref().map(prices).transpose()?;
        let lines = records::income(&movement::read(&given.movements)?, prices.as_ref())?;
        Ok(IncomeByDay { lines: lines.iter().map(IncomeLine::from).collect() })
    }))
}

/// Prices by the names of their movements.
pub(super) fn prices(given: &BTreeMap<String, MoneyGiven>) -> Result<Prices, Error> {
    given.iter().map(|(id, price)| Ok((movement::id(id)?, price.price()?))).collect()
}

impl MoneyGiven {
    fn price(&self) -> Result<Price, Error> {
        let Value { raw, scale, currency } = self.value()?;
        Ok(Price { answer: raw, scale, currency })
    }

    fn value(&self) -> Result<Value, Error> {
        let raw = integer("money.raw", &self.raw)?;
        Ok(Value { raw, scale: self.decimals, currency: Currency::new(&self.currency)? })
    }
}

impl LotsOptions {
    pub(super) fn book(&self) -> Result<records::Book, Error> {
        let opening = self.opening.iter().flatten().map(LotGiven::read).collect::<Result<Vec<_>, _>>()?;
        let movements = movement::read(&self.movements)?;
        Ok(records::book(&movements, &prices(&self.prices)?, &opening, &self.method.read()?)?)
    }
}

impl MethodGiven {
    fn read(&self) -> Result<records::Method, Error> {
        match self {
            Self::Named(name) if name == "fifo" => Ok(records::Method::Fifo),
            Self::Named(name) if name == "hifo" => Ok(records::Method::Hifo),
            Self::Named(name) => Err(argument("method", &format!("got {name:?}, expected \"fifo\" or \"hifo\""))),
            Self::Identified(IdentifiedLots { specific }) => {
                let picks = specific.iter().map(|(disposal, picks)| {
                    let picks = picks.iter().map(LotPick::read).collect::<Result<Vec<_>, _>>()?;
                    Ok((movement::id(disposal)?, picks))
                });
                Ok(records::Method::Specific(picks.collect::<Result<_, Error>>()?))
            }
        }
    }
}

impl LotPick {
    fn read(&self) -> Result<Pick, Error> {
        Ok(Pick { lot: movement::id(&self.lot)?, amount: self.amount.read()? })
    }
}

impl LotGiven {
    fn read(&self) -> Result<records::Lot, Error> {
        Ok(records::Lot {
            id: movement::id(&self.id)?,
            asset: movement::asset(&self.asset)?,
            acquired: Timestamp(self.acquired),
            amount: self.amount.read()?,
            cost: self.cost.value()?,
            left: self.left.read()?,
            left_cost: self.left_cost.value()?,
        })
    }
}

impl From<&records::Book> for LotBook {
    fn from(book: &records::Book) -> Self {
        let lot = |lot: &records::Lot| Lot {
            id: lot.id.to_string(),
            asset: lot.asset.to_string(),
            acquired: lot.acquired.0,
            amount: (&lot.amount).into(),
            cost: (&lot.cost).into(),
            left: (&lot.left).into(),
            left_cost: (&lot.left_cost).into(),
        };
        Self {
            lots: book.lots.iter().map(lot).collect(),
            disposals: book.disposals.iter().map(Disposal::from).collect(),
        }
    }
}

impl From<&records::Disposal> for Disposal {
    fn from(disposal: &records::Disposal) -> Self {
        let part = |part: &records::DisposalPart| DisposalPart {
            lot: part.lot.to_string(),
            acquired: part.acquired.0,
            amount: (&part.amount).into(),
            cost: (&part.cost).into(),
            proceeds: (&part.proceeds).into(),
            gain: (&part.gain).into(),
        };
        Self {
            id: disposal.id.to_string(),
            asset: disposal.asset.to_string(),
            at: disposal.at.0,
            amount: (&disposal.amount).into(),
            proceeds: (&disposal.proceeds).into(),
            gain: (&disposal.gain).into(),
            parts: disposal.parts.iter().map(part).collect(),
        }
    }
}

impl From<&Gain> for GainOrLoss {
    fn from(gain: &Gain) -> Self {
        match gain {
            Gain::Profit(value) => Self { loss: false, value: value.into() },
            Gain::Loss(value) => Self { loss: true, value: value.into() },
        }
    }
}

impl From<&records::IncomeLine> for IncomeLine {
    fn from(line: &records::IncomeLine) -> Self {
        let (year, month, day) = line.date;
        Self {
            date: format!("{year:04}-{month:02}-{day:02}"),
            kind: line.kind.as_str(),
            asset: line.asset.to_string(),
            amount: (&line.amount).into(),
            value: line.value.as_ref().map(Money::from),
        }
    }
}

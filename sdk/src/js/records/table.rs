//! `recordTable`: books as tables, and as CSV.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::books::{self, LotsOptions, MoneyGiven};
use super::movement::{self, MovementGiven};
use super::statement::{self, StatementOptions};
use crate::error::Error;
use crate::js::options::{answer, argument, options};
use crate::records::{Layout, Symbols, income, income_table, layout, lots_table, movements_table, statement_table};

/// Which table of what.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct RecordTableOptions {
    /// The tables of this package, or the layout that a tax tool imports.
    #[tsify(type = "\"movements\" | \"income\" | \"koinly\" | \"cointracking\" | \"cointracker\"")]
    table: String,
    /// Movements, as `movements` answers them.
    movements: Vec<MovementGiven>,
    /// The symbol of every asset, by CAIP-19.
    #[tsify(type = "Record<string, string>")]
    symbols: BTreeMap<String, String>,
    /// What one unit was worth at each movement, by its `id`: for `movements` and `income`. Where it is given, each has to have one.
    #[tsify(optional, type = "Record<string, MoneyGiven>")]
    prices: Option<BTreeMap<String, MoneyGiven>>,
}

/// The gains of `lots`.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct GainsTableOptions {
    /// What `lots` takes.
    lots: LotsOptions,
    /// The symbol of every asset, by CAIP-19.
    #[tsify(type = "Record<string, string>")]
    symbols: BTreeMap<String, String>,
}

/// The lines of `statement`.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct StatementTableOptions {
    /// What `statement` takes.
    statement: StatementOptions,
    /// The symbol of every asset, by CAIP-19.
    #[tsify(type = "Record<string, string>")]
    symbols: BTreeMap<String, String>,
}

/// A table.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RecordTable {
    /// The names of its columns.
    header: Vec<&'static str>,
    /// Its rows, each with a cell for each column.
    rows: Vec<Vec<String>>,
    /// The whole as CSV: RFC 4180, UTF-8, safe to open in a spreadsheet.
    csv: String,
}

/// Movements or income as a table, or in the layout of a tax tool.
///
/// ```js
/// const { csv } = recordTable({ table: 'movements', movements: moved, symbols: { [asset]: 'dHOUSE' } });
/// ```
#[wasm_bindgen(js_name = recordTable)]
pub fn record_table(given: Ts<RecordTableOptions>) -> Result<Ts<RecordTable>, JsValue> {
    answer(options(given).and_then(|given: RecordTableOptions| {
        let (movements, symbols) = (movement::read(&given.movements)?, symbols(&given.symbols)?);
        let prices = given.prices.as_ref().map(books::prices).transpose()?;
        let of = |form| layout(&movements, &symbols, form);
        let table = match given.table.as_str() {
            "movements" => movements_table(&movements, &symbols, prices.as_ref()),
            "income" => income(&movements, prices.as_ref()).and_then(|lines| income_table(&lines, &symbols)),
            "koinly" => of(Layout::Koinly),
            "cointracking" => of(Layout::CoinTracking),
            "cointracker" => of(Layout::CoinTracker),
            other => return Err(argument("table", &format!("got {other:?}, expected one of its names"))),
        };
        Ok((&table?).into())
    }))
}

/// What disposals gained, a row for each lot that they take from.
///
/// ```js
/// const { csv } = gainsTable({ lots: { movements: moved, prices, method: 'hifo' }, symbols });
/// ```
#[wasm_bindgen(js_name = gainsTable)]
pub fn gains_table(given: Ts<GainsTableOptions>) -> Result<Ts<RecordTable>, JsValue> {
    answer(
        options(given).and_then(|given: GainsTableOptions| {
            Ok((&lots_table(&given.lots.book()?, &symbols(&given.symbols)?)?).into())
        }),
    )
}

/// A statement, an asset a row.
///
/// ```js
/// const { csv } = statementTable({ statement: { movements: moved, balances }, symbols });
/// ```
#[wasm_bindgen(js_name = statementTable)]
pub fn statement_as_table(given: Ts<StatementTableOptions>) -> Result<Ts<RecordTable>, JsValue> {
    answer(options(given).and_then(|given: StatementTableOptions| {
        let StatementOptions { movements, balances } = &given.statement;
        let made = statement::made(&movement::read(movements)?, balances)?;
        Ok((&statement_table(&made, &symbols(&given.symbols)?)?).into())
    }))
}

fn symbols(given: &BTreeMap<String, String>) -> Result<Symbols, Error> {
    let symbols = given.iter().map(|(asset, symbol)| Ok((movement::asset(asset)?, symbol.clone())));
    Ok(Symbols::new(symbols.collect::<Result<Vec<_>, Error>>()?))
}

impl From<&crate::records::Table> for RecordTable {
    fn from(table: &crate::records::Table) -> Self {
        Self { header: table.header().to_vec(), rows: table.rows().to_vec(), csv: table.csv() }
    }
}

//! Movements in the layouts that tax tools import. Column names as their makers publish them:
//!
//! - Koinly, universal template: <https://support.koinly.io/en/articles/9489976-how-to-create-a-custom-csv-file-with-your-data>
//! - `CoinTracking`, own CSV: <https://cointracking.info/import/import_csv/>, types:
//!   <https://cointracking.freshdesk.com/en/support/solutions/articles/29000042783-transaction-types>
//! - `CoinTracker`: <https://support.cointracker.io/hc/en-us/articles/4413071299729-Convert-your-transaction-history-to-CoinTracker-CSV>

use std::collections::BTreeMap;

use super::csv::Table;
use super::{Asset, Direction, IncomeKind, Kind, Movement, RecordError};
use crate::units::Utc;

/// A tool's layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// Koinly's universal template.
    Koinly,
    /// `CoinTracking`'s own CSV.
    CoinTracking,
    /// `CoinTracker`'s CSV.
    CoinTracker,
}

/// What each asset is called in tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols(BTreeMap<Asset, String>);

impl Symbols {
    /// The symbols of all assets. Two tokens may call themselves the same: a tool will then take them for one.
    #[must_use]
    pub fn new(symbols: impl IntoIterator<Item = (Asset, String)>) -> Self {
        Self(symbols.into_iter().collect())
    }

    pub(super) fn of(&self, asset: &Asset) -> Result<&str, RecordError> {
        let missing = || RecordError::Missing { what: "symbol", of: asset.to_string() };
        self.0.get(asset).map(String::as_str).ok_or_else(missing)
    }
}

/// What a row of any of the tools says. What came and what went in one transaction is one row where it is one of each: a trade.
struct Row<'a> {
    came: Option<&'a Movement>,
    went: Option<&'a Movement>,
    fee: Option<&'a Movement>,
}

impl<'a> Row<'a> {
    /// The movement that the row is named after.
    fn main(&self) -> Option<&'a Movement> {
        self.came.or(self.went).or(self.fee)
    }
}

/// Movements in a tool's layout.
///
/// # Errors
/// [`RecordError::Missing`] without a symbol, or [`RecordError::NoDate`].
pub fn layout(movements: &[Movement], symbols: &Symbols, layout: Layout) -> Result<Table, RecordError> {
    let mut table = Table::new(match layout {
        Layout::Koinly => &[
            "Date",
            "Sent Amount",
            "Sent Currency",
            "Received Amount",
            "Received Currency",
            "Fee Amount",
            "Fee Currency",
            "Net Worth Amount",
            "Net Worth Currency",
            "Label",
            "Description",
            "TxHash",
        ],
        Layout::CoinTracking => {
            &["Type", "Buy", "Cur.", "Sell", "Cur.", "Fee", "Cur.", "Exchange", "Group", "Comment", "Date", "Tx-ID"]
        }
        Layout::CoinTracker => &[
            "Date",
            "Received Quantity",
            "Received Currency",
            "Sent Quantity",
            "Sent Currency",
            "Fee Amount",
            "Fee Currency",
            "Tag",
        ],
    });
    for row in rows(movements) {
        let Some(main) = row.main() else { continue };
        let utc = main.at.utc().ok_or(RecordError::NoDate { got: main.at.0 })?;
        let [came, went, fee] = [row.came, row.went, row.fee].map(|movement| pair(movement, symbols));
        let ([came, came_of], [went, went_of], [fee, fee_of]) = (came?, went?, fee?);
        let hash = main.transaction().map_or_else(String::new, |hash| hash.to_string());
        let description = main.kind.name();
        table.push(match layout {
            Layout::Koinly => {
                let (label, none) = (koinly_label(&row), String::new());
                let date = plain(utc, " UTC");
                vec![date, went, went_of, came, came_of, fee, fee_of, none.clone(), none, label, description, hash]
            }
            Layout::CoinTracking => {
                let (kind, date) = (cointracking_type(&row), plain(utc, ""));
                let (exchange, group) = (main.id.chain.to_string(), String::new());
                vec![kind, came, came_of, went, went_of, fee, fee_of, exchange, group, description, date, hash]
            }
            Layout::CoinTracker => {
                vec![american(utc), came, came_of, went, went_of, fee, fee_of, String::new()]
            }
        });
    }
    Ok(table)
}

/// Gathers the movements of each transaction into rows.
fn rows(movements: &[Movement]) -> Vec<Row<'_>> {
    let mut transactions: BTreeMap<_, Vec<&Movement>> = BTreeMap::new();
    for movement in movements {
        let id = movement.id;
        transactions.entry((movement.at, id.chain, id.block, id.transaction)).or_default().push(movement);
    }
    transactions.into_values().flat_map(|movements| transaction_rows(&movements)).collect()
}

fn transaction_rows<'a>(movements: &[&'a Movement]) -> Vec<Row<'a>> {
    let (fees, others): (Vec<_>, Vec<_>) = movements.iter().copied().partition(|movement| movement.kind == Kind::Fee);
    let (came, went): (Vec<_>, Vec<_>) =
        others.iter().copied().partition(|movement| movement.direction == Direction::In);
    let mut rows = match (came.as_slice(), went.as_slice()) {
        ([came], [went]) => vec![Row { came: Some(*came), went: Some(*went), fee: None }],
        (_, _) => others
            .iter()
            .map(|movement| match movement.direction {
                Direction::In => Row { came: Some(*movement), went: None, fee: None },
                Direction::Out => Row { came: None, went: Some(*movement), fee: None },
            })
            .collect(),
    };
    for fee in fees {
        match rows.iter_mut().find(|row| row.fee.is_none()) {
            Some(row) => row.fee = Some(fee),
            // All three tools take a fee alone for something sent.
            None => rows.push(Row { came: None, went: Some(fee), fee: None }),
        }
    }
    rows
}

/// Amount and symbol, or two empty cells.
fn pair(movement: Option<&Movement>, symbols: &Symbols) -> Result<[String; 2], RecordError> {
    match movement {
        Some(movement) => Ok([movement.amount.to_string(), symbols.of(&movement.asset)?.to_owned()]),
        None => Ok([String::new(), String::new()]),
    }
}

/// Koinly's tags for what came and went; without one a deposit or withdrawal is what it is.
fn koinly_label(row: &Row<'_>) -> String {
    let label = match (row.came.map(|came| came.kind), row.went.map(|went| went.kind)) {
        (Some(Kind::Income(IncomeKind::Interest)), None) => "lending interest",
        (
            Some(Kind::Income(IncomeKind::Dividend | IncomeKind::Rent | IncomeKind::Rebase | IncomeKind::Other)),
            None,
        ) => "income",
        (None, Some(Kind::Fee)) => "cost",
        (_, _) => "",
    };
    label.to_owned()
}

fn cointracking_type(row: &Row<'_>) -> String {
    let kind = match (row.came.map(|came| came.kind), row.went.map(|went| went.kind)) {
        (Some(_), Some(_)) => "Trade",
        (Some(Kind::Income(IncomeKind::Interest)), None) => "Interest Income",
        (Some(Kind::Income(IncomeKind::Dividend)), None) => "Dividends Income",
        (Some(Kind::Income(IncomeKind::Rent | IncomeKind::Rebase | IncomeKind::Other)), None) => "Other Income",
        (Some(Kind::Transfer | Kind::Own | Kind::Redemption | Kind::Fee), None) => "Deposit",
        (None, Some(Kind::Fee)) | (None, None) => "Other Fee",
        (None, Some(Kind::Transfer | Kind::Own | Kind::Redemption | Kind::Income(_))) => "Withdrawal",
    };
    kind.to_owned()
}

/// `2024-02-29 08:27:12`.
fn plain(utc: Utc, zone: &str) -> String {
    let Utc { year, month, day, hour, minute, second } = utc;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{zone}")
}

/// `02/29/2024 08:27:12`, as `CoinTracker` asks for.
fn american(utc: Utc) -> String {
    let Utc { year, month, day, hour, minute, second } = utc;
    format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}")
}

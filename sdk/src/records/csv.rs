//! Tables as CSV: RFC 4180, safe to open in a spreadsheet, and with numbers that no locale reads in another way.

use crate::units::Timestamp;

use super::{Book, Gain, IncomeLine, Movement, Prices, RecordError, Statement, Symbols};

/// A table: a header and rows of as many cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    header: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) const fn new(header: &'static [&'static str]) -> Self {
        Self { header, rows: Vec::new() }
    }

    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The names of its columns.
    #[must_use]
    pub const fn header(&self) -> &'static [&'static str] {
        self.header
    }

    /// Its rows, each with a cell for each column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The table as CSV: RFC 4180, lines end with CR LF.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let header = self.header.iter().map(|name| cell(name)).collect::<Vec<_>>();
        let rows = self.rows.iter().map(|row| row.iter().map(|text| cell(text)).collect::<Vec<_>>());
        for row in std::iter::once(header).chain(rows) {
            text.push_str(&row.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// One cell. What a spreadsheet would take for a formula gets an apostrophe before it: names of tokens are written by strangers.
fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    let quoted = text.contains(['"', ',', ';', '\r', '\n', '\t']) || text.trim() != text;
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A moment as `2024-02-29T08:27:12Z`.
pub(super) fn time(at: Timestamp) -> Result<String, RecordError> {
    Ok(at.utc().ok_or(RecordError::NoDate { got: at.0 })?.to_string())
}

/// Every movement; `price` and `value` are empty where no prices are given.
///
/// # Errors
/// [`RecordError::Missing`], [`RecordError::NoDate`] or [`RecordError::Units`].
pub fn movements_table(
    movements: &[Movement],
    symbols: &Symbols,
    prices: Option<&Prices>,
) -> Result<Table, RecordError> {
    let mut table = Table::new(&[
        "time",
        "chain",
        "block",
        "log",
        "transaction",
        "asset",
        "symbol",
        "direction",
        "kind",
        "amount",
        "counterparty",
        "level",
        "price",
        "value",
        "currency",
    ]);
    for movement in movements {
        let mut row = vec![
            time(movement.at)?,
            movement.id.chain.to_string(),
            movement.id.block.to_string(),
            movement.id.log.map_or_else(String::new, |log| log.to_string()),
            movement.transaction().map_or_else(String::new, |hash| hash.to_string()),
            movement.asset.to_string(),
            symbols.of(&movement.asset)?.to_owned(),
            movement.direction.as_str().to_owned(),
            movement.kind.name(),
            movement.amount.to_string(),
            movement.counterparty.map_or_else(String::new, |party| party.to_string()),
            format!("{:?}", movement.evidence.level()).to_ascii_lowercase(),
        ];
        row.extend(match prices {
            Some(prices) => {
                let price = super::lots::price(prices, movement)?;
                let value = price.value_of(&movement.amount)?;
                [price.to_string(), value.to_string(), value.currency.code().to_owned()]
            }
            None => [String::new(), String::new(), String::new()],
        });
        table.push(row);
    }
    Ok(table)
}

/// Every part of every disposal, with the lot that it came from. Profit and loss have columns of their own, so that no cell begins with a sign.
///
/// # Errors
/// [`RecordError::Missing`] or [`RecordError::NoDate`].
pub fn lots_table(book: &Book, symbols: &Symbols) -> Result<Table, RecordError> {
    let mut table = Table::new(&[
        "disposed", "acquired", "asset", "symbol", "amount", "cost", "proceeds", "profit", "loss", "currency",
        "disposal", "lot",
    ]);
    for disposal in &book.disposals {
        for part in &disposal.parts {
            let (profit, loss) = match &part.gain {
                Gain::Profit(value) => (value.to_string(), String::new()),
                Gain::Loss(value) => (String::new(), value.to_string()),
            };
            table.push(vec![
                time(disposal.at)?,
                time(part.acquired)?,
                disposal.asset.to_string(),
                symbols.of(&disposal.asset)?.to_owned(),
                part.amount.to_string(),
                part.cost.to_string(),
                part.proceeds.to_string(),
                profit,
                loss,
                part.gain.currency().code().to_owned(),
                disposal.id.to_string(),
                part.lot.to_string(),
            ]);
        }
    }
    Ok(table)
}

/// Income by day, kind and asset.
///
/// # Errors
/// [`RecordError::Missing`].
pub fn income_table(lines: &[IncomeLine], symbols: &Symbols) -> Result<Table, RecordError> {
    let mut table = Table::new(&["date", "kind", "asset", "symbol", "amount", "value", "currency"]);
    for line in lines {
        let (year, month, day) = line.date;
        table.push(vec![
            format!("{year:04}-{month:02}-{day:02}"),
            line.kind.as_str().to_owned(),
            line.asset.to_string(),
            symbols.of(&line.asset)?.to_owned(),
            line.amount.to_string(),
            line.value.as_ref().map_or_else(String::new, ToString::to_string),
            line.value.as_ref().map_or_else(String::new, |value| value.currency.code().to_owned()),
        ]);
    }
    Ok(table)
}

/// A statement, an asset a row.
///
/// # Errors
/// [`RecordError::Missing`], [`RecordError::NoDate`] or [`RecordError::Units`].
pub fn statement_table(statement: &Statement, symbols: &Symbols) -> Result<Table, RecordError> {
    let mut table = Table::new(&[
        "asset",
        "symbol",
        "after",
        "after-block",
        "until",
        "until-block",
        "opening",
        "received",
        "income",
        "paid",
        "sent",
        "redeemed",
        "fees",
        "closing",
        "level",
    ]);
    for line in &statement.lines {
        let income = line.all_income()?;
        table.push(vec![
            line.asset.to_string(),
            symbols.of(&line.asset)?.to_owned(),
            time(statement.after.timestamp)?,
            statement.after.number.to_string(),
            time(statement.until.timestamp)?,
            statement.until.number.to_string(),
            line.opening.to_string(),
            line.received.to_string(),
            income.to_string(),
            line.paid.to_string(),
            line.sent.to_string(),
            line.redeemed.to_string(),
            line.fees.to_string(),
            line.closing.to_string(),
            format!("{:?}", line.evidence.level()).to_ascii_lowercase(),
        ]);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_do_nothing_in_a_spreadsheet() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "'  =1"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "'＝1"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("a,b", "\"a,b\""),
            ("a\nb", "\"a\nb\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            (" a", "\" a\""),
            ("0.5", "0.5"),
            ("", ""),
            ("dTBILL", "dTBILL"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}

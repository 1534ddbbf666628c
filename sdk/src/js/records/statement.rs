//! `statement`: opening, what moved, closing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::movement::{self, MovementGiven};
use crate::error::Error;
use crate::js::amounts::AmountGiven;
use crate::js::figure::{Amount, Block, Evidence, Fact, Level};
use crate::js::options::{answer, argument, options};
use crate::records::{self, Asset};

/// A period: its movements, and what the contracts said at both ends of it.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct StatementOptions {
    /// Movements, as `movements` answers them; those outside of the period are passed over.
    pub(super) movements: Vec<MovementGiven>,
    /// The balances at both ends, by the asset: CAIP-19. `Client.holdings` reads them, at a `block` too.
    #[tsify(type = "Record<string, EndBalances>")]
    pub(super) balances: BTreeMap<String, EndBalances>,
}

/// What one asset's contract said at both ends.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct EndBalances {
    /// After the last block before the period.
    opening: Fact<AmountGiven>,
    /// After its last block.
    closing: Fact<AmountGiven>,
}

/// A statement that adds up: opening + received + income + paid = closing + sent + redeemed + fees, for every asset.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Statement {
    /// The block after which it begins.
    after: Block,
    /// Its last block.
    until: Block,
    /// How well the least known of its lines is known.
    level: Level,
    /// One for each asset.
    lines: Vec<StatementLine>,
}

/// One asset of a statement.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct StatementLine {
    /// CAIP-19, or `"eip155:1/coin"`.
    asset: String,
    /// What was there.
    opening: Amount,
    /// What came by transfers.
    received: Amount,
    /// What came as income, by kind.
    income: Vec<IncomeOfKind>,
    /// What redemptions paid.
    paid: Amount,
    /// What went by transfers.
    sent: Amount,
    /// What went into redemptions.
    redeemed: Amount,
    /// Fees.
    fees: Amount,
    /// What is there.
    closing: Amount,
    /// How all of it is known.
    evidence: Evidence,
}

/// Income of one kind.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct IncomeOfKind {
    /// What it is.
    #[tsify(type = "IncomeKind")]
    kind: &'static str,
    /// How much.
    amount: Amount,
}

/// The statement of a period. Where it does not add up it throws `statement-unbalanced` with asset, side and difference.
///
/// ```js
/// const { lines } = statement({ movements: moved, balances: { [asset]: { opening, closing } } });
/// ```
#[wasm_bindgen]
pub fn statement(given: Ts<StatementOptions>) -> Result<Ts<Statement>, JsValue> {
    answer(
        options(given).and_then(|given: StatementOptions| {
            Ok((&made(&movement::read(&given.movements)?, &given.balances)?).into())
        }),
    )
}

/// The statement of movements that were read.
pub(super) fn made(
    movements: &[records::Movement],
    balances: &BTreeMap<String, EndBalances>,
) -> Result<records::Statement, Error> {
    let balances = balances.iter().map(|(asset, ends)| {
        let opening = ends.opening.read(ends.opening.value.read()?)?;
        let closing = ends.closing.read(ends.closing.value.read()?)?;
        Ok((movement::asset(asset)?, records::Balances { opening, closing }))
    });
    let balances = balances.collect::<Result<BTreeMap<Asset, _>, Error>>()?;
    records::statement(movements, &balances)?
        .ok_or_else(|| argument("balances", &"expected those of at least one asset"))
}

impl From<&records::Statement> for Statement {
    fn from(statement: &records::Statement) -> Self {
        Self {
            after: statement.after.into(),
            until: statement.until.into(),
            level: statement.level().into(),
            lines: statement.lines.iter().map(StatementLine::from).collect(),
        }
    }
}

impl From<&records::Line> for StatementLine {
    fn from(line: &records::Line) -> Self {
        let income = line.income.iter();
        Self {
            asset: line.asset.to_string(),
            opening: (&line.opening).into(),
            received: (&line.received).into(),
            income: income.map(|(kind, amount)| IncomeOfKind { kind: kind.as_str(), amount: amount.into() }).collect(),
            paid: (&line.paid).into(),
            sent: (&line.sent).into(),
            redeemed: (&line.redeemed).into(),
            fees: (&line.fees).into(),
            closing: (&line.closing).into(),
            evidence: (&line.evidence).into(),
        }
    }
}

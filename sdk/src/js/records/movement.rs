//! `movements`: from the logs of a history to what moved, and back from what was answered before.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Error;
use crate::js::amounts::AmountGiven;
use crate::js::figure::{Amount, Evidence, Fact};
use crate::js::given::{self, Log};
use crate::js::options::{address, answer, argument, options, word};
use crate::records::{self, Asset, Direction, IncomeKind, IncomeRule, Kind, MovementId, Reading};
use crate::units::{BlockRef, ChainId, Timestamp};

/// The names that movements are written in.
#[wasm_bindgen(typescript_custom_section)]
const NAMES: &str = r#"/** Which way something moved, as the holder sees it. */
export type MovementDirection = "in" | "out";
/** What income is. */
export type IncomeKind = "interest" | "dividend" | "rent" | "rebase" | "other";
/** What a movement is. */
export type MovementKind = "transfer" | "redemption" | "fee" | `income-${IncomeKind}`;
"#;

/// A holder's logs, and how they are read.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MovementsOptions {
    /// CAIP-2, as `"eip155:1"`.
    chain: String,
    /// Whose: an address.
    holder: String,
    /// The decimals of every token in the logs, by its address.
    #[tsify(type = "Record<string, number>")]
    decimals: BTreeMap<String, u8>,
    /// What is income: a token and who pays it.
    #[tsify(optional)]
    income: Option<Vec<IncomeSource>>,
    /// The logs, as `Client.history` answers them.
    logs: Vec<Fact<Log>>,
}

/// What counts as income.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct IncomeSource {
    /// The token that is paid.
    token: String,
    /// Who pays it.
    payer: String,
    /// What it is then.
    #[tsify(type = "IncomeKind")]
    kind: String,
}

/// What moved, in the order of the chain.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Movements {
    /// Transfers to oneself and among others are none.
    movements: Vec<Movement>,
}

/// One change of one holding.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Movement {
    /// Its name: chain, block, log and transaction, as `"eip155:1/17/3 (0x…)"`; without a log as `"eip155:1/17 (0x…)"`.
    id: String,
    /// Height of its block.
    block: u64,
    /// Its transaction.
    transaction: String,
    /// When, in seconds since 1970.
    at: u64,
    /// Of what: CAIP-19, or `"eip155:1/coin"` for the chain's own coin.
    asset: String,
    /// Which way.
    #[tsify(type = "MovementDirection")]
    direction: &'static str,
    /// What it is.
    #[tsify(type = "MovementKind")]
    kind: String,
    /// How much.
    amount: Amount,
    /// Who was on the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    counterparty: Option<String>,
    /// How it is known.
    evidence: Evidence,
}

/// A movement as `movements` answers it, or one that has no log: a fee for gas, the growth of a rebasing token.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MovementGiven {
    /// Its name: chain, block, log and transaction, as `"eip155:1/17/3 (0x…)"`; without a log as `"eip155:1/17 (0x…)"`.
    id: String,
    /// When, in seconds since 1970.
    at: u64,
    /// Of what: CAIP-19, or `"eip155:1/coin"` for the chain's own coin.
    asset: String,
    /// Which way.
    #[tsify(type = "MovementDirection")]
    direction: String,
    /// What it is.
    #[tsify(type = "MovementKind")]
    kind: String,
    /// How much.
    amount: AmountGiven,
    /// Who was on the other side.
    #[tsify(optional)]
    counterparty: Option<String>,
    /// How it is known.
    evidence: Evidence,
}

/// Reads the logs of a history as movements. `Withdraw`, `RedeemRequest` and `Retired` that name the holder make the transfers of their
/// transaction a redemption.
///
/// ```js
/// const moved = movements({
///   chain: 'eip155:1', holder, decimals: { [token]: 6 }, logs, income: [{ token, payer: distributor, kind: 'rent' }],
/// }).movements;
/// ```
#[wasm_bindgen]
pub fn movements(given: Ts<MovementsOptions>) -> Result<Ts<Movements>, JsValue> {
    answer(options(given).and_then(|given: MovementsOptions| {
        let decimals = given.decimals.iter().map(|(token, decimals)| Ok((address(token)?, *decimals)));
        let reading = Reading {
            chain: given.chain.parse::<ChainId>()?,
            holder: address(&given.holder)?,
            decimals: decimals.collect::<Result<BTreeMap<Address, u8>, Error>>()?,
            income: given.income.iter().flatten().map(IncomeSource::read).collect::<Result<_, _>>()?,
        };
        let found = records::movements(&given::logs(&given.logs)?, &reading)?;
        Ok(Movements { movements: found.iter().map(Movement::from).collect() })
    }))
}

impl IncomeSource {
    fn read(&self) -> Result<IncomeRule, Error> {
        let kind = income_kind(&self.kind).ok_or_else(|| unknown("income.kind", &self.kind))?;
        Ok(IncomeRule { token: address(&self.token)?, payer: address(&self.payer)?, kind })
    }
}

impl From<&records::Movement> for Movement {
    fn from(movement: &records::Movement) -> Self {
        Self {
            id: movement.id.to_string(),
            block: movement.id.block,
            transaction: movement.id.transaction.to_string(),
            at: movement.at.0,
            asset: movement.asset.to_string(),
            direction: movement.direction.as_str(),
            kind: movement.kind.name(),
            amount: (&movement.amount).into(),
            counterparty: movement.counterparty.map(|party| party.to_string()),
            evidence: (&movement.evidence).into(),
        }
    }
}

impl MovementGiven {
    fn read(&self) -> Result<records::Movement, Error> {
        let (id, at) = (id(&self.id)?, Timestamp(self.at));
        // The block's hash is not part of a movement: its evidence alone is taken from the fact.
        let block = BlockRef { number: id.block, hash: id.transaction, timestamp: at };
        let direction = [Direction::In, Direction::Out].into_iter().find(|way| way.as_str() == self.direction);
        Ok(records::Movement {
            id,
            at,
            asset: asset(&self.asset)?,
            direction: direction.ok_or_else(|| unknown("movement.direction", &self.direction))?,
            kind: kind(&self.kind).ok_or_else(|| unknown("movement.kind", &self.kind))?,
            amount: self.amount.read()?,
            counterparty: self.counterparty.as_deref().map(address).transpose()?,
            evidence: self.evidence.read((), block)?.evidence().clone(),
        })
    }
}

/// Movements that are handed back.
pub(super) fn read(given: &[MovementGiven]) -> Result<Vec<records::Movement>, Error> {
    given.iter().map(MovementGiven::read).collect()
}

/// The name of a movement.
pub(super) fn id(text: &str) -> Result<MovementId, Error> {
    let wrong =
        || argument("id", &format!("got {text:?}, expected chain/block/log (transaction), as movements have it"));
    let (place, transaction) = text.split_once(" (").ok_or_else(wrong)?;
    let transaction = word("id", transaction.strip_suffix(')').ok_or_else(wrong)?)?;
    let mut parts = place.split('/');
    let chain: ChainId = parts.next().ok_or_else(wrong)?.parse()?;
    let block = parts.next().and_then(|block| block.parse().ok()).ok_or_else(wrong)?;
    let log = parts.next().map(|log| log.parse().map_err(|_| wrong())).transpose()?;
    if parts.next().is_some() {
        return Err(wrong());
    }
    Ok(MovementId { chain, block, log, transaction })
}

/// A token or the chain's own coin.
pub(super) fn asset(text: &str) -> Result<Asset, Error> {
    match text.strip_suffix("/coin") {
        Some(chain) => Ok(Asset::Coin(chain.parse()?)),
        None => Ok(Asset::Token(text.parse()?)),
    }
}

fn kind(name: &str) -> Option<Kind> {
    match name.strip_prefix("income-") {
        Some(income) => income_kind(income).map(Kind::Income),
        None => [Kind::Transfer, Kind::Redemption, Kind::Fee].into_iter().find(|kind| kind.name() == name),
    }
}

fn income_kind(name: &str) -> Option<IncomeKind> {
    use IncomeKind::{Dividend, Interest, Other, Rebase, Rent};
    [Interest, Dividend, Rent, Rebase, Other].into_iter().find(|kind| kind.as_str() == name)
}

fn unknown(name: &'static str, got: &str) -> Error {
    argument(name, &format!("got {got:?}, expected one of its names"))
}

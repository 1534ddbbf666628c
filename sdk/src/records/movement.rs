//! What moved: one change of one holding, linked to the log and the transaction that it comes from.

use std::fmt;

use alloy_primitives::{Address, B256};
use serde::Serialize;

use crate::evidence::Evidence;
use crate::units::{Amount, AssetId, ChainId, Timestamp};

/// What is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "a token or the chain's own coin")]
pub enum Asset {
    /// A token.
    Token(AssetId),
    /// The chain's own coin, in which fees are paid.
    Coin(ChainId),
}

/// Which movement: its log, or the fee of its transaction. Ordered within a chain as the chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_structs, reason = "callers name movements")]
pub struct MovementId {
    /// The chain.
    pub chain: ChainId,
    /// Height of the block.
    pub block: u64,
    /// The log's number in its block; `None` for what has no log, as the fee.
    pub log: Option<u64>,
    /// The transaction. Growth without one has its token's address, as a word.
    pub transaction: B256,
}

/// Whether it came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "there is no third")]
pub enum Direction {
    /// To the holder.
    In,
    /// From the holder.
    Out,
}

/// What income is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "tables have to decide about each")]
pub enum IncomeKind {
    /// Interest, coupons.
    Interest,
    /// Dividends of shares and funds.
    Dividend,
    /// Rent.
    Rent,
    /// Growth of a balance without a transfer.
    Rebase,
    /// Anything else.
    Other,
}

/// Why it moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "tables have to decide about each")]
pub enum Kind {
    /// A transfer like any other.
    Transfer,
    /// From one account of the holder to another: neither income nor a disposal.
    Own,
    /// Income.
    Income(IncomeKind),
    /// Given up for redemption, or paid out by one.
    Redemption,
    /// The fee of a transaction.
    Fee,
}

/// One change of one holding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "callers add what has no log: fees, growth")]
pub struct Movement {
    /// Which.
    pub id: MovementId,
    /// When: the time of its block.
    pub at: Timestamp,
    /// Of what.
    pub asset: Asset,
    /// Whether it came or went.
    pub direction: Direction,
    /// Why.
    pub kind: Kind,
    /// How much.
    pub amount: Amount,
    /// From whom it came or to whom it went; the zero address is the token's own issue or burning.
    pub counterparty: Option<Address>,
    /// How it is known.
    pub evidence: Evidence,
}

impl Movement {
    /// The transaction that made it; `None` for growth, which none made.
    #[must_use]
    pub fn transaction(&self) -> Option<B256> {
        let growth = self.kind == Kind::Income(IncomeKind::Rebase) && self.id.log.is_none();
        (!growth).then_some(self.id.transaction)
    }
}

impl Direction {
    /// Its name in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

impl IncomeKind {
    /// Its name in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interest => "interest",
            Self::Dividend => "dividend",
            Self::Rent => "rent",
            Self::Rebase => "rebase",
            Self::Other => "other",
        }
    }
}

impl Kind {
    /// Its name in tables: `income-rent`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Transfer => "transfer".to_owned(),
            Self::Own => "own-accounts".to_owned(),
            Self::Income(kind) => format!("income-{}", kind.as_str()),
            Self::Redemption => "redemption".to_owned(),
            Self::Fee => "fee".to_owned(),
        }
    }
}

/// CAIP-19: `eip155:1/erc20:0x…`; the coin by its chain alone, since which SLIP-44 number it has is not known here.
impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => token.fmt(f),
            Self::Coin(chain) => write!(f, "{chain}/coin"),
        }
    }
}

impl fmt::Display for MovementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { chain, block, log, transaction } = self;
        match log {
            Some(log) => write!(f, "{chain}/{block}/{log} ({transaction})"),
            None => write!(f, "{chain}/{block} ({transaction})"),
        }
    }
}

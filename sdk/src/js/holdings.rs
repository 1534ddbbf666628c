//! `holdings`: what goes in and what comes out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use super::figure::{Amount, Block, Fact, Money};
use crate::asset::{self, Descriptor, HoldingError, Staleness};
use crate::error::Error;
use crate::units::BlockRef;

/// Whose holdings of which assets.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct HoldingsOptions {
    /// An address, or CAIP-10.
    pub(super) holder: String,
    /// The token list, parsed or as text.
    #[tsify(type = "object | string")]
    pub(super) list: Value,
    /// The moment against which the age of prices is judged, in seconds since 1970. The machine's clock by default.
    #[tsify(optional)]
    pub(super) now: Option<u64>,
    /// The height of the block to read at: the ends of a statement. The newest block by default; an endpoint may not have the state of old ones.
    #[tsify(optional)]
    pub(super) block: Option<u64>,
}

/// A portfolio at one block.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Holdings {
    /// The block that all of it is of.
    at: Block,
    /// One entry for each token of the list, in its order.
    assets: Vec<AssetHolding>,
}

/// One asset of a portfolio.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct AssetHolding {
    /// CAIP-19.
    asset: String,
    /// Its symbol, as the list says.
    symbol: String,
    /// What the holder has of it; left out where that could not be read, and then `unread` says why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    holding: Option<Holding>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    unread: Option<Unread>,
}

/// Why one part of a result could not be had, while the others could.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Unread {
    /// A stable name.
    #[tsify(type = "ErrorCode")]
    code: &'static str,
    /// What went wrong, in plain words.
    message: String,
}

/// What a holder has of one asset.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Holding {
    /// `balanceOf`.
    balance: Fact<Amount>,
    /// The part of it that an agent has frozen (ERC-3643), where the contract tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    frozen_part: Option<Fact<Amount>>,
    /// Whether all transfers are stopped, where the contract tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    paused: Option<Fact<bool>>,
    /// Whether this holder is frozen or blacklisted, where the contract tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    frozen: Option<Fact<bool>>,
    /// What it is worth.
    worth: Worth,
}

/// What a holding is worth: by a price, or not known because no price is named, or for a reason.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "it is made, serialised and dropped")]
pub(crate) enum Worth {
    Priced {
        /// Rounded down to the price's decimals.
        value: Fact<Money>,
        /// Of one unit: of the asset, or of `through.asset`.
        price: Fact<Money>,
        /// When the price was published, in seconds since 1970.
        updated_at: u64,
        /// Whether it is older than its feed promises.
        stale: bool,
        /// For shares of a vault: what the vault converts them to.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        through: Option<Through>,
    },
    Unpriced,
    Unknown {
        why: Unread,
    },
}

/// What a vault converts shares to (`convertToAssets`).
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Through {
    /// The vault's asset, CAIP-19.
    asset: String,
    /// How much of it.
    amount: Fact<Amount>,
}

impl Holdings {
    pub(super) fn new(at: BlockRef, list: &[Descriptor], read: Vec<Result<asset::Holding, HoldingError>>) -> Self {
        let assets = list
            .iter()
            .zip(read)
            .map(|(descriptor, read)| {
                let (holding, unread) = match read {
                    Ok(holding) => (Some((&holding).into()), None),
                    Err(why) => (None, Some(Unread::of(why))),
                };
                let (asset, symbol) = (descriptor.asset.to_string(), descriptor.symbol.clone());
                AssetHolding { asset, symbol, holding, unread }
            })
            .collect();
        Self { at: at.into(), assets }
    }
}

impl Unread {
    pub(super) fn of(why: impl Into<Error>) -> Self {
        let why = why.into();
        Self { code: why.code().as_str(), message: why.to_string() }
    }
}

impl From<&asset::Holding> for Holding {
    fn from(holding: &asset::Holding) -> Self {
        let flag = |fact: &Option<crate::evidence::Fact<bool>>| fact.as_ref().map(|fact| Fact::of(fact, |flag| *flag));
        Self {
            balance: Fact::of(&holding.balance, Amount::from),
            frozen_part: holding.frozen_part.as_ref().map(|fact| Fact::of(fact, Amount::from)),
            paused: flag(&holding.state.paused),
            frozen: flag(&holding.state.frozen),
            worth: (&holding.worth).into(),
        }
    }
}

impl From<&asset::Worth> for Worth {
    fn from(worth: &asset::Worth) -> Self {
        match worth {
            asset::Worth::Priced(priced) => Self::Priced {
                value: Fact::of(&priced.value, Money::from),
                price: Fact::of(&priced.price, Money::from),
                updated_at: priced.updated_at.0,
                stale: matches!(priced.staleness, Staleness::Stale { .. }),
                through: priced.through.as_ref().map(|(asset, amount)| Through {
                    asset: asset.to_string(),
                    amount: Fact::of(amount, Amount::from),
                }),
            },
            asset::Worth::Unpriced => Self::Unpriced,
            asset::Worth::Unknown { why } => Self::Unknown { why: Unread::of(why.clone()) },
        }
    }
}

//! What the balances of a token count: `extensions.assay.balances`.

use serde::Serialize;

use super::super::json::{Node, Object};
use super::DescriptorError;

/// What the balances of a token count, where they are not simply units that stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Balances {
    /// A balance is shares times an index: it changes without transfers.
    Rebasing {
        /// Which functions tell shares and index.
        shape: RebasingShape,
    },
    /// A balance is raw, and is shown times a multiplier (ERC-8056).
    Erc8056,
}

/// Which functions a rebasing token has for its shares and its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RebasingShape {
    /// Ondo's rOUSG: `getROUSGByShares`, `getOUSGPrice`.
    Rousg,
    /// Ondo's rUSDY: `getRUSDYByShares`, and `getPrice` of its `oracle`.
    Rusdy,
    /// Mountain Protocol's USDM: `convertToTokens`, `rewardMultiplier`.
    Usdm,
    /// Backed's tokens and xStocks: `getUnderlyingAmountByShares`, `getCurrentMultiplier`, and a multiplier that may be announced.
    Backed,
    /// The same before multipliers could be announced.
    BackedFirst,
    /// Lido's stETH before its third version, and what follows its shape: `getPooledEthByShares`, `getTotalPooledEther`, `getTotalShares`.
    Lido,
}

pub(super) fn read(assay: &Object<'_>) -> Result<Option<Balances>, DescriptorError> {
    const TYPES: &str = "one of rebasing, erc8056";
    let Some(node) = assay.optional("balances") else { return Ok(None) };
    let object = node.object()?;
    let kind = object.required("type", TYPES)?;
    match kind.text()? {
        "rebasing" => Ok(Some(Balances::Rebasing { shape: shape(&object.required("shape", SHAPES)?)? })),
        "erc8056" => Ok(Some(Balances::Erc8056)),
        _ => Err(kind.unexpected(TYPES)),
    }
}

const SHAPES: &str = "one of rousg, rusdy, usdm, backed, backedFirst, lido";

fn shape(node: &Node<'_>) -> Result<RebasingShape, DescriptorError> {
    match node.text()? {
        "rousg" => Ok(RebasingShape::Rousg),
        "rusdy" => Ok(RebasingShape::Rusdy),
        "usdm" => Ok(RebasingShape::Usdm),
        "backed" => Ok(RebasingShape::Backed),
        "backedFirst" => Ok(RebasingShape::BackedFirst),
        "lido" => Ok(RebasingShape::Lido),
        _ => Err(node.unexpected(SHAPES)),
    }
}

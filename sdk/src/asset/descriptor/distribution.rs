//! Payments to holders: `extensions.assay.distributions`.

use alloy_primitives::Address;
use serde::Serialize;

use super::super::json::Node;
use super::DescriptorError;

/// One payment to holders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Distribution {
    /// Claimed with a Merkle proof from Uniswap's `MerkleDistributor`.
    #[serde(rename = "uniswap-merkle")]
    UniswapMerkle {
        /// The distributor.
        contract: Address,
        /// What it pays.
        token: Address,
        /// Where the tree lies, relative to the list.
        tree: String,
        /// What the payment is: `Rent`.
        label: String,
        /// What it is for: `2026-10`.
        period: String,
    },
    /// Claimed with a Merkle proof from 1inch's `CumulativeMerkleDrop`: each file holds all that was ever granted.
    #[serde(rename = "cumulative-merkle")]
    CumulativeMerkle {
        /// The distributor.
        contract: Address,
        /// What it pays.
        token: Address,
        /// Where the tree lies, relative to the list.
        tree: String,
        /// What the payments are: `Rent`.
        label: String,
    },
    /// The same from Merkl's `Distributor`, which pays many tokens.
    Merkl {
        /// The distributor.
        contract: Address,
        /// What it pays here.
        token: Address,
        /// Where the tree lies, relative to the list.
        tree: String,
        /// What the payments are: `Rent`.
        label: String,
    },
    /// Withdrawn from a token of ERC-2222.
    Erc2222 {
        /// The token that pays its holders.
        contract: Address,
        /// What it pays; the chain's own coin where `None`.
        token: Option<Address>,
        /// What the payments are: `Rent`.
        label: String,
    },
    /// Withdrawn from a token of ERC-1726.
    Erc1726 {
        /// The token that pays its holders.
        contract: Address,
        /// What it pays; the chain's own coin where `None`.
        token: Option<Address>,
        /// What the payments are: `Rent`.
        label: String,
    },
}

impl Distribution {
    /// What the payment is called: `Rent 2026-10`.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::UniswapMerkle { label, period, .. } => format!("{label} {period}"),
            Self::CumulativeMerkle { label, .. }
            | Self::Merkl { label, .. }
            | Self::Erc2222 { label, .. }
            | Self::Erc1726 { label, .. } => label.clone(),
        }
    }

    /// The published file that it is claimed by, relative to the list; `None` where none is needed.
    #[must_use]
    pub fn tree(&self) -> Option<&str> {
        match self {
            Self::UniswapMerkle { tree, .. } | Self::CumulativeMerkle { tree, .. } | Self::Merkl { tree, .. } => {
                Some(tree)
            }
            Self::Erc2222 { .. } | Self::Erc1726 { .. } => None,
        }
    }

    /// What no two payments of one asset share: the contract, and the token where one contract pays several.
    pub(super) fn key(&self) -> String {
        match self {
            Self::UniswapMerkle { contract, .. }
            | Self::CumulativeMerkle { contract, .. }
            | Self::Erc2222 { contract, .. }
            | Self::Erc1726 { contract, .. } => contract.to_string(),
            Self::Merkl { contract, token, .. } => format!("{contract} with {token}"),
        }
    }
}

pub(super) fn read(node: &Node<'_>) -> Result<Distribution, DescriptorError> {
    const TYPES: &str = "one of uniswap-merkle, cumulative-merkle, merkl, erc2222, erc1726";
    let object = node.object()?;
    let kind = object.required("type", TYPES)?;
    let known = ["uniswap-merkle", "cumulative-merkle", "merkl", "erc2222", "erc1726"];
    let Some(kind) = known.into_iter().find(|known| kind.text() == Ok(*known)) else {
        return Err(kind.unexpected(TYPES));
    };
    let contract = object.address("contract")?;
    let (token, tree) = (|| object.address("token"), || object.text("tree"));
    let paid = || object.optional("token").map(|node| node.address()).transpose();
    let label = object.text("label")?;
    Ok(match kind {
        "uniswap-merkle" => Distribution::UniswapMerkle {
            contract,
            token: token()?,
            tree: tree()?,
            label,
            period: object.text("period")?,
        },
        "cumulative-merkle" => Distribution::CumulativeMerkle { contract, token: token()?, tree: tree()?, label },
        "merkl" => Distribution::Merkl { contract, token: token()?, tree: tree()?, label },
        "erc2222" => Distribution::Erc2222 { contract, token: paid()?, label },
        _ => Distribution::Erc1726 { contract, token: paid()?, label },
    })
}

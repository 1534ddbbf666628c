//! Payments to holders: `extensions.assay.distributions`.

use alloy_primitives::{Address, U256};
use serde::Serialize;

use super::super::json::{Node, decimal};
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
    /// Claimed with a Merkle proof of `OpenZeppelin`'s `StandardMerkleTree`: with `claim(index, account, amount, proof)` as Uniswap's, or with
    /// `claim(account, amount, proof)`, whichever the leaves of its file are for.
    #[serde(rename = "standard-merkle")]
    StandardMerkle {
        /// The distributor.
        contract: Address,
        /// What it pays.
        token: Address,
        /// Where the tree's dump lies, relative to the list.
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
    /// The same from `CumulativeMerkleDrop128`, whose hashes have 16 bytes.
    #[serde(rename = "cumulative-merkle-128")]
    CumulativeMerkle128 {
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
    /// Paid by balances at a snapshot of the asset (`ERC20Snapshot`), from tokenize.it's `Distribution`.
    Snapshot {
        /// The distributor.
        contract: Address,
        /// What it pays.
        token: Address,
        /// The number of the snapshot.
        #[serde(serialize_with = "decimal")]
        snapshot: U256,
        /// What the payment is: `Dividend`.
        label: String,
        /// What it is for: `2026-10`.
        period: String,
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
    /// The contract that pays: a distributor, or the token itself.
    #[must_use]
    pub const fn contract(&self) -> Address {
        match self {
            Self::UniswapMerkle { contract, .. }
            | Self::StandardMerkle { contract, .. }
            | Self::CumulativeMerkle { contract, .. }
            | Self::CumulativeMerkle128 { contract, .. }
            | Self::Merkl { contract, .. }
            | Self::Snapshot { contract, .. }
            | Self::Erc2222 { contract, .. }
            | Self::Erc1726 { contract, .. } => *contract,
        }
    }
}

impl Distribution {
    /// What the payment is called: `Rent 2026-10`.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::UniswapMerkle { label, period, .. }
            | Self::StandardMerkle { label, period, .. }
            | Self::Snapshot { label, period, .. } => format!("{label} {period}"),
            Self::CumulativeMerkle { label, .. }
            | Self::CumulativeMerkle128 { label, .. }
            | Self::Merkl { label, .. }
            | Self::Erc2222 { label, .. }
            | Self::Erc1726 { label, .. } => label.clone(),
        }
    }

    /// Who pays, and which token; `None` for the chain's own coin.
    #[must_use]
    pub const fn payment(&self) -> (Address, Option<Address>) {
        match *self {
            Self::UniswapMerkle { contract, token, .. }
            | Self::StandardMerkle { contract, token, .. }
            | Self::CumulativeMerkle { contract, token, .. }
            | Self::CumulativeMerkle128 { contract, token, .. }
            | Self::Merkl { contract, token, .. }
            | Self::Snapshot { contract, token, .. } => (contract, Some(token)),
            Self::Erc2222 { contract, token, .. } | Self::Erc1726 { contract, token, .. } => (contract, token),
        }
    }

    /// The published file that it is claimed by, relative to the list; `None` where none is needed.
    #[must_use]
    pub fn tree(&self) -> Option<&str> {
        match self {
            Self::UniswapMerkle { tree, .. }
            | Self::StandardMerkle { tree, .. }
            | Self::CumulativeMerkle { tree, .. }
            | Self::CumulativeMerkle128 { tree, .. }
            | Self::Merkl { tree, .. } => Some(tree),
            Self::Snapshot { .. } | Self::Erc2222 { .. } | Self::Erc1726 { .. } => None,
        }
    }

    /// What no two payments of one asset share: the contract, and the token where one contract pays several.
    pub(super) fn key(&self) -> String {
        match self {
            Self::UniswapMerkle { contract, .. }
            | Self::StandardMerkle { contract, .. }
            | Self::CumulativeMerkle { contract, .. }
            | Self::CumulativeMerkle128 { contract, .. }
            | Self::Snapshot { contract, .. }
            | Self::Erc2222 { contract, .. }
            | Self::Erc1726 { contract, .. } => contract.to_string(),
            Self::Merkl { contract, token, .. } => format!("{contract} with {token}"),
        }
    }
}

pub(super) fn read(node: &Node<'_>) -> Result<Distribution, DescriptorError> {
    const TYPES: &str = "one of uniswap-merkle, standard-merkle, cumulative-merkle, cumulative-merkle-128, merkl, snapshot, erc2222, erc1726";
    let object = node.object()?;
    let kind = object.required("type", TYPES)?;
    let contract = object.address("contract")?;
    let (token, tree) = (|| object.address("token"), || object.text("tree"));
    let paid = || object.optional("token").map(|node| node.address()).transpose();
    let (label, period) = (object.text("label")?, || object.text("period"));
    Ok(match kind.text()? {
        "uniswap-merkle" => {
            Distribution::UniswapMerkle { contract, token: token()?, tree: tree()?, label, period: period()? }
        }
        "standard-merkle" => {
            Distribution::StandardMerkle { contract, token: token()?, tree: tree()?, label, period: period()? }
        }
        "cumulative-merkle" => Distribution::CumulativeMerkle { contract, token: token()?, tree: tree()?, label },
        "cumulative-merkle-128" => {
            Distribution::CumulativeMerkle128 { contract, token: token()?, tree: tree()?, label }
        }
        "merkl" => Distribution::Merkl { contract, token: token()?, tree: tree()?, label },
        "snapshot" => {
            let snapshot = object.required("snapshot", "the number of the snapshot, a decimal integer as a text")?;
            let snapshot = snapshot.decimal()?;
            Distribution::Snapshot { contract, token: token()?, snapshot, label, period: period()? }
        }
        "erc2222" => Distribution::Erc2222 { contract, token: paid()?, label },
        "erc1726" => Distribution::Erc1726 { contract, token: paid()?, label },
        _ => return Err(kind.unexpected(TYPES)),
    })
}

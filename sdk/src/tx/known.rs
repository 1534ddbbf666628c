//! Which contracts the reviewer can name.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use serde::Serialize;

use crate::units::ChainId;

/// What a contract is, as far as the wallet knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// What it is called.
    pub name: String,
    /// The sign of what it counts: the token's own, a vault's share, the token that a distributor pays.
    pub symbol: String,
    /// The decimals of what it counts.
    pub decimals: u8,
    /// What it does.
    pub role: Role,
}

/// What a contract does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Role {
    /// An ERC-20 token.
    Token,
    /// An ERC-4626 vault, which is also the token of its shares: redeems at once.
    Vault,
    /// An ERC-7540 vault: redeems on request.
    AsyncVault,
    /// A Merkle distributor.
    Distributor,
    /// A token of carbon credits, which can be retired.
    Credits,
}

/// The contracts that can be named, on one chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownTokens {
    chain: ChainId,
    contracts: BTreeMap<Address, Known>,
}

impl KnownTokens {
    /// What is known about these contracts of this chain.
    #[must_use]
    pub fn new(chain: ChainId, contracts: impl IntoIterator<Item = (Address, Known)>) -> Self {
        Self { chain, contracts: contracts.into_iter().collect() }
    }

    /// The chain that they are on.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// What is known about a contract. A contract of another chain is not known, whatever its address.
    #[must_use]
    pub fn contract(&self, chain: ChainId, address: Address) -> Option<&Known> {
        if chain != self.chain {
            return None;
        }
        self.contracts.get(&address)
    }
}

//! Which contracts the reviewer can name.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::Address;
use serde::Serialize;

use super::clear_signing::Standard;
use crate::asset::Profile;
use crate::units::{ChainId, legible};

/// The most characters of what an unlisted token calls itself.
const MOST_WORD: usize = 32;

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
    /// A distributor that pays by balances at a snapshot.
    SnapshotDistributor,
    /// A token of carbon credits, which can be retired.
    Credits,
    /// A token that burns what is sent to itself, for a payout off the chain.
    Burned,
    /// A contract at which the issuer buys a token back.
    Redeemer,
    /// The address at which the issuer takes a token back, as it publishes it.
    Issuer,
    /// A token that no list describes: name, symbol and decimals are its own word.
    Unlisted,
}

/// The contracts that can be named, on one chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownTokens {
    chain: ChainId,
    contracts: BTreeMap<Address, Known>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    standards: BTreeMap<Address, BTreeSet<Standard>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    constants: BTreeMap<Address, BTreeMap<String, String>>,
}

impl KnownTokens {
    /// What is known about these contracts of this chain.
    #[must_use]
    pub fn new(chain: ChainId, contracts: impl IntoIterator<Item = (Address, Known)>) -> Self {
        let contracts = contracts.into_iter().collect();
        Self { chain, contracts, standards: BTreeMap::new(), constants: BTreeMap::new() }
    }

    /// The same, and that a contract follows a standard whose functions are described ([`Standard::of_family`]). What its role
    /// implies need not be said.
    #[must_use]
    pub fn with_standard(mut self, contract: Address, standard: Standard) -> Self {
        self.standards.entry(contract).or_default().insert(standard);
        self
    }

    /// The same, and which token a contract takes or pays, by the name that the descriptors have for it: `underlyingToken` for what a
    /// vault takes and a redemption burns, `liquidityToken` for what an off-ramp pays, `rebasingToken` for the rebasing twin of a
    /// token.
    #[must_use]
    pub fn with_token_of(mut self, contract: Address, name: &str, token: Address) -> Self {
        self.constants.entry(contract).or_default().insert(name.to_owned(), token.to_string());
        self
    }

    /// The same, and what a token that no list describes says of itself. It stands in quotation marks wherever it is shown; what is
    /// known of the contract already stays.
    #[must_use]
    pub fn with_unlisted(mut self, contract: Address, profile: &Profile) -> Self {
        let quoted = |word: &Option<String>| format!("“{}”", legible(word.as_deref().unwrap_or_default(), MOST_WORD));
        let (name, symbol) = (quoted(&profile.name), quoted(&profile.symbol));
        let unlisted = Known { name, symbol, decimals: profile.decimals, role: Role::Unlisted };
        self.contracts.entry(contract).or_insert(unlisted);
        self
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

    /// The standards that a contract follows: what was said of it, then what its role implies.
    pub(super) fn standards(&self, chain: ChainId, contract: Address) -> Vec<Standard> {
        if chain != self.chain {
            return Vec::new();
        }
        let said = self.standards.get(&contract).into_iter().flatten().copied();
        let implied = self.contracts.get(&contract).map_or(&[][..], |known| Standard::of_role(known.role));
        said.chain(implied.iter().copied()).collect()
    }

    pub(super) fn constants(&self, contract: Address) -> &BTreeMap<String, String> {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        self.constants.get(&contract).unwrap_or(&NONE)
    }
}

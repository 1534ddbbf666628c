//! What an issuer says about a token: an entry of a Token List with `extensions.assay`.

mod balances;
mod distribution;
mod instrument;
mod nonces;
mod parse;
mod proofs;
mod redemption;
mod terms;

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::units::{AssetId, ChainId, Currency, IdError, Rate, Seconds, UnitsError};

use super::Profile;
use super::instrument::{Expected, Instrument, StatedRate};

pub use balances::{Balances, RebasingShape};
pub use distribution::Distribution;
pub use nonces::BondNonce;
pub use proofs::{Anchor, CircuitLink, ContractStatement, EasLink, LiabilitiesLink, PublishedProofs};

/// A Uniswap Token List, read strictly. What it says is a claim of its publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenList {
    /// Name of the list.
    pub name: String,
    /// When it was made, as written.
    pub timestamp: String,
    /// Its version.
    pub version: ListVersion,
    /// The tokens, in the order of the list.
    pub tokens: Vec<Descriptor>,
}

/// Version of a Token List: major for removals, minor for additions, patch for details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ListVersion {
    /// Raised when tokens were removed.
    pub major: u64,
    /// Raised when tokens were added.
    pub minor: u64,
    /// Raised when details changed.
    pub patch: u64,
}

/// What the list says about one token. `kind` is `None` for a token without `extensions.assay`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// Chain and token contract.
    pub asset: AssetId,
    /// Name.
    pub name: String,
    /// Symbol.
    pub symbol: String,
    /// Decimals between raw and displayed units, at most 77.
    pub decimals: u8,
    /// What it is a claim on.
    pub kind: Option<AssetKind>,
    /// What one displayed unit stands for: `one troy ounce of fine gold`.
    pub unit: Option<String>,
    /// Where its price or net asset value is published.
    pub price: Option<PriceFeed>,
    /// Where its reserves are published.
    pub reserves: Option<ReserveFeed>,
    /// From when on its backing is to be called doubtful.
    pub risk: RiskThresholds,
    /// Who may sign statements about its reserves.
    pub attesters: Vec<Address>,
    /// Where signed statements lie, relative to the list.
    pub attestations: Vec<String>,
    /// What else the issuer publishes about its reserves, to be verified.
    pub proofs: PublishedProofs,
    /// How it is turned back into what it stands for: the first of its ways out.
    pub redemption: Option<RedemptionTerms>,
    /// What its balances count, where they are not simply units that stay as they are.
    pub balances: Option<Balances>,
    /// Every way in which it is turned back, in the list's order.
    pub ways_out: Vec<WayOut>,
    /// Payments to holders.
    pub distributions: Vec<Distribution>,
    /// Bonds by class and nonce, where the contract is one of ERC-3475.
    pub bonds: Vec<BondNonce>,
    /// When payments are expected, where the list says so.
    pub expected: Vec<Expected>,
    /// What it promises, where it is an instrument with a coupon.
    pub instrument: Option<Instrument>,
    /// The rate of return that the issuer states.
    pub stated: Option<StatedRate>,
    /// Documents with their hashes.
    pub documents: Vec<DocumentLink>,
    /// The issuer's names for ERC-735 claim topics, whose numbers mean nothing by themselves.
    pub claim_topics: Vec<ClaimTopic>,
    /// Index of the mapping from holder to balance in the contract's storage, for storage proofs.
    pub balance_slot: Option<U256>,
    /// Which bits of that storage word are the balance; all where `None`.
    pub balance_mask: Option<U256>,
}

/// What an asset is a claim on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AssetKind {
    /// A share in a regulated fund.
    Fund,
    /// Stored goods.
    Commodity,
    /// A property.
    RealEstate,
    /// A loan or a pool of loans.
    Debt,
    /// A right that is used up by retiring it.
    Environmental,
    /// Money: a payment stablecoin.
    Cash,
}

/// Whether a feed gives a net asset value or a market price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PriceBasis {
    /// Net asset value, by the issuer or its administrator.
    Nav,
    /// A market price.
    Price,
}

/// A price feed (`AggregatorV3Interface`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceFeed {
    /// Net asset value or market price.
    pub basis: PriceBasis,
    /// The feed's contract.
    pub feed: Address,
    /// Longest time between two updates: an older answer is stale.
    pub heartbeat: Seconds,
    /// What it is quoted in.
    pub currency: Currency,
    /// How its contract comes to its answers.
    pub kind: FeedKind,
}

/// How a price feed's contract comes to its answers, and by which functions it tells them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FeedKind {
    /// Each answer is published (`AggregatorV3Interface`).
    #[default]
    Aggregator,
    /// The price grows by a daily rate within ranges that are set ahead: Ondo's `RWADynamicOracle`.
    OndoRanges,
    /// `AggregatorV3Interface`, extrapolated from the last two checkpoints: Superstate's oracle.
    Superstate,
    /// Each answer is published, and held to a part of the one before: Backed's oracle. It may lag behind the value.
    Clamped,
}

/// A proof-of-reserve feed (`AggregatorV3Interface`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReserveFeed {
    /// The feed's contract.
    pub feed: Address,
    /// Longest time between two updates: an older answer is stale.
    pub heartbeat: Seconds,
    /// What the reserves are counted in: `troy ounce`.
    pub unit: String,
}

/// Where the issuer itself draws the line; `None` where it draws none. None has a default: a limit that nobody named cannot be broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RiskThresholds {
    /// Reserves over supply, at least.
    pub min_collateral_ratio: Option<Rate>,
    /// Age of the reserve figure, at most.
    pub max_oracle_latency: Option<Seconds>,
    /// Time between two audits, at most.
    pub max_audit_interval: Option<Seconds>,
}

/// One way to turn a token back, and what the issuer says of how long it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WayOut {
    /// How.
    pub terms: RedemptionTerms,
    /// What happens off the chain.
    pub settlement: Settlement,
}

/// What the issuer says of a redemption's course off the chain; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settlement {
    /// Business days until it is paid.
    pub business_days: Option<u64>,
    /// Until when on a day a request counts for that day, in the issuer's own words: `16:00 New York`.
    pub cut_off: Option<String>,
    /// What the issuer has to be told along with it, off the chain: `your account number`.
    pub memo: Option<String>,
}

/// A contract at which an issuer buys its token back at once, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Redeemer {
    /// Superstate's Redemption: at the fund's price, from its liquidity.
    Superstate,
    /// One for one, as Circle redeems BUIDL.
    Par,
    /// Securitize's off-ramp.
    Securitize,
    /// Ondo's managers of OUSG and USDY.
    Ondo,
}

/// How a token is turned back into what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum RedemptionTerms {
    /// On request, and paid later.
    Erc7540 {
        /// The vault that takes requests.
        vault: Address,
        /// The token it pays.
        asset: Address,
    },
    /// At once, from the vault's own funds.
    Erc4626 {
        /// The vault.
        vault: Address,
        /// The token it pays.
        asset: Address,
    },
    /// At once, by a contract of the issuer.
    Redeemer {
        /// Whose kind of contract.
        redeemer: Redeemer,
        /// The contract.
        contract: Address,
        /// The token it pays.
        asset: Address,
    },
    /// By a queue of requests that is paid in its order, as Maple's pools do.
    Queue {
        /// The withdrawal manager that keeps the queue.
        manager: Address,
        /// The token it pays.
        asset: Address,
    },
    /// Burned by the token itself; the issuer pays off the chain (`offchainRedeem`).
    Burn {
        /// The contract whose `offchainRedeem` does it: the token.
        contract: Address,
    },
    /// Sent to an address that the issuer publishes; the issuer pays or delivers off the chain.
    Transfer {
        /// The issuer's address.
        to: Address,
    },
    /// Used up for good.
    Retire {
        /// The contract whose `retire` does it.
        contract: Address,
        /// Whether it also takes the words of a certificate (`retireAndMintCertificate`).
        certificate: bool,
    },
}

impl WayOut {
    /// The vault that takes requests, where this is such a way (ERC-7540).
    #[must_use]
    pub const fn async_vault(&self) -> Option<Address> {
        if let RedemptionTerms::Erc7540 { vault, .. } = self.terms { Some(vault) } else { None }
    }

    /// The keeper of the queue and the token that is paid, where this is such a way.
    #[must_use]
    pub const fn queue(&self) -> Option<(Address, Address)> {
        if let RedemptionTerms::Queue { manager, asset } = self.terms { Some((manager, asset)) } else { None }
    }
}

/// A document and what it must hash to. At least one hash is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentLink {
    /// For people.
    pub title: String,
    /// Where it lies, relative to the list.
    pub uri: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<B256>,
    /// Keccak-256 of its bytes.
    pub keccak256: Option<B256>,
}

/// The issuer's name for a claim topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimTopic {
    /// ERC-735 topic.
    pub topic: U256,
    /// What it stands for: `identity checked`.
    pub label: String,
}

/// Why a list was refused. The path is that of the JSON: `tokens[2].extensions.assay.kind`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptorError {
    /// Not JSON.
    #[error("the token list is not JSON: {why}")]
    NotJson {
        /// The parser's words, with line and column.
        why: String,
    },
    /// A required field is not there.
    #[error("{path} is missing, expected {expected}")]
    Missing {
        /// Where.
        path: String,
        /// What should be there.
        expected: &'static str,
    },
    /// A field has another type or value than it may have.
    #[error("{path}: got {got}, expected {expected}")]
    Unexpected {
        /// Where.
        path: String,
        /// The value, cut where long.
        got: String,
        /// What may be there.
        expected: &'static str,
    },
    /// An address or other identifier is wrong.
    #[error("{path}: {why}")]
    Id {
        /// Where.
        path: String,
        /// What is wrong with it.
        why: IdError,
    },
    /// A currency or a scale is wrong.
    #[error("{path}: {why}")]
    Units {
        /// Where.
        path: String,
        /// What is wrong with it.
        why: UnitsError,
    },
    /// The same thing twice.
    #[error("{path} repeats {got}, which {first} has already")]
    Duplicate {
        /// Where the second is.
        path: String,
        /// Where the first is.
        first: String,
        /// What is repeated.
        got: String,
    },
    /// Two fields of which one may be given.
    #[error("{path}: got both {got}, expected at most one of them")]
    Both {
        /// Where.
        path: String,
        /// The two fields.
        got: &'static str,
    },
    /// The token lives on another chain than the one asked for.
    #[error("{path}: got chain {got}, expected chain {expected}")]
    WrongChain {
        /// Where.
        path: String,
        /// The chain of the entry.
        got: u64,
        /// The chain asked for.
        expected: u64,
    },
}

impl TokenList {
    /// Reads a Token List. Unknown fields are passed over; known ones must be right. With `expected`, every
    /// token must be of that chain.
    ///
    /// # Errors
    /// [`DescriptorError`], which says where, what was found and what was expected.
    pub fn parse(json: &str, expected: Option<ChainId>) -> Result<Self, DescriptorError> {
        parse::token_list(json, expected)
    }

    /// The entry of an asset.
    #[must_use]
    pub fn find(&self, asset: &AssetId) -> Option<&Descriptor> {
        self.tokens.iter().find(|descriptor| descriptor.asset == *asset)
    }
}

impl Descriptor {
    /// A descriptor that says no more than the contract itself: for an asset that no list describes.
    #[must_use]
    pub fn undescribed(asset: AssetId, profile: &Profile) -> Self {
        let (name, symbol) = (profile.name.clone().unwrap_or_default(), profile.symbol.clone().unwrap_or_default());
        Self::bare(asset, name, symbol, profile.decimals)
    }

    /// With nothing but what every token has.
    fn bare(asset: AssetId, name: String, symbol: String, decimals: u8) -> Self {
        Self {
            asset,
            name,
            symbol,
            decimals,
            kind: None,
            unit: None,
            price: None,
            reserves: None,
            risk: RiskThresholds::default(),
            attesters: Vec::new(),
            attestations: Vec::new(),
            proofs: PublishedProofs::default(),
            redemption: None,
            balances: None,
            ways_out: Vec::new(),
            distributions: Vec::new(),
            bonds: Vec::new(),
            expected: Vec::new(),
            instrument: None,
            stated: None,
            documents: Vec::new(),
            claim_topics: Vec::new(),
            balance_slot: None,
            balance_mask: None,
        }
    }

    /// The thresholds, where a reserve feed's heartbeat stands for the latency that is not named.
    #[must_use]
    pub fn risk_thresholds(&self) -> RiskThresholds {
        let heartbeat = self.reserves.as_ref().map(|feed| feed.heartbeat);
        RiskThresholds { max_oracle_latency: self.risk.max_oracle_latency.or(heartbeat), ..self.risk }
    }

    /// The issuer's name for a claim topic.
    #[must_use]
    pub fn topic_label(&self, topic: U256) -> Option<&str> {
        self.claim_topics.iter().find(|known| known.topic == topic).map(|known| known.label.as_str())
    }
}

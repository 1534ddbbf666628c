//! The figures that every result is made of.

use serde::Serialize;
use tsify::Tsify;

use crate::evidence;
use crate::units::{self, BlockRef, Quantity, RawUnits};

/// A number of a token's units.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Amount {
    /// In the token's smallest unit, as contracts count: a decimal string.
    raw: String,
    /// Decimals between that and what people read.
    decimals: u8,
    /// What people read: `raw / 10^decimals`, exact, as `"12.5"`.
    text: String,
}

/// A sum of money.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Money {
    /// In units of `10^-decimals` of the currency: a decimal string.
    raw: String,
    /// Decimals between that and what people read.
    decimals: u8,
    /// What people read, exact, as `"104.25"`.
    text: String,
    /// ISO 4217 code, as `"USD"`.
    currency: String,
}

/// An exact fraction, as `103/100`.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Ratio {
    /// Above the line: a decimal string.
    numerator: String,
    /// Below the line, never zero: a decimal string.
    denominator: String,
}

/// A block of the chain.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Block {
    /// Its height.
    number: u64,
    /// Its hash, which decides.
    hash: String,
    /// Its time, in seconds since 1970.
    timestamp: u64,
}

/// How well something is known, weakest first: one endpoint said so; a named party signed it or several endpoints agree; it follows
/// from a trusted block by proof.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Claimed,
    Attested,
    Proven,
}

/// One thing that a figure rests on.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Source {
    /// One endpoint's answer.
    Endpoint { origin: String },
    /// The same answer from several independent endpoints.
    Quorum { origins: Vec<String> },
    /// A signature by this address.
    Signer { address: String },
    /// A block hash that the user trusts outright.
    Checkpoint { hash: String },
    /// A Merkle proof under this root.
    MerkleProof { root: String },
    /// A zero-knowledge proof: of what, in words.
    ZkProof { statement: String },
    /// What the issuer's token list says.
    TokenList,
    /// The endpoint's word, where a proof was asked for and could not be had: why not, in words.
    Unproven { why: String },
}

/// What a figure rests on.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Evidence {
    /// That of the weakest source.
    level: Level,
    /// Never empty.
    sources: Vec<Source>,
}

/// A value, the block that it is of, and how it is known.
#[derive(Clone, Debug, Serialize, Tsify)]
pub(crate) struct Fact<T> {
    /// The value.
    value: T,
    /// The block that it is of.
    at: Block,
    /// How it is known.
    evidence: Evidence,
}

impl<U: RawUnits> From<&Quantity<U>> for Amount {
    fn from(amount: &Quantity<U>) -> Self {
        Self { raw: amount.raw().to_string(), decimals: amount.scale(), text: amount.to_string() }
    }
}

impl From<&units::Value> for Money {
    fn from(value: &units::Value) -> Self {
        let (raw, text, currency) = (value.raw.to_string(), value.to_string(), value.currency.code().to_owned());
        Self { raw, decimals: value.scale, text, currency }
    }
}

impl From<&units::Price> for Money {
    fn from(price: &units::Price) -> Self {
        let (raw, text, currency) = (price.answer.to_string(), price.to_string(), price.currency.code().to_owned());
        Self { raw, decimals: price.scale, text, currency }
    }
}

impl From<&units::Rate> for Ratio {
    fn from(rate: &units::Rate) -> Self {
        Self { numerator: rate.numerator.to_string(), denominator: rate.denominator.to_string() }
    }
}

impl From<BlockRef> for Block {
    fn from(block: BlockRef) -> Self {
        Self { number: block.number, hash: block.hash.to_string(), timestamp: block.timestamp.0 }
    }
}

impl From<&evidence::Source> for Source {
    fn from(source: &evidence::Source) -> Self {
        match source {
            evidence::Source::Endpoint(origin) => Self::Endpoint { origin: origin.to_string() },
            evidence::Source::Quorum(origins) => {
                Self::Quorum { origins: origins.iter().map(ToString::to_string).collect() }
            }
            evidence::Source::Signer(address) => Self::Signer { address: address.to_string() },
            evidence::Source::Checkpoint(hash) => Self::Checkpoint { hash: hash.to_string() },
            evidence::Source::MerkleProof { root } => Self::MerkleProof { root: root.to_string() },
            evidence::Source::ZkProof { statement } => Self::ZkProof { statement: statement.to_string() },
            evidence::Source::TokenList => Self::TokenList,
            evidence::Source::Unproven(why) => Self::Unproven { why: why.to_string() },
        }
    }
}

impl From<&evidence::Evidence> for Evidence {
    fn from(evidence: &evidence::Evidence) -> Self {
        let level = match evidence.level() {
            evidence::Level::Claimed => Level::Claimed,
            evidence::Level::Attested => Level::Attested,
            evidence::Level::Proven => Level::Proven,
        };
        Self { level, sources: evidence.sources().map(Source::from).collect() }
    }
}

impl<T> Fact<T> {
    /// The same fact in JavaScript's terms.
    pub(super) fn of<'a, V>(fact: &'a evidence::Fact<V>, convert: impl FnOnce(&'a V) -> T) -> Self {
        Self { value: convert(fact.value()), at: fact.at().into(), evidence: fact.evidence().into() }
    }
}

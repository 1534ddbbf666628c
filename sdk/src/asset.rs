//! Row 4. What an asset is, what a holder has of it, and what stands behind it.
//!
//! - [`TokenList`] and [`Descriptor`]: what the issuer says about a token, read strictly from a Token List.
//! - [`profile`]: what the contract itself shows.
//! - [`holdings`]: a whole portfolio in a constant number of rounds.
//! - [`read_feed`], [`by_feed`] and [`by_attestation`]: prices, reserves, and reserves against supply.
//! - [`documents`]: what the contract itself names, with hashes; [`anchored`]: the hash that one keeps of a published file.
//! - [`checklist`]: the ten points of a reserve proof, each with what is known of it.

mod anchor;
mod backing;
mod descriptor;
mod document;
mod feed;
mod holding;
mod instrument;
mod json;
mod profile;
mod revocation;

pub use anchor::anchored;
pub use backing::{
    AdequacyProof, Backing, BackingError, CheckedPoint, Finding, Grounds, Metric, Point, ReserveFigure, ReserveMethod,
    RiskReport, Standing, by_attestation, by_feed, checklist,
};
pub use descriptor::{
    Anchor, AssetKind, Balances, BondNonce, CircuitLink, ClaimTopic, ContractStatement, Descriptor, DescriptorError,
    Distribution, DocumentLink, EasLink, FeedKind, LiabilitiesLink, ListVersion, PriceBasis, PriceFeed,
    PublishedProofs, RebasingShape, Redeemer, RedemptionTerms, ReserveFeed, RiskThresholds, Settlement, TokenList,
    WayOut,
};
pub use document::{
    ChainDocument, DocumentKey, DocumentRegister, HashFunction, MOST_DOCUMENTS, documents, matching_hash,
};
pub use feed::{
    Checkpoint, DayPrice, Extrapolation, FeedAnswer, FeedError, FeedRound, PriceRange, PriceRanges, Staleness,
    extrapolation, feed_history, ondo_ranges, read_feed, read_price,
};
pub use holding::{Holding, HoldingError, Priced, TransferState, Worth, balance_of, holdings, worth_of};
pub use instrument::{
    BondReading, BondTerms, BusinessDayConvention, Calendar, Compounding, DayCount, Expected, Frequency, Instrument,
    InstrumentTerms, PriceQuote, ScheduleTerms, StatedRate,
};
pub use profile::{Profile, ProfileError, profile};
pub use revocation::eas_revocation;

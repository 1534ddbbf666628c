//! The ten points that a proof of reserves has to meet, each with what is known of it: a verdict that no single figure can give.
//!
//! The points are those of the literature on proofs of solvency: Provisions (2015), Generalized Proof of Liabilities (eprint 2021/1350) and
//! Broken Proofs of Solvency (2022). A point is granted only by a [`Fact`] that carries it; a fact that rests on one endpoint's word grants
//! nothing. What lies outside the chain is *attested* at best, whatever was proven about it.

mod rules;

use alloy_primitives::B256;
use serde::Serialize;

use crate::evidence::Fact;
use crate::proof::{Liability, Reserve};
use crate::units::{Amount, Seconds, Timestamp};

use super::Backing;

/// One of the ten points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "the checklist has ten points; an eleventh is another checklist")]
pub enum Point {
    /// What this holder is owed is among the liabilities.
    Inclusion,
    /// No liability is below zero, so none hides another.
    NonNegativity,
    /// The parts add up to the published total, without overflow and without a sum that can be moved.
    SumBinding,
    /// Every holder is among the liabilities.
    Completeness,
    /// Everybody is shown the same list.
    SameRoot,
    /// The figures are of now, and of one moment.
    Freshness,
    /// The reserves are the issuer's to use, and pledged to nobody else.
    Control,
    /// The reserves are at least the liabilities.
    Adequacy,
    /// Proofs are checked with the right key.
    Setup,
    /// What lies outside the chain is vouched for, with a document.
    OffChain,
}

impl Point {
    /// All ten, in their order.
    pub const ALL: [Self; 10] = [
        Self::Inclusion,
        Self::NonNegativity,
        Self::SumBinding,
        Self::Completeness,
        Self::SameRoot,
        Self::Freshness,
        Self::Control,
        Self::Adequacy,
        Self::Setup,
        Self::OffChain,
    ];

    /// What the point asks for, in a sentence.
    #[must_use]
    pub const fn demand(self) -> &'static str {
        match self {
            Self::Inclusion => "What you are owed is counted among the liabilities.",
            Self::NonNegativity => "No liability is below zero, so none can hide another.",
            Self::SumBinding => "All liabilities add up to the published total.",
            Self::Completeness => "Every holder is counted.",
            Self::SameRoot => "Everybody is shown the same list of liabilities.",
            Self::Freshness => "Reserves and liabilities are of now, and of the same moment.",
            Self::Control => "The reserves are the issuer's to use, and pledged to nobody else.",
            Self::Adequacy => "The reserves cover the liabilities.",
            Self::Setup => "Proofs are checked with the key that the issuer has published.",
            Self::OffChain => "What lies outside the chain is vouched for by a named party, with a document.",
        }
    }
}

/// What is known of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "holds, is attested, is unknown; or is known not to hold")]
pub enum Finding {
    /// It is known not to hold. Not the same as not to be known.
    Broken,
    /// Nothing that counts speaks for it.
    Unknown,
    /// A named party vouches for it, or several independent endpoints agree.
    Attested,
    /// It follows from what was proven.
    Holds,
}

/// A point, what is known of it, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckedPoint {
    /// Which point.
    pub point: Point,
    /// What is known of it.
    pub finding: Finding,
    /// Why, in a sentence.
    pub reason: &'static str,
    /// What would settle it; `None` where it holds, or where nothing could.
    pub settled_by: Option<&'static str>,
}

/// A zero-knowledge proof that reserves cover liabilities, which was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "callers make it from what they have verified")]
pub struct AdequacyProof {
    /// Hash of the verification key that it was checked with; `None` for a proof that needs no setup (Bulletproofs).
    pub key: Option<B256>,
    /// Hash of the key that the issuer has published.
    pub pinned: Option<B256>,
    /// The moment that it binds as a public input: that of reserves and liabilities alike.
    pub as_of: Timestamp,
}

/// What is known of an asset, for the checklist. All of it was verified before: nothing here is a promise.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers make it from what they know; a new ground has to be noticed")]
pub struct Grounds<'a> {
    /// The holder's place in the issuer's tree of liabilities ([`LiabilityProof::verify`](crate::proof::LiabilityProof::verify)).
    pub inclusion: Option<Fact<Liability>>,
    /// What the holder has by the token's own ledger, which is the list of liabilities where there is no tree.
    pub balance: Option<Fact<Amount>>,
    /// Reserves against supply, by every feed and statement.
    pub backings: &'a [Fact<Backing>],
    /// The statements about the reserves ([`Attestation::verify`](crate::proof::Attestation::verify)).
    pub statements: &'a [Fact<Reserve>],
    /// The proof that reserves cover liabilities.
    pub adequacy: Option<Fact<AdequacyProof>>,
    /// Whether the reserves lie outside the chain, as everything that [`AssetKind`](super::super::AssetKind) names does.
    pub off_chain: bool,
    /// The most that a figure's age may be; `None` where the issuer draws no line.
    pub max_age: Option<Seconds>,
    /// The moment of asking.
    pub now: Timestamp,
}

/// The ten points, in their order.
#[must_use]
pub fn checklist(grounds: &Grounds<'_>) -> [CheckedPoint; 10] {
    Point::ALL.map(|point| rules::check(point, grounds))
}

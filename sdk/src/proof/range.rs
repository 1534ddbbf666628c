//! Figures that stay hidden: Pedersen commitments, range proofs over them, and a tree in which a holder finds their own balance counted
//! in a total that nobody sees.
//!
//! # Commitments
//!
//! A commitment to a value is `value · B + blinding · H` on Ristretto, with the generators of the crate `bulletproofs`. It hides the value, and
//! whoever made it cannot open it to another. Commitments add up as their values do.
//!
//! Values are of 64 bits. Since raw units of a token with 18 decimals outgrow these at 18 tokens, a value counts units of
//! `10^exponent` raw units, and the exponent is part of the context.
//!
//! # Range proofs, version 1
//!
//! Bulletproofs of 64 bits, aggregated over a power of two of commitments, and padded to it with the commitment to zero without blinding. The
//! transcript of Merlin begins with
//!
//! ```text
//! "Assay range proof v1"
//! context    H(14 ‖ 01 ‖ "Assay private liabilities" ‖ context of the liabilities (32) ‖ exponent (1))
//! statement  "range" | "adequacy" | "inclusion"
//! subject    for adequacy: reserves (32) ‖ liabilities (32); for inclusion: root hash (32) ‖ index (8)
//! ```
//!
//! so a proof of another issuer, chain, asset, epoch, block, exponent or statement does not hold. `context of the liabilities` is the hash
//! of [`LiabilityContext`], and `H` is Keccak-256, with the tags in hexadecimal.
//!
//! - *Range*: each of some commitments is to a value from 0 to 2^64 − 1.
//! - *Adequacy*: the difference of two commitments, reserves − liabilities, is one. That the first of them is of the reserves has to come from
//!   whoever attests it; that the second is of all liabilities, from the tree below.
//!
//! # The tree of private liabilities, version 1
//!
//! ```text
//! leaf    = H(10 ‖ 01 ‖ context (32) ‖ index (u64) ‖ holder (32) ‖ salt (32) ‖ commitment (32))
//! node    = H(11 ‖ 01 ‖ left commitment (32) ‖ left hash (32) ‖ right commitment (32) ‖ right hash (32))
//! padding = H(12 ‖ 01 ‖ context (32) ‖ random (32))
//! root    = H(13 ‖ 01 ‖ context (32) ‖ height (1) ‖ top commitment (32) ‖ top hash (32))
//! ```
//!
//! The commitment of a node is the sum of its children's. What is published is `hash`, `commitment` and `height` of the root. Holders stand at any of the
//! 2^height places; a subtree without holders is one padding node whose commitment is to zero, and looks like any other.
//!
//! A proof is `01 ‖ height (1) ‖ index (u64) ‖ height × (sibling's commitment (32) ‖ sibling's hash (32)) ‖ range proof`, lowest sibling first.
//!
//! Where it is accepted:
//!
//! - **My balance is in the total.** The leaf is made from the id, salt, value and blinding that the holder brings, so its commitment opens to that value and
//!   no other can be shown beside it.
//! - **Nothing beside me is negative.** Each sibling's commitment is proven to be in range, and the root's is the sum of them and mine; at most
//!   33 values of 64 bits do not reach the order of the group, so none wraps around.
//! - **One place, one holder; no leaf for a node; this tree and moment.** As in the open tree: index and holder are in the leaf, tags and widths differ, both
//!   children are bound apart, and leaf, padding and root bind the context.
//! - **The height is the one that was published**, not the one that a proof brings.
//!
//! What does not follow is the same as with the open tree: that every holder is in it, and that everybody is shown the same root.

mod commitment;
mod error;
mod inclusion;
#[cfg(feature = "prove")]
pub mod prove;
mod randomness;
mod statement;
mod tree;

use std::sync::OnceLock;

use alloy_primitives::{B256, keccak256};
use bulletproofs::{BulletproofGens, PedersenGens};
use merlin::Transcript;

use super::LiabilityContext;

pub use commitment::{Blinding, Commitment, Opening};
pub use error::RangeError;
pub use inclusion::InclusionProof;
pub use statement::{Adequacy, RangeProof, verify_ranges};
pub use tree::{PrivateLiability, PrivateRoot};

/// The version of the formats.
const VERSION: u8 = 1;
/// Bits of a value.
const BITS: usize = 64;
/// Levels of the highest tree, and commitments of the largest aggregated proof: one, doubled five times.
const HEIGHT_LIMIT: u8 = 32;
const DOUBLINGS: u32 = 5;

/// What commitments and proofs are about. Bound by each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what is bound")]
pub struct RangeContext {
    /// Issuer, asset, epoch and block.
    pub of: LiabilityContext,
    /// A value counts units of `10^exponent` raw units of the token.
    pub exponent: u8,
}

impl RangeContext {
    /// Its hash, which transcripts, leaves and roots bind.
    #[must_use]
    pub fn hash(&self) -> B256 {
        hash(0x14, &[b"Assay private liabilities", self.of.hash().as_slice(), &[self.exponent]])
    }

    /// The transcript that a proof of this statement goes on from.
    fn transcript(&self, statement: &'static str, subject: &[&[u8]]) -> Transcript {
        let mut transcript = Transcript::new(b"Assay range proof v1");
        transcript.append_message(b"context", self.hash().as_slice());
        transcript.append_message(b"statement", statement.as_bytes());
        transcript.append_message(b"subject", &subject.concat());
        transcript
    }
}

fn hash(tag: u8, parts: &[&[u8]]) -> B256 {
    let mut preimage = Vec::with_capacity(160);
    preimage.extend([tag, VERSION]);
    parts.iter().for_each(|part| preimage.extend_from_slice(part));
    keccak256(preimage)
}

/// The generators of commitments.
fn pedersen() -> &'static PedersenGens {
    static GENERATORS: OnceLock<PedersenGens> = OnceLock::new();
    GENERATORS.get_or_init(PedersenGens::default)
}

/// The generators for a proof over so many commitments, a power of two. Constants, but slow to work out: 4 ms for each commitment.
fn generators(commitments: usize) -> Option<&'static BulletproofGens> {
    static GENERATORS: [OnceLock<BulletproofGens>; 6] = [const { OnceLock::new() }; 6];
    let doublings = usize::try_from(commitments.checked_ilog2()?).ok()?;
    Some(GENERATORS.get(doublings)?.get_or_init(|| BulletproofGens::new(BITS, commitments)))
}

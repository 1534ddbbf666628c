//! One holder's proof, and why it may not hold.

use alloy_primitives::B256;

use crate::evidence::{Fact, Source};

use super::{DEPTH_LIMIT, Liability, LiabilityContext, LiabilityRoot, SumNode, VERSION};

/// Bytes before the siblings: version, depth, index.
const HEAD: usize = 10;
/// Bytes of a sibling: hash and sum.
const SIBLING: usize = 48;

/// The way from a holder's leaf to the root: who stands beside it on each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiabilityProof {
    index: u64,
    siblings: Vec<SumNode>,
}

/// Why a proof of a liability was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LiabilityError {
    /// Not the bytes of a proof of this version.
    #[error("the proof is malformed: {what}: got {got}, expected {expected}")]
    Malformed {
        /// Which part.
        what: &'static str,
        /// What stood there.
        got: u64,
        /// What belongs there.
        expected: u64,
    },
    /// The leaf's place is not in a tree of this depth.
    #[error("there is no place {got} in a tree of depth {depth}")]
    NoSuchPlace {
        /// The place.
        got: u64,
        /// The depth of the proof.
        depth: u8,
    },
    /// The sums on the way add up to more than 2^128 − 1: one of them stands for a negative number.
    #[error("the sums up to level {level} do not fit 128 bits: one of them stands for less than nothing")]
    Overflow {
        /// The level, counted from the leaves.
        level: u8,
    },
    /// The sums on the way are not the published total.
    #[error("the sums lead to a total of {got}, expected {expected}")]
    OtherTotal {
        /// The total that follows from the balance and the proof, in raw units.
        got: u128,
        /// The published total, in raw units.
        expected: u128,
    },
    /// The balance, id, salt, place, context or proof is not of this tree.
    #[error("the balance leads to root {got}, expected {expected}: it is not counted as this holder's")]
    NotCounted {
        /// The root that follows from the balance and the proof.
        got: B256,
        /// The published root.
        expected: B256,
    },
}

impl LiabilityProof {
    pub(super) const fn new(index: u64, siblings: Vec<SumNode>) -> Self {
        Self { index, siblings }
    }

    /// The holder's place in the tree.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Reads a proof from its bytes: all of them, and no more.
    ///
    /// # Errors
    /// [`LiabilityError::Malformed`] or [`LiabilityError::NoSuchPlace`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LiabilityError> {
        let malformed = |what, got, expected| LiabilityError::Malformed { what, got, expected };
        let length = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let ([version, depth, index @ ..], rest) =
            bytes.split_first_chunk::<HEAD>().ok_or_else(|| malformed("its length", length(bytes), 10))?;
        if *version != VERSION {
            return Err(malformed("its version", u64::from(*version), u64::from(VERSION)));
        }
        if *depth > DEPTH_LIMIT {
            return Err(malformed("its depth", u64::from(*depth), u64::from(DEPTH_LIMIT)));
        }
        let index = u64::from_be_bytes(*index);
        if index >> depth != 0 {
            return Err(LiabilityError::NoSuchPlace { got: index, depth: *depth });
        }
        let (siblings, trailing) = rest.as_chunks::<SIBLING>();
        if siblings.len() != usize::from(*depth) || !trailing.is_empty() {
            let expected = u64::from(*depth).saturating_mul(48).saturating_add(10);
            return Err(malformed("its length", length(bytes), expected));
        }
        Ok(Self { index, siblings: siblings.iter().filter_map(sibling).collect() })
    }

    /// Its bytes, as [`LiabilityProof::from_bytes`] reads them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, self.depth()];
        bytes.extend(self.index.to_be_bytes());
        for sibling in &self.siblings {
            bytes.extend(sibling.hash);
            bytes.extend(sibling.sum.to_be_bytes());
        }
        bytes
    }

    fn depth(&self) -> u8 {
        // Both ways of making a proof keep to the limit.
        u8::try_from(self.siblings.len()).unwrap_or(u8::MAX)
    }

    /// Checks that what the holder is owed is counted in the published total. `mine` is what the holder knows, never what came
    /// with the proof; `root` is what the issuer published, and the answer is as well known as that.
    ///
    /// # Errors
    /// [`LiabilityError`] says why not.
    pub fn verify(
        &self,
        context: &LiabilityContext,
        root: Fact<LiabilityRoot>,
        mine: Liability,
    ) -> Result<Fact<Liability>, LiabilityError> {
        let source = Source::MerkleProof { root: root.value().hash };
        let counted = root.try_map(|root| self.check(context, root, &mine).map(|()| mine))?;
        Ok(counted.extended(source))
    }

    fn check(&self, context: &LiabilityContext, root: LiabilityRoot, mine: &Liability) -> Result<(), LiabilityError> {
        let context = context.hash();
        let mut node = SumNode::leaf(context, self.index, mine);
        for (level, sibling) in (0_u8..).zip(&self.siblings) {
            let is_right = self.index.wrapping_shr(u32::from(level)) & 1 == 1;
            let (left, right) = if is_right { (sibling, &node) } else { (&node, sibling) };
            node = SumNode::parent(left, right).ok_or(LiabilityError::Overflow { level })?;
        }
        let got = node.root(context, self.depth());
        if got.total != root.total {
            return Err(LiabilityError::OtherTotal { got: got.total, expected: root.total });
        }
        if got.hash != root.hash {
            return Err(LiabilityError::NotCounted { got: got.hash, expected: root.hash });
        }
        Ok(())
    }
}

/// Hash and sum. Always some: 32 bytes and 16 are in 48.
fn sibling(bytes: &[u8; SIBLING]) -> Option<SumNode> {
    let (hash, sum) = bytes.split_first_chunk::<32>()?;
    Some(SumNode { hash: B256::new(*hash), sum: u128::from_be_bytes(*sum.first_chunk::<16>()?) })
}

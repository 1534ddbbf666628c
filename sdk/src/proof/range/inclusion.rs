//! One holder's proof: the way from the leaf to the root, and that nothing beside it is negative.

use alloy_primitives::B256;
use merlin::Transcript;

use crate::evidence::{Fact, Source, Statement};

use super::tree::PrivateNode;
use super::{Commitment, HEIGHT_LIMIT, PrivateLiability, PrivateRoot, RangeContext, RangeError, RangeProof, VERSION};

/// Bytes before the siblings: version, height, index.
const HEAD: usize = 10;
/// Bytes of a sibling: commitment and hash.
const SIBLING: usize = 64;

/// The way from a holder's leaf to the root: who stands beside it on each level, and a range proof over them all.
#[derive(Clone, Debug)]
pub struct InclusionProof {
    index: u64,
    siblings: Vec<PrivateNode>,
    ranges: RangeProof,
}

impl InclusionProof {
    #[cfg(feature = "prove")]
    pub(super) const fn new(index: u64, siblings: Vec<PrivateNode>, ranges: RangeProof) -> Self {
        Self { index, siblings, ranges }
    }

    /// The holder's place in the tree.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Reads a proof from its bytes: all of them, and no more.
    ///
    /// # Errors
    /// [`RangeError::Malformed`], [`RangeError::OtherHeight`] for a tree that is too high, [`RangeError::NoSuchPlace`] or
    /// [`RangeError::NotACommitment`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RangeError> {
        let cut = |expected: usize| {
            let count = |length| u64::try_from(length).unwrap_or(u64::MAX);
            RangeError::Malformed { what: "the length", got: count(bytes.len()), expected: count(expected) }
        };
        let ([version, height, index @ ..], rest) = bytes.split_first_chunk::<HEAD>().ok_or_else(|| cut(HEAD))?;
        if *version != VERSION {
            let (got, expected) = (u64::from(*version), u64::from(VERSION));
            return Err(RangeError::Malformed { what: "the version", got, expected });
        }
        if *height == 0 || *height > HEIGHT_LIMIT {
            return Err(RangeError::OtherHeight { got: *height, expected: HEIGHT_LIMIT });
        }
        let index = u64::from_be_bytes(*index);
        if index >> height != 0 {
            return Err(RangeError::NoSuchPlace { got: index, height: *height });
        }
        let length = usize::from(*height).saturating_mul(SIBLING);
        let (siblings, ranges) = rest.split_at_checked(length).ok_or_else(|| cut(HEAD.saturating_add(length)))?;
        let (siblings, _) = siblings.as_chunks::<SIBLING>();
        let siblings = siblings.iter().map(sibling).collect::<Result<_, _>>()?;
        Ok(Self { index, siblings, ranges: RangeProof::from_bytes(ranges)? })
    }

    /// Its bytes, as [`InclusionProof::from_bytes`] reads them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, self.height()];
        bytes.extend(self.index.to_be_bytes());
        for sibling in &self.siblings {
            bytes.extend(sibling.commitment.to_bytes());
            bytes.extend(sibling.hash);
        }
        bytes.extend(self.ranges.to_bytes());
        bytes
    }

    /// Checks that what this holder is owed is counted in the root's total, and that nothing counted beside it is negative.
    ///
    /// # Errors
    /// [`RangeError`] says why not.
    pub fn check(&self, context: &RangeContext, root: &PrivateRoot, mine: &PrivateLiability) -> Result<(), RangeError> {
        if self.height() != root.height {
            return Err(RangeError::OtherHeight { got: self.height(), expected: root.height });
        }
        let hashed = context.hash();
        let mut node = PrivateNode::leaf(hashed, self.index, mine);
        for (level, sibling) in (0_u32..).zip(&self.siblings) {
            let is_right = self.index.wrapping_shr(level) & 1 == 1;
            let (left, right) = if is_right { (sibling, &node) } else { (&node, sibling) };
            node = PrivateNode::parent(left, right);
        }
        let got = node.root(hashed, root.height);
        if got.commitment != root.commitment {
            let (got, expected) = (got.commitment.to_bytes(), root.commitment.to_bytes());
            return Err(RangeError::OtherTotal { got, expected });
        }
        if got.hash != root.hash {
            return Err(RangeError::NotCounted { got: got.hash, expected: root.hash });
        }
        let commitments: Vec<_> = self.siblings.iter().map(|sibling| sibling.commitment).collect();
        self.ranges.check("inclusion", transcript(context, root.hash, self.index), &commitments)
    }

    /// The same for a root that was read in a block: as well known as the root.
    ///
    /// # Errors
    /// As [`InclusionProof::check`].
    pub fn verify(
        &self,
        context: &RangeContext,
        root: Fact<PrivateRoot>,
        mine: PrivateLiability,
    ) -> Result<Fact<PrivateLiability>, RangeError> {
        let source = Source::MerkleProof { root: root.value().hash };
        let counted = root.try_map(|root| self.check(context, &root, &mine).map(|()| mine))?;
        Ok(counted.extended(source).extended(Source::ZkProof { statement: Statement::Inclusion }))
    }

    fn height(&self) -> u8 {
        // At most 32 siblings are read or made.
        u8::try_from(self.siblings.len()).unwrap_or(u8::MAX)
    }
}

/// What the range proof of a way goes on from.
pub(super) fn transcript(context: &RangeContext, root: B256, index: u64) -> Transcript {
    context.transcript("inclusion", &[root.as_slice(), &index.to_be_bytes()])
}

fn sibling(bytes: &[u8; SIBLING]) -> Result<PrivateNode, RangeError> {
    let (words, _) = bytes.as_chunks::<32>();
    let word = |place: usize| B256::new(words.get(place).copied().unwrap_or_default());
    Ok(PrivateNode { commitment: Commitment::from_bytes(word(0))?, hash: word(1) })
}

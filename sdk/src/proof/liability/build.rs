//! The issuer's side: holders one by one into a root.

use std::collections::BTreeMap;

use alloy_primitives::B256;

use super::super::merkle::{Forest, Subtree, TreeBuildError};
use super::{Liability, LiabilityContext, LiabilityProof, LiabilityRoot, SumNode};

/// Builds the tree from holders that come one by one. Holds at most two nodes a level: ten million holders need a few kilobytes.
///
/// The first pass gives the root. Proofs come from passes over the same holders in the same order, each watching as many of them as
/// there is memory for: 48 bytes a level and holder.
#[derive(Clone, Debug)]
pub struct LiabilityStream {
    context: B256,
    forest: Forest<SumNode>,
    next: u64,
}

/// What a stream of holders came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamedLiabilities {
    /// What is to be published.
    pub root: LiabilityRoot,
    /// How many holders came.
    pub holders: u64,
    /// The proofs of the watched holders, by their place in the stream.
    pub proofs: BTreeMap<u64, LiabilityProof>,
}

impl LiabilityStream {
    /// No holder yet. `watched` are the places, from zero, whose proofs are wanted.
    #[must_use]
    pub fn new(context: &LiabilityContext, watched: &[u64]) -> Self {
        let forest = Forest::new(SumNode::parent, watched.iter().copied());
        Self { context: context.hash(), forest, next: 0 }
    }

    /// Takes the next holder, and answers their place.
    ///
    /// # Errors
    /// [`TreeBuildError::Sum`] where the balances add up to more than 128 bits, or [`TreeBuildError::TooMany`].
    pub fn push(&mut self, holder: &Liability) -> Result<u64, TreeBuildError> {
        let index = self.next;
        let leaves = index..index.saturating_add(1);
        self.next = leaves.end;
        let node = SumNode::leaf(self.context, index, holder);
        self.forest.push(Subtree { height: 0, position: index, leaves, node })?;
        Ok(index)
    }

    /// The root and the proofs. Places without a holder are padding.
    ///
    /// # Errors
    /// [`TreeBuildError::Empty`], [`TreeBuildError::NoSuchLeaf`] or [`TreeBuildError::Sum`].
    pub fn finish(mut self) -> Result<StreamedLiabilities, TreeBuildError> {
        let mut padding = SumNode::padding(self.context);
        let mut height = 0_u32;
        let depth = loop {
            let (last, is_top) = self.forest.rightmost().ok_or(TreeBuildError::Empty)?;
            let missing = (last.height, last.position.saturating_add(1));
            if is_top {
                break last.height;
            }
            // Padding as high as what it stands beside.
            while height < missing.0 {
                padding = SumNode::parent(&padding, &padding).ok_or(TreeBuildError::Empty)?;
                height = height.saturating_add(1);
            }
            let leaves = self.next..self.next;
            self.forest.push(Subtree { height, position: missing.1, leaves, node: padding })?;
        };
        let (top, paths) = self.forest.finish(self.next)?;
        let depth = u8::try_from(depth).map_err(|_| TreeBuildError::Empty)?;
        let proofs = paths.into_iter().map(|(index, path)| (index, LiabilityProof::new(index, path))).collect();
        Ok(StreamedLiabilities { root: top.root(self.context, depth), holders: self.next, proofs })
    }
}

//! Leaves one by one into a root, in the memory of one path: subtrees wait until their sibling is there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::TreeBuildError;

/// More leaves than any list of holders has, and few enough that no position overflows.
const LEAF_LIMIT: u64 = 1 << 40;

/// A subtree that waits for its sibling.
#[derive(Clone, Debug)]
pub(in crate::proof) struct Subtree<N> {
    /// Levels above the lowest one.
    pub(in crate::proof) height: u32,
    /// Its place on its level, from the left.
    pub(in crate::proof) position: u64,
    /// The leaves under it, counted from the left.
    pub(in crate::proof) leaves: Range<u64>,
    /// Its hash, and what else a node carries.
    pub(in crate::proof) node: N,
}

/// How two siblings become one node.
type Join<N> = fn(&N, &N) -> Option<N>;

/// Subtrees from left to right, at most two a level, and the proofs that are being collected.
#[derive(Clone, Debug)]
pub(in crate::proof) struct Forest<N> {
    waiting: Vec<Subtree<N>>,
    join: Join<N>,
    /// By leaf: the siblings on its way to the root, lowest first.
    proofs: BTreeMap<u64, Vec<N>>,
}

impl<N: Copy> Forest<N> {
    /// Nothing yet. `watched` are the leaves whose proofs are wanted.
    pub(in crate::proof) fn new(join: Join<N>, watched: impl IntoIterator<Item = u64>) -> Self {
        let proofs = watched.into_iter().map(|leaf| (leaf, Vec::new())).collect();
        Self { waiting: Vec::new(), join, proofs }
    }

    /// Adds a subtree, and joins all that has its sibling.
    ///
    /// # Errors
    /// [`TreeBuildError::TooMany`], or [`TreeBuildError::Sum`] where two nodes do not join.
    pub(in crate::proof) fn push(&mut self, mut subtree: Subtree<N>) -> Result<(), TreeBuildError> {
        if subtree.leaves.start >= LEAF_LIMIT {
            return Err(TreeBuildError::TooMany { expected: LEAF_LIMIT });
        }
        while let Some(left) = self.waiting.pop_if(|left| are_siblings(left, &subtree)) {
            subtree = self.joined(&left, &subtree)?;
        }
        self.waiting.push(subtree);
        Ok(())
    }

    /// The rightmost subtree, and whether it is the only one.
    pub(in crate::proof) fn rightmost(&self) -> Option<(&Subtree<N>, bool)> {
        self.waiting.last().map(|last| (last, self.waiting.len() == 1))
    }

    /// The root, and the proofs. Where leaves are missing on the right, a subtree without a sibling takes its parent's place.
    ///
    /// # Errors
    /// [`TreeBuildError::Empty`], [`TreeBuildError::NoSuchLeaf`], or [`TreeBuildError::Sum`].
    pub(in crate::proof) fn finish(mut self, leaves: u64) -> Result<(N, BTreeMap<u64, Vec<N>>), TreeBuildError> {
        if let Some((index, _)) = self.proofs.range(leaves..).next() {
            return Err(TreeBuildError::NoSuchLeaf { index: *index, leaves });
        }
        // They came in another order where the layout says so.
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|subtree| subtree.leaves.start);
        for subtree in waiting {
            self.push(subtree)?;
        }
        let mut root = self.waiting.pop().ok_or(TreeBuildError::Empty)?;
        while let Some(left) = self.waiting.pop() {
            root = self.joined(&left, &root)?;
        }
        Ok((root.node, self.proofs))
    }

    fn joined(&mut self, left: &Subtree<N>, right: &Subtree<N>) -> Result<Subtree<N>, TreeBuildError> {
        for (_, proof) in self.proofs.range_mut(left.leaves.clone()) {
            proof.push(right.node);
        }
        for (_, proof) in self.proofs.range_mut(right.leaves.clone()) {
            proof.push(left.node);
        }
        let index = right.leaves.end.saturating_sub(1);
        Ok(Subtree {
            height: left.height.saturating_add(1),
            position: left.position / 2,
            leaves: left.leaves.start..right.leaves.end,
            node: (self.join)(&left.node, &right.node).ok_or(TreeBuildError::Sum { index })?,
        })
    }
}

const fn are_siblings<N>(left: &Subtree<N>, right: &Subtree<N>) -> bool {
    left.height == right.height && left.position ^ 1 == right.position && left.position < right.position
}

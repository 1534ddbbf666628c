//! A tree over sorted pairs from leaves that come one by one, in bounded memory.

use std::collections::BTreeMap;

use alloy_primitives::B256;

use super::{Forest, Subtree, TreeBuildError, parent};

/// Builds the root of a tree from leaves that come one by one, and the proofs of those that are watched. Holds at most two nodes
/// a level, so ten million leaves need three kilobytes; proofs of all leaves come from passes over the same leaves, each watching some.
///
/// Two layouts, each with the order that its leaves come in:
///
/// - [`MerkleStream::in_order`]: `merkletreejs` with `sortPairs`, the trees of Uniswap, 1inch and Merkl. The order is the issuer's; Uniswap's
///   scripts sort the leaves first. A node without a sibling moves up a level.
/// - [`MerkleStream::standard`]: `@openzeppelin/merkle-tree`. The leaves come **ascending by hash**, and how many there are has to be
///   known beforehand: the heap has its shorter branches where the largest leaves are. Sorting ten million hashes (320 MB)
///   is left to a sort on disk before; here the order is checked.
#[derive(Clone, Debug)]
pub struct MerkleStream {
    forest: Forest<B256>,
    layout: Layout,
    next: u64,
}

/// What a stream of leaves came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamedTree {
    /// The root.
    pub root: B256,
    /// How many leaves came.
    pub leaves: u64,
    /// The proofs of the watched leaves, by their place in the stream.
    pub proofs: BTreeMap<u64, Vec<B256>>,
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    InOrder,
    /// So many leaves, the first `deep` of them on the lowest level, the others on the one above and to their left.
    Standard {
        count: u64,
        deep: u64,
        last: B256,
    },
}

impl MerkleStream {
    /// Leaves in the issuer's order. `watched` are the places, from zero, whose proofs are wanted.
    #[must_use]
    pub fn in_order(watched: &[u64]) -> Self {
        let forest = Forest::new(join, watched.iter().copied());
        Self { forest, layout: Layout::InOrder, next: 0 }
    }

    /// `count` leaves in ascending order. `watched` are the places, from zero, whose proofs are wanted.
    ///
    /// # Errors
    /// [`TreeBuildError::Empty`] for no leaf, [`TreeBuildError::TooMany`], or [`TreeBuildError::NoSuchLeaf`].
    pub fn standard(count: u64, watched: &[u64]) -> Result<Self, TreeBuildError> {
        let level = count.checked_sub(1).ok_or(TreeBuildError::Empty)?;
        let too_many = TreeBuildError::TooMany { expected: u64::from(u32::MAX) };
        // A heap of 2n − 1 places: the lowest level begins at 2^d − 1 and has 2n − 2^d leaves.
        let double = u64::from(u32::try_from(count).map_err(|_| too_many)?) << 1;
        let width = if level == 0 { 1 } else { 1_u64 << double.saturating_sub(1).ilog2() };
        let deep = double.saturating_sub(width);
        let mut places = Vec::with_capacity(watched.len());
        for index in watched.iter().copied() {
            if index >= count {
                return Err(TreeBuildError::NoSuchLeaf { index, leaves: count });
            }
            places.push(from_left(index, count, deep));
        }
        let layout = Layout::Standard { count, deep, last: B256::ZERO };
        Ok(Self { forest: Forest::new(join, places), layout, next: 0 })
    }

    /// Takes the next leaf.
    ///
    /// # Errors
    /// [`TreeBuildError::OutOfOrder`], [`TreeBuildError::Count`] or [`TreeBuildError::TooMany`].
    pub fn push(&mut self, leaf: B256) -> Result<(), TreeBuildError> {
        let index = self.next;
        let subtree = match &mut self.layout {
            Layout::InOrder => Subtree { height: 0, position: index, leaves: one(index), node: leaf },
            Layout::Standard { count, deep, last } => {
                if index >= *count {
                    return Err(TreeBuildError::Count { got: index.saturating_add(1), expected: *count });
                }
                if leaf < *last {
                    return Err(TreeBuildError::OutOfOrder { index });
                }
                *last = leaf;
                let place = from_left(index, *count, *deep);
                let shallow = count.saturating_sub(*deep);
                // On the lowest level the places under the shallow leaves are skipped.
                let (height, position) = if index < *deep { (0, place.saturating_add(shallow)) } else { (1, place) };
                Subtree { height, position, leaves: one(place), node: leaf }
            }
        };
        self.forest.push(subtree)?;
        self.next = index.saturating_add(1);
        Ok(())
    }

    /// The root and the proofs.
    ///
    /// # Errors
    /// [`TreeBuildError::Empty`], [`TreeBuildError::Count`] or [`TreeBuildError::NoSuchLeaf`].
    pub fn finish(self) -> Result<StreamedTree, TreeBuildError> {
        let leaves = self.next;
        if let Layout::Standard { count, .. } = self.layout
            && count != leaves
        {
            return Err(TreeBuildError::Count { got: leaves, expected: count });
        }
        let (root, proofs) = self.forest.finish(leaves)?;
        let proofs = match self.layout {
            Layout::InOrder => proofs,
            Layout::Standard { count, deep, .. } => {
                let shallow = count.saturating_sub(deep);
                let index = |place: u64| place.checked_sub(shallow).unwrap_or_else(|| place.saturating_add(deep));
                proofs.into_iter().map(|(place, proof)| (index(place), proof)).collect()
            }
        };
        Ok(StreamedTree { root, leaves, proofs })
    }
}

/// The place of a leaf among all, from that side of the heap where the shallow ones are. They come last and stand first.
const fn from_left(index: u64, count: u64, deep: u64) -> u64 {
    match index.checked_sub(deep) {
        Some(place) => place,
        None => index.saturating_add(count.saturating_sub(deep)),
    }
}

const fn one(place: u64) -> std::ops::Range<u64> {
    place..place.saturating_add(1)
}

#[expect(clippy::unnecessary_wraps, reason = "other trees have nodes that do not join")]
fn join(left: &B256, right: &B256) -> Option<B256> {
    Some(parent(*left, *right))
}

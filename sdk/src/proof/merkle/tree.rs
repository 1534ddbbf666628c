//! A tree in memory, laid out as `@openzeppelin/merkle-tree` does it.

use alloy_primitives::B256;

use super::{MultiProof, TreeBuildError, parent};

/// A tree in the layout of `StandardMerkleTree` and `SimpleMerkleTree`: a complete binary heap whose last places are the leaves,
/// the smallest leaf last. Takes 64 bytes a leaf; [`MerkleStream`](super::MerkleStream) gives the same root in bounded memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerkleTree {
    /// Root first; the children of `i` are `2i + 1` and `2i + 2`.
    heap: Vec<B256>,
    /// Ascending. The leaf at `i` stands at the heap's place `len − 1 − i`.
    leaves: Vec<B256>,
}

impl MerkleTree {
    /// The tree of these leaves, which may come in any order. Leaves are made by one of the functions beside this, as
    /// [`standard_leaf`](super::standard_leaf).
    ///
    /// # Errors
    /// [`TreeBuildError::Empty`].
    pub fn new(leaves: impl IntoIterator<Item = B256>) -> Result<Self, TreeBuildError> {
        let mut leaves: Vec<B256> = leaves.into_iter().collect();
        leaves.sort_unstable();
        // From the heap's end: level by level, each node's children are two that stand before it here.
        let mut reversed = leaves.clone();
        let mut children = 0_usize;
        while let Some([a, b]) = reversed.get(children..).and_then(|rest| rest.first_chunk::<2>()) {
            let node = parent(*a, *b);
            reversed.push(node);
            children = children.saturating_add(2);
        }
        reversed.reverse();
        if reversed.is_empty() { Err(TreeBuildError::Empty) } else { Ok(Self { heap: reversed, leaves }) }
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> B256 {
        self.heap.first().copied().unwrap_or_default()
    }

    /// The leaves, ascending.
    #[must_use]
    pub fn leaves(&self) -> &[B256] {
        &self.leaves
    }

    /// The proof of a leaf, for [`verify_inclusion`](super::verify_inclusion); `None` where it is not in the tree.
    #[must_use]
    pub fn proof(&self, leaf: B256) -> Option<Vec<B256>> {
        let mut place = self.place(leaf)?;
        let mut proof = Vec::new();
        while place > 0 {
            proof.push(*self.heap.get(sibling(place))?);
            place = above(place);
        }
        Some(proof)
    }

    /// One proof of several different leaves, for [`verify_multi_proof`](super::verify_multi_proof); `None` where one is not in
    /// the tree, stands there twice, or there is none.
    #[must_use]
    pub fn multi_proof(&self, leaves: &[B256]) -> Option<MultiProof> {
        let mut places = leaves.iter().map(|leaf| self.place(*leaf)).collect::<Option<Vec<_>>>()?;
        places.sort_unstable_by(|a, b| b.cmp(a));
        let distinct = places.array_windows::<2>().all(|[a, b]| a != b);
        if places.is_empty() || !distinct {
            return None;
        }
        let leaves = places.iter().map(|place| self.heap.get(*place).copied()).collect::<Option<Vec<_>>>()?;
        let (mut proof, mut flags) = (Vec::new(), Vec::new());
        let mut queue = std::collections::VecDeque::from(places);
        while let Some(place) = queue.pop_front().filter(|place| *place > 0) {
            let beside = sibling(place);
            let known = queue.front() == Some(&beside);
            if known {
                queue.pop_front();
            } else {
                proof.push(*self.heap.get(beside)?);
            }
            flags.push(known);
            queue.push_back(above(place));
        }
        Some(MultiProof { leaves, proof, flags })
    }

    fn place(&self, leaf: B256) -> Option<usize> {
        let index = self.leaves.binary_search(&leaf).ok()?;
        self.heap.len().checked_sub(index)?.checked_sub(1)
    }
}

/// Left children have odd places.
const fn sibling(place: usize) -> usize {
    if place.is_multiple_of(2) { place.saturating_sub(1) } else { place.saturating_add(1) }
}

const fn above(place: usize) -> usize {
    place.saturating_sub(1) / 2
}

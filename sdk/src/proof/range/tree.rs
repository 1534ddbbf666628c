//! Leaves, nodes and roots of the tree of private liabilities.

use alloy_primitives::B256;

use super::{Commitment, Opening, hash};

/// What one holder is owed, as the holder knows it: what a proof is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what a leaf is made of")]
pub struct PrivateLiability {
    /// The holder's id: an address padded to the left, or what issuer and holder agreed on.
    pub holder: B256,
    /// The secret that the issuer gave the holder for this epoch.
    pub salt: B256,
    /// What the holder is owed, and the blinding that the issuer gave with it.
    pub owed: Opening,
}

/// What an issuer publishes. As well known as where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what is published")]
pub struct PrivateRoot {
    /// The hash that binds context, height, tree and total.
    pub hash: B256,
    /// The commitment to all liabilities together.
    pub commitment: Commitment,
    /// Levels between the leaves and the top: the tree has 2^height places.
    pub height: u8,
}

/// A node: its hash, and the commitment to what is owed under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PrivateNode {
    pub(super) commitment: Commitment,
    pub(super) hash: B256,
}

impl PrivateNode {
    pub(super) fn leaf(context: B256, index: u64, of: &PrivateLiability) -> Self {
        let commitment = of.owed.commitment();
        let bytes = commitment.to_bytes();
        let index = index.to_be_bytes();
        let parts = [context.as_slice(), &index, of.holder.as_slice(), of.salt.as_slice(), bytes.as_slice()];
        Self { commitment, hash: hash(0x10, &parts) }
    }

    pub(super) fn parent(left: &Self, right: &Self) -> Self {
        let (first, second) = (left.commitment.to_bytes(), right.commitment.to_bytes());
        let parts = [first.as_slice(), left.hash.as_slice(), second.as_slice(), right.hash.as_slice()];
        Self { commitment: left.commitment.sum(&right.commitment), hash: hash(0x11, &parts) }
    }

    /// A subtree without holders.
    #[cfg(feature = "prove")]
    pub(super) fn padding(context: B256, random: B256, commitment: Commitment) -> Self {
        Self { commitment, hash: hash(0x12, &[context.as_slice(), random.as_slice()]) }
    }

    /// What is published of a tree with this top.
    pub(super) fn root(&self, context: B256, height: u8) -> PrivateRoot {
        let commitment = self.commitment.to_bytes();
        let parts = [context.as_slice(), &[height], commitment.as_slice(), self.hash.as_slice()];
        PrivateRoot { hash: hash(0x13, &parts), commitment: self.commitment, height }
    }
}

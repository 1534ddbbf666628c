//! Liabilities: a Merkle-sum tree, in which a holder finds their own balance counted in the published total.
//!
//! # The format, version 1
//!
//! All hashes are Keccak-256. All integers are unsigned and big-endian, of a fixed width: `u64` of 8 bytes, `u128` of 16. `‖` joins bytes.
//! Each preimage begins with a tag of one byte and the version `01`, and no two kinds have the same length.
//!
//! ```text
//! context = H(04 ‖ 01 ‖ "Assay liabilities" ‖ issuer (20) ‖ chain id (u64) ‖ token (20) ‖ epoch (u64) ‖ block hash (32))
//! leaf    = H(00 ‖ 01 ‖ context (32) ‖ index (u64) ‖ holder (32) ‖ salt (32) ‖ balance (u128))      sum: the balance
//! padding = H(02 ‖ 01 ‖ context (32))                                                               sum: 0
//! node    = H(01 ‖ 01 ‖ left hash (32) ‖ left sum (u128) ‖ right hash (32) ‖ right sum (u128))      sum: left + right
//! root    = H(03 ‖ 01 ‖ context (32) ‖ depth (1) ‖ top hash (32) ‖ total (u128))
//! ```
//!
//! The tree is complete: 2^depth leaves, with `depth` the least that holds all holders, at most 40. Holders fill it from the left in the issuer's
//! order; all places after them are padding. The leaf of `index` is the right child at level `l`, counted from the leaves, where bit `l`
//! of the index is one. What is published is `root` and `total`.
//!
//! A proof is `01 ‖ depth (1) ‖ index (u64) ‖ depth × (sibling's hash (32) ‖ sibling's sum (u128))`, lowest sibling first.
//!
//! # What holds where a proof is accepted
//!
//! - **My balance is in the total.** The leaf is made from the id, salt and balance that the holder brings, never from the proof.
//! - **Nothing is negative.** Sums are unsigned and add up without overflow at every level; a node binds *both* children's sums, so
//!   none can be moved from one side to the other (the attack on Maxwell's tree, whose node bound the sum of the two alone).
//! - **One place, one holder.** The leaf binds its index and the holder's id, so one leaf cannot be shown to two holders with the same balance.
//! - **No leaf passes for a node, no subtree for the tree.** Tags and widths differ, and the root binds the depth.
//! - **This issuer, asset and moment.** Every leaf and the root bind the context.
//!
//! What does not follow: that every holder is in the tree. An issuer can leave out whoever does not check, so checking has to be automatic.
//! Nor that everybody is shown the same root: it has to come from where all see the same, as a contract.
//!
//! The salt keeps balances from being guessed from the hashes of siblings; an issuer draws a new one for each holder and epoch.

mod build;
mod proof;

use alloy_primitives::{Address, B256, keccak256};

use crate::units::AssetId;

pub use build::{LiabilityStream, StreamedLiabilities};
pub use proof::{LiabilityError, LiabilityProof};

/// The version of the format.
const VERSION: u8 = 1;
/// A tree of 2^40 holders is larger than any list of them.
const DEPTH_LIMIT: u8 = 40;

/// What the tree is about. Bound by every leaf and the root: a proof of another issuer, asset or moment does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what is bound")]
pub struct LiabilityContext {
    /// The issuer, by the account that publishes.
    pub issuer: Address,
    /// The token that is owed.
    pub asset: AssetId,
    /// The issuer's number of the report.
    pub epoch: u64,
    /// The block whose balances these are.
    pub block: B256,
}

/// What one holder is owed: the holder's own knowledge, which a proof is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what a leaf is made of")]
pub struct Liability {
    /// The holder's id: an address padded to the left, or what issuer and holder agreed on.
    pub holder: B256,
    /// The secret that the issuer gave the holder for this epoch.
    pub salt: B256,
    /// What the holder is owed, in raw units.
    pub balance: u128,
}

/// What an issuer publishes. As well known as where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the format fixes what is published")]
pub struct LiabilityRoot {
    /// The hash that binds context, depth, tree and total.
    pub hash: B256,
    /// All balances together, in raw units.
    pub total: u128,
}

/// A node: its hash, and the sum of the balances under it in raw units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SumNode {
    hash: B256,
    sum: u128,
}

impl LiabilityContext {
    /// Its hash, which leaves, padding and root bind.
    #[must_use]
    pub fn hash(&self) -> B256 {
        hash(
            4,
            &[
                b"Assay liabilities",
                self.issuer.as_slice(),
                &self.asset.chain.0.to_be_bytes(),
                self.asset.token.as_slice(),
                &self.epoch.to_be_bytes(),
                self.block.as_slice(),
            ],
        )
    }
}

impl SumNode {
    fn leaf(context: B256, index: u64, of: &Liability) -> Self {
        let parts: [&[u8]; 5] = [
            context.as_slice(),
            &index.to_be_bytes(),
            of.holder.as_slice(),
            of.salt.as_slice(),
            &of.balance.to_be_bytes(),
        ];
        Self { hash: hash(0, &parts), sum: of.balance }
    }

    fn padding(context: B256) -> Self {
        Self { hash: hash(2, &[context.as_slice()]), sum: 0 }
    }

    /// The parent; `None` where the sums do not fit.
    fn parent(left: &Self, right: &Self) -> Option<Self> {
        let sum = left.sum.checked_add(right.sum)?;
        let parts: [&[u8]; 4] =
            [left.hash.as_slice(), &left.sum.to_be_bytes(), right.hash.as_slice(), &right.sum.to_be_bytes()];
        Some(Self { hash: hash(1, &parts), sum })
    }

    fn root(&self, context: B256, depth: u8) -> LiabilityRoot {
        let parts: [&[u8]; 4] = [context.as_slice(), &[depth], self.hash.as_slice(), &self.sum.to_be_bytes()];
        LiabilityRoot { hash: hash(3, &parts), total: self.sum }
    }
}

fn hash(tag: u8, parts: &[&[u8]]) -> B256 {
    let mut preimage = Vec::with_capacity(128);
    preimage.extend([tag, VERSION]);
    parts.iter().for_each(|part| preimage.extend_from_slice(part));
    keccak256(preimage)
}

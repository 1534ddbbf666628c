//! Several leaves with one proof: `processMultiProof` of `OpenZeppelin`.

use alloy_primitives::B256;

use super::super::ProofError;
use super::parent;

/// So many flags are never needed: each stands for one hash.
const FLAG_LIMIT: usize = 1 << 16;

/// A proof of several leaves, as `multiProofVerify` of `OpenZeppelin` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the arguments of multiProofVerify, which are fixed")]
pub struct MultiProof {
    /// The leaves, in the order of the proof.
    pub leaves: Vec<B256>,
    /// Nodes that do not follow from the leaves.
    pub proof: Vec<B256>,
    /// For each hash whether its second part is one of the leaves or of the hashes before, instead of a node of the proof.
    pub flags: Vec<bool>,
}

/// Checks that all leaves are in the tree of `root`.
///
/// Stricter than the contract in two points, which nobody who asks about something meets: no leaves prove nothing and are refused
/// (the contract accepts them with the root as proof), and so is a proof that takes a hash before it is made (the contract reads a
/// zero there). That a leaf stands there twice does not mean that the tree has it twice.
///
/// # Errors
/// [`ProofError::MultiProof`] where leaves, nodes and flags do not go together, [`ProofError::TooDeep`], or [`ProofError::NotInTree`].
pub fn verify_multi_proof(root: B256, multi: &MultiProof) -> Result<(), ProofError> {
    let MultiProof { leaves, proof, flags } = multi;
    if flags.len() > FLAG_LIMIT {
        return Err(ProofError::TooDeep { got: flags.len(), expected: FLAG_LIMIT });
    }
    if leaves.is_empty() {
        return Err(ProofError::MultiProof { why: "it has no leaf" });
    }
    if leaves.len().saturating_add(proof.len()) != flags.len().saturating_add(1) {
        return Err(ProofError::MultiProof { why: "leaves and nodes are not one more than flags" });
    }
    let mut nodes = proof.iter();
    let mut queue = leaves.iter().copied().collect::<std::collections::VecDeque<_>>();
    let taken_early = ProofError::MultiProof { why: "it takes a hash before it is made" };
    for flag in flags {
        let first = queue.pop_front().ok_or_else(|| taken_early.clone())?;
        let second = if *flag { queue.pop_front() } else { nodes.next().copied() };
        queue.push_back(parent(first, second.ok_or_else(|| taken_early.clone())?));
    }
    // One is left, and no node: both follow from the count above and from each step having taken what it did.
    let got = queue.pop_front().filter(|_| queue.is_empty() && nodes.next().is_none());
    match got {
        Some(got) if got == root => Ok(()),
        Some(got) => Err(ProofError::NotInTree { got, expected: root }),
        None => Err(ProofError::MultiProof { why: "it does not end in one hash" }),
    }
}

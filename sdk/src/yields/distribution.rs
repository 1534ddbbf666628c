//! Merkle distributions: what a holder may claim, checked against the root that the contract holds.
//!
//! The published file only helps to find the proof. The holder's leaf and proof are worked out again and compared with
//! the root read from the contract; where they do not meet, nothing is offered to claim.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::abi::account_distributor::IAccountDistributor;
use crate::abi::erc20::IERC20;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::evidence::{Fact, Reads, Source};
use crate::proof::{ProofError, distributor_leaf, verify_inclusion};
use crate::units::Amount;

use super::tree::leaf_of;
use super::{DistributionTree, TreeClaim, TreeFormat, YieldError};

/// A distribution as the asset's descriptor names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// The distributor.
    pub contract: Address,
    /// How its leaves are hashed.
    pub leaves: DistributorLeaves,
    /// The token that it pays.
    pub token: Address,
    /// What it is for: `Rent`.
    pub label: String,
}

/// How a distributor hashes the leaves of its tree, which its file has to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DistributorLeaves {
    /// Packed and hashed once, as Uniswap's `MerkleDistributor` does.
    Packed,
    /// Encoded and hashed twice, as `OpenZeppelin`'s `StandardMerkleTree` does. Its file says what they hold: a number of the claim makes it
    /// Uniswap's functions, none makes it `claim(account, amount, proof)` and `hasClaimed(account)`.
    Standard,
}

/// Something to claim: everything that `claim(index, account, amount, merkleProof)` takes, or `claim(account, amount, proof)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claimable {
    /// Who it is for. Anybody may send the claim; it pays this account.
    pub account: Address,
    /// The number of the claim; `None` where each account has one.
    pub index: Option<U256>,
    /// How much of the token.
    pub amount: Amount,
    /// The hashes from the leaf to the root.
    pub proof: Vec<B256>,
    /// The distributor.
    pub contract: Address,
    /// The token that it pays.
    pub token: Address,
    /// What it is for.
    pub label: String,
}

/// Where a holder stands with a distribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "detail", rename_all = "camelCase")]
pub enum Entitlement {
    /// It can be claimed now.
    Claimable(Claimable),
    /// It is the holder's, but the distributor holds less than the claim, which would be refused.
    Unfunded {
        /// What would be claimed.
        claim: Claimable,
        /// What the distributor has.
        available: Amount,
    },
    /// It was claimed before.
    AlreadyClaimed(Claimable),
    /// The published file has no claim for this holder.
    NotEntitled,
    /// The published file does not belong to this contract: nothing in it is worth claiming.
    TreeMismatch {
        /// The root that the holder's leaf and proof lead to; for a holder without a claim, the root that the file states.
        got: B256,
        /// The root that the contract holds.
        expected: B256,
    },
}

/// What a holder may claim of one distribution.
///
/// `NotEntitled` rests on the published file: a file that leaves a holder out cannot be told from one that never
/// had them, unless its root is wrong too.
///
/// # Errors
/// [`YieldError::OtherTree`] where the file is of another kind of distributor, [`YieldError::OtherToken`], [`YieldError::Gap`] or
/// [`YieldError::Units`].
pub fn entitlement(
    reads: &mut Reads,
    distribution: &Distribution,
    tree: &DistributionTree,
    holder: Address,
) -> Result<Fact<Entitlement>, YieldError> {
    let &Distribution { contract, token, .. } = distribution;
    distribution.fits(tree)?;
    let claim = tree.claim_of(holder);
    let root = reads.ask(contract, &IMerkleDistributor::merkleRootCall {});
    let paid = reads.ask(contract, &IMerkleDistributor::tokenCall {});
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let available = reads.ask(token, &IERC20::balanceOfCall { account: contract });
    let claimed = claim.map(|claim| match claim.index {
        Some(index) => reads.ask(contract, &IMerkleDistributor::isClaimedCall { index }),
        None => reads.ask(contract, &IAccountDistributor::hasClaimedCall { account: holder }),
    });
    let (root, paid) = (root?, paid?);
    if *paid.value() != token {
        return Err(YieldError::OtherToken { contract, got: *paid.value(), expected: token });
    }
    let expected = *root.value();
    if let Some(got) = distribution.other_root(tree, holder, expected)? {
        return Ok(root.map(|expected| Entitlement::TreeMismatch { got, expected }));
    }
    let (Some(claim), Some(claimed)) = (claim, claimed) else {
        return Ok(root.map(|_| Entitlement::NotEntitled));
    };
    let read = root.zip(paid)?.zip(decimals?)?.zip(available?)?.zip(claimed?)?;
    // Index and amount follow from the root by the proof that was just checked.
    let read = read.extended(Source::MerkleProof { root: expected });
    read.try_map(|(((_, scale), available), claimed)| {
        let amount = Amount::from_raw(claim.amount, scale)?;
        let available = amount.with_raw(available);
        let claim = distribution.claimable(holder, claim, amount);
        Ok(if claimed {
            Entitlement::AlreadyClaimed(claim)
        } else if available < amount {
            Entitlement::Unfunded { claim, available }
        } else {
            Entitlement::Claimable(claim)
        })
    })
}

impl Distribution {
    fn claimable(&self, account: Address, claim: &TreeClaim, amount: Amount) -> Claimable {
        Claimable {
            account,
            index: claim.index,
            amount,
            proof: claim.proof.clone(),
            contract: self.contract,
            token: self.token,
            label: self.label.clone(),
        }
    }
    /// Whether the file is one of this kind of distributor.
    fn fits(&self, tree: &DistributionTree) -> Result<(), YieldError> {
        let expected = match (self.leaves, tree.format()) {
            (DistributorLeaves::Packed, TreeFormat::Listed)
            | (DistributorLeaves::Standard, TreeFormat::Standard(_)) => {
                return Ok(());
            }
            (DistributorLeaves::Packed, TreeFormat::Halved | TreeFormat::Standard(_)) => "a list of claims",
            (DistributorLeaves::Standard, TreeFormat::Listed | TreeFormat::Halved) => "a standard-v1 tree",
        };
        Err(YieldError::OtherTree { contract: self.contract, got: tree.format(), expected })
    }

    /// The root that the file leads to for this holder, where it is not the contract's.
    fn other_root(&self, tree: &DistributionTree, holder: Address, expected: B256) -> Result<Option<B256>, YieldError> {
        let Some(claim) = tree.claim_of(holder) else {
            return Ok(Some(tree.stated_root()).filter(|stated| *stated != expected));
        };
        let leaf = match (self.leaves, claim.index) {
            (DistributorLeaves::Packed, Some(index)) => distributor_leaf(index, holder, claim.amount),
            (DistributorLeaves::Packed, None) | (DistributorLeaves::Standard, _) => {
                leaf_of(holder, claim.index, claim.amount)
            }
        };
        match verify_inclusion(expected, leaf, &claim.proof) {
            Ok(()) => Ok(None),
            Err(ProofError::NotInTree { got, .. }) => Ok(Some(got)),
            Err(other) => Err(other.into()),
        }
    }
}

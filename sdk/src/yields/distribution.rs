//! Merkle distributions: what a holder may claim, checked against the root that the contract holds.
//!
//! The published file only helps to find the proof. The holder's leaf and proof are worked out again and compared with
//! the root read from the contract; where they do not meet, nothing is offered to claim.

use alloy_primitives::{Address, B256, U256, keccak256};
use serde::Serialize;

use crate::abi::erc20::IERC20;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::evidence::{Fact, Reads, Source};
use crate::units::Amount;

use super::{DistributionTree, TreeClaim, YieldError};

/// A distribution as the asset's descriptor names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// The distributor, in the shape of Uniswap's.
    pub contract: Address,
    /// The token that it pays.
    pub token: Address,
    /// What it is for: `Rent`.
    pub label: String,
}

/// Something to claim: everything that `claim(index, account, amount, merkleProof)` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claimable {
    /// Who it is for. Anybody may send the claim; it pays this account.
    pub account: Address,
    /// The number of the claim.
    pub index: U256,
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
/// [`YieldError::OtherToken`], [`YieldError::Gap`] or [`YieldError::Units`].
pub fn entitlement(
    reads: &mut Reads,
    distribution: &Distribution,
    tree: &DistributionTree,
    holder: Address,
) -> Result<Fact<Entitlement>, YieldError> {
    let &Distribution { contract, token, .. } = distribution;
    let claim = tree.claim_of(holder);
    let root = reads.ask(contract, &IMerkleDistributor::merkleRootCall {});
    let paid = reads.ask(contract, &IMerkleDistributor::tokenCall {});
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let available = reads.ask(token, &IERC20::balanceOfCall { account: contract });
    let claimed = claim.map(|claim| reads.ask(contract, &IMerkleDistributor::isClaimedCall { index: claim.index }));
    let (root, paid) = (root?, paid?);
    if *paid.value() != token {
        return Err(YieldError::OtherToken { contract, got: *paid.value(), expected: token });
    }
    let got = claim.map_or(tree.stated_root(), |claim| claim.root(holder));
    let expected = *root.value();
    if got != expected {
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
}

impl TreeClaim {
    /// The root that this claim leads to when it is `holder`'s: leaf `keccak256(index ‖ account ‖ amount)` of 84 bytes,
    /// inner nodes the hash of their two children, smaller first.
    #[must_use]
    pub fn root(&self, holder: Address) -> B256 {
        let leaf = [&self.index.to_be_bytes::<32>(), holder.as_slice(), &self.amount.to_be_bytes::<32>()].concat();
        self.proof.iter().fold(keccak256(leaf), |node, sibling| {
            let (low, high) = if node <= *sibling { (node, *sibling) } else { (*sibling, node) };
            keccak256([low.0, high.0].concat())
        })
    }
}

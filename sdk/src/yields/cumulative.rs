//! Merkle distributions whose leaves hold all that was ever granted: 1inch's `CumulativeMerkleDrop`, whole and with hashes of 128 bits, and
//! Merkl's `Distributor`.
//!
//! What is due is the leaf's figure less what was claimed before. As with every published file, leaf and proof are worked out again and
//! compared with the root that the contract holds.

use alloy_primitives::{Address, B128, B256, Bytes, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::cumulative_merkle_drop::ICumulativeMerkleDrop;
use crate::abi::cumulative_merkle_drop_128::ICumulativeMerkleDrop128;
use crate::abi::erc20::IERC20;
use crate::abi::merkl::IMerklDistributor;
use crate::evidence::{Fact, Gap, Read, Reads, Source};
use crate::proof::{
    ProofError, cumulative_leaf, cumulative_leaf_128, merkl_leaf, verify_inclusion, verify_inclusion_128,
};
use crate::units::{Amount, Timestamp};

use super::tree::widened;
use super::{DistributionTree, TreeClaim, TreeFormat, YieldError};

/// A distribution as the asset's descriptor names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CumulativeDistribution {
    /// The distributor.
    pub contract: Address,
    /// Whose it is.
    pub distributor: CumulativeDistributor,
    /// The token that it pays.
    pub token: Address,
    /// What it is for: `Rent`.
    pub label: String,
}

/// Whose distributor it is: what its leaves are and how it is claimed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CumulativeDistributor {
    /// 1inch's `CumulativeMerkleDrop`: of one token, and anybody may claim for an account.
    OneInch,
    /// 1inch's `CumulativeMerkleDrop128`: the same with salted leaves and hashes cut to 16 bytes.
    OneInch128,
    /// Merkl's `Distributor`: of many tokens; a new root counts once it can no longer be disputed; the user claims, or whom they let.
    Merkl,
}

/// Something to claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CumulativeClaim {
    /// The distribution.
    pub of: CumulativeDistribution,
    /// Who it is for.
    pub account: Address,
    /// All that was ever granted: what the leaf holds and the claim names.
    pub cumulative: Amount,
    /// What of it was claimed before.
    pub claimed: Amount,
    /// What the claim pays.
    pub due: Amount,
    /// Who is paid: the account, or whom the contract pays in its place.
    pub recipient: Address,
    /// What the leaf is salted with at a [`CumulativeDistributor::OneInch128`]; zero at the others, whose leaves hold none.
    pub salt: B128,
    /// The root that the claim is checked against. One of 16 bytes stands as `bytes16` does in a word: zeros follow.
    pub root: B256,
    /// The hashes from the leaf to the root, likewise.
    pub proof: Vec<B256>,
}

/// Where a holder stands with a cumulative distribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "detail", rename_all = "camelCase")]
pub enum CumulativeEntitlement {
    /// It can be claimed now.
    Claimable(CumulativeClaim),
    /// It is the holder's, but the distributor holds less than the claim.
    Unfunded {
        /// What would be claimed.
        claim: CumulativeClaim,
        /// What the distributor has.
        available: Amount,
    },
    /// The file is of a tree that does not count yet: claims by it are refused.
    Disputable {
        /// What could be claimed once it counts.
        claim: CumulativeClaim,
        /// From when on it counts, where nobody disputes it.
        until: Timestamp,
        /// Who disputes it: then the moment does not hold.
        disputer: Option<Address>,
    },
    /// All of it was claimed before.
    AlreadyClaimed(CumulativeClaim),
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

/// What a holder may claim of one distribution. The file is a list of claims; its amounts are cumulative, and its indices belong to no leaf.
///
/// # Errors
/// [`YieldError::OtherTree`] where the file is of another kind of distributor, [`YieldError::OtherToken`], [`YieldError::Gap`] or [`YieldError::Units`].
pub fn cumulative_entitlement(
    reads: &mut Reads,
    of: &CumulativeDistribution,
    tree: &DistributionTree,
    holder: Address,
) -> Result<Fact<CumulativeEntitlement>, YieldError> {
    of.fits(tree)?;
    let roots = match of.distributor {
        CumulativeDistributor::OneInch => drop_roots(reads, of),
        CumulativeDistributor::OneInch128 => drop_roots_128(reads, of),
        CumulativeDistributor::Merkl => merkl_roots(reads, of),
    };
    let account = match of.distributor {
        CumulativeDistributor::OneInch | CumulativeDistributor::OneInch128 => drop_account(reads, of, holder),
        CumulativeDistributor::Merkl => merkl_account(reads, of, holder),
    };
    let decimals = reads.ask(of.token, &IERC20::decimalsCall {});
    let available = reads.ask(of.token, &IERC20::balanceOfCall { account: of.contract });
    let roots = roots?;
    let got = of.root_of(tree, holder)?;
    let Roots { counts, newest, .. } = *roots.value();
    let waits = got != counts && newest == Some(got);
    if got != counts && !waits {
        return Ok(roots.map(|roots| CumulativeEntitlement::TreeMismatch { got, expected: roots.counts }));
    }
    let Some(line) = tree.claim_of(holder) else { return Ok(roots.map(|_| CumulativeEntitlement::NotEntitled)) };
    // The cumulative amount follows from the root by the proof that was just checked.
    let read = roots.zip(account?)?.zip(decimals?)?.zip(available?)?.extended(Source::MerkleProof { root: got });
    read.try_map(|(((roots, account), scale), available)| {
        let claim = of.claim(line, got, account, scale)?;
        let available = claim.due.with_raw(available);
        Ok(if waits {
            CumulativeEntitlement::Disputable { claim, until: roots.until, disputer: roots.disputer }
        } else if claim.due.is_zero() {
            CumulativeEntitlement::AlreadyClaimed(claim)
        } else if available < claim.due {
            CumulativeEntitlement::Unfunded { claim, available }
        } else {
            CumulativeEntitlement::Claimable(claim)
        })
    })
}

/// The root that counts, and one that is to come.
#[derive(Clone, Copy, Debug)]
struct Roots {
    counts: B256,
    newest: Option<B256>,
    until: Timestamp,
    disputer: Option<Address>,
}

/// What the contract says of an account.
#[derive(Clone, Copy, Debug)]
struct Account {
    holder: Address,
    claimed: U256,
    recipient: Address,
}

fn drop_roots(reads: &mut Reads, of: &CumulativeDistribution) -> Result<Fact<Roots>, YieldError> {
    let root = reads.ask(of.contract, &ICumulativeMerkleDrop::merkleRootCall {});
    let paid = reads.ask(of.contract, &ICumulativeMerkleDrop::tokenCall {});
    root?.zip(paid?)?.try_map(|(counts, paid)| of.root(counts, paid))
}

fn drop_roots_128(reads: &mut Reads, of: &CumulativeDistribution) -> Result<Fact<Roots>, YieldError> {
    let root = reads.ask(of.contract, &ICumulativeMerkleDrop128::merkleRootCall {});
    let paid = reads.ask(of.contract, &ICumulativeMerkleDrop128::tokenCall {});
    root?.zip(paid?)?.try_map(|(counts, paid)| of.root(widened(counts.0), paid))
}

fn merkl_roots(reads: &mut Reads, of: &CumulativeDistribution) -> Result<Fact<Roots>, YieldError> {
    let counts = reads.ask(of.contract, &IMerklDistributor::getMerkleRootCall {});
    let newest = reads.ask(of.contract, &IMerklDistributor::treeCall {});
    let until = reads.ask(of.contract, &IMerklDistributor::endOfDisputePeriodCall {});
    let disputer = reads.ask(of.contract, &IMerklDistributor::disputerCall {});
    let read = counts?.zip(newest?)?.zip(until?)?.zip(disputer?)?;
    Ok(read.map(|(((counts, newest), until), disputer)| Roots {
        counts,
        newest: Some(newest.merkleRoot),
        until: Timestamp(until.to()),
        disputer: Some(disputer).filter(|disputer| !disputer.is_zero()),
    }))
}

fn drop_account(reads: &mut Reads, of: &CumulativeDistribution, account: Address) -> Result<Fact<Account>, YieldError> {
    let claimed = reads.ask(of.contract, &ICumulativeMerkleDrop::cumulativeClaimedCall { account })?;
    Ok(claimed.map(|claimed| Account { holder: account, claimed, recipient: account }))
}

/// A recipient that the user set for the token comes first, then one that they set for all tokens.
fn merkl_account(reads: &mut Reads, of: &CumulativeDistribution, user: Address) -> Result<Fact<Account>, YieldError> {
    let claimed = reads.ask(of.contract, &IMerklDistributor::claimedCall { user, token: of.token });
    let (of_token, of_all) = (recipient(reads, of, user, of.token), recipient(reads, of, user, Address::ZERO));
    Ok(claimed?.zip(of_token?)?.zip(of_all?)?.map(|((claimed, of_token), of_all)| Account {
        holder: user,
        claimed: claimed.amount.to(),
        recipient: of_token.or(of_all).unwrap_or(user),
    }))
}

/// Whom the contract pays in the user's place. Earlier versions know of none: a getter that is not there reverts without a word, and one
/// that is there never does.
fn recipient(
    reads: &mut Reads,
    of: &CumulativeDistribution,
    user: Address,
    token: Address,
) -> Result<Fact<Option<Address>>, YieldError> {
    type Getter = IMerklDistributor::claimRecipientCall;
    let data = Bytes::from(Getter { user, token }.abi_encode());
    let answer = reads.simulate(user, of.contract, data.clone(), Getter::SIGNATURE)?;
    let read = Read::Call { to: of.contract, from: Some(user), data, signature: Getter::SIGNATURE };
    answer.try_map(|answer| match answer {
        Ok(bytes) => match Getter::abi_decode_returns_validate(&bytes) {
            Ok(recipient) => Ok(Some(recipient).filter(|set| !set.is_zero())),
            Err(_) => Err(Gap::Malformed { read, expected: "(address)", got: bytes }.into()),
        },
        Err(refusal) if refusal.0.is_empty() => Ok(None),
        Err(refusal) => Err(Gap::Reverted { read, data: refusal.0 }.into()),
    })
}

/// The first 16 bytes of a word: the hash that was put into it.
fn halved(word: B256) -> B128 {
    let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = word.0;
    B128::new(half)
}

impl CumulativeClaim {
    /// Root and proof in hashes of 16 bytes, as a [`CumulativeDistributor::OneInch128`] takes them.
    #[must_use]
    pub fn halved(&self) -> (B128, Vec<B128>) {
        (halved(self.root), self.proof.iter().copied().map(halved).collect())
    }
}

impl CumulativeDistribution {
    /// Whether the file is one of this kind of distributor.
    fn fits(&self, tree: &DistributionTree) -> Result<(), YieldError> {
        let whole = match self.distributor {
            CumulativeDistributor::OneInch | CumulativeDistributor::Merkl => true,
            CumulativeDistributor::OneInch128 => false,
        };
        let expected = match (whole, tree.format()) {
            (true, TreeFormat::Listed) | (false, TreeFormat::Halved) => return Ok(()),
            (true, TreeFormat::Halved | TreeFormat::Standard(_)) => "a list of claims",
            (false, TreeFormat::Listed | TreeFormat::Standard(_)) => "a list of claims with hashes of 16 bytes",
        };
        Err(YieldError::OtherTree { contract: self.contract, got: tree.format(), expected })
    }

    /// The root of one of 1inch's, which has to pay the descriptor's token.
    fn root(&self, counts: B256, got: Address) -> Result<Roots, YieldError> {
        let (contract, expected) = (self.contract, self.token);
        if got == expected {
            Ok(Roots { counts, newest: None, until: Timestamp(0), disputer: None })
        } else {
            Err(YieldError::OtherToken { contract, got, expected })
        }
    }

    /// The root that the file leads to for this holder; the one that it states, where it has no claim for them.
    fn root_of(&self, tree: &DistributionTree, holder: Address) -> Result<B256, YieldError> {
        let Some(line) = tree.claim_of(holder) else { return Ok(tree.stated_root()) };
        let stated = tree.stated_root();
        let whole = |leaf| verify_inclusion(stated, leaf, &line.proof);
        let followed = match self.distributor {
            CumulativeDistributor::OneInch => whole(cumulative_leaf(holder, line.amount)),
            CumulativeDistributor::Merkl => whole(merkl_leaf(holder, self.token, line.amount)),
            CumulativeDistributor::OneInch128 => {
                let leaf = cumulative_leaf_128(line.salt, holder, line.amount);
                let nodes: Vec<u8> = line.proof.iter().flat_map(|node| halved(*node).0).collect();
                verify_inclusion_128(halved(stated), leaf, &nodes)
            }
        };
        match followed {
            Ok(()) => Ok(stated),
            Err(ProofError::NotInTree { got, .. }) => Ok(got),
            Err(ProofError::NotInTree128 { got, .. }) => Ok(widened(got.0)),
            Err(other) => Err(other.into()),
        }
    }

    fn claim(&self, line: &TreeClaim, root: B256, known: Account, scale: u8) -> Result<CumulativeClaim, YieldError> {
        let cumulative = Amount::from_raw(line.amount, scale)?;
        let claimed = cumulative.with_raw(known.claimed);
        // More may have been claimed than this file knows of: then nothing is due by it.
        let due = cumulative.saturating_sub(&claimed)?;
        let (of, proof, account) = (self.clone(), line.proof.clone(), known.holder);
        let (recipient, salt) = (known.recipient, line.salt);
        Ok(CumulativeClaim { of, account, cumulative, claimed, due, recipient, salt, root, proof })
    }
}

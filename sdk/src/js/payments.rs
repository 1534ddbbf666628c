//! What holders claim: of cumulative distributions, and the dividends that tokens pay.

use serde::Serialize;
use tsify::Tsify;

use super::figure::Amount;
use super::redemption::ContractCall;
use super::yields::AmountChange;
use crate::tx::Intent;
use crate::yields::{self, CumulativeDistributor, CumulativeEntitlement, DividendStandard};

/// Where a holder stands with a cumulative distribution: it can be claimed now; the distributor has less than the claim; the file is of a tree
/// that does not count yet; all was claimed before; the file has nothing for the holder; or it is not that of the contract.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum CumulativeClaim {
    Claimable {
        claim: CumulativeTerms,
    },
    Unfunded {
        claim: CumulativeTerms,
        available: Amount,
    },
    Disputable {
        claim: CumulativeTerms,
        /// From when on it counts, where nobody disputes it, in seconds since 1970.
        until: u64,
        /// Who disputes it: then the moment does not hold.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[tsify(optional)]
        disputer: Option<String>,
    },
    AlreadyClaimed {
        claim: CumulativeTerms,
    },
    NotEntitled,
    TreeMismatch {
        got: String,
        expected: String,
    },
}

/// A claim of a cumulative distribution.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct CumulativeTerms {
    /// What it is for, as `"Rent"`.
    label: String,
    /// The distributor.
    contract: String,
    /// Whose kind of contract: 1inch's `CumulativeMerkleDrop`, the same with hashes of 16 bytes, or Merkl's `Distributor`.
    #[tsify(type = "\"oneInch\" | \"oneInch128\" | \"merkl\"")]
    distributor: CumulativeDistributor,
    /// The token that it pays.
    token: String,
    /// Who it is for.
    account: String,
    /// All that was ever granted: what the leaf holds and the claim names.
    cumulative: Amount,
    /// What of it was claimed before.
    claimed: Amount,
    /// What the claim pays.
    due: Amount,
    /// Who is paid: the account, or whom the contract pays in its place.
    recipient: String,
    /// What the leaf is salted with; left out where the leaves hold none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    salt: Option<String>,
    /// The root that the claim is checked against.
    root: String,
    /// The hashes from the leaf to the root.
    proof: Vec<String>,
    /// What a wallet sends for it.
    call: ContractCall,
}

/// Where a holder stands with the dividends of a token.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Dividend {
    /// What it is for, as `"Rent"`.
    label: String,
    /// The token that it is of.
    contract: String,
    /// Which standard it follows.
    #[tsify(type = "\"erc2222\" | \"erc1726\"")]
    standard: DividendStandard,
    /// The token that it pays; left out where it pays the chain's own coin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pays: Option<String>,
    /// All that was ever due to the holder.
    accumulated: Amount,
    /// What of it they have withdrawn.
    withdrawn: Amount,
    /// What of it is left.
    withdrawable: Amount,
    /// What the contract has over what it booked, or lacks of it; left out where nothing is booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    unbooked: Option<AmountChange>,
    /// Whether it can be withdrawn.
    state: DividendState,
    /// What a wallet sends for it, in order: what came in is booked before anything is withdrawn, or it would be lost to all holders.
    calls: Vec<ContractCall>,
}

/// Whether a dividend can be withdrawn: there is nothing; the chain would carry it out now; the contract has less than is due; or the chain
/// would refuse it.
#[derive(Debug, Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum DividendState {
    Nothing,
    Claimable,
    Unfunded {
        available: Amount,
    },
    Refused {
        /// The revert data.
        revert: String,
    },
}

impl From<&CumulativeEntitlement> for CumulativeClaim {
    fn from(entitlement: &CumulativeEntitlement) -> Self {
        match entitlement {
            CumulativeEntitlement::Claimable(claim) => Self::Claimable { claim: claim.into() },
            CumulativeEntitlement::Unfunded { claim, available } => {
                Self::Unfunded { claim: claim.into(), available: available.into() }
            }
            CumulativeEntitlement::Disputable { claim, until, disputer } => Self::Disputable {
                claim: claim.into(),
                until: until.0,
                disputer: disputer.map(|disputer| disputer.to_string()),
            },
            CumulativeEntitlement::AlreadyClaimed(claim) => Self::AlreadyClaimed { claim: claim.into() },
            CumulativeEntitlement::NotEntitled => Self::NotEntitled,
            CumulativeEntitlement::TreeMismatch { got, expected } => {
                Self::TreeMismatch { got: got.to_string(), expected: expected.to_string() }
            }
        }
    }
}

impl From<&yields::CumulativeClaim> for CumulativeTerms {
    fn from(claim: &yields::CumulativeClaim) -> Self {
        let (salt, root, proof) = hashes(claim);
        Self {
            label: claim.of.label.clone(),
            contract: claim.of.contract.to_string(),
            distributor: claim.of.distributor,
            token: claim.of.token.to_string(),
            account: claim.account.to_string(),
            cumulative: (&claim.cumulative).into(),
            claimed: (&claim.claimed).into(),
            due: (&claim.due).into(),
            recipient: claim.recipient.to_string(),
            salt,
            root,
            proof,
            call: Intent::from(claim).into(),
        }
    }
}

/// Salt, root and proof, each as long as the contract's hashes are.
fn hashes(claim: &yields::CumulativeClaim) -> (Option<String>, String, Vec<String>) {
    match claim.of.distributor {
        CumulativeDistributor::OneInch128 => {
            let (root, proof) = claim.halved();
            (Some(claim.salt.to_string()), root.to_string(), proof.iter().map(ToString::to_string).collect())
        }
        CumulativeDistributor::OneInch | CumulativeDistributor::Merkl => {
            (None, claim.root.to_string(), claim.proof.iter().map(ToString::to_string).collect())
        }
    }
}

impl From<&yields::Dividend> for Dividend {
    fn from(dividend: &yields::Dividend) -> Self {
        Self {
            label: dividend.of.label.clone(),
            contract: dividend.of.contract.to_string(),
            standard: dividend.of.standard,
            pays: dividend.of.pays.map(|token| token.to_string()),
            accumulated: (&dividend.accumulated).into(),
            withdrawn: (&dividend.withdrawn).into(),
            withdrawable: (&dividend.withdrawable).into(),
            unbooked: dividend.unbooked.as_ref().map(AmountChange::from),
            state: (&dividend.state).into(),
            calls: dividend.steps().iter().map(|step| Intent::from(step).into()).collect(),
        }
    }
}

impl From<&yields::DividendState> for DividendState {
    fn from(state: &yields::DividendState) -> Self {
        match state {
            yields::DividendState::Nothing => Self::Nothing,
            yields::DividendState::Claimable => Self::Claimable,
            yields::DividendState::Unfunded { available } => Self::Unfunded { available: available.into() },
            yields::DividendState::Refused { revert } => Self::Refused { revert: revert.to_string() },
        }
    }
}

//! Intents and names, from the rooms that work out what can be done.

use alloy_primitives::{Address, U256};

use crate::asset::{Descriptor, Distribution, Redeemer, RedemptionTerms, TokenList, WayOut};
use crate::redemption::Step;
use crate::units::ChainId;
use crate::yields::{
    Claimable, CumulativeClaim, CumulativeDistributor, DividendStandard, DividendStep, SnapshotPayout,
};

use super::clear_signing::Standard;
use super::{Intent, Known, KnownTokens, MerklGrant, Role};

impl From<&Step> for Intent {
    fn from(step: &Step) -> Self {
        match *step {
            Step::Approve { token, spender, amount } => Self::Approve { token, spender, amount: amount.raw() },
            Step::Request { vault, shares, controller, owner } => {
                Self::RequestRedeem { vault, shares: shares.raw(), controller, owner }
            }
            Step::Redeem { vault, shares, receiver, owner } => {
                Self::RedeemShares { vault, shares: shares.raw(), receiver, owner }
            }
            Step::Claim { vault, shares, receiver, controller } => {
                Self::ClaimRedemption { vault, shares: shares.raw(), receiver, controller }
            }
            Step::Cancel { vault, id, controller, .. } => Self::CancelRedeemRequest { vault, id, controller },
            Step::ClaimCancelled { vault, id, receiver, controller, .. } => {
                Self::ClaimCancelRedeemRequest { vault, id, receiver, controller }
            }
            Step::SetOperator { vault, operator, approved } => Self::SetOperator { vault, operator, approved },
            Step::RedeemAtIssuer { redeemer, contract, amount, asset, least } => {
                let least = least.map_or(U256::ZERO, |least| least.raw());
                Self::RedeemAtIssuer { redeemer, contract, amount: amount.raw(), asset, least }
            }
            Step::Enqueue { pool, shares, owner } => Self::Enqueue { pool, shares: shares.raw(), owner },
            Step::Dequeue { pool, shares, owner } => Self::Dequeue { pool, shares: shares.raw(), owner },
            Step::Burn { token, amount } => Self::BurnForPayout { token, amount: amount.raw() },
            Step::SendToIssuer { token, to, amount } => Self::Transfer { token, to, amount: amount.raw() },
            Step::Retire { token, amount } => Self::Retire { token, amount: amount.raw() },
        }
    }
}

impl From<&Claimable> for Intent {
    fn from(claim: &Claimable) -> Self {
        let (distributor, account, amount) = (claim.contract, claim.account, claim.amount.raw());
        let proof = claim.proof.clone();
        match claim.index {
            Some(index) => Self::ClaimDistribution { distributor, index, account, amount, proof },
            None => Self::ClaimOfAccount { distributor, account, amount, proof },
        }
    }
}

impl From<&CumulativeClaim> for Intent {
    fn from(claim: &CumulativeClaim) -> Self {
        let (distributor, proof, cumulative) = (claim.of.contract, claim.proof.clone(), claim.cumulative.raw());
        match claim.of.distributor {
            CumulativeDistributor::OneInch => {
                Self::ClaimCumulative { distributor, account: claim.account, cumulative, root: claim.root, proof }
            }
            CumulativeDistributor::OneInch128 => {
                let ((root, proof), salt) = (claim.halved(), claim.salt);
                Self::ClaimCumulative128 { distributor, salt, account: claim.account, cumulative, root, proof }
            }
            CumulativeDistributor::Merkl => {
                Self::ClaimMerkl { distributor, user: claim.account, token: claim.of.token, cumulative, proof }
            }
        }
    }
}

impl Intent {
    /// Claims in as few transactions as their distributors allow: those of one holder at one of Merkl's go together, each other one by
    /// itself. In the order of the first of each.
    #[must_use]
    pub fn of_claims<'a>(claims: impl IntoIterator<Item = &'a CumulativeClaim>) -> Vec<Self> {
        let mut intents: Vec<Self> = Vec::new();
        for claim in claims {
            let next = Self::from(claim);
            let joined = intents.iter_mut().any(|intent| intent.take_in(&next));
            if !joined {
                intents.push(next);
            }
        }
        intents
    }

    /// Makes one of two claims of one user at one distributor of Merkl's; whether they were such.
    fn take_in(&mut self, next: &Self) -> bool {
        let Self::ClaimMerkl { distributor: at, user: of, token, cumulative, proof } = next else { return false };
        let grant = MerklGrant { token: *token, cumulative: *cumulative, proof: proof.clone() };
        if let Self::ClaimMerkl { distributor, user, token, cumulative, proof } = self
            && distributor == at
            && user == of
        {
            let first = MerklGrant { token: *token, cumulative: *cumulative, proof: std::mem::take(proof) };
            *self = Self::ClaimMerklTokens { distributor: *at, user: *of, grants: vec![first, grant] };
            return true;
        }
        if let Self::ClaimMerklTokens { distributor, user, grants } = self
            && distributor == at
            && user == of
        {
            grants.push(grant);
            return true;
        }
        false
    }
}

impl From<&SnapshotPayout> for Intent {
    fn from(payout: &SnapshotPayout) -> Self {
        Self::ClaimSnapshot { distributor: payout.of.contract, recipient: payout.account, least: payout.due.raw() }
    }
}

impl From<&DividendStep> for Intent {
    fn from(step: &DividendStep) -> Self {
        match *step {
            DividendStep::Book { contract } => Self::BookFunds { token: contract },
            DividendStep::Withdraw { contract, standard: DividendStandard::Erc2222 } => {
                Self::WithdrawFunds { token: contract }
            }
            DividendStep::Withdraw { contract, standard: DividendStandard::Erc1726 } => {
                Self::WithdrawDividend { token: contract }
            }
        }
    }
}

impl KnownTokens {
    /// The contracts that a token list names on one chain: its tokens, and the vaults and distributors that belong to them.
    #[must_use]
    pub fn from_list(chain: ChainId, list: &TokenList) -> Self {
        let here = || list.tokens.iter().filter(|token| token.asset.chain == chain);
        let around = here().flat_map(|token| ways_out(token).chain(distributors(token, list)));
        // Tokens last: a vault that is its own share token is named as the token it is.
        let known = Self::new(chain, around.chain(here().map(|token| (token.asset.token, named(token, role(token))))));
        here().fold(known, described)
    }
}

fn named(descriptor: &Descriptor, role: Role) -> Known {
    Known { name: descriptor.name.clone(), symbol: descriptor.symbol.clone(), decimals: descriptor.decimals, role }
}

fn role(descriptor: &Descriptor) -> Role {
    let token = descriptor.asset.token;
    let of_way = |way: &WayOut| match way.terms {
        RedemptionTerms::Erc4626 { vault, .. } if vault == token => Some(Role::Vault),
        RedemptionTerms::Retire { contract, .. } if contract == token => Some(Role::Credits),
        RedemptionTerms::Burn { contract } if contract == token => Some(Role::Burned),
        RedemptionTerms::Erc4626 { .. }
        | RedemptionTerms::Erc7540 { .. }
        | RedemptionTerms::Redeemer { .. }
        | RedemptionTerms::Queue { .. }
        | RedemptionTerms::Burn { .. }
        | RedemptionTerms::Transfer { .. }
        | RedemptionTerms::Retire { .. } => None,
    };
    descriptor.ways_out.iter().find_map(of_way).unwrap_or(Role::Token)
}

/// What redeems a token is named after it, and counts its shares.
fn ways_out(descriptor: &Descriptor) -> impl Iterator<Item = (Address, Known)> {
    let of_way = |way: &WayOut| match way.terms {
        RedemptionTerms::Erc7540 { vault, .. } => Some((vault, Role::AsyncVault)),
        RedemptionTerms::Erc4626 { vault, .. } => Some((vault, Role::Vault)),
        RedemptionTerms::Redeemer { contract, .. } => Some((contract, Role::Redeemer)),
        RedemptionTerms::Transfer { to } => Some((to, Role::Issuer)),
        RedemptionTerms::Queue { .. } | RedemptionTerms::Burn { .. } | RedemptionTerms::Retire { .. } => None,
    };
    let name = format!("Redemption of {}", descriptor.name);
    let known = move |(address, role)| (address, Known { name: name.clone(), ..named(descriptor, role) });
    descriptor.ways_out.iter().filter_map(of_way).map(known)
}

/// The same, and whose functions the contracts of the token's ways out have.
fn described(known: KnownTokens, descriptor: &Descriptor) -> KnownTokens {
    let token = descriptor.asset.token;
    descriptor.ways_out.iter().fold(known, |known, way| match way.terms {
        RedemptionTerms::Redeemer { redeemer, contract, asset } => {
            let standard = match redeemer {
                // `redeem(uint256)` of both is the same.
                Redeemer::Superstate | Redeemer::Par => Standard::SuperstateRedemption,
                Redeemer::Securitize => Standard::SecuritizeOffRamp,
                Redeemer::Ondo => Standard::OndoManager,
            };
            let known = known.with_standard(contract, standard).with_token_of(contract, "underlyingToken", token);
            known.with_token_of(contract, "liquidityToken", asset)
        }
        RedemptionTerms::Queue { .. } => known.with_standard(token, Standard::Maple),
        RedemptionTerms::Burn { contract } => known.with_standard(contract, Standard::Superstate),
        RedemptionTerms::Retire { contract, certificate: true } => known.with_standard(contract, Standard::Carbon),
        RedemptionTerms::Erc7540 { .. }
        | RedemptionTerms::Erc4626 { .. }
        | RedemptionTerms::Transfer { .. }
        | RedemptionTerms::Retire { .. } => known,
    })
}

fn distributors(descriptor: &Descriptor, list: &TokenList) -> impl Iterator<Item = (Address, Known)> {
    let chain = descriptor.asset.chain;
    descriptor.distributions.iter().filter_map(move |distribution| {
        let (contract, token, label, role) = match distribution {
            Distribution::Snapshot { contract, token, label, .. } => {
                (*contract, *token, label, Role::SnapshotDistributor)
            }
            Distribution::UniswapMerkle { contract, token, label, .. }
            | Distribution::StandardMerkle { contract, token, label, .. }
            | Distribution::CumulativeMerkle { contract, token, label, .. }
            | Distribution::CumulativeMerkle128 { contract, token, label, .. }
            | Distribution::Merkl { contract, token, label, .. } => (*contract, *token, label, Role::Distributor),
            // The token that pays is not a distributor: it is named as the token that it is.
            Distribution::Erc2222 { .. } | Distribution::Erc1726 { .. } => return None,
        };
        let paid = list.tokens.iter().find(|other| other.asset.chain == chain && other.asset.token == token)?;
        let name = format!("{label} of {}", descriptor.name);
        Some((contract, Known { name, ..named(paid, role) }))
    })
}

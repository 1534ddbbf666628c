//! Intents and names, from the rooms that work out what can be done.

use alloy_primitives::Address;

use crate::asset::{Descriptor, Distribution, RedemptionTerms, TokenList};
use crate::redemption::Step;
use crate::units::ChainId;
use crate::yields::{Claimable, CumulativeClaim, CumulativeDistributor, DividendStandard, DividendStep};

use super::{Intent, Known, KnownTokens, Role};

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
            Step::Retire { token, amount } => Self::Retire { token, amount: amount.raw() },
        }
    }
}

impl From<&Claimable> for Intent {
    fn from(claim: &Claimable) -> Self {
        Self::ClaimDistribution {
            distributor: claim.contract,
            index: claim.index,
            account: claim.account,
            amount: claim.amount.raw(),
            proof: claim.proof.clone(),
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
            CumulativeDistributor::Merkl => {
                Self::ClaimMerkl { distributor, user: claim.account, token: claim.of.token, cumulative, proof }
            }
        }
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
        let around = here().flat_map(|token| vaults(token).chain(distributors(token, list)));
        // Tokens last: a vault that is its own share token is named as the token it is.
        Self::new(chain, around.chain(here().map(|token| (token.asset.token, named(token, role(token))))))
    }
}

fn named(descriptor: &Descriptor, role: Role) -> Known {
    Known { name: descriptor.name.clone(), symbol: descriptor.symbol.clone(), decimals: descriptor.decimals, role }
}

fn role(descriptor: &Descriptor) -> Role {
    let token = descriptor.asset.token;
    match descriptor.redemption {
        Some(RedemptionTerms::Erc4626 { vault, .. }) if vault == token => Role::Vault,
        Some(RedemptionTerms::Retire { contract }) if contract == token => Role::Credits,
        Some(RedemptionTerms::Erc4626 { .. } | RedemptionTerms::Erc7540 { .. } | RedemptionTerms::Retire { .. })
        | None => Role::Token,
    }
}

/// The vault redeems the token it belongs to: it is named after it, and counts its shares.
fn vaults(descriptor: &Descriptor) -> impl Iterator<Item = (Address, Known)> {
    let vault = match descriptor.redemption {
        Some(RedemptionTerms::Erc7540 { vault, .. }) => Some((vault, Role::AsyncVault)),
        Some(RedemptionTerms::Erc4626 { vault, .. }) => Some((vault, Role::Vault)),
        Some(RedemptionTerms::Retire { .. }) | None => None,
    };
    let name = format!("Redemption of {}", descriptor.name);
    vault.map(|(vault, role)| (vault, Known { name, ..named(descriptor, role) })).into_iter()
}

fn distributors(descriptor: &Descriptor, list: &TokenList) -> impl Iterator<Item = (Address, Known)> {
    let chain = descriptor.asset.chain;
    descriptor.distributions.iter().filter_map(move |distribution| {
        let (contract, token, label) = match distribution {
            Distribution::UniswapMerkle { contract, token, label, .. }
            | Distribution::CumulativeMerkle { contract, token, label, .. }
            | Distribution::Merkl { contract, token, label, .. } => (*contract, *token, label),
            // The token that pays is not a distributor: it is named as the token that it is.
            Distribution::Erc2222 { .. } | Distribution::Erc1726 { .. } => return None,
        };
        let paid = list.tokens.iter().find(|other| other.asset.chain == chain && other.asset.token == token)?;
        let name = format!("{label} of {}", descriptor.name);
        Some((contract, Known { name, ..named(paid, Role::Distributor) }))
    })
}

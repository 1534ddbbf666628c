//! What a token list says of movements: which of them are income, and which belong to a redemption.

use std::collections::BTreeSet;

use alloy_primitives::Address;

use crate::asset::{AssetKind, Descriptor, RedemptionTerms};
use crate::units::ChainId;

use super::{Asset, Direction, IncomeKind, IncomeRule, Kind, Movement, Reading};

/// What payments of a list's distributors are: rent for property, interest for debt, dividends for funds. Payments in the chain's own coin
/// leave no logs, and so have no rule.
#[must_use]
pub fn income_rules(list: &[Descriptor]) -> Vec<IncomeRule> {
    let of_asset = |descriptor: &Descriptor| {
        let kind = income_kind(descriptor.kind);
        let rules = descriptor.distributions.iter().filter_map(move |distribution| {
            let (payer, token) = distribution.payment();
            Some(IncomeRule { token: token?, payer, kind })
        });
        rules.collect::<Vec<_>>()
    };
    list.iter().flat_map(of_asset).collect()
}

/// The contracts of a list on one chain: whose transfers a history of its assets asks for.
#[must_use]
pub fn assets(list: &[Descriptor], chain: ChainId) -> BTreeSet<Address> {
    on_chain(list, chain).map(|descriptor| descriptor.asset.token).collect()
}

/// How the logs of a list's assets are to be read.
#[must_use]
pub fn reading(list: &[Descriptor], chain: ChainId, holder: Address) -> Reading {
    let decimals = on_chain(list, chain).map(|descriptor| (descriptor.asset.token, descriptor.decimals)).collect();
    Reading { chain, holder, decimals, income: income_rules(list) }
}

/// The same movements, where the list and the holder say more than their logs: what went to or came from another of the `own` accounts is
/// neither income nor a disposal; what went to, was burned by or came from one of the asset's ways out belongs to a redemption.
#[must_use]
pub fn classified(movements: Vec<Movement>, list: &[Descriptor], own: &BTreeSet<Address>) -> Vec<Movement> {
    let classify = |mut movement: Movement| {
        let Some(party) = movement.counterparty else { return movement };
        if own.contains(&party) {
            movement.kind = Kind::Own;
        } else if movement.kind == Kind::Transfer && is_redemption(&movement, party, list) {
            movement.kind = Kind::Redemption;
        }
        movement
    };
    movements.into_iter().map(classify).collect()
}

fn on_chain(list: &[Descriptor], chain: ChainId) -> impl Iterator<Item = &Descriptor> {
    list.iter().filter(move |descriptor| descriptor.asset.chain == chain)
}

fn is_redemption(movement: &Movement, party: Address, list: &[Descriptor]) -> bool {
    list.iter().any(|descriptor| {
        let of_asset = movement.asset == Asset::Token(descriptor.asset);
        let terms = descriptor.ways_out.iter().map(|way| way.terms);
        terms.into_iter().any(|terms| {
            let (taker, pays, burns) = parties(terms);
            let paid = Some(movement.asset) == pays.map(|token| token_of(descriptor, token));
            match movement.direction {
                Direction::Out => of_asset && (taker == Some(party) || (burns && party == Address::ZERO)),
                // Its pay; or, where a request was cancelled, the asset itself.
                Direction::In => taker == Some(party) && (paid || of_asset),
            }
        })
    })
}

const fn token_of(descriptor: &Descriptor, token: Address) -> Asset {
    Asset::Token(crate::units::AssetId { chain: descriptor.asset.chain, token })
}

/// Who takes what is given up, which token is paid, and whether the token is burned at once.
const fn parties(terms: RedemptionTerms) -> (Option<Address>, Option<Address>, bool) {
    match terms {
        RedemptionTerms::Erc7540 { vault, asset } | RedemptionTerms::Erc4626 { vault, asset } => {
            (Some(vault), Some(asset), true)
        }
        RedemptionTerms::Redeemer { contract, asset, .. } => (Some(contract), Some(asset), true),
        RedemptionTerms::Queue { manager, asset } => (Some(manager), Some(asset), true),
        RedemptionTerms::Burn { contract } | RedemptionTerms::Retire { contract, .. } => (Some(contract), None, true),
        RedemptionTerms::Transfer { to } => (Some(to), None, false),
    }
}

const fn income_kind(kind: Option<AssetKind>) -> IncomeKind {
    match kind {
        Some(AssetKind::RealEstate) => IncomeKind::Rent,
        Some(AssetKind::Fund) => IncomeKind::Dividend,
        Some(AssetKind::Debt | AssetKind::Cash) => IncomeKind::Interest,
        Some(AssetKind::Commodity | AssetKind::Environmental) | None => IncomeKind::Other,
    }
}

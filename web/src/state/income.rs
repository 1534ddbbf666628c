//! What can be claimed, and of which assets there may be something to claim.

mod payment;

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Descriptor, PriceBasis, RedemptionTerms};
use assay_sdk::evidence::Fact;
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, AssetId};

pub use payment::{Payment, PaymentLine, Standing, payments};

/// Everything of one token that can be claimed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The token that is paid; the chain's own coin where `None`.
    pub token: Option<Address>,
    /// How much, of all claims together.
    pub amount: Fact<Amount>,
    /// How many claims.
    pub claims: usize,
}

/// One transaction of a claim, and the asset that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The asset.
    pub asset: AssetId,
    /// What is sent.
    pub intent: Intent,
}

/// What a claim's fee comes to beside what it pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It pays more than the fee can come to.
    More,
    /// The fee may come to as much as it pays, or more.
    FeeMayBeMore,
    /// The fee is in the chain's own coin and the claim is not: nobody states what one is worth in the other.
    NotComparable,
}

/// Whether the list names anything by which the asset may bring income: a vault whose shares grow, a published net asset value,
/// balances that grow by an index or are shown times a multiplier, terms with a coupon, bonds by class and nonce, payments.
#[must_use]
pub fn may_earn(descriptor: &Descriptor) -> bool {
    let vault = descriptor.ways_out.iter().any(|way| matches!(way.terms, RedemptionTerms::Erc4626 { .. }));
    let nav = descriptor.price.as_ref().is_some_and(|price| price.basis == PriceBasis::Nav);
    let grows = vault || nav || descriptor.balances.is_some();
    let promises = descriptor.instrument.is_some() || !descriptor.bonds.is_empty();
    grows || promises || !descriptor.distributions.is_empty()
}

/// Adds up what can be claimed now, by token. Claims whose amounts do not add up (facts of another block, another scale) are left to
/// stand alone.
#[must_use]
pub fn due<'a>(payments: impl IntoIterator<Item = &'a Payment>) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    for one in payments.into_iter().filter_map(single) {
        let known = all.iter_mut().find_map(|due| Some((sum(due, &one)?, due)));
        match known {
            Some((sum, due)) => *due = sum,
            None => all.push(one),
        }
    }
    all
}

/// Every transaction that claims what can be claimed now, in order. A payment that two assets name is claimed once.
#[must_use]
pub fn claims<'a>(of_assets: impl IntoIterator<Item = (AssetId, &'a [Payment])>) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    for (asset, payments) in of_assets {
        let ready = payments.iter().filter(|payment| payment.line.standing.is_ready());
        for intent in ready.flat_map(|payment| &payment.line.steps) {
            if !all.iter().any(|claim| claim.intent == *intent) {
                all.push(Claim { asset, intent: intent.clone() });
            }
        }
    }
    all
}

/// What a fee in the chain's own coin comes to beside a payment of `token` (of that coin where `None`).
#[must_use]
pub fn worth(fee_ceiling: U256, token: Option<Address>, amount: &Amount) -> Worth {
    match token {
        Some(_) => Worth::NotComparable,
        None if amount.raw() > fee_ceiling => Worth::More,
        None => Worth::FeeMayBeMore,
    }
}

fn single(payment: &Payment) -> Option<Due> {
    let amount = payment.amount.clone().filter(|_| payment.line.standing.is_ready())?;
    Some(Due { token: payment.line.token, amount, claims: 1 })
}

/// Both together; `None` where they are not of one kind.
fn sum(left: &Due, right: &Due) -> Option<Due> {
    if left.token != right.token {
        return None;
    }
    let both = left.amount.clone().zip(right.amount.clone()).ok()?;
    let amount = both.try_map(|(left, right)| left.checked_add(&right)).ok()?;
    Some(Due { token: left.token, amount, claims: left.claims.saturating_add(right.claims) })
}

#[cfg(test)]
mod tests;

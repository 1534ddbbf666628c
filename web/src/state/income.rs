//! What can be claimed, what was claimed and what cannot be, out of a report of income.

use alloy_primitives::Address;
use assay_sdk::asset::{Descriptor, PriceBasis, RedemptionTerms};
use assay_sdk::evidence::Fact;
use assay_sdk::units::Amount;
use assay_sdk::yields::{Claimable, YieldReport};

/// Everything of one token that can be claimed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The token that is paid.
    pub token: Address,
    /// How much, of all claims together.
    pub amount: Fact<Amount>,
    /// How many claims.
    pub claims: usize,
}

/// Whether the list names anything by which the asset may bring income: a vault whose shares grow, a published net asset value,
/// payments.
#[must_use]
pub fn may_earn(descriptor: &Descriptor) -> bool {
    let vault = descriptor.ways_out.iter().any(|way| matches!(way.terms, RedemptionTerms::Erc4626 { .. }));
    let nav = descriptor.price.as_ref().is_some_and(|price| price.basis == PriceBasis::Nav);
    vault || nav || !descriptor.distributions.is_empty()
}

/// Adds up what can be claimed now, by token. Claims whose amounts do not add up (facts of another block, another scale) are left to
/// stand alone.
#[must_use]
pub fn due<'a>(reports: impl IntoIterator<Item = &'a YieldReport>) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    for claim in reports.into_iter().flat_map(YieldReport::claimable) {
        let one = single(&claim);
        let known = all.iter_mut().find_map(|due| Some((sum(due, &one)?, due)));
        match known {
            Some((sum, due)) => *due = sum,
            None => all.push(one),
        }
    }
    all
}

fn single(claim: &Fact<&Claimable>) -> Due {
    Due { token: claim.value().token, amount: claim.clone().map(|claim| claim.amount), claims: 1 }
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
mod tests {
    use super::*;
    use alloy_primitives::{B256, U256};
    use assay_sdk::evidence::Source;
    use assay_sdk::units::{BlockRef, Timestamp};
    use assay_sdk::yields::Entitlement;

    fn claim(token: u8, amount: u64) -> Claimable {
        Claimable {
            account: Address::ZERO,
            index: U256::ZERO,
            amount: Amount::from_raw(U256::from(amount), 6).unwrap(),
            proof: Vec::new(),
            contract: Address::ZERO,
            token: Address::with_last_byte(token),
            label: "Rent".to_owned(),
        }
    }

    fn report(claims: Vec<Entitlement>) -> YieldReport {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        let fact = |entitlement| Ok(Fact::asserted(entitlement, at, Source::Checkpoint(B256::ZERO)));
        let claims = claims.into_iter().map(fact).collect();
        YieldReport { claims, ..YieldReport::default() }
    }

    #[test]
    fn only_what_can_be_claimed_now_is_due() {
        let first = report(vec![
            Entitlement::Claimable(claim(1, 5)),
            Entitlement::AlreadyClaimed(claim(1, 100)),
            Entitlement::Unfunded { claim: claim(1, 100), available: Amount::from_raw(U256::ZERO, 6).unwrap() },
            Entitlement::NotEntitled,
        ]);
        let second = report(vec![Entitlement::Claimable(claim(1, 7)), Entitlement::Claimable(claim(2, 1))]);
        let due = due([&first, &second]);
        let shown: Vec<_> = due.iter().map(|due| (due.token, due.amount.value().raw(), due.claims)).collect();
        assert_eq!(
            shown,
            [(Address::with_last_byte(1), U256::from(12), 2), (Address::with_last_byte(2), U256::from(1), 1)]
        );
    }
}

//! Which families a contract on the chain is found to be of.

use alloy_primitives::Address;
use assay_sdk::compliance::{Families, Family, families};

use crate::chain::Chain;

pub(crate) fn families_of(chain: &Chain, contract: Address) -> Families {
    let mut reads = chain.reads();
    let (found, _) = chain.ask(&mut reads, |reads| families(reads, contract));
    found.expect("an answer").into_value()
}

/// The contract is of these families, for sure, and of no others.
pub(crate) fn assert_found(chain: &Chain, contract: Address, expected: &[Family]) {
    let found = families_of(chain, contract);
    let sure: Vec<Family> = found.iter().map(|one| one.family).collect();
    assert_eq!(sure, expected, "{found:#?}");
    assert!(found.iter().all(|one| one.presence.is_present()), "{found:#?}");
}

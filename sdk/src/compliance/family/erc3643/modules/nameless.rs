//! Modules of T-REX 4.0, which have no names: three kinds, each known by a getter of its own.

use alloy_primitives::{Address, keccak256};
use alloy_sol_types::SolValue as _;

use crate::abi::modules::IConditionalTransferModule::isTransferApprovedCall;
use crate::abi::modules::ICountryAllowModule::isCountryAllowedCall;
use crate::abi::modules::ICountryRestrictModule::isCountryRestrictedCall;
use crate::evidence::Gap;

use super::{Findings, Kind, Parties};

/// The kind; [`Kind::Other`] where none of the getters answers, or more than one. `None` while that is still to be fetched.
pub(super) fn recognise(findings: &mut Findings<'_>, parties: &Parties, module: Address) -> Option<Kind> {
    let Parties { compliance, country, .. } = *parties;
    let hash = keccak256((findings.from, findings.to, findings.amount.raw(), findings.token).abi_encode());
    // What they answer is asked again, for nothing, where it matters.
    let answers = [
        (Kind::CountryAllow, findings.ask(module, &isCountryAllowedCall { compliance, country })),
        (Kind::CountryRestrict, findings.ask(module, &isCountryRestrictedCall { compliance, country })),
        (Kind::ConditionalTransfer, findings.ask(module, &isTransferApprovedCall { compliance, transferHash: hash })),
    ];
    let mut found = Vec::new();
    for (kind, answer) in answers {
        match answer {
            Ok(_) => found.push(kind),
            Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {}
            Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
                findings.unread(gap);
                return None;
            }
        }
    }
    match found.as_slice() {
        [only] => Some(only.clone()),
        [] | [_, _, ..] => Some(Kind::Other(None)),
    }
}

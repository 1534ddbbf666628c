//! `InvestorCountryCapModule` (4.2): how many investors one country may have, and how many wallets one of them.
//!
//! Its counts cannot be read, only its verdict. Where its booking after the transfer fails (it takes senders off the count of the
//! receiver's country), that is seen in the simulation alone.

use alloy_primitives::Address;

use crate::abi::erc3643::IModule::moduleCheckCall;
use crate::abi::modules::IInvestorCountryCapModule::getCountryCapCall;
use crate::evidence::Gap;

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, .. } = *parties;
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let call = moduleCheckCall { from, to, value, compliance };
    let admits = findings.ask(module, &call);
    let cap = findings.ask(module, &getCountryCapCall { compliance, country });
    // Who has no country is counted in none; the registry has said what is wrong already.
    if findings.known(admits) != Some(false) || parties.has_stranger() {
        return;
    }
    let cap = match cap {
        Ok(cap) => format!(" (at most {cap})"),
        Err(Gap::Pending { .. } | Gap::Reverted { .. } | Gap::Malformed { .. } | Gap::Declined { .. }) => String::new(),
    };
    findings.refuse(Restriction {
        code: RestrictionCode::TooManyHolders,
        party: Party::Receiver,
        rule: Rule::new(module, "InvestorCountryCapModule"),
        read: Witness::of(module, &call, false),
        message: format!(
            "The receiver's country ({}) has as many investors as it may{cap}, or the receiver as many wallets.",
            super::countries::shown(country),
        ),
        remedy: Remedy::by(Lifter::Issuer, "Only the issuer can admit more investors of a country."),
    });
}

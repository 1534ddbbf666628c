//! `CountryAllowModule` and `CountryRestrictModule`: both look at the receiver's country only.

use alloy_primitives::Address;

use crate::abi::modules::ICountryAllowModule::isCountryAllowedCall;
use crate::abi::modules::ICountryRestrictModule::isCountryRestrictedCall;

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check_allowed(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, .. } = *parties;
    let call = isCountryAllowedCall { compliance, country };
    let allowed = findings.ask(module, &call);
    if findings.known(allowed) != Some(false) || parties.has_stranger() {
        return;
    }
    let read = Witness::of(module, &call, false);
    findings.refuse(not_allowed(Rule::new(module, "CountryAllowModule"), parties, read));
}

pub(super) fn check_restricted(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, .. } = *parties;
    let call = isCountryRestrictedCall { compliance, country };
    let answer = findings.ask(module, &call);
    if findings.known(answer) != Some(true) {
        return;
    }
    let read = Witness::of(module, &call, true);
    findings.refuse(restricted(Rule::new(module, "CountryRestrictModule"), parties, read));
}

pub(in super::super) fn not_allowed(rule: Rule, parties: &Parties, read: Witness) -> Restriction {
    let country = shown(parties.country);
    Restriction {
        code: RestrictionCode::CountryNotAllowed,
        party: Party::Receiver,
        rule,
        read,
        message: format!("The receiver's country ({country}) is not among those that may hold this token."),
        remedy: Remedy::by(Lifter::Issuer, "Only the issuer can allow more countries."),
    }
}

pub(in super::super) fn restricted(rule: Rule, parties: &Parties, read: Witness) -> Restriction {
    let country = shown(parties.country);
    Restriction {
        code: RestrictionCode::CountryRestricted,
        party: Party::Receiver,
        rule,
        read,
        message: format!("Residents of the receiver's country ({country}) may not receive this token."),
        remedy: Remedy::by(Lifter::Issuer, "Only the issuer can lift the restriction of a country."),
    }
}

/// ISO 3166-1 numbers have three digits.
pub(super) fn shown(country: u16) -> String {
    if country == 0 { "none registered".to_owned() } else { format!("ISO 3166-1 number {country:03}") }
}

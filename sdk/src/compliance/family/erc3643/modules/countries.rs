//! `CountryAllowModule` and `CountryRestrictModule`: both look at the receiver's country only.

use alloy_primitives::Address;

use crate::abi::modules::ICountryAllowModule::isCountryAllowedCall;
use crate::abi::modules::ICountryRestrictModule::isCountryRestrictedCall;

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check_allowed(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, .. } = *parties;
    let call = isCountryAllowedCall { compliance, country };
    let allowed = findings.ask(module, &call);
    if findings.known(allowed) != Some(false) || is_stranger(findings) {
        return;
    }
    findings.refuse(Restriction {
        code: RestrictionCode::CountryNotAllowed,
        party: Party::Receiver,
        rule: Rule::new(module, "CountryAllowModule"),
        read: Witness::of(module, &call, false),
        message: format!("The receiver's country ({}) is not among those that may hold this token.", shown(country)),
        remedy: Remedy::by(Lifter::Issuer, "Only the issuer can allow more countries."),
    });
}

pub(super) fn check_restricted(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, .. } = *parties;
    let call = isCountryRestrictedCall { compliance, country };
    let restricted = findings.ask(module, &call);
    if findings.known(restricted) != Some(true) {
        return;
    }
    findings.refuse(Restriction {
        code: RestrictionCode::CountryRestricted,
        party: Party::Receiver,
        rule: Rule::new(module, "CountryRestrictModule"),
        read: Witness::of(module, &call, true),
        message: format!("Residents of the receiver's country ({}) may not receive this token.", shown(country)),
        remedy: Remedy::by(Lifter::Issuer, "Only the issuer can lift the restriction of a country."),
    });
}

/// One who is not registered has country 0: that is the same fault once more, and lifted together with it.
fn is_stranger(findings: &Findings<'_>) -> bool {
    findings.restrictions.iter().any(|known| known.code == RestrictionCode::ReceiverNotRegistered)
}

/// ISO 3166-1 numbers have three digits.
fn shown(country: u16) -> String {
    if country == 0 { "none registered".to_owned() } else { format!("ISO 3166-1 number {country:03}") }
}

//! Ondo OUSG and rOUSG: a registry of known customers, asked about the sender, the receiver and whoever calls.
//!
//! After the sources of 2024 (`CashKYCSenderReceiver`, `rOUSG`) and both registries: the `KYCRegistry` of 2023, where a customer
//! must also not be sanctioned, and the later `OndoIDRegistryView`, which answers the same call from registered identities.

use alloy_primitives::{Address, U256};

use crate::abi::ondo::IKYCRegistry::{getKYCStatusCall, kycStateCall, sanctionsListCall};
use crate::abi::ondo::IOndoToken::{kycRegistryCall, kycRequirementGroupCall, pausedCall};
use crate::abi::ondo::IRebasingShares::getROUSGBySharesCall;
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Presence, Remedy, Restriction, Rule, Witness, flag, listed, sanctions};
use crate::evidence::Gap;

use super::ondo_shares;

/// Which registry, and which of its groups a customer must be in.
#[derive(Clone, Copy)]
struct Required {
    registry: Address,
    group: U256,
}

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (named, registry) = prober.names(&kycRegistryCall {});
    let grouped = prober.asks(&kycRequirementGroupCall {}, |_| true);
    let group = prober.value(prober.contract, &kycRequirementGroupCall {});
    let apart = [("kycRegistry", named), ("kycRequirementGroup", grouped)];
    let (Some(registry), Some(group)) = (registry, group) else {
        return judge(&apart, &[]);
    };
    let call = getKYCStatusCall { kycRequirementGroup: group, account: SOMEONE };
    let status = prober.asks_at(registry, &call, |_| true);
    judge(&apart, &[("getKYCStatus of the registry", status)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let registry = findings.ask(token, &kycRegistryCall {});
    let group = findings.ask(token, &kycRequirementGroupCall {});
    flag::check_pause(findings, &pausedCall {}, "OUSG pause");
    ondo_shares::check(findings, &getROUSGBySharesCall { shares: ondo_shares::SHARES_OF_PRICE });
    let (Some(registry), Some(group)) = (findings.known(registry), findings.known(group)) else { return };
    for (party, account) in findings.parties() {
        check_customer(findings, Required { registry, group }, party, account);
    }
}

fn check_customer(findings: &mut Findings<'_>, required: Required, party: Party, account: Address) {
    let call = getKYCStatusCall { kycRequirementGroup: required.group, account };
    match findings.ask(required.registry, &call) {
        Ok(true) => {}
        Ok(false) => explain(findings, required, party, account),
        // The token asks the registry unguarded: this revert is the transfer's own.
        Err(Gap::Reverted { data, .. }) => {
            let answer = format!("reverted with {data}");
            findings.refuse(unknown_customer(required, party, Witness::of(required.registry, &call, answer)));
        }
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

/// The registry of 2023 says no for two reasons, and both may hold.
fn explain(findings: &mut Findings<'_>, required: Required, party: Party, account: Address) {
    let Required { registry, group } = required;
    let state = kycStateCall { kycRequirementGroup: group, account };
    let admitted = findings.ask(registry, &state);
    let list = findings.ask(registry, &sanctionsListCall {});
    if admitted.as_ref().is_err_and(Gap::is_pending) || list.as_ref().is_err_and(Gap::is_pending) {
        return;
    }
    let before = findings.restrictions.len();
    if admitted == Ok(false) {
        findings.refuse(unknown_customer(required, party, Witness::of(registry, &state, false)));
    }
    if let Ok(list) = list {
        sanctions::check(findings, list, &[(party, account)]);
    }
    if findings.restrictions.len() == before && !findings.gathering.is_pending() {
        let status = getKYCStatusCall { kycRequirementGroup: group, account };
        findings.refuse(unknown_customer(required, party, Witness::of(registry, &status, false)));
    }
}

fn unknown_customer(required: Required, party: Party, read: Witness) -> Restriction {
    let who = party.in_words();
    Restriction {
        code: listed::not_allowed(party),
        party,
        rule: Rule::new(required.registry, "OUSG customer registry"),
        read,
        message: format!("The issuer does not know {who} as a customer of this fund."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to admit {who} first.")),
    }
}

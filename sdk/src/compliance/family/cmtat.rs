//! CMTAT, the security token of the CMTA: versions 2.2 to 2.5, and 3.0 to 3.2 (release candidate) in all fungible deployments.
//!
//! Written from the published source of those versions. ERC-1404's codes changed between versions 2 and 3, and those of the rules several
//! times, so that no code is trusted here: each part is asked by its own getter. Quirks: version 2 does not look at who calls, version 3
//! does; `deactivated` exists from 2.3.1 on and includes a pause that nobody can lift; version 3 has deployments without partial freezes and
//! without a rule engine (light) and with an allowlist in its place; in 3.2 more can be frozen than is held, and then nothing passes at
//! all, not even nothing. Version 3.2 has the functions of an ERC-7943 draft but does not declare them.

mod rules;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;

use crate::abi::cmtat::ICMTAT::{
    canTransferFromCall, deactivatedCall, frozenCall, getFrozenTokensCall, isAllowlistEnabledCall, isAllowlistedCall,
    isFrozenCall, pausedCall, ruleEngineCall, validateTransferCall,
};
use crate::abi::erc20::IERC20::balanceOfCall;
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::frozen_part::{FrozenPart, Overhang};
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

/// Versions that are asked differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    Second,
    Third,
}

/// Version 3 by what all of its deployments have; version 2 by its own names for the same.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let deactivated = prober.asks(&deactivatedCall {}, |_| true);
    let engine = prober.asks(&ruleEngineCall {}, |_| true);
    let is_frozen = prober.asks(&isFrozenCall { account: SOMEONE }, |_| true);
    let allowlist = prober.asks(&isAllowlistEnabledCall {}, |_| true);
    let nobody = canTransferFromCall { spender: SOMEONE, from: SOMEONE, to: ANOTHER, value: Default::default() };
    let can = prober.asks(&nobody, |_| true);
    let frozen = prober.asks(&frozenCall { account: SOMEONE }, |_| true);
    let valid = validateTransferCall { from: SOMEONE, to: ANOTHER, amount: Default::default() };
    let valid = prober.asks(&valid, |_| true);
    let third = judge(
        &[("deactivated", deactivated.clone()), ("isFrozen", is_frozen)],
        &[("ruleEngine, isAllowlistEnabled or canTransferFrom", either(engine.clone(), either(allowlist, can)))],
    );
    match third {
        Presence::Present | Presence::Unsure { .. } => third,
        Presence::Absent => judge(
            &[("frozen", frozen), ("ruleEngine", engine)],
            &[("validateTransfer or deactivated", either(valid, deactivated))],
        ),
    }
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let Some(generation) = generation(findings) else { return };
    stops(findings);
    freezes(findings, generation);
    funds(findings, generation);
    if generation == Generation::Third {
        allowlist(findings);
    }
    let engine = optional(findings, &ruleEngineCall {});
    if let Some(engine) = engine.filter(|engine| !engine.is_zero()) {
        let spender = findings.spender.filter(|_| generation == Generation::Third);
        rules::check(findings, engine, spender);
    }
}

/// Told by a read that the detection made already.
fn generation(findings: &mut Findings<'_>) -> Option<Generation> {
    let third = optional(findings, &isFrozenCall { account: SOMEONE });
    let second = optional(findings, &frozenCall { account: SOMEONE });
    third.map(|_| Generation::Third).or_else(|| second.map(|_| Generation::Second))
}

/// The answer of a function that some deployments lack. These contracts have no fallback, so that what they lack reverts.
fn optional<C: SolCall>(findings: &mut Findings<'_>, call: &C) -> Option<C::Return> {
    match findings.ask(findings.token, call) {
        Ok(answer) => Some(answer),
        Err(Gap::Reverted { .. }) => None,
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

/// A pause; or one for ever, which is told as such.
fn stops(findings: &mut Findings<'_>) {
    let token = findings.token;
    if optional(findings, &deactivatedCall {}) == Some(true) {
        findings.refuse(Restriction {
            code: RestrictionCode::Deactivated,
            party: Party::Token,
            rule: Rule::new(token, "CMTAT deactivation"),
            read: Witness::of(token, &deactivatedCall {}, true),
            message: "The issuer has ended this token for good: it can never be transferred again.".to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what replaces the token."),
        });
    } else {
        flag::check_pause(findings, &pausedCall {}, "CMTAT pause");
    }
}

fn freezes(findings: &mut Findings<'_>, generation: Generation) {
    for (party, account) in findings.parties() {
        match (generation, party) {
            (Generation::Third, _) => flag::check(findings, &isFrozenCall { account }, frozen(findings.token, party)),
            // It does not look at who calls.
            (Generation::Second, Party::Caller) => {}
            (Generation::Second, _) => flag::check(findings, &frozenCall { account }, frozen(findings.token, party)),
        }
    }
}

fn frozen(contract: Address, party: Party) -> Flag {
    let who = party.in_words();
    let code = match party {
        Party::Sender => RestrictionCode::SenderFrozen,
        Party::Caller => RestrictionCode::CallerFrozen,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverFrozen,
    };
    Flag {
        contract,
        rule: "CMTAT address freeze",
        breaks: true,
        code,
        party,
        message: format!("The issuer has frozen the wallet of {who}."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to unfreeze the wallet of {who}.")),
    }
}

fn funds(findings: &mut Findings<'_>, generation: Generation) {
    let (token, account) = (findings.token, findings.from);
    let balance = findings.ask(token, &balanceOfCall { account });
    let call = getFrozenTokensCall { account };
    let part = match generation {
        Generation::Second => None,
        Generation::Third => optional(findings, &call),
    };
    // Without the balance, the ERC-20 rule says what could not be read.
    if let (Ok(balance), Some(frozen)) = (balance, part) {
        let rule = "CMTAT partial freeze";
        FrozenPart { balance, frozen, call: &call, rule, overhang: Overhang::Refuses }.check(findings);
    }
}

fn allowlist(findings: &mut Findings<'_>) {
    if optional(findings, &isAllowlistEnabledCall {}) != Some(true) {
        return;
    }
    for (party, account) in findings.parties() {
        let who = party.in_words();
        let listed = Flag {
            contract: findings.token,
            rule: "CMTAT allowlist",
            breaks: false,
            code: not_allowed(party),
            party,
            message: format!("The issuer has not put {who} on the list of those who may hold and move this token."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to put {who} on the list.")),
        };
        flag::check(findings, &isAllowlistedCall { account }, listed);
    }
}

const fn not_allowed(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderNotAllowed,
        Party::Caller => RestrictionCode::CallerNotAllowed,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverNotAllowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_those_of_the_published_source() {
        assert_eq!(frozenCall::SELECTOR, [0xd0, 0x51, 0x66, 0x50]);
        assert_eq!(validateTransferCall::SELECTOR, [0xc6, 0x94, 0x6a, 0x12]);
        assert_eq!(canTransferFromCall::SELECTOR, [0x71, 0x57, 0x79, 0x7f]);
        assert_eq!(deactivatedCall::SELECTOR, [0x55, 0x6e, 0xd3, 0x0e]);
        assert_eq!(isAllowlistEnabledCall::SELECTOR, [0xd1, 0x46, 0xfd, 0x1b]);
        assert_eq!(isAllowlistedCall::SELECTOR, [0x05, 0xa3, 0xb8, 0x09]);
    }
}

//! `MaxBalance`: the most that one identity may hold, by the contract's own books.
//!
//! The check counts the amount on top of what the receiver has even where sender and receiver are one identity. Booking it takes it off the
//! sender's account, which must not run out.

use alloy_primitives::U256;

use crate::abi::compliance_features::IMaxBalance::{IDBalanceCall, complianceCheckOnMaxBalanceCall, maxBalanceCall};
use crate::compliance::{Bound, Limit};

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness, part};

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties) -> bool {
    let Parties { compliance, from_id, to_id, .. } = *parties;
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let maximum = findings.ask(compliance, &maxBalanceCall {});
    let sender = findings.ask(compliance, &IDBalanceCall { identity: from_id });
    let receiver = findings.ask(compliance, &IDBalanceCall { identity: to_id });
    let part = part(findings, parties, &complianceCheckOnMaxBalanceCall { from, to, value });
    let Some(part) = part else { return false };
    let (maximum, sender, receiver) = (findings.known(maximum), findings.known(sender), findings.known(receiver));
    let (Some(maximum), Some(sender), Some(receiver)) = (maximum, sender, receiver) else { return true };
    let rule = Rule::new(compliance, "MaxBalance");
    if !parties.has_stranger() {
        let room = maximum.saturating_sub(receiver);
        let full = |findings: &Findings<'_>| Restriction {
            code: RestrictionCode::MaxBalance,
            party: Party::Receiver,
            rule: rule.clone(),
            read: part.read,
            message: format!(
                "One investor may hold {}; the receiver has {}, so that {} fit.",
                findings.show(maximum),
                findings.show(receiver),
                findings.show(room),
            ),
            remedy: Remedy::by(Lifter::Sender, "Send at most what fits; only the issuer can raise the maximum."),
        };
        // Who holds more than is allowed may not even get nothing.
        if receiver > maximum {
            let restriction = full(findings);
            findings.refuse(restriction);
        } else {
            findings.limit(&rule, room, full);
        }
    }
    if from_id != to_id {
        check_books(findings, parties, &rule, sender);
    }
    true
}

fn check_books(findings: &mut Findings<'_>, parties: &Parties, rule: &Rule, booked: U256) {
    let limit = Limit::AtMost(findings.amount.with_raw(booked));
    findings.bounds.push(Bound { rule: rule.clone(), limit });
    // Who sends more than they have sends more than is booked, too: that is told once.
    let short_of_funds = findings.restrictions.iter().any(|known| known.code == RestrictionCode::InsufficientBalance);
    let unregistered = parties.from_id.is_zero();
    if findings.amount.raw() <= booked || (short_of_funds && !unregistered) {
        return;
    }
    let (code, message) = if unregistered {
        (
            RestrictionCode::SenderNotRegistered,
            "The sender is no longer in the identity registry, and this rule keeps its books by identity.",
        )
    } else {
        (RestrictionCode::BookedBalance, "This rule's books say that the sender has less than is to be sent.")
    };
    findings.restrictions.push(Restriction {
        code,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(parties.compliance, &IDBalanceCall { identity: parties.from_id }, booked),
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to correct the rule's books or the registry."),
    });
}

//! A compliance contract without modules, as T-REX 3 has: it says yes or no to the transfer as a whole.
//!
//! It is put together from parts that each have a public check of their own (T-REX ships seven, and a holder limit in 3.5). Those that
//! the contract has are asked one by one, so that the broken rule has a name; what is left is the contract's refusal as a whole. What it
//! books after the transfer can be refused too where it is not bound to the token.

mod day_month;
mod exchange;
mod max_balance;

use alloy_primitives::U256;
use alloy_sol_types::SolCall;

use crate::abi::compliance_features::IApproveTransfer::complianceCheckOnApproveTransferCall;
use crate::abi::compliance_features::IBasicCompliance::isTokenAgentCall;
use crate::abi::compliance_features::ICountryRestrictions::complianceCheckOnCountryRestrictionsCall;
use crate::abi::compliance_features::ICountryWhitelisting::complianceCheckOnCountryWhitelistingCall;
use crate::abi::compliance_features::ILimitHolder::{getHolderLimitCall, holderCountCall};
use crate::abi::erc3643::IModularCompliance::{canTransferCall, isTokenBoundCall};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

use super::modules::{Parties, countries, time_limits};

const WHOLE: &str = "ERC-3643 compliance";

/// What one part says of this transfer.
struct Part {
    answer: bool,
    read: Witness,
}

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties) {
    let compliance = parties.compliance;
    let call = canTransferCall { from: findings.from, to: findings.to, amount: findings.amount.raw() };
    let can = findings.ask(compliance, &call);
    let bound = findings.ask(compliance, &isTokenBoundCall { token: findings.token });
    let agent = findings.ask(compliance, &isTokenAgentCall { agent: findings.from });
    let holders = findings.ask(compliance, &getHolderLimitCall {});
    let count = findings.ask(compliance, &holderCountCall {});
    let before = findings.restrictions.len();
    // Agents are exempt from some parts; a contract that cannot say who is one has none of these.
    let parties = &Parties { agent: optional(findings, agent).unwrap_or(false), ..*parties };
    let (holders, count, bound) = (optional(findings, holders), optional(findings, count), optional(findings, bound));
    let has_parts = [
        check_countries(findings, parties),
        check_approval(findings, parties),
        max_balance::check(findings, parties),
        day_month::check(findings, parties),
        exchange::check(findings, parties),
    ];
    let refused = match &can {
        Ok(can) => !can,
        // The token asks unguarded: this revert is the transfer's own.
        Err(Gap::Reverted { .. }) => true,
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => {
            return findings.unread(gap.clone());
        }
    };
    let holder_limit = holders.zip(count);
    if (has_parts.contains(&true) || holder_limit.is_some()) && bound == Some(false) {
        refuse_stray(findings, parties);
    }
    let unnamed = refused && findings.restrictions.len() == before;
    match holder_limit {
        Some(limit) if unnamed => refuse_holder(findings, parties, &call, limit),
        Some(_) | None if unnamed => refuse_whole(findings, parties, &call),
        Some(_) | None => confirm_bound(findings, parties),
    }
}

/// What a part says; `None` where the contract does not have it, or while that is still to be fetched.
fn part<C: SolCall<Return = bool>>(findings: &mut Findings<'_>, parties: &Parties, call: &C) -> Option<Part> {
    let compliance = parties.compliance;
    let asked = findings.ask(compliance, call);
    optional(findings, asked).map(|answer| Part { answer, read: Witness::of(compliance, call, answer) })
}

/// What a contract says that need not have the function; `None` where it has not, or while that is still to be fetched.
fn optional<T>(findings: &mut Findings<'_>, asked: Result<T, Gap>) -> Option<T> {
    match asked {
        Ok(answer) => Some(answer),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => None,
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

fn check_countries(findings: &mut Findings<'_>, parties: &Parties) -> bool {
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let allowed = part(findings, parties, &complianceCheckOnCountryWhitelistingCall { from, to, value });
    let restricted = part(findings, parties, &complianceCheckOnCountryRestrictionsCall { from, to, value });
    let has = allowed.is_some() || restricted.is_some();
    if let Some(Part { read, .. }) = allowed.filter(|part| !part.answer && !parties.has_stranger()) {
        findings.refuse(countries::not_allowed(Rule::new(parties.compliance, "CountryWhitelisting"), parties, read));
    }
    if let Some(Part { read, .. }) = restricted.filter(|part| !part.answer) {
        findings.refuse(countries::restricted(Rule::new(parties.compliance, "CountryRestrictions"), parties, read));
    }
    has
}

/// As the module of later versions: exactly this sender, receiver and amount. Agents need no approval.
fn check_approval(findings: &mut Findings<'_>, parties: &Parties) -> bool {
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let approved = part(findings, parties, &complianceCheckOnApproveTransferCall { from, to, value });
    let Some(Part { answer, read }) = approved else { return false };
    let rule = Rule::new(parties.compliance, "ApproveTransfer");
    match (answer, parties.agent) {
        (true, true) => {}
        (true, false) => {
            let limit = Limit::Exactly(findings.amount);
            findings.bounds.push(Bound { rule, limit });
        }
        (false, _) => {
            findings.unbounded(rule.clone());
            let amount = findings.show(value);
            findings.restrictions.push(Restriction {
                code: RestrictionCode::NotApproved,
                party: Party::Both,
                rule,
                read,
                message: "The issuer has to approve each transfer, and has not approved exactly this one.".to_owned(),
                remedy: Remedy::by(
                    Lifter::Issuer,
                    format!("Ask the issuer to approve {amount} from this sender to this receiver."),
                ),
            });
        }
    }
    true
}

/// The contract may have rules of its own besides: asked whether the most that the named ones allow would pass.
fn confirm_bound(findings: &mut Findings<'_>, parties: &Parties) {
    let mut most: Option<U256> = None;
    for bound in &findings.bounds {
        match bound.limit {
            Limit::Nothing => return,
            Limit::AtMost(amount) | Limit::Exactly(amount) => {
                most = Some(most.map_or(amount.raw(), |known| known.min(amount.raw())));
            }
            Limit::AtLeast(_) | Limit::Unknown => {}
        }
    }
    let Some(amount) = most.filter(|most| !most.is_zero()) else { return };
    let call = canTransferCall { from: findings.from, to: findings.to, amount };
    match findings.ask(parties.compliance, &call) {
        Ok(true) => {}
        Ok(false) | Err(Gap::Reverted { .. }) => findings.unbounded(Rule::new(parties.compliance, WHOLE)),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

fn refuse_holder(findings: &mut Findings<'_>, parties: &Parties, call: &canTransferCall, (limit, count): (U256, U256)) {
    findings.refuse(Restriction {
        code: RestrictionCode::TooManyHolders,
        party: Party::Receiver,
        rule: Rule::new(parties.compliance, "LimitHolder"),
        read: Witness::of(parties.compliance, call, false),
        message: format!("The token may have {limit} holders and has {count}: no new one is admitted."),
        remedy: Remedy::by(Lifter::Issuer, "Wait until a holder leaves, or ask the issuer to admit more."),
    });
}

fn refuse_whole(findings: &mut Findings<'_>, parties: &Parties, call: &canTransferCall) {
    let rule = Rule::new(parties.compliance, WHOLE);
    findings.unbounded(rule.clone());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::ComplianceRefuses,
        party: Party::Both,
        rule,
        read: Witness::of(parties.compliance, call, false),
        message: "The token's compliance contract refuses, and has no rules with names that would say why.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer which rule is broken."),
    });
}

/// It takes notice of transfers of another token only, and stops those of this one.
fn refuse_stray(findings: &mut Findings<'_>, parties: &Parties) {
    let call = isTokenBoundCall { token: findings.token };
    findings.refuse(Restriction {
        code: RestrictionCode::ComplianceRefuses,
        party: Party::Token,
        rule: Rule::new(parties.compliance, WHOLE),
        read: Witness::of(parties.compliance, &call, false),
        message: "The token's compliance contract is not set up for this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "The issuer has to bind the compliance contract to the token."),
    });
}

//! The commonest rule: one yes-or-no read that stops a transfer.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;

use super::findings::Findings;
use super::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// A yes-or-no read, and what it means when the answer is the wrong one.
pub(super) struct Flag {
    /// The contract that is asked.
    pub(super) contract: Address,
    /// The rule's name.
    pub(super) rule: &'static str,
    /// The answer that breaks the rule.
    pub(super) breaks: bool,
    pub(super) code: RestrictionCode,
    pub(super) party: Party,
    pub(super) message: String,
    pub(super) remedy: Remedy,
}

/// Asks, and refuses where the answer breaks the rule; a read that gives nothing is a doubt.
pub(super) fn check<C: SolCall<Return = bool>>(findings: &mut Findings<'_>, call: &C, flag: Flag) {
    let answer = findings.ask(flag.contract, call);
    if findings.known(answer) == Some(flag.breaks) {
        let Flag { contract, rule, breaks, code, party, message, remedy } = flag;
        let read = Witness::of(contract, call, breaks);
        findings.refuse(Restriction { code, party, rule: Rule::new(contract, rule), read, message, remedy });
    }
}

/// All transfers are stopped while the token answers `true`.
pub(super) fn check_pause<C: SolCall<Return = bool>>(findings: &mut Findings<'_>, call: &C, rule: &'static str) {
    let flag = Flag {
        contract: findings.token,
        rule,
        breaks: true,
        code: RestrictionCode::Paused,
        party: Party::Token,
        message: "The issuer has paused all transfers of this token.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
    };
    check(findings, call, flag);
}

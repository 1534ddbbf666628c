//! ERC-20: one cannot send more than one has.

use alloy_primitives::U256;

use crate::abi::erc20::IERC20::balanceOfCall;

use super::findings::Findings;
use super::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check(findings: &mut Findings<'_>) {
    let call = balanceOfCall { account: findings.from };
    let balance = findings.ask(findings.token, &call);
    if let Some(balance) = findings.known(balance) {
        limit(findings, balance);
    }
}

/// The sender's balance as a bound.
pub(super) fn limit(findings: &mut Findings<'_>, balance: U256) {
    let rule = Rule::new(findings.token, "ERC-20 balance");
    findings.limit(&rule, balance, |findings| Restriction {
        code: RestrictionCode::InsufficientBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, &balanceOfCall { account: findings.from }, balance),
        message: format!("The sender has {}, less than is to be sent.", findings.show(balance)),
        remedy: Remedy::by(Lifter::Sender, "Send less, or get more first."),
    });
}

//! ERC-20: one cannot send more than one has.

use alloy_primitives::{Address, U256};

use crate::abi::erc20::IERC20::{allowanceCall, balanceOfCall, totalSupplyCall};

use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let supply = prober.asks(&totalSupplyCall {}, |_| true);
    let balance = prober.asks(&balanceOfCall { account: SOMEONE }, |_| true);
    let allowance = prober.asks(&allowanceCall { owner: SOMEONE, spender: ANOTHER }, |_| true);
    judge(&[("totalSupply", supply), ("balanceOf", balance)], &[("allowance", allowance)])
}

pub(in crate::compliance) fn check(findings: &mut Findings<'_>) {
    let call = balanceOfCall { account: findings.from };
    let balance = findings.ask(findings.token, &call);
    if let Some(balance) = findings.known(balance) {
        limit(findings, balance);
    }
}

/// The sender's balance as a bound.
pub(in crate::compliance) fn limit(findings: &mut Findings<'_>, balance: U256) {
    findings.funds_checked = true;
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

/// What a third party may move on the sender's behalf. An allowance of the largest number counts as one without limit.
pub(in crate::compliance) fn check_allowance(findings: &mut Findings<'_>, spender: Address) {
    let call = allowanceCall { owner: findings.from, spender };
    let allowance = findings.ask(findings.token, &call);
    let Some(allowance) = findings.known(allowance) else { return };
    let rule = Rule::new(findings.token, "ERC-20 allowance");
    findings.limit(&rule, allowance, |findings| Restriction {
        code: RestrictionCode::InsufficientAllowance,
        party: Party::Caller,
        rule: rule.clone(),
        read: Witness::of(findings.token, &call, allowance),
        message: format!("The holder allows the caller to move {}, less than this.", findings.show(allowance)),
        remedy: Remedy::by(Lifter::Sender, "Raise the allowance first, or move less."),
    });
}

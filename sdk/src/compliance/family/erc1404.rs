//! ERC-1404: the token says by a code whether it refuses, and by a text why. Code 0 says nothing about funds.

use alloy_primitives::U256;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc1404::IERC1404::{detectTransferRestrictionCall, messageForTransferRestrictionCall};

use crate::abi::erc165;
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let call = detectTransferRestrictionCall { from: SOMEONE, to: ANOTHER, value: U256::ZERO };
    let detect = prober.asks(&call, |_| true);
    let declared = prober.declares(erc165::ERC1404);
    let message = prober.asks(&messageForTransferRestrictionCall { restrictionCode: 0 }, |_| true);
    judge(&[("detectTransferRestriction", detect)], &[("messageForTransferRestriction", either(message, declared))])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, from, to) = (findings.token, findings.from, findings.to);
    let call = detectTransferRestrictionCall { from, to, value: findings.amount.raw() };
    let code = findings.ask(token, &call);
    let balance = findings.ask(token, &balanceOfCall { account: from });
    let Some(code) = findings.known(code) else { return };
    let whole = balance.ok().map(|value| {
        let call = detectTransferRestrictionCall { from, to, value };
        (value, findings.ask(token, &call))
    });
    let rule = Rule::new(token, "ERC-1404 restriction");
    match whole {
        // What holds the whole balance back may be the amount: only the token knows.
        Some((value, Ok(0))) => {
            let limit = Limit::AtMost(findings.amount.with_raw(value));
            findings.bounds.push(Bound { rule: rule.clone(), limit });
        }
        Some((_, Ok(_) | Err(_))) | None => findings.unbounded(rule.clone()),
    }
    if code == 0 {
        return;
    }
    let words = findings.ask(token, &messageForTransferRestrictionCall { restrictionCode: code });
    let words = words.unwrap_or_else(|_| "the token has no words for it".to_owned());
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read: Witness::of(token, &call, code),
        message: format!("The token refuses with code {code}: {words}."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction that the token names."),
    });
}

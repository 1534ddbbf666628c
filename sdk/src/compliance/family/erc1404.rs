//! ERC-1404: the token says by a code whether it refuses, and by a text why. Code 0 says nothing about funds.
//!
//! Only 0 has a meaning of its own; every other code is the token's, and only the first rule that is broken is named. Where somebody
//! else moves the tokens, the question is the CMTA's `detectTransferRestrictionFrom`, if the token has it.

use alloy_primitives::U256;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc165;
use crate::abi::erc1404::IERC1404::{detectTransferRestrictionCall, messageForTransferRestrictionCall};
use crate::abi::erc1404::IERC1404Extend::detectTransferRestrictionFromCall;
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let call = detectTransferRestrictionCall { from: SOMEONE, to: ANOTHER, value: U256::ZERO };
    let detect = prober.asks(&call, |_| true);
    let declared = prober.declares(erc165::ERC1404);
    let message = prober.asks(&messageForTransferRestrictionCall { restrictionCode: 0 }, |_| true);
    judge(&[("detectTransferRestriction", detect)], &[("messageForTransferRestriction", either(message, declared))])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let code = detected(findings, findings.amount.raw());
    let balance = findings.ask(token, &balanceOfCall { account: findings.from });
    let Some((code, read)) = findings.known(code) else { return };
    let whole = balance.ok().map(|value| (value, detected(findings, value)));
    let rule = Rule::new(token, "ERC-1404 restriction");
    match whole {
        // What holds the whole balance back may be the amount: only the token knows.
        Some((value, Ok((0, _)))) => {
            let most = findings.amount.with_raw(value);
            // A rule may let all go but not a part: the last of a holder's shares make room for another holder.
            let limit = if code == 0 { Limit::AtMost(most) } else { Limit::Exactly(most) };
            findings.bounds.push(Bound { rule: rule.clone(), limit });
        }
        Some((_, Ok(_) | Err(_))) | None => findings.unbounded(rule.clone()),
    }
    if code == 0 {
        return;
    }
    let words = findings.ask(token, &messageForTransferRestrictionCall { restrictionCode: code });
    let words = words.map_or_else(|_| "the token has no words for it".to_owned(), |text| spoken(&text));
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TokenRestriction,
        party: Party::Both,
        rule,
        read,
        message: format!("The token refuses with code {code}: {words}."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction that the token names."),
    });
}

/// The code for an amount, and the read that gave it.
fn detected(findings: &mut Findings<'_>, value: U256) -> Result<(u8, Witness), Gap> {
    let (token, from, to) = (findings.token, findings.from, findings.to);
    let call = detectTransferRestrictionCall { from, to, value };
    let plain = findings.ask(token, &call);
    let Some(spender) = findings.spender else {
        return plain.map(|code| (code, Witness::of(token, &call, code)));
    };
    let extended = detectTransferRestrictionFromCall { spender, from, to, value };
    match findings.ask(token, &extended) {
        Ok(code) => Ok((code, Witness::of(token, &extended, code))),
        // It does not have the addition.
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => plain.map(|code| (code, Witness::of(token, &call, code))),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
    }
}

/// A contract's own text, fit for the end of a sentence: without line breaks, not too long, without a full stop.
pub(super) fn spoken(text: &str) -> String {
    const LONGEST: usize = 200;
    let text: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST).collect();
    match text.trim().trim_end_matches('.') {
        "" => "the token has no words for it".to_owned(),
        words => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_contracts_are_cut_to_a_sentence() {
        assert_eq!(spoken("Sender is not listed."), "Sender is not listed");
        assert_eq!(spoken(" two\nlines "), "two lines");
        assert_eq!(spoken(""), "the token has no words for it");
        assert_eq!(spoken(&"é".repeat(10_000)).chars().count(), 200);
    }
}

//! Superstate USTB and USCC: an allow list that sender and receiver must be on, and a pause. Who calls is not looked at.
//!
//! After version 4, which asks the second allow list by entity and fund; the versions before it ask by other names, and let holders
//! pledge ("encumber") part of their balance. Sending to the token contract itself is no transfer: it destroys the tokens
//! and redeems them off the chain, also while transfers are paused, unless the issuer has paused its accounting.

use alloy_primitives::{Address, U256};

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::superstate::IAllowListV2::addressEntityIdsCall;
use crate::abi::superstate::ISuperstateToken::{
    accountingPausedCall, allowListCall, allowListV2Call, encumberedBalanceOfCall, encumbrancesCall,
    hasSufficientPermissionsCall, isAllowedCall, pausedCall,
};
use crate::compliance::detection::{Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{
    Bound, Doubt, Lifter, Limit, Notice, NoticeCode, Party, Presence, Remedy, Restriction, RestrictionCode, Rule,
    Witness, listed,
};
use crate::evidence::Gap;

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let accounting = prober.asks(&accountingPausedCall {}, |_| true);
    let (second, _) = prober.names(&allowListV2Call {});
    let (first, _) = prober.names(&allowListCall {});
    let allowed = prober.asks(&isAllowedCall { addr: SOMEONE }, |_| true);
    let permitted = prober.asks(&hasSufficientPermissionsCall { addr: SOMEONE }, |_| true);
    let apart = [("accountingPaused", accounting), ("allowListV2", either(second, first))];
    judge(&apart, &[("isAllowed", either(allowed, permitted))])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, to) = (findings.token, findings.to);
    let redeems = to == token;
    if redeems {
        check_redemption(findings);
    } else {
        flag::check_pause(findings, &pausedCall {}, "Superstate pause");
    }
    check_allowed(findings, Party::Sender, findings.from);
    if !redeems && to != findings.from {
        check_allowed(findings, Party::Receiver, to);
    }
    check_encumbered(findings);
}

fn check_redemption(findings: &mut Findings<'_>) {
    let token = findings.token;
    findings.arrives = Some(U256::ZERO);
    findings.notices.push(Notice {
        code: NoticeCode::SendingBurns,
        rule: Rule::new(token, "Superstate redemption"),
        message:
            "Sending to the token's own address destroys the tokens and asks the issuer to pay them out off the chain."
                .to_owned(),
    });
    let paused = Flag {
        contract: token,
        rule: "Superstate accounting pause",
        breaks: true,
        code: RestrictionCode::Paused,
        party: Party::Token,
        message: "The issuer has paused redemptions, and sending to the token's own address is one.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer resumes redemptions."),
    };
    flag::check(findings, &accountingPausedCall {}, paused);
}

fn check_allowed(findings: &mut Findings<'_>, party: Party, account: Address) {
    let token = findings.token;
    let call = isAllowedCall { addr: account };
    let (allowed, read) = match findings.ask(token, &call) {
        // Versions before the fourth have another name for it.
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => {
            let call = hasSufficientPermissionsCall { addr: account };
            (findings.ask(token, &call), Witness::of(token, &call, false))
        }
        answer @ (Ok(_) | Err(Gap::Pending { .. } | Gap::Declined { .. })) => {
            (answer, Witness::of(token, &call, false))
        }
    };
    if findings.known(allowed) != Some(false) {
        return;
    }
    let Some(registered) = registered(findings, account) else { return };
    let who = party.in_words();
    let message = if registered {
        format!("The issuer knows {who}, but does not allow this fund to be held there.")
    } else {
        format!("The issuer does not allow {who} to hold this fund.")
    };
    findings.refuse(Restriction {
        code: listed::not_allowed(party),
        party,
        rule: Rule::new(token, "Superstate allow list"),
        read,
        message,
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to put {who} on the allow list of this fund.")),
    });
}

/// Whether the account belongs to an entity that the issuer knows; `None` while that is still to be fetched.
fn registered(findings: &mut Findings<'_>, account: Address) -> Option<bool> {
    let list = match findings.ask(findings.token, &allowListV2Call {}) {
        Ok(list) => list,
        Err(gap) => return (!gap.is_pending()).then_some(false),
    };
    match findings.ask(list, &addressEntityIdsCall { addr: account }) {
        Ok(entity) => Some(!entity.is_zero()),
        Err(gap) => (!gap.is_pending()).then_some(false),
    }
}

/// What the sender has pledged to others cannot be moved. Version 4 knows no pledges.
fn check_encumbered(findings: &mut Findings<'_>) {
    let (token, owner) = (findings.token, findings.from);
    let call = encumberedBalanceOfCall { owner };
    let pledged = findings.ask(token, &call);
    let balance = findings.ask(token, &balanceOfCall { account: owner });
    let to_caller = findings.spender.map(|taker| findings.ask(token, &encumbrancesCall { owner, taker }));
    let pledged = match pledged {
        Ok(pledged) => pledged,
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => return,
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    if to_caller.and_then(|pledged| findings.known(pledged)).is_some_and(|amount| !amount.is_zero()) {
        let what = "part of the sender's tokens is pledged to the caller, which may move it without an allowance";
        findings.doubts.push(Doubt::NotUnderstood { what: what.to_owned() });
    }
    let Some(balance) = findings.known(balance) else { return };
    if pledged.is_zero() {
        return;
    }
    limit_to_free(findings, balance, pledged, &call);
}

fn limit_to_free(findings: &mut Findings<'_>, balance: U256, pledged: U256, call: &encumberedBalanceOfCall) {
    let free = balance.saturating_sub(pledged);
    let rule = Rule::new(findings.token, "Superstate encumbrance");
    if findings.amount.raw() > balance {
        // The balance alone is too small already: that is the reason.
        let limit = Limit::AtMost(findings.amount.with_raw(free));
        return findings.bounds.push(Bound { rule, limit });
    }
    findings.limit(&rule, free, |findings| Restriction {
        code: RestrictionCode::LockedUp,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, call, pledged),
        message: format!(
            "Of the sender's {}, {} are pledged to others; {} are free.",
            findings.show(balance),
            findings.show(pledged),
            findings.show(free),
        ),
        remedy: Remedy::by(Lifter::Sender, "Send at most what is free, or have the pledge released."),
    });
}

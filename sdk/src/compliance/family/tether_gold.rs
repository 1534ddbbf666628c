//! Tether gold (XAUt) and the tokens of the same code: a block list on who sends and on who calls.
//!
//! The receiver is not looked at: what is sent to a blocked account arrives, cannot leave again, and may be destroyed by the issuer. A
//! transfer to the token itself is refused. There is no pause. The second version (2.0) exempts the token's owner from the block of the
//! sender; as the versions answer alike, a blocked sender whose tokens the owner moves is left open. Where an older version trusts the
//! receiver it moves tokens without an allowance, which is left open too.
//!
//! Followed: Tether's `TetherToken` with `WithBlockedList` of 2020 and of 2024 (version 2.0). That the live gold token runs one of them is
//! unverified.

use alloy_primitives::Address;

use crate::abi::tether::ITetherBlockedList::{isBlockedCall, multiTransferCall, ownerCall, pausedCall};
use crate::compliance::detection::{Prober, SOMEONE, judge, negated};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Doubt, Lifter, Party, Presence, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// Sending nothing to nobody at once passes, and only this code can do it. Tokens that add a pause to it have other rules.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let blocked = prober.asks(&isBlockedCall { account: SOMEONE }, |_| true);
    let nothing = multiTransferCall { recipients: Vec::new(), values: Vec::new() };
    let several = prober.asks(&nothing, |_| true);
    let owned = prober.asks(&ownerCall {}, |address| !address.is_zero());
    let unpaused = negated(prober.asks(&pausedCall {}, |_| true));
    judge(&[("isBlocked", blocked), ("multiTransfer", several)], &[("owner", owned), ("the lack of a pause", unpaused)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let owner = findings.ask(findings.token, &ownerCall {});
    for (party, account) in findings.parties() {
        let code = match party {
            Party::Sender => RestrictionCode::SenderBlacklisted,
            Party::Caller => RestrictionCode::CallerBlacklisted,
            Party::Receiver | Party::Token | Party::Collector | Party::Both => continue,
        };
        let by_owner = owner.as_ref().is_ok_and(|owner| *owner == findings.caller());
        match by_owner && party == Party::Sender {
            true => leave_open(findings, account),
            false => check_block(findings, party, account, code),
        }
    }
    if let Err(gap) = owner {
        findings.unread(gap);
    }
    if findings.to == findings.token {
        refuse_the_token(findings);
    }
}

fn check_block(findings: &mut Findings<'_>, party: Party, account: Address, code: RestrictionCode) {
    let who = party.in_words();
    let blocked = Flag {
        contract: findings.token,
        rule: "Tether block list",
        breaks: true,
        code,
        party,
        message: format!("The issuer has blocked {who}."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to take {who} off the block list.")),
    };
    flag::check(findings, &isBlockedCall { account }, blocked);
}

fn leave_open(findings: &mut Findings<'_>, account: Address) {
    let blocked = findings.ask(findings.token, &isBlockedCall { account });
    if findings.known(blocked) == Some(true) {
        let what = "the sender is blocked, which some versions of this token do not hold against its owner".to_owned();
        findings.doubts.push(Doubt::NotUnderstood { what });
    }
}

fn refuse_the_token(findings: &mut Findings<'_>) {
    let account = findings.to;
    findings.refuse(Restriction {
        code: RestrictionCode::TokenIsReceiver,
        party: Party::Receiver,
        rule: Rule::new(findings.token, "Tether receiver"),
        read: Witness::of(findings.token, &isBlockedCall { account }, "the receiver is the token itself"),
        message: "The receiver is the token's own contract, from which nobody could take the tokens out.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Give the address of the person who is to receive."),
    });
}

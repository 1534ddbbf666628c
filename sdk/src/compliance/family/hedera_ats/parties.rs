//! Who may take part: recovered wallets, control lists, compliance, KYC and identities.

use alloy_primitives::{Address, U256};

use crate::abi::hedera_ats::IAtsCompliance::canTransferCall;
use crate::abi::hedera_ats::IAtsIdentityRegistry::isVerifiedCall;
use crate::abi::hedera_ats::IExternalControlList::isAuthorizedCall;
use crate::abi::hedera_ats::IHederaAts::{
    complianceCall, getControlListTypeCall, getExternalControlListsMembersCall, getKycStatusForCall,
    identityRegistryCall, isAddressRecoveredCall, isExternallyGrantedCall, isInControlListCall,
    isInternalKycActivatedCall,
};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

/// The contract's word for KYC that is there.
const GRANTED: u8 = 1;
/// More lists than a token asks in one call.
const LISTS: u64 = 100;

pub(super) fn check(findings: &mut Findings<'_>, balance: Option<U256>) {
    let token = findings.token;
    let white = findings.ask(token, &getControlListTypeCall {});
    let pages = getExternalControlListsMembersCall { pageIndex: U256::ZERO, pageLength: U256::from(LISTS) };
    let others = findings.ask(token, &pages);
    let internal = findings.ask(token, &isInternalKycActivatedCall {});
    let registry = findings.ask(token, &identityRegistryCall {});
    let compliance = findings.ask(token, &complianceCall {});
    for (party, account) in findings.parties() {
        check_recovered(findings, party, account);
        check_list(findings, party, account, white.clone());
        check_other_lists(findings, party, account, others.as_deref().unwrap_or_default());
        if party != Party::Caller {
            check_kyc(findings, party, account, &internal);
            check_identity(findings, party, account, registry.clone());
        }
    }
    for gap in [white.err(), others.err(), internal.err()].into_iter().flatten() {
        findings.unread(gap);
    }
    if let Some(compliance) = findings.known(compliance).filter(|contract| !contract.is_zero()) {
        check_compliance(findings, compliance, balance);
    }
}

const fn frozen(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderFrozen,
        Party::Caller => RestrictionCode::CallerFrozen,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverFrozen,
    }
}

const fn unlisted(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderNotAllowed,
        Party::Caller => RestrictionCode::CallerNotAllowed,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverNotAllowed,
    }
}

const fn blocked(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderBlacklisted,
        Party::Caller => RestrictionCode::CallerBlacklisted,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverBlacklisted,
    }
}

const fn unknown(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderNotRegistered,
        Party::Caller | Party::Receiver | Party::Token | Party::Collector | Party::Both => {
            RestrictionCode::ReceiverNotRegistered
        }
    }
}

fn check_recovered(findings: &mut Findings<'_>, party: Party, wallet: Address) {
    let who = party.in_words();
    let flag = Flag {
        contract: findings.token,
        rule: "ATS recovered wallet",
        breaks: true,
        code: frozen(party),
        party,
        message: format!("The wallet of {who} was replaced by another one and cannot be used any more."),
        remedy: Remedy::by(Lifter::Issuer, format!("Use the wallet that replaced the one of {who}.")),
    };
    flag::check(findings, &isAddressRecoveredCall { wallet }, flag);
}

/// One list with one of two meanings.
fn check_list(findings: &mut Findings<'_>, party: Party, account: Address, white: Result<bool, Gap>) {
    let who = party.in_words();
    let call = isInControlListCall { account };
    let listed = findings.ask(findings.token, &call);
    let (Ok(white), Some(listed)) = (white, findings.known(listed)) else { return };
    if white == listed {
        return;
    }
    let (code, message, action) = match white {
        true => (
            unlisted(party),
            format!("The issuer has not put {who} on the list of those who may take part."),
            format!("Ask the issuer to put {who} on the list."),
        ),
        false => (
            blocked(party),
            format!("The issuer has blocked {who}."),
            format!("Ask the issuer to take {who} off the block list."),
        ),
    };
    let rule = Rule::new(findings.token, "ATS control list");
    let read = Witness::of(findings.token, &call, listed);
    let remedy = Remedy::by(Lifter::Issuer, action);
    findings.refuse(Restriction { code, party, rule, read, message, remedy });
}

fn check_other_lists(findings: &mut Findings<'_>, party: Party, account: Address, lists: &[Address]) {
    let who = party.in_words();
    for contract in lists {
        let flag = Flag {
            contract: *contract,
            rule: "ATS external control list",
            breaks: false,
            code: unlisted(party),
            party,
            message: format!("A list that the token relies on does not admit {who}."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask who keeps that list to admit {who}.")),
        };
        flag::check(findings, &isAuthorizedCall { account }, flag);
    }
}

/// The token's own record, where it is switched on, and those of others.
fn check_kyc(findings: &mut Findings<'_>, party: Party, account: Address, internal: &Result<bool, Gap>) {
    let (token, who) = (findings.token, party.in_words());
    let own = getKycStatusForCall { account };
    let others = isExternallyGrantedCall { account, kycStatus: GRANTED };
    let own_answer = findings.ask(token, &own);
    let others_answer = findings.ask(token, &others);
    let own_misses = *internal == Ok(true) && findings.known(own_answer).is_some_and(|status| status != GRANTED);
    let others_miss = findings.known(others_answer) == Some(false);
    let read = match (own_misses, others_miss) {
        (true, _) => Witness::of(token, &own, "not granted"),
        (false, true) => Witness::of(token, &others, false),
        (false, false) => return,
    };
    findings.refuse(Restriction {
        code: unknown(party),
        party,
        rule: Rule::new(token, "ATS KYC"),
        read,
        message: format!("The identity of {who} has not been checked for this token, or no longer holds."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to check the identity of {who}.")),
    });
}

/// No registry, or one without code, is not asked: only a plain `false` or a revert refuses.
fn check_identity(findings: &mut Findings<'_>, party: Party, account: Address, registry: Result<Address, Gap>) {
    let Some(registry) = findings.known(registry).filter(|registry| !registry.is_zero()) else { return };
    let call = isVerifiedCall { account };
    let who = party.in_words();
    let (code, answer, message) = match findings.ask(registry, &call) {
        Ok(true) => return,
        Ok(false) => (
            if party == Party::Sender {
                RestrictionCode::SenderNotRegistered
            } else {
                RestrictionCode::ReceiverNotVerified
            },
            "false".to_owned(),
            format!("The identity registry does not verify {who}."),
        ),
        Err(Gap::Malformed { got, .. }) if got.is_empty() => return,
        Err(gap @ Gap::Reverted { .. }) => (
            RestrictionCode::IdentityUnreadable,
            gap.to_string(),
            format!("The identity registry cannot say whether {who} is verified."),
        ),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => return findings.unread(gap),
    };
    findings.refuse(Restriction {
        code,
        party,
        rule: Rule::new(registry, "ATS identity registry"),
        read: Witness::of(registry, &call, answer),
        message,
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to register and verify {who}.")),
    });
}

/// Asked about the transfer, and about the caller by a transfer of nothing to nobody.
fn check_compliance(findings: &mut Findings<'_>, compliance: Address, balance: Option<U256>) {
    let (from, to, amount) = (findings.from, findings.to, findings.amount.raw());
    let transfer = canTransferCall { from, to, amount };
    let answer = findings.ask(compliance, &transfer);
    let whole = balance.map(|amount| findings.ask(compliance, &canTransferCall { from, to, amount }));
    let caller = findings.spender.filter(|spender| *spender != from).map(|spender| {
        let call = canTransferCall { from: spender, to: Address::ZERO, amount: U256::ZERO };
        (findings.ask(compliance, &call), call)
    });
    let rule = Rule::new(compliance, "ATS compliance");
    if let Some(restriction) = refused(findings, &rule, Party::Both, &transfer, answer) {
        findings.restrictions.push(restriction);
    }
    // What the compliance says of the whole balance it says of less, as far as can be known.
    if whole.is_some_and(|whole| matches!(whole, Ok(false) | Err(Gap::Reverted { .. } | Gap::Declined { .. }))) {
        findings.unbounded(rule.clone());
    }
    if let Some((answer, call)) = caller
        && let Some(restriction) = refused(findings, &rule, Party::Caller, &call, answer)
    {
        findings.refuse(restriction);
    }
}

fn refused(
    findings: &mut Findings<'_>,
    rule: &Rule,
    party: Party,
    call: &canTransferCall,
    answer: Result<bool, Gap>,
) -> Option<Restriction> {
    let answer = match answer {
        Ok(true) => return None,
        Ok(false) => "false".to_owned(),
        Err(Gap::Malformed { got, .. }) if got.is_empty() => return None,
        Err(gap @ Gap::Reverted { .. }) => gap.to_string(),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. } | Gap::Malformed { .. })) => {
            findings.unread(gap);
            return None;
        }
    };
    let message = match party {
        Party::Caller => "The token's compliance contract refuses who moves the tokens.",
        Party::Sender | Party::Receiver | Party::Token | Party::Collector | Party::Both => {
            "The token's compliance contract refuses this transfer."
        }
    };
    Some(Restriction {
        code: RestrictionCode::ComplianceRefuses,
        party,
        rule: rule.clone(),
        read: Witness::of(rule.contract, call, answer),
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what the compliance contract demands."),
    })
}

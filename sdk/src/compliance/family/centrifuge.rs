//! Centrifuge's share tokens (v3, and v2 tranche tokens with the same hooks): the token asks its hook about every transfer, handing it 16
//! bytes about each end. Without a hook it asks nothing.
//!
//! Of these bytes the lowest bit says that the account is frozen, and the upper eight until when it is a member of the pool. Which hook it is (full
//! restrictions, freely transferable, redemption restrictions, freezes only) the token does not say, and the ERC-1404 codes are only yes and
//! no. But the hook takes the 16 bytes as an argument: it is asked what it would say of a member, of an account that is not frozen, and so
//! on, one at a time. Endorsed contracts and the pool's escrows are exempt in the hook itself. Whoever calls `transferFrom` is not looked at,
//! and needs no allowance for their own shares. The token itself cannot receive.
//!
//! Followed: `centrifuge/protocol` (2026). That tranche tokens of v2 say the same is unverified: an unknown hook's refusal stays unexplained.

use alloy_primitives::{Address, FixedBytes, U256};

use crate::abi::centrifuge::HookData;
use crate::abi::centrifuge::IShareToken::{checkTransferRestrictionCall, hookCall, hookDataOfCall};
use crate::abi::centrifuge::ITransferHook::checkERC20TransferCall;
use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc165;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Presence, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;
use crate::units::Timestamp;

const FROZEN: u128 = 1;
/// A member for as long as there is time, and not frozen.
const MEMBER: u128 = u128::MAX << 64;
/// Neither a member nor frozen.
const STRANGER: u128 = 0;

/// What the token keeps for its hook about both ends.
struct Ends {
    from: u128,
    to: u128,
}

/// What the hook says where only one thing stands against a transfer.
struct Alone {
    /// Nothing.
    nothing: Result<bool, Gap>,
    sender_frozen: Result<bool, Gap>,
    receiver_frozen: Result<bool, Gap>,
    sender_membership: Result<bool, Gap>,
    receiver_membership: Result<bool, Gap>,
    /// That the receiver is no member at all.
    stranger: Result<bool, Gap>,
}

/// The hook's data and the share of ERC-7575 set it apart; a token without a hook is one too.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let hook = prober.asks(&hookCall {}, |_| true);
    let data = prober.asks(&hookDataOfCall { user: SOMEONE }, |_| true);
    let call = checkTransferRestrictionCall { from: SOMEONE, to: ANOTHER, value: U256::ZERO };
    let check = prober.asks(&call, |_| true);
    let declared = prober.declares(erc165::ERC7575_SHARE);
    let confirming = [("checkTransferRestriction", check), ("the share of ERC-7575", declared)];
    judge(&[("hook", hook), ("hookDataOf", data)], &confirming)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, from, to) = (findings.token, findings.from, findings.to);
    if to == token {
        refuse_the_token(findings);
    }
    let whole = findings.ask(token, &balanceOfCall { account: from });
    let call = checkTransferRestrictionCall { from, to, value: findings.amount.raw() };
    let passes = findings.ask(token, &call);
    let hook = findings.ask(token, &hookCall {});
    let of_sender = findings.ask(token, &hookDataOfCall { user: from });
    let of_receiver = findings.ask(token, &hookDataOfCall { user: to });
    let Some(passes) = findings.known(passes) else { return };
    let Some(hook) = findings.known(hook).filter(|hook| !hook.is_zero()) else { return };
    let bits = |data: FixedBytes<16>| u128::from_be_bytes(data.0);
    let ends = of_sender.and_then(|sender| Ok(Ends { from: bits(sender), to: bits(of_receiver?) }));
    let alone = ends.as_ref().ok().map(|ends| ask_alone(findings, hook, ends));
    let whole = whole.and_then(|value| findings.ask(token, &checkTransferRestrictionCall { from, to, value }));
    let rule = Rule::new(hook, "Centrifuge hook");
    match (passes, whole) {
        // The known hooks do not look at the amount; where another one does, only it knows the bound.
        (true, Ok(true)) => {}
        (true, Ok(false) | Err(_)) => findings.unbounded(rule),
        (false, _) => {
            let known = findings.restrictions.len();
            if let (Ok(ends), Some(alone)) = (&ends, &alone) {
                explain(findings, hook, ends, alone);
            }
            if findings.restrictions.len() == known {
                refuse_unexplained(findings, rule, &call);
            }
        }
    }
    if let (Ok(ends), Some(alone)) = (ends, alone) {
        note_end_of_membership(findings, hook, &ends, &alone);
    }
}

/// Six questions that travel together.
fn ask_alone(findings: &mut Findings<'_>, hook: Address, ends: &Ends) -> Alone {
    let mut says = |sender: u128, receiver: u128| {
        let data = |bits: u128| FixedBytes(bits.to_be_bytes());
        let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
        let hook_data = HookData { from: data(sender), to: data(receiver) };
        findings.ask(hook, &checkERC20TransferCall { from, to, value, hookData: hook_data })
    };
    Alone {
        nothing: says(MEMBER, MEMBER),
        sender_frozen: says(MEMBER | ends.from & FROZEN, MEMBER),
        receiver_frozen: says(MEMBER, MEMBER | ends.to & FROZEN),
        sender_membership: says(ends.from & !FROZEN, MEMBER),
        receiver_membership: says(MEMBER, ends.to & !FROZEN),
        stranger: says(MEMBER, STRANGER),
    }
}

/// Each thing that the hook would refuse for by itself, where it refuses nothing of members that are not frozen.
fn explain(findings: &mut Findings<'_>, hook: Address, ends: &Ends, alone: &Alone) {
    if alone.nothing != Ok(true) {
        return;
    }
    let to_another = findings.from != findings.to;
    if alone.sender_frozen == Ok(false) {
        refuse_frozen(findings, hook, Party::Sender, RestrictionCode::SenderFrozen);
    }
    if alone.receiver_frozen == Ok(false) && to_another {
        refuse_frozen(findings, hook, Party::Receiver, RestrictionCode::ReceiverFrozen);
    }
    if alone.sender_membership == Ok(false) {
        refuse_no_member(findings, hook, (Party::Sender, ends.from), RestrictionCode::SenderNotAllowed);
    }
    if alone.receiver_membership == Ok(false) {
        refuse_no_member(findings, hook, (Party::Receiver, ends.to), RestrictionCode::ReceiverNotAllowed);
    }
}

fn data_of(findings: &Findings<'_>, party: Party, answer: &str) -> Witness {
    let user = if party == Party::Sender { findings.from } else { findings.to };
    Witness::of(findings.token, &hookDataOfCall { user }, answer)
}

fn refuse_frozen(findings: &mut Findings<'_>, hook: Address, party: Party, code: RestrictionCode) {
    let who = party.in_words();
    findings.refuse(Restriction {
        code,
        party,
        rule: Rule::new(hook, "Centrifuge freeze"),
        read: data_of(findings, party, "frozen"),
        message: format!("The pool has frozen {who}."),
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the pool's issuer to unfreeze {who}.")),
    });
}

fn refuse_no_member(findings: &mut Findings<'_>, hook: Address, (party, data): (Party, u128), code: RestrictionCode) {
    let who = party.in_words();
    let (answer, message) = match data >> 64 {
        0 => ("no member".to_owned(), format!("The pool does not know {who} as a member.")),
        until => (format!("a member until {until}"), format!("The pool's membership of {who} has ended.")),
    };
    findings.refuse(Restriction {
        code,
        party,
        rule: Rule::new(hook, "Centrifuge membership"),
        read: data_of(findings, party, &answer),
        message,
        remedy: Remedy::by(Lifter::Issuer, format!("Ask the pool's issuer to make {who} a member.")),
    });
}

fn refuse_unexplained(findings: &mut Findings<'_>, rule: Rule, call: &checkTransferRestrictionCall) {
    findings.refuse(Restriction {
        code: RestrictionCode::HookRefuses,
        party: Party::Both,
        rule,
        read: Witness::of(findings.token, call, false),
        message: "The contract that the token asks about every transfer refuses, and does not say why.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the pool's issuer what is missing."),
    });
}

fn refuse_the_token(findings: &mut Findings<'_>) {
    findings.refuse(Restriction {
        code: RestrictionCode::TokenIsReceiver,
        party: Party::Receiver,
        rule: Rule::new(findings.token, "Centrifuge receiver"),
        read: data_of(findings, Party::Receiver, "the receiver is the token itself"),
        message: "The receiver is the token's own contract, which cannot hold it.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Give the address of the person who is to receive."),
    });
}

/// Where only members receive, the receiver's membership ends with the second after the one that is kept.
fn note_end_of_membership(findings: &mut Findings<'_>, hook: Address, ends: &Ends, alone: &Alone) {
    let demanded = alone.nothing == Ok(true) && alone.stranger == Ok(false);
    let after = u64::try_from(ends.to >> 64).ok().and_then(|until| until.checked_add(1));
    if let (true, Some(after)) = (demanded, after) {
        findings.changes_at(Timestamp(after), &Rule::new(hook, "Centrifuge membership"));
    }
}

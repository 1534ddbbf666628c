//! Rules about amounts and times.

use alloy_primitives::U256;

use crate::abi::bridge_v2::IBridgeRule::isTransferValidCall;
use crate::compliance::findings::{Findings, span};
use crate::compliance::{Bound, Doubt, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode};
use crate::units::Timestamp;

use super::kind::Kind;
use super::{Asked, INVALID, Scene};

/// What a rule answers where a hook of its own may still change receiver and amount.
const WITH_HOOK_BEFORE: U256 = U256::from_limbs([2, 0, 0, 0]);

/// How much the rule lets pass, whether or not it refuses this amount.
pub(super) fn bound(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene, status: U256) {
    let limit = match asked.kind {
        Kind::Max => Limit::AtMost(findings.amount.with_raw(asked.listed.parameter)),
        Kind::AddressLock { threshold } => match scene.balance {
            // Who has nothing locks nothing.
            Some(U256::ZERO) => return,
            Some(_) if threshold.is_zero() => return,
            Some(balance) => match balance.checked_sub(threshold) {
                Some(most) => Limit::AtMost(findings.amount.with_raw(most)),
                None => Limit::Nothing,
            },
            None => Limit::Unknown,
        },
        Kind::GlobalFreeze { .. }
        | Kind::UserFreeze { .. }
        | Kind::Registered { .. }
        | Kind::UserValid { .. }
        | Kind::Limits
        | Kind::Min
        | Kind::Vesting
        | Kind::YesNo
        | Kind::Unknown => {
            if status == WITH_HOOK_BEFORE {
                doubt_hook(findings);
            }
            if passes_whole(findings, asked, scene) {
                return;
            }
            Limit::Unknown
        }
    };
    findings.bounds.push(Bound { rule: asked.rule.clone(), limit });
}

/// Whether the rule lets the whole balance pass as it stands: then it bounds nothing that counts.
fn passes_whole(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene) -> bool {
    let Some(amount) = scene.balance else { return false };
    let call = isTransferValidCall { amount, ..asked.call.clone() };
    let whole = findings.ask(asked.rule.contract, &call);
    whole.is_ok_and(|whole| whole.status != INVALID && whole.status != WITH_HOOK_BEFORE)
}

fn doubt_hook(findings: &mut Findings<'_>) {
    let what = "a rule of the token would hold the transfer back: the tokens leave the sender and wait for an approval";
    findings.doubts.push(Doubt::NotUnderstood { what: what.to_owned() });
}

/// Until a moment that is known, or that is too far off to be one.
pub(super) fn stopped_until(findings: &mut Findings<'_>, asked: &Asked, until: U256) {
    let (code, party, message) = match asked.kind {
        Kind::Vesting => {
            (RestrictionCode::LockedUp, Party::Both, "The issuer has locked transfers of this token for a time.")
        }
        Kind::GlobalFreeze { .. }
        | Kind::UserFreeze { .. }
        | Kind::Registered { .. }
        | Kind::UserValid { .. }
        | Kind::Limits
        | Kind::Max
        | Kind::Min
        | Kind::AddressLock { .. }
        | Kind::YesNo
        | Kind::Unknown => {
            (RestrictionCode::Paused, Party::Token, "The issuer has frozen all transfers of this token for a time.")
        }
    };
    let action = match u64::try_from(until) {
        Ok(until) => {
            findings.changes_at(Timestamp(until), &asked.rule);
            format!("Wait: it ends in {}.", span(Timestamp(until).since(findings.now())))
        }
        Err(_) => "Ask the issuer when it ends.".to_owned(),
    };
    findings.refuse(asked.restriction(code, party, message, Remedy::by(Lifter::Time, action)));
}

pub(super) fn restriction(findings: &Findings<'_>, asked: &Asked) -> Restriction {
    let parameter = findings.show(asked.listed.parameter);
    let by_issuer = |action: &str| Remedy::by(Lifter::Issuer, action);
    let by_sender = |action: &str| Remedy::by(Lifter::Sender, action);
    match asked.kind {
        Kind::Max => asked.restriction(
            RestrictionCode::AboveMaximum,
            Party::Token,
            &format!("At most {parameter} may be sent at once."),
            by_sender("Send less at a time."),
        ),
        Kind::Min => asked.restriction(
            RestrictionCode::BelowMinimum,
            Party::Token,
            &format!("At least {parameter} must be sent at once."),
            by_sender("Send more."),
        ),
        Kind::AddressLock { threshold } => asked.restriction(
            RestrictionCode::LockedUp,
            Party::Sender,
            &format!("The issuer has locked {} of what the sender has.", findings.show(threshold)),
            by_sender("Send only what is above that, or ask the issuer to unlock it."),
        ),
        Kind::Limits => {
            let (code, party, message) = of_limits(asked.reason);
            asked.restriction(code, party, message, by_issuer("Send less, or ask the issuer to raise the limit."))
        }
        Kind::GlobalFreeze { .. }
        | Kind::UserFreeze { .. }
        | Kind::Registered { .. }
        | Kind::UserValid { .. }
        | Kind::Vesting
        | Kind::YesNo
        | Kind::Unknown => asked.restriction(
            RestrictionCode::ModuleRefuses,
            Party::Both,
            &format!("Rule {} of the token's rule engine refuses, for its reason {}.", asked.listed.id, asked.reason),
            by_issuer("Ask the issuer what the rule demands."),
        ),
    }
}

/// The reasons of the limits in a currency.
const fn of_limits(reason: u64) -> (RestrictionCode, Party, &'static str) {
    const SINGLE: RestrictionCode = RestrictionCode::AboveMaximum;
    const SPAN: RestrictionCode = RestrictionCode::TimeTransferLimit;
    match reason {
        1 => (
            RestrictionCode::SenderNotRegistered,
            Party::Sender,
            "The sender is not registered and may send small amounts only.",
        ),
        2 => (SINGLE, Party::Sender, "The sender may not send this much at once."),
        3 => (SPAN, Party::Sender, "The sender may not send this much within a month."),
        4 => (SPAN, Party::Sender, "The sender may not send this much within a year."),
        5 => (
            RestrictionCode::ReceiverNotRegistered,
            Party::Receiver,
            "The receiver is not registered and may receive small amounts only.",
        ),
        6 => (SINGLE, Party::Receiver, "The receiver may not receive this much at once."),
        7 => (SPAN, Party::Receiver, "The receiver may not receive this much within a month."),
        8 => (SPAN, Party::Receiver, "The receiver may not receive this much within a year."),
        _ => (SINGLE, Party::Both, "The amount is above a limit of the sender or the receiver."),
    }
}

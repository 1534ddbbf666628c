//! Status bytes: what a token answers when it is asked beforehand, after EIP-1066 and the table of EIP-1400.

use alloy_primitives::{B256, Bytes, FixedBytes, U256};
use alloy_sol_types::SolCall;

use crate::abi::erc20::IERC20::allowanceCall;
use crate::abi::erc1400::IERC1594::{canTransferCall, canTransferFromCall, canTransferFromReturn, canTransferReturn};
use crate::abi::erc1400::IERC1594Text;
use crate::compliance::findings::Findings;
use crate::compliance::{Doubt, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

/// What a token answered about one transfer.
pub(super) struct Status {
    says: Says,
    /// The question, and the answer as it came.
    witness: Witness,
}

#[derive(Clone, Copy)]
enum Says {
    Possible,
    Refused(u8),
    /// A token without a checker answers with zeros: that says nothing.
    Nothing,
}

/// The whole balance, and what the token answers about that.
pub(super) struct Whole {
    pub(super) balance: U256,
    pub(super) status: Result<Status, Gap>,
}

/// Asks about the real call with `amount`, from its real caller. Both shapes of the answer are understood.
pub(super) fn transfer(findings: &mut Findings<'_>, amount: U256) -> Result<Status, Gap> {
    let (from, to, value, data) = (findings.from, findings.to, amount, Bytes::new());
    if findings.spender.is_some() {
        let call = canTransferFromCall { from, to, value, data: data.clone() };
        let text = IERC1594Text::canTransferFromCall { from, to, value, data };
        let with: fn(canTransferFromReturn) -> (bool, FixedBytes<1>, B256) = |it| (it.possible, it.status, it.reason);
        ask(findings, &call, with, &text, |it| (it.status, it.reason))
    } else {
        let call = canTransferCall { to, value, data: data.clone() };
        let text = IERC1594Text::canTransferCall { to, value, data };
        let with: fn(canTransferReturn) -> (bool, FixedBytes<1>, B256) = |it| (it.possible, it.status, it.reason);
        ask(findings, &call, with, &text, |it| (it.status, it.reason))
    }
}

fn ask<C: SolCall, T: SolCall>(
    findings: &mut Findings<'_>,
    call: &C,
    with: fn(C::Return) -> (bool, FixedBytes<1>, B256),
    text: &T,
    without: fn(T::Return) -> (FixedBytes<1>, B256),
) -> Result<Status, Gap> {
    let (caller, token) = (findings.caller(), findings.token);
    match findings.ask_as(caller, token, call).map(with) {
        Ok((possible, status, reason)) => {
            let says = if possible { Says::Possible } else { Says::Refused(byte(status)) };
            Ok(Status { says, witness: Witness::of_as(caller, token, call, in_text(status, reason)) })
        }
        Err(Gap::Malformed { .. }) => {
            let (status, reason) = findings.ask_as(caller, token, text).map(without)?;
            let witness = Witness::of_as(caller, token, text, in_text(status, reason));
            Ok(Status::of(byte(status), witness))
        }
        Err(gap @ (Gap::Pending { .. } | Gap::Reverted { .. } | Gap::Declined { .. })) => Err(gap),
    }
}

fn byte(status: FixedBytes<1>) -> u8 {
    let FixedBytes([byte]) = status;
    byte
}

fn in_text(status: FixedBytes<1>, reason: B256) -> String {
    if reason.is_zero() { format!("status {status}") } else { format!("status {status}, reason {reason}") }
}

impl Status {
    /// A status without a boolean: EIP-1066 ends what is possible in a one.
    pub(super) const fn of(byte: u8, witness: Witness) -> Self {
        let says = match byte {
            0 => Says::Nothing,
            _ if byte & 0x0f == 1 => Says::Possible,
            _ => Says::Refused(byte),
        };
        Self { says, witness }
    }
}

/// Turns the answer into a reason and a bound.
pub(super) fn check(findings: &mut Findings<'_>, status: &Status, whole: Option<Whole>, rule: &Rule) {
    let balance = whole.as_ref().map(|whole| whole.balance);
    // The balance is a bound anyway: nothing more is known where the whole of it would pass.
    let passes = whole.is_some_and(|whole| matches!(whole.status, Ok(Status { says: Says::Possible, .. })));
    match status.says {
        Says::Refused(byte) if stands(findings, byte, balance) => {
            let restriction = restriction(byte, rule, status.witness.clone());
            if whatever_the_amount(byte) {
                findings.refuse(restriction);
            } else {
                findings.restrictions.push(restriction);
                findings.unbounded(rule.clone());
            }
        }
        Says::Nothing => {
            let what = "the token does not say whether it would let the transfer pass".to_owned();
            findings.doubts.push(Doubt::NotUnderstood { what });
            findings.unbounded(rule.clone());
        }
        Says::Possible | Says::Refused(_) if !passes => findings.unbounded(rule.clone()),
        Says::Possible | Says::Refused(_) => {}
    }
}

/// Whether it says more than the rules of balance and allowance, which are looked at anyway.
fn stands(findings: &mut Findings<'_>, byte: u8, balance: Option<U256>) -> bool {
    let amount = findings.amount.raw();
    match (byte, findings.spender) {
        (0x52, _) => balance.is_none_or(|balance| amount <= balance),
        (0x53, Some(spender)) => {
            let allowance = findings.ask(findings.token, &allowanceCall { owner: findings.from, spender });
            allowance.is_ok_and(|allowance| amount <= allowance)
        }
        _ => true,
    }
}

const fn whatever_the_amount(byte: u8) -> bool {
    matches!(byte, 0x10 | 0x16 | 0x42 | 0x54 | 0x56 | 0x57 | 0x58)
}

fn restriction(byte: u8, rule: &Rule, read: Witness) -> Restriction {
    let (code, party, message) = of_eip_1400(byte).unwrap_or_else(|| of_eip_1066(byte));
    let remedy = if code == RestrictionCode::PartitionBalance {
        Remedy::by(Lifter::Sender, "Send less.")
    } else if code == RestrictionCode::Paused {
        Remedy::by(Lifter::Issuer, "Wait until the issuer resumes transfers.")
    } else {
        Remedy::by(Lifter::Issuer, "Ask the issuer to lift the restriction.")
    };
    Restriction { code, party, rule: rule.clone(), read, message: message.to_owned(), remedy }
}

const fn of_eip_1400(byte: u8) -> Option<(RestrictionCode, Party, &'static str)> {
    Some(match byte {
        0x50 => (RestrictionCode::TokenRestriction, Party::Both, "The token refuses the transfer without saying why."),
        0x52 => (RestrictionCode::PartitionBalance, Party::Sender, "Less than this is free to be moved by the sender."),
        0x53 => (
            RestrictionCode::InsufficientAllowance,
            Party::Caller,
            "The caller may not move this much of the sender's tokens.",
        ),
        0x54 => (RestrictionCode::Paused, Party::Token, "The issuer has stopped all transfers of this token."),
        0x55 => (RestrictionCode::LockedUp, Party::Sender, "The sender's tokens are locked."),
        0x56 => (RestrictionCode::SenderNotAllowed, Party::Sender, "The token does not let the sender send."),
        0x57 => (RestrictionCode::ReceiverNotAllowed, Party::Receiver, "The token does not let the receiver receive."),
        0x58 => (
            RestrictionCode::CallerNotAllowed,
            Party::Caller,
            "The token does not let the caller move the sender's tokens.",
        ),
        _ => return None,
    })
}

/// The category is in the upper half; what the lower half adds depends on the token.
const fn of_eip_1066(byte: u8) -> (RestrictionCode, Party, &'static str) {
    let message = match byte >> 4 {
        0x1 => "The token says that the transfer is not permitted.",
        0x2 => "The token says that something about the transfer is out of range.",
        0x3 => "The token says that somebody has to agree first.",
        0x4 => "The token says that the transfer is not available now.",
        0x5 => "The token says that the sender's funds do not suffice.",
        0xa => "The token refuses the transfer for a reason of its own.",
        0xe => "The token says that an identity or a signature is missing.",
        0xf => "The token says that it needs something from outside of the chain.",
        _ => "The token refuses the transfer.",
    };
    (RestrictionCode::TokenRestriction, Party::Both, message)
}

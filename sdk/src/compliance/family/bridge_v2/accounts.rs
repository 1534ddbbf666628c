//! Rules about who sends and who receives. A rule names the first whom it refuses: the other one is asked about apart.

use alloy_primitives::{Address, U256};

use crate::abi::bridge_v2::IBridgeRule::isTransferValidCall;
use crate::abi::bridge_v2::IComplianceRegistry::{attributeCall, userIdCall, userIdReturn};
use crate::compliance::detection::{ANOTHER, SOMEONE};
use crate::compliance::findings::Findings;
use crate::compliance::{Lifter, Party, Remedy, RestrictionCode};
use crate::evidence::Gap;

use super::{Asked, INVALID, Scene};

/// The registry's key for the level of an identity check.
const KYC: U256 = U256::from_limbs([100, 0, 0, 0]);

/// Whether the rule refuses, and its reason.
struct Refusal {
    refused: bool,
    reason: u64,
}

/// Whom a rule about registration looks at.
#[derive(Clone, Copy)]
enum Side {
    Sender,
    Receiver,
    Both,
}

/// How the registry knows an account; an id of zero is nobody.
fn user(findings: &mut Findings<'_>, scene: &Scene, registry: Address, account: Address) -> Result<userIdReturn, Gap> {
    let call = userIdCall { trustedIntermediaries: scene.intermediaries.clone(), account };
    findings.ask(registry, &call)
}

/// The same rule, asked about others or with another parameter.
fn again(findings: &mut Findings<'_>, asked: &Asked, call: &isTransferValidCall) -> Result<Refusal, Gap> {
    let answer = findings.ask(asked.rule.contract, call)?;
    Ok(Refusal { refused: answer.status == INVALID, reason: answer.reason.saturating_to() })
}

/// A freeze in one direction. With parameter 1 it overlooks who is not registered.
pub(super) fn frozen(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene, registry: Address) {
    let (from, to, one) = (findings.from, findings.to, U256::from(1));
    let sender = user(findings, scene, registry, from);
    let receiver = user(findings, scene, registry, to);
    let alone = again(findings, asked, &isTransferValidCall { from: SOMEONE, parameter: one, ..asked.call.clone() });
    let (sender, receiver, alone) = (findings.known(sender), findings.known(receiver), findings.known(alone));
    let (Some(sender), Some(receiver), Some(alone)) = (sender, receiver, alone) else { return };
    if asked.reason == 2 {
        refuse_frozen(findings, asked, Party::Sender, &sender);
    }
    let unknown = receiver.id.is_zero() && asked.listed.parameter != one;
    if asked.reason == 3 || alone.refused || unknown {
        refuse_frozen(findings, asked, Party::Receiver, &receiver);
    }
}

fn refuse_frozen(findings: &mut Findings<'_>, asked: &Asked, party: Party, user: &userIdReturn) {
    if user.id.is_zero() {
        return refuse_unregistered(findings, asked, party);
    }
    let (code, does) = match party {
        Party::Sender => (RestrictionCode::SenderFrozen, "sending"),
        Party::Receiver | Party::Token | Party::Collector | Party::Caller | Party::Both => {
            (RestrictionCode::ReceiverFrozen, "receiving")
        }
    };
    let who = party.in_words();
    let message = format!("The issuer has frozen {who} for {does}.");
    let remedy = Remedy::by(Lifter::Issuer, format!("Ask the issuer to unfreeze {who}."));
    findings.refuse(asked.restriction(code, party, &message, remedy));
}

fn refuse_unregistered(findings: &mut Findings<'_>, asked: &Asked, party: Party) {
    let code = match party {
        Party::Sender => RestrictionCode::SenderNotRegistered,
        Party::Receiver | Party::Token | Party::Collector | Party::Caller | Party::Both => {
            RestrictionCode::ReceiverNotRegistered
        }
    };
    let who = party.in_words();
    let message = format!("Nobody whom the issuer trusts has registered {who}.");
    let remedy = Remedy::by(Lifter::Issuer, format!("Ask the issuer to have {who} registered."));
    findings.refuse(asked.restriction(code, party, &message, remedy));
}

/// A level or an attribute that sender, receiver or both must have.
pub(super) fn registered(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene, registry: Address) {
    let (from, to, call) = (findings.from, findings.to, &asked.call);
    let sender = user(findings, scene, registry, from);
    let receiver = user(findings, scene, registry, to);
    let to_nobody = |from| isTransferValidCall { from, to: ANOTHER, parameter: U256::ZERO, ..call.clone() };
    let by_sender = again(findings, asked, &to_nobody(from));
    let by_receiver = again(findings, asked, &to_nobody(to));
    let to_itself = again(findings, asked, &isTransferValidCall { from: to, ..call.clone() });
    let (sender, receiver) = (findings.known(sender), findings.known(receiver));
    let (by_sender, by_receiver) = (findings.known(by_sender), findings.known(by_receiver));
    let (Some(sender), Some(receiver), Some(to_itself)) = (sender, receiver, findings.known(to_itself)) else { return };
    let (Some(by_sender), Some(by_receiver)) = (by_sender, by_receiver) else { return };
    let side = match (sender.id.is_zero(), receiver.id.is_zero()) {
        (false, _) => side_of(&by_sender),
        (true, false) => side_of(&by_receiver),
        (true, true) => published_side(asked),
    };
    match side {
        Some(Side::Sender) => refuse_level(findings, asked, registry, Party::Sender, &sender),
        Some(Side::Receiver) => refuse_level(findings, asked, registry, Party::Receiver, &receiver),
        Some(Side::Both) => {
            if matches!(asked.reason, 1 | 2) {
                refuse_level(findings, asked, registry, Party::Sender, &sender);
            }
            if matches!(asked.reason, 3 | 4) || to_itself.refused {
                refuse_level(findings, asked, registry, Party::Receiver, &receiver);
            }
        }
        None => findings.refuse(asked.restriction(
            RestrictionCode::ModuleRefuses,
            Party::Both,
            "A rule of the token is not satisfied with how the sender or the receiver is registered.",
            Remedy::by(Lifter::Issuer, "Ask the issuer to register both."),
        )),
    }
}

/// What a transfer from somebody known to nobody, with nothing demanded, is refused for.
const fn side_of(answer: &Refusal) -> Option<Side> {
    match (answer.refused, answer.reason) {
        (false, _) => Some(Side::Sender),
        (true, 3) => Some(Side::Both),
        (true, 1) => Some(Side::Receiver),
        (true, _) => None,
    }
}

/// Where neither is known, all of them answer alike, and the published order of rules decides.
fn published_side(asked: &Asked) -> Option<Side> {
    match u64::try_from(asked.listed.id) {
        Ok(2) => Some(Side::Sender),
        Ok(3 | 11) => Some(Side::Receiver),
        Ok(9) => Some(Side::Both),
        Ok(_) | Err(_) => None,
    }
}

fn refuse_level(findings: &mut Findings<'_>, asked: &Asked, registry: Address, party: Party, user: &userIdReturn) {
    if user.id.is_zero() {
        return refuse_unregistered(findings, asked, party);
    }
    let wanted = asked.listed.parameter;
    let call = attributeCall { trustedIntermediary: user.intermediary, id: user.id, key: KYC };
    let level = findings.ask(registry, &call);
    let who = party.in_words();
    let message = match findings.known(level) {
        Some(level) if level < wanted => {
            format!("The identity check of {who} is of level {level}, and the token demands level {wanted}.")
        }
        Some(_) | None => format!("An attribute that the token demands is missing in the registration of {who}."),
    };
    let code = match party {
        Party::Sender => RestrictionCode::SenderNotAllowed,
        Party::Receiver | Party::Token | Party::Collector | Party::Caller | Party::Both => {
            RestrictionCode::ReceiverNotAllowed
        }
    };
    let remedy = Remedy::by(Lifter::Issuer, format!("Ask the issuer what {who} has to show."));
    findings.refuse(asked.restriction(code, party, &message, remedy));
}

/// A registration that has not expired, of both (parameter 0), the sender (1) or the receiver (2).
pub(super) fn valid(findings: &mut Findings<'_>, asked: &Asked, scene: &Scene, registry: Address) {
    let (from, to, flag) = (findings.from, findings.to, asked.listed.parameter);
    let sender = user(findings, scene, registry, from);
    let receiver = user(findings, scene, registry, to);
    let alone = again(findings, asked, &isTransferValidCall { parameter: U256::from(2), ..asked.call.clone() });
    let (sender, receiver, alone) = (findings.known(sender), findings.known(receiver), findings.known(alone));
    let (Some(sender), Some(receiver), Some(alone)) = (sender, receiver, alone) else { return };
    if !matches!(asked.reason, 2 | 3) {
        findings.refuse(asked.restriction(
            RestrictionCode::ModuleRefuses,
            Party::Token,
            "A rule of the token is set up wrongly, and nothing passes.",
            Remedy::by(Lifter::Issuer, "Ask the issuer to correct the rule."),
        ));
    }
    if asked.reason == 2 {
        refuse_expired(findings, asked, Party::Sender, &sender);
    }
    if asked.reason == 3 || (asked.reason == 2 && flag.is_zero() && alone.refused) {
        refuse_expired(findings, asked, Party::Receiver, &receiver);
    }
}

fn refuse_expired(findings: &mut Findings<'_>, asked: &Asked, party: Party, user: &userIdReturn) {
    if user.id.is_zero() {
        return refuse_unregistered(findings, asked, party);
    }
    let code = match party {
        Party::Sender => RestrictionCode::SenderNotAllowed,
        Party::Receiver | Party::Token | Party::Collector | Party::Caller | Party::Both => {
            RestrictionCode::ReceiverNotAllowed
        }
    };
    let who = party.in_words();
    let message = format!("The registration of {who} has expired.");
    let remedy = Remedy::by(Lifter::Issuer, format!("Ask who registered {who} to renew it."));
    findings.refuse(asked.restriction(code, party, &message, remedy));
}

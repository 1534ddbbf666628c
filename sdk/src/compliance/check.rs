//! From a question to a verdict.

use alloy_primitives::U256;
use alloy_sol_types::SolCall as _;

use crate::abi::erc20::IERC20::{balanceOfCall, transferCall, transferFromCall};
use crate::evidence::{Fact, Gap, Read, Reads};

use super::family::{Families, Presence, families};
use super::findings::Findings;
use super::{
    Assessment, Bound, CheckError, Doubt, Headroom, Lifter, Limit, NonEmpty, Party, Remedy, Restriction,
    RestrictionCode, Rule, SimulatedRefusal, Simulation, TransferQuery, Verdict, Witness, family, simulation,
};

/// Whether a transfer will pass: every rule that is broken, how much would pass, and all that compared with a simulation of the
/// real call at the same block.
///
/// # Errors
/// [`CheckError`]: the amount has another scale than the token, or nothing could be read. A refusal is no error, and
/// neither is a rule that cannot be read: that is [`Verdict::Unknown`].
pub fn check_transfer(reads: &mut Reads, query: &TransferQuery) -> Result<Assessment, CheckError> {
    let (got, expected) = (query.amount.scale(), query.profile.decimals);
    if got != expected {
        return Err(CheckError::Scale { got, expected });
    }
    let simulated = simulation::simulate(reads, query);
    let found = families(reads, query.profile.token);
    let mut findings = Findings::new(reads, query);
    let simulated = findings.note(simulated);
    let known = findings.note(found.clone())?;
    let found = found?;
    check_rules(&mut findings, &known);
    if !known.has_rules() {
        check_by_simulation(&mut findings, &simulated);
    }
    conclude(findings, found, simulated)
}

fn check_rules(findings: &mut Findings<'_>, found: &Families) {
    // One doubt about the contract stands for the same doubt about every family.
    let disbelieved = found.disbelieved().map(|why| Doubt::NotUnderstood { what: why.to_owned() });
    let believed = disbelieved.is_none();
    findings.doubts.extend(disbelieved);
    for (row, presence) in found.rows().filter(|_| believed) {
        match (presence, row.check) {
            (Presence::Present, Some(check)) => check(findings),
            (Presence::Unsure { why }, Some(_)) => {
                findings.doubts.push(Doubt::Unsure { family: row.family, why: why.clone() });
            }
            (Presence::Absent, _) | (_, None) => {}
        }
    }
    if !findings.funds_checked {
        family::check_balance(findings);
    }
    if let Some(spender) = findings.spender {
        family::check_allowance(findings, spender);
    }
    if findings.to.is_zero() {
        refuse_zero_address(findings);
    }
}

fn refuse_zero_address(findings: &mut Findings<'_>) {
    findings.refuse(Restriction {
        code: RestrictionCode::ZeroAddress,
        party: Party::Receiver,
        rule: Rule::new(findings.token, "ERC-20 receiver"),
        read: real_call(findings, ""),
        message: "The receiver is the zero address: nobody could ever move what is sent there.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Give the receiver's address."),
    });
}

/// The call itself as a witness.
fn real_call(findings: &Findings<'_>, answer: &str) -> Witness {
    let (token, from, to, amount) = (findings.token, findings.from, findings.to, findings.amount.raw());
    let (caller, data, signature) = match findings.spender {
        None => (from, transferCall { to, amount }.abi_encode(), transferCall::SIGNATURE),
        Some(spender) => (spender, transferFromCall { from, to, amount }.abi_encode(), transferFromCall::SIGNATURE),
    };
    let read = Read::Call { to: token, from: Some(caller), data: data.into(), signature };
    Witness { read, answer: answer.to_owned() }
}

/// No rule of the token is known: what the chain refuses is refused, and what would pass is known only where the whole balance does.
fn check_by_simulation(findings: &mut Findings<'_>, simulated: &Result<Simulation, Gap>) {
    let rule = Rule::new(findings.token, "unknown rules");
    let account = findings.from;
    let balance = findings.ask(findings.token, &balanceOfCall { account });
    let whole = balance.ok().map(|amount| (amount, findings.simulate_with(amount)));
    let limit = match whole {
        Some((amount, Ok(true))) => Limit::AtMost(findings.amount.with_raw(amount)),
        Some((_, Ok(false) | Err(_))) | None => Limit::Unknown,
    };
    findings.bounds.push(Bound { rule: rule.clone(), limit });
    // A reason that is known already says more than the contract's own words.
    if let (Ok(Simulation::Refused(refusal)), true) = (simulated, findings.restrictions.is_empty()) {
        let message = match refusal {
            SimulatedRefusal::Reverted { words: Some(words), .. } => format!("The contract refuses: {words}"),
            SimulatedRefusal::Reverted { reason, words: None, .. } => {
                format!("The contract refuses, in its own words: {reason}.")
            }
            SimulatedRefusal::ReturnedFalse => "The contract refuses without giving a reason.".to_owned(),
        };
        let restriction = Restriction {
            code: RestrictionCode::ContractRefuses,
            party: Party::Token,
            rule,
            read: real_call(findings, &refusal.to_string()),
            message,
            remedy: Remedy::by(Lifter::Issuer, "Ask the issuer what the token demands: its rules are not known here."),
        };
        findings.restrictions.push(restriction);
    }
}

fn conclude(
    findings: Findings<'_>,
    families: Fact<Families>,
    simulated: Result<Simulation, Gap>,
) -> Result<Assessment, CheckError> {
    let Findings { amount, gathering, restrictions, doubts, bounds, fee, standing_approvals, next, .. } = findings;
    let headroom = Headroom::of(bounds, next, &amount);
    let structured = structured(&restrictions, &doubts, &headroom);
    let verdict = match &simulated {
        Ok(simulation) => compared(structured.clone(), simulation),
        Err(gap) => {
            let mut open = doubts;
            open.push(Doubt::Unread(gap.clone()));
            open.extend(NonEmpty::new(restrictions).map(|reasons| Doubt::Unconfirmed { reasons }));
            NonEmpty::new(open).map_or(structured.clone(), Verdict::Unknown)
        }
    };
    let verdict = gathering.conclude(verdict)?;
    let taken = fee.as_ref().map_or_else(|| amount.with_raw(U256::ZERO), |fee| fee.amount);
    let receives = amount.with_raw(amount.raw().saturating_sub(taken.raw()));
    let simulation = simulated.ok();
    Ok(Assessment { verdict, families, structured, simulation, headroom, receives, fee, standing_approvals })
}

/// What the rules say by themselves: a broken rule decides, then an open question.
fn structured(restrictions: &[Restriction], doubts: &[Doubt], headroom: &Headroom) -> Verdict {
    let denied = NonEmpty::new(restrictions.to_vec()).map(Verdict::Deny);
    let open = || NonEmpty::new(doubts.to_vec()).map(Verdict::Unknown);
    denied.or_else(open).unwrap_or_else(|| Verdict::Allow(headroom.clone()))
}

/// The rules explain, the chain decides: where they disagree, nothing is certain.
fn compared(structured: Verdict, simulation: &Simulation) -> Verdict {
    match (structured, simulation) {
        (Verdict::Deny(reasons), Simulation::Passes) => {
            Verdict::Unknown(NonEmpty::one(Doubt::PassesDespite { reasons }))
        }
        (Verdict::Allow(_), Simulation::Refused(refusal)) => {
            Verdict::Unknown(NonEmpty::one(Doubt::RefusedUnexplained { refusal: refusal.clone() }))
        }
        (Verdict::Unknown(open), Simulation::Refused(refusal)) => {
            let refused = Doubt::RefusedUnexplained { refusal: refusal.clone() };
            Verdict::Unknown(open.and(refused))
        }
        (agreed @ (Verdict::Allow(_) | Verdict::Unknown(_)), Simulation::Passes)
        | (agreed @ Verdict::Deny(_), Simulation::Refused(_)) => agreed,
    }
}

//! From a question to a verdict.

use alloy_primitives::U256;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::evidence::{Fact, Gap, Read, Reads};

use super::family::{Families, Presence, families};
use super::findings::Findings;
use super::movement::{self, Expected, Rehearsed};
use super::simulation::RealCall;
use super::{
    Assessment, Bound, CheckError, Doubt, Headroom, Lifter, Limit, NonEmpty, NoticeCode, Party, Remedy, Restriction,
    RestrictionCode, Rule, SimulatedRefusal, Simulation, TransferQuery, Verdict, Witness, family, simulation,
};

/// Whether a transfer will pass: every rule that is broken, how much would pass, and all that compared with a simulation of the
/// real call at the same block.
///
/// # Errors
/// [`CheckError`]: the amount has another scale than the token, or nothing could be read. A refusal is no error, and
/// neither is a rule that cannot be read: that is [`Verdict::Unknown`].
pub fn check_transfer(reads: &mut Reads, query: &TransferQuery) -> Result<Assessment, CheckError> {
    let query = &query.clone().checked()?;
    let simulated = simulation::simulate(reads, query);
    let rehearsed = movement::rehearse(reads, query);
    let found = families(reads, query.profile.token);
    let mut findings = Findings::new(reads, query);
    let simulated = findings.note(simulated);
    let rehearsed = findings.note(rehearsed).unwrap_or_else(Rehearsed::without);
    let known = findings.note(found.clone())?;
    let found = found?;
    check_rules(&mut findings, &known);
    // Tokens with a number have no allowances: their holder lets somebody move all of them, or not.
    let uncounted = findings.allowance_checked || findings.token_id().is_some();
    if let Some(spender) = findings.spender.filter(|_| !uncounted) {
        family::check_allowance(&mut findings, spender);
    }
    if !known.has_rules() {
        check_by_simulation(&mut findings, &simulated);
    }
    let expected = Expected {
        fee: findings.fee.as_ref().map_or(U256::ZERO, |fee| fee.amount.raw()),
        collector: findings.fee.as_ref().map(|fee| fee.collector),
        arrives: findings.arrives,
        rounding: findings.rounding(),
        rules_known: known.has_rules(),
    };
    // What is said to move nothing has to.
    let nothing = findings.notices.iter().any(|notice| notice.code == NoticeCode::MovesNothing);
    let as_asked = if nothing { rehearsed.moves_nothing() } else { rehearsed.is_as_asked(query, &expected) };
    conclude(findings, found, Tried { simulated, as_asked, rehearsed, query })
}

/// What trying the call showed.
struct Tried<'a> {
    simulated: Result<Simulation, Gap>,
    rehearsed: Rehearsed,
    /// Whether the rehearsal moved what was asked for.
    as_asked: bool,
    query: &'a TransferQuery,
}

/// What the rules alone say of a transfer, apart from any allowance.
pub(super) struct ByRules {
    pub(super) restrictions: Vec<Restriction>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) headroom: Headroom,
}

/// Goes through the rules without running the call.
pub(super) fn by_rules(reads: &mut Reads, query: &TransferQuery) -> Result<Fact<ByRules>, Gap> {
    let found = families(reads, query.profile.token);
    let mut findings = Findings::new(reads, query);
    let known = findings.note(found)?;
    check_rules(&mut findings, &known);
    let Findings { gathering, restrictions, doubts, bounds, next, .. } = findings;
    let headroom = Headroom::of(bounds, next, &query.amount);
    gathering.conclude(ByRules { restrictions, doubts, headroom })
}

impl ByRules {
    pub(super) fn verdict(&self) -> Verdict {
        structured(&self.restrictions, &self.doubts, &self.headroom)
    }
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
pub(super) fn real_call(findings: &Findings<'_>, answer: &str) -> Witness {
    let RealCall { caller, data, signature } = findings.real_call();
    let read = Read::Call { to: findings.token, from: Some(caller), data, signature };
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

fn conclude(findings: Findings<'_>, families: Fact<Families>, tried: Tried<'_>) -> Result<Assessment, CheckError> {
    let Findings {
        amount,
        gathering,
        restrictions,
        doubts,
        bounds,
        fee,
        arrives,
        notices,
        standing_approvals,
        next,
        ..
    } = findings;
    let headroom = Headroom::of(bounds, next, &amount);
    let (structured, verdict) = settled(restrictions, doubts, &headroom, &tried.simulated);
    let verdict = gathering.conclude(rehearsed(verdict, &tried))?;
    let taken = fee.as_ref().map_or(U256::ZERO, |fee| fee.amount.raw());
    let by_rules = arrives.unwrap_or_else(|| amount.raw().saturating_sub(taken));
    let receives = tried.rehearsed.arrives(tried.query).unwrap_or(by_rules);
    Ok(Assessment {
        verdict,
        families,
        structured,
        simulation: tried.simulated.ok(),
        movement: tried.rehearsed.into(),
        headroom,
        receives: amount.with_raw(receives),
        fee,
        notices,
        standing_approvals,
    })
}

/// What the rules say by themselves, and what they and the simulation say together.
pub(super) fn settled(
    restrictions: Vec<Restriction>,
    doubts: Vec<Doubt>,
    headroom: &Headroom,
    simulated: &Result<Simulation, Gap>,
) -> (Verdict, Verdict) {
    let restrictions: Vec<Restriction> = restrictions.into_iter().map(Restriction::legible).collect();
    let structured = structured(&restrictions, &doubts, headroom);
    let verdict = match simulated {
        Ok(simulation) => compared(structured.clone(), simulation),
        Err(gap) => {
            let mut open = doubts;
            open.push(Doubt::Unread(gap.clone()));
            open.extend(NonEmpty::new(restrictions).map(|reasons| Doubt::Unconfirmed { reasons }));
            NonEmpty::new(open).map_or(structured.clone(), Verdict::Unknown)
        }
    };
    (structured, verdict)
}

/// The verdict, held against what the call did when it was rehearsed. Where nothing was seen it stays as it is.
fn rehearsed(verdict: Verdict, tried: &Tried<'_>) -> Verdict {
    match (verdict, &tried.rehearsed) {
        (Verdict::Allow(_), Rehearsed::Passes(moved)) if !tried.as_asked => {
            Verdict::Unknown(NonEmpty::one(Doubt::MovesOtherwise { moved: moved.clone() }))
        }
        (Verdict::Allow(_), Rehearsed::Refused(refusal, _)) => {
            Verdict::Unknown(NonEmpty::one(Doubt::RefusedInRehearsal { refusal: refusal.clone() }))
        }
        (Verdict::Allow(_), Rehearsed::Unclear(gap)) => Verdict::Unknown(NonEmpty::one(Doubt::Unread(gap.clone()))),
        (Verdict::Deny(reasons), Rehearsed::Passes(_)) => {
            Verdict::Unknown(NonEmpty::one(Doubt::PassesDespite { reasons }))
        }
        (Verdict::Deny(reasons), Rehearsed::Refused(_, Some(moved))) => {
            let moves = NonEmpty::one(Doubt::MovesOtherwise { moved: moved.clone() });
            Verdict::Unknown(moves.and(Doubt::PassesDespite { reasons }))
        }
        (Verdict::Unknown(open), Rehearsed::Passes(moved)) if !tried.as_asked => {
            Verdict::Unknown(open.and(Doubt::MovesOtherwise { moved: moved.clone() }))
        }
        (settled @ Verdict::Allow(_), Rehearsed::Passes(_) | Rehearsed::NotSeen(_))
        | (settled @ Verdict::Deny(_), Rehearsed::Refused(_, None) | Rehearsed::Unclear(_) | Rehearsed::NotSeen(_))
        | (settled @ Verdict::Unknown(_), _) => settled,
    }
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

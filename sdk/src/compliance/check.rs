//! From a question to a verdict.

use crate::asset::{Interface, Interfaces, Presence};
use crate::evidence::{Gap, Reads};

use super::findings::Findings;
use super::{
    Assessment, CheckError, Doubt, Headroom, Lifter, NonEmpty, Party, Remedy, Restriction, RestrictionCode, Rule,
    Simulation, TransferQuery, Verdict, Witness, erc20, erc1404, erc3643, fiat_token, simulation,
};
use crate::abi::erc20::IERC20::transferCall;

/// Whether `transfer(to, amount)` by `from` will pass: every rule that is broken, how much would pass, and all that
/// compared with a simulation of the real call at the same block.
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
    let mut findings = Findings::new(reads, query);
    let simulated = findings.note(simulated);
    check_rules(&mut findings, &query.profile.interfaces);
    conclude(findings, simulated)
}

fn check_rules(findings: &mut Findings<'_>, interfaces: &Interfaces) {
    let restricted = [Interface::Erc3643, Interface::Erc1404, Interface::FiatToken];
    for interface in restricted {
        match interfaces.of(interface) {
            Presence::Absent => {}
            Presence::Unsure { why } => findings.doubts.push(Doubt::Unsure { interface, why: why.clone() }),
            Presence::Present => match interface {
                Interface::Erc3643 => erc3643::check(findings),
                Interface::Erc1404 => erc1404::check(findings),
                Interface::FiatToken => fiat_token::check(findings),
                Interface::Erc20 | Interface::Erc4626 | Interface::Erc7540 => {}
            },
        }
    }
    if !interfaces.erc3643.is_present() {
        erc20::check(findings);
    }
    if findings.to.is_zero() {
        let witness = Witness::of(findings.token, &transferCall { to: findings.to, amount: findings.amount.raw() }, "");
        findings.refuse(Restriction {
            code: RestrictionCode::ZeroAddress,
            party: Party::Receiver,
            rule: Rule::new(findings.token, "ERC-20 receiver"),
            read: witness,
            message: "The receiver is the zero address: nobody could ever move what is sent there.".to_owned(),
            remedy: Remedy::by(Lifter::Sender, "Give the receiver's address."),
        });
    }
}

fn conclude(findings: Findings<'_>, simulated: Result<Simulation, Gap>) -> Result<Assessment, CheckError> {
    let Findings { amount, gathering, restrictions, doubts, bounds, fee, .. } = findings;
    let headroom = Headroom::of(bounds, &amount);
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
    let taken = fee.as_ref().map_or_else(|| amount.with_raw(alloy_primitives::U256::ZERO), |fee| fee.amount);
    let receives = amount.with_raw(amount.raw().saturating_sub(taken.raw()));
    Ok(Assessment { verdict, structured, simulation: simulated.ok(), headroom, receives, fee })
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

//! A call other than a transfer, checked: what the rules say, what the simulation says, and the verdict of both.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::abi::revert::RevertReason;
use crate::evidence::{Fact, Gap, Reads, Refusal};

use super::check::{compared, structured};
use super::findings::Findings;
use super::{CheckError, Doubt, Headroom, NonEmpty, SimulatedRefusal, Simulation, Verdict};

/// A call other than a transfer, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallAssessment {
    /// What the rules and the simulation say together. As well known as the weakest read behind it.
    pub verdict: Fact<Verdict>,
    /// What the rules say by themselves.
    pub structured: Verdict,
    /// What the chain does with the real call; `None` where that could not be had, and then the verdict is not `Allow`.
    pub simulation: Option<Simulation>,
    /// The most that would pass now.
    pub headroom: Headroom,
}

/// Runs a call from its real sender. Whatever it returns, it passes by not reverting.
pub(super) fn simulate<C: SolCall>(
    reads: &mut Reads,
    caller: Address,
    contract: Address,
    call: &C,
) -> Result<Fact<Simulation>, Gap> {
    let outcome = reads.simulate(caller, contract, call.abi_encode().into(), C::SIGNATURE)?;
    Ok(outcome.map(|outcome| match outcome {
        Ok(_) => Simulation::Passes,
        Err(Refusal(data)) => {
            let decoded = RevertReason::decode(&data);
            let (reason, words) = (decoded.to_string(), decoded.in_words());
            Simulation::Refused(SimulatedRefusal::Reverted { reason, words, data })
        }
    }))
}

/// The verdict of everything that was found.
pub(super) fn conclude(
    findings: Findings<'_>,
    simulated: Result<Simulation, Gap>,
) -> Result<CallAssessment, CheckError> {
    let Findings { amount, gathering, restrictions, doubts, bounds, next, .. } = findings;
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
    Ok(CallAssessment { verdict, structured, simulation: simulated.ok(), headroom })
}

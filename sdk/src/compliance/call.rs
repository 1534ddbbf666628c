//! A call other than a transfer, checked: what the rules say, what the simulation says, and the verdict of both.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::evidence::{Fact, Gap, Read, Reads, Refusal};

use super::check::settled;
use super::findings::Findings;
use super::{CheckError, Headroom, Simulation, Verdict, simulation};

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
    let (data, signature) = (Bytes::from(call.abi_encode()), C::SIGNATURE);
    reads.simulate(caller, contract, data.clone(), signature)?.try_map(|outcome| match outcome {
        Ok(_) => Ok(Simulation::Passes),
        Err(Refusal(refused)) => {
            simulation::refusal(Read::Call { to: contract, from: Some(caller), data, signature }, refused)
        }
    })
}

/// The verdict of everything that was found.
pub(super) fn conclude(
    findings: Findings<'_>,
    simulated: Result<Simulation, Gap>,
) -> Result<CallAssessment, CheckError> {
    let Findings { amount, gathering, restrictions, doubts, bounds, next, .. } = findings;
    let headroom = Headroom::of(bounds, next, &amount);
    let (structured, verdict) = settled(restrictions, doubts, &headroom, &simulated);
    let verdict = gathering.conclude(verdict)?;
    Ok(CallAssessment { verdict, structured, simulation: simulated.ok(), headroom })
}

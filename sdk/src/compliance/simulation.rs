//! The real call, run without sending it.

use std::fmt;

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20::transferCall;
use crate::evidence::{Fact, Gap, Read, Reads};

use super::TransferQuery;

/// What the chain does with the real call at the same block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "simulation", content = "refusal", rename_all = "lowercase")]
pub enum Simulation {
    /// It passes.
    Passes,
    /// It does not.
    Refused(SimulatedRefusal),
}

/// How the contract refuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "refusal", content = "data", rename_all = "camelCase")]
pub enum SimulatedRefusal {
    /// By a revert with this data, which may be empty.
    Reverted(Bytes),
    /// By returning `false`.
    ReturnedFalse,
}

impl fmt::Display for SimulatedRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reverted(data) => write!(f, "it reverts with {data}"),
            Self::ReturnedFalse => f.write_str("it returns false"),
        }
    }
}

/// Runs the real call from its real sender. Tokens that return nothing (against ERC-20, but many do) pass by not reverting.
pub(super) fn simulate(reads: &mut Reads, query: &TransferQuery) -> Result<Fact<Simulation>, Gap> {
    let (from, to) = (query.from, query.profile.token);
    let data: Bytes = transferCall { to: query.to, amount: query.amount.raw() }.abi_encode().into();
    let signature = transferCall::SIGNATURE;
    reads.simulate(from, to, data.clone(), signature)?.try_map(|outcome| match outcome {
        Err(refusal) => Ok(Simulation::Refused(SimulatedRefusal::Reverted(refusal.0))),
        Ok(got) if got.is_empty() => Ok(Simulation::Passes),
        Ok(got) => match transferCall::abi_decode_returns_validate(&got) {
            Ok(true) => Ok(Simulation::Passes),
            Ok(false) => Ok(Simulation::Refused(SimulatedRefusal::ReturnedFalse)),
            Err(_) => {
                let read = Read::Call { to, from: Some(from), data, signature };
                Err(Gap::Malformed { read, expected: "bool", got })
            }
        },
    })
}

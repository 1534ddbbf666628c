//! The real call, run without sending it.

use std::fmt;

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20::transferCall;
use crate::abi::revert::RevertReason;
use crate::evidence::{Fact, Gap, Read, Reads, Refusal};

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
#[serde(tag = "refusal", rename_all = "camelCase")]
pub enum SimulatedRefusal {
    /// By a revert.
    Reverted {
        /// The contract's own words.
        reason: String,
        /// The revert data, which may be empty.
        data: Bytes,
    },
    /// By returning `false`.
    ReturnedFalse,
}

impl fmt::Display for SimulatedRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reverted { reason, .. } => write!(f, "it reverts: {reason}"),
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
        Err(Refusal(data)) => {
            let reason = RevertReason::decode(&data).to_string();
            Ok(Simulation::Refused(SimulatedRefusal::Reverted { reason, data }))
        }
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

//! The real call, run without sending it.

use std::fmt;

use alloy_primitives::Bytes;
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20::{transferCall, transferFromCall};
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
        /// What they mean in plain words, where that is known.
        words: Option<&'static str>,
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
    let (to, amount) = (query.to, query.amount.raw());
    let (caller, data, signature) = match query.spender {
        None => (query.from, transferCall { to, amount }.abi_encode(), transferCall::SIGNATURE),
        Some(spender) => {
            let call = transferFromCall { from: query.from, to, amount };
            (spender, call.abi_encode(), transferFromCall::SIGNATURE)
        }
    };
    let (token, data) = (query.profile.token, Bytes::from(data));
    reads.simulate(caller, token, data.clone(), signature)?.try_map(|outcome| match outcome {
        Err(Refusal(got)) => {
            let decoded = RevertReason::decode(&got);
            if let RevertReason::OffchainLookup(_) = decoded {
                // No refusal: the contract cannot tell before somebody outside the chain has answered it.
                let read = Read::Call { to: token, from: Some(caller), data, signature };
                return Err(Gap::Reverted { read, data: got });
            }
            let (reason, words, data) = (decoded.to_string(), decoded.in_words(), got);
            Ok(Simulation::Refused(SimulatedRefusal::Reverted { reason, words, data }))
        }
        Ok(got) if got.is_empty() => Ok(Simulation::Passes),
        Ok(got) => match transferCall::abi_decode_returns_validate(&got) {
            Ok(true) => Ok(Simulation::Passes),
            Ok(false) => Ok(Simulation::Refused(SimulatedRefusal::ReturnedFalse)),
            Err(_) => {
                let read = Read::Call { to: token, from: Some(caller), data, signature };
                Err(Gap::Malformed { read, expected: "bool", got })
            }
        },
    })
}

//! The real call, run without sending it.

use std::fmt;

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20::{transferCall, transferFromCall};
use crate::abi::erc7518::IERC1155::safeTransferFromCall;
use crate::abi::revert::RevertReason;
use crate::evidence::{Fact, Gap, Read, Reads, Refusal};
use crate::units::legible;

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
        /// The contract's own words, fit to be shown.
        reason: String,
        /// What they mean in plain words, where that is known.
        words: Option<&'static str>,
        /// The revert data, which may be empty; where there is very much of it, its beginning.
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

/// Characters of a contract's reason.
const LONGEST_REASON: usize = 300;
/// Bytes of revert data that are kept.
const LONGEST_DATA: usize = 4_096;

/// The call that the transfer is, and who makes it.
pub(super) struct RealCall {
    pub(super) caller: Address,
    pub(super) data: Bytes,
    pub(super) signature: &'static str,
}

impl RealCall {
    pub(super) fn of(query: &TransferQuery) -> Self {
        let (from, to, amount) = (query.from, query.to, query.amount.raw());
        let caller = query.spender.unwrap_or(from);
        let (data, signature) = match (query.token_id, query.spender) {
            (Some(id), _) => {
                let call = safeTransferFromCall { from, to, id, value: amount, data: Bytes::new() };
                (call.abi_encode(), safeTransferFromCall::SIGNATURE)
            }
            (None, Some(_)) => (transferFromCall { from, to, amount }.abi_encode(), transferFromCall::SIGNATURE),
            (None, None) => (transferCall { to, amount }.abi_encode(), transferCall::SIGNATURE),
        };
        Self { caller, data: data.into(), signature }
    }
}

/// Runs the real call from its real sender. Tokens that return nothing (against ERC-20, but many do) pass by not reverting.
pub(super) fn simulate(reads: &mut Reads, query: &TransferQuery) -> Result<Fact<Simulation>, Gap> {
    let RealCall { caller, data, signature } = RealCall::of(query);
    reads.simulate(caller, query.profile.token, data, signature)?.try_map(|answer| outcome(query, answer))
}

/// What revert data says, in words that can be shown. To be referred off the chain is no refusal: the contract cannot tell before somebody
/// there has answered it.
pub(super) fn refusal(read: Read, data: Bytes) -> Result<Simulation, Gap> {
    let decoded = RevertReason::decode(&data);
    if let RevertReason::OffchainLookup(_) = decoded {
        return Err(Gap::Reverted { read, data });
    }
    let (reason, words) = (legible(&decoded.to_string(), LONGEST_REASON), decoded.in_words());
    let data = data.get(..LONGEST_DATA).map(Bytes::copy_from_slice).unwrap_or(data);
    Ok(Simulation::Refused(SimulatedRefusal::Reverted { reason, words, data }))
}

/// What the call's answer says.
pub(super) fn outcome(query: &TransferQuery, answer: Result<Bytes, Refusal>) -> Result<Simulation, Gap> {
    match answer {
        Err(Refusal(data)) => {
            let RealCall { caller, data: call, signature } = RealCall::of(query);
            refusal(Read::Call { to: query.profile.token, from: Some(caller), data: call, signature }, data)
        }
        Ok(got) if got.is_empty() => Ok(Simulation::Passes),
        Ok(got) => match transferCall::abi_decode_returns_validate(&got) {
            Ok(true) => Ok(Simulation::Passes),
            Ok(false) => Ok(Simulation::Refused(SimulatedRefusal::ReturnedFalse)),
            Err(_) => {
                let RealCall { caller, data, signature } = RealCall::of(query);
                let read = Read::Call { to: query.profile.token, from: Some(caller), data, signature };
                Err(Gap::Malformed { read, expected: "bool", got })
            }
        },
    }
}

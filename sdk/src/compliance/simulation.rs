//! The real call, run without sending it.

use std::fmt;

use alloy_primitives::Bytes;
use serde::Serialize;

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

//! The light client's refusals: their codes, and the figures inside. Apart from the others, since its module holds nothing else.

use super::ErrorCode;
use crate::proof::beacon::BeaconError;

impl From<&BeaconError> for ErrorCode {
    fn from(error: &BeaconError) -> Self {
        match error {
            BeaconError::Malformed { .. } => Self::BeaconMalformed,
            BeaconError::Fork { .. } => Self::BeaconFork,
            BeaconError::BeforeCapella { .. } => Self::BeaconBeforeCapella,
            BeaconError::BeforeGenesis { .. } => Self::ClockWrong,
            BeaconError::OtherCheckpoint { .. } => Self::CheckpointOther,
            BeaconError::CheckpointMalformed { .. } => Self::CheckpointMalformed,
            BeaconError::CheckpointNetwork { .. } => Self::CheckpointNetwork,
            BeaconError::CheckpointStale { .. } => Self::CheckpointStale,
            BeaconError::Branch { .. } => Self::BeaconBranch,
            BeaconError::Participation { .. } => Self::BeaconParticipation,
            BeaconError::Signature { .. } => Self::BeaconSignature,
            BeaconError::Key { .. } => Self::BeaconKey,
            BeaconError::SlotOrder { .. } => Self::BeaconSlotOrder,
            BeaconError::Future { .. } => Self::BeaconFuture,
            BeaconError::Period { .. } => Self::BeaconPeriod,
            BeaconError::NoNews { .. } => Self::BeaconNoNews,
            BeaconError::OtherCommittee { .. } => Self::BeaconCommittee,
            BeaconError::Equivocation { .. } => Self::BeaconEquivocation,
            BeaconError::OtherBlock { .. } => Self::BlockUnproven,
        }
    }
}

/// `got` and `expected` wherever a value was refused.
pub(crate) fn details(error: &BeaconError) -> Vec<(&'static str, String)> {
    let (got, expected) = match error {
        BeaconError::Malformed { got, expected, .. } => (got.clone(), (*expected).to_owned()),
        BeaconError::CheckpointMalformed { got, expected, .. } => (got.clone(), expected.clone()),
        BeaconError::Fork { got, expected, .. } => ((*got).to_owned(), (*expected).to_owned()),
        BeaconError::BeforeGenesis { got, expected } => (got.0.to_string(), expected.0.to_string()),
        BeaconError::CheckpointNetwork { got, expected } => (got.to_string(), expected.to_string()),
        BeaconError::CheckpointStale { got, expected } => (got.0.to_string(), expected.0.to_string()),
        BeaconError::Participation { got, expected } => (got.to_string(), expected.to_string()),
        BeaconError::Future { got, expected }
        | BeaconError::Period { got, expected }
        | BeaconError::NoNews { got, expected } => (got.to_string(), expected.to_string()),
        BeaconError::OtherCheckpoint { got, expected }
        | BeaconError::OtherCommittee { got, expected }
        | BeaconError::OtherBlock { got, expected } => (got.to_string(), expected.to_string()),
        BeaconError::Equivocation { first, second, .. } => {
            return vec![("first", first.to_string()), ("second", second.to_string())];
        }
        // Their messages say it all.
        BeaconError::BeforeCapella { .. }
        | BeaconError::Branch { .. }
        | BeaconError::Signature { .. }
        | BeaconError::Key { .. }
        | BeaconError::SlotOrder { .. } => return Vec::new(),
    };
    vec![("got", got), ("expected", expected)]
}

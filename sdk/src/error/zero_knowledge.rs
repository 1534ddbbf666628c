//! Refusals of zero-knowledge and range proofs: their codes, and the figures inside. Apart from the others, since their modules hold nothing
//! else.

use super::ErrorCode;
#[cfg(feature = "zk")]
use crate::proof::groth16::Groth16Error;
#[cfg(feature = "range")]
use crate::proof::range::RangeError;
#[cfg(feature = "prove")]
use crate::proof::range::prove::ProveError;

#[cfg(feature = "zk")]
impl From<&Groth16Error> for ErrorCode {
    fn from(error: &Groth16Error) -> Self {
        match error {
            Groth16Error::Malformed { .. }
            | Groth16Error::NotInField { .. }
            | Groth16Error::OffCurve { .. }
            | Groth16Error::OutsideGroup { .. }
            | Groth16Error::Infinity { .. }
            | Groth16Error::Halves { .. }
            | Groth16Error::Count { .. } => Self::ZkMalformed,
            Groth16Error::Commitments { .. } => Self::ZkUnsupported,
            Groth16Error::OtherKey { .. } => Self::ZkKey,
            Groth16Error::NotProven => Self::ZkNotProven,
        }
    }
}

/// `got` and `expected` wherever a value was refused.
#[cfg(feature = "zk")]
pub(crate) fn groth16_details(error: &Groth16Error) -> Vec<(&'static str, String)> {
    let (got, expected) = match error {
        Groth16Error::Malformed { got, expected, .. } => (got.clone(), (*expected).to_owned()),
        Groth16Error::NotInField { got, expected, .. } => (got.to_string(), (*expected).to_owned()),
        Groth16Error::Count { got, expected, .. } => (got.to_string(), expected.to_string()),
        Groth16Error::Commitments { got } => (got.to_string(), "0".to_owned()),
        Groth16Error::OtherKey { got, expected } => (got.to_string(), expected.to_string()),
        Groth16Error::OffCurve { point }
        | Groth16Error::OutsideGroup { point }
        | Groth16Error::Infinity { point }
        | Groth16Error::Halves { secret: point } => return vec![("point", (*point).to_owned())],
        Groth16Error::NotProven => return Vec::new(),
    };
    vec![("got", got), ("expected", expected)]
}

#[cfg(feature = "range")]
impl From<&RangeError> for ErrorCode {
    fn from(error: &RangeError) -> Self {
        match error {
            RangeError::Malformed { .. }
            | RangeError::NotACommitment { .. }
            | RangeError::NotABlinding
            | RangeError::Count { .. }
            | RangeError::OtherHeight { .. }
            | RangeError::NoSuchPlace { .. } => Self::RangeMalformed,
            RangeError::NotOpened => Self::CommitmentNotOpened,
            RangeError::NotProven { .. } => Self::RangeNotProven,
            RangeError::OtherTotal { .. } => Self::LiabilityTotal,
            RangeError::NotCounted { .. } => Self::LiabilityNotCounted,
        }
    }
}

/// `got` and `expected` wherever a value was refused.
#[cfg(feature = "range")]
pub(crate) fn range_details(error: &RangeError) -> Vec<(&'static str, String)> {
    let (got, expected) = match error {
        RangeError::Malformed { got, expected, .. } => (got.to_string(), expected.to_string()),
        RangeError::Count { got, expected } => (got.to_string(), expected.to_string()),
        RangeError::OtherHeight { got, expected } => (got.to_string(), expected.to_string()),
        RangeError::OtherTotal { got, expected } | RangeError::NotCounted { got, expected } => {
            (got.to_string(), expected.to_string())
        }
        RangeError::NotACommitment { got } => return vec![("got", got.to_string())],
        RangeError::NoSuchPlace { got, height } => {
            return vec![("got", got.to_string()), ("height", height.to_string())];
        }
        RangeError::NotProven { statement } => return vec![("statement", (*statement).to_owned())],
        RangeError::NotABlinding | RangeError::NotOpened => return Vec::new(),
    };
    vec![("got", got), ("expected", expected)]
}

#[cfg(feature = "prove")]
impl From<&ProveError> for ErrorCode {
    fn from(error: &ProveError) -> Self {
        match error {
            ProveError::Range(error) => error.into(),
            ProveError::Inadequate { .. }
            | ProveError::Sum
            | ProveError::Empty
            | ProveError::NoSuchHolder { .. }
            | ProveError::NotMade => Self::RangeNotMade,
        }
    }
}

//! What the page and the light client's worker say to each other: a head in JSON, and the bytes of a resource behind it.
//!
//! A message is the length of its head (four bytes, little endian), the head, the bytes.

use std::time::Duration;

use alloy_primitives::B256;
use assay_sdk::chain::{Resource, TransportError};
use assay_sdk::evidence::Origin;
use assay_sdk::proof::beacon::Verified;
use assay_sdk::units::{ChainId, Seconds};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A path that the page fetches for the worker begins with this.
const BELOW: &str = "/eth/v1/beacon/light_client/";

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ToWorker {
    /// Follow the chain, from the checkpoint where nothing has been verified yet.
    Follow(Follow),
    /// What came of a resource that the worker wanted.
    Fetched {
        /// The number that the worker gave it.
        number: u32,
        /// The resource, its body behind the head; or why there is none.
        came: Result<Kind, Failure>,
    },
}

/// A step of following.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Follow {
    /// The number that the answer carries.
    pub number: u32,
    /// The chain whose execution blocks are wanted.
    pub chain: ChainId,
    /// Root of the beacon block to start from.
    pub checkpoint: B256,
    /// The beacon endpoints, as they are named in errors.
    pub origins: Vec<Origin>,
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ToPage {
    /// Fetch a resource below one of the endpoints.
    Fetch {
        /// The number that the answer carries.
        number: u32,
        /// Which endpoint, by its place.
        endpoint: usize,
        /// The path, with its query.
        path: String,
        /// `Accept`.
        accept: String,
    },
    /// What came of a step.
    Followed {
        /// The number of the question.
        number: u32,
        /// What is known now, or why not.
        came: Result<Box<Known>, Refusal>,
    },
}

/// What is known of the beacon chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Known {
    /// How old the checkpoint was at the start.
    pub checkpoint_age: Seconds,
    /// The newest block that was signed.
    pub signed: Verified,
    /// The newest block that is final.
    pub finalized: Verified,
    /// The finalized block as text, to start from next time.
    pub saved: String,
}

/// Why a step failed, by the SDK's code and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// The error's stable code.
    pub code: String,
    /// Its words.
    pub message: String,
}

/// How a resource came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Kind {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Eth-Consensus-Version`.
    pub consensus_version: Option<String>,
}

/// Why a resource did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Failure {
    /// No connection.
    Refused(String),
    /// Not within this many seconds.
    TimedOut(u64),
    /// An HTTP status other than success.
    Status(u16),
    /// Longer than this many bytes.
    TooLarge(usize),
    /// Not an address.
    BadAddress(String),
}

impl Follow {
    /// A step.
    #[must_use]
    pub const fn new(chain: ChainId, checkpoint: B256, origins: Vec<Origin>) -> Self {
        Self { number: 0, chain, checkpoint, origins }
    }
}

impl Refusal {
    /// A refusal in these words.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

impl Kind {
    /// The head of a resource, and its body.
    #[must_use]
    pub fn of(resource: Resource) -> (Self, Vec<u8>) {
        let Resource { body, content_type, consensus_version } = resource;
        (Self { content_type, consensus_version }, body)
    }

    /// The resource with this body.
    #[must_use]
    pub fn with(self, body: Vec<u8>) -> Resource {
        let Self { content_type, consensus_version } = self;
        Resource { body, content_type, consensus_version }
    }
}

impl Failure {
    /// What stopped an exchange.
    #[must_use]
    pub fn of(error: &TransportError) -> Self {
        match error {
            TransportError::TimedOut { after, .. } => Self::TimedOut(after.as_secs()),
            TransportError::Status { got, .. } => Self::Status(*got),
            TransportError::TooLarge { limit, .. } => Self::TooLarge(*limit),
            TransportError::BadAddress { reason, .. } => Self::BadAddress(reason.clone()),
            TransportError::Refused { reason, .. } => Self::Refused(reason.clone()),
            other @ (TransportError::NotRecorded { .. } | _) => Self::Refused(other.to_string()),
        }
    }

    /// The same as an error of the endpoint.
    #[must_use]
    pub fn at(self, origin: Origin) -> TransportError {
        match self {
            Self::Refused(reason) => TransportError::Refused { origin, reason },
            Self::TimedOut(seconds) => TransportError::TimedOut { origin, after: Duration::from_secs(seconds) },
            Self::Status(got) => TransportError::Status { origin, got },
            Self::TooLarge(limit) => TransportError::TooLarge { origin, limit },
            Self::BadAddress(reason) => TransportError::BadAddress { origin, reason },
        }
    }
}

/// Whether the page fetches this path: of the light client's resources, and none but these.
#[must_use]
pub fn is_fetched(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_/?=&".contains(&byte);
    path.strip_prefix(BELOW).is_some_and(|rest| !rest.is_empty() && rest.len() < 200 && rest.bytes().all(plain))
}

/// A message.
#[must_use]
pub fn encode(head: &impl Serialize, body: &[u8]) -> Vec<u8> {
    // Heads are plain data of this module: writing them cannot fail, and an empty head is refused by whoever reads it.
    let head = serde_json::to_vec(head).unwrap_or_default();
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes();
    [length.as_slice(), &head, body].concat()
}

/// Reads a message; `None` for bytes that are none.
#[must_use]
pub fn decode<T: DeserializeOwned>(message: &[u8]) -> Option<(T, &[u8])> {
    let (length, rest) = message.split_first_chunk::<4>()?;
    let (head, body) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((serde_json::from_slice(head).ok()?, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_read_back_and_garbage_is_none() {
        let kind = Kind { content_type: Some("application/octet-stream".to_owned()), consensus_version: None };
        let message = encode(&ToWorker::Fetched { number: 7, came: Ok(kind.clone()) }, &[1, 2, 3]);
        let (head, body) = decode::<ToWorker>(&message).unwrap();
        assert_eq!((head, body), (ToWorker::Fetched { number: 7, came: Ok(kind) }, [1, 2, 3].as_slice()));
        for length in 0..message.len() - 3 {
            assert!(decode::<ToWorker>(&message[..length]).is_none(), "cut to {length}");
        }
        assert!(decode::<ToPage>(&message).is_none());
        assert!(decode::<ToWorker>(&[0xff; 40]).is_none());
    }

    #[test]
    fn only_the_resources_of_light_clients_are_fetched() {
        for good in ["finality_update", "bootstrap/0x12", "updates?start_period=1&count=2"] {
            assert!(is_fetched(&format!("{BELOW}{good}")), "{good}");
        }
        for bad in [BELOW, "/eth/v1/beacon/blocks/head", "/eth/v1/beacon/light_client/../blocks", "https://a.org/", ""]
        {
            assert!(!is_fetched(bad), "{bad}");
        }
        assert!(!is_fetched(&format!("{BELOW}{}", "a".repeat(200))));
    }

    #[test]
    fn failures_stay_what_they_are_on_their_way() {
        let origin = Origin::of_url("https://a.org");
        for failure in
            [Failure::Status(503), Failure::TimedOut(20), Failure::TooLarge(9), Failure::Refused("no".to_owned())]
        {
            assert_eq!(Failure::of(&failure.clone().at(origin.clone())), failure);
        }
    }
}

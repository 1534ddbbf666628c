//! What a site is told where it gets no result.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The codes of `docs/connection.md`: those of EIP-1193, EIP-1474, EIP-3326 and EIP-5792.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SiteErrorCode {
    /// The user said no, or closed the window before agreeing.
    UserRejected,
    /// No consent for it, or the consent is void.
    Unauthorized,
    /// No such method here.
    UnsupportedMethod,
    /// The window is gone, or the session was ended.
    Disconnected,
    /// Not on that chain.
    ChainDisconnected,
    /// That chain is not known here.
    UnknownChain,
    /// A capability that is not optional is not known here (EIP-5792).
    UnsupportedCapability,
    /// Calls for a chain that is not known here (EIP-5792).
    UnsupportedChain,
    /// Calls with an id that was used before (EIP-5792).
    DuplicateCalls,
    /// No calls of this id are known (EIP-5792).
    UnknownCalls,
    /// More calls than are carried out at once (EIP-5792).
    TooManyCalls,
    /// The account could make the calls as one, but its user did not agree to that (EIP-5792).
    UpgradeRejected,
    /// The account cannot make the calls as one (EIP-5792).
    AtomicityUnsupported,
    /// The parameters are not as the standard says.
    Parameters,
    /// It would be refused, or is not understood: never signed.
    Refused,
    /// Too many wait already.
    TooMany,
}

impl SiteErrorCode {
    /// All codes.
    pub const ALL: [Self; 16] = [
        Self::UserRejected,
        Self::Unauthorized,
        Self::UnsupportedMethod,
        Self::Disconnected,
        Self::ChainDisconnected,
        Self::UnknownChain,
        Self::UnsupportedCapability,
        Self::UnsupportedChain,
        Self::DuplicateCalls,
        Self::UnknownCalls,
        Self::TooManyCalls,
        Self::UpgradeRejected,
        Self::AtomicityUnsupported,
        Self::Parameters,
        Self::Refused,
        Self::TooMany,
    ];

    /// The number, as the standards have it.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::UserRejected => 4001,
            Self::Unauthorized => 4100,
            Self::UnsupportedMethod => 4200,
            Self::Disconnected => 4900,
            Self::ChainDisconnected => 4901,
            Self::UnknownChain => 4902,
            Self::UnsupportedCapability => 5700,
            Self::UnsupportedChain => 5710,
            Self::DuplicateCalls => 5720,
            Self::UnknownCalls => 5730,
            Self::TooManyCalls => 5740,
            Self::UpgradeRejected => 5750,
            Self::AtomicityUnsupported => 5760,
            Self::Parameters => -32602,
            Self::Refused => -32003,
            Self::TooMany => -32005,
        }
    }
}

impl Serialize for SiteErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.number())
    }
}

/// Why a site gets no result. Serialised as the `error` of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct SiteError {
    /// Which kind.
    pub code: SiteErrorCode,
    /// A sentence for people. It says nothing that the site did not say itself or has no consent to learn.
    pub message: String,
    /// More, as an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl SiteError {
    /// The error with its sentence.
    #[must_use]
    pub fn new(code: SiteErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// A parameter that is not what its standard says: where it stands, what stood there, what was expected.
    pub(super) fn parameters(place: &str, got: &Value, expected: &str) -> Self {
        Self::wrong(place, &shortened(&got.to_string()), expected)
    }

    /// The same with words for what stood there.
    pub(super) fn wrong(place: &str, got: &str, expected: &str) -> Self {
        Self::new(SiteErrorCode::Parameters, format!("{place}: got {got}, expected {expected}."))
    }

    pub(super) fn unsupported_method(method: &str) -> Self {
        let message = format!(
            "This wallet has no method {}. docs/connection.md of Assay lists what it answers; what only reads the chain goes to an endpoint.",
            shortened(method)
        );
        Self::new(SiteErrorCode::UnsupportedMethod, message)
    }
}

/// At most 80 characters of a text.
fn shortened(text: &str) -> String {
    const LIMIT: usize = 80;
    if text.chars().nth(LIMIT).is_none() {
        return text.to_owned();
    }
    text.chars().take(LIMIT).chain(['…']).collect()
}

//! The figures inside an error, for programs: what its message says to people.

use super::Error;
use crate::asset::{DescriptorError, HoldingError};
use crate::chain::{ChainError, TransportError};
use crate::compliance::CheckError;
use crate::evidence::Gap;
#[cfg(feature = "prove")]
use crate::proof::range::prove::ProveError;
use crate::units::{IdError, UnitsError};

/// Named texts: `got`, `expected`, `origin`, `contract`, `path` and the like.
pub(super) type Details = Vec<(&'static str, String)>;

impl Error {
    /// The figures inside, by name: `got` and `expected` wherever a value was refused, `origin` of an endpoint, `path` within a file,
    /// `contract`, `call` and `data` of a read. Holds no secrets, and of an endpoint's address only its origin.
    #[must_use]
    pub fn details(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Chain(error) => chain(error),
            Self::Gap(gap) => read(gap),
            Self::Units(error) => units(error),
            Self::Id(error) => id(error),
            Self::Descriptor(error) => descriptor(error),
            Self::Holding(error) => holding(error),
            Self::Record(error) => super::records::details(error),
            Self::Check(CheckError::Gap(gap)) => read(gap),
            Self::Check(CheckError::Scale { got, expected }) => compared(got, expected),
            Self::Check(CheckError::NothingAsked) => Vec::new(),
            Self::WouldRevert { reason } => vec![("reason", reason.to_string())],
            Self::NoEstimate { message } => vec![("message", message.clone())],
            Self::NotEnoughEther { got, expected } => compared(got, expected),
            Self::Unsettled { rounds } => vec![("rounds", rounds.to_string())],
            Self::Argument { name, why } => vec![("argument", (*name).to_owned()), ("why", why.clone())],
            Self::NotListed { asset } => vec![("asset", asset.to_string())],
            #[cfg(feature = "lc")]
            Self::Beacon(error) => super::light_client::details(error),
            #[cfg(feature = "zk")]
            Self::Groth16(error) => super::zero_knowledge::groth16_details(error),
            #[cfg(feature = "range")]
            Self::Range(error) => super::zero_knowledge::range_details(error),
            #[cfg(feature = "prove")]
            Self::Prove(ProveError::Range(error)) => super::zero_knowledge::range_details(error),
            #[cfg(feature = "prove")]
            Self::Prove(ProveError::Inadequate { got, expected }) => compared(got, expected),
            #[cfg(feature = "prove")]
            Self::Prove(_) => Vec::new(),
            // Their messages say it all.
            Self::Evidence(_)
            | Self::Profile(_)
            | Self::Feed(_)
            | Self::Backing(_)
            | Self::Redemption(_)
            | Self::Yield(_)
            | Self::Tree(_)
            | Self::Proof(_)
            | Self::Attestation(_)
            | Self::Liability(_)
            | Self::Package(_)
            | Self::TreeBuild(_)
            | Self::Build(_)
            | Self::Approval(_)
            | Self::Sign(_)
            | Self::Sent(_)
            | Self::Receipt(_) => Vec::new(),
        }
    }
}

pub(super) fn compared(got: &impl ToString, expected: &impl ToString) -> Details {
    vec![("got", got.to_string()), ("expected", expected.to_string())]
}

fn chain(error: &ChainError) -> Details {
    let (origin, rest) = match error {
        ChainError::Refused(error) => return transport(error),
        ChainError::Evidence(_) | ChainError::NoEndpoint => return Vec::new(),
        ChainError::Disagreement { first, first_hash, second, second_hash } => {
            return [("first", first), ("second", second)]
                .map(|(name, origin)| (name, origin.to_string()))
                .into_iter()
                .chain([("firstHash", first_hash.to_string()), ("secondHash", second_hash.to_string())])
                .collect();
        }
        ChainError::AnswersDiffer { first, second, read } => {
            return vec![("first", first.to_string()), ("second", second.to_string()), ("read", read.clone())];
        }
        ChainError::TooFewAgree { got, expected, .. } => return compared(got, expected),
        ChainError::OtherCheckpoint { what, got, expected } => {
            return [vec![("what", (*what).to_owned())], compared(got, expected)].concat();
        }
        ChainError::LogsRefused { origin, from, to, got, expected } => {
            let range = vec![("from", from.to_string()), ("to", to.to_string())];
            (origin, [range, compared(got, expected)].concat())
        }
        ChainError::Restless { origin, number } => (origin, vec![("block", number.to_string())]),
        ChainError::Indexer { origin, message } => (origin, vec![("message", message.clone())]),
        ChainError::IndexerBehind { origin, got, expected } => (origin, compared(got, expected)),
        #[cfg(feature = "lc")]
        ChainError::OtherBlock { origin, got, expected, .. } => (origin, compared(got, expected)),
        #[cfg(feature = "lc")]
        ChainError::Beacon { origin, error } => (origin, super::light_client::details(error)),
        ChainError::TimedOut { origin, after } => (origin, vec![("seconds", after.as_secs().to_string())]),
        ChainError::Oversized { origin, limit } => (origin, vec![("limit", limit.to_string())]),
        ChainError::Malformed { origin, got, expected, .. } => (origin, compared(got, expected)),
        ChainError::WrongChain { origin, got, expected } => (origin, compared(got, expected)),
        ChainError::Rpc { origin, code, message } => {
            (origin, vec![("rpcCode", code.to_string()), ("message", message.clone())])
        }
        ChainError::Inconsistent { origin, got, expected, .. } => (origin, compared(got, expected)),
        ChainError::BlockUnknown { origin, block, .. } => (origin, vec![("block", block.clone())]),
        ChainError::Unsupported { origin, what, .. } => (origin, vec![("what", (*what).to_owned())]),
        ChainError::Proof { origin, .. } => (origin, Vec::new()),
    };
    [vec![("origin", origin.to_string())], rest].concat()
}

fn transport(error: &TransportError) -> Details {
    let (origin, rest) = match error {
        TransportError::NotRecorded { request } => return vec![("request", request.clone())],
        TransportError::Refused { origin, reason } | TransportError::BadAddress { origin, reason } => {
            (origin, ("reason", reason.clone()))
        }
        TransportError::TimedOut { origin, after } => (origin, ("seconds", after.as_secs().to_string())),
        TransportError::Status { origin, got } => (origin, ("status", got.to_string())),
        TransportError::TooLarge { origin, limit } => (origin, ("limit", limit.to_string())),
    };
    vec![("origin", origin.to_string()), rest]
}

fn read(gap: &Gap) -> Details {
    let read = gap.read();
    let mut details = vec![("contract", read.contract().to_string()), ("call", read.signature().to_owned())];
    match gap {
        Gap::Pending { .. } => {}
        Gap::Reverted { data, .. } => details.push(("data", data.to_string())),
        Gap::Malformed { expected, got, .. } => details.extend(compared(got, expected)),
        Gap::Declined { message, .. } => details.push(("message", message.clone())),
    }
    details
}

pub(super) fn units(error: &UnitsError) -> Details {
    match error {
        UnitsError::NotANumber { got } | UnitsError::NotACurrency { got } | UnitsError::NotADate { got } => {
            vec![("got", got.clone())]
        }
        UnitsError::TooManyDecimals { got, expected } => compared(got, expected),
        UnitsError::ScaleMismatch { got, expected } => compared(got, expected),
        UnitsError::CurrencyMismatch { got, expected } => compared(got, expected),
        UnitsError::ScaleTooLarge { got } => vec![("got", got.to_string())],
        UnitsError::OutOfRange { operation } | UnitsError::DivisionByZero { operation } => {
            vec![("operation", (*operation).to_owned())]
        }
    }
}

fn id(error: &IdError) -> Details {
    match error {
        IdError::Shape { got, expected, .. } => compared(got, expected),
        IdError::Checksum { got } => vec![("got", got.clone())],
    }
}

fn descriptor(error: &DescriptorError) -> Details {
    let (path, rest) = match error {
        DescriptorError::NotJson { why } => return vec![("why", why.clone())],
        DescriptorError::Missing { path, expected } => (path, vec![("expected", (*expected).to_owned())]),
        DescriptorError::Unexpected { path, got, expected } => (path, compared(got, expected)),
        DescriptorError::Id { path, why } => (path, id(why)),
        DescriptorError::Units { path, why } => (path, units(why)),
        DescriptorError::Duplicate { path, first, got } => (path, vec![("got", got.clone()), ("first", first.clone())]),
        DescriptorError::Both { path, got } => (path, vec![("got", (*got).to_owned())]),
        DescriptorError::WrongChain { path, got, expected } => (path, compared(got, expected)),
    };
    [vec![("path", path.clone())], rest].concat()
}

fn holding(error: &HoldingError) -> Details {
    match error {
        HoldingError::Gap(gap) => read(gap),
        HoldingError::Contradicted { token, got, expected } => {
            [vec![("contract", token.to_string())], compared(got, expected)].concat()
        }
        HoldingError::Decimals { token, got, expected } => {
            [vec![("contract", token.to_string())], compared(got, expected)].concat()
        }
        HoldingError::VaultAsset { vault, got, expected } => {
            [vec![("contract", vault.to_string())], compared(got, expected)].concat()
        }
        HoldingError::Units(error) => units(error),
        HoldingError::Feed(_) | HoldingError::Evidence(_) => Vec::new(),
    }
}

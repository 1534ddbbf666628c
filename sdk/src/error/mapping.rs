//! From each room's error to its code. No arm stands for several rooms' arms that are yet to come: a new one has to be decided on.

use super::{Error, ErrorCode};
use crate::asset::{BackingError, DescriptorError, FeedError, HoldingError, ProfileError};
use crate::chain::{ChainError, TransportError};
use crate::compliance::CheckError;
use crate::evidence::{EvidenceError, Gap};
use crate::keys::{KeyError, SignerError};
use crate::proof::{AttestationError, LiabilityError, PackageError, ProofError, TreeBuildError};
use crate::redemption::RedemptionError;
use crate::tx::{ApprovalError, BuildError, ReceiptError, SentError, SignError};
use crate::units::{IdError, UnitsError};
use crate::yields::{TermsError, TreeError, YieldError};

impl From<&Error> for ErrorCode {
    fn from(error: &Error) -> Self {
        match error {
            Error::Chain(inner) => inner.into(),
            Error::Gap(inner) => inner.into(),
            Error::Evidence(inner) => inner.into(),
            Error::Units(inner) => inner.into(),
            Error::Id(inner) => inner.into(),
            Error::Descriptor(inner) => inner.into(),
            Error::Profile(inner) => inner.into(),
            Error::Holding(inner) => inner.into(),
            Error::Feed(inner) => inner.into(),
            Error::Backing(inner) => inner.into(),
            Error::Check(inner) => inner.into(),
            Error::Redemption(inner) => inner.into(),
            Error::Yield(inner) => inner.into(),
            Error::Record(inner) => inner.into(),
            Error::Tree(inner) => inner.into(),
            Error::Proof(inner) => inner.into(),
            #[cfg(feature = "lc")]
            Error::Beacon(inner) => inner.into(),
            #[cfg(feature = "zk")]
            Error::Groth16(inner) => inner.into(),
            #[cfg(feature = "range")]
            Error::Range(inner) => inner.into(),
            #[cfg(feature = "prove")]
            Error::Prove(inner) => inner.into(),
            Error::Attestation(inner) => inner.into(),
            Error::Liability(inner) => inner.into(),
            Error::Package(inner) => inner.into(),
            Error::TreeBuild(inner) => inner.into(),
            Error::Build(inner) => inner.into(),
            Error::Approval(ApprovalError::NotUnderstood { .. }) => Self::TransactionNotUnderstood,
            Error::Sign(inner) => inner.into(),
            Error::Sent(inner) => inner.into(),
            Error::Receipt(inner) => inner.into(),
            Error::WouldRevert { .. } => Self::WouldRevert,
            Error::NoEstimate { .. } => Self::NoGasEstimate,
            Error::NotEnoughEther { .. } => Self::NotEnoughEther,
            Error::Unsettled { .. } => Self::Unsettled,
            Error::Argument { .. } => Self::ArgumentInvalid,
            Error::NotListed { .. } => Self::AssetNotListed,
        }
    }
}

impl From<&TransportError> for ErrorCode {
    fn from(error: &TransportError) -> Self {
        match error {
            TransportError::Refused { .. } => Self::EndpointRefused,
            TransportError::TimedOut { .. } => Self::EndpointTimedOut,
            TransportError::Status { .. } => Self::EndpointStatus,
            TransportError::TooLarge { .. } => Self::EndpointOversized,
            TransportError::BadAddress { .. } => Self::EndpointAddress,
            TransportError::NotRecorded { .. } => Self::NotRecorded,
        }
    }
}

impl From<&ChainError> for ErrorCode {
    fn from(error: &ChainError) -> Self {
        match error {
            ChainError::Refused(inner) => inner.into(),
            ChainError::TimedOut { .. } => Self::EndpointTimedOut,
            ChainError::Oversized { .. } => Self::EndpointOversized,
            ChainError::Malformed { .. } => Self::EndpointMalformed,
            ChainError::WrongChain { .. } => Self::WrongChain,
            ChainError::Rpc { .. } => Self::EndpointError,
            ChainError::Inconsistent { .. } => Self::EndpointInconsistent,
            ChainError::BlockUnknown { .. } | ChainError::Restless { .. } | ChainError::IndexerBehind { .. } => {
                Self::BlockUnknown
            }
            ChainError::LogsRefused { .. } => Self::EndpointDeclined,
            ChainError::Indexer { .. } => Self::EndpointError,
            ChainError::OtherCheckpoint { .. } => Self::ArgumentInvalid,
            ChainError::Unsupported { .. } => Self::EndpointUnsupported,
            ChainError::Proof { error, .. } => error.into(),
            ChainError::NoEndpoint => Self::EndpointMissing,
            ChainError::Disagreement { .. } | ChainError::AnswersDiffer { .. } => Self::QuorumDisagreement,
            ChainError::TooFewAgree { .. } => Self::QuorumMissed,
            #[cfg(feature = "lc")]
            ChainError::OtherBlock { .. } => Self::BlockContradicted,
            #[cfg(feature = "lc")]
            ChainError::Beacon { error, .. } => error.into(),
            ChainError::Evidence(inner) => inner.into(),
        }
    }
}

impl From<&Gap> for ErrorCode {
    fn from(gap: &Gap) -> Self {
        match gap {
            Gap::Pending { .. } => Self::Unsettled,
            Gap::Reverted { .. } => Self::ReadReverted,
            Gap::Malformed { .. } => Self::ReadMalformed,
            Gap::Declined { .. } => Self::EndpointDeclined,
        }
    }
}

impl From<&EvidenceError> for ErrorCode {
    fn from(error: &EvidenceError) -> Self {
        match error {
            EvidenceError::DifferentBlocks { .. } => Self::DifferentBlocks,
            EvidenceError::TooWeak { .. } => Self::EvidenceTooWeak,
        }
    }
}

impl From<&UnitsError> for ErrorCode {
    fn from(error: &UnitsError) -> Self {
        match error {
            UnitsError::NotANumber { .. } => Self::NotANumber,
            UnitsError::TooManyDecimals { .. } => Self::TooManyDecimals,
            UnitsError::OutOfRange { .. } => Self::NumberOutOfRange,
            UnitsError::ScaleMismatch { .. } => Self::ScaleMismatch,
            UnitsError::CurrencyMismatch { .. } => Self::CurrencyMismatch,
            UnitsError::NotACurrency { .. } => Self::NotACurrency,
            UnitsError::NotADate { .. } => Self::TermsInvalid,
            UnitsError::ScaleTooLarge { .. } => Self::ScaleTooLarge,
            UnitsError::DivisionByZero { .. } => Self::DivisionByZero,
        }
    }
}

impl From<&IdError> for ErrorCode {
    fn from(error: &IdError) -> Self {
        match error {
            IdError::Shape { .. } => Self::IdentifierMalformed,
            IdError::Checksum { .. } => Self::AddressChecksum,
        }
    }
}

impl From<&DescriptorError> for ErrorCode {
    fn from(error: &DescriptorError) -> Self {
        match error {
            DescriptorError::NotJson { .. } => Self::ListNotJson,
            DescriptorError::Missing { .. }
            | DescriptorError::Unexpected { .. }
            | DescriptorError::Id { .. }
            | DescriptorError::Units { .. }
            | DescriptorError::Duplicate { .. }
            | DescriptorError::Both { .. } => Self::ListInvalid,
            DescriptorError::WrongChain { .. } => Self::ListWrongChain,
        }
    }
}

impl From<&ProfileError> for ErrorCode {
    fn from(error: &ProfileError) -> Self {
        match error {
            ProfileError::Gap(Gap::Reverted { .. } | Gap::Malformed { .. }) => Self::NotAToken,
            ProfileError::Gap(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => gap.into(),
            ProfileError::Decimals { why, .. } => why.into(),
        }
    }
}

impl From<&HoldingError> for ErrorCode {
    fn from(error: &HoldingError) -> Self {
        match error {
            HoldingError::Gap(inner) => inner.into(),
            HoldingError::Feed(inner) => inner.into(),
            HoldingError::Decimals { .. } | HoldingError::VaultAsset { .. } => Self::ListContradicted,
            HoldingError::Contradicted { .. } => Self::EndpointInconsistent,
            HoldingError::Units(inner) => inner.into(),
            HoldingError::Evidence(inner) => inner.into(),
        }
    }
}

impl From<&FeedError> for ErrorCode {
    fn from(error: &FeedError) -> Self {
        match error {
            FeedError::Gap(inner) => inner.into(),
            FeedError::NotPositive { .. } | FeedError::NoAnswer { .. } => Self::FeedNoFigure,
            FeedError::Future { .. } | FeedError::Inconsistent { .. } | FeedError::TooMany { .. } => {
                Self::FeedInconsistent
            }
            FeedError::Units { why, .. } => why.into(),
            FeedError::Evidence(inner) => inner.into(),
        }
    }
}

impl From<&BackingError> for ErrorCode {
    fn from(error: &BackingError) -> Self {
        match error {
            BackingError::Evidence(inner) => inner.into(),
            BackingError::Units(inner) => inner.into(),
        }
    }
}

impl From<&CheckError> for ErrorCode {
    fn from(error: &CheckError) -> Self {
        match error {
            CheckError::Gap(inner) => inner.into(),
            CheckError::Scale { .. } => Self::ScaleMismatch,
            CheckError::NothingAsked => Self::ArgumentInvalid,
        }
    }
}

impl From<&RedemptionError> for ErrorCode {
    fn from(error: &RedemptionError) -> Self {
        match error {
            RedemptionError::Gap(inner) => inner.into(),
            RedemptionError::Units(inner) => inner.into(),
            RedemptionError::Evidence(inner) => inner.into(),
            RedemptionError::Log { .. } => Self::LogMalformed,
        }
    }
}

impl From<&YieldError> for ErrorCode {
    fn from(error: &YieldError) -> Self {
        match error {
            YieldError::Gap(inner) => inner.into(),
            YieldError::Units(inner) => inner.into(),
            YieldError::Evidence(inner) => inner.into(),
            YieldError::Proof(inner) => inner.into(),
            YieldError::Terms(inner) => inner.into(),
            YieldError::Window { .. } | YieldError::TooShort { .. } => Self::WindowEmpty,
            YieldError::Feed(inner) => inner.into(),
            YieldError::NoQuote { .. } | YieldError::NotComputed(_) => Self::TermsInvalid,
            YieldError::Answer { .. } => Self::FeedNoFigure,
            YieldError::RoundTime { .. } | YieldError::OtherRound { .. } => Self::FeedInconsistent,
            YieldError::OtherToken { .. }
            | YieldError::OtherTree { .. }
            | YieldError::OtherGround { .. }
            | YieldError::Undeclared { .. } => Self::ListContradicted,
            YieldError::Inconsistent { .. } => Self::FeedInconsistent,
        }
    }
}

impl From<&TermsError> for ErrorCode {
    fn from(error: &TermsError) -> Self {
        match error {
            TermsError::Units(inner) => inner.into(),
            TermsError::Order { .. }
            | TermsError::OutsideLife { .. }
            | TermsError::Frequency { .. }
            | TermsError::TooMany { .. }
            | TermsError::TooFew { .. }
            | TermsError::ReferencePeriod { .. }
            | TermsError::Price { .. }
            | TermsError::Yield { .. }
            | TermsError::Curve { .. }
            | TermsError::NothingInvested { .. } => Self::TermsInvalid,
            TermsError::OneWay | TermsError::NoRate { .. } => Self::RateNone,
            TermsError::SeveralRates { .. } => Self::RateAmbiguous,
        }
    }
}

impl From<&TreeError> for ErrorCode {
    fn from(error: &TreeError) -> Self {
        match error {
            TreeError::Shape { .. } | TreeError::Value { .. } | TreeError::ProofTooLong { .. } => {
                Self::DistributionMalformed
            }
            TreeError::TwoClaims { .. }
            | TreeError::IndexTaken { .. }
            | TreeError::Total { .. }
            | TreeError::Sum { .. }
            | TreeError::Nodes { .. }
            | TreeError::Leaf { .. } => Self::DistributionInconsistent,
        }
    }
}

impl From<&ProofError> for ErrorCode {
    fn from(error: &ProofError) -> Self {
        match error {
            ProofError::Malformed { .. } | ProofError::TooDeep { .. } | ProofError::MultiProof { .. } => {
                Self::ProofMalformed
            }
            ProofError::HeaderHash { .. } => Self::ProofHeaderMismatch,
            ProofError::OtherAccount { .. } | ProofError::OtherSlot { .. } | ProofError::SlotCount { .. } => {
                Self::ProofOther
            }
            ProofError::Account { .. }
            | ProofError::Storage { .. }
            | ProofError::CodeHash { .. }
            | ProofError::NotInTree { .. }
            | ProofError::NotInTree128 { .. } => Self::ProofRootMismatch,
        }
    }
}

impl From<&AttestationError> for ErrorCode {
    fn from(error: &AttestationError) -> Self {
        match error {
            AttestationError::Malformed { .. } => Self::AttestationMalformed,
            AttestationError::OtherToken { .. }
            | AttestationError::OtherChain { .. }
            | AttestationError::OtherSchema { .. }
            | AttestationError::OtherContract { .. } => Self::AttestationOtherAsset,
            AttestationError::Altered { .. } => Self::AttestationAltered,
            AttestationError::TooFewAttesters { .. } => Self::AttestationTooFew,
            AttestationError::Disagreement { .. } => Self::AttestationDisagreement,
            AttestationError::Evidence(inner) => inner.into(),
            AttestationError::Expired { .. } => Self::AttestationExpired,
            AttestationError::FromTheFuture { .. } => Self::AttestationFuture,
            AttestationError::HighS | AttestationError::WrongSigner { .. } | AttestationError::NotVouched { .. } => {
                Self::AttestationSigner
            }
            AttestationError::Undecided { .. } => Self::AttestationUndecided,
        }
    }
}

impl From<&LiabilityError> for ErrorCode {
    fn from(error: &LiabilityError) -> Self {
        match error {
            LiabilityError::Malformed { .. } | LiabilityError::NoSuchPlace { .. } => Self::LiabilityMalformed,
            LiabilityError::Overflow { .. } | LiabilityError::OtherTotal { .. } => Self::LiabilityTotal,
            LiabilityError::NotCounted { .. } => Self::LiabilityNotCounted,
        }
    }
}

impl From<&PackageError> for ErrorCode {
    fn from(error: &PackageError) -> Self {
        match error {
            PackageError::Cut { .. }
            | PackageError::Trailing { .. }
            | PackageError::Malformed { .. }
            | PackageError::OutOfRange { .. }
            | PackageError::FeedTwice { .. }
            | PackageError::OtherMoment { .. } => Self::PackageMalformed,
            PackageError::Signature(_)
            | PackageError::Unauthorised { .. }
            | PackageError::SignerTwice { .. }
            | PackageError::TooFewSigners { .. }
            | PackageError::OtherGuardianSet { .. }
            | PackageError::OtherEmitter { .. }
            | PackageError::NotInTree { .. } => Self::PackageSigner,
            PackageError::NoFeed { .. } | PackageError::NotPositive { .. } => Self::PackageNoFigure,
            PackageError::Stale { .. } => Self::PackageStale,
            PackageError::FromTheFuture { .. } => Self::PackageFuture,
        }
    }
}

impl From<&TreeBuildError> for ErrorCode {
    fn from(error: &TreeBuildError) -> Self {
        match error {
            TreeBuildError::Empty
            | TreeBuildError::OutOfOrder { .. }
            | TreeBuildError::Count { .. }
            | TreeBuildError::NoSuchLeaf { .. }
            | TreeBuildError::TooMany { .. }
            | TreeBuildError::Sum { .. } => Self::TreeNotBuilt,
        }
    }
}

impl From<&BuildError> for ErrorCode {
    fn from(error: &BuildError) -> Self {
        match error {
            BuildError::TooLittleGas { .. }
            | BuildError::PriorityAboveMaximum { .. }
            | BuildError::NoFee
            | BuildError::NoChain
            | BuildError::NoCalls
            | BuildError::NoSender => Self::TransactionTerms,
            BuildError::Payload(inner) => inner.into(),
        }
    }
}

impl From<&SignerError> for ErrorCode {
    fn from(error: &SignerError) -> Self {
        match error {
            SignerError::Rejected => Self::SignatureRejected,
            SignerError::Locked => Self::KeysLocked,
            SignerError::UnknownAccount { .. } => Self::SignerOtherAccount,
            SignerError::Malformed { .. } => Self::TransactionMalformed,
            SignerError::WrongChain { .. } | SignerError::AnyChain { .. } => Self::SignerOtherChain,
            SignerError::Unreachable { .. } => Self::SignerUnreachable,
            SignerError::NotSignedHere { .. } => Self::SignerCannot,
            SignerError::Unauthorised { .. } => Self::ProviderUnauthorised,
            SignerError::Busy => Self::ProviderBusy,
            SignerError::UnknownChain { .. } => Self::ProviderUnknownChain,
            SignerError::Refused { .. } => Self::ProviderRefused,
            SignerError::NotByKey { .. } => Self::SignatureInvalid,
        }
    }
}

impl From<&KeyError> for ErrorCode {
    fn from(error: &KeyError) -> Self {
        match error {
            KeyError::Length { .. } | KeyError::NotHex { .. } | KeyError::OutOfRange => Self::KeyMalformed,
            KeyError::Signature { .. } => Self::SignatureInvalid,
        }
    }
}

impl From<&SignError> for ErrorCode {
    fn from(error: &SignError) -> Self {
        match error {
            SignError::Signer(inner) => inner.into(),
            SignError::OtherAccount { .. } => Self::SignerOtherAccount,
            SignError::Signature(inner) => inner.into(),
            SignError::NotOverReviewedBytes { .. } => Self::SignatureInvalid,
            SignError::NotASignedTransaction { .. } => Self::TransactionMalformed,
            SignError::NoHash { .. } | SignError::Batch(_) => Self::ProviderRefused,
        }
    }
}

impl From<&SentError> for ErrorCode {
    fn from(error: &SentError) -> Self {
        match error {
            SentError::SomethingElse { .. }
            | SentError::Delegates { .. }
            | SentError::OtherKind { .. }
            | SentError::Unreadable { .. } => Self::SentSomethingElse,
            SentError::OtherHash { .. } => Self::EndpointInconsistent,
        }
    }
}

impl From<&ReceiptError> for ErrorCode {
    fn from(error: &ReceiptError) -> Self {
        match error {
            ReceiptError::OtherTransaction { .. }
            | ReceiptError::ForeignLog { .. }
            | ReceiptError::LogsOfReverted { .. } => Self::ReceiptInconsistent,
        }
    }
}

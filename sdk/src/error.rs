//! Row 7. One error for callers.
//!
//! Each room has a small error of its own; [`Error`] wraps them all, and answers by code, by who has to act and by whether
//! trying again can help.

mod code;
mod details;
mod keys;
#[cfg(feature = "lc")]
mod light_client;
mod mapping;
mod records;
#[cfg(any(feature = "zk", feature = "range"))]
pub(crate) mod zero_knowledge;

#[cfg(all(feature = "bindings", target_arch = "wasm32"))]
pub(crate) use code::TYPESCRIPT;
pub use code::{Blame, ErrorCode, Retry};
pub use keys::KeysError;
#[cfg(all(feature = "js-lc", target_arch = "wasm32"))]
pub(crate) use light_client::details as light_client_details;

use alloy_primitives::U256;

use crate::abi::revert::RevertReason;
use crate::asset::{BackingError, DescriptorError, FeedError, HoldingError, ProfileError};
use crate::chain::ChainError;
use crate::compliance::CheckError;
use crate::evidence::{EvidenceError, Gap};
use crate::proof::{AttestationError, LiabilityError, PackageError, ProofError, TreeBuildError};
use crate::records::RecordError;
use crate::redemption::RedemptionError;
use crate::tx::{ApprovalError, BuildError, ReceiptError, SentError, SignError};
use crate::units::{AssetId, IdError, UnitsError};
use crate::yields::{TreeError, YieldError};

/// Why something could not be found out or done. A refusal of a rule is no error: it is a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint, or the way to it.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A read that gave no value.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// Facts that do not combine.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A number.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// An identifier.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A token list.
    #[error(transparent)]
    Descriptor(#[from] DescriptorError),
    /// A token that is none.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A holding.
    #[error(transparent)]
    Holding(#[from] HoldingError),
    /// A feed.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// Reserves against supply.
    #[error(transparent)]
    Backing(#[from] BackingError),
    /// A transfer that could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A redemption.
    #[error(transparent)]
    Redemption(#[from] RedemptionError),
    /// A yield.
    #[error(transparent)]
    Yield(#[from] YieldError),
    /// Books that could not be made.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A distribution's file.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A proof that does not hold.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A light client's refusal.
    #[cfg(feature = "lc")]
    #[error(transparent)]
    Beacon(#[from] crate::proof::beacon::BeaconError),
    /// A zero-knowledge proof that does not hold.
    #[cfg(feature = "zk")]
    #[error(transparent)]
    Groth16(#[from] crate::proof::groth16::Groth16Error),
    /// A commitment or a range proof that does not hold.
    #[cfg(feature = "range")]
    #[error(transparent)]
    Range(#[from] crate::proof::range::RangeError),
    /// A range proof that was not made.
    #[cfg(feature = "prove")]
    #[error(transparent)]
    Prove(#[from] crate::proof::range::prove::ProveError),
    /// An attestation that does not hold.
    #[error(transparent)]
    Attestation(#[from] AttestationError),
    /// A proof of a liability that does not hold.
    #[error(transparent)]
    Liability(#[from] LiabilityError),
    /// A signed price that does not hold.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A Merkle tree that was not built.
    #[error(transparent)]
    TreeBuild(#[from] TreeBuildError),
    /// A transaction that was not built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A review that was not approved.
    #[error(transparent)]
    Approval(#[from] ApprovalError),
    /// A transaction that was not signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// Another wallet sent something else than was reviewed.
    #[error(transparent)]
    Sent(#[from] SentError),
    /// A receipt that does not fit its transaction.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// The chain would refuse the transaction.
    #[error("the chain would refuse this transaction: {reason}")]
    WouldRevert {
        /// Why.
        reason: RevertReason,
    },
    /// The endpoint would not estimate the gas.
    #[error("the endpoint gave no gas estimate: {message}")]
    NoEstimate {
        /// Its own words, shortened.
        message: String,
    },
    /// The account cannot pay the fee.
    #[error("not enough ether for the fee: got {got} wei, expected {expected} wei")]
    NotEnoughEther {
        /// What the account holds, in wei.
        got: U256,
        /// What the fee may come to, in wei.
        expected: U256,
    },
    /// A question went on asking. The endpoint's answers lead in a circle.
    #[error("the endpoint's answers led to new questions for {rounds} rounds: given up")]
    Unsettled {
        /// Rounds.
        rounds: usize,
    },
    /// An argument has not the shape that was asked for.
    #[error("{name}: {why}")]
    Argument {
        /// Which.
        name: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The token list has no entry for the asset.
    #[error("the token list has no entry for {asset}")]
    NotListed {
        /// The asset.
        asset: AssetId,
    },
}

impl Error {
    /// Its stable name.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.into()
    }

    /// Who has to act.
    #[must_use]
    pub fn blame(&self) -> Blame {
        self.code().blame()
    }

    /// Whether trying again can help.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.code().retry()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::TransportError;
    use crate::evidence::{Origin, Read};
    use crate::units::ChainId;
    use alloy_primitives::{Address, Bytes};

    fn gap() -> Gap {
        let read = Read::Call { to: Address::ZERO, from: None, data: Bytes::new(), signature: "decimals()" };
        Gap::Malformed { read, expected: "uint8", got: Bytes::new() }
    }

    #[test]
    fn the_same_gap_has_another_code_where_it_means_something_else() {
        assert_eq!(Error::from(gap()).code().as_str(), "read-malformed");
        assert_eq!(Error::from(ProfileError::Gap(gap())).code().as_str(), "not-a-token");
    }

    #[test]
    fn an_endpoint_that_is_away_may_come_back_and_one_of_another_chain_will_not() {
        let origin = Origin::of_url("https://rpc.example.org/v3/SECRET");
        let away = ChainError::from(TransportError::Refused { origin: origin.clone(), reason: "reset".to_owned() });
        let other = ChainError::WrongChain { origin, got: ChainId(1), expected: ChainId(2) };
        let [away, other] = [away, other].map(Error::from);
        assert_eq!((away.code().as_str(), away.retry()), ("endpoint-refused", Retry::Later));
        assert_eq!((other.blame(), other.retry()), (Blame::Endpoint, Retry::OtherEndpoint));
        let expected = [("origin", "https://rpc.example.org"), ("got", "eip155:1"), ("expected", "eip155:2")];
        assert_eq!(other.details(), expected.map(|(name, text)| (name, text.to_owned())));
    }

    #[test]
    fn whoever_called_is_told_about_their_own_arguments() {
        let error = Error::from(UnitsError::TooManyDecimals { got: 3, expected: 2 });
        assert_eq!((error.blame(), error.retry()), (Blame::Caller, Retry::Never));
    }
}

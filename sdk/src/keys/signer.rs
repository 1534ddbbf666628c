//! The seam: who signs.

use std::fmt;
use std::future::{Future, ready};

use alloy_primitives::{Address, Signature};
use serde::{Deserialize, Serialize};

use super::{PayloadKind, SecretKey, SigningPayload};
use crate::units::ChainId;

/// Why there is no signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum SignerError {
    /// The user said no.
    #[error("the user rejected the signature")]
    Rejected,
    /// The keys are locked.
    #[error("the vault is locked")]
    Locked,
    /// The signer has no key for this address.
    #[error("there is no key for {address} here")]
    UnknownAccount {
        /// The address.
        address: Address,
    },
    /// The payload is not what it claims to be.
    #[error("this is not {payload} to be signed: {what}")]
    Malformed {
        /// What it claims to be.
        payload: PayloadKind,
        /// What is wrong with it.
        what: String,
    },
    /// It would be valid on every chain: a transaction from before EIP-155, or an authorization for chain id 0.
    #[error("{payload} without a chain id is valid on every chain and is not signed: it has to name its chain")]
    AnyChain {
        /// What it is.
        payload: PayloadKind,
    },
    /// The payload is for another chain than this signer serves.
    #[error("the payload is for another chain: got {got}, expected {expected}")]
    WrongChain {
        /// The chain in the payload.
        got: ChainId,
        /// The chain of the signer.
        expected: ChainId,
    },
    /// The signer could not be reached, as a worker that ended or a wallet that went away.
    #[error("the signer could not be reached: {what}")]
    Unreachable {
        /// What happened.
        what: String,
    },
}

/// Something that signs for one account: a key in this process, the wallet's worker, a wallet of the browser.
pub trait Signer {
    /// The account it signs for.
    fn address(&self) -> Address;

    /// Signs the payload. Implementations work out the digest themselves, from the whole of it.
    ///
    /// # Errors
    /// [`SignerError`]; a refusal of the user is [`SignerError::Rejected`].
    fn sign(&self, payload: &SigningPayload) -> impl Future<Output = Result<Signature, SignerError>>;
}

/// Signs with a key of this process, for one chain.
pub struct LocalSigner<'a> {
    key: &'a SecretKey,
    chain: ChainId,
}

impl<'a> LocalSigner<'a> {
    /// A signer with this key for payloads of this chain alone, and for those that name no chain.
    #[must_use]
    pub const fn new(key: &'a SecretKey, chain: ChainId) -> Self {
        Self { key, chain }
    }

    /// Signs at once: what [`Signer::sign`] does, for callers that are not async.
    ///
    /// # Errors
    /// [`SignerError::Malformed`], [`SignerError::AnyChain`] or [`SignerError::WrongChain`].
    pub fn sign_now(&self, payload: &SigningPayload) -> Result<Signature, SignerError> {
        if let Some(got) = payload.chain()?
            && got != self.chain
        {
            return Err(SignerError::WrongChain { got, expected: self.chain });
        }
        Ok(self.key.sign_digest(&payload.digest()))
    }
}

impl Signer for LocalSigner<'_> {
    fn address(&self) -> Address {
        self.key.address()
    }

    fn sign(&self, payload: &SigningPayload) -> impl Future<Output = Result<Signature, SignerError>> {
        ready(self.sign_now(payload))
    }
}

impl fmt::Debug for LocalSigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalSigner")
            .field("address", &self.key.address())
            .field("chain", &self.chain)
            .finish_non_exhaustive()
    }
}

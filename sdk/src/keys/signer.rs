//! The seam: what may be signed, and who signs.

use std::fmt;
use std::future::{Future, ready};

use alloy_consensus::{SignableTransaction as _, TxEip1559};
use alloy_primitives::{Address, B256, Bytes, Signature};
use alloy_rlp::Decodable as _;
use serde::{Deserialize, Serialize};

use super::SecretKey;
use super::key::keccak256;
use crate::units::ChainId;

/// The whole of what is to be signed. Never a bare digest: a signer that sees only a digest signs blindly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "bytes", rename_all = "camelCase")]
#[non_exhaustive]
pub enum SigningPayload {
    /// An unsigned EIP-1559 transaction: `0x02` and the RLP list of its nine fields.
    Eip1559(Bytes),
}

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
    /// The bytes are no transaction of the kind they claim to be.
    #[error("the payload is not an unsigned EIP-1559 transaction: {what}")]
    Malformed {
        /// What is wrong with them.
        what: String,
    },
    /// The transaction is for another chain than this signer serves.
    #[error("the transaction is for another chain: got {got}, expected {expected}")]
    WrongChain {
        /// The chain in the bytes.
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

    /// Signs the payload. Implementations work out the digest themselves, from the bytes.
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

impl SigningPayload {
    /// The Keccak-256 that a signature of this payload signs.
    #[must_use]
    pub fn digest(&self) -> B256 {
        match self {
            Self::Eip1559(bytes) => keccak256(bytes),
        }
    }

    /// The chain that the bytes name, after checking that they are a whole transaction and nothing else.
    ///
    /// # Errors
    /// [`SignerError::Malformed`].
    pub fn chain(&self) -> Result<ChainId, SignerError> {
        self.transaction().map(|tx| ChainId(tx.chain_id))
    }

    /// The transaction that the bytes spell.
    ///
    /// # Errors
    /// [`SignerError::Malformed`].
    pub fn transaction(&self) -> Result<TxEip1559, SignerError> {
        match self {
            Self::Eip1559(bytes) => decode_eip1559(bytes),
        }
    }
}

/// Reads an unsigned EIP-1559 payload: the type byte, one RLP list in canonical form, and nothing after it.
fn decode_eip1559(payload: &[u8]) -> Result<TxEip1559, SignerError> {
    let malformed = |what: String| SignerError::Malformed { what };
    let (kind, mut rest) = payload.split_first().ok_or_else(|| malformed("it is empty".to_owned()))?;
    if *kind != 0x02 {
        return Err(malformed(format!("got type 0x{kind:02x}, expected 0x02")));
    }
    let tx = TxEip1559::decode(&mut rest).map_err(|error| malformed(error.to_string()))?;
    if !rest.is_empty() {
        return Err(malformed(format!("{} bytes follow the transaction", rest.len())));
    }
    // The reader could be more lenient than the writer; what is signed has one spelling only.
    if tx.encoded_for_signing() != payload {
        return Err(malformed("it is not in canonical form".to_owned()));
    }
    Ok(tx)
}

impl<'a> LocalSigner<'a> {
    /// A signer with this key for transactions of this chain alone.
    #[must_use]
    pub const fn new(key: &'a SecretKey, chain: ChainId) -> Self {
        Self { key, chain }
    }

    /// Signs at once: what [`Signer::sign`] does, for callers that are not async.
    ///
    /// # Errors
    /// [`SignerError::Malformed`] or [`SignerError::WrongChain`].
    pub fn sign_now(&self, payload: &SigningPayload) -> Result<Signature, SignerError> {
        let got = payload.chain()?;
        if got != self.chain {
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

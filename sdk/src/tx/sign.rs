//! From an approved review to a transaction on its way.

mod calls;
mod external;
mod handed;
mod provider;
mod statement;

use alloy_consensus::Transaction as _;
use alloy_primitives::{Address, B256, Bytes, Signature, U256};

use super::{Mined, Receipt, ReceiptError, UnsignedTx};
use crate::keys::{KeyError, SignedTransaction, Signer, SignerError, SigningPayload, UnsignedTransaction, recover};
use crate::units::ChainId;

pub use calls::{BatchError, BatchStatus, Batching, SentBatch};
pub use external::ExternalSigner;
pub use handed::{Difference, HandedTx, SentElsewhere, SentError, TxContent};
pub use provider::{Provider, ProviderRefusal, ProviderRequest};
pub use statement::ReviewedStatement;

/// A transaction whose review was approved: the only kind that is signed.
#[derive(Debug)]
pub struct ReviewedTx {
    unsigned: UnsignedTx,
}

/// A signed transaction, ready to be broadcast.
#[derive(Debug, PartialEq, Eq)]
pub struct SignedTx {
    raw: Bytes,
    hash: B256,
    from: Address,
    chain: ChainId,
    nonce: u64,
    value: U256,
    data: Bytes,
}

/// A transaction that was broadcast and is waited for. Its raw bytes can be stored and read back.
#[derive(Debug, PartialEq, Eq)]
pub struct PendingTx(SignedTx);

/// Why a transaction was not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The signer said no, or could not.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The signer is for another account than the reviewed transaction.
    #[error("the signer is for another account: got {got}, expected {expected}")]
    OtherAccount {
        /// The signer's account.
        got: Address,
        /// The account that was reviewed.
        expected: Address,
    },
    /// What the signer handed back is no valid signature.
    #[error(transparent)]
    Signature(#[from] KeyError),
    /// The signature is valid and not of these bytes by this account.
    #[error("the signature is not the sender's over the reviewed bytes: it recovers to {got}, expected {expected}")]
    NotOverReviewedBytes {
        /// Whom it recovers to.
        got: Address,
        /// The account that was reviewed.
        expected: Address,
    },
    /// Bytes that are no signed transaction.
    #[error("not a signed transaction: {why}")]
    NotASignedTransaction {
        /// What is wrong with them.
        why: SignerError,
    },
    /// What another wallet says of a batch.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// Another wallet answered with something that is no hash of a transaction. Whether it sent one, only that wallet tells.
    #[error("the other wallet was to answer with the hash of the transaction: got {got}, expected 32 bytes")]
    NoHash {
        /// Its answer, shortened.
        got: String,
    },
}

impl ReviewedTx {
    pub(super) const fn of(unsigned: UnsignedTx) -> Self {
        Self { unsigned }
    }

    /// Has it signed, and checks that the signature is the sender's over exactly the reviewed bytes.
    ///
    /// # Errors
    /// [`SignError`].
    pub async fn sign(self, signer: &impl Signer) -> Result<SignedTx, SignError> {
        let expected = self.unsigned.from();
        let got = signer.address();
        if got != expected {
            return Err(SignError::OtherAccount { got, expected });
        }
        let payload = SigningPayload::Eip1559(self.unsigned.payload().clone());
        let tx = UnsignedTransaction::Eip1559(payload.eip1559()?);
        let signature = signer.sign(&payload).await?;
        SignedTx::of(tx, &signature, expected)
    }
}

impl SignedTx {
    fn of(tx: UnsignedTransaction, signature: &Signature, expected: Address) -> Result<Self, SignError> {
        let got = recover(&tx.digest(), signature)?;
        if got != expected {
            return Err(SignError::NotOverReviewedBytes { got, expected });
        }
        let chain = tx.chain();
        let (nonce, value, data) = match &tx {
            UnsignedTransaction::Legacy(tx) => (tx.nonce, tx.value, tx.input()),
            UnsignedTransaction::Eip2930(tx) => (tx.nonce, tx.value, tx.input()),
            UnsignedTransaction::Eip1559(tx) => (tx.nonce, tx.value, tx.input()),
            UnsignedTransaction::Eip7702(tx) => (tx.nonce, tx.value, tx.input()),
        };
        let data = data.clone();
        let SignedTransaction { raw, hash } = tx.into_signed(signature);
        Ok(Self { raw, hash, from: expected, chain, nonce, value, data })
    }

    /// The bytes for `eth_sendRawTransaction`.
    #[must_use]
    pub const fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// The transaction's hash.
    #[must_use]
    pub const fn hash(&self) -> B256 {
        self.hash
    }

    /// The chain's own coin that it sends, in wei.
    #[must_use]
    pub const fn value(&self) -> U256 {
        self.value
    }

    /// Selector and arguments of its call.
    #[must_use]
    pub const fn data(&self) -> &Bytes {
        &self.data
    }

    /// Who signed it.
    #[must_use]
    pub const fn from(&self) -> Address {
        self.from
    }

    /// Where it is valid.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// The sender's transaction count that it takes.
    #[must_use]
    pub const fn nonce(&self) -> u64 {
        self.nonce
    }
}

impl PendingTx {
    /// The transaction was handed to the network.
    #[must_use]
    pub const fn new(signed: SignedTx) -> Self {
        Self(signed)
    }

    /// Reads back the raw bytes of a transaction that was stored while it was pending: one that was signed here, or one of any kind
    /// that another wallet sent.
    ///
    /// # Errors
    /// [`SignError::NotASignedTransaction`] or [`SignError::Signature`].
    pub fn from_raw(raw: &[u8]) -> Result<Self, SignError> {
        let (tx, signature) =
            UnsignedTransaction::from_signed(raw).map_err(|why| SignError::NotASignedTransaction { why })?;
        let from = recover(&tx.digest(), &signature)?;
        SignedTx::of(tx, &signature, from).map(Self)
    }

    /// What was sent: its hash, and its bytes for sending them once more.
    #[must_use]
    pub const fn signed(&self) -> &SignedTx {
        &self.0
    }

    /// The transaction is in a block.
    ///
    /// # Errors
    /// [`ReceiptError`] where what was mined is not this transaction.
    pub fn mined(self, mined: Mined) -> Result<Receipt, ReceiptError> {
        if mined.transaction != self.0.hash {
            return Err(ReceiptError::OtherTransaction { got: mined.transaction, expected: self.0.hash });
        }
        Receipt::decode(mined, self.0.from)
    }
}

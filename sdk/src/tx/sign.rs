//! From an approved review to a transaction on its way.

use alloy_consensus::transaction::RlpEcdsaDecodableTx as _;
use alloy_consensus::{SignableTransaction as _, TxEip1559};
use alloy_primitives::{Address, B256, Bytes, Signature};

use super::{Mined, Receipt, ReceiptError, UnsignedTx};
use crate::keys::{KeyError, Signer, SignerError, SigningPayload, recover};
use crate::units::ChainId;

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
    /// Bytes that are no signed EIP-1559 transaction.
    #[error("not a signed EIP-1559 transaction: {what}")]
    NotASignedTransaction {
        /// What is wrong with them.
        what: String,
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
        let tx = payload.eip1559()?;
        let signature = signer.sign(&payload).await?;
        SignedTx::of(tx, signature, payload.digest(), expected)
    }
}

impl SignedTx {
    fn of(tx: TxEip1559, signature: Signature, digest: B256, expected: Address) -> Result<Self, SignError> {
        let got = recover(&digest, &signature)?;
        if got != expected {
            return Err(SignError::NotOverReviewedBytes { got, expected });
        }
        let (chain, nonce, data) = (ChainId(tx.chain_id), tx.nonce, tx.input.clone());
        let signed = tx.into_signed(signature);
        let mut raw = Vec::new();
        signed.eip2718_encode(&mut raw);
        Ok(Self { raw: raw.into(), hash: *signed.hash(), from: expected, chain, nonce, data })
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

    /// Reads back the raw bytes of a transaction that was stored while it was pending.
    ///
    /// # Errors
    /// [`SignError::NotASignedTransaction`] or [`SignError::Signature`].
    pub fn from_raw(raw: &[u8]) -> Result<Self, SignError> {
        let refused = |what: String| SignError::NotASignedTransaction { what };
        let mut rest = raw;
        let signed = TxEip1559::eip2718_decode(&mut rest).map_err(|error| refused(error.to_string()))?;
        if !rest.is_empty() {
            return Err(refused(format!("{} bytes follow the transaction", rest.len())));
        }
        let digest = signed.signature_hash();
        let (tx, signature, _hash) = signed.into_parts();
        let from = recover(&digest, &signature)?;
        SignedTx::of(tx, signature, digest, from).map(Self)
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

//! Another wallet as the signer.

use alloy_primitives::{Address, Bytes, Signature};
use serde_json::Value;

use super::calls::{self, BatchError, BatchStatus, Batching, SentBatch};
use super::provider::{self, Provider, ProviderRefusal, ProviderRequest};
use super::{HandedTx, ReviewedTx, SignError};
use crate::keys::{Signer, SignerError, SigningPayload, parse_signature, recover};
use crate::proof::quantity::shortened_text;
use crate::tx::ReviewedBatch;
use crate::units::ChainId;

/// An account whose key is in another wallet, on one chain.
///
/// Messages and typed data are signed through [`Signer`]. Transactions are not: such wallets sign only what they broadcast, so an
/// approved one is handed over whole by [`ExternalSigner::send`].
///
/// Nothing that the other wallet says is believed. That it has the account shows in its signatures, each of which is recovered.
#[derive(Clone, Debug)]
pub struct ExternalSigner<P> {
    provider: P,
    account: Address,
    chain: ChainId,
}

impl<P: Provider> ExternalSigner<P> {
    /// The account of this wallet, for payloads of this chain alone and for those that name no chain.
    pub const fn new(provider: P, account: Address, chain: ChainId) -> Self {
        Self { provider, account, chain }
    }

    /// The chain that the other wallet is on.
    ///
    /// # Errors
    /// [`SignerError`].
    pub async fn connected_chain(&self) -> Result<ChainId, SignerError> {
        provider::chain(&self.ask(&ProviderRequest::chain()).await?)
    }

    /// Asks the other wallet to go to this signer's chain (EIP-3326), and then whether it did. It asks its user.
    ///
    /// # Errors
    /// [`SignerError`]: [`SignerError::UnknownChain`] where the network has to be added there first;
    /// [`SignerError::WrongChain`] where it says that it went and did not.
    pub async fn switch_chain(&self) -> Result<(), SignerError> {
        self.ask(&ProviderRequest::switch(self.chain)).await?;
        self.check_chain().await
    }

    /// Hands an approved transaction over: the other wallet shows it to its user, signs it and broadcasts it.
    ///
    /// After any error but a refusal of the user, it may have been sent nevertheless: only the other wallet knows.
    ///
    /// # Errors
    /// [`SignError::OtherAccount`]; [`SignError::Signer`], with [`SignerError::WrongChain`] where the other wallet is on another
    /// chain; [`SignError::NoHash`].
    pub async fn send(&self, reviewed: ReviewedTx) -> Result<HandedTx, SignError> {
        let unsigned = reviewed.unsigned;
        let (got, expected) = (self.account, unsigned.from());
        if got != expected {
            return Err(SignError::OtherAccount { got, expected });
        }
        let tx = SigningPayload::Eip1559(unsigned.payload().clone()).eip1559()?;
        self.serves(Some(ChainId(tx.chain_id))).await?;
        let answer = self.ask(&ProviderRequest::send(self.account, &tx)).await?;
        let hash = provider::hash(&answer).map_err(|got| SignError::NoHash { got })?;
        Ok(HandedTx::new(unsigned, hash))
    }

    /// Whether the other wallet carries out several calls as one. A wallet that does not know the question does not.
    ///
    /// # Errors
    /// [`SignerError`], but for the refusals of those that do not know of it.
    pub async fn batching(&self) -> Result<Batching, SignerError> {
        match self.provider.request(&ProviderRequest::capabilities(self.account, self.chain)).await {
            Ok(answer) => Ok(Batching::of(&answer, self.chain)),
            Err(refusal) if refusal.is_unknown_method() => Ok(Batching::Unsupported),
            Err(refusal) => Err(refusal.into_error(self.account, self.chain)),
        }
    }

    /// Hands an approved batch over: the other wallet shows it to its user, and carries out all of it as one or nothing.
    ///
    /// After any error but a refusal of the user, it may have been sent nevertheless: only the other wallet knows.
    ///
    /// # Errors
    /// [`SignError::OtherAccount`]; [`SignError::Signer`], with [`SignerError::WrongChain`] where the other wallet is on another
    /// chain; [`SignError::Batch`].
    pub async fn send_calls(&self, reviewed: ReviewedBatch) -> Result<SentBatch, SignError> {
        let batch = reviewed.batch;
        let (got, expected) = (self.account, batch.from());
        if got != expected {
            return Err(SignError::OtherAccount { got, expected });
        }
        self.serves(Some(batch.chain())).await?;
        let answer = self.ask(&ProviderRequest::calls(&batch)).await?;
        Ok(calls::sent(&answer, self.account, self.chain)?)
    }

    /// How far a batch is, by the other wallet's word. What its transaction did, the chain says: see
    /// [`Client::batch_receipt`](crate::client::Client::batch_receipt).
    ///
    /// # Errors
    /// [`SignError::Signer`] or [`SignError::Batch`].
    pub async fn calls_status(&self, batch: &SentBatch) -> Result<BatchStatus, SignError> {
        match self.provider.request(&ProviderRequest::calls_status(batch.id())).await {
            Ok(answer) => Ok(calls::status(&answer)?),
            Err(refusal) if refusal.code == Some(ProviderRefusal::UNKNOWN_BATCH) => {
                Err(BatchError::Unknown { id: shortened_text(batch.id()) }.into())
            }
            Err(refusal) => Err(refusal.into_error(self.account, self.chain).into()),
        }
    }

    /// The other wallet's answer to a message or to typed data, as it came. Of an account that is a contract it is the contract that
    /// says whether this is its signature (ERC-1271): see
    /// [`Client::sign_elsewhere`](crate::client::Client::sign_elsewhere).
    ///
    /// # Errors
    /// [`SignerError`]: [`SignerError::WrongChain`] for typed data of another chain; [`SignerError::NotSignedHere`].
    pub async fn answer(&self, payload: &SigningPayload) -> Result<Bytes, SignerError> {
        let request = ProviderRequest::sign(self.account, payload)?;
        self.serves(payload.chain()?).await?;
        provider::signature(&self.ask(&request).await?)
    }

    /// Whether a payload of this chain is for this signer, and the other wallet is on it too.
    async fn serves(&self, chain: Option<ChainId>) -> Result<(), SignerError> {
        match chain {
            Some(got) if got != self.chain => Err(SignerError::WrongChain { got, expected: self.chain }),
            Some(_) => self.check_chain().await,
            None => Ok(()),
        }
    }

    async fn check_chain(&self) -> Result<(), SignerError> {
        let expected = self.connected_chain().await?;
        if expected == self.chain { Ok(()) } else { Err(SignerError::WrongChain { got: self.chain, expected }) }
    }

    async fn ask(&self, request: &ProviderRequest) -> Result<Value, SignerError> {
        let refusal = match self.provider.request(request).await {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        // Which chain it is on instead, where it still says so.
        if refusal.code == Some(ProviderRefusal::CHAIN_DISCONNECTED)
            && let Ok(answer) = self.provider.request(&ProviderRequest::chain()).await
            && let Ok(expected) = provider::chain(&answer)
            && expected != self.chain
        {
            return Err(SignerError::WrongChain { got: self.chain, expected });
        }
        Err(refusal.into_error(self.account, self.chain))
    }
}

impl<P: Provider> Signer for ExternalSigner<P> {
    fn address(&self) -> Address {
        self.account
    }

    async fn sign(&self, payload: &SigningPayload) -> Result<Signature, SignerError> {
        let answer = self.answer(payload).await?;
        let not_by_key = |what: String| SignerError::NotByKey { what };
        let signature = parse_signature(&answer).map_err(|error| not_by_key(error.to_string()))?;
        let got = recover(&payload.digest(), &signature).map_err(|error| not_by_key(error.to_string()))?;
        if got != self.account {
            return Err(not_by_key(format!("it recovers to {got}, expected {}", self.account)));
        }
        Ok(signature)
    }
}

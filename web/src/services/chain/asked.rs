//! What others ask to have done: tokens that no list describes, calls one after another, signatures of other wallets.

use alloy_primitives::{Address, B256, Bytes};
use assay_sdk::asset::Descriptor;
use assay_sdk::chain::RawReceipt;
use assay_sdk::compliance::{Assessment, SignedAssessment};
use assay_sdk::error::Error;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::{
    ExternalSigner, Intent, KnownTokens, Provider, Review, SignatureVerdict, SigningPayload, TypedData, TypedMove,
    TypedRefusal, TypedReview,
};
use assay_sdk::units::{Amount, AssetId};

use super::{ChainProblem, ChainRoom};

impl ChainRoom {
    /// The list's description of a token; where it has none, what the token's contract says of itself.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn descriptor(&self, reads: &mut Reads, token: Address) -> Result<Descriptor, ChainProblem> {
        let asset = AssetId { chain: self.chain(), token };
        if let Some(described) = self.list.find(&asset) {
            return Ok(described.clone());
        }
        let profile = self.client.profile(reads, token).await?;
        Ok(Descriptor::undescribed(asset, profile.value()))
    }

    /// Whether tokens may go from one account to another at the moment of `reads`: moved by their owner, or by a spender.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn check_move(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        (spender, from, to): (Option<Address>, Address, Address),
        amount: Amount,
    ) -> Result<Assessment, ChainProblem> {
        Ok(match spender {
            None => self.client.check_transfer(reads, descriptor, (from, to), amount).await?,
            Some(spender) => self.client.check_transfer_by(reads, descriptor, (spender, from, to), amount).await?,
        })
    }

    /// What the token says of typed data that is about it, at the moment of `reads`.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn check_typed(&self, reads: &mut Reads, asked: &TypedMove) -> Result<SignedAssessment, ChainProblem> {
        let (token, _) = asked.what();
        let descriptor = self.descriptor(reads, token).await?;
        Ok(self.client.check_typed(reads, &descriptor, asked).await?)
    }

    /// What the reviewer can name, with what a contract that no list describes says of itself where it is a token, and with the functions of
    /// the families that it belongs to.
    pub(super) async fn known_of(&self, known: KnownTokens, contract: Address, reads: &mut Reads) -> KnownTokens {
        if known.contract(self.chain(), contract).is_some() {
            return self.known_with_families(known, contract, reads).await;
        }
        let known = match self.client.profile(reads, contract).await {
            Ok(profile) => known.with_unlisted(contract, profile.value()),
            // No token: nothing is known of it.
            Err(_) => known,
        };
        self.known_with_families(known, contract, reads).await
    }

    /// The transactions of several intents, to be sent one after another, each decoded back from its bytes for review.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn prepare_all(
        &self,
        intents: Vec<Intent>,
        from: Address,
        reads: &mut Reads,
    ) -> Result<Vec<Review>, ChainProblem> {
        let mut known = self.known().clone();
        for intent in &intents {
            known = self.known_of(known, intent.to(), reads).await;
        }
        let unsigned = self.client.prepare_all(intents, from, reads.at()).await?;
        Ok(unsigned.into_iter().map(|unsigned| unsigned.review(&known)).collect::<Result<_, _>>()?)
    }

    /// Typed data for review: with what its contract, and the tokens that it names, say of themselves.
    ///
    /// # Errors
    /// [`TypedRefusal`].
    pub async fn review_typed(
        &self,
        data: Box<TypedData>,
        account: Address,
        reads: &mut Reads,
    ) -> Result<TypedReview, TypedRefusal> {
        let mut known = self.known().clone();
        let first = TypedReview::of(data.clone(), account, &known)?;
        let mut named: Vec<Address> = first.tokens().collect();
        named.extend(data.verifying_contract());
        for contract in named {
            known = self.known_of(known, contract, reads).await;
        }
        TypedReview::of(data, account, &known)
    }

    /// Has another wallet sign a message or typed data, and the chain say whether the answer is the account's signature.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn sign_elsewhere<P: Provider>(
        &self,
        signer: &ExternalSigner<P>,
        payload: &SigningPayload,
    ) -> Result<(Bytes, SignatureVerdict), ChainProblem> {
        let mut reads = self.ledger().await?;
        let (signature, verdict) = self.client.sign_elsewhere(&mut reads, signer, payload).await?;
        Ok((signature, verdict.into_value()))
    }

    /// The receipt of a transaction as the endpoint has it; `None` where no block has it.
    ///
    /// # Errors
    /// [`ChainProblem::Sdk`].
    pub async fn raw_receipt(&self, transaction: B256) -> Result<Option<RawReceipt>, ChainProblem> {
        Ok(self.rpc.receipt(transaction).await.map_err(Error::from)?)
    }
}

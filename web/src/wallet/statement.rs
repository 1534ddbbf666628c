//! A message or typed data of a site: reviewed, judged where it moves tokens or lets others move them, and its signature given.

use std::rc::Rc;

use alloy_primitives::{B256, Bytes};
use assay_sdk::compliance::{SignedAssessment, Verdict};
use assay_sdk::error::Error;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::{
    Asked, MessageRefusal, MessageReview, ReviewedStatement, SignError, SignatureVerdict, SignerError, TypedData,
    TypedMove, TypedRefusal, TypedReview,
};
use assay_sdk::units::ChainId;
use serde_json::Value;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::state::activity::{Entry, State};
use crate::state::site_request::{SiteError, SiteErrorCode};
use crate::words;

use super::elsewhere::Stopped;
use super::review::{Done, Proposal, ReviewState};
use super::site::{Asker, Refusal};
use super::{Signing, Wallet};

/// A message or typed data that waits for the user's word.
#[derive(Debug)]
pub(crate) struct StatementDraft {
    /// The chain that the wallet is on.
    pub(crate) chain: ChainId,
    /// What it is.
    pub(crate) statement: Statement,
    /// What was found of each thing that the rules of a token are asked about, in the review's order.
    pub(crate) checked: Vec<SignedAssessment>,
}

/// What is signed that is no transaction.
#[derive(Debug)]
pub(crate) enum Statement {
    /// A personal message.
    Message(MessageReview),
    /// Typed data.
    Typed(Box<TypedReview>),
}

impl Wallet {
    /// The review of a personal message.
    pub(super) fn message_of(&self, asker: &Asker, message: Bytes) -> Result<Proposal, Refusal> {
        let (chain, site) = (self.chain(), asker.site.clone());
        let asked = Asked { site, account: self.holder, chain, now: self.now() };
        let review = MessageReview::of(message, &asked);
        if let Err(refusal) = review.content() {
            return Err(message_refusal(refusal));
        }
        let statement = Statement::Message(review);
        Ok(Proposal::Statement(Box::new(StatementDraft { chain, statement, checked: Vec::new() })))
    }

    /// The review of typed data, with the verdict of the tokens that it moves or lets others move.
    pub(super) async fn typed_data_of(
        &self,
        room: &ChainRoom,
        document: Box<TypedData>,
        mut reads: Reads,
    ) -> Result<(Proposal, Reads), Refusal> {
        let review = room.review_typed(document, self.holder, &mut reads).await;
        let review = review.map_err(|refusal| typed_refusal(&refusal))?;
        let mut draft =
            StatementDraft { chain: self.chain(), statement: Statement::Typed(Box::new(review)), checked: Vec::new() };
        draft.checked = self.check_statement(&draft).await?;
        Ok((Proposal::Statement(Box::new(draft)), reads))
    }

    /// Whether its tokens would do what typed data says, at the newest block; an error where one would not, or it cannot be told.
    pub(super) async fn check_statement(&self, draft: &StatementDraft) -> Result<Vec<SignedAssessment>, ErrorText> {
        let mut found = Vec::new();
        let Statement::Typed(review) = &draft.statement else { return Ok(found) };
        if review.asks_rules().is_empty() {
            return Ok(found);
        }
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        // What the wallet shows may be some blocks old; a verdict is of the newest.
        let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
        for asked in review.asks_rules() {
            let checked = room.check_typed(&mut reads, asked).await.map_err(|error| problem::of_chain(&error))?;
            match checked.verdict.value() {
                Verdict::Allow(_) => found.push(checked),
                refused @ (Verdict::Deny(_) | Verdict::Unknown(_)) => {
                    let moves = matches!(asked, TypedMove::Transfer { .. });
                    return Err(if moves { problem::refused(refused) } else { problem::permission_refused(refused) });
                }
            }
        }
        Ok(found)
    }

    /// Gives the signature of what was approved, and remembers that it was given before it leaves the wallet.
    pub(super) async fn sign_statement(
        &self,
        proposal: &Rc<Proposal>,
        draft: &StatementDraft,
    ) -> Result<Done, ErrorText> {
        self.must_remember()?;
        let (approved, summary) = match &draft.statement {
            Statement::Message(review) => {
                let approved = review.clone().approve().map_err(|refusal| problem::message_refused(&refusal))?;
                (approved, words::message(review))
            }
            Statement::Typed(review) => ((**review).clone().approve(), words::typed_data(review)),
        };
        let digest = approved.payload().digest();
        let signature = match self.signing {
            Signing::Here => {
                let signer = self.worker_signer(draft.chain)?;
                approved.sign(&signer).await.map_err(|error| problem::of_sdk(&error.into()))?
            }
            Signing::Elsewhere => match self.signed_elsewhere(proposal, &approved).await {
                Ok(signature) => signature,
                Err(stopped) => return Ok(stopped.into()),
            },
            Signing::Nowhere => return Err(problem::watched()),
        };
        self.remember(self.given(digest, summary, draft.chain)).await?;
        Ok(Done { state: ReviewState::Given, answer: Some(Value::String(signature.to_string())) })
    }

    /// The signature of another wallet, which the chain says is the account's.
    async fn signed_elsewhere(&self, proposal: &Rc<Proposal>, approved: &ReviewedStatement) -> Result<Bytes, Stopped> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let (provider, signer) = self.other_signer().await?;
        match room.sign_elsewhere(&signer, approved.payload()).await {
            Ok((signature, SignatureVerdict::Valid(_))) => Ok(signature),
            Ok((_, verdict)) => {
                let what = format!("{verdict:?}");
                Err(problem::of_sdk(&SignError::Signer(SignerError::NotByKey { what }).into()).into())
            }
            Err(error) => {
                if let ChainProblem::Sdk(error) = &error
                    && let Error::Sign(error) = &**error
                {
                    return Err(self.stopped(proposal, (provider, signer), error));
                }
                Err(problem::of_chain(&error).into())
            }
        }
    }

    fn given(&self, digest: B256, summary: String, chain: ChainId) -> Entry {
        Entry {
            hash: digest,
            chain,
            from: self.holder.to_string(),
            summary,
            asset: None,
            raw: Bytes::new(),
            reviewed: None,
            notes: Vec::new(),
            batch: None,
            asked: self.asked_by(None),
            signed_at: self.now(),
            state: State::Given,
        }
    }
}

/// A sign-in that is not for here is a wrong parameter; what cannot be read is refused.
fn message_refusal(refusal: &MessageRefusal) -> Refusal {
    let is_sign_in = matches!(refusal, MessageRefusal::SignIn(_));
    let code = if is_sign_in { SiteErrorCode::Parameters } else { SiteErrorCode::Refused };
    Refusal { shown: problem::message_refused(refusal), told: SiteError::new(code, format!("{refusal}.")) }
}

fn typed_refusal(refusal: &TypedRefusal) -> Refusal {
    let is_elsewhere = matches!(refusal, TypedRefusal::OtherChain { .. });
    let code = if is_elsewhere { SiteErrorCode::Parameters } else { SiteErrorCode::Refused };
    Refusal { shown: problem::typed_refused(refusal), told: SiteError::new(code, format!("{refusal}.")) }
}

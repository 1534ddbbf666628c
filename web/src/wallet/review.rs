//! From an intent to a signature: built, decoded back from its bytes, shown, approved, signed, remembered, sent.

use std::rc::Rc;

use assay_sdk::compliance::Verdict;
use assay_sdk::tx::{Intent, Review};
use assay_sdk::units::{Amount, AssetId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::state::activity::{Entry, State};
use crate::words;

use super::signer::WorkerSigner;
use super::{Signing, Wallet};

/// What waits for the user's word.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Decoded from the bytes that will be signed.
    pub(crate) review: Review,
    /// The asset it is about.
    pub(crate) asset: AssetId,
}

/// How far the one review is.
#[derive(Clone, Debug, Default)]
pub(crate) enum ReviewState {
    /// Nothing to review.
    #[default]
    None,
    /// The transaction is being built.
    Preparing,
    /// It stands for review.
    Ready(Rc<Draft>),
    /// It is being signed and sent.
    Sending(Rc<Draft>),
    /// It is on its way.
    Sent {
        /// What it does.
        summary: String,
    },
    /// It did not come to be.
    Failed(ErrorText),
}

impl Wallet {
    /// Builds the transaction of an intent and opens its review. A transfer is checked once more at the newest block: the verdict
    /// comes before the signature.
    pub(crate) fn propose(&self, intent: Intent, asset: AssetId) {
        let wallet = *self;
        if wallet.signing == Signing::Nowhere {
            wallet.set_review(ReviewState::Failed(problem::watched()));
            return;
        }
        wallet.set_review(ReviewState::Preparing);
        spawn_local(async move {
            let state = match wallet.build(intent, asset).await {
                Ok(draft) => ReviewState::Ready(Rc::new(draft)),
                Err(error) => ReviewState::Failed(error),
            };
            wallet.set_review(state);
        });
    }

    /// The user agrees with what is shown.
    pub(crate) fn approve(&self) {
        let wallet = *self;
        let Some(ReviewState::Ready(draft)) = wallet.review.try_get_untracked() else { return };
        wallet.set_review(ReviewState::Sending(Rc::clone(&draft)));
        spawn_local(async move {
            let state = match wallet.send(&draft).await {
                Ok(summary) => ReviewState::Sent { summary },
                Err(error) => ReviewState::Failed(error),
            };
            wallet.set_review(state);
            wallet.refresh().await;
        });
    }

    /// The review is closed, and nothing is signed.
    pub(crate) fn dismiss(&self) {
        self.set_review(ReviewState::None);
    }

    fn set_review(&self, state: ReviewState) {
        let _gone = self.review.try_set(state);
    }

    async fn build(&self, intent: Intent, asset: AssetId) -> Result<Draft, ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_chain = |error| problem::of_chain(&error);
        if let Intent::Transfer { to, amount, .. } = intent {
            let descriptor = room.asset(&asset).map_err(of_chain)?;
            let amount =
                Amount::from_raw(amount, descriptor.decimals).map_err(|error| problem::of_chain(&error.into()))?;
            let mut reads = room.ledger().await.map_err(of_chain)?;
            let checked = room.check_transfer(&mut reads, &asset, (self.holder, to), amount).await;
            let assessment = checked.map_err(of_chain)?;
            if !matches!(assessment.verdict.value(), Verdict::Allow(_)) {
                return Err(problem::refused(assessment.verdict.value()));
            }
        }
        let review = room.prepare(intent, self.holder).await.map_err(of_chain)?;
        Ok(Draft { review, asset })
    }

    async fn send(&self, draft: &Draft) -> Result<String, ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_sdk = |error: assay_sdk::error::Error| problem::of_chain(&error.into());
        let summary = words::summary(draft.review.summary());
        let chain = draft.review.summary().chain;
        let approved = draft.review.clone().approve().map_err(|error| of_sdk(error.into()))?;
        let keys = self.keys.try_get_value().ok_or_else(problem::not_ready)?;
        let signer = WorkerSigner { keys, account: self.holder, chain };
        let signed = approved.sign(&signer).await.map_err(|error| of_sdk(error.into()))?;
        let entry = Entry {
            hash: signed.hash(),
            chain,
            from: self.holder.to_string(),
            summary: summary.clone(),
            asset: Some(draft.asset.to_string()),
            raw: signed.raw().clone(),
            signed_at: self.now(),
            state: State::Signed,
        };
        // Remembered before it leaves: a tab that closes now loses nothing.
        self.remember(entry.clone()).await?;
        match room.broadcast(signed).await {
            Ok(_pending) => self.remember(Entry { state: State::Pending, ..entry }).await?,
            Err(error) if error.is_refusal() => {
                let text = problem::of_chain(&error);
                let reason = text.what.clone();
                self.remember(Entry { state: State::Rejected { reason }, ..entry }).await?;
                return Err(text);
            }
            // Unknown whether it arrived: it stays, and is sent again until a block has it.
            Err(error) => return Err(problem::of_chain(&error)),
        }
        Ok(summary)
    }
}

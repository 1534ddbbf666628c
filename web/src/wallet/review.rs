//! From an intent to a signature: built, decoded back from its bytes, shown, approved, signed, remembered, sent.

use std::rc::Rc;

use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::tx::{Intent, Review, Simulation};
use assay_sdk::units::{Amount, AssetId, BlockRef};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::state::activity::{Entry, State};
use crate::words;

use super::elsewhere::OtherChain;
use super::signer::WorkerSigner;
use super::{Signing, Wallet};

/// What waits for the user's word.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Decoded from the bytes that will be signed.
    pub(crate) review: Review,
    /// The asset it is about.
    pub(crate) asset: AssetId,
    /// What it is to do: checked again when it is signed.
    intent: Intent,
    /// The block at which the verdict was that it passes; `None` for what has no verdict.
    pub(crate) allowed_at: Option<BlockRef>,
}

/// What running the transaction over proven state came to.
#[derive(Clone, Debug)]
pub(crate) enum Simulated {
    /// It is being run.
    Pending,
    /// It was run.
    Known(Box<Fact<Simulation>>),
    /// It could not be run over proven state: why not.
    Unproven(String),
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
        /// What another wallet did otherwise, and what is not known yet.
        notes: Vec<String>,
    },
    /// The other wallet has to change its chain first.
    OtherChain(Rc<OtherChain>),
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
        let _gone = wallet.simulated.try_set(Simulated::Pending);
        spawn_local(async move {
            match wallet.build(intent, asset).await {
                Ok((draft, reads)) => {
                    let review = draft.review.clone();
                    wallet.set_review(ReviewState::Ready(Rc::new(draft)));
                    wallet.simulate(&review, &reads).await;
                }
                Err(error) => wallet.set_review(ReviewState::Failed(error)),
            }
        });
    }

    /// What running the transaction that stands for review came to. Tracks.
    pub(crate) fn simulated(&self) -> Simulated {
        self.simulated.get()
    }

    /// Runs the transaction over proven state while it is read.
    async fn simulate(&self, review: &Review, reads: &Reads) {
        let simulated = match self.proving(reads).await {
            None => Simulated::Unproven(problem::not_ready().what),
            Some(Err(error)) => Simulated::Unproven(error.what),
            Some(Ok((room, reads))) => match room.simulate(review.message().clone(), &reads).await {
                Ok(Ok(simulation)) => Simulated::Known(Box::new(simulation)),
                Ok(Err(why)) => Simulated::Unproven(why.to_string()),
                Err(problem) => {
                    let error = problem::of_chain(&problem);
                    if problem::is_contradiction(&error) {
                        self.doubt();
                    }
                    Simulated::Unproven(error.what)
                }
            },
        };
        // Another one may stand there by now.
        let stands = self.review.try_with_untracked(|state| match state {
            ReviewState::Ready(draft) | ReviewState::Sending(draft) => draft.review == *review,
            ReviewState::None
            | ReviewState::Preparing
            | ReviewState::Sent { .. }
            | ReviewState::OtherChain(_)
            | ReviewState::Failed(_) => false,
        });
        if stands == Some(true) {
            let _gone = self.simulated.try_set(simulated);
        }
    }

    /// The user agrees with what is shown.
    pub(crate) fn approve(&self) {
        let wallet = *self;
        let Some(ReviewState::Ready(draft)) = wallet.review.try_get_untracked() else { return };
        wallet.set_review(ReviewState::Sending(Rc::clone(&draft)));
        spawn_local(async move {
            // Time went by while it was read: a rule may have changed since.
            let sent = match (wallet.verdict(&draft.intent, draft.asset).await, wallet.signing) {
                (Err(error), _) => Err(error),
                (Ok(_), Signing::Elsewhere) => Ok(wallet.hand_over(&draft).await),
                (Ok(_), Signing::Here) => wallet.send(&draft).await,
                (Ok(_), Signing::Nowhere) => Err(problem::watched()),
            };
            wallet.set_review(sent.unwrap_or_else(ReviewState::Failed));
            wallet.refresh().await;
        });
    }

    /// The review is closed, and nothing is signed.
    pub(crate) fn dismiss(&self) {
        self.set_review(ReviewState::None);
    }

    pub(super) fn set_review(&self, state: ReviewState) {
        let _gone = self.review.try_set(state);
    }

    /// The draft, and the ledger that it was made with.
    async fn build(&self, intent: Intent, asset: AssetId) -> Result<(Draft, Reads), ErrorText> {
        let allowed = self.verdict(&intent, asset).await?;
        let (room, newest) = self.ready().ok_or_else(problem::not_ready)?;
        // The ledger of the verdict knows already what the token is.
        let (allowed_at, mut reads) = allowed.map_or((None, newest), |(at, reads)| (Some(at), reads));
        let prepared = room.prepare(intent.clone(), self.holder, &mut reads).await;
        let review = prepared.map_err(|error| problem::of_chain(&error))?;
        Ok((Draft { review, asset, intent, allowed_at }, reads))
    }

    /// The block at which a transfer passes, with what was read to find that out; `None` for what has no verdict; an error where it is
    /// refused or cannot be told.
    async fn verdict(&self, intent: &Intent, asset: AssetId) -> Result<Option<(BlockRef, Reads)>, ErrorText> {
        let Intent::Transfer { to, amount, .. } = intent else { return Ok(None) };
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_chain = |error| problem::of_chain(&error);
        let descriptor = room.asset(&asset).map_err(of_chain)?;
        let amount =
            Amount::from_raw(*amount, descriptor.decimals).map_err(|error| problem::of_chain(&error.into()))?;
        let mut reads = room.ledger().await.map_err(of_chain)?;
        let checked = room.check_transfer(&mut reads, &asset, (self.holder, *to), amount).await;
        let verdict = checked.map_err(of_chain)?.verdict;
        match verdict.value() {
            Verdict::Allow(_) => Ok(Some((verdict.at(), reads))),
            refused @ (Verdict::Deny(_) | Verdict::Unknown(_)) => Err(problem::refused(refused)),
        }
    }

    async fn send(&self, draft: &Draft) -> Result<ReviewState, ErrorText> {
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
            reviewed: None,
            notes: Vec::new(),
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
        Ok(ReviewState::Sent { summary, notes: Vec::new() })
    }
}

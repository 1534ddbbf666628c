//! From an intent to a signature: built, decoded back from its bytes, shown, approved, signed, remembered, sent.

use std::rc::Rc;

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::{Fact, Reads, Unproven};
use assay_sdk::tx::{BatchSimulation, Intent, Review, Simulation};
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::route::YieldWindow;
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::state::activity::{Entry, State};
use crate::state::income::{Payment, payments};
use crate::words;

use super::batch::BatchDraft;
use super::elsewhere::OtherChain;
use super::signer::WorkerSigner;
use super::{Signing, Wallet};

/// What waits for the user's word.
#[derive(Debug)]
pub(crate) enum Proposal {
    /// A transaction.
    One(Box<Draft>),
    /// Several calls that another wallet carries out as one.
    Together(BatchDraft),
}

impl Proposal {
    /// The chain that it is for.
    pub(crate) const fn chain(&self) -> ChainId {
        match self {
            Self::One(draft) => draft.review.summary().chain,
            Self::Together(draft) => draft.review.batch().chain(),
        }
    }
}

/// A transaction that waits for the user's word.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Decoded from the bytes that will be signed.
    pub(crate) review: Review,
    /// The asset it is about.
    pub(crate) asset: AssetId,
    /// What it is to do: checked again when it is signed.
    intent: Intent,
    /// What the last look found; `None` for what is not looked at before it is signed.
    pub(crate) checked: Option<Checked>,
}

/// What the last look before the signature found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Checked {
    /// A transfer that passes at this block.
    Allowed(BlockRef),
    /// A claim that is due at this block.
    Due {
        /// The block.
        at: BlockRef,
        /// What it pays; the chain's own coin where `None`.
        token: Option<Address>,
        /// How much; `None` for a step that pays nothing itself.
        amount: Option<Amount>,
    },
}

/// What running the transaction over proven state came to.
#[derive(Clone, Debug)]
pub(crate) enum Simulated {
    /// It is being run.
    Pending,
    /// It was run.
    Known(Box<Fact<Simulation>>),
    /// The calls of a batch were run, one after another.
    Together(Box<Fact<BatchSimulation>>),
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
    Ready(Rc<Proposal>),
    /// It is being signed and sent.
    Sending(Rc<Proposal>),
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
        self.end_sequence();
        self.propose_one(intent, asset);
    }

    pub(super) fn propose_one(&self, intent: Intent, asset: AssetId) {
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
                    let proposal = Rc::new(Proposal::One(Box::new(draft)));
                    wallet.set_review(ReviewState::Ready(Rc::clone(&proposal)));
                    wallet.simulate(&proposal, &reads).await;
                }
                Err(error) => wallet.set_review(ReviewState::Failed(error)),
            }
        });
    }

    /// What running the transaction that stands for review came to. Tracks.
    pub(crate) fn simulated(&self) -> Simulated {
        self.simulated.get()
    }

    /// Runs it over proven state while it is read.
    pub(super) async fn simulate(&self, proposal: &Rc<Proposal>, reads: &Reads) {
        let simulated = match self.proving(reads).await {
            None => Simulated::Unproven(problem::not_ready().what),
            Some(Err(error)) => Simulated::Unproven(error.what),
            Some(Ok((room, reads))) => match run(&room, proposal, &reads).await {
                Ok(Ok(simulated)) => simulated,
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
            ReviewState::Ready(shown) | ReviewState::Sending(shown) => Rc::ptr_eq(shown, proposal),
            ReviewState::OtherChain(other) => Rc::ptr_eq(&other.proposal, proposal),
            ReviewState::None | ReviewState::Preparing | ReviewState::Sent { .. } | ReviewState::Failed(_) => false,
        });
        if stands == Some(true) {
            let _gone = self.simulated.try_set(simulated);
        }
    }

    /// The user agrees with what is shown.
    pub(crate) fn approve(&self) {
        let wallet = *self;
        let Some(ReviewState::Ready(proposal)) = wallet.review.try_get_untracked() else { return };
        wallet.set_review(ReviewState::Sending(Rc::clone(&proposal)));
        spawn_local(async move {
            // Time went by while it was read: a rule may have changed since.
            let sent = match (wallet.check_again(&proposal).await, wallet.signing, &*proposal) {
                (Err(error), ..) => Err(error),
                (Ok(()), Signing::Elsewhere, _) => Ok(wallet.hand_over(&proposal).await),
                (Ok(()), Signing::Here, Proposal::One(draft)) => wallet.send(draft).await,
                // Only another wallet is given a batch.
                (Ok(()), Signing::Here, Proposal::Together(_)) => Err(problem::not_ready()),
                (Ok(()), Signing::Nowhere, _) => Err(problem::watched()),
            };
            wallet.set_review(sent.unwrap_or_else(ReviewState::Failed));
            wallet.refresh().await;
        });
    }

    async fn check_again(&self, proposal: &Proposal) -> Result<(), ErrorText> {
        match proposal {
            Proposal::One(draft) => self.check(&draft.intent, draft.asset).await.map(drop),
            Proposal::Together(draft) => self.check_batch(draft).await,
        }
    }

    /// The review is closed, and nothing is signed.
    pub(crate) fn dismiss(&self) {
        self.end_sequence();
        self.set_review(ReviewState::None);
    }

    pub(super) fn set_review(&self, state: ReviewState) {
        let _gone = self.review.try_set(state);
    }

    /// The draft, and the ledger that it was made with.
    async fn build(&self, intent: Intent, asset: AssetId) -> Result<(Draft, Reads), ErrorText> {
        let checked = self.check(&intent, asset).await?;
        let (room, newest) = self.ready().ok_or_else(problem::not_ready)?;
        // The ledger of the last look knows already what the token is.
        let (checked, mut reads) = checked.map_or((None, newest), |(checked, reads)| (Some(checked), reads));
        let prepared = room.prepare(intent.clone(), self.holder, &mut reads).await;
        let review = prepared.map_err(|error| problem::of_chain(&error))?;
        Ok((Draft { review, asset, intent, checked }, reads))
    }

    /// The last look before the signature, with what was read for it; `None` for what is not looked at; an error where it would be refused
    /// or that cannot be told.
    async fn check(&self, intent: &Intent, asset: AssetId) -> Result<Option<(Checked, Reads)>, ErrorText> {
        if let Intent::Transfer { to, amount, .. } = *intent {
            return self.verdict(asset, to, amount).await.map(Some);
        }
        let is_claim = matches!(
            intent,
            Intent::ClaimDistribution { .. }
                | Intent::ClaimOfAccount { .. }
                | Intent::ClaimSnapshot { .. }
                | Intent::ClaimCumulative { .. }
                | Intent::ClaimCumulative128 { .. }
                | Intent::ClaimMerkl { .. }
                | Intent::BookFunds { .. }
                | Intent::WithdrawFunds { .. }
                | Intent::WithdrawDividend { .. }
        );
        if is_claim { self.still_due(intent, asset).await.map(Some) } else { Ok(None) }
    }

    /// Whether a claim is due at the newest block: its proof leads to the contract's root, it was not claimed, and the contract can pay.
    async fn still_due(&self, intent: &Intent, asset: AssetId) -> Result<(Checked, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
        let payments = self.payments_now(&room, &mut reads, &[asset]).await?;
        let due = due(&payments, intent, reads.at()).ok_or_else(problem::not_due)?;
        Ok((due, reads))
    }

    /// The payments of these assets at the moment of `reads`.
    pub(super) async fn payments_now(
        &self,
        room: &ChainRoom,
        reads: &mut Reads,
        assets: &[AssetId],
    ) -> Result<Vec<Payment>, ErrorText> {
        let of_chain = |error| problem::of_chain(&error);
        let window = YieldWindow::default().length();
        let yields = room.yields(reads, assets, self.holder, window).await.map_err(of_chain)?;
        let mut found = Vec::new();
        for (asset, (report, _)) in assets.iter().zip(&yields) {
            found.extend(payments(room.asset(asset).map_err(of_chain)?, report));
        }
        Ok(found)
    }

    /// Whether a transfer passes at the newest block.
    async fn verdict(&self, asset: AssetId, to: Address, amount: U256) -> Result<(Checked, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_chain = |error| problem::of_chain(&error);
        let descriptor = room.asset(&asset).map_err(of_chain)?;
        let amount = Amount::from_raw(amount, descriptor.decimals).map_err(|error| problem::of_chain(&error.into()))?;
        let mut reads = room.ledger().await.map_err(of_chain)?;
        let checked = room.check_transfer(&mut reads, &asset, (self.holder, to), amount).await;
        let verdict = checked.map_err(of_chain)?.verdict;
        match verdict.value() {
            Verdict::Allow(_) => Ok((Checked::Allowed(verdict.at()), reads)),
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
            batch: None,
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

/// What a claim comes to by the payments of its asset; `None` where it is not due.
pub(super) fn due(payments: &[Payment], intent: &Intent, at: BlockRef) -> Option<Checked> {
    let Payment { line, amount } = payments.iter().find(|payment| payment.line.steps.contains(intent))?;
    let pays = line.standing.is_ready() && !matches!(intent, Intent::BookFunds { .. });
    let amount = amount.as_ref().map(|amount| *amount.value()).filter(|_| pays);
    Some(Checked::Due { at, token: line.token, amount })
}

/// Runs it over proven state; or why that cannot be.
async fn run(
    room: &ChainRoom,
    proposal: &Proposal,
    reads: &Reads,
) -> Result<Result<Simulated, Unproven>, ChainProblem> {
    Ok(match proposal {
        Proposal::One(draft) => {
            let ran = room.simulate(draft.review.message().clone(), reads).await?;
            ran.map(|fact| Simulated::Known(Box::new(fact)))
        }
        Proposal::Together(draft) => {
            let ran = room.simulate_batch(&draft.review, reads).await?;
            ran.map(|fact| Simulated::Together(Box::new(fact)))
        }
    })
}

//! From an intent to a signature: built, decoded back from its bytes, shown, approved, signed, remembered, sent.

use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::evidence::{Fact, Reads, Unproven};
use assay_sdk::tx::{BatchReview, BatchSimulation, Intent, Review, Simulation};
use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::state::activity::{CallsPlace, Entry, State};
use crate::words;

use super::batch::BatchDraft;
use super::elsewhere::OtherChain;
use super::series::SeriesDraft;
use super::signer::WorkerSigner;
use super::statement::StatementDraft;
use super::{Signing, Wallet};

/// What waits for the user's word.
#[derive(Debug)]
pub(crate) enum Proposal {
    /// A transaction.
    One(Box<Draft>),
    /// Several calls that another wallet carries out as one.
    Together(BatchDraft),
    /// Several transactions of a site, signed and sent one after another.
    Series(Box<SeriesDraft>),
    /// A message or typed data, of which only the signature is given.
    Statement(Box<StatementDraft>),
}

impl Proposal {
    /// The chain that it is for.
    pub(crate) const fn chain(&self) -> ChainId {
        match self {
            Self::One(draft) => draft.review.summary().chain,
            Self::Together(draft) => draft.review.batch().chain(),
            Self::Series(draft) => draft.batch.batch().chain(),
            Self::Statement(draft) => draft.chain,
        }
    }
}

impl Proposal {
    /// Why it cannot be signed at all; `None` where it can.
    pub(super) fn not_signed(&self) -> Option<String> {
        let understood = match self {
            Self::One(draft) => draft.review.is_understood(),
            Self::Together(draft) => draft.review.is_understood(),
            Self::Series(draft) => draft.batch.is_understood(),
            Self::Statement(_) => true,
        };
        (!understood)
            .then(|| "The wallet does not understand all of it, and what is not understood is not signed.".to_owned())
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

/// One preparation of a review. What comes of it is shown only while it is awaited: neither closed meanwhile nor followed by another.
pub(crate) type Preparation = Rc<()>;

/// How far the one review is.
#[derive(Clone, Debug, Default)]
pub(crate) enum ReviewState {
    /// Nothing to review.
    #[default]
    None,
    /// The transaction is being built.
    Preparing(Preparation),
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
    /// A signature was given to the site that asked for it. Nothing was sent to the chain.
    Given,
    /// The site wants the user to see what became of these calls of it.
    Calls {
        /// Their name.
        id: String,
    },
    /// The other wallet has to change its chain first.
    OtherChain(Rc<OtherChain>),
    /// It did not come to be.
    Failed(ErrorText),
}

/// What came of an approval.
#[derive(Debug)]
pub(super) struct Done {
    /// What is shown now.
    pub(super) state: ReviewState,
    /// What a site is answered that asked for it; `None` where it is not answered yet, or was already.
    pub(super) answer: Option<Value>,
}

impl Wallet {
    /// Builds the transaction of an intent and opens its review. A transfer is checked once more at the newest block: the verdict
    /// comes before the signature.
    pub(crate) fn propose(&self, intent: Intent, asset: AssetId) {
        self.end_sequence();
        self.end_asking();
        self.propose_one(intent, asset);
    }

    pub(super) fn propose_one(&self, intent: Intent, asset: AssetId) {
        let wallet = *self;
        if wallet.signing == Signing::Nowhere {
            wallet.set_review(ReviewState::Failed(problem::watched()));
            return;
        }
        let begun = wallet.begin_review();
        spawn_local(async move {
            match wallet.build(intent, asset).await {
                Ok((draft, reads)) => {
                    let proposal = Rc::new(Proposal::One(Box::new(draft)));
                    if wallet.prepared(&begun, ReviewState::Ready(Rc::clone(&proposal))) {
                        wallet.simulate(&proposal, &reads).await;
                    }
                }
                Err(error) => {
                    let _closed = wallet.prepared(&begun, ReviewState::Failed(error));
                }
            }
        });
    }

    /// The sheet opens, and waits for what is prepared.
    pub(super) fn begin_review(&self) -> Preparation {
        let begun = Preparation::default();
        self.set_review(ReviewState::Preparing(Rc::clone(&begun)));
        let _gone = self.simulated.try_set(Simulated::Pending);
        begun
    }

    /// Whether what is prepared is still waited for.
    pub(super) fn is_awaited(&self, begun: &Preparation) -> bool {
        let awaited = |state: &ReviewState| matches!(state, ReviewState::Preparing(now) if Rc::ptr_eq(now, begun));
        self.review.try_with_untracked(awaited) == Some(true)
    }

    /// Shows what came of a preparation; `false` where nobody waits for it any more.
    pub(super) fn prepared(&self, begun: &Preparation, state: ReviewState) -> bool {
        let awaited = self.is_awaited(begun);
        if awaited {
            self.set_review(state);
        }
        awaited
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
            ReviewState::None
            | ReviewState::Preparing(_)
            | ReviewState::Sent { .. }
            | ReviewState::Given
            | ReviewState::Calls { .. }
            | ReviewState::Failed(_) => false,
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
            match wallet.carry_out(&proposal).await {
                Ok(Done { state, answer }) => {
                    if let Some(answer) = answer {
                        wallet.answer_site(Ok(answer));
                    }
                    wallet.set_review(state);
                }
                Err(error) => wallet.set_review(ReviewState::Failed(error)),
            }
            wallet.refresh().await;
        });
    }

    async fn carry_out(&self, proposal: &Rc<Proposal>) -> Result<Done, ErrorText> {
        // Time went by while it was read: a rule may have changed since, and who asked may be gone.
        self.check_again(proposal).await?;
        self.must_still_be_asked()?;
        match (self.signing, &**proposal) {
            (Signing::Nowhere, _) => Err(problem::watched()),
            (_, Proposal::Statement(draft)) => self.sign_statement(proposal, draft).await,
            (Signing::Here, Proposal::One(draft)) => self.send(draft).await,
            (Signing::Here, Proposal::Series(draft)) => self.send_series(draft).await,
            // Only another wallet is given a batch, and only this one sends a series.
            (Signing::Here, Proposal::Together(_)) | (Signing::Elsewhere, Proposal::Series(_)) => {
                Err(problem::not_ready())
            }
            (Signing::Elsewhere, Proposal::One(_) | Proposal::Together(_)) => Ok(self.hand_over(proposal).await),
        }
    }

    async fn check_again(&self, proposal: &Proposal) -> Result<(), ErrorText> {
        match proposal {
            Proposal::One(draft) => self.check(&draft.intent, draft.asset).await.map(drop),
            Proposal::Together(draft) => self.check_batch(draft).await,
            // Each when its turn comes.
            Proposal::Series(_) => Ok(()),
            Proposal::Statement(draft) => self.check_statement(draft).await.map(drop),
        }
    }

    /// The review is closed, and nothing is signed.
    pub(crate) fn dismiss(&self) {
        self.end_sequence();
        self.answer_closed();
        self.set_review(ReviewState::None);
    }

    pub(super) fn set_review(&self, state: ReviewState) {
        let _gone = self.review.try_set(state);
    }

    /// The draft, and the ledger that it was made with.
    pub(super) async fn build(&self, intent: Intent, asset: AssetId) -> Result<(Draft, Reads), ErrorText> {
        let checked = self.check(&intent, asset).await?;
        let (room, newest) = self.ready().ok_or_else(problem::not_ready)?;
        // The ledger of the last look knows already what the token is.
        let (checked, mut reads) = checked.map_or((None, newest), |(checked, reads)| (Some(checked), reads));
        let prepared = room.prepare(intent.clone(), self.holder, &mut reads).await;
        let review = prepared.map_err(|error| problem::of_chain(&error))?;
        Ok((Draft { review, asset, intent, checked }, reads))
    }

    async fn send(&self, draft: &Draft) -> Result<Done, ErrorText> {
        let entry = self.sign_and_send(&draft.review, draft.asset, None).await?;
        let answer = Some(Value::String(entry.hash.to_string()));
        Ok(Done { state: ReviewState::Sent { summary: entry.summary, notes: Vec::new() }, answer })
    }

    /// Signs an approved transaction, remembers it, and sends it. It is remembered before it leaves: a tab that closes now loses nothing.
    pub(super) async fn sign_and_send(
        &self,
        review: &Review,
        asset: AssetId,
        calls: Option<CallsPlace>,
    ) -> Result<Entry, ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_sdk = |error: assay_sdk::error::Error| problem::of_chain(&error.into());
        let chain = review.summary().chain;
        let approved = review.clone().approve().map_err(|error| of_sdk(error.into()))?;
        let signer = self.worker_signer(chain)?;
        let signed = approved.sign(&signer).await.map_err(|error| of_sdk(error.into()))?;
        let entry = Entry {
            hash: signed.hash(),
            chain,
            from: self.holder.to_string(),
            summary: words::summary(review.summary()),
            asset: Some(asset.to_string()),
            raw: signed.raw().clone(),
            reviewed: None,
            notes: Vec::new(),
            batch: None,
            asked: self.asked_by(calls),
            signed_at: self.now(),
            state: State::Signed,
        };
        self.remember(entry.clone()).await?;
        match room.broadcast(signed).await {
            Ok(_pending) => {
                let sent = Entry { state: State::Pending, ..entry };
                self.remember(sent.clone()).await?;
                Ok(sent)
            }
            Err(error) if error.is_refusal() => {
                let text = problem::of_chain(&error);
                let reason = text.what.clone();
                self.remember(Entry { state: State::Rejected { reason }, ..entry }).await?;
                Err(text)
            }
            // Unknown whether it arrived: it stays, and is sent again until a block has it.
            Err(error) => Err(problem::of_chain(&error)),
        }
    }

    /// The key worker as the signer of this account, for payloads of a chain.
    pub(super) fn worker_signer(&self, chain: ChainId) -> Result<WorkerSigner, ErrorText> {
        let keys = self.keys.try_get_value().ok_or_else(problem::not_ready)?;
        Ok(WorkerSigner { keys, account: self.holder, chain })
    }
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
        Proposal::Together(draft) => in_turn(room, &draft.review, reads).await?,
        Proposal::Series(draft) => in_turn(room, &draft.batch, reads).await?,
        // It is no transaction: there is nothing to run.
        Proposal::Statement(_) => Ok(Simulated::Pending),
    })
}

async fn in_turn(
    room: &ChainRoom,
    batch: &BatchReview,
    reads: &Reads,
) -> Result<Result<Simulated, Unproven>, ChainProblem> {
    let ran = room.simulate_batch(batch, reads).await?;
    Ok(ran.map(|fact| Simulated::Together(Box::new(fact))))
}

//! An account whose key is in another wallet: what was approved here is handed over, and what was sent is read back.

use std::rc::Rc;

use assay_sdk::error::Error;
use assay_sdk::tx::{ExternalSigner, HandedTx, SignError, SignerError};
use assay_sdk::units::ChainId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::ChainProblem;
use crate::services::injected::{self, Provider, Watching};
use crate::state::activity::{Entry, State};
use crate::text::{fill, t};
use crate::words;

use super::Wallet;
use super::review::{Done, Draft, Proposal, ReviewState};

/// The other wallet is on another chain than what was approved.
#[derive(Debug)]
pub(crate) struct OtherChain {
    /// What was approved.
    pub(crate) proposal: Rc<Proposal>,
    /// What the other wallet calls itself.
    pub(crate) wallet: String,
    /// Where it is.
    pub(crate) on: ChainId,
    signer: ExternalSigner<Provider>,
    _watching: Watching,
}

/// Why nothing was handed over.
pub(super) enum Stopped {
    OtherChain(Rc<OtherChain>),
    Failed(ErrorText),
}

impl From<ErrorText> for Stopped {
    fn from(text: ErrorText) -> Self {
        Self::Failed(text)
    }
}

impl From<Stopped> for Done {
    fn from(stopped: Stopped) -> Self {
        let state = match stopped {
            Stopped::OtherChain(other) => ReviewState::OtherChain(other),
            Stopped::Failed(text) => ReviewState::Failed(text),
        };
        Self { state, answer: None }
    }
}

/// What a site is answered: the hash that the other wallet named, or the name that the site has for its calls.
fn answer(entry: &Entry) -> Value {
    let calls = entry.asked.as_ref().and_then(|asked| asked.calls.as_ref());
    calls.map_or_else(|| Value::String(entry.hash.to_string()), |calls| json!({ "id": calls.id }))
}

impl Wallet {
    /// Hands what was approved to the other wallet; the state of the review after that.
    pub(super) async fn hand_over(&self, proposal: &Rc<Proposal>) -> Done {
        let handed = match &**proposal {
            Proposal::One(draft) => self.hand_over_one(proposal, draft).await,
            Proposal::Together(draft) => self.hand_over_batch(proposal, draft).await,
            // Neither is a transaction for another wallet.
            Proposal::Series(_) | Proposal::Statement(_) => Err(problem::not_ready().into()),
        };
        match handed {
            Ok(entry) => Done { answer: Some(answer(&entry)), state: self.handed(entry) },
            Err(stopped) => stopped.into(),
        }
    }

    /// What is said of what was handed over: a batch may have come to its end already.
    fn handed(&self, entry: Entry) -> ReviewState {
        match entry.state {
            State::InParts { what } => {
                // Nothing more is offered before the user has looked at what was done.
                self.end_sequence();
                ReviewState::Failed(problem::in_parts(what))
            }
            State::Failed { reason, .. } | State::Rejected { reason } => ReviewState::Failed(problem::undone(reason)),
            State::Signed
            | State::Pending
            | State::Succeeded { .. }
            | State::SomethingElse { .. }
            | State::Untold { .. }
            | State::Given
            | State::Replaced => ReviewState::Sent { notes: words::handed(&entry), summary: entry.summary },
        }
    }

    /// The user lets Assay ask the other wallet to change its chain. Then the same review stands again.
    pub(crate) fn switch_chain(&self) {
        let wallet = *self;
        let Some(ReviewState::OtherChain(other)) = wallet.review.try_get_untracked() else { return };
        wallet.set_review(ReviewState::Sending(Rc::clone(&other.proposal)));
        spawn_local(async move {
            let state = match other.signer.switch_chain().await {
                Ok(()) => ReviewState::Ready(Rc::clone(&other.proposal)),
                Err(error) => ReviewState::Failed(problem::of_other_wallet(&error.into())),
            };
            wallet.set_review(state);
        });
    }

    async fn hand_over_one(&self, proposal: &Rc<Proposal>, draft: &Draft) -> Result<Entry, Stopped> {
        self.must_remember()?;
        let approved = draft.review.clone().approve();
        let approved = approved.map_err(|error| problem::of_sdk(&error.into()))?;
        let (provider, signer) = self.other_signer().await?;
        let handed = match signer.send(approved).await {
            Ok(handed) => handed,
            Err(error) => return Err(self.stopped(proposal, (provider, signer), &error)),
        };
        let entry = Entry {
            hash: handed.hash(),
            chain: proposal.chain(),
            from: self.holder.to_string(),
            summary: words::summary(draft.review.summary()),
            asset: Some(draft.asset.to_string()),
            raw: alloy_primitives::Bytes::new(),
            reviewed: Some(handed.payload().clone()),
            notes: Vec::new(),
            batch: None,
            asked: self.asked_by(None),
            signed_at: self.now(),
            state: State::Pending,
        };
        self.remember(entry.clone()).await?;
        Ok(self.read_back(entry).await?)
    }

    /// What nobody would remember does not leave.
    pub(super) fn must_remember(&self) -> Result<(), ErrorText> {
        let storage = self.storage.try_get_value().flatten();
        storage.map(drop).ok_or_else(problem::no_storage)
    }

    /// Why the other wallet did not take it.
    pub(super) fn stopped(
        &self,
        proposal: &Rc<Proposal>,
        (provider, signer): (Provider, ExternalSigner<Provider>),
        error: &SignError,
    ) -> Stopped {
        let &SignError::Signer(SignerError::WrongChain { expected: on, .. }) = error else {
            return Stopped::Failed(problem::of_other_wallet(error));
        };
        let wallet = *self;
        let watching = injected::watch(&provider, move || wallet.look_at_chain());
        let (proposal, wallet) = (Rc::clone(proposal), provider.name);
        Stopped::OtherChain(Rc::new(OtherChain { proposal, wallet, on, signer, _watching: watching }))
    }

    /// The other wallet changed, perhaps by its user's own hand: where it is on the right chain now, the review stands again.
    fn look_at_chain(&self) {
        let wallet = *self;
        let Some(ReviewState::OtherChain(other)) = wallet.review.try_get_untracked() else { return };
        spawn_local(async move {
            let there = other.signer.connected_chain().await;
            let still = matches!(wallet.review.try_get_untracked(), Some(ReviewState::OtherChain(_)));
            if still && there == Ok(other.proposal.chain()) {
                wallet.set_review(ReviewState::Ready(Rc::clone(&other.proposal)));
            }
        });
    }

    /// Reads back what the other wallet says to have sent. Where the endpoint does not know it yet, the entry stays as it is and is
    /// asked about again.
    pub(super) async fn read_back(&self, entry: Entry) -> Result<Entry, ErrorText> {
        let Some(payload) = entry.reviewed.clone() else { return Ok(entry) };
        let Some((room, _)) = self.ready() else { return Ok(entry) };
        let handed = HandedTx::restore(self.holder, payload, entry.hash);
        let handed = handed.map_err(|error| problem::of_sdk(&error.into()))?;
        let known = match room.find(handed).await {
            Ok(Ok(sent)) => {
                let otherwise = |difference: &assay_sdk::tx::Difference| {
                    fill(t("The other wallet chose otherwise: {what}."), &[("what", &difference.to_string())])
                };
                let notes = sent.differences.iter().map(otherwise).collect();
                Entry { raw: sent.pending.signed().raw().clone(), reviewed: None, notes, ..entry }
            }
            Err(ChainProblem::Sdk(error)) if matches!(*error, Error::Sent(_)) => {
                let text = problem::of_sdk(&error);
                let state = State::SomethingElse { what: text.what.clone() };
                self.remember(Entry { reviewed: None, state, ..entry }).await?;
                return Err(text);
            }
            Ok(Err(_)) | Err(_) => return Ok(entry),
        };
        self.remember(known.clone()).await?;
        Ok(known)
    }
}

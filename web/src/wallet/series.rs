//! Calls of a site that this wallet's own key signs: one review of all of them, then one transaction after another, up to the first that
//! fails.

use assay_sdk::evidence::Reads;
use assay_sdk::tx::{BatchReview, PendingTx, Review};
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde_json::json;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::state::activity::{CallsPlace, Entry, State};
use crate::state::income::Claim;
use crate::text::{fill, t};
use crate::words;

use super::Wallet;
use super::batch::{Kind, rehearse};
use super::follow::finished;
use super::review::{Checked, Done, Proposal, ReviewState};

/// How often a receipt is asked for, in milliseconds.
const ASK: u32 = 1_000;

/// Transactions that wait for the user's word together.
#[derive(Debug)]
pub(crate) struct SeriesDraft {
    /// The calls as they are shown and run, each decoded from its bytes.
    pub(crate) batch: BatchReview,
    /// The same calls as the transactions that will be signed.
    pub(crate) reviews: Vec<Review>,
    /// What the last look found, call by call.
    pub(crate) checked: Vec<Option<Checked>>,
    calls: Vec<Claim>,
    /// The name that the site has for them.
    id: String,
}

/// Takes a name out of those that are being sent, however it ends.
struct Running(Wallet, String);

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.running.try_update_value(|running| running.remove(&self.1));
    }
}

impl Wallet {
    /// The review of calls that are signed and sent one after another.
    pub(super) async fn series_of(&self, calls: Vec<Claim>, id: String) -> Result<(Proposal, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_chain = |error| problem::of_chain(&error);
        let (checked, mut reads) = self.check_calls(&room, &calls, Kind::Site).await?;
        let intents: Vec<_> = calls.iter().map(|call| call.intent.clone()).collect();
        let batch = room.prepare_batch(intents.clone(), self.holder, &mut reads).await.map_err(of_chain)?;
        rehearse(&room, batch.batch(), &mut reads).await?;
        let reviews = room.prepare_all(intents, self.holder, &mut reads).await.map_err(of_chain)?;
        let draft = SeriesDraft { batch, reviews, checked, calls, id };
        if !draft.is_the_same() {
            return Err(problem::not_ready());
        }
        Ok((Proposal::Series(Box::new(draft)), reads))
    }

    /// Signs and sends one after another. The site is answered once the first is on its way.
    pub(super) async fn send_series(&self, draft: &SeriesDraft) -> Result<Done, ErrorText> {
        self.must_remember()?;
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let _gone = self.running.try_update_value(|running| running.insert(draft.id.clone()));
        let _running = Running(*self, draft.id.clone());
        let count = draft.calls.len();
        for (place, (call, review)) in draft.calls.iter().zip(&draft.reviews).enumerate() {
            let calls = CallsPlace { id: draft.id.clone(), place, count };
            let done = async {
                self.check(&call.intent, call.asset).await?;
                let sent = self.sign_and_send(review, call.asset, Some(calls)).await?;
                self.answer_site(Ok(json!({ "id": draft.id })));
                self.until_mined(&room, sent).await
            };
            done.await.map_err(|error| stopped_at(error, place, count))?;
        }
        let summary = words::batch(&draft.batch);
        Ok(Done { state: ReviewState::Sent { summary, notes: Vec::new() }, answer: None })
    }

    /// Waits for a block to have it; an error where it did nothing there.
    async fn until_mined(&self, room: &ChainRoom, sent: Entry) -> Result<(), ErrorText> {
        let mut pending = PendingTx::from_raw(&sent.raw).map_err(|error| problem::of_sdk(&error.into()))?;
        loop {
            if self.activity.try_with_untracked(|_| ()).is_none() {
                return Err(problem::not_ready());
            }
            match room.receipt(pending).await.map_err(|problem| problem::of_chain(&problem))? {
                Ok(receipt) => {
                    let state = finished(&receipt, room.known());
                    self.remember(Entry { state: state.clone(), ..sent }).await?;
                    return if let State::Failed { reason, .. } = state {
                        Err(problem::undone(reason))
                    } else {
                        Ok(())
                    };
                }
                Err(waits) => pending = waits,
            }
            TimeoutFuture::new(ASK).await;
        }
    }
}

impl SeriesDraft {
    /// The fee of all of them, at most, in wei.
    pub(crate) fn fee_ceiling(&self) -> alloy_primitives::U256 {
        let ceilings = self.reviews.iter().map(|review| review.summary().fee_ceiling);
        ceilings.fold(alloy_primitives::U256::ZERO, alloy_primitives::U256::saturating_add)
    }

    /// Whether what is shown is what would be signed, call by call.
    fn is_the_same(&self) -> bool {
        let messages = self.batch.messages();
        let same = |(message, review): (&assay_sdk::proof::Message, &Review)| {
            let signed = review.message();
            (message.from, message.to, &message.data, message.value)
                == (signed.from, signed.to, &signed.data, signed.value)
        };
        messages.len() == self.reviews.len() && messages.iter().zip(&self.reviews).all(same)
    }
}

/// The first that fails ends all of them; what was done before stays done.
fn stopped_at(error: ErrorText, place: usize, count: usize) -> ErrorText {
    let error = problem::of_call(error, place, count);
    if place == 0 {
        return error;
    }
    let done = fill(
        t("{done} of {count} calls were carried out before, and stay so; the others were not sent."),
        &[("done", &place.to_string()), ("count", &count.to_string())],
    );
    ErrorText { title: t("Only a part was done").to_owned(), next: done, ..error }
}

//! What became of the transactions that were sent.

use std::rc::Rc;

use assay_sdk::tx::{Outcome, PendingTx, Receipt};

use crate::problem;
use crate::services::chain::ChainRoom;
use crate::services::storage::Storage;
use crate::state::activity::{Activity, Entry, State};
use crate::words;

use super::Wallet;
use leptos::prelude::*;

/// Remembers what was sent, by transaction hash.
const DATABASE: &str = "assay-activity";

impl Wallet {
    /// Takes up what an earlier visit left behind.
    pub(super) async fn restore(&self) {
        let Ok(storage) = Storage::open(DATABASE).await else { return };
        let mine = self.holder.to_string();
        if let Ok(records) = storage.all::<Entry>().await {
            let entries = records.into_iter().filter_map(|(_, entry)| entry.ok()).filter(|entry| entry.from == mine);
            let _gone = self.activity.try_set(Activity::restored(entries.collect()));
        }
        let _gone = self.storage.try_set_value(Some(Rc::new(storage)));
    }

    /// Asks for the receipts of all that is on its way; sends again what may never have arrived.
    pub(super) async fn follow_up(&self) {
        let Some((room, _)) = self.ready() else { return };
        let unfinished =
            self.activity.try_with_untracked(|activity| activity.unfinished(room.chain()).cloned().collect::<Vec<_>>());
        for entry in unfinished.unwrap_or_default() {
            if entry.batch.is_some() {
                let _asked_again = self.follow_batch(&room, entry).await;
                continue;
            }
            // What another wallet sent is read back first; until then nothing but its hash is known.
            let Ok(entry) = self.read_back(entry).await else { continue };
            let Ok(pending) = PendingTx::from_raw(&entry.raw) else { continue };
            if let Some(state) = became(&room, pending, &entry.state).await {
                // On screen it stands in any case; a storage that refuses is told of when something is sent.
                let _stored = self.remember(Entry { state, ..entry }).await;
            }
        }
    }
}

/// What became of a transaction; nothing where it waits, or where that cannot be found out now.
async fn became(room: &ChainRoom, pending: PendingTx, state: &State) -> Option<State> {
    let pending = match room.receipt(pending).await.ok()? {
        Ok(receipt) => return Some(finished(&receipt, room.known())),
        Err(pending) => pending,
    };
    if room.is_replaced(&pending).await.ok()? {
        return Some(State::Replaced);
    }
    if *state != State::Signed {
        return None;
    }
    match room.rebroadcast(&pending).await {
        Ok(()) => Some(State::Pending),
        // It may have been mined in between: only a refusal without a receipt is one.
        Err(error) if error.is_refusal() => match room.receipt(pending).await.ok()? {
            Ok(receipt) => Some(finished(&receipt, room.known())),
            Err(_) => Some(State::Rejected { reason: problem::of_chain(&error).what }),
        },
        Err(_) => None,
    }
}

pub(super) fn finished(receipt: &Receipt, known: &assay_sdk::tx::KnownTokens) -> State {
    let block = receipt.block_number;
    match &receipt.outcome {
        Outcome::Succeeded(events) => {
            let outcome = events.iter().filter_map(|event| words::event(event, known)).collect();
            State::Succeeded { block, outcome }
        }
        Outcome::Reverted(reason) => {
            let reason = reason.as_ref().map_or_else(
                || "The contract refused, and gave no reason that could be found.".to_owned(),
                words::revert,
            );
            State::Failed { block, reason }
        }
    }
}

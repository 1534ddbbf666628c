//! A batch in another wallet's hands: handed over, asked about, and its transaction read back from the chain.

use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, keccak256};
use assay_sdk::tx::{BatchError, BatchStatus, ExternalSigner, KnownTokens, Receipt, SentBatch, SignError};

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::services::injected;
use crate::state::activity::{Batch, CallsPlace, Entry, State};
use crate::text::{fill, t};
use crate::words;

use super::Wallet;
use super::batch::BatchDraft;
use super::elsewhere::Stopped;
use super::follow::finished;
use super::review::Proposal;

impl Wallet {
    /// Hands an approved batch over, and asks once what became of it.
    pub(super) async fn hand_over_batch(&self, proposal: &Rc<Proposal>, draft: &BatchDraft) -> Result<Entry, Stopped> {
        self.must_remember()?;
        let approved = draft.review.clone().approve();
        let approved = approved.map_err(|error| problem::of_sdk(&error.into()))?;
        let (provider, signer) = self.other_signer().await?;
        let sent = match signer.send_calls(approved).await {
            Ok(sent) => sent,
            Err(error) => return Err(self.stopped(proposal, (provider, signer), &error)),
        };
        let entry = self.batch_entry(&sent, draft);
        self.remember(entry.clone()).await?;
        let Some((room, _)) = self.ready() else { return Ok(entry) };
        Ok(self.follow_batch(&room, entry).await?)
    }

    fn batch_entry(&self, sent: &SentBatch, draft: &BatchDraft) -> Entry {
        let mut assets: Vec<String> = Vec::new();
        for asset in draft.calls.iter().map(|call| call.asset.to_string()) {
            if !assets.contains(&asset) {
                assets.push(asset);
            }
        }
        let calls = draft.review.calls().iter().map(|call| call.to.address).collect();
        Entry {
            hash: keccak256(sent.id()),
            chain: sent.chain(),
            from: self.holder.to_string(),
            summary: words::batch(&draft.review),
            asset: None,
            raw: Bytes::new(),
            reviewed: None,
            notes: Vec::new(),
            batch: Some(Batch { id: sent.id().to_owned(), calls, assets, transaction: None }),
            asked: self.asked_by(draft.id.clone().map(|id| CallsPlace { id, place: 0, count: 1 })),
            signed_at: self.now(),
            state: State::Pending,
        }
    }

    /// What became of a batch: the other wallet names its transaction, and the chain says what that did. What cannot be found out now is
    /// asked about again.
    pub(super) async fn follow_batch(&self, room: &ChainRoom, entry: Entry) -> Result<Entry, ErrorText> {
        let Some(batch) = entry.batch.clone() else { return Ok(entry) };
        let sent = SentBatch::restore(&batch.id, self.holder, entry.chain);
        let sent = sent.map_err(|error| problem::of_sdk(&SignError::from(error).into()))?;
        let told = match batch.transaction {
            Some(transaction) => Told::Transaction(transaction),
            None => self.ask_about(&sent).await,
        };
        let known = match told {
            Told::Nothing => return Ok(entry),
            Told::End(state) => Entry { state, ..entry },
            Told::Transaction(transaction) => {
                let calls = batch.calls.clone();
                let batch = Some(Batch { transaction: Some(transaction), ..batch });
                let entry = Entry { batch, ..entry };
                match room.batch_receipt(&sent, transaction).await {
                    Ok(Some(receipt)) => {
                        let notes = silent(&receipt, &calls, room.known());
                        Entry { state: finished(&receipt, room.known()), notes, ..entry }
                    }
                    Ok(None) | Err(_) => entry,
                }
            }
        };
        self.remember(known.clone()).await?;
        Ok(known)
    }

    /// Asks the other wallet, where it opens the account without asking its user.
    async fn ask_about(&self, sent: &SentBatch) -> Told {
        let Some(provider) = injected::opening(self.holder).await else { return Told::Nothing };
        let signer = ExternalSigner::new(provider, self.holder, sent.chain());
        match signer.calls_status(sent).await {
            Ok(BatchStatus::Pending) => Told::Nothing,
            Ok(BatchStatus::Confirmed(hash) | BatchStatus::Reverted(Some(hash))) => Told::Transaction(hash),
            Ok(BatchStatus::NotSent) => {
                let reason = t(
                    "The other wallet says that it never reached the chain, and will not be tried again. Nothing happened.",
                );
                Told::End(State::Rejected { reason: reason.to_owned() })
            }
            Ok(BatchStatus::Reverted(None)) => {
                let reason = t("The other wallet says that all of it was undone, and names no transaction.");
                Told::End(State::Rejected { reason: reason.to_owned() })
            }
            Err(SignError::Batch(error @ BatchError::InParts { .. })) => {
                Told::End(State::InParts { what: problem::of_sdk(&SignError::from(error).into()).what })
            }
            Err(SignError::Batch(error @ BatchError::Unknown { .. })) => {
                Told::End(State::Untold { what: problem::of_sdk(&SignError::from(error).into()).what })
            }
            // It may be busy, or locked: it is asked again.
            Err(_) => Told::Nothing,
        }
    }
}

/// What the other wallet says of a batch.
enum Told {
    /// Nothing yet.
    Nothing,
    /// Its transaction.
    Transaction(B256),
    /// That it is over, without one.
    End(State),
}

/// Which of the contracts that were to be called say nothing in the transaction that the other wallet named: it may be another one.
fn silent(receipt: &Receipt, calls: &[Address], known: &KnownTokens) -> Vec<String> {
    let events = receipt.events();
    let mut silent: Vec<Address> = Vec::new();
    for call in calls {
        if !events.is_empty() && !silent.contains(call) && !events.iter().any(|event| event.contract() == *call) {
            silent.push(*call);
        }
    }
    let note = |contract: Address| {
        fill(
            t(
                "Its transaction holds no event of {contract}, which was to be called. Look at what you hold before you rely on it.",
            ),
            &[("contract", &words::name(known, contract))],
        )
    };
    silent.into_iter().map(note).collect()
}

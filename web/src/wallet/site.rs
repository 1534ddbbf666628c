//! What a site asks to have signed or sent: the same review, verdict and run as the wallet's own, and one answer for each request.

mod calls;

use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::{Intent, SiteOrigin};
use assay_sdk::units::AssetId;
use futures_channel::oneshot;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::state::activity::{AskedBy, CallsPlace};
use crate::state::loaded::Loaded;
use crate::state::site_calls;
use crate::state::site_request::{SiteError, SiteErrorCode, SiteRequest, SiteTransaction};

use super::review::{Proposal, ReviewState};
use super::{Signing, Wallet};

/// How often it is looked whether the chain was read, in milliseconds.
const LOOK: u32 = 100;

/// A request of a site to whose user this account was opened.
#[derive(Debug)]
pub(crate) struct SiteAsk {
    /// The site.
    pub(crate) site: SiteOrigin,
    /// What it calls itself, by its own word.
    pub(crate) name: Option<String>,
    /// What it asks.
    pub(crate) request: SiteRequest,
}

/// Who asked for what stands for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asker {
    /// The site.
    pub(crate) site: SiteOrigin,
    /// What it calls itself, by its own word.
    pub(crate) name: Option<String>,
}

/// A request that waits for its answer.
#[derive(Debug)]
pub(super) struct Asking {
    answer: oneshot::Sender<Result<Value, SiteError>>,
    /// What it is answered when the sheet is closed.
    at_close: SiteError,
}

/// Why something is not even shown for a decision: what the user sees, and what the site is told once that was seen.
pub(super) struct Refusal {
    pub(super) shown: ErrorText,
    pub(super) told: SiteError,
}

impl From<ErrorText> for Refusal {
    fn from(shown: ErrorText) -> Self {
        let told = told(&shown);
        Self { shown, told }
    }
}

/// What a site learns of an error: its title, and nothing of what the user holds.
fn told(error: &ErrorText) -> SiteError {
    let code = match error.code.as_str() {
        "signature-rejected" => SiteErrorCode::UserRejected,
        "account-watched" | "vault-locked" => SiteErrorCode::Unauthorized,
        _ => SiteErrorCode::Refused,
    };
    SiteError::new(code, format!("{}.", error.title.trim_end_matches('.')))
}

/// What is made of a request.
enum Made {
    /// What stands for review.
    Review(Box<Proposal>, Reads),
    /// How far calls of this name are.
    Calls(String),
}

/// Closes the review of a site that does not wait for its answer any more.
struct Waiting(Wallet);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.withdraw();
    }
}

impl Wallet {
    /// Answers a request of a site. What takes the user's word opens the review, and is answered when they have decided: with the hash, the
    /// signature or the name of the calls; with 4001 where they closed it, and with -32003 where it was refused and they have seen why. A
    /// future that is dropped before that closes the review.
    ///
    /// # Errors
    /// [`SiteError`], as docs/connection.md has its codes.
    pub(crate) async fn propose_for_site(self, ask: SiteAsk) -> Result<Value, SiteError> {
        let SiteAsk { site, name, request } = ask;
        let asked = Rc::new(Asker { site, name });
        if let SiteRequest::Capabilities { account, chains } = request {
            self.must_be_mine(account)?;
            return self.capabilities(chains).await;
        }
        if let SiteRequest::CallsStatus(id) = &request {
            return self.calls_status(&asked.site, id).await;
        }
        self.ask_user(asked, request).await
    }

    /// The site that asked for what stands for review. Tracks.
    pub(crate) fn asker(&self) -> Option<Rc<Asker>> {
        self.asker.get()
    }

    async fn ask_user(self, asker: Rc<Asker>, request: SiteRequest) -> Result<Value, SiteError> {
        self.may_ask(&request)?;
        let (answer, answered) = oneshot::channel();
        let at_close = SiteError::new(SiteErrorCode::UserRejected, "The user did not agree.");
        self.end_sequence();
        let _gone = self.asking.try_set_value(Some(Asking { answer, at_close }));
        let _gone = self.asker.try_set(Some(Rc::clone(&asker)));
        let begun = self.begin_review();
        let _waiting = Waiting(self);
        spawn_local(async move {
            let made = self.proposal_of(&asker, request).await;
            // Closed meanwhile: it was answered, and another may be asked by now.
            if !self.is_awaited(&begun) {
                return;
            }
            match made {
                Ok(Made::Review(proposal, reads)) => self.show(Rc::new(*proposal), &reads).await,
                Ok(Made::Calls(id)) => {
                    self.set_review(ReviewState::Calls { id });
                    self.answer_site(Ok(Value::Null));
                }
                Err(Refusal { shown, told }) => {
                    self.answer_at_close(told);
                    self.set_review(ReviewState::Failed(shown));
                }
            }
        });
        let gone = || Err(SiteError::new(SiteErrorCode::Unauthorized, "The wallet was locked before it answered."));
        answered.await.unwrap_or_else(|_| gone())
    }

    /// Whether it is of this account and chain, and can be shown now.
    fn may_ask(&self, request: &SiteRequest) -> Result<(), SiteError> {
        let (account, chain) = if let SiteRequest::SendTransaction(sent) = request {
            (Some(sent.from), sent.chain)
        } else if let SiteRequest::SignMessage { account, .. } | SiteRequest::SignTypedData { account, .. } = request {
            (Some(*account), None)
        } else if let SiteRequest::SendCalls(calls) = request {
            (calls.from, None)
        } else {
            (None, None)
        };
        self.must_be_mine(account.unwrap_or(self.holder))?;
        if self.signing == Signing::Nowhere && !matches!(request, SiteRequest::ShowCallsStatus(_)) {
            let message = "This account is only watched in this wallet: nothing can be signed for it.";
            return Err(SiteError::new(SiteErrorCode::Unauthorized, message));
        }
        if let Some(got) = chain.filter(|chain| *chain != self.chain()) {
            let message = format!("The wallet is on {}, and this is for {got}: ask it to switch first.", self.chain());
            return Err(SiteError::new(SiteErrorCode::ChainDisconnected, message));
        }
        let is_free = self.review.try_with_untracked(|state| {
            matches!(
                state,
                ReviewState::None | ReviewState::Sent { .. } | ReviewState::Given | ReviewState::Calls { .. }
            )
        });
        if is_free != Some(true) {
            return Err(SiteError::new(SiteErrorCode::TooMany, "The wallet is still asking its user something."));
        }
        Ok(())
    }

    fn must_be_mine(&self, account: Address) -> Result<(), SiteError> {
        if account == self.holder {
            return Ok(());
        }
        Err(SiteError::new(SiteErrorCode::Unauthorized, "This account was not opened to this site."))
    }

    /// What is shown of a request.
    async fn proposal_of(&self, asker: &Asker, request: SiteRequest) -> Result<Made, Refusal> {
        let (room, reads) = self.until_ready().await?;
        let (proposal, reads) = match request {
            SiteRequest::SendTransaction(sent) => self.transaction_of(*sent).await?,
            SiteRequest::SignMessage { message, .. } => (self.message_of(asker, message)?, reads),
            SiteRequest::SignTypedData { document, .. } => self.typed_data_of(&room, document, reads).await?,
            SiteRequest::SendCalls(calls) => self.calls_of(asker, *calls).await?,
            SiteRequest::ShowCallsStatus(id) => {
                self.must_know_calls(&asker.site, &id)?;
                return Ok(Made::Calls(id));
            }
            // Answered before it comes here.
            SiteRequest::RequestAccounts
            | SiteRequest::RequestPermissions
            | SiteRequest::Accounts
            | SiteRequest::Permissions
            | SiteRequest::RevokePermissions
            | SiteRequest::Chain
            | SiteRequest::NetVersion
            | SiteRequest::SwitchChain(_)
            | SiteRequest::AddChain(_)
            | SiteRequest::Capabilities { .. }
            | SiteRequest::CallsStatus(_) => {
                let told = SiteError::new(SiteErrorCode::UnsupportedMethod, "The wallet does not review this.");
                return Err(Refusal { shown: problem::not_for_review(), told });
            }
        };
        Ok(Made::Review(Box::new(proposal), reads))
    }

    async fn transaction_of(&self, sent: SiteTransaction) -> Result<(Proposal, Reads), Refusal> {
        let SiteTransaction { to, value, data, nonce, .. } = sent;
        // Gas and fees are the wallet's to set, whatever the site would have them.
        let to = to.ok_or_else(problem::creates_contract)?;
        let intent = Intent::of_call(to, data, value, &self.known_tokens());
        let asset = self.asset_of(&intent);
        let (draft, reads) = self.build(intent, asset).await?;
        let next = draft.review.summary().nonce;
        if let Some(got) = nonce.filter(|nonce| *nonce != next) {
            let message = format!("The nonce of this account's next transaction is {next}, and {got} was asked for.");
            let told = SiteError::new(SiteErrorCode::Parameters, message.clone());
            return Err(Refusal { shown: problem::other_nonce(message), told });
        }
        Ok((Proposal::One(Box::new(draft)), reads))
    }

    /// The asset of the list that a call is about; the contract as if it were one where the list has none.
    pub(super) fn asset_of(&self, intent: &Intent) -> AssetId {
        let contract = AssetId { chain: self.chain(), token: intent.to() };
        let found = self.ready().and_then(|(room, _)| site_calls::asset_of(room.assets(), intent.to()));
        found.unwrap_or(contract)
    }

    /// The chain and a ledger, once they were read: a window that was just opened reads them first.
    pub(super) async fn until_ready(&self) -> Result<(Rc<ChainRoom>, Reads), ErrorText> {
        loop {
            if let Some(ready) = self.ready() {
                return Ok(ready);
            }
            let failed = self.snapshot.try_with_untracked(|loaded| match loaded {
                Loaded::Failed(error) => Some(error.clone()),
                Loaded::Pending | Loaded::Ready { .. } => None,
            });
            match failed {
                None => return Err(problem::not_ready()),
                Some(Some(error)) => return Err(error),
                Some(None) => TimeoutFuture::new(LOOK).await,
            }
        }
    }

    async fn show(&self, proposal: Rc<Proposal>, reads: &Reads) {
        if let Some(why) = proposal.not_signed() {
            self.answer_at_close(SiteError::new(SiteErrorCode::Refused, why));
        }
        self.set_review(ReviewState::Ready(Rc::clone(&proposal)));
        if !matches!(*proposal, Proposal::Statement(_)) {
            self.simulate(&proposal, reads).await;
        }
    }

    /// What is answered when the sheet is closed, in the place of "the user did not agree".
    fn answer_at_close(&self, told: SiteError) {
        let _gone = self.asking.try_update_value(|asking| {
            if let Some(asking) = asking {
                asking.at_close = told;
            }
        });
    }

    /// Answers what a site waits for, if one does.
    pub(super) fn answer_site(&self, answer: Result<Value, SiteError>) {
        if let Some(Some(asking)) = self.asking.try_update_value(Option::take) {
            // The site may have gone away: then nobody hears it.
            let _gone = asking.answer.send(answer);
        }
    }

    /// The sheet is closed. While another wallet asks its user, closing it decides nothing.
    pub(super) fn answer_closed(&self) {
        let state = self.review.try_get_untracked();
        if matches!(state, Some(ReviewState::Sending(_))) {
            return;
        }
        if let Some(Some(Asking { answer, at_close })) = self.asking.try_update_value(Option::take) {
            let refused = match state {
                Some(ReviewState::Failed(error)) if at_close.code == SiteErrorCode::UserRejected => told(&error),
                _ => at_close,
            };
            let _gone = answer.send(Err(refused));
        }
        self.end_asking();
    }

    /// What is reviewed from now on is the wallet's own.
    pub(super) fn end_asking(&self) {
        let _gone = self.asking.try_set_value(None);
        let _gone = self.asker.try_set(None);
    }

    /// A site does not wait any more: its review is closed, unless it is being signed already.
    fn withdraw(&self) {
        let waits = self.asking.try_with_value(Option::is_some);
        let state = self.review.try_get_untracked();
        if waits == Some(true) && !matches!(state, Some(ReviewState::Sending(_))) {
            self.end_asking();
            self.set_review(ReviewState::None);
        }
    }

    /// Nothing is signed for a site that has gone away since the user agreed.
    pub(super) fn must_still_be_asked(&self) -> Result<(), ErrorText> {
        let gone = self.asking.try_with_value(|asking| match asking {
            Some(asking) => asking.answer.is_canceled(),
            None => self.asker.try_get_untracked().flatten().is_some(),
        });
        if gone == Some(false) { Ok(()) } else { Err(problem::site_gone()) }
    }

    /// Who asked for what is being signed, for Activity.
    pub(super) fn asked_by(&self, calls: Option<CallsPlace>) -> Option<AskedBy> {
        let asker = self.asker.try_get_untracked().flatten()?;
        Some(AskedBy { site: asker.site.to_string(), calls })
    }
}

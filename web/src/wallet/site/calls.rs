//! Several calls of a site in one go (EIP-5792): what the wallet can do with them, what they become, and how far they are.

use alloy_primitives::hex;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::{Intent, SiteOrigin};
use assay_sdk::units::ChainId;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::{Asker, Refusal};
use crate::problem;
use crate::state::activity::Entry;
use crate::state::income::Claim;
use crate::state::site_calls::{self, CallsState, Sending};
use crate::state::site_request::{SiteCalls, SiteError, SiteErrorCode};
use crate::wallet::batch::{BatchDraft, Kind, Together};
use crate::wallet::review::Proposal;
use crate::wallet::{Signing, Wallet};

/// The most calls in one go: what a person reads through before they agree.
const MOST_CALLS: usize = 16;

fn failed(code: SiteErrorCode, message: impl Into<String>) -> SiteError {
    SiteError::new(code, message)
}

impl Wallet {
    /// What the wallet can do for the account, by chain. Keys here sign one transaction after another.
    pub(super) async fn capabilities(&self, chains: Option<Vec<ChainId>>) -> Result<Value, SiteError> {
        let chain = self.chain();
        if chains.is_some_and(|chains| !chains.contains(&chain)) {
            return Ok(json!({}));
        }
        let atomic = match self.signing {
            Signing::Here | Signing::Nowhere => "unsupported",
            Signing::Elsewhere => match self.batching().await {
                Ok(Together::Yes { asks_upgrade: false }) => "supported",
                Ok(Together::Yes { asks_upgrade: true }) => "ready",
                Ok(Together::No { .. }) | Err(_) => "unsupported",
            },
        };
        Ok(json!({ (format!("{:#x}", chain.0)): { "atomic": { "status": atomic } } }))
    }

    /// The review of a site's calls.
    pub(super) async fn calls_of(&self, asker: &Asker, calls: SiteCalls) -> Result<(Proposal, Reads), Refusal> {
        self.takes(asker, &calls).map_err(|told| Refusal { shown: problem::calls_refused(&told.message), told })?;
        let SiteCalls { id, atomic_required, calls, .. } = calls;
        let id = id.map_or_else(fresh_id, Ok)?;
        let targets = calls.into_iter().map(|call| Some((call.to?, call.data, call.value)));
        let targets = targets.collect::<Option<Vec<_>>>().ok_or_else(problem::creates_contract)?;
        let known = self.known_tokens();
        let intents = targets.into_iter().map(|(to, data, value)| Intent::of_call(to, data, value, &known));
        let claims: Vec<Claim> = intents.map(|intent| Claim { asset: self.asset_of(&intent), intent }).collect();
        if self.signing == Signing::Here {
            if atomic_required {
                let message = "Keys of this wallet sign one transaction after another: calls cannot be made as one.";
                return Err(not_atomic(message));
            }
            return Ok(self.series_of(claims, id).await?);
        }
        let asks_upgrade = match self.batching().await? {
            Together::Yes { asks_upgrade } => asks_upgrade,
            Together::No { .. } => {
                return Err(not_atomic(
                    "The other wallet does not carry out several calls as one. Send them one at a time.",
                ));
            }
        };
        let (review, checked, reads) = self.build_batch(&claims, Kind::Site).await?;
        let draft = BatchDraft { review, checked, asks_upgrade, calls: claims, kind: Kind::Site, id: Some(id) };
        Ok((Proposal::Together(draft), reads))
    }

    /// Whether the wallet takes these calls at all.
    fn takes(&self, asker: &Asker, calls: &SiteCalls) -> Result<(), SiteError> {
        if calls.chain != self.chain() {
            let message = format!("The wallet is on {}, and these calls are for {}.", self.chain(), calls.chain);
            return Err(failed(SiteErrorCode::UnsupportedChain, message));
        }
        let wanted = calls.capabilities.iter().chain(calls.calls.iter().flat_map(|call| &call.capabilities));
        if let Some(unknown) = wanted.into_iter().find(|capability| !capability.optional) {
            let message = format!("The wallet does not have the capability {}.", unknown.name);
            return Err(failed(SiteErrorCode::UnsupportedCapability, message));
        }
        if calls.calls.len() > MOST_CALLS {
            let message = format!("The wallet takes at most {MOST_CALLS} calls in one go: got {}.", calls.calls.len());
            return Err(failed(SiteErrorCode::TooManyCalls, message));
        }
        if let Some(id) = calls.id.as_deref().filter(|id| !self.calls_named(&asker.site, id).is_empty()) {
            return Err(failed(SiteErrorCode::DuplicateCalls, format!("Calls with the id {id} were sent before.")));
        }
        Ok(())
    }

    fn calls_named(&self, site: &SiteOrigin, id: &str) -> Vec<Entry> {
        let found = self.activity.try_with_untracked(|activity| {
            activity.calls(&site.to_string(), id).into_iter().cloned().collect::<Vec<_>>()
        });
        found.unwrap_or_default()
    }

    pub(super) fn must_know_calls(&self, site: &SiteOrigin, id: &str) -> Result<(), Refusal> {
        if self.calls_named(site, id).is_empty() {
            let told = unknown(id);
            return Err(Refusal { shown: problem::calls_refused(&told.message), told });
        }
        Ok(())
    }

    /// How far calls are: what is remembered of them, with the chain's own receipts.
    pub(super) async fn calls_status(&self, site: &SiteOrigin, id: &str) -> Result<Value, SiteError> {
        let (room, _) = self.until_ready().await.map_err(|error| super::told(&error))?;
        let entries = self.calls_named(site, id);
        let is_running = self.running.try_with_value(|running| running.contains(id)).unwrap_or(false);
        let sending = if is_running { Sending::Now } else { Sending::Over };
        let state = CallsState::of(&entries, sending).ok_or_else(|| unknown(id))?;
        let mut receipts = Vec::new();
        for hash in site_calls::mined(&entries) {
            let receipt = room.raw_receipt(hash).await.map_err(|problem| super::told(&problem::of_chain(&problem)))?;
            receipts.extend(receipt);
        }
        Ok(site_calls::answer(id, self.chain(), state, &entries, &receipts))
    }
}

fn unknown(id: &str) -> SiteError {
    let id: String = id.chars().take(80).collect();
    failed(SiteErrorCode::UnknownCalls, format!("No calls with the id {id} are known."))
}

fn not_atomic(message: &str) -> Refusal {
    let told = failed(SiteErrorCode::AtomicityUnsupported, message);
    Refusal { shown: problem::calls_refused(message), told }
}

/// A name for calls that a site gave none: 32 random bytes.
fn fresh_id() -> Result<String, crate::components::ErrorText> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| problem::not_ready())?;
    Ok(hex::encode_prefixed(bytes))
}

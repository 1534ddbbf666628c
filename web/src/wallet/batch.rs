//! Several calls as one in another wallet (EIP-5792): built, each decoded back from its bytes and checked, run one after another, shown, and
//! checked once more before they are handed over.

use std::collections::BTreeSet;
use std::rc::Rc;

use alloy_primitives::{Address, U256};
use assay_sdk::abi::revert::RevertReason;
use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::{Reads, Refusal};
use assay_sdk::redemption::Step;
use assay_sdk::tx::{BatchReview, Batching, ExternalSigner, Intent, UnsignedBatch};
use assay_sdk::units::{Amount, AssetId};
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::{ChainRoom, Weighed};
use crate::services::injected::{self, Provider};
use crate::state::income::Claim;
use crate::text::{fill, t};

use super::Wallet;
use super::last_look::due;
use super::review::{Checked, Proposal, ReviewState};

/// What the calls of a batch are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Claims, each of which stands for itself.
    Claims,
    /// The steps of a way out, in their order.
    WayOut,
    /// Calls of a site, in its order.
    Site,
}

/// A batch that waits for the user's word.
#[derive(Debug)]
pub(crate) struct BatchDraft {
    /// Each call, decoded from the bytes that will be handed over.
    pub(crate) review: BatchReview,
    /// What the last look found, call by call.
    pub(crate) checked: Vec<Option<Checked>>,
    /// Whether the other wallet asks its user first to let the account carry out batches (EIP-7702).
    pub(crate) asks_upgrade: bool,
    pub(super) calls: Vec<Claim>,
    pub(super) kind: Kind,
    /// The name that a site has for them, where they are a site's.
    pub(super) id: Option<String>,
}

/// Whether the other wallet carries out several calls as one.
pub(super) enum Together {
    Yes { asks_upgrade: bool },
    No { why: String },
}

impl Wallet {
    /// Opens one review of all these calls, where the other wallet carries them out as one; otherwise one after the other, with the reason.
    pub(super) fn propose_together(&self, calls: Vec<Claim>, kind: Kind) {
        let wallet = *self;
        let begun = wallet.begin_review();
        spawn_local(async move {
            let failed = |error| {
                let _closed = wallet.prepared(&begun, ReviewState::Failed(error));
            };
            let batching = wallet.batching().await;
            if !wallet.is_awaited(&begun) {
                return;
            }
            let asks_upgrade = match batching {
                Ok(Together::Yes { asks_upgrade }) => asks_upgrade,
                Ok(Together::No { why }) => return wallet.take_apart(Some(why)),
                Err(error) => return failed(error),
            };
            match wallet.build_batch(&calls, kind).await {
                Ok((review, checked, reads)) => {
                    let proposal = Rc::new(Proposal::Together(BatchDraft {
                        review,
                        checked,
                        asks_upgrade,
                        calls,
                        kind,
                        id: None,
                    }));
                    if wallet.prepared(&begun, ReviewState::Ready(Rc::clone(&proposal))) {
                        wallet.simulate(&proposal, &reads).await;
                    }
                }
                Err(error) => failed(error),
            }
        });
    }

    pub(super) async fn batching(&self) -> Result<Together, ErrorText> {
        let (_, signer) = self.other_signer().await?;
        let apart = t("These stand one after the other: {why}");
        Ok(match signer.batching().await {
            Ok(Batching::Supported) => Together::Yes { asks_upgrade: false },
            Ok(Batching::Ready) => Together::Yes { asks_upgrade: true },
            Ok(Batching::Unsupported) => {
                let why = t("the other wallet does not say that it carries out several calls as one on this network.");
                Together::No { why: fill(apart, &[("why", why)]) }
            }
            Err(error) => {
                let why = fill(
                    t("whether the other wallet carries out several calls as one could not be found out: {error}."),
                    &[("error", &error.to_string())],
                );
                Together::No { why: fill(apart, &[("why", &why)]) }
            }
        })
    }

    /// The wallet that has the account, and the account in it.
    pub(super) async fn other_signer(&self) -> Result<(Provider, ExternalSigner<Provider>), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let provider = injected::having(self.holder).await.map_err(|error| problem::of_injected(&error))?;
        Ok((provider.clone(), ExternalSigner::new(provider, self.holder, room.chain())))
    }

    /// The calls decoded back from their bytes, what the last look found of each, and the ledger of it.
    pub(super) async fn build_batch(
        &self,
        calls: &[Claim],
        kind: Kind,
    ) -> Result<(BatchReview, Vec<Option<Checked>>, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let (checked, mut reads) = self.check_calls(&room, calls, kind).await?;
        let intents = calls.iter().map(|call| call.intent.clone()).collect();
        let review = room.prepare_batch(intents, self.holder, &mut reads).await;
        let review = review.map_err(|error| problem::of_chain(&error))?;
        rehearse(&room, review.batch(), &mut reads).await?;
        Ok((review, checked, reads))
    }

    /// The last look before it is handed over: the same as when it was built, at the newest block.
    pub(super) async fn check_batch(&self, draft: &BatchDraft) -> Result<(), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let (_, mut reads) = self.check_calls(&room, &draft.calls, draft.kind).await?;
        rehearse(&room, draft.review.batch(), &mut reads).await
    }

    /// What a look at the newest block finds of each call; an error where one of them would be refused, or cannot be told.
    pub(super) async fn check_calls(
        &self,
        room: &ChainRoom,
        calls: &[Claim],
        kind: Kind,
    ) -> Result<(Vec<Option<Checked>>, Reads), ErrorText> {
        let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
        let checked = match kind {
            Kind::Claims => self.all_due(room, &mut reads, calls).await?,
            Kind::WayOut => self.still_open(room, &mut reads, calls).await?,
            Kind::Site => self.each_passes(calls).await?,
        };
        Ok((checked, reads))
    }

    /// Each by itself, as things stand before the first: what only an earlier one of them would make possible is refused.
    async fn each_passes(&self, calls: &[Claim]) -> Result<Vec<Option<Checked>>, ErrorText> {
        let mut found = Vec::with_capacity(calls.len());
        for (place, call) in calls.iter().enumerate() {
            let checked = self.check(&call.intent, call.asset).await;
            let checked = checked.map_err(|error| problem::of_call(error, place, calls.len()))?;
            found.push(checked.map(|(checked, _)| checked));
        }
        Ok(found)
    }

    /// All of them in one question.
    async fn all_due(
        &self,
        room: &ChainRoom,
        reads: &mut Reads,
        calls: &[Claim],
    ) -> Result<Vec<Option<Checked>>, ErrorText> {
        let assets: BTreeSet<AssetId> = calls.iter().map(|call| call.asset).collect();
        let payments = self.payments_now(room, reads, &Vec::from_iter(assets)).await?;
        let of_call = |(place, call): (usize, &Claim)| {
            let found = due(&payments, &call.intent, reads.at());
            found.map(Some).ok_or_else(|| problem::of_call(problem::not_due(), place, calls.len()))
        };
        calls.iter().enumerate().map(of_call).collect()
    }

    /// Whether the way out that these steps are of is still there as it was shown, and the rules let the tokens go.
    async fn still_open(
        &self,
        room: &ChainRoom,
        reads: &mut Reads,
        calls: &[Claim],
    ) -> Result<Vec<Option<Checked>>, ErrorText> {
        let of_chain = |error| problem::of_chain(&error);
        let (asset, raw) = going_in(calls).ok_or_else(problem::way_changed)?;
        let decimals = room.asset(&asset).map_err(of_chain)?.decimals;
        let amount = Amount::from_raw(raw, decimals).map_err(|error| of_chain(error.into()))?;
        let ways = room.weigh_redemption(reads, &asset, self.holder, amount).await.map_err(of_chain)?;
        let way = ways.into_iter().find(|way| is_made_of(way, calls)).ok_or_else(problem::way_changed)?;
        if let Some(obstacle) = way.plan.obstacles.iter().find(|obstacle| !obstacle.is_unknown()) {
            return Err(problem::in_the_way(obstacle));
        }
        let allowed = match way.rules {
            Some(Err(error)) => return Err(of_chain(error)),
            Some(Ok(assessment)) => match assessment.verdict.value() {
                refused @ Verdict::Deny(_) => return Err(problem::refused(refused)),
                Verdict::Allow(_) => Some(Checked::Allowed(assessment.verdict.at())),
                // Whether the rules allow what they cannot tell, the run of the calls says.
                Verdict::Unknown(_) => None,
            },
            None => None,
        };
        let is_approval = |call: &Claim| matches!(call.intent, Intent::Approve { .. });
        Ok(calls.iter().map(|call| allowed.filter(|_| !is_approval(call))).collect())
    }
}

/// The asset that these steps are about, and how much of it goes in: several steps begin with its approval, in raw units.
fn going_in(calls: &[Claim]) -> Option<(AssetId, U256)> {
    calls.iter().find_map(|call| {
        if let Intent::Approve { amount, .. } = call.intent { Some((call.asset, amount)) } else { None }
    })
}

/// Whether a way takes these steps now: the same functions of the same contracts. What it pays may have moved since; the run of the calls
/// says whether the least that was reviewed is still paid.
fn is_made_of(way: &Weighed, calls: &[Claim]) -> bool {
    let function = |intent: &Intent| (intent.to(), intent.data().get(..4).map(<[u8]>::to_vec));
    let now = way.plan.steps.iter().filter(|step| !step.waits_for_fulfilment());
    let now = now.map(|step: &Step| function(&Intent::from(step))).collect::<Vec<(Address, _)>>();
    now == calls.iter().map(|call| function(&call.intent)).collect::<Vec<_>>()
}

/// Has the endpoint run the calls one after another. Where it cannot, nothing is known by its word: the proven run says more.
pub(super) async fn rehearse(room: &ChainRoom, batch: &UnsignedBatch, reads: &mut Reads) -> Result<(), ErrorText> {
    let rehearsed = room.rehearse_batch(batch, reads).await.map_err(|error| problem::of_chain(&error))?;
    let results = rehearsed.map(assay_sdk::evidence::Fact::into_value).unwrap_or_default();
    let count = results.len();
    let refused = results.into_iter().enumerate().find_map(|(place, result)| Some((place, result.err()?)));
    match refused {
        None => Ok(()),
        Some((place, Refusal(data))) => {
            Err(problem::of_call(problem::would_be_refused(&RevertReason::decode(&data)), place, count))
        }
    }
}

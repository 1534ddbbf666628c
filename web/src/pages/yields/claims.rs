//! Payments to holders: to be claimed, claimed before, not paid in yet, or not for this holder.

use assay_sdk::evidence::Fact;
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, AssetId};
use assay_sdk::yields::{Claimable, Entitlement, Unread, YieldReport};
use leptos::prelude::*;

use super::symbol;
use crate::components::{AmountFigure, Badge, BadgeKind, Button, ButtonKind, Notice, NoticeKind, Reading};
use crate::format;
use crate::pages::watched::SigningNote;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};

/// What a line is about: while that stays, the line stays.
#[derive(Clone, PartialEq, Eq)]
enum Shape {
    Ready(Claimable),
    Unfunded { claim: Claimable, available: Amount },
    Claimed(Claimable),
    NotEntitled,
    Mismatch { got: String, expected: String },
    Unread(String),
}

impl Shape {
    fn of(claim: &Result<Fact<Entitlement>, Unread>) -> Self {
        match claim {
            Err(Unread(error)) => Self::Unread(error.to_string()),
            Ok(fact) => match fact.value() {
                Entitlement::Claimable(claim) => Self::Ready(claim.clone()),
                Entitlement::Unfunded { claim, available } => {
                    Self::Unfunded { claim: claim.clone(), available: *available }
                }
                Entitlement::AlreadyClaimed(claim) => Self::Claimed(claim.clone()),
                Entitlement::NotEntitled => Self::NotEntitled,
                Entitlement::TreeMismatch { got, expected } => {
                    Self::Mismatch { got: got.to_string(), expected: expected.to_string() }
                }
            },
        }
    }

    const fn claim(&self) -> Option<&Claimable> {
        match self {
            Self::Ready(claim) | Self::Claimed(claim) | Self::Unfunded { claim, .. } => Some(claim),
            Self::NotEntitled | Self::Mismatch { .. } | Self::Unread(_) => None,
        }
    }
}

/// The payments of an asset, each on its line.
#[component]
pub(super) fn Claims(wallet: Wallet, asset: AssetId, report: Memo<Option<YieldReport>>) -> impl IntoView {
    let shapes = Memo::new(move |_| {
        report.with(|report| report.iter().flat_map(|report| report.claims.iter().map(Shape::of)).collect::<Vec<_>>())
    });
    let names = Memo::new(move |_| {
        let payments = wallet.asset(&asset).map(|descriptor| descriptor.distributions).unwrap_or_default();
        payments
            .iter()
            .filter(|payment| matches!(payment, assay_sdk::asset::Distribution::UniswapMerkle { .. }))
            .map(assay_sdk::asset::Distribution::title)
            .collect::<Vec<_>>()
    });
    move || {
        let shapes = shapes.get();
        let names = names.get();
        let some_ready = shapes.iter().any(|shape| matches!(shape, Shape::Ready(_)));
        (!shapes.is_empty()).then(|| {
            let lines = shapes.into_iter().enumerate().map(|(place, shape)| {
                // Where a file is missing its payment has no line, and places no longer tell names.
                let name = shape.claim().map(|claim| claim.label.clone()).or_else(|| names.get(place).cloned());
                let name = name.unwrap_or_else(|| t("Payment").to_owned());
                let reading = Signal::derive(move || report.with(|report| amount(report.as_ref(), place)));
                line(wallet, asset, reading, shape, name)
            });
            // The newest first: what can still be claimed is rarely an old one.
            let lines = lines.rev();
            view! {
                <ul class="claims panel panel--flush" aria-label=t("Payments")>{lines.collect_view()}</ul>
                {some_ready.then(|| view! { <SigningNote wallet /> })}
            }
        })
    }
}

fn line(wallet: Wallet, asset: AssetId, reading: Signal<Reading<Amount>>, shape: Shape, name: String) -> impl IntoView {
    let clock = wallet.clock();
    let figure = shape.claim().map(|claim| {
        let symbol = symbol(&wallet, claim.token);
        view! { <AmountFigure reading symbol clock /> }
    });
    let state = state(wallet, asset, &shape, &name);
    view! {
        <li class="claims__line">
            <p class="claims__name">{name}</p>
            <div class="claims__figure">{figure}</div>
            <div class="claims__state">{state}</div>
        </li>
    }
}

fn amount(report: Option<&YieldReport>, place: usize) -> Reading<Amount> {
    match report.and_then(|report| report.claims.get(place)) {
        Some(Ok(fact)) => match Shape::of(&Ok(fact.clone())).claim() {
            Some(claim) => Reading::Known(fact.clone().map(|_| claim.amount)),
            None => Reading::Pending,
        },
        Some(Err(Unread(error))) => Reading::Failed { what: error.to_string() },
        None => Reading::Pending,
    }
}

fn state(wallet: Wallet, asset: AssetId, shape: &Shape, name: &str) -> AnyView {
    match shape {
        Shape::Ready(claim) => claim_button(wallet, asset, claim.clone(), name).into_any(),
        Shape::Claimed(_) => view! { <Badge>{t("Claimed")}</Badge> }.into_any(),
        Shape::Unfunded { claim, available } => {
            let text = fill(
                t(
                    "Yours, but not paid in yet: the distributor holds {available} {symbol}, so a claim would be refused.",
                ),
                &[("available", &format::amount(available).full), ("symbol", &symbol(&wallet, claim.token))],
            );
            view! { <div class="claims__note"><Badge kind=BadgeKind::Amber>{t("Waiting for the issuer")}</Badge><p>{text}</p></div> }
                .into_any()
        }
        Shape::NotEntitled => {
            view! { <p class="claims__note">{t("You had no share in this payment, by its published file.")}</p> }
                .into_any()
        }
        Shape::Mismatch { got, expected } => {
            let what = fill(
                t(
                    "The published file leads to {got}, the contract holds {expected}. Nothing in the file is worth claiming.",
                ),
                &[("got", got), ("expected", expected)],
            );
            let title = t("The published file is not the contract's");
            let next = t("Ask the issuer for the right file.");
            view! { <Notice kind=NoticeKind::Error title what next /> }.into_any()
        }
        Shape::Unread(why) => {
            let title = t("It could not be found out whether you may claim");
            view! { <Notice kind=NoticeKind::Warn title what=why.clone() /> }.into_any()
        }
    }
}

/// The button waits while something about this asset is on its way: the same claim twice would be refused, and cost a fee.
fn claim_button(wallet: Wallet, asset: AssetId, claim: Claimable, name: &str) -> impl IntoView {
    let id = asset.to_string();
    let under_way = Memo::new(move |_| {
        let activity = wallet.activity();
        activity.unfinished(asset.chain).any(|entry| entry.asset.as_deref() == Some(id.as_str()))
    });
    let claim = move |()| wallet.propose(Intent::from(&claim), asset);
    let name = name.to_owned();
    let text = move || if under_way.get() { t("On its way") } else { t("Claim") };
    view! {
        <Button kind=ButtonKind::Primary busy=under_way disabled=wallet.signing() == Signing::Nowhere on_click=claim>
            {text}<span class="visually-hidden">{format!(" {name}")}</span>
        </Button>
    }
}

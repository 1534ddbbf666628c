//! Payments to holders: to be claimed, claimed before, not paid in yet, not valid yet, or not for this holder.

use alloy_primitives::Address;
use assay_sdk::tx::Intent;
use assay_sdk::units::AssetId;
use leptos::prelude::*;

use super::symbol;
use crate::components::{AmountFigure, Badge, BadgeKind, Button, ButtonKind, Notice, NoticeKind, Reading};
use crate::format;
use crate::pages::watched::SigningNote;
use crate::state::income::{Payment, PaymentLine, Standing};
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};
use crate::words;

/// So many of the newest payments stay in sight, also where they are claimed.
const NEWEST: usize = 3;

/// How many are newer, whether it is claimed, and its line.
type Aged = (usize, (bool, AnyView));

/// The payments of an asset, each on its line.
#[component]
pub(super) fn Claims(wallet: Wallet, asset: AssetId, payments: Memo<Vec<Payment>>) -> impl IntoView {
    // While it is about the same, a line stays: only its figure changes.
    let lines =
        Memo::new(move |_| payments.with(|all| all.iter().map(|payment| payment.line.clone()).collect::<Vec<_>>()));
    move || {
        let lines = lines.get();
        let some_ready = lines.iter().any(|line| !line.steps.is_empty());
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().enumerate().map(|(place, shape)| {
                let reading = Signal::derive(move || {
                    payments.with(|all| match all.get(place) {
                        Some(Payment { amount: Some(amount), .. }) => Reading::Known(amount.clone()),
                        Some(Payment { amount: None, .. }) | None => Reading::Pending,
                    })
                });
                let has_amount = payments.with_untracked(|all| all.get(place).is_some_and(|one| one.amount.is_some()));
                let figure = has_amount.then(|| {
                    let symbol = symbol(&wallet, shape.token);
                    view! { <AmountFigure reading symbol clock=wallet.clock() /> }
                });
                (shape.standing == Standing::Claimed, line(wallet, asset, figure.into_any(), shape).into_any())
            });
            // The newest first: what can still be claimed is rarely an old one.
            let (past, shown): (Vec<_>, Vec<_>) =
                lines.rev().enumerate().partition(|(age, (done, _))| *done && *age >= NEWEST);
            view! {
                <div class="claims panel panel--flush">
                    <ul class="claims__lines" aria-label=t("Payments")>{drawn(shown)}</ul>
                    {(!past.is_empty()).then(|| earlier(past))}
                </div>
                {some_ready.then(|| view! { <SigningNote wallet /> })}
            }
        })
    }
}

fn drawn(lines: Vec<Aged>) -> impl IntoView {
    lines.into_iter().map(|(_, (_, line))| line).collect_view()
}

/// What was claimed long ago, for whoever opens it.
fn earlier(past: Vec<Aged>) -> impl IntoView {
    let summary = fill(t("Claimed before: {n}"), &[("n", &past.len().to_string())]);
    view! {
        <details class="claims__earlier">
            <summary>{summary}</summary>
            <ul class="claims__lines" aria-label=t("Payments claimed before")>{drawn(past)}</ul>
        </details>
    }
}

fn line(wallet: Wallet, asset: AssetId, figure: AnyView, line: PaymentLine) -> impl IntoView {
    let name = line.label.clone().unwrap_or_else(|| t("Payment").to_owned());
    let state = state(wallet, asset, &line, &name);
    let paid_to = line.paid_to.map(|receiver| {
        let text =
            fill(t("The contract pays it to {receiver}, not to you."), &[("receiver", &person(&wallet, receiver))]);
        view! { <p class="small claims__note">{text}</p> }
    });
    view! {
        <li class="claims__line">
            <p class="claims__name">{name}</p>
            <div class="claims__figure">{figure}</div>
            <div class="claims__state">{state}{paid_to}</div>
        </li>
    }
}

fn person(wallet: &Wallet, address: Address) -> String {
    words::name(&wallet.known_tokens(), address)
}

/// A badge, and why in a sentence.
fn waits(badge: &'static str, why: String) -> AnyView {
    view! { <div class="claims__note"><Badge kind=BadgeKind::Amber>{badge}</Badge><p>{why}</p></div> }.into_any()
}

fn state(wallet: Wallet, asset: AssetId, line: &PaymentLine, name: &str) -> AnyView {
    let token = || symbol(&wallet, line.token);
    match &line.standing {
        Standing::Ready { unbooked: None } => claim_button(wallet, asset, line.steps.clone(), name, t("Claim")),
        Standing::Ready { unbooked: Some(more) } => {
            let why = fill(
                t(
                    "{amount} {symbol} more came in for all holders. It is booked first, so that your part of it is paid too.",
                ),
                &[("amount", &format::amount(more).full), ("symbol", &token())],
            );
            let button = claim_button(wallet, asset, line.steps.clone(), name, t("Book and claim"));
            view! { <div class="claims__note">{button}<p>{why}</p></div> }.into_any()
        }
        Standing::ToBook { unbooked } => {
            let why = fill(
                t(
                    "{amount} {symbol} came in for all holders and is not booked yet. Anybody may book it; your part can be claimed then.",
                ),
                &[("amount", &format::amount(unbooked).full), ("symbol", &token())],
            );
            let button = claim_button(wallet, asset, line.steps.clone(), name, t("Book it"));
            view! { <div class="claims__note">{button}<p>{why}</p></div> }.into_any()
        }
        Standing::Claimed => view! { <Badge>{t("Claimed")}</Badge> }.into_any(),
        Standing::Nothing => view! { <p class="claims__note">{t("Nothing is due to you now.")}</p> }.into_any(),
        Standing::Unfunded { .. } | Standing::Disputable { .. } => held_back(&wallet, line),
        Standing::Refused { revert } => {
            let what = words::revert(&assay_sdk::abi::revert::RevertReason::decode(revert));
            view! { <Notice kind=NoticeKind::Warn title=t("The chain would refuse this claim now") what /> }.into_any()
        }
        Standing::NotEntitled => {
            view! { <p class="claims__note">{t("You had no share in this payment, by its published file.")}</p> }
                .into_any()
        }
        Standing::Mismatch { got, expected } => {
            let what = fill(
                t(
                    "The published file leads to {got}, the contract holds {expected}. Nothing in the file is worth claiming.",
                ),
                &[("got", &got.to_string()), ("expected", &expected.to_string())],
            );
            let title = t("The published file is not the contract's");
            let next = t("Ask the issuer for the right file.");
            view! { <Notice kind=NoticeKind::Error title what next /> }.into_any()
        }
        Standing::Unread(why) => {
            let title = t("It could not be found out whether you may claim");
            view! { <Notice kind=NoticeKind::Warn title what=why.clone() /> }.into_any()
        }
    }
}

/// Why something that is the holder's cannot be claimed yet.
fn held_back(wallet: &Wallet, line: &PaymentLine) -> AnyView {
    match &line.standing {
        Standing::Unfunded { available } => waits(
            t("Waiting for the issuer"),
            fill(
                t(
                    "Yours, but not paid in yet: the distributor holds {available} {symbol}, so a claim would be refused.",
                ),
                &[("available", &format::amount(available).full), ("symbol", &symbol(wallet, line.token))],
            ),
        ),
        Standing::Disputable { until, disputer: None } => waits(
            t("Not valid yet"),
            fill(
                t(
                    "The newest file counts from {moment} on, unless somebody disputes it before. Until then a claim by it would be refused.",
                ),
                &[("moment", &format::date_time(*until))],
            ),
        ),
        Standing::Disputable { disputer: Some(disputer), .. } => waits(
            t("Disputed"),
            fill(
                t(
                    "{disputer} disputes the newest file. Whether and when it counts is open; a claim by it would be refused now.",
                ),
                &[("disputer", &person(wallet, *disputer))],
            ),
        ),
        Standing::Ready { .. }
        | Standing::ToBook { .. }
        | Standing::Refused { .. }
        | Standing::Claimed
        | Standing::Nothing
        | Standing::NotEntitled
        | Standing::Mismatch { .. }
        | Standing::Unread(_) => ().into_any(),
    }
}

/// The button waits while something about this asset is on its way: the same claim twice would be refused, and cost a fee.
fn claim_button(wallet: Wallet, asset: AssetId, steps: Vec<Intent>, name: &str, label: &'static str) -> AnyView {
    let id = asset.to_string();
    let under_way = Memo::new(move |_| {
        let activity = wallet.activity();
        activity.unfinished(asset.chain).any(|entry| entry.is_about(&id))
    });
    let claim = move |()| {
        let claims = steps.iter().map(|intent| crate::state::income::Claim { asset, intent: intent.clone() });
        wallet.propose_all(claims.collect());
    };
    let name = name.to_owned();
    let text = move || if under_way.get() { t("On its way") } else { label };
    view! {
        <Button kind=ButtonKind::Primary busy=under_way disabled=wallet.signing() == Signing::Nowhere on_click=claim>
            {text}<span class="visually-hidden">{format!(" {name}")}</span>
        </Button>
    }
    .into_any()
}

//! Redemptions that were asked for: requested → pending → claimable → claimed, from the chain alone.

use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::Fact;
use assay_sdk::redemption::{Claim, History, RequestBook, RequestState, Step as NextStep};
use assay_sdk::tx::Intent;
use leptos::prelude::*;

use crate::components::{
    Button, ButtonKind, ErrorPanel, Glyph, Hallmark, Known, Notice, NoticeKind, Step, StepLine, StepState,
};
use crate::format;
use crate::pages::inquiry::inquire;
use crate::pages::watched::SigningNote;
use crate::problem;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::{Signing, Wallet};

/// The requests of this holder, where the asset is redeemed on request.
#[component]
pub(super) fn Requests(descriptor: Descriptor) -> impl IntoView {
    let wallet = Wallet::expect();
    let asset = descriptor.asset;
    let book = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            let book = room.redemptions(&mut reads, &asset, wallet.holder()).await;
            book.map_err(|problem| problem::of_chain(&problem))
        },
    );
    let descriptor = StoredValue::new(descriptor);
    move || match book.loaded() {
        Loaded::Ready { value: Some(book), .. } => {
            descriptor.with_value(|descriptor| book_view(&book, descriptor, wallet))
        }
        Loaded::Ready { value: None, .. } | Loaded::Pending => ().into_any(),
        Loaded::Failed(error) => view! { <ErrorPanel error on_retry=book.retry() /> }.into_any(),
    }
}

fn book_view(fact: &Fact<RequestBook>, descriptor: &Descriptor, wallet: Wallet) -> AnyView {
    let book = fact.value();
    let Some(state) = book.state() else {
        return view! {
            <section class="section">
                <div class="section__head"><h2>{t("Your requests")}</h2></div>
                <p>{t("You have asked for no redemption of this asset yet.")}</p>
            </section>
        }
        .into_any();
    };
    let asset = descriptor.asset;
    let paid = wallet.symbol(book.asset);
    let steps = steps(book, state, &descriptor.symbol, &paid);
    let claim = book.next_step(wallet.holder());
    let pays = format!("{} {paid}", format::amount(&book.claimable_assets).full);
    let back = format!("{} {}", format::amount(&book.cancel_claimable).full, descriptor.symbol);
    let button = claim.map(|step: NextStep| {
        let words = if matches!(step, NextStep::ClaimCancelled { .. }) {
            fill(t("Take {amount} back"), &[("amount", &back)])
        } else {
            fill(t("Claim {amount}"), &[("amount", &pays)])
        };
        let on_click = move |()| wallet.propose(Intent::from(&step), asset);
        view! { <Button kind=ButtonKind::Primary icon=Glyph::Redeem disabled=wallet.signing() == Signing::Nowhere on_click>{words}</Button> }
    });
    let unread = matches!(book.history, History::Unread { .. }).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn title=t("The history could not be read")
                what=t("What waits and what can be claimed is right; what was claimed before is not shown.") />
        }
    });
    view! {
        <section class="section" aria-live="polite">
            <div class="section__head">
                <h2>{t("Your requests")}</h2>
                <Hallmark known=Known::of(fact) clock=wallet.clock() />
            </div>
            <div class="panel stack">
                <StepLine label=t("How far the redemption is") steps=Signal::stored(steps) />
                {(state == RequestState::Unexplained).then(|| view! {
                    <Notice kind=NoticeKind::Warn title=t("The request neither waits nor was paid")
                        what=t("It was cancelled by the issuer, or a part of its history is missing at this endpoint.") />
                })}
                {book.is_partial().then(|| view! {
                    <p>{t("A part is fulfilled and can be claimed; the rest still waits.")}</p>
                })}
                {button.map(|button| view! { <div class="row row--end">{button}</div><SigningNote wallet /> })}
                {unread}
                {claims(book, &descriptor.symbol, &paid)}
            </div>
        </section>
    }
    .into_any()
}

/// The line of the newest request: where the whole stands.
fn steps(book: &RequestBook, state: RequestState, symbol: &str, paid: &str) -> Vec<Step> {
    let reached = match state {
        RequestState::Pending | RequestState::CancelPending | RequestState::Unexplained => 1,
        RequestState::Claimable | RequestState::CancelClaimable => 2,
        RequestState::Claimed | RequestState::Cancelled => 4,
    };
    let waiting = if state == RequestState::Unexplained { StepState::Failed } else { StepState::Waiting };
    let details = [
        None,
        (!book.pending.is_zero()).then(|| format!("{} {symbol}", format::amount(&book.pending).full)),
        (!book.claimable.is_zero()).then(|| format!("{} {paid}", format::amount(&book.claimable_assets).full)),
        None,
    ];
    let cancelled =
        matches!(state, RequestState::CancelPending | RequestState::CancelClaimable | RequestState::Cancelled);
    let labels = if cancelled {
        [t("Requested"), t("Cancellation pending"), t("To be taken back"), t("Cancelled")]
    } else {
        [t("Requested"), t("Pending"), t("Claimable"), t("Claimed")]
    };
    labels
        .into_iter()
        .zip(details)
        .enumerate()
        .map(|(place, (label, detail))| {
            let state = match place.cmp(&reached) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal if place == 2 => StepState::Ready,
                std::cmp::Ordering::Equal => waiting,
                std::cmp::Ordering::Greater => StepState::Ahead,
            };
            Step { label: label.to_owned(), detail, state }
        })
        .collect()
}

fn claims(book: &RequestBook, symbol: &str, paid: &str) -> AnyView {
    let History::Known { claims, .. } = &book.history else { return ().into_any() };
    if claims.is_empty() {
        return ().into_any();
    }
    let line = |claim: &Claim| {
        let shares = format!("{} {symbol}", format::amount(&claim.shares).full);
        let assets = format!("{} {paid}", format::amount(&claim.assets).full);
        let words = fill(
            t("{shares} paid {assets} in block {block}"),
            &[("shares", &shares), ("assets", &assets), ("block", &claim.block.to_string())],
        );
        view! { <li>{words}</li> }
    };
    view! {
        <div class="stack stack--tight">
            <p class="label">{t("Claimed so far")}</p>
            <ul class="plain-list">{claims.iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}

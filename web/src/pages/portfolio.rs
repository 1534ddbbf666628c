//! What I hold and what it is worth, by asset class; and what needs me.

mod needs;
mod rows;
mod sum;

use assay_sdk::asset::{Descriptor, Holding, HoldingError};
use leptos::prelude::*;

use crate::components::{
    EmptyState, ErrorPanel, ErrorText, Glyph, Notice, NoticeKind, PageHeader, Skeleton, SkeletonWidth,
};
use crate::state::loaded::Loaded;
use crate::text::t;
use crate::wallet::{Followed, Wallet};

/// The holdings with the list's entry for each, in the order of the list.
pub(super) type Held = Vec<(Descriptor, Result<Holding, HoldingError>)>;

/// The portfolio.
#[component]
pub(crate) fn PortfolioPage() -> impl IntoView {
    let wallet = Wallet::expect();
    let shown = Memo::new(move |_| stage(&wallet));
    let retry = Callback::new(move |()| wallet.retry());
    let body = move || match shown.get() {
        Stage::Pending => waiting().into_any(),
        Stage::Failed(error) => view! { <ErrorPanel error on_retry=retry /> }.into_any(),
        Stage::Empty => view! {
            <EmptyState glyph=Glyph::Portfolio title=t("This network's list names no assets")
                text=t("Choose another network or another list in Settings.") />
        }
        .into_any(),
        Stage::Shown => view! { <Statement wallet /> }.into_any(),
    };
    view! {
        <PageHeader title=t("Portfolio") />
        <div class="stack stack--loose">{move || outdated(&wallet)}{move || unfollowed(&wallet)}{body}</div>
    }
}

/// What the page shows as a whole. Figures change below it without drawing the page anew.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Pending,
    Failed(ErrorText),
    Empty,
    Shown,
}

fn stage(wallet: &Wallet) -> Stage {
    match wallet.room() {
        Loaded::Pending => Stage::Pending,
        Loaded::Failed(error) => Stage::Failed(error),
        Loaded::Ready { value: room, .. } if room.assets().is_empty() => Stage::Empty,
        Loaded::Ready { .. } => match wallet.snapshot() {
            Loaded::Failed(error) => Stage::Failed(error),
            Loaded::Pending | Loaded::Ready { .. } => Stage::Shown,
        },
    }
}

/// Says that the figures are older than they could be, and why.
pub(super) fn outdated(wallet: &Wallet) -> Option<impl IntoView + use<>> {
    let retry = {
        let wallet = *wallet;
        Callback::new(move |()| wallet.retry())
    };
    match wallet.snapshot() {
        Loaded::Ready { stale: Some(error), .. } => {
            let ErrorText { title, what, next, .. } = error;
            let what = format!("{what} {}", t("The figures below are the last ones that could be read."));
            Some(view! { <Notice kind=NoticeKind::Warn title what next on_retry=retry /> })
        }
        Loaded::Ready { stale: None, .. } | Loaded::Pending | Loaded::Failed(_) => None,
    }
}

/// Says that the light client refused something, so that nothing newer is proven.
fn unfollowed(wallet: &Wallet) -> Option<impl IntoView + use<>> {
    let wallet = *wallet;
    let (Followed::Refused(error, _) | Followed::KeptRefused(error)) = wallet.followed() else { return None };
    let ErrorText { title, what, next, .. } = error;
    let retry = Callback::new(move |()| wallet.retry_beacon());
    Some(view! { <Notice kind=NoticeKind::Warn title what next on_retry=retry /> })
}

/// Holdings as they stand; empty until they are there. Tracks.
pub(super) fn held(wallet: &Wallet) -> Held {
    let room = wallet.room();
    let snapshot = wallet.snapshot();
    match (room.value(), snapshot.value()) {
        (Some(room), Some(snapshot)) => room.assets().iter().cloned().zip(snapshot.holdings.iter().cloned()).collect(),
        _ => Vec::new(),
    }
}

#[component]
fn Statement(wallet: Wallet) -> impl IntoView {
    let held = Memo::new(move |_| held(&wallet));
    view! {
        <sum::Sum wallet held />
        <needs::Needs wallet held />
        <section class="section">
            <div class="section__head"><h2>{t("Holdings")}</h2></div>
            <div class="panel panel--flush"><rows::Rows wallet /></div>
        </section>
        <sum::Allocation wallet held />
    }
}

fn waiting() -> impl IntoView {
    let row = || {
        view! {
            <li class="asset-row">
                <div class="asset-row__who"><Skeleton width=SkeletonWidth::Long /><Skeleton width=SkeletonWidth::Short /></div>
                <div class="asset-row__figures"><Skeleton /></div>
            </li>
        }
    };
    view! {
        <div class="stack stack--tight"><p class="label">{t("Everything you hold")}</p><p class="type-3xl"><Skeleton /></p></div>
        <div class="panel panel--flush"><ul class="asset-list">{(0..6).map(|_| row()).collect_view()}</ul></div>
    }
}

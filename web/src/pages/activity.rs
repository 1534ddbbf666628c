//! Activity: what was sent, what it meant, and how far it is.

use assay_sdk::units::AssetId;
use leptos::prelude::*;

use crate::components::{Badge, BadgeKind, CopyButton, EmptyState, Glyph, PageHeader};
use crate::format;
use crate::state::activity::{Entry, State};
use crate::text::{fill, t};
use crate::wallet::Wallet;
use crate::words;

/// The page.
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    view! {
        <PageHeader title=t("Activity") lead=t("What this wallet has signed, newest first. It is remembered in this browser only.")>
            <a class="button" href="/records">{t("Records and statements")}</a>
        </PageHeader>
        <Entries asset=None />
    }
}

/// The entries, all or those of one asset.
#[component]
pub(crate) fn Entries(asset: Option<AssetId>) -> impl IntoView {
    let wallet = Wallet::expect();
    let wanted = asset.map(|asset| asset.to_string());
    move || {
        let activity = wallet.activity();
        let entries: Vec<Entry> = activity
            .entries()
            .filter(|entry| wanted.as_ref().is_none_or(|asset| entry.is_about(asset)))
            .cloned()
            .collect();
        if entries.is_empty() {
            return view! {
                <EmptyState glyph=Glyph::Activity title=t("Nothing yet") text=t("What you send, redeem or claim appears here.") />
            }
            .into_any();
        }
        view! { <ol class="entries panel panel--flush">{entries.into_iter().map(|entry| entry_view(entry, wallet)).collect_view()}</ol> }
            .into_any()
    }
}

/// The calls of one name that a site asked for, in their order.
#[component]
pub(crate) fn CallEntries(site: String, id: String) -> impl IntoView {
    let wallet = Wallet::expect();
    move || {
        let activity = wallet.activity();
        let entries = activity.calls(&site, &id).into_iter().cloned();
        view! { <ol class="entries panel panel--flush">{entries.map(|entry| entry_view(entry, wallet)).collect_view()}</ol> }
    }
}

fn entry_view(entry: Entry, wallet: Wallet) -> impl IntoView {
    let (kind, word) = badge(&entry.state);
    let lines = lines(&entry.state)
        .into_iter()
        .chain(words::handed(&entry))
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    let (name, copies) = words::handle(&entry);
    let asked = entry.asked.as_ref().map(|asked| {
        view! { <p class="entry__asked">{fill(t("Asked for by {site}"), &[("site", &asked.site)])}</p> }
    });
    let signed_at = entry.signed_at;
    let age = move || format::age(wallet.clock().now.get(), signed_at);
    view! {
        <li class="entry">
            <div class="row row--spread row--baseline">
                <p class="entry__summary">{entry.summary}</p>
                <Badge kind>{word}</Badge>
            </div>
            {asked}
            <ul class="plain-list">{lines}</ul>
            <p class="entry__meta">
                <time datetime=format::machine_time(signed_at)>{age}</time>
                <code class="code">{format::shorten(&name, 10, 8)}</code>
                <CopyButton text=Signal::stored(name) label=copies />
            </p>
        </li>
    }
}

fn badge(state: &State) -> (BadgeKind, &'static str) {
    match state {
        State::Signed => (BadgeKind::Amber, t("Being sent")),
        State::Pending => (BadgeKind::Amber, t("Waiting for a block")),
        State::Succeeded { .. } => (BadgeKind::Accent, t("Done")),
        State::Failed { .. } => (BadgeKind::Oxblood, t("Refused by the contract")),
        State::SomethingElse { .. } => (BadgeKind::Oxblood, t("Not what you reviewed")),
        State::InParts { .. } => (BadgeKind::Oxblood, t("Only a part was done")),
        State::Untold { .. } => (BadgeKind::Amber, t("Not known what became of it")),
        State::Replaced => (BadgeKind::Plain, t("Replaced")),
        State::Given => (BadgeKind::Plain, t("Signed")),
        State::Rejected { .. } => (BadgeKind::Oxblood, t("Not accepted")),
    }
}

fn lines(state: &State) -> Vec<String> {
    match state {
        State::Signed | State::Pending | State::Given => Vec::new(),
        State::Succeeded { block, outcome } => {
            let place = fill(t("In block {block}"), &[("block", &block.to_string())]);
            outcome.iter().cloned().chain([place]).collect()
        }
        State::Failed { block, reason } => {
            vec![reason.clone(), fill(t("In block {block}"), &[("block", &block.to_string())])]
        }
        State::SomethingElse { what } | State::InParts { what } | State::Untold { what } => vec![what.clone()],
        State::Replaced => vec![words::replaced().to_owned()],
        State::Rejected { reason } => vec![reason.clone()],
    }
}

//! What this wallet did with the asset.

use assay_sdk::asset::Descriptor;
use leptos::prelude::*;

use crate::components::{Badge, BadgeKind, CopyButton, EmptyState, Glyph};
use crate::format;
use crate::state::activity::{Entry, State};
use crate::text::{fill, t};
use crate::wallet::Wallet;
use crate::words;

#[component]
pub(super) fn HistorySide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let id = descriptor.asset.to_string();
    let entries = Memo::new(move |_| {
        let activity = wallet.activity();
        activity.entries().filter(|entry| entry.is_about(&id)).cloned().collect::<Vec<_>>()
    });
    move || {
        let entries = entries.get();
        if entries.is_empty() {
            return view! {
                <EmptyState glyph=Glyph::Activity title=t("Nothing was sent from here yet")
                    text=t("Transactions of this asset that you sign in this wallet are listed here. What others sent you is not.") />
            }
            .into_any();
        }
        view! { <ul class="history panel panel--flush">{entries.into_iter().map(line).collect_view()}</ul> }.into_any()
    }
}

fn line(entry: Entry) -> impl IntoView {
    let (kind, word, more) = state(&entry.state);
    let (moment, machine) = (format::date_time(entry.signed_at), format::machine_time(entry.signed_at));
    let (name, copies) = words::handle(&entry);
    let short = format::shorten(&name, 10, 8);
    view! {
        <li class="history__line">
            <div class="history__what">
                <p>{entry.summary}</p>
                {more.map(|more| view! { <p class="small muted">{more}</p> })}
                <p class="small faint row"><time datetime=machine>{moment}</time><code>{short}</code><CopyButton text=Signal::stored(name) label=copies /></p>
            </div>
            <Badge kind>{word}</Badge>
        </li>
    }
}

fn state(state: &State) -> (BadgeKind, &'static str, Option<String>) {
    match state {
        State::Signed => (BadgeKind::Amber, t("Signed"), None),
        State::Pending => (BadgeKind::Amber, t("On its way"), None),
        State::Succeeded { block, outcome } => {
            let block = fill(t("Block {n}"), &[("n", &format::grouped(&block.to_string()))]);
            let words = std::iter::once(block).chain(outcome.iter().cloned()).collect::<Vec<_>>().join(" · ");
            (BadgeKind::Accent, t("Done"), Some(words))
        }
        State::Failed { reason, .. } => (BadgeKind::Oxblood, t("Refused by the contract"), Some(reason.clone())),
        State::SomethingElse { what } => (BadgeKind::Oxblood, t("Not what you reviewed"), Some(what.clone())),
        State::InParts { what } => (BadgeKind::Oxblood, t("Only a part was done"), Some(what.clone())),
        State::Untold { what } => (BadgeKind::Amber, t("Not known what became of it"), Some(what.clone())),
        State::Replaced => (BadgeKind::Plain, t("Replaced"), Some(words::replaced().to_owned())),
        State::Given => (BadgeKind::Plain, t("Signed"), None),
        State::Rejected { reason } => (BadgeKind::Oxblood, t("Not accepted"), Some(reason.clone())),
    }
}

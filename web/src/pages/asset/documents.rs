//! What the issuer published: fetched when asked for, and held to the hashes of the list.

use assay_sdk::asset::{Descriptor, DocumentLink};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    Badge, BadgeKind, Button, Definition, DefinitionList, EmptyState, ErrorPanel, ErrorText, Glyph, Icon, Notice,
    NoticeKind,
};
use crate::problem;
use crate::services::files::{self, Offer};
use crate::state::document::{Checked, Comparison, check};
use crate::text::t;
use crate::wallet::Wallet;

#[component]
pub(super) fn DocumentsSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    if descriptor.documents.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Document title=t("The list names no documents")
                text=t("Ask the issuer for the terms, and for a list that names them with their hashes.") />
        }
        .into_any();
    }
    let one = |link: DocumentLink| view! { <Document wallet link /> };
    view! { <ul class="documents stack">{descriptor.documents.into_iter().map(one).collect_view()}</ul> }.into_any()
}

#[derive(Clone)]
enum Fetched {
    Not,
    UnderWay,
    Failed(ErrorText),
    /// Compared; with a way to save it where it matches.
    Compared(Checked, Option<StoredValue<Offer, LocalStorage>>),
}

#[component]
fn Document(wallet: Wallet, link: DocumentLink) -> impl IntoView {
    let state = RwSignal::new_local(Fetched::Not);
    let title = link.title.clone();
    let stored = StoredValue::new(link);
    let fetch = Callback::new(move |()| {
        let Some((room, _)) = wallet.ready() else {
            state.set(Fetched::Failed(problem::not_ready()));
            return;
        };
        state.set(Fetched::UnderWay);
        let link = stored.get_value();
        spawn_local(async move {
            let next = match room.file(&link.uri).await {
                Ok(bytes) => compared(&link, &bytes),
                Err(error) => Fetched::Failed(problem::of_chain(&error)),
            };
            let _gone = state.try_set(next);
        });
    });
    let busy = Signal::derive(move || state.with(|state| matches!(state, Fetched::UnderWay)));
    let label = move || {
        state.with(|state| match state {
            Fetched::Compared(..) => t("Fetch and check again"),
            Fetched::Not | Fetched::UnderWay | Fetched::Failed(_) => t("Fetch and check"),
        })
    };
    let outcome = move || match state.get() {
        Fetched::Not | Fetched::UnderWay => ().into_any(),
        Fetched::Failed(error) => view! { <ErrorPanel error on_retry=fetch /> }.into_any(),
        Fetched::Compared(checked, offer) => {
            told(checked, offer, &stored.with_value(|link| file_name(&link.uri))).into_any()
        }
    };
    view! {
        <li class="panel stack stack--tight">
            <div class="row row--spread">
                <p class="documents__title"><Icon glyph=Glyph::Document />{title}</p>
                <Button busy on_click=fetch>{label}</Button>
            </div>
            {outcome}
        </li>
    }
}

fn compared(link: &DocumentLink, bytes: &[u8]) -> Fetched {
    let checked = check(link, bytes);
    let offer = match checked {
        Checked::Matches(_) => files::offer(bytes).ok().map(StoredValue::new_local),
        Checked::Differs(_) => None,
    };
    Fetched::Compared(checked, offer)
}

fn told(checked: Checked, offer: Option<StoredValue<Offer, LocalStorage>>, name: &str) -> impl IntoView + use<> {
    let (same, hashes) = match checked {
        Checked::Matches(hashes) => (true, hashes),
        Checked::Differs(hashes) => (false, hashes),
    };
    let notice = if same {
        let title = t("This is the document that the list names");
        let what = t("Its hash was worked out here, and it is the one in the list.");
        view! { <Notice kind=NoticeKind::Success title what /> }.into_any()
    } else {
        let title = t("This is not the document that the list names");
        let what = t("It hashes to something else: it was replaced, or changed on the way. It is not offered to save.");
        view! { <Notice kind=NoticeKind::Error title what next=t("Ask the issuer which one holds.") /> }.into_any()
    };
    let save = offer.and_then(|offer| offer.try_with_value(|offer| offer.href().to_owned())).map(|href| {
        let name = name.to_owned();
        view! { <div class="row"><a class="button" href=href download=name>{t("Save the document")}</a></div> }
    });
    let pairs: Vec<Definition> = hashes.into_iter().flat_map(hash_lines).collect();
    view! { {notice}{save}<DefinitionList pairs /> }
}

fn hash_lines(hash: Comparison) -> Vec<Definition> {
    let Comparison { algorithm, expected, got } = hash;
    let (kind, word) =
        if got == expected { (BadgeKind::Accent, t("Same")) } else { (BadgeKind::Oxblood, t("Another")) };
    let mut lines = vec![Definition::view(
        algorithm,
        view! { <span class="documents__hash"><code>{got.to_string()}</code><Badge kind>{word}</Badge></span> },
    )];
    if got != expected {
        lines.push(Definition::view(t("The list says"), view! { <code>{expected.to_string()}</code> }));
    }
    lines
}

/// The last part of an address, for saving.
fn file_name(uri: &str) -> String {
    uri.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("document").to_owned()
}

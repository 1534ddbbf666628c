//! What the issuer published: fetched when asked for, and held to the hashes of the list and of the token's contract.

mod by_contract;

use alloy_primitives::Address;
use assay_sdk::asset::{ChainDocument, Descriptor, DocumentLink, HashFunction};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::check_now::elsewhere;
use crate::components::{
    Badge, BadgeKind, Button, Definition, DefinitionList, EmptyState, ErrorPanel, ErrorText, Glyph, Icon, Notice,
    NoticeKind,
};
use crate::problem;
use crate::services::files::{self, Offer};
use crate::state::document::{Checked, Comparison, check, check_entry};
use crate::state::elsewhere::{Command, of_entry, of_file};
use crate::text::t;
use crate::wallet::Wallet;
use by_contract::ByContract;

#[component]
pub(super) fn DocumentsSide(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let listed = if descriptor.documents.is_empty() {
        view! {
            <EmptyState glyph=Glyph::Document title=t("The list names no documents")
                text=t("Ask the issuer for the terms, and for a list that names them with their hashes.") />
        }
        .into_any()
    } else {
        let one = |link: DocumentLink| {
            let document = Named { title: link.title.clone(), uri: link.uri.clone(), by: By::List(link) };
            view! { <Document wallet document /> }
        };
        let all = descriptor.documents.iter().cloned().map(one).collect_view();
        view! { <ul class="documents stack">{all}</ul> }.into_any()
    };
    view! {
        <div class="stack stack--loose">
            <section class="section" aria-label=t("Documents of the list")>
                <div class="section__head"><h2>{t("Named by the list")}</h2></div>
                {listed}
            </section>
            <ByContract wallet descriptor />
        </div>
    }
}

/// A document with a hash, and who says so.
#[derive(Clone)]
struct Named {
    title: String,
    uri: String,
    by: By,
}

#[derive(Clone)]
enum By {
    List(DocumentLink),
    Contract(Address, ChainDocument),
}

impl Named {
    fn check(&self, bytes: &[u8]) -> Checked {
        match &self.by {
            By::List(link) => check(link, bytes),
            By::Contract(_, ChainDocument { hash: Some(hash), .. }) => check_entry(*hash, bytes),
            // Without a hash nothing is offered to be fetched.
            By::Contract(..) => Checked::Differs(Vec::new()),
        }
    }

    /// Commands for other tools: the file's where it was fetched and is the right one, and the contract's.
    fn commands(&self, wallet: Wallet, right: Option<&[u8]>) -> Vec<Command> {
        let address = wallet.ready().map(|(room, _)| room.file_address(&self.uri));
        let functions = [HashFunction::Sha256, HashFunction::Keccak256];
        let of_file =
            address.zip(right).map(|(address, bytes)| of_file(&address, bytes, &functions)).unwrap_or_default();
        let entry = match &self.by {
            By::List(_) => None,
            By::Contract(token, document) => of_entry(*token, document),
        };
        entry.into_iter().chain(of_file).collect()
    }

    const fn words(&self) -> Words {
        match self.by {
            By::List(_) => Words {
                same: t("This is the document that the list names"),
                why: t("Its hash was worked out here, and it is the one in the list."),
                other: t("This is not the document that the list names"),
                says: t("The list says"),
            },
            By::Contract(..) => Words {
                same: t("This is the document that the contract names"),
                why: t("Its hash was worked out here, and it is the one that the token's contract keeps."),
                other: t("This is not the document that the contract names"),
                says: t("The contract says"),
            },
        }
    }
}

#[derive(Clone, Copy)]
struct Words {
    same: &'static str,
    why: &'static str,
    other: &'static str,
    says: &'static str,
}

#[derive(Clone)]
enum Fetched {
    Not,
    UnderWay,
    Failed(ErrorText),
    /// Compared; with a way to save it where it matches.
    Compared(Checked, Option<StoredValue<Offer, LocalStorage>>, Vec<Command>),
}

#[component]
fn Document(wallet: Wallet, document: Named) -> impl IntoView {
    let state = RwSignal::new_local(Fetched::Not);
    let (title, words) = (document.title.clone(), document.words());
    let before = document.commands(wallet, None);
    let stored = StoredValue::new(document);
    let fetch = Callback::new(move |()| {
        let Some((room, _)) = wallet.ready() else {
            state.set(Fetched::Failed(problem::not_ready()));
            return;
        };
        state.set(Fetched::UnderWay);
        let document = stored.get_value();
        spawn_local(async move {
            let next = match room.file(&document.uri).await {
                Ok(bytes) => compared(wallet, &document, &bytes),
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
    let commands = Signal::derive(move || match state.get() {
        Fetched::Compared(_, _, commands) => Some(commands),
        Fetched::Not | Fetched::UnderWay | Fetched::Failed(_) => Some(before.clone()),
    });
    let outcome = move || match state.get() {
        Fetched::Not | Fetched::UnderWay => ().into_any(),
        Fetched::Failed(error) => view! { <ErrorPanel error on_retry=fetch /> }.into_any(),
        Fetched::Compared(checked, offer, _) => {
            told(checked, offer, (words, &stored.with_value(|document| file_name(&document.uri)))).into_any()
        }
    };
    view! {
        <li class="panel stack stack--tight">
            <div class="row row--spread">
                <p class="documents__title"><Icon glyph=Glyph::Document />{title}</p>
                <Button busy on_click=fetch>{label}</Button>
            </div>
            <div class="stack stack--tight" aria-live="polite">{outcome}</div>
            {elsewhere(wallet, commands)}
        </li>
    }
}

fn compared(wallet: Wallet, document: &Named, bytes: &[u8]) -> Fetched {
    let checked = document.check(bytes);
    let right = matches!(checked, Checked::Matches(_)).then_some(bytes);
    let offer = right.and_then(|bytes| files::offer(bytes).ok()).map(StoredValue::new_local);
    Fetched::Compared(checked, offer, document.commands(wallet, right))
}

fn told(
    checked: Checked,
    offer: Option<StoredValue<Offer, LocalStorage>>,
    (words, name): (Words, &str),
) -> impl IntoView + use<> {
    let (same, hashes) = match checked {
        Checked::Matches(hashes) => (true, hashes),
        Checked::Differs(hashes) => (false, hashes),
    };
    let notice = if same {
        view! { <Notice kind=NoticeKind::Success title=words.same what=words.why /> }.into_any()
    } else {
        let what = t("It hashes to something else: it was replaced, or changed on the way. It is not offered to save.");
        view! { <Notice kind=NoticeKind::Error title=words.other what next=t("Ask the issuer which one holds.") /> }
            .into_any()
    };
    let save = offer.and_then(|offer| offer.try_with_value(|offer| offer.href().to_owned())).map(|href| {
        let name = name.to_owned();
        view! { <div class="row"><a class="button" href=href download=name>{t("Save the document")}</a></div> }
    });
    let pairs: Vec<Definition> = hashes.into_iter().flat_map(|hash| hash_lines(hash, words.says)).collect();
    view! { {notice}{save}<DefinitionList pairs /> }
}

fn hash_lines(hash: Comparison, says: &'static str) -> Vec<Definition> {
    let Comparison { algorithm, expected, got } = hash;
    let (kind, word) =
        if got == expected { (BadgeKind::Accent, t("Same")) } else { (BadgeKind::Oxblood, t("Another")) };
    let mut lines = vec![Definition::view(
        algorithm,
        view! { <span class="documents__hash"><code>{got.to_string()}</code><Badge kind>{word}</Badge></span> },
    )];
    if got != expected {
        lines.push(Definition::view(says, view! { <code>{expected.to_string()}</code> }));
    }
    lines
}

/// The last part of an address, for saving.
fn file_name(uri: &str) -> String {
    uri.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("document").to_owned()
}

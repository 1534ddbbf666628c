//! The documents that the token's own contract names (ERC-1643, CMTAT's terms), with what the chain says of each.

use alloy_primitives::Address;
use assay_sdk::asset::{ChainDocument, Descriptor, DocumentKey, DocumentRegister};
use assay_sdk::evidence::Fact;
use leptos::prelude::*;

use super::super::check_now::elsewhere;
use super::super::kept::kept;
use super::super::stamped::stamped;
use super::{By, Document, Named};
use crate::components::{ErrorPanel, Glyph, Icon};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::state::document::is_fetchable;
use crate::state::elsewhere::of_entry;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

#[component]
pub(super) fn ByContract(wallet: Wallet, descriptor: Descriptor) -> impl IntoView {
    let asset = descriptor.asset;
    let answer: Answer<Option<Fact<DocumentRegister>>> = inquire(
        wallet,
        || (),
        move |room, mut reads, ()| async move {
            room.documents(&mut reads, &asset).await.map_err(|error| problem::of_chain(&error))
        },
    );
    let failed = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        })
    });
    let trouble = move || failed.get().map(|error| view! { <ErrorPanel error on_retry=answer.retry() /> });
    let has_none = Memo::new(move |_| answer.with(|loaded| matches!(loaded.value(), Some(None))));
    let none = move || {
        let text = t("The token's contract has no function that names documents (ERC-1643).");
        has_none.get().then(|| view! { <p class="small muted">{text}</p> })
    };
    let register = Signal::derive(move || answer.with(|loaded| loaded.value().cloned().flatten().map(Ok)));
    let drawn = kept(register, t("The contract's documents could not be read"), move |fact| {
        let count = stamped(fact, wallet.clock(), |register: &DocumentRegister| {
            fill(t("The contract names {n}"), &[("n", &register.listed.to_string())])
        });
        let documents = Memo::new(move |_| fact.with(|fact| fact.value().documents.clone()));
        let one = move |document: ChainDocument| entry(wallet, asset.token, document);
        let all = move || documents.get().into_iter().map(one).collect_view();
        view! { <p class="small">{count}</p><ul class="documents stack">{all}</ul> }.into_any()
    });
    view! {
        <section class="section" aria-label=t("Documents of the contract")>
            <div class="section__head"><h2>{t("Named by the token's contract")}</h2></div>
            {trouble}{none}{drawn}
        </section>
    }
}

/// A document with a hash can be fetched and checked; one without, or in a place that no browser fetches from, is told of.
fn entry(wallet: Wallet, token: Address, document: ChainDocument) -> AnyView {
    let title = match (&document.key, document.name.is_empty()) {
        (DocumentKey::Terms, true) => t("Terms").to_owned(),
        (_, true) => t("Without a name").to_owned(),
        (_, false) => document.name.clone(),
    };
    let title = match document.modified {
        Some(moment) => fill(t("{title}, as of {date}"), &[("title", &title), ("date", &format::date(moment))]),
        None => title,
    };
    if document.hash.is_some() && is_fetchable(&document.uri) {
        let document = Named { title, uri: document.uri.clone(), by: By::Contract(token, document) };
        return view! { <Document wallet document /> }.into_any();
    }
    let why = if document.hash.is_none() {
        t("The contract keeps no hash of it, so nothing can tell whether a copy is the right one.")
    } else {
        t("It lies where this wallet cannot fetch from. Get it by other means, and hash it as told below.")
    };
    let commands = Signal::stored(of_entry(token, &document).map(|command| vec![command]));
    view! {
        <li class="panel stack stack--tight">
            <p class="documents__title"><Icon glyph=Glyph::Document />{title}</p>
            <p class="small">{why}</p>
            <p class="small muted"><code>{document.uri}</code></p>
            {elsewhere(wallet, commands)}
        </li>
    }
    .into_any()
}

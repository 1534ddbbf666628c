//! Accounts of a phrase to choose from, ten at a time.

use std::collections::BTreeSet;

use assay_sdk::units::PathScheme;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::add_account::Adding;
use crate::components::{AddressView, Badge, Button, ButtonKind, CheckField, SelectField, TextField, TextKind};
use crate::pages::key_ask::other_answer;
use crate::shell::{Shell, shell};
use crate::state::accounts;
use crate::text::{fill, t};
use crate::worker::protocol::{Answer, Call, DerivedAddress};

/// How many at a time.
const PAGE: u32 = 10;
/// The choice of a scheme of the user's own.
const CUSTOM: &str = "custom";

/// What is listed, and what of it is chosen.
#[derive(Clone, Copy)]
struct List {
    shell: Shell,
    secret: u32,
    adding: Adding,
    scheme: RwSignal<String>,
    custom: RwSignal<String>,
    listed: RwSignal<Vec<DerivedAddress>>,
    chosen: RwSignal<BTreeSet<String>>,
}

impl List {
    /// The path with `i`. Tracks.
    fn pattern(self) -> String {
        match self.scheme.get() {
            own if own == CUSTOM => self.custom.with(|custom| custom.trim().to_owned()),
            known => known,
        }
    }

    fn more(self) {
        let first = u32::try_from(self.listed.with_untracked(Vec::len)).unwrap_or(u32::MAX);
        let asked = untrack(move || self.pattern());
        let call = Call::Derive { secret: self.secret, scheme: asked.clone(), first, count: PAGE };
        spawn_local(async move {
            let answer = self.shell.ask(call).await;
            // The sheet may be closed, or show another numbering by now.
            if self.scheme.try_get_untracked().is_none() || untrack(move || self.pattern()) != asked {
                return;
            }
            match answer {
                Ok(Answer::Derived { addresses }) => self.listed.update(|listed| listed.extend(addresses)),
                Ok(_) => self.adding.refused.set(Some(other_answer())),
                Err(error) => self.adding.refused.set(Some(error.message)),
            }
        });
    }

    fn add(self) {
        let first = untrack(move || self.shell.open_vault()).map_or(0, |vault| vault.accounts.len());
        let named = |(place, path): (usize, String)| (path, accounts::numbered(first.saturating_add(place)));
        let accounts: Vec<_> = self.chosen.get_untracked().into_iter().enumerate().map(named).collect();
        self.adding.send(Call::AddDerived { secret: self.secret, accounts }, |error| Some(error.message));
    }
}

/// The list.
#[component]
pub(super) fn FromList(secret: u32, on_done: Callback<()>) -> impl IntoView {
    let list = List {
        shell: shell(),
        secret,
        adding: Adding::new(on_done),
        scheme: RwSignal::new(PathScheme::Bip44.to_string()),
        custom: RwSignal::new(PathScheme::Bip44.to_string()),
        listed: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(BTreeSet::new()),
    };
    let fault = Memo::new(move |_| accounts::scheme(&list.pattern()).err());
    Effect::new(move |_| {
        let _tracked = list.pattern();
        list.listed.set(Vec::new());
        list.chosen.set(BTreeSet::new());
        if fault.with(Option::is_none) {
            list.more();
        }
    });
    let mut options = accounts::schemes();
    options.push((CUSTOM.to_owned(), t("A path of my own").to_owned()));
    let rows = move || list.listed.get().into_iter().map(|derived| row(derived, list.chosen)).collect_view();
    let words = move || match list.chosen.with(BTreeSet::len) {
        1 => t("Add 1 account").to_owned(),
        n => fill(t("Add {n} accounts"), &[("n", &n.to_string())]),
    };
    let none = Signal::derive(move || list.chosen.with(BTreeSet::is_empty));
    view! {
        <div class="stack">
            <SelectField label=t("Numbering") value=list.scheme options=Signal::stored(options) />
            {move || list.scheme.with(|scheme| scheme == CUSTOM).then(|| view! {
                <TextField label=t("Path with i for the account's number") kind=TextKind::Code value=list.custom error=fault />
            })}
            <ul class="rows">{rows}</ul>
            <div class="row"><Button kind=ButtonKind::Quiet on_click=move |()| list.more()>{t("Ten more")}</Button></div>
            {list.adding.told()}
            <div class="sheet__actions">
                <Button on_click=on_done>{t("Cancel")}</Button>
                <Button kind=ButtonKind::Primary busy=list.adding.busy disabled=none on_click=move |()| list.add()>{words}</Button>
            </div>
        </div>
    }
}

fn row(derived: DerivedAddress, chosen: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let DerivedAddress { path, address, added } = derived;
    let own = path.clone();
    let ticked = Signal::derive(move || added || chosen.with(|chosen| chosen.contains(&own)));
    let own = path.clone();
    let change = move |ticked: bool| {
        chosen.update(|chosen| _ = if ticked { chosen.insert(own.clone()) } else { chosen.remove(&own) });
    };
    view! {
        <li class="rows__row">
            <CheckField checked=ticked on_change=change disabled=added>
                <span class="visually-hidden">{t("Add the account at")}{" "}</span><code>{path}</code>
            </CheckField>
            <span class="rows__what"><AddressView address=Signal::stored(address) /></span>
            {added.then(|| view! { <Badge>{t("Already here")}</Badge> })}
        </li>
    }
}

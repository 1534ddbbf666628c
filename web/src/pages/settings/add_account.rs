//! The sheet with one way to one more account.

use assay_sdk::units::PathScheme;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::from_list::FromList;
use crate::components::{
    Button, ButtonKind, ButtonPurpose, Notice, NoticeKind, SelectField, Sheet, TextField, TextKind,
};
use crate::pages::bring::{Bring, BringFields};
use crate::pages::discovery::Discovery;
use crate::shell::{Shell, shell};
use crate::state::accounts;
use crate::state::bring::{Brought, watched_address};
use crate::state::new_wallet::label_fault;
use crate::text::t;
use crate::worker::protocol::Call;

/// The way that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Add {
    /// The next one of a phrase.
    Next { secret: u32 },
    /// Any of a phrase.
    FromList { secret: u32 },
    /// Those of a phrase that were used before.
    Discover { secret: u32 },
    /// A phrase or key besides.
    Bring,
    /// An address without a key.
    Watched,
}

/// The sheet.
#[component]
pub(super) fn AddAccount(
    /// Which way; none while it is closed.
    adding: RwSignal<Option<Add>>,
) -> impl IntoView {
    let open = Signal::derive(move || adding.with(Option::is_some));
    let close = Callback::new(move |()| adding.set(None));
    let body = move || {
        adding.get().map(|add| match add {
            Add::Next { secret } => view! { <Next secret on_done=close /> }.into_any(),
            Add::FromList { secret } => view! { <FromList secret on_done=close /> }.into_any(),
            Add::Discover { secret } => view! {
                <Discovery secret on_added=move |()| () />
                <div class="sheet__actions"><Button on_click=close>{t("Done")}</Button></div>
            }
            .into_any(),
            Add::Bring => view! { <BringOne on_done=close /> }.into_any(),
            Add::Watched => view! { <Watched on_done=close /> }.into_any(),
        })
    };
    view! { <Sheet title=t("Add an account") open on_close=close>{body}</Sheet> }
}

/// What every way shares: a name, whether it is under way, and why it was refused.
#[derive(Clone, Copy)]
pub(super) struct Adding {
    shell: Shell,
    pub(super) label: RwSignal<String>,
    tried: RwSignal<bool>,
    pub(super) busy: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<String>>,
    on_done: Callback<()>,
}

impl Adding {
    pub(super) fn new(on_done: Callback<()>) -> Self {
        let shell = shell();
        let count = untrack(move || shell.open_vault()).map_or(0, |vault| vault.accounts.len());
        Self {
            shell,
            label: RwSignal::new(accounts::numbered(count)),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            on_done,
        }
    }

    /// Whether it can be sent; from now on what is wrong with the name is shown.
    fn ready(self) -> bool {
        self.tried.set(true);
        !self.busy.get_untracked() && self.label.with_untracked(|label| label_fault(label)).is_none()
    }

    fn label_error(self) -> Signal<Option<String>> {
        Signal::derive(move || self.label.with(|label| label_fault(label)).filter(|_| self.tried.get()))
    }

    /// Asks the worker; a refusal goes through `other` first, which may show it at its own fields.
    pub(super) fn send(
        self,
        call: Call,
        other: impl Fn(crate::worker::protocol::KeyError) -> Option<String> + 'static,
    ) {
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            match self.shell.change(call).await {
                Ok(()) => self.on_done.run(()),
                Err(error) => _ = self.refused.try_set(other(error)),
            }
            let _gone = self.busy.try_set(false);
        });
    }

    pub(super) fn told(self) -> impl IntoView {
        move || {
            self.refused.get().map(|what| view! { <Notice kind=NoticeKind::Error title=t("It was not added") what /> })
        }
    }
}

fn name_field(adding: Adding) -> impl IntoView {
    view! { <TextField label=t("Name of the account") value=adding.label error=adding.label_error() hint=t("Seen only on this device.") /> }
}

fn actions(adding: Adding, words: &'static str) -> impl IntoView {
    let on_done = adding.on_done;
    view! {
        <div class="sheet__actions">
            <Button on_click=on_done>{t("Cancel")}</Button>
            <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit busy=adding.busy>{words}</Button>
        </div>
    }
}

#[component]
fn Next(secret: u32, on_done: Callback<()>) -> impl IntoView {
    let adding = Adding::new(on_done);
    let scheme = RwSignal::new(PathScheme::Bip44.to_string());
    let path = Memo::new(move |_| {
        let accounts = adding.shell.open_vault().map(|vault| vault.accounts).unwrap_or_default();
        scheme.with(|scheme| accounts::next_path(&accounts, secret, scheme))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (true, Ok(path)) = (adding.ready(), path.get_untracked()) {
            let accounts = vec![(path, adding.label.get_untracked())];
            adding.send(Call::AddDerived { secret, accounts }, |error| Some(error.message));
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <SelectField label=t("Numbering") value=scheme options=Signal::stored(accounts::schemes()) />
            {move || match path.get() {
                Ok(path) => view! {
                    <p>{t("The next account lies at")}{" "}<code>{path}</code>{". "}{t("It needs no new backup: the phrase brings it back.")}</p>
                }
                .into_any(),
                Err(why) => view! { <p class="field__error">{why}</p> }.into_any(),
            }}
            {name_field(adding)}
            {adding.told()}
            {actions(adding, t("Add the account"))}
        </form>
    }
}

#[component]
fn BringOne(on_done: Callback<()>) -> impl IntoView {
    let adding = Adding::new(on_done);
    let form = Bring::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if adding.ready() {
            spawn_local(async move {
                form.settle().await;
                bring(adding, form);
            });
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <BringFields form hint=t("A private key, a keystore file, another recovery phrase, or its shares.") />
            {name_field(adding)}
            <p class="small muted">{t("It is encrypted with this wallet's password and passkeys. Its own backup stays what it was: this wallet's phrase does not bring it back.")}</p>
            {adding.told()}
            {actions(adding, t("Add it"))}
        </form>
    }
}

/// Sends what is in the form, where it is complete.
fn bring(adding: Adding, form: Bring) {
    let brought = untrack(move || form.brought());
    let Some(import) = form.ready() else { return };
    let label = adding.label.get_untracked();
    let call = match brought {
        Brought::Address(address) => Call::AddWatched { address, label },
        Brought::Vault { .. } | Brought::Salvage => {
            adding.refused.set(Some(t("A whole wallet's file is restored as a wallet of its own: lock this one, and choose “Restore from a file”.").to_owned()));
            return;
        }
        Brought::Incomplete | Brought::Phrase | Brought::Key | Brought::Keystore => Call::AddSecret { import, label },
    };
    adding.send(call, move |error| form.refuse(error).map(|error| error.message));
}

#[component]
fn Watched(on_done: Callback<()>) -> impl IntoView {
    let adding = Adding::new(on_done);
    let address = RwSignal::new(String::new());
    let read = Memo::new(move |_| address.with(|address| watched_address(address)));
    let error = Signal::derive(move || read.get().err().filter(|_| adding.tried.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let named = adding.ready();
        if let (Ok(address), true) = (read.get_untracked(), named) {
            let label = adding.label.get_untracked();
            adding.send(Call::AddWatched { address, label }, |error| Some(error.message));
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <TextField label=t("Address") kind=TextKind::Code value=address error hint=t("0x and 40 characters. Its holdings are shown; nothing can be signed for it.") />
            {name_field(adding)}
            {adding.told()}
            {actions(adding, t("Watch it"))}
        </form>
    }
}

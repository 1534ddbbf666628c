//! What opens the wallet: its password and its passkeys.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::security::Act;
use crate::components::{Button, ButtonKind, ButtonPurpose, Glyph, Icon, Notice, NoticeKind};
use crate::format;
use crate::pages::key_ask::{Attempt, KeyAsk};
use crate::pages::new_password::{NewPassword, NewPasswordFields};
use crate::pages::passkey_add::AddPasskey;
use crate::services::passkey;
use crate::shell::shell;
use crate::state::drill::from_millis;
use crate::text::{fill, t};
use crate::worker::protocol::{Call, MethodKind, MethodSummary, UnlockKey, VaultSummary};

/// The list, and the ways to more.
#[component]
pub(super) fn Methods(vault: Memo<VaultSummary>, act: RwSignal<Option<Act>>) -> impl IntoView {
    let methods = Memo::new(move |_| vault.with(|vault| vault.methods.clone()));
    let has_password =
        Memo::new(move |_| methods.with(|methods| methods.iter().any(|method| method.kind == MethodKind::Password)));
    let rows = move || {
        // The last one stays.
        let removing = methods.with(|methods| methods.len() > 1).then_some(act);
        methods.get().into_iter().map(|method| row(method, removing)).collect_view()
    };
    let password = move || if has_password.get() { t("Change the password") } else { t("Add a password") };
    view! {
        <section class="section" aria-labelledby="ways">
            <div class="section__head"><h2 id="ways">{t("What opens this wallet")}</h2></div>
            <ul class="rows">{rows}</ul>
            <div class="row">
                <Button icon=Glyph::Lock on_click=move |()| act.set(Some(Act::Password))>{password}</Button>
                <Button icon=Glyph::Key on_click=move |()| act.set(Some(Act::AddPasskey))>{t("Add a passkey")}</Button>
            </div>
            {move || methods.with(|methods| methods.len() == 1).then(|| view! {
                <p class="small muted">{t("The last way to open stays. Add another one before you remove it.")}</p>
            })}
        </section>
    }
}

fn row(method: MethodSummary, removing: Option<RwSignal<Option<Act>>>) -> impl IntoView {
    let since = method.created.map(|created| fill(t("since {day}"), &[("day", &format::date(from_millis(created)))]));
    let (glyph, name, note) = words(&method);
    let words = fill(t("Remove {name}"), &[("name", &name)]);
    let remove = removing.map(|act| {
        let on_click = move |()| act.set(Some(Act::RemoveMethod(method.clone())));
        view! {
            <Button kind=ButtonKind::Quiet on_click>
                <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{words}</span>
            </Button>
        }
    });
    view! {
        <li class="rows__row">
            <Icon glyph />
            <span class="rows__what"><span class="rows__name">{name}</span><span class="small muted">{since}{note}</span></span>
            {remove}
        </li>
    }
}

/// Picture, name, and what is particular about it.
fn words(method: &MethodSummary) -> (Glyph, String, Option<String>) {
    match &method.kind {
        MethodKind::Password => (Glyph::Lock, t("Password").to_owned(), None),
        MethodKind::Passkey { label, rp_id, .. } => {
            let elsewhere = (*rp_id != passkey::site()).then(|| fill(t(" works only at {site}"), &[("site", rp_id)]));
            (Glyph::Key, fill(t("Passkey “{label}”"), &[("label", label)]), elsewhere)
        }
    }
}

/// What is asked before they change.
#[component]
pub(super) fn MethodSheet(act: Act, vault: VaultSummary, on_done: Callback<()>) -> impl IntoView {
    match act {
        Act::AddPasskey => view! { <AddPasskey vault on_done /> }.into_any(),
        Act::RemoveMethod(method) => view! { <Remove method on_done /> }.into_any(),
        Act::Password | Act::ShowPhrase { .. } | Act::Shares { .. } | Act::Check { .. } | Act::Keystore => {
            view! { <PasswordSheet vault on_done /> }.into_any()
        }
    }
}

/// The new password first, then what opens the wallet today.
#[component]
fn PasswordSheet(vault: VaultSummary, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let new = NewPassword::new();
    let (chosen, set_chosen) = signal(false);
    let attempt = Attempt::new();
    let replaces = vault.methods.iter().any(|method| method.kind == MethodKind::Password);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_chosen.set(new.ready());
    };
    let change = move |key: UnlockKey| {
        attempt.begin();
        let password = new.typed();
        let call = if replaces { Call::ChangePassword { key, password } } else { Call::AddPassword { key, password } };
        spawn_local(async move {
            if attempt.end(shell.change(call).await).is_some() {
                on_done.run(());
            }
        });
    };
    let vault = StoredValue::new(vault);
    move || {
        if chosen.get() {
            let methods = vault.with_value(|vault| vault.methods.clone());
            return view! {
                <p>{t("Now what opens the wallet today, once more.")}</p>
                <KeyAsk methods action=t("Confirm") attempt on_key=change />
            }
            .into_any();
        }
        view! {
            <form class="stack" on:submit=submit novalidate=true>
                <NewPasswordFields new label=t("New password") hint=t("At least 8 characters; a few unrelated words are good. It cannot be reset.") />
                <p class="small muted">{t("Files that you saved before keep the password of that day.")}</p>
                <div class="sheet__actions">
                    <Button on_click=on_done>{t("Cancel")}</Button>
                    <Button kind=ButtonKind::Primary purpose=ButtonPurpose::Submit>{t("Continue")}</Button>
                </div>
            </form>
        }
        .into_any()
    }
}

#[component]
fn Remove(method: MethodSummary, on_done: Callback<()>) -> impl IntoView {
    let shell = shell();
    let attempt = Attempt::new();
    let (_, name, _) = words(&method);
    let what = match method.kind {
        MethodKind::Password => t(
            "Then only passkeys open the wallet. A lost device takes its passkeys with it: keep the recovery phrase at hand.",
        ),
        MethodKind::Passkey { .. } => t(
            "It opens the wallet no more. Delete it on the device too, where passkeys are kept; that is not done from here.",
        ),
    };
    let id = method.id;
    let remove = move |()| {
        attempt.begin();
        spawn_local(async move {
            if attempt.end(shell.change(Call::RemoveMethod { method: id }).await).is_some() {
                on_done.run(());
            }
        });
    };
    view! {
        <div class="stack">
            <Notice kind=NoticeKind::Warn title=fill(t("{name} opens this wallet no more"), &[("name", &name)]) what />
            {move || attempt.refused.get().map(|error| view! { <Notice kind=NoticeKind::Error title=t("It was not removed") what=error.message /> })}
            <div class="sheet__actions">
                <Button on_click=on_done>{t("Keep it")}</Button>
                <Button kind=ButtonKind::Danger busy=attempt.busy on_click=remove>{fill(t("Remove {name}"), &[("name", &name)])}</Button>
            </div>
        </div>
    }
}

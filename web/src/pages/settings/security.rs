//! How long the wallet stays open, and which wallets are on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_saved;
use crate::components::{AddressView, Badge, BadgeKind, Button, ButtonKind, Glyph, SelectField};
use crate::pages::remove_wallet::RemoveWallet;
use crate::route::Way;
use crate::shell::shell;
use crate::state::session::Unlocked;
use crate::state::settings::{LOCK_CHOICES, Settings};
use crate::text::{fill, t};
use crate::worker::protocol::VaultSummary;

/// Locking, and the wallets of this device.
#[component]
pub(super) fn Security(unlocked: Unlocked) -> impl IntoView {
    let shell = shell();
    let removing = RwSignal::new(None::<VaultSummary>);
    let lock = move |()| spawn_local(async move { shell.lock().await });
    let open = unlocked.vault().to_owned();
    let rows = move || shell.vaults.get().into_iter().map(|vault| row(vault, &open, removing)).collect_view();
    view! {
        <section class="section" aria-labelledby="lock">
            <div class="section__head"><h2 id="lock">{t("Locking")}</h2></div>
            <AutoLock />
            <div class="row"><Button icon=Glyph::Lock on_click=lock>{t("Lock now")}</Button></div>
        </section>
        <section class="section" aria-labelledby="wallets">
            <div class="section__head">
                <h2 id="wallets">{t("Wallets on this device")}</h2>
                <a href=Way::Choose.href()>{t("Add a wallet")}</a>
            </div>
            <ul class="device">{rows}</ul>
            <p class="small muted">{t("To open another one, lock this one first.")}</p>
            <RemoveWallet vault=removing />
        </section>
    }
}

fn row(vault: VaultSummary, open: &str, removing: RwSignal<Option<VaultSummary>>) -> impl IntoView + use<> {
    let name = vault.name();
    let label = fill(t("Remove {name}"), &[("name", &name)]);
    let who = match vault.address() {
        Some(address) => view! { <AddressView address name=name /> }.into_any(),
        None => view! { <span class="address__name">{name}</span> }.into_any(),
    };
    let state = match (&vault.damage, vault.id == open) {
        (Some(_), _) => Some(view! { <Badge kind=BadgeKind::Oxblood>{t("Damaged")}</Badge> }.into_any()),
        (None, true) => Some(view! { <Badge kind=BadgeKind::Accent>{t("Open")}</Badge> }.into_any()),
        (None, false) => None,
    };
    let remove = move |()| removing.set(Some(vault.clone()));
    view! {
        <li class="device__wallet">
            {who}{state}
            <span class="device__end">
                <Button kind=ButtonKind::Quiet on_click=remove>
                    <span aria-hidden="true">{t("Remove")}</span><span class="visually-hidden">{label}</span>
                </Button>
            </span>
        </li>
    }
}

/// How long the wallet stays open without input. Takes effect at once.
#[component]
fn AutoLock() -> impl IntoView {
    let shell = shell();
    let minutes = RwSignal::new(shell.settings.get_untracked().lock_after_minutes.to_string());
    let (error, set_error) = signal(None::<String>);
    let words = |minutes: u32| match minutes {
        1 => t("1 minute").to_owned(),
        60 => t("1 hour").to_owned(),
        more => fill(t("{n} minutes"), &[("n", &more.to_string())]),
    };
    let options = LOCK_CHOICES.map(|minutes| (minutes.to_string(), words(minutes))).to_vec();
    Effect::new(move |_| {
        let chosen = minutes.with(|minutes| LOCK_CHOICES.into_iter().find(|choice| choice.to_string() == *minutes));
        let settings = shell.settings.get_untracked();
        if let Some(lock_after_minutes) = chosen
            && lock_after_minutes != settings.lock_after_minutes
        {
            spawn_local(async move {
                let saved = shell.save_settings(Settings { lock_after_minutes, ..settings }).await;
                set_error.set(saved.err().map(|error| error.to_string()));
            });
        }
    });
    view! {
        <SelectField label=t("Lock after") value=minutes options=Signal::stored(options)
            hint=t("Without a key pressed or the pointer used. Reloading or closing the page locks at once.") />
        {not_saved(error)}
    }
}

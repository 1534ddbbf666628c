//! The wallets of this device.

use leptos::prelude::*;

use crate::components::{AddressView, Badge, BadgeKind, Button, ButtonKind};
use crate::pages::remove_wallet::RemoveWallet;
use crate::route::Way;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::worker::protocol::VaultSummary;

/// All of them, each with the way to remove it.
#[component]
pub(super) fn Devices(
    /// The id of the open one.
    open: String,
) -> impl IntoView {
    let shell = shell();
    let removing = RwSignal::new(None::<VaultSummary>);
    let rows = move || shell.vaults.get().into_iter().map(|vault| row(vault, &open, removing)).collect_view();
    view! {
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

//! Which of the stored wallets.

use leptos::prelude::*;

use crate::components::{Badge, BadgeKind, Identicon, IdenticonSize};
use crate::format;
use crate::text::{fill, t};
use crate::worker::protocol::{AccountKind, VaultSummary};

/// The stored wallets, one of them chosen.
#[component]
pub(super) fn Choice(
    /// They.
    vaults: Vec<VaultSummary>,
    /// The id of the chosen one.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let rows = vaults.into_iter().map(|vault| row(vault, chosen)).collect_view();
    view! { <fieldset class="wallets"><legend class="visually-hidden">{t("Which wallet")}</legend>{rows}</fieldset> }
}

fn row(vault: VaultSummary, chosen: RwSignal<String>) -> impl IntoView {
    let name = vault.name();
    let address = vault.address();
    let picture = address.map(|address| view! { <Identicon address size=IdenticonSize::Large /> });
    let badge = badge(&vault);
    let line = address.map(|address| match vault.accounts.len() {
        0 | 1 => format::short_address(&address),
        more => {
            let values = [("address", format::short_address(&address)), ("n", more.saturating_sub(1).to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            fill(t("{address} and {n} more"), &values)
        }
    });
    let (own, id) = (vault.id.clone(), vault.id);
    view! {
        <label class="wallets__one">
            <input class="wallets__radio" type="radio" name="wallet" prop:checked=move || chosen.with(|chosen| *chosen == own)
                on:change=move |_| chosen.set(id.clone()) />
            {picture}
            <span class="wallets__text">
                <span class="wallets__name">{name}</span>
                <span class="wallets__address">{line}</span>
            </span>
            {badge}
        </label>
    }
}

/// What is particular about it.
fn badge(vault: &VaultSummary) -> Option<AnyView> {
    if vault.damage.is_some() {
        return Some(view! { <Badge kind=BadgeKind::Oxblood>{t("Damaged")}</Badge> }.into_any());
    }
    if !vault.is_keyless() {
        return None;
    }
    let connected = vault.accounts.iter().any(|account| account.kind == AccountKind::Connected);
    Some(view! { <Badge>{if connected { t("Connected") } else { t("Watched") }}</Badge> }.into_any())
}

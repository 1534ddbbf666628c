//! Which of the stored wallets.

use leptos::prelude::*;

use crate::components::{Badge, BadgeKind, Identicon, IdenticonSize};
use crate::format;
use crate::text::t;
use crate::worker::protocol::VaultSummary;

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
    let short = address.map(|address| format::short_address(&address));
    let damaged = vault.damage.is_some().then(|| view! { <Badge kind=BadgeKind::Oxblood>{t("Damaged")}</Badge> });
    let (own, id) = (vault.id.clone(), vault.id);
    view! {
        <label class="wallets__one">
            <input class="wallets__radio" type="radio" name="wallet" prop:checked=move || chosen.with(|chosen| *chosen == own)
                on:change=move |_| chosen.set(id.clone()) />
            {picture}
            <span class="wallets__text">
                <span class="wallets__name">{name}</span>
                <span class="wallets__address">{short}</span>
            </span>
            {damaged}
        </label>
    }
}

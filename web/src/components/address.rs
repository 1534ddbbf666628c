//! An address: its pattern, its name where it has one, its ends; all of it on focus; copied by a press.

use alloy_primitives::Address;
use leptos::prelude::*;

use super::clipboard::{Copied, copy};
use super::icon::{Glyph, Icon};
use super::identicon::Identicon;
use crate::format;
use crate::text::{fill, t};

/// An address as EIP-55 writes it, shortened in the middle.
#[component]
pub(crate) fn AddressView(
    /// The address.
    #[prop(into)]
    address: Signal<Address>,
    /// What the user calls it.
    #[prop(optional, into)]
    name: Option<String>,
) -> impl IntoView {
    let (said, set_said) = signal(None);
    let full = Memo::new(move |_| address.get().to_checksum(None));
    let label = move || fill(t("Copy address {address}"), &[("address", &full.get())]);
    view! {
        <span class="address">
            <Identicon address />
            {name.map(|name| view! { <span class="address__name">{name}</span> })}
            <button type="button" class="address__copy" on:click=move |_| copy(full.get_untracked(), set_said)>
                <span class="visually-hidden">{label}</span>
                <span aria-hidden="true">{move || format::short_address(&address.get())}</span>
                <Icon glyph=Signal::derive(move || if said.get().is_some() { Glyph::Check } else { Glyph::Copy }) />
                <span class="address__full" aria-hidden="true">{full}</span>
            </button>
            <span class="address__said" role="status">{move || said.get().map(Copied::words)}</span>
        </span>
    }
}

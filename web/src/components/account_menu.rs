//! Which account is in use, and the others to switch to.

use alloy_primitives::Address;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::icon::{Glyph, Icon};
use super::identicon::Identicon;
use crate::format;
use crate::text::t;

/// One account of the open wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountChoice {
    /// Its address.
    pub(crate) address: Address,
    /// What it is called.
    pub(crate) name: String,
    /// Where its key is, where that is not here.
    pub(crate) note: Option<String>,
}

/// A menu of accounts that opens below the one in use. Escape, a choice, and leaving it close it.
#[component]
pub(crate) fn AccountMenu(
    /// What it stands for: the wallet's name.
    #[prop(into)]
    title: Signal<String>,
    /// All accounts, in order.
    #[prop(into)]
    accounts: Signal<Vec<AccountChoice>>,
    /// The one in use.
    #[prop(into)]
    current: Signal<Address>,
    /// Hears of another one.
    #[prop(into)]
    on_choose: Callback<Address>,
    /// Where accounts are added, named and removed.
    manage: &'static str,
) -> impl IntoView {
    let node = NodeRef::<Details>::new();
    let choose = move |address| {
        close(node);
        on_choose.run(address);
    };
    let name = move || {
        let current = current.get();
        accounts.with(|accounts| accounts.iter().find(|one| one.address == current).map(|one| one.name.clone()))
    };
    let rows = move || {
        let row = |account: AccountChoice| row(account, current, choose);
        accounts.get().into_iter().map(row).collect_view()
    };
    view! {
        <details class="account-menu" node_ref=node on:keydown=move |event| escape(node, &event) on:focusout=move |event| leave(node, &event)>
            <summary class="account-menu__head">
                <Identicon address=current />
                <span class="account-menu__names">
                    <span class="account-menu__wallet"><span class="visually-hidden">{t("Open wallet:")}{" "}</span>{title}</span>
                    <span class="account-menu__account">{name}</span>
                </span>
                <Icon glyph=Glyph::ChevronDown />
            </summary>
            <div class="account-menu__sheet" tabindex="-1">
                <p class="label">{t("Accounts of this wallet")}</p>
                <ul>{rows}</ul>
                <a class="account-menu__manage" href=manage on:click=move |_| close(node)>{t("Add, name or remove accounts")}</a>
            </div>
        </details>
    }
}

/// The menu, while it is there: the focus leaves it also when it is taken out of the page with the focus in it.
fn there(node: NodeRef<Details>) -> Option<web_sys::HtmlDetailsElement> {
    node.try_get_untracked().flatten()
}

fn close(node: NodeRef<Details>) {
    if let Some(details) = there(node) {
        details.set_open(false);
    }
}

/// Escape closes it and puts the focus back on what opened it.
fn escape(node: NodeRef<Details>, event: &KeyboardEvent) {
    if event.key() == "Escape"
        && let Some(details) = there(node)
        && details.open()
    {
        details.set_open(false);
        let summary = details.query_selector("summary").ok().flatten();
        // A summary that cannot take the focus leaves it where it was.
        let _focused = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok());
    }
}

/// It closes when the focus goes elsewhere.
fn leave(node: NodeRef<Details>, event: &FocusEvent) {
    let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    if !there(node).is_some_and(|details| details.contains(to.as_ref())) {
        close(node);
    }
}

fn row(account: AccountChoice, current: Signal<Address>, choose: impl Fn(Address) + 'static) -> impl IntoView {
    let AccountChoice { address, name, note } = account;
    let used = move || (current.get() == address).then_some("true");
    let mark = move || (current.get() == address).then(|| view! { <Icon glyph=Glyph::Check /> });
    view! {
        <li>
            <button type="button" class="account-menu__row" aria-current=used on:click=move |_| choose(address)>
                <Identicon address=Signal::stored(address) />
                <span class="account-menu__text">
                    <span class="account-menu__name">{name}</span>
                    <span class="account-menu__address">{format::short_address(&address)}</span>
                    {note.map(|note| view! { <span class="account-menu__note">{note}</span> })}
                </span>
                {mark}
            </button>
        </li>
    }
}

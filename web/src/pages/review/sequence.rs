//! Several reviews, one after the other: which one this is, and the way to the next.

use leptos::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Which of how many this is, and why they do not stand together where they might have; nothing for one alone.
#[component]
pub(super) fn SequencePlace(wallet: Wallet) -> impl IntoView {
    let place = move || {
        wallet.place_in_sequence().map(|(place, count)| {
            let text = fill(t("{place} of {count}"), &[("place", &place.to_string()), ("count", &count.to_string())]);
            view! { <p class="label" role="status">{text}</p> }
        })
    };
    let why = move || wallet.why_apart().map(|why| view! { <p class="hint">{why}</p> });
    view! { {place}{why} }
}

/// The way to the next; nothing at the last.
#[component]
pub(super) fn GoOn(
    /// The wallet.
    wallet: Wallet,
    /// What it says.
    label: &'static str,
    /// How much weight it has.
    kind: ButtonKind,
) -> impl IntoView {
    untrack(|| wallet.has_more()).then(|| view! { <Button kind on_click=move |()| wallet.go_on()>{label}</Button> })
}

/// The way from several together to one after the other; nothing where they do not stand together.
#[component]
pub(super) fn TakeApart(
    /// The wallet.
    wallet: Wallet,
) -> impl IntoView {
    untrack(|| wallet.can_take_apart())
        .then(|| view! { <Button on_click=move |()| wallet.take_apart(None)>{t("One after the other")}</Button> })
}

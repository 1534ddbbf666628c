//! Several reviews, one after the other: which one this is, and the way to the next.

use leptos::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// Which of how many this is; nothing for one alone.
#[component]
pub(super) fn SequencePlace(wallet: Wallet) -> impl IntoView {
    move || {
        wallet.place_in_sequence().map(|(place, count)| {
            let text = fill(t("{place} of {count}"), &[("place", &place.to_string()), ("count", &count.to_string())]);
            view! { <p class="label" role="status">{text}</p> }
        })
    }
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

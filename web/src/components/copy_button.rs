//! Takes a text away in the clipboard and says so.

use leptos::prelude::*;

use super::clipboard::copy;
use super::icon::{Glyph, Icon};

/// A button that copies a text. What came of it is shown beside it and read out.
#[component]
pub(crate) fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What the button is called: "Copy the transaction's hash".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (said, set_said) = signal(None);
    let glyph = Signal::derive(move || if said.get().is_some() { Glyph::Check } else { Glyph::Copy });
    view! {
        <button type="button" class="icon-button" aria-label=label on:click=move |_| copy(text.get_untracked(), set_said)>
            <Icon glyph />
        </button>
        <span class="address__said" role="status">{move || said.get().map(super::clipboard::Copied::words)}</span>
    }
}

//! Something that is so or not.

use leptos::prelude::*;

/// A box to tick, with its words beside it.
#[component]
pub(crate) fn CheckField(
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Hears of a change.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="check">
            <input class="check__box" type="checkbox" prop:checked=move || checked.get() disabled=move || disabled.get()
                on:change=move |event| on_change.run(event_target_checked(&event)) />
            <span class="check__words">{children()}</span>
        </label>
    }
}

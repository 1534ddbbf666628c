//! Text for screen readers alone.

use leptos::prelude::*;

/// Text that is read out and not shown.
#[component]
pub(crate) fn VisuallyHidden(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}
